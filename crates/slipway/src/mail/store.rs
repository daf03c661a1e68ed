//! Rows of the outbox after they were queued: taken for sending, marked, listed.

use jiff::Timestamp;
use slipway_core::policy::{Permit, Upkeep};
use slipway_db::{Error, ReadTx, Row, Select, Sql, WriteTx, params, statements};
use uuid::Uuid;

statements! {
    /// The outer condition repeats the inner one: of two servers that choose the same rows the later one finds them taken.
    LEASE = "update mail_outbox set leased_until = $2 where state = 'queued' and (leased_until is null or leased_until <= $1) \
             and id in (select id from mail_outbox where state = 'queued' and (leased_until is null or leased_until <= $1) \
             and (next_attempt_at is null or next_attempt_at <= $1) order by queued_at, id limit $3) \
             returning id, record_kind, record_id, recipient, language, subject, body, queued_at, attempts";
    IS_DUE = "select 1 from mail_outbox where state = 'queued' and (leased_until is null or leased_until <= $1) \
              and (next_attempt_at is null or next_attempt_at <= $1) limit 1";
    SENT = "update mail_outbox set state = 'sent', sent_at = $2, attempts = attempts + 1, leased_until = null, next_attempt_at = null, \
            last_error = null where id = $1 and state = 'queued'";
    PUT_OFF = "update mail_outbox set attempts = attempts + 1, leased_until = null, next_attempt_at = $2, last_error = $3 \
               where id = $1 and state = 'queued'";
    GIVEN_UP = "update mail_outbox set state = 'failed', attempts = attempts + 1, leased_until = null, next_attempt_at = null, last_error = $2 \
                where id = $1 and state = 'queued'";
    FREE = "update mail_outbox set leased_until = null where state = 'queued' and leased_until is not null";
    RETRY = "update mail_outbox set state = 'queued', attempts = 0, leased_until = null, next_attempt_at = null where id = $1 and state = 'failed'";
    RETRY_ALL = "update mail_outbox set state = 'queued', attempts = 0, leased_until = null, next_attempt_at = null where state = 'failed'";
    FORGET_SENT = "delete from mail_outbox where id in (select id from mail_outbox where state = 'sent' and sent_at < $1 order by sent_at, id limit $2)";
    ONE = "select o.id, o.record_kind, o.record_id, o.recipient, o.language, o.subject, o.body, o.state, o.attempts, o.queued_at, o.next_attempt_at, \
           o.sent_at, o.last_error from mail_outbox o where o.id = $1";
    N_UNSENT = "select state, cast(count(*) as bigint) from mail_outbox where state in ('queued', 'failed') group by state";
}

const LIST: Sql = Sql::new(
    "mail.list",
    "select o.id, o.record_kind, o.record_id, o.recipient, o.language, o.subject, o.body, o.state, o.attempts, o.queued_at, o.next_attempt_at, \
     o.sent_at, o.last_error from mail_outbox o",
);
const COUNT: Sql = Sql::new("mail.count", "select cast(count(*) as bigint) from mail_outbox o");

/// A mail on its way out.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub id: Uuid,
    /// Kind and id of the record it tells of.
    pub about: (String, Uuid),
    pub recipient: String,
    pub language: String,
    pub subject: String,
    pub body: String,
    pub queued_at: Timestamp,
    pub n_attempts: i64,
}

/// A mail as administrators see it.
#[derive(Debug, Clone)]
pub struct Mail {
    pub id: Uuid,
    pub record_kind: String,
    pub record_id: Uuid,
    pub recipient: String,
    pub language: String,
    pub subject: String,
    pub body: String,
    /// `queued`, `sent` or `failed`.
    pub state: String,
    pub n_attempts: i64,
    pub queued_at: Timestamp,
    pub next_attempt_at: Option<Timestamp>,
    pub sent_at: Option<Timestamp>,
    pub last_error: Option<String>,
}

/// Removes so many of the mails sent before an instant; answers how many that was.
pub fn forget_sent(tx: &WriteTx<'_>, before: Timestamp, n_rows: i64) -> Result<u64, Error> {
    tx.execute(FORGET_SENT, params![before, n_rows])
}

/// How many mails have not been sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unsent {
    pub n_waiting: i64,
    pub n_failed: i64,
}

/// Which mails, newest first.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub state: Option<String>,
    /// Words of recipient or subject, in lower case, between `%`.
    pub pattern: Option<String>,
    /// Those queued before this one.
    pub after: Option<(Timestamp, Uuid)>,
}

/// Whether any mail could be sent now: asked before a lease, which writes.
pub fn is_due(tx: &ReadTx<'_>, now: Timestamp) -> Result<bool, Error> {
    Ok(tx.query_opt(IS_DUE, params![now], |row| row.get::<i64>(0))?.is_some())
}

/// Takes at most so many mails that are due, the oldest first; until then nobody else takes them.
pub fn lease(tx: &WriteTx<'_>, until: Timestamp, most: i64) -> Result<Vec<Waiting>, Error> {
    let mut taken = tx.returning(LEASE, params![tx.at(), until, most], |row| {
        Ok(Waiting {
            id: row.get(0)?,
            about: (row.get(1)?, row.get(2)?),
            recipient: row.get(3)?,
            language: row.get(4)?,
            subject: row.get(5)?,
            body: row.get(6)?,
            queued_at: row.get(7)?,
            n_attempts: row.get(8)?,
        })
    })?;
    taken.sort_by_key(|mail| (mail.queued_at, mail.id));
    Ok(taken)
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Sent,
    PutOff { until: Timestamp, error: String },
    GivenUp { error: String },
}

pub fn mark(tx: &WriteTx<'_>, id: Uuid, outcome: &Outcome) -> Result<(), Error> {
    match outcome {
        Outcome::Sent => tx.execute(SENT, params![id, tx.at()]),
        Outcome::PutOff { until, error } => tx.execute(PUT_OFF, params![id, *until, error]),
        Outcome::GivenUp { error } => tx.execute(GIVEN_UP, params![id, error]),
    }
    .map(drop)
}

/// Gives up every lease: for the only server of a store, whose former process may have died with some.
pub fn free(tx: &WriteTx<'_>) -> Result<u64, Error> {
    tx.execute(FREE, params![])
}

pub fn one(tx: &ReadTx<'_>, id: Uuid) -> Result<Option<Mail>, Error> {
    tx.query_opt(ONE, params![id], mail)
}

/// Queues a failed mail again; false when it is none.
pub fn retry(tx: &WriteTx<'_>, _: &Permit<Upkeep>, id: Uuid) -> Result<bool, Error> {
    Ok(tx.execute(RETRY, params![id])? == 1)
}

/// Queues every failed mail again; answers how many there were.
pub fn retry_all(tx: &WriteTx<'_>, _: &Permit<Upkeep>) -> Result<u64, Error> {
    tx.execute(RETRY_ALL, params![])
}

pub fn n_unsent(tx: &ReadTx<'_>) -> Result<Unsent, Error> {
    let mut unsent = Unsent::default();
    for (state, n) in tx.query(N_UNSENT, params![], |row| {
        Ok((row.get::<String>(0)?, row.get::<i64>(1)?))
    })? {
        match state.as_str() {
            "queued" => unsent.n_waiting = n,
            _ => unsent.n_failed = n,
        }
    }
    Ok(unsent)
}

pub fn page(tx: &ReadTx<'_>, filter: &Filter, limit: u32) -> Result<Vec<Mail>, Error> {
    let mut list = narrowed(Select::new(LIST), filter);
    if let Some((at, id)) = filter.after {
        list = list.after("(o.queued_at, o.id) < ($, $)", params![at, id]);
    }
    list.order("o.queued_at desc, o.id desc").limit(limit).all(tx, mail)
}

pub fn count(tx: &ReadTx<'_>, filter: &Filter) -> Result<i64, Error> {
    let counted = narrowed(Select::new(COUNT), filter).all(tx, |row| row.get::<i64>(0))?;
    Ok(counted.first().copied().unwrap_or_default())
}

fn narrowed(mut list: Select, filter: &Filter) -> Select {
    if let Some(state) = &filter.state {
        list = list.filter("o.state = $", state.as_str());
    }
    if let Some(pattern) = &filter.pattern {
        list = list.filter(
            "lower(o.recipient) like $ escape '\\' or lower(o.subject) like $ escape '\\'",
            pattern.as_str(),
        );
    }
    list
}

fn mail(row: &Row<'_>) -> Result<Mail, Error> {
    Ok(Mail {
        id: row.get(0)?,
        record_kind: row.get(1)?,
        record_id: row.get(2)?,
        recipient: row.get(3)?,
        language: row.get(4)?,
        subject: row.get(5)?,
        body: row.get(6)?,
        state: row.get(7)?,
        n_attempts: row.get(8)?,
        queued_at: row.get(9)?,
        next_attempt_at: row.get(10)?,
        sent_at: row.get(11)?,
        last_error: row.get(12)?,
    })
}
