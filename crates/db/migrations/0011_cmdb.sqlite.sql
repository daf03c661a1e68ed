-- Configuration items: what they are described by, every state they ever had, and what depends on what.
create table characteristic (
    id blob primary key,
    folded text not null,
    name text not null,
    tag text not null,
    type text not null,
    default_value text,
    unit_of_measure text,
    required integer not null,
    minimum real,
    maximum real,
    choices text,
    description text,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index characteristic_name_taken on characteristic (lower(name)) where deleted_at is null;
create unique index characteristic_tag_taken on characteristic (tag) where deleted_at is null;
create table item_type (
    id blob primary key,
    folded text not null,
    name text not null,
    tag text not null,
    category text not null,
    icon text,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index item_type_name_taken on item_type (lower(name)) where deleted_at is null;
create unique index item_type_tag_taken on item_type (tag) where deleted_at is null;
create table item_type_characteristic (
    item_type blob not null references item_type (id),
    characteristic blob not null references characteristic (id),
    primary key (item_type, characteristic)
) strict;
create index item_type_characteristic_by_characteristic on item_type_characteristic (characteristic);
create table item_status (
    id blob primary key,
    folded text not null,
    name text not null,
    tag text not null,
    editing text not null,
    usual integer not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index item_status_name_taken on item_status (lower(name)) where deleted_at is null;
create unique index item_status_tag_taken on item_status (tag) where deleted_at is null;
create table item_group (
    id blob primary key,
    folded text not null,
    name text not null,
    parent blob references item_group (id),
    stage text,
    stage_default integer not null,
    description text,
    icon text,
    email text,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index item_group_root_name_taken on item_group (lower(name)) where deleted_at is null and parent is null;
create unique index item_group_parent_name_taken on item_group (parent, lower(name)) where deleted_at is null;
create table relationship_type (
    id blob primary key,
    folded text not null,
    name text not null,
    reverse_name text not null,
    position text not null,
    impact text not null,
    active integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create unique index relationship_type_name_taken on relationship_type (lower(name)) where deleted_at is null;

create table item (
    id blob primary key,
    folded text not null,
    identification text not null,
    name text not null,
    type blob not null references item_type (id),
    item_group blob not null references item_group (id),
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
    expires_on text,
    contract blob references contract (id),
    unit blob references unit (id),
    location blob references location (id),
    employee blob references employee (id),
    owner_group blob references work_group (id),
    owner_user blob references account (id),
    parent blob references item (id),
    criticality_period blob references calendar (id),
    calendar blob references calendar (id),
    zone text,
    sla_title text,
    cost_per_hour real,
    to_be_validated integer not null,
    attributes text not null,
    additional_information text,
    deleted_at integer,
    revision integer not null
) strict;
create unique index item_identification_taken on item (lower(identification)) where deleted_at is null;
create index item_by_name on item (folded, id) where deleted_at is null;
create index item_by_type on item (type, folded, id) where deleted_at is null;
create index item_by_group on item (item_group, folded, id) where deleted_at is null;
create index item_by_parent on item (parent);
create index item_by_stage on item (stage, folded, id) where deleted_at is null;
create index item_by_owner_group on item (owner_group);
create index item_by_status on item (status);
create table item_warranty (
    item blob not null references item (id),
    position integer not null,
    provider text not null,
    starts_on text not null,
    ends_on text not null,
    primary key (item, position)
) strict;

-- Every state an item ever had: the fields that lists narrow by as columns, all of them as a document. The last one
-- of an item that still exists is open.
create table item_version (
    id blob not null references item (id),
    number integer not null,
    since integer not null,
    until integer,
    revision integer not null,
    author text not null,
    restore_point text,
    body text not null,
    folded text not null,
    type blob not null,
    item_group blob not null,
    status text not null,
    criticality text not null,
    impact text not null,
    urgency text not null,
    stage text,
    contract blob,
    unit blob,
    location blob,
    employee blob,
    owner_group blob,
    owner_user blob,
    parent blob,
    criticality_period blob,
    calendar blob,
    to_be_validated integer not null,
    primary key (id, number)
) strict;
create index item_version_by_name on item_version (folded, id);

create table relationship (
    id blob primary key,
    source blob not null references item (id),
    target blob not null references item (id),
    type blob not null references relationship_type (id),
    since integer not null,
    until integer,
    revision integer not null
) strict;
create unique index relationship_taken on relationship (source, target, type) where until is null;
create index relationship_by_source on relationship (source);
create index relationship_by_target on relationship (target);
create index relationship_by_type on relationship (type);

-- What changed in the graph of failure, numbered without gaps: how a server that keeps it in memory stays current.
create table graph_change (
    seq integer primary key,
    kind text not null,
    failing blob,
    suffering blob,
    at integer not null
) strict;
