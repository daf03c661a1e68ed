-- What people are told: leases on waiting mails, the bell, notices of the installation, reminders of deadlines.
alter table mail_outbox add column leased_until integer;
create index mail_outbox_queued on mail_outbox (queued_at, id);
create table notification (
    id blob primary key,
    account blob not null references account (id),
    kind text not null,
    record_kind text not null,
    record_id blob not null,
    link text not null,
    facts text not null,
    at integer not null,
    seen_at integer,
    confirmed_at integer
) strict;
create index notification_account on notification (account, at, id);
create index notification_unseen on notification (account) where seen_at is null;
create table system_notification (
    id blob primary key,
    folded text not null,
    title text not null,
    process text not null,
    confirmation_required integer not null,
    active integer not null,
    start_at text not null,
    end_at text not null,
    zone text not null,
    short_description text,
    description text not null,
    notify_by_mail integer not null,
    deleted_at integer,
    revision integer not null
) strict;
create table system_notification_group (
    system_notification blob not null references system_notification (id),
    work_group blob not null references work_group (id),
    primary key (system_notification, work_group)
) strict;
create index system_notification_group_group on system_notification_group (work_group);
create table system_notification_user (
    system_notification blob not null references system_notification (id),
    account blob not null references account (id),
    primary key (system_notification, account)
) strict;
create index system_notification_user_account on system_notification_user (account);
create table system_notification_receipt (
    system_notification blob not null references system_notification (id),
    account blob not null references account (id),
    mailed_at integer,
    seen_at integer,
    confirmed_at integer,
    primary key (system_notification, account)
) strict;
create table release_reminder (
    release blob not null references release (id),
    kind text not null,
    deadline integer not null,
    at integer not null,
    primary key (release, kind, deadline)
) strict;
