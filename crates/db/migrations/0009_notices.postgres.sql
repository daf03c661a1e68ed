-- What people are told: leases on waiting mails, the bell, notices of the installation, reminders of deadlines.
alter table mail_outbox add column leased_until timestamptz;
create index mail_outbox_queued on mail_outbox (queued_at, id);
create table notification (
    id uuid primary key,
    account uuid not null references account (id),
    kind text not null,
    record_kind text not null,
    record_id uuid not null,
    link text not null,
    facts text not null,
    at timestamptz not null,
    seen_at timestamptz,
    confirmed_at timestamptz
);
create index notification_account on notification (account, at, id);
create index notification_unseen on notification (account) where seen_at is null;
create table system_notification (
    id uuid primary key,
    folded text not null,
    title text not null,
    process text not null,
    confirmation_required boolean not null,
    active boolean not null,
    start_at text not null,
    end_at text not null,
    zone text not null,
    short_description text,
    description text not null,
    notify_by_mail boolean not null,
    deleted_at timestamptz,
    revision bigint not null
);
create table system_notification_group (
    system_notification uuid not null references system_notification (id),
    work_group uuid not null references work_group (id),
    primary key (system_notification, work_group)
);
create index system_notification_group_group on system_notification_group (work_group);
create table system_notification_user (
    system_notification uuid not null references system_notification (id),
    account uuid not null references account (id),
    primary key (system_notification, account)
);
create index system_notification_user_account on system_notification_user (account);
create table system_notification_receipt (
    system_notification uuid not null references system_notification (id),
    account uuid not null references account (id),
    mailed_at timestamptz,
    seen_at timestamptz,
    confirmed_at timestamptz,
    primary key (system_notification, account)
);
create table release_reminder (
    release uuid not null references release (id),
    kind text not null,
    deadline timestamptz not null,
    at timestamptz not null,
    primary key (release, kind, deadline)
);
