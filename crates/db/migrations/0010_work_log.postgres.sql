-- The work log of a release, the activities scheduled for it, and why an activity waits.
alter table occurrence_category add column standard boolean not null default false;
alter table occurrence_origin add column standard boolean not null default false;
create table activity_suspension_reason (
    id uuid primary key,
    folded text not null,
    name text not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index activity_suspension_reason_name_taken on activity_suspension_reason (lower(name)) where deleted_at is null;
create table occurrence (
    id uuid primary key,
    release uuid not null references release (id),
    category uuid not null references occurrence_category (id),
    origin uuid not null references occurrence_origin (id),
    minutes bigint not null,
    description text not null,
    occurrence text not null,
    contact text not null,
    registered_at timestamptz not null,
    registered_by uuid not null references account (id),
    check (minutes >= 0)
);
create index occurrence_release on occurrence (release, registered_at, id);
create index occurrence_category_used on occurrence (category);
create index occurrence_origin_used on occurrence (origin);
create table activity (
    id uuid primary key,
    release uuid not null references release (id),
    activity_group uuid not null references activity_group (id),
    guidelines text,
    starts text not null,
    zone text not null,
    starts_at timestamptz not null,
    minutes bigint not null,
    phase text,
    situation text not null,
    began_at timestamptz,
    situation_at timestamptz,
    reported_at timestamptz,
    reported_by uuid references account (id),
    details text,
    suspension_reason uuid references activity_suspension_reason (id),
    scheduled_at timestamptz not null,
    scheduled_by uuid not null references account (id),
    check (minutes > 0),
    check (phase in ('planning', 'deployment')),
    check (situation in ('scheduled', 'in_execution', 'suspended', 'executed', 'canceled'))
);
create index activity_release on activity (release, starts_at, id);
create index activity_starts on activity (starts_at, id);
create index activity_group_starts on activity (activity_group, starts_at, id);
create index activity_suspension_reason_used on activity (suspension_reason);
