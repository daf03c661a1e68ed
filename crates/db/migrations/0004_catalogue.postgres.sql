-- The catalogue a release is registered from, and the flows it runs on.
create table flow (
    id uuid primary key,
    name text not null,
    description text,
    allows_reopening boolean not null,
    current_version bigint not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index flow_name_taken on flow (lower(name)) where deleted_at is null;
create table flow_version (
    flow uuid not null references flow (id),
    version bigint not null,
    xml text not null,
    added_at timestamptz not null,
    added_by uuid,
    primary key (flow, version)
);
create table group_flow_permission (
    work_group uuid not null references work_group (id),
    position bigint not null,
    flow uuid not null references flow (id),
    actions text not null,
    primary key (work_group, flow)
);
create table mail_template (
    id uuid primary key,
    folded text not null,
    title text not null,
    identifier text not null,
    subject text not null,
    body text not null,
    process text not null,
    language text not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index mail_template_identifier_language_taken on mail_template (lower(identifier), language) where deleted_at is null;
create table portfolio (
    id uuid primary key,
    folded text not null,
    name text not null,
    description text,
    icon text,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index portfolio_name_taken on portfolio (lower(name)) where deleted_at is null;
create table model (
    id uuid primary key,
    folded text not null,
    portfolio uuid not null references portfolio (id),
    name text not null,
    description text,
    icon text,
    flow uuid not null references flow (id),
    executor_group uuid not null references work_group (id),
    calendar uuid not null references calendar (id),
    mail_creation uuid not null references mail_template (id),
    mail_completion uuid not null references mail_template (id),
    mail_actions uuid not null references mail_template (id),
    impact text not null,
    urgency text not null,
    category text not null,
    status text not null,
    requires_change boolean not null,
    requires_description boolean not null,
    suspension_policy text not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index model_portfolio_name_taken on model (portfolio, lower(name)) where deleted_at is null;
create table model_contract (
    model uuid not null references model (id),
    contract uuid not null references contract (id),
    primary key (model, contract)
);
create index model_contract_contract on model_contract (contract);
create table justification (
    id uuid primary key,
    folded text not null,
    name text not null,
    description text,
    suspends boolean not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index justification_name_taken on justification (lower(name)) where deleted_at is null;
create table solution_category (
    id uuid primary key,
    folded text not null,
    name text not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index solution_category_name_taken on solution_category (lower(name)) where deleted_at is null;
create table occurrence_category (
    id uuid primary key,
    folded text not null,
    name text not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index occurrence_category_name_taken on occurrence_category (lower(name)) where deleted_at is null;
create table occurrence_origin (
    id uuid primary key,
    folded text not null,
    name text not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index occurrence_origin_name_taken on occurrence_origin (lower(name)) where deleted_at is null;
create table change_outcome (
    id uuid primary key,
    folded text not null,
    name text not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index change_outcome_name_taken on change_outcome (lower(name)) where deleted_at is null;
create table activity_group (
    id uuid primary key,
    folded text not null,
    name text not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index activity_group_name_taken on activity_group (lower(name)) where deleted_at is null;
