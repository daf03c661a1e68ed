-- People and what they may do: units, employees, accounts, groups, profiles, contracts, sessions.
create table contract (
    id uuid primary key,
    folded text not null,
    number text not null,
    client text not null,
    provider text,
    start_on date not null,
    end_on date,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index contract_number_taken on contract (lower(number)) where deleted_at is null;
create table unit (
    id uuid primary key,
    folded text not null,
    name text not null,
    parent uuid references unit (id),
    zone text,
    latitude double precision,
    longitude double precision,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index unit_name_taken on unit (lower(name)) where deleted_at is null;
create table contract_unit (
    contract uuid not null references contract (id),
    unit uuid not null references unit (id),
    primary key (contract, unit)
);
create index contract_unit_unit on contract_unit (unit);
create table location (
    id uuid primary key,
    folded text not null,
    name text not null,
    unit uuid not null references unit (id),
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index location_unit_name_taken on location (unit, lower(name)) where deleted_at is null;
create table employee (
    id uuid primary key,
    folded text not null,
    name text not null,
    email text not null,
    unit uuid not null references unit (id),
    phone text,
    extension text,
    position text,
    location uuid references location (id),
    kind text not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create index employee_folded on employee (folded, id);
create table profile (
    id uuid primary key,
    folded text not null,
    name text not null,
    rights text not null,
    may_enter boolean not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index profile_name_taken on profile (lower(name)) where deleted_at is null;
create table account (
    id uuid primary key,
    folded text not null,
    employee uuid not null references employee (id),
    login text not null,
    password_hash text,
    profile uuid not null references profile (id),
    language text,
    zone text,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index account_login_taken on account (lower(login)) where deleted_at is null;
create index account_employee on account (employee);
create table work_group (
    id uuid primary key,
    folded text not null,
    name text not null,
    acronym text not null,
    leader uuid references employee (id),
    description text,
    email text not null,
    service_desk boolean not null,
    change_advisory_board boolean not null,
    suspend_reactivate boolean not null,
    mail_creation boolean not null,
    mail_actions boolean not null,
    mail_closing boolean not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index work_group_name_taken on work_group (lower(name)) where deleted_at is null;
create unique index work_group_acronym_taken on work_group (lower(acronym)) where deleted_at is null;
create table group_contract (
    work_group uuid not null references work_group (id),
    contract uuid not null references contract (id),
    primary key (work_group, contract)
);
create index group_contract_contract on group_contract (contract);
create table group_member (
    work_group uuid not null references work_group (id),
    position bigint not null,
    employee uuid not null references employee (id),
    receives_mail boolean not null,
    primary key (work_group, employee)
);
create index group_member_employee on group_member (employee);
create table session (
    digest bytea primary key,
    account uuid not null references account (id),
    opened_at timestamptz not null,
    seen_at timestamptz not null
);
create index session_account on session (account);
create table access_token (
    id uuid primary key,
    account uuid not null references account (id),
    name text not null,
    public_part text not null,
    digest bytea not null,
    scope text not null,
    expires_at timestamptz,
    created_at timestamptz not null,
    used_at timestamptz,
    deleted_at timestamptz,
    active boolean not null,
    revision bigint not null
);
create unique index access_token_public_part_taken on access_token (public_part) where deleted_at is null;
create index access_token_account on access_token (account);
