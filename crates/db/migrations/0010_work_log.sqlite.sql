-- The work log of a release, the activities scheduled for it, and why an activity waits.
alter table occurrence_category add column standard integer not null default 0;
alter table occurrence_origin add column standard integer not null default 0;
create table activity_suspension_reason (
    id blob primary key,
    folded text not null,
    name text not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index activity_suspension_reason_name_taken on activity_suspension_reason (lower(name)) where deleted_at is null;
create table occurrence (
    id blob primary key,
    release blob not null references release (id),
    category blob not null references occurrence_category (id),
    origin blob not null references occurrence_origin (id),
    minutes integer not null,
    description text not null,
    occurrence text not null,
    contact text not null,
    registered_at integer not null,
    registered_by blob not null references account (id),
    check (minutes >= 0)
) strict;
create index occurrence_release on occurrence (release, registered_at, id);
create index occurrence_category_used on occurrence (category);
create index occurrence_origin_used on occurrence (origin);
create table activity (
    id blob primary key,
    release blob not null references release (id),
    activity_group blob not null references activity_group (id),
    guidelines text,
    starts text not null,
    zone text not null,
    starts_at integer not null,
    minutes integer not null,
    phase text,
    situation text not null,
    began_at integer,
    situation_at integer,
    reported_at integer,
    reported_by blob references account (id),
    details text,
    suspension_reason blob references activity_suspension_reason (id),
    scheduled_at integer not null,
    scheduled_by blob not null references account (id),
    check (minutes > 0),
    check (phase in ('planning', 'deployment')),
    check (situation in ('scheduled', 'in_execution', 'suspended', 'executed', 'canceled'))
) strict;
create index activity_release on activity (release, starts_at, id);
create index activity_starts on activity (starts_at, id);
create index activity_group_starts on activity (activity_group, starts_at, id);
create index activity_suspension_reason_used on activity (suspension_reason);
