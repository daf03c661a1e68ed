-- Files that lie beside the store, and what they are attached to. A file is known by the SHA-256 of its content, so that
-- equal content lies there once; an attachment is never removed, only marked, so that no file that a history names is.
create table stored_file (
    digest blob primary key,
    size integer not null,
    stored_at integer not null,
    check (size > 0)
) strict;
create table attachment (
    id blob primary key,
    record_kind text not null,
    record_id blob not null,
    digest blob not null references stored_file (digest),
    name text not null,
    description text,
    kind text not null,
    phase text not null,
    added_at integer not null,
    added_by blob not null references account (id),
    deleted_at integer,
    deleted_by blob references account (id),
    check (kind in ('attachment', 'package', 'legal', 'general', 'training')),
    check (phase in ('none', 'planning', 'deployment'))
) strict;
create index attachment_record on attachment (record_kind, record_id, added_at, id);
create index attachment_digest on attachment (digest);
