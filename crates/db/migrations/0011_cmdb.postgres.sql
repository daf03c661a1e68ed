-- Configuration items: what they are described by, every state they ever had, and what depends on what.
create table characteristic (
    id uuid primary key,
    folded text not null,
    name text not null,
    tag text not null,
    type text not null,
    default_value text,
    unit_of_measure text,
    required boolean not null,
    minimum double precision,
    maximum double precision,
    choices text,
    description text,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index characteristic_name_taken on characteristic (lower(name)) where deleted_at is null;
create unique index characteristic_tag_taken on characteristic (tag) where deleted_at is null;
create table item_type (
    id uuid primary key,
    folded text not null,
    name text not null,
    tag text not null,
    category text not null,
    icon text,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index item_type_name_taken on item_type (lower(name)) where deleted_at is null;
create unique index item_type_tag_taken on item_type (tag) where deleted_at is null;
create table item_type_characteristic (
    item_type uuid not null references item_type (id),
    characteristic uuid not null references characteristic (id),
    primary key (item_type, characteristic)
);
create index item_type_characteristic_by_characteristic on item_type_characteristic (characteristic);
create table item_status (
    id uuid primary key,
    folded text not null,
    name text not null,
    tag text not null,
    editing text not null,
    usual boolean not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index item_status_name_taken on item_status (lower(name)) where deleted_at is null;
create unique index item_status_tag_taken on item_status (tag) where deleted_at is null;
create table item_group (
    id uuid primary key,
    folded text not null,
    name text not null,
    parent uuid references item_group (id),
    stage text,
    stage_default boolean not null,
    description text,
    icon text,
    email text,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index item_group_root_name_taken on item_group (lower(name)) where deleted_at is null and parent is null;
create unique index item_group_parent_name_taken on item_group (parent, lower(name)) where deleted_at is null;
create table relationship_type (
    id uuid primary key,
    folded text not null,
    name text not null,
    reverse_name text not null,
    position text not null,
    impact text not null,
    active boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index relationship_type_name_taken on relationship_type (lower(name)) where deleted_at is null;

create table item (
    id uuid primary key,
    folded text not null,
    identification text not null,
    name text not null,
    type uuid not null references item_type (id),
    item_group uuid not null references item_group (id),
    status text not null,
    criticality text not null,
    impact text not null,
    urgency text not null,
    stage text,
    version text,
    family text,
    class text,
    serial_number text,
    asset_tag text,
    expires_on date,
    contract uuid references contract (id),
    unit uuid references unit (id),
    location uuid references location (id),
    employee uuid references employee (id),
    owner_group uuid references work_group (id),
    owner_user uuid references account (id),
    parent uuid references item (id),
    criticality_period uuid references calendar (id),
    calendar uuid references calendar (id),
    zone text,
    sla_title text,
    cost_per_hour double precision,
    to_be_validated boolean not null,
    attributes text not null,
    additional_information text,
    deleted_at timestamptz,
    revision bigint not null
);
create unique index item_identification_taken on item (lower(identification)) where deleted_at is null;
create index item_by_name on item (folded, id) where deleted_at is null;
create index item_by_type on item (type, folded, id) where deleted_at is null;
create index item_by_group on item (item_group, folded, id) where deleted_at is null;
create index item_by_parent on item (parent);
create index item_by_stage on item (stage, folded, id) where deleted_at is null;
create index item_by_owner_group on item (owner_group);
create index item_by_status on item (status);
create table item_warranty (
    item uuid not null references item (id),
    position bigint not null,
    provider text not null,
    starts_on date not null,
    ends_on date not null,
    primary key (item, position)
);

-- Every state an item ever had: the fields that lists narrow by as columns, all of them as a document. The last one
-- of an item that still exists is open.
create table item_version (
    id uuid not null references item (id),
    number bigint not null,
    since timestamptz not null,
    until timestamptz,
    revision bigint not null,
    author text not null,
    restore_point text,
    body text not null,
    folded text not null,
    type uuid not null,
    item_group uuid not null,
    status text not null,
    criticality text not null,
    impact text not null,
    urgency text not null,
    stage text,
    contract uuid,
    unit uuid,
    location uuid,
    employee uuid,
    owner_group uuid,
    owner_user uuid,
    parent uuid,
    criticality_period uuid,
    calendar uuid,
    to_be_validated boolean not null,
    primary key (id, number)
);
create index item_version_by_name on item_version (folded, id);

create table relationship (
    id uuid primary key,
    source uuid not null references item (id),
    target uuid not null references item (id),
    type uuid not null references relationship_type (id),
    since timestamptz not null,
    until timestamptz,
    revision bigint not null
);
create unique index relationship_taken on relationship (source, target, type) where until is null;
create index relationship_by_source on relationship (source);
create index relationship_by_target on relationship (target);
create index relationship_by_type on relationship (type);

-- What changed in the graph of failure, numbered without gaps: how a server that keeps it in memory stays current.
create table graph_change (
    seq bigint primary key,
    kind text not null,
    failing uuid,
    suffering uuid,
    at timestamptz not null
);
