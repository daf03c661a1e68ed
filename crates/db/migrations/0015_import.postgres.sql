-- Imports of the CMDB: how far each has come, and every row that it refused.
create table import_job (
    id uuid primary key,
    import text not null,
    format text not null,
    state text not null,
    rehearsal boolean not null,
    create_missing boolean not null,
    file_name text not null,
    n_bytes bigint not null,
    mapping text not null,
    account uuid references account (id),
    author text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    done_bytes bigint not null,
    created bigint not null,
    updated bigint not null,
    unchanged bigint not null,
    refused bigint not null,
    digest bytea not null,
    failure text,
    leased_until timestamptz,
    revision bigint not null
);
create index import_job_by_start on import_job (started_at);
create table import_refusal (
    job uuid not null references import_job (id),
    line bigint not null,
    position bigint not null,
    column_name text not null,
    reason text not null,
    args text not null,
    primary key (job, line, position)
);
