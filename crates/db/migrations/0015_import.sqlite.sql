-- Imports of the CMDB: how far each has come, and every row that it refused.
create table import_job (
    id blob primary key,
    import text not null,
    format text not null,
    state text not null,
    rehearsal integer not null,
    create_missing integer not null,
    file_name text not null,
    n_bytes integer not null,
    mapping text not null,
    account blob references account (id),
    author text not null,
    started_at integer not null,
    ended_at integer,
    done_bytes integer not null,
    created integer not null,
    updated integer not null,
    unchanged integer not null,
    refused integer not null,
    digest blob not null,
    failure text,
    leased_until integer,
    revision integer not null
) strict;
create index import_job_by_start on import_job (started_at);
create table import_refusal (
    job blob not null references import_job (id),
    line integer not null,
    position integer not null,
    column_name text not null,
    reason text not null,
    args text not null,
    primary key (job, line, position)
) strict, without rowid;
