-- Releases, the tasks their flow has opened, and whom tasks are shared with.
create table release (
    id blob primary key,
    number integer not null unique,
    requester blob not null references employee (id),
    contact_name text not null,
    contact_email text not null,
    contact_phone text,
    contact_extension text,
    unit blob not null references unit (id),
    location blob references location (id),
    contact_notes text,
    portfolio blob not null references portfolio (id),
    model blob not null references model (id),
    contract blob not null references contract (id),
    executor_group blob not null references work_group (id),
    category text not null,
    title text not null,
    title_folded text not null,
    description text,
    version text,
    impact text not null,
    urgency text not null,
    risk text not null,
    priority integer not null,
    release_date text,
    notify_creation integer not null,
    notify_any_change integer not null,
    notify_closing integer not null,
    planning_start text not null,
    planning_end text not null,
    planning_zone text not null,
    planning_activity_group blob references activity_group (id),
    planning_notes text,
    deployment_start text not null,
    deployment_end text not null,
    deployment_zone text not null,
    deployment_activity_group blob references activity_group (id),
    deployment_notes text,
    planned_start integer not null,
    planned_end integer not null,
    term_minutes integer not null,
    deadline integer not null,
    flow blob not null references flow (id),
    flow_version integer not null,
    calendar blob not null references calendar (id),
    status text not null,
    state text not null,
    flow_position text not null,
    run integer not null,
    captured_at integer,
    solution_category blob references solution_category (id),
    closure text,
    closed_at integer,
    closed_by blob references account (id),
    reopen_count integer not null,
    suspended_minutes integer not null,
    created_at integer not null,
    created_by blob not null references account (id),
    updated_at integer not null,
    updated_by blob not null references account (id),
    revision integer not null,
    deleted_at integer,
    check (state in ('open', 'closed')),
    check (status in ('in_execution', 'suspended', 'not_solved', 'solved', 'canceled', 'reopened'))
) strict;
create index release_state_number on release (state, number);
create index release_requester on release (requester, number);
create index release_group on release (executor_group, number);
create index release_contract_flow on release (contract, flow, number);
create index release_created_by on release (created_by, number);
create index release_model on release (model);
create index release_deadline on release (state, deadline, number);
create table release_task (
    id blob primary key,
    release blob not null references release (id),
    run integer not null,
    node text not null,
    work_group blob not null references work_group (id),
    requester_only integer not null,
    responsible blob references account (id),
    opened_at integer not null,
    captured_at integer,
    completed_at integer,
    completed_by blob references account (id),
    outcome text
) strict;
create index release_task_release on release_task (release, opened_at);
create index release_task_responsible on release_task (responsible, completed_at);
create table release_share (
    task blob not null references release_task (id),
    account blob references account (id),
    work_group blob references work_group (id),
    shared_by blob not null references account (id),
    shared_at integer not null,
    justification text
) strict;
create index release_share_task on release_share (task);
create index release_share_account on release_share (account);
create index release_share_group on release_share (work_group);
create table release_edge (
    release blob not null references release (id),
    run integer not null,
    step integer not null,
    edge text not null,
    walked_at integer not null,
    primary key (release, run, step)
) strict;
