-- What every record shares: its history, its number, and answers remembered for retries.
create table event (
    record_kind text not null,
    record_id uuid not null,
    seq bigint not null,
    id uuid not null unique,
    at timestamptz not null,
    actor uuid,
    actor_name text not null,
    kind text not null,
    changes text not null,
    note text,
    request_id uuid not null,
    predecessor bytea not null,
    digest bytea not null,
    primary key (record_kind, record_id, seq)
);
create index event_at on event (at, id);
create table number_counter (
    kind text primary key,
    last bigint not null
);
create table idempotent_answer (
    caller uuid not null,
    idempotency_key text not null,
    body_digest bytea not null,
    status bigint not null,
    headers text not null,
    body text not null,
    answered_at timestamptz not null,
    primary key (caller, idempotency_key)
);
create index idempotent_answer_at on idempotent_answer (answered_at);
create table mail_outbox (
    id uuid primary key,
    record_kind text not null,
    record_id uuid not null,
    event uuid not null references event (id),
    template uuid,
    recipient text not null,
    language text not null,
    subject text not null,
    body text not null,
    state text not null,
    attempts bigint not null,
    next_attempt_at timestamptz,
    last_error text,
    queued_at timestamptz not null,
    sent_at timestamptz
);
create index mail_outbox_due on mail_outbox (state, next_attempt_at);
create table parameter (
    key text primary key,
    value text not null,
    revision bigint not null
);
