-- Holds, runs that ended and were reopened, what a deadline was moved by, who watches, and deletion.
alter table release add column extension_minutes bigint not null default 0;
alter table release add column first_group uuid references work_group (id);
update release set first_group = executor_group;
create index release_first_group on release (first_group, number);
create table release_suspension (
    id uuid primary key,
    release uuid not null references release (id),
    justification uuid not null references justification (id),
    complement text,
    status_before text not null,
    suspended_at timestamptz not null,
    suspended_by uuid not null references account (id),
    reactivated_at timestamptz,
    reactivated_by uuid references account (id),
    held_minutes bigint
);
create index release_suspension_release on release_suspension (release, suspended_at);
create index release_suspension_justification on release_suspension (justification);
create table release_run (
    release uuid not null references release (id),
    run bigint not null,
    status text not null,
    solution_category uuid references solution_category (id),
    closure text,
    closed_at timestamptz not null,
    closed_by uuid not null references account (id),
    reopened_at timestamptz not null,
    reopened_by uuid not null references account (id),
    reason text not null,
    primary key (release, run)
);
