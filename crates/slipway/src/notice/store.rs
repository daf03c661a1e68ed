//! Rows of notices: what rang somebody's bell, what the installation says to them, and what they have seen of it.

use jiff::Timestamp;
use slipway_core::id::Id;
use slipway_core::kind::{Account, Employee};
use slipway_db::{Error, ReadTx, Select, Sql, WriteTx, params, statements};
use uuid::Uuid;

statements! {
    N_UNSEEN = "select cast(count(*) as bigint) from notification where account = $1 and seen_at is null";
    ONE = "select n.id, n.kind, n.link, n.facts, n.at, n.seen_at, n.confirmed_at from notification n where n.account = $1 and n.id = $2";
    SEE = "update notification set seen_at = $3 where id = $1 and account = $2 and seen_at is null";
    SEE_ALL = "update notification set seen_at = $2 where account = $1 and seen_at is null";
    CONFIRM = "update notification set confirmed_at = $3, seen_at = coalesce(seen_at, $3) where id = $1 and account = $2 and confirmed_at is null";
    /// Those whose wall times are near enough to be in their period somewhere on earth; the zone decides outside of SQL.
    AROUND = "select s.id, s.title, s.short_description, s.description, s.confirmation_required, s.start_at, s.end_at, s.zone, \
              r.seen_at, r.confirmed_at from system_notification s \
              left join system_notification_receipt r on r.system_notification = s.id and r.account = $1 \
              where s.active and s.deleted_at is null and s.start_at <= $3 and s.end_at >= $4 \
              and (exists (select 1 from system_notification_user u where u.system_notification = s.id and u.account = $1) \
              or exists (select 1 from system_notification_group g join group_member m on m.work_group = g.work_group \
              where g.system_notification = s.id and m.employee = $2)) order by s.id desc";
    SYSTEM_SEE = "insert into system_notification_receipt (system_notification, account, seen_at) values ($1, $2, $3) \
                  on conflict (system_notification, account) do update set seen_at = coalesce(system_notification_receipt.seen_at, excluded.seen_at)";
    SYSTEM_CONFIRM = "insert into system_notification_receipt (system_notification, account, seen_at, confirmed_at) values ($1, $2, $3, $3) \
                      on conflict (system_notification, account) do update set seen_at = coalesce(system_notification_receipt.seen_at, excluded.seen_at), \
                      confirmed_at = coalesce(system_notification_receipt.confirmed_at, excluded.confirmed_at)";
    TO_MAIL = "select s.id, s.title, s.short_description, s.description, s.start_at, s.end_at, s.zone from system_notification s \
               where s.active and s.deleted_at is null and s.notify_by_mail and s.start_at <= $1 and s.end_at >= $2 order by s.id";
    UNMAILED = "select a.id, e.email, a.language from account a join employee e on e.id = a.employee where a.active and a.deleted_at is null \
                and (a.id in (select u.account from system_notification_user u where u.system_notification = $1) \
                or e.id in (select m.employee from system_notification_group g join group_member m on m.work_group = g.work_group \
                where g.system_notification = $1)) and not exists (select 1 from system_notification_receipt r \
                where r.system_notification = $1 and r.account = a.id and r.mailed_at is not null) order by a.id";
    MAILED = "insert into system_notification_receipt (system_notification, account, mailed_at) values ($1, $2, $3) \
              on conflict (system_notification, account) do update set mailed_at = excluded.mailed_at \
              where system_notification_receipt.mailed_at is null";
}

const LIST: Sql = Sql::new(
    "notice.list",
    "select n.id, n.kind, n.link, n.facts, n.at, n.seen_at, n.confirmed_at from notification n where n.account = $1",
);
/// Whose notices.
#[derive(Debug, Clone, Copy)]
pub struct Owner {
    pub account: Id<Account>,
    pub employee: Id<Employee>,
}

/// Something that rang somebody's bell.
#[derive(Debug, Clone)]
pub struct Rung {
    pub id: Uuid,
    pub kind: String,
    pub link: String,
    /// A JSON object.
    pub facts: String,
    pub at: Timestamp,
    pub seen_at: Option<Timestamp>,
    pub confirmed_at: Option<Timestamp>,
}

/// A notice of the installation and what its reader has done about it.
#[derive(Debug, Clone)]
pub struct Announced {
    pub id: Uuid,
    pub title: String,
    pub short_description: Option<String>,
    pub description: String,
    pub confirmation_required: bool,
    pub start: String,
    pub end: String,
    pub zone: String,
    pub seen_at: Option<Timestamp>,
    pub confirmed_at: Option<Timestamp>,
}

/// A notice of the installation that is to be mailed.
#[derive(Debug, Clone)]
pub struct Mailing {
    pub id: Uuid,
    pub title: String,
    pub short_description: Option<String>,
    pub description: String,
    pub start: String,
    pub end: String,
    pub zone: String,
}

pub fn n_unseen(tx: &ReadTx<'_>, account: Id<Account>) -> Result<i64, Error> {
    tx.query_one(N_UNSEEN, params![account], |row| row.get(0))
}

pub fn rung(
    tx: &ReadTx<'_>,
    account: Id<Account>,
    after: Option<(Timestamp, Uuid)>,
    limit: u32,
) -> Result<Vec<Rung>, Error> {
    let mut list = Select::narrowing(LIST).given(params![account]);
    if let Some((at, id)) = after {
        list = list.after("(n.at, n.id) < ($, $)", params![at, id]);
    }
    list.order("n.at desc, n.id desc").limit(limit).all(tx, read)
}

pub fn one(tx: &ReadTx<'_>, account: Id<Account>, id: Uuid) -> Result<Option<Rung>, Error> {
    tx.query_opt(ONE, params![account, id], read)
}

fn read(row: &slipway_db::Row<'_>) -> Result<Rung, Error> {
    Ok(Rung {
        id: row.get(0)?,
        kind: row.get(1)?,
        link: row.get(2)?,
        facts: row.get(3)?,
        at: row.get(4)?,
        seen_at: row.get(5)?,
        confirmed_at: row.get(6)?,
    })
}

/// What the installation may be saying to somebody between two wall times.
pub fn around(tx: &ReadTx<'_>, owner: Owner, latest: &str, earliest: &str) -> Result<Vec<Announced>, Error> {
    tx.query(
        AROUND,
        params![owner.account, owner.employee, latest, earliest],
        |row| {
            Ok(Announced {
                id: row.get(0)?,
                title: row.get(1)?,
                short_description: row.get(2)?,
                description: row.get(3)?,
                confirmation_required: row.get(4)?,
                start: row.get(5)?,
                end: row.get(6)?,
                zone: row.get(7)?,
                seen_at: row.get(8)?,
                confirmed_at: row.get(9)?,
            })
        },
    )
}

pub fn see(tx: &WriteTx<'_>, account: Id<Account>, id: Uuid) -> Result<(), Error> {
    tx.execute(SEE, params![id, account, tx.at()]).map(drop)
}

pub fn see_all(tx: &WriteTx<'_>, account: Id<Account>) -> Result<(), Error> {
    tx.execute(SEE_ALL, params![account, tx.at()]).map(drop)
}

pub fn confirm(tx: &WriteTx<'_>, account: Id<Account>, id: Uuid) -> Result<(), Error> {
    tx.execute(CONFIRM, params![id, account, tx.at()]).map(drop)
}

pub fn see_announced(tx: &WriteTx<'_>, account: Id<Account>, id: Uuid) -> Result<(), Error> {
    tx.execute(SYSTEM_SEE, params![id, account, tx.at()]).map(drop)
}

pub fn confirm_announced(tx: &WriteTx<'_>, account: Id<Account>, id: Uuid) -> Result<(), Error> {
    tx.execute(SYSTEM_CONFIRM, params![id, account, tx.at()]).map(drop)
}

pub fn to_mail(tx: &ReadTx<'_>, latest: &str, earliest: &str) -> Result<Vec<Mailing>, Error> {
    tx.query(TO_MAIL, params![latest, earliest], |row| {
        Ok(Mailing {
            id: row.get(0)?,
            title: row.get(1)?,
            short_description: row.get(2)?,
            description: row.get(3)?,
            start: row.get(4)?,
            end: row.get(5)?,
            zone: row.get(6)?,
        })
    })
}

/// Account, address and language of a recipient.
pub type Addressee = (Id<Account>, String, Option<String>);

/// The recipients that have had no mail of it yet.
pub fn unmailed(tx: &ReadTx<'_>, id: Uuid) -> Result<Vec<Addressee>, Error> {
    tx.query(UNMAILED, params![id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Notes that somebody gets the mail; false when another server was faster.
pub fn mailed(tx: &WriteTx<'_>, id: Uuid, account: Id<Account>) -> Result<bool, Error> {
    Ok(tx.execute(MAILED, params![id, account, tx.at()])? == 1)
}
