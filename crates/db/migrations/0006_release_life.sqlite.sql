-- Holds, runs that ended and were reopened, what a deadline was moved by, who watches, and deletion.
alter table release add column extension_minutes integer not null default 0;
alter table release add column first_group blob references work_group (id);
update release set first_group = executor_group;
create index release_first_group on release (first_group, number);
create table release_suspension (
    id blob primary key,
    release blob not null references release (id),
    justification blob not null references justification (id),
    complement text,
    status_before text not null,
    suspended_at integer not null,
    suspended_by blob not null references account (id),
    reactivated_at integer,
    reactivated_by blob references account (id),
    held_minutes integer
) strict;
create index release_suspension_release on release_suspension (release, suspended_at);
create index release_suspension_justification on release_suspension (justification);
create table release_run (
    release blob not null references release (id),
    run integer not null,
    status text not null,
    solution_category blob references solution_category (id),
    closure text,
    closed_at integer not null,
    closed_by blob not null references account (id),
    reopened_at integer not null,
    reopened_by blob not null references account (id),
    reason text not null,
    primary key (release, run)
) strict;
