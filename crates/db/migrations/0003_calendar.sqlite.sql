-- Working time: working days, calendars with exceptions, holidays.
create table working_day (
    id blob primary key,
    folded text not null,
    name text not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index working_day_name_taken on working_day (lower(name)) where deleted_at is null;
create table working_day_interval (
    working_day blob not null references working_day (id),
    position integer not null,
    starts text not null,
    ends text not null,
    primary key (working_day, position)
) strict;
create table calendar (
    id blob primary key,
    folded text not null,
    name text not null,
    zone text not null,
    holidays integer not null,
    monday blob references working_day (id),
    tuesday blob references working_day (id),
    wednesday blob references working_day (id),
    thursday blob references working_day (id),
    friday blob references working_day (id),
    saturday blob references working_day (id),
    sunday blob references working_day (id),
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index calendar_name_taken on calendar (lower(name)) where deleted_at is null;
create table calendar_exception (
    calendar blob not null references calendar (id),
    position integer not null,
    kind text not null,
    from_on text not null,
    to_on text not null,
    working_day blob references working_day (id),
    primary key (calendar, position)
) strict;
create table holiday (
    id blob primary key,
    folded text not null,
    name text not null,
    on_date text not null,
    every_year integer not null,
    unit blob references unit (id),
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
