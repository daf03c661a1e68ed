-- Working time: working days, calendars with exceptions, holidays.
create table working_day (
    id uuid primary key,
    folded text not null,
    name text not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index working_day_name_taken on working_day (lower(name)) where deleted_at is null;
create table working_day_interval (
    working_day uuid not null references working_day (id),
    position bigint not null,
    starts text not null,
    ends text not null,
    primary key (working_day, position)
);
create table calendar (
    id uuid primary key,
    folded text not null,
    name text not null,
    zone text not null,
    holidays boolean not null,
    monday uuid references working_day (id),
    tuesday uuid references working_day (id),
    wednesday uuid references working_day (id),
    thursday uuid references working_day (id),
    friday uuid references working_day (id),
    saturday uuid references working_day (id),
    sunday uuid references working_day (id),
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index calendar_name_taken on calendar (lower(name)) where deleted_at is null;
create table calendar_exception (
    calendar uuid not null references calendar (id),
    position bigint not null,
    kind text not null,
    from_on date not null,
    to_on date not null,
    working_day uuid references working_day (id),
    primary key (calendar, position)
);
create table holiday (
    id uuid primary key,
    folded text not null,
    name text not null,
    on_date date not null,
    every_year boolean not null,
    unit uuid references unit (id),
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
