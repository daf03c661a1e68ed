-- Files that lie beside the store, and what they are attached to. A file is known by the SHA-256 of its content, so that
-- equal content lies there once; an attachment is never removed, only marked, so that no file that a history names is.
create table stored_file (
    digest bytea primary key,
    size bigint not null,
    stored_at timestamptz not null,
    check (size > 0)
);
create table attachment (
    id uuid primary key,
    record_kind text not null,
    record_id uuid not null,
    digest bytea not null references stored_file (digest),
    name text not null,
    description text,
    kind text not null,
    phase text not null,
    added_at timestamptz not null,
    added_by uuid not null references account (id),
    deleted_at timestamptz,
    deleted_by uuid references account (id),
    check (kind in ('attachment', 'package', 'legal', 'general', 'training')),
    check (phase in ('none', 'planning', 'deployment'))
);
create index attachment_record on attachment (record_kind, record_id, added_at, id);
create index attachment_digest on attachment (digest);
