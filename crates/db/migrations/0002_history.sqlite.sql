-- What every record shares: its history, its number, and answers remembered for retries.
create table event (
    record_kind text not null,
    record_id blob not null,
    seq integer not null,
    id blob not null unique,
    at integer not null,
    actor blob,
    actor_name text not null,
    kind text not null,
    changes text not null,
    note text,
    request_id blob not null,
    predecessor blob not null,
    digest blob not null,
    primary key (record_kind, record_id, seq)
) strict;
create index event_at on event (at, id);
create table number_counter (
    kind text primary key,
    last integer not null
) strict;
create table idempotent_answer (
    caller blob not null,
    idempotency_key text not null,
    body_digest blob not null,
    status integer not null,
    headers text not null,
    body text not null,
    answered_at integer not null,
    primary key (caller, idempotency_key)
) strict;
create index idempotent_answer_at on idempotent_answer (answered_at);
create table mail_outbox (
    id blob primary key,
    record_kind text not null,
    record_id blob not null,
    event blob not null references event (id),
    template blob,
    recipient text not null,
    language text not null,
    subject text not null,
    body text not null,
    state text not null,
    attempts integer not null,
    next_attempt_at integer,
    last_error text,
    queued_at integer not null,
    sent_at integer
) strict;
create index mail_outbox_due on mail_outbox (state, next_attempt_at);
create table parameter (
    key text primary key,
    value text not null,
    revision integer not null
) strict;
