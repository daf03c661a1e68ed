-- Releases, the tasks their flow has opened, and whom tasks are shared with.
create table release (
    id uuid primary key,
    number bigint not null unique,
    requester uuid not null references employee (id),
    contact_name text not null,
    contact_email text not null,
    contact_phone text,
    contact_extension text,
    unit uuid not null references unit (id),
    location uuid references location (id),
    contact_notes text,
    portfolio uuid not null references portfolio (id),
    model uuid not null references model (id),
    contract uuid not null references contract (id),
    executor_group uuid not null references work_group (id),
    category text not null,
    title text not null,
    title_folded text not null,
    description text,
    version text,
    impact text not null,
    urgency text not null,
    risk text not null,
    priority bigint not null,
    release_date date,
    notify_creation boolean not null,
    notify_any_change boolean not null,
    notify_closing boolean not null,
    planning_start text not null,
    planning_end text not null,
    planning_zone text not null,
    planning_activity_group uuid references activity_group (id),
    planning_notes text,
    deployment_start text not null,
    deployment_end text not null,
    deployment_zone text not null,
    deployment_activity_group uuid references activity_group (id),
    deployment_notes text,
    planned_start timestamptz not null,
    planned_end timestamptz not null,
    term_minutes bigint not null,
    deadline timestamptz not null,
    flow uuid not null references flow (id),
    flow_version bigint not null,
    calendar uuid not null references calendar (id),
    status text not null,
    state text not null,
    flow_position text not null,
    run bigint not null,
    captured_at timestamptz,
    solution_category uuid references solution_category (id),
    closure text,
    closed_at timestamptz,
    closed_by uuid references account (id),
    reopen_count bigint not null,
    suspended_minutes bigint not null,
    created_at timestamptz not null,
    created_by uuid not null references account (id),
    updated_at timestamptz not null,
    updated_by uuid not null references account (id),
    revision bigint not null,
    deleted_at timestamptz,
    check (state in ('open', 'closed')),
    check (status in ('in_execution', 'suspended', 'not_solved', 'solved', 'canceled', 'reopened'))
);
create index release_state_number on release (state, number);
create index release_requester on release (requester, number);
create index release_group on release (executor_group, number);
create index release_contract_flow on release (contract, flow, number);
create index release_created_by on release (created_by, number);
create index release_model on release (model);
create index release_deadline on release (state, deadline, number);
create table release_task (
    id uuid primary key,
    release uuid not null references release (id),
    run bigint not null,
    node text not null,
    work_group uuid not null references work_group (id),
    requester_only boolean not null,
    responsible uuid references account (id),
    opened_at timestamptz not null,
    captured_at timestamptz,
    completed_at timestamptz,
    completed_by uuid references account (id),
    outcome text
);
create index release_task_release on release_task (release, opened_at);
create index release_task_responsible on release_task (responsible, completed_at);
create table release_share (
    task uuid not null references release_task (id),
    account uuid references account (id),
    work_group uuid references work_group (id),
    shared_by uuid not null references account (id),
    shared_at timestamptz not null,
    justification text
);
create index release_share_task on release_share (task);
create index release_share_account on release_share (account);
create index release_share_group on release_share (work_group);
create table release_edge (
    release uuid not null references release (id),
    run bigint not null,
    step bigint not null,
    edge text not null,
    walked_at timestamptz not null,
    primary key (release, run, step)
);
