-- The catalogue a release is registered from, and the flows it runs on.
create table flow (
    id blob primary key,
    name text not null,
    description text,
    allows_reopening integer not null,
    current_version integer not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index flow_name_taken on flow (lower(name)) where deleted_at is null;
create table flow_version (
    flow blob not null references flow (id),
    version integer not null,
    xml text not null,
    added_at integer not null,
    added_by blob,
    primary key (flow, version)
) strict;
create table group_flow_permission (
    work_group blob not null references work_group (id),
    position integer not null,
    flow blob not null references flow (id),
    actions text not null,
    primary key (work_group, flow)
) strict;
create table mail_template (
    id blob primary key,
    folded text not null,
    title text not null,
    identifier text not null,
    subject text not null,
    body text not null,
    process text not null,
    language text not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index mail_template_identifier_language_taken on mail_template (lower(identifier), language) where deleted_at is null;
create table portfolio (
    id blob primary key,
    folded text not null,
    name text not null,
    description text,
    icon text,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index portfolio_name_taken on portfolio (lower(name)) where deleted_at is null;
create table model (
    id blob primary key,
    folded text not null,
    portfolio blob not null references portfolio (id),
    name text not null,
    description text,
    icon text,
    flow blob not null references flow (id),
    executor_group blob not null references work_group (id),
    calendar blob not null references calendar (id),
    mail_creation blob not null references mail_template (id),
    mail_completion blob not null references mail_template (id),
    mail_actions blob not null references mail_template (id),
    impact text not null,
    urgency text not null,
    category text not null,
    status text not null,
    requires_change integer not null,
    requires_description integer not null,
    suspension_policy text not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index model_portfolio_name_taken on model (portfolio, lower(name)) where deleted_at is null;
create table model_contract (
    model blob not null references model (id),
    contract blob not null references contract (id),
    primary key (model, contract)
) strict;
create index model_contract_contract on model_contract (contract);
create table justification (
    id blob primary key,
    folded text not null,
    name text not null,
    description text,
    suspends integer not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index justification_name_taken on justification (lower(name)) where deleted_at is null;
create table solution_category (
    id blob primary key,
    folded text not null,
    name text not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index solution_category_name_taken on solution_category (lower(name)) where deleted_at is null;
create table occurrence_category (
    id blob primary key,
    folded text not null,
    name text not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index occurrence_category_name_taken on occurrence_category (lower(name)) where deleted_at is null;
create table occurrence_origin (
    id blob primary key,
    folded text not null,
    name text not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index occurrence_origin_name_taken on occurrence_origin (lower(name)) where deleted_at is null;
create table change_outcome (
    id blob primary key,
    folded text not null,
    name text not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index change_outcome_name_taken on change_outcome (lower(name)) where deleted_at is null;
create table activity_group (
    id blob primary key,
    folded text not null,
    name text not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index activity_group_name_taken on activity_group (lower(name)) where deleted_at is null;
