-- People and what they may do: units, employees, accounts, groups, profiles, contracts, sessions.
create table contract (
    id blob primary key,
    folded text not null,
    number text not null,
    client text not null,
    provider text,
    start_on text not null,
    end_on text,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index contract_number_taken on contract (lower(number)) where deleted_at is null;
create table unit (
    id blob primary key,
    folded text not null,
    name text not null,
    parent blob references unit (id),
    zone text,
    latitude real,
    longitude real,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index unit_name_taken on unit (lower(name)) where deleted_at is null;
create table contract_unit (
    contract blob not null references contract (id),
    unit blob not null references unit (id),
    primary key (contract, unit)
) strict;
create index contract_unit_unit on contract_unit (unit);
create table location (
    id blob primary key,
    folded text not null,
    name text not null,
    unit blob not null references unit (id),
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index location_unit_name_taken on location (unit, lower(name)) where deleted_at is null;
create table employee (
    id blob primary key,
    folded text not null,
    name text not null,
    email text not null,
    unit blob not null references unit (id),
    phone text,
    extension text,
    position text,
    location blob references location (id),
    kind text not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create index employee_folded on employee (folded, id);
create table profile (
    id blob primary key,
    folded text not null,
    name text not null,
    rights text not null,
    may_enter integer not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index profile_name_taken on profile (lower(name)) where deleted_at is null;
create table account (
    id blob primary key,
    folded text not null,
    employee blob not null references employee (id),
    login text not null,
    password_hash text,
    profile blob not null references profile (id),
    language text,
    zone text,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index account_login_taken on account (lower(login)) where deleted_at is null;
create index account_employee on account (employee);
create table work_group (
    id blob primary key,
    folded text not null,
    name text not null,
    acronym text not null,
    leader blob references employee (id),
    description text,
    email text not null,
    service_desk integer not null,
    change_advisory_board integer not null,
    suspend_reactivate integer not null,
    mail_creation integer not null,
    mail_actions integer not null,
    mail_closing integer not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index work_group_name_taken on work_group (lower(name)) where deleted_at is null;
create unique index work_group_acronym_taken on work_group (lower(acronym)) where deleted_at is null;
create table group_contract (
    work_group blob not null references work_group (id),
    contract blob not null references contract (id),
    primary key (work_group, contract)
) strict;
create index group_contract_contract on group_contract (contract);
create table group_member (
    work_group blob not null references work_group (id),
    position integer not null,
    employee blob not null references employee (id),
    receives_mail integer not null,
    primary key (work_group, employee)
) strict;
create index group_member_employee on group_member (employee);
create table session (
    digest blob primary key,
    account blob not null references account (id),
    opened_at integer not null,
    seen_at integer not null
) strict;
create index session_account on session (account);
create table access_token (
    id blob primary key,
    account blob not null references account (id),
    name text not null,
    public_part text not null,
    digest blob not null,
    scope text not null,
    expires_at integer,
    created_at integer not null,
    used_at integer,
    deleted_at integer,
    active integer not null,
    revision integer not null
) strict;
create unique index access_token_public_part_taken on access_token (public_part) where deleted_at is null;
create index access_token_account on access_token (account);
