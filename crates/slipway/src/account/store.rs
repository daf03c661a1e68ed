//! SQL of log-ins: accounts, sessions, tokens, and what groups and profiles give a person.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use slipway_core::actor::{FlowAction, Membership};
use slipway_core::id::Id;
use slipway_core::kind::{Account, Employee, Flow, Group};
use slipway_db::{Error, ReadTx, Row, WriteTx, params, statements};
use uuid::Uuid;

statements! {
    BY_SESSION = "select a.id, a.employee, e.name, a.login, a.language, a.zone, p.rights, s.opened_at, s.seen_at \
                  from session s join account a on a.id = s.account join employee e on e.id = a.employee join profile p on p.id = a.profile \
                  where s.digest = $1 and a.active and a.deleted_at is null and p.may_enter and p.active";
    BY_TOKEN = "select a.id, a.employee, e.name, a.login, a.language, a.zone, p.rights, t.digest, t.scope, t.expires_at, t.used_at \
                from access_token t join account a on a.id = t.account join employee e on e.id = a.employee join profile p on p.id = a.profile \
                where t.public_part = $1 and t.deleted_at is null and a.active and a.deleted_at is null and p.may_enter and p.active";
    BY_ACCOUNT = "select a.id, a.employee, e.name, a.login, a.language, a.zone, p.rights \
                  from account a join employee e on e.id = a.employee join profile p on p.id = a.profile where a.id = $1";
    MEMBERSHIPS = "select m.work_group, g.suspend_reactivate from group_member m join work_group g on g.id = m.work_group \
                   where m.employee = $1 and g.active and g.deleted_at is null order by m.work_group";
    MEMBER_CONTRACTS = "select c.work_group, c.contract from group_contract c join group_member m on m.work_group = c.work_group where m.employee = $1";
    MEMBER_FLOWS = "select f.work_group, f.flow, f.actions from group_flow_permission f join group_member m on m.work_group = f.work_group where m.employee = $1";
    BY_LOGIN = "select a.id, a.password_hash from account a join profile p on p.id = a.profile \
                where lower(a.login) = lower($1) and a.active and a.deleted_at is null and p.may_enter and p.active";
    OPEN_SESSION = "insert into session (digest, account, opened_at, seen_at) values ($1, $2, $3, $3)";
    TOUCH_SESSION = "update session set seen_at = $2 where digest = $1 and seen_at < $2";
    CLOSE_SESSION = "delete from session where digest = $1";
    CLOSE_SESSIONS_OF = "delete from session where account = $1";
    SWEEP_SESSIONS = "delete from session where seen_at < $1 or opened_at < $2";
    SET_PASSWORD = "update account set password_hash = $2, revision = $3 where id = $1";
    SET_PREFERENCES = "update account set language = $2, zone = $3, revision = $4 where id = $1";
    REVISION = "select revision from account where id = $1";
    ANY_PASSWORD = "select count(*) from account where password_hash is not null";
    ACCOUNT_OF_LOGIN = "select id from account where lower(login) = lower($1) and deleted_at is null";
    ACCOUNTS_OF_EMPLOYEE = "select count(*) from account where employee = $1 and active and deleted_at is null";
    NAMES = "select a.id, e.name from account a join employee e on e.id = a.employee";
    INSERT_TOKEN = "insert into access_token (id, account, name, public_part, digest, scope, expires_at, created_at, active, revision) \
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)";
    TOKENS_OF = "select id, name, public_part, scope, expires_at, created_at, used_at, revision from access_token \
                 where account = $1 and deleted_at is null order by created_at desc, id";
    TOKEN = "select id, name, public_part, scope, expires_at, created_at, used_at, revision from access_token \
             where id = $1 and account = $2 and deleted_at is null";
    REVOKE_TOKEN = "update access_token set deleted_at = $2, revision = revision + 1 where id = $1";
    TOKEN_REVISIONS = "select id, revision from access_token";
    TOUCH_TOKEN = "update access_token set used_at = $2 where public_part = $1";
}

/// A log-in with what its profile says, before the groups are asked.
#[derive(Debug)]
pub struct LogIn {
    pub account: Id<Account>,
    pub employee: Id<Employee>,
    pub name: String,
    pub login: String,
    pub language: Option<String>,
    pub zone: Option<String>,
    /// JSON, as the profile keeps it.
    pub rights: String,
}

fn log_in(row: &Row<'_>) -> Result<LogIn, Error> {
    Ok(LogIn {
        account: row.get(0)?,
        employee: row.get(1)?,
        name: row.get(2)?,
        login: row.get(3)?,
        language: row.get(4)?,
        zone: row.get(5)?,
        rights: row.get(6)?,
    })
}

/// The log-in behind a session, with when it was opened and last seen.
pub fn by_session(tx: &ReadTx<'_>, digest: &[u8; 32]) -> Result<Option<(LogIn, Timestamp, Timestamp)>, Error> {
    tx.query_opt(BY_SESSION, params![digest.as_slice()], |row| {
        Ok((log_in(row)?, row.get(7)?, row.get(8)?))
    })
}

/// What a token is worth.
#[derive(Debug)]
pub struct TokenRow {
    pub digest: Vec<u8>,
    pub scope: String,
    pub expires_at: Option<Timestamp>,
    pub used_at: Option<Timestamp>,
}

/// The log-in behind the public part of a token.
pub fn by_token(tx: &ReadTx<'_>, public: &str) -> Result<Option<(LogIn, TokenRow)>, Error> {
    tx.query_opt(BY_TOKEN, params![public], |row| {
        Ok((
            log_in(row)?,
            TokenRow {
                digest: row.get(7)?,
                scope: row.get(8)?,
                expires_at: row.get(9)?,
                used_at: row.get(10)?,
            },
        ))
    })
}

/// The log-in of an account, whether or not it may enter: for work done in its name.
pub fn by_account(tx: &ReadTx<'_>, account: Uuid) -> Result<Option<LogIn>, Error> {
    tx.query_opt(BY_ACCOUNT, params![account], log_in)
}

/// The groups of an employee with what each brings.
pub fn memberships(tx: &ReadTx<'_>, employee: Id<Employee>) -> Result<Vec<Membership>, Error> {
    let groups = tx.query(MEMBERSHIPS, params![employee], |row| {
        Ok((row.get::<Id<Group>>(0)?, row.get::<bool>(1)?))
    })?;
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let mut contracts: BTreeMap<Id<Group>, BTreeSet<_>> = BTreeMap::new();
    for (group, contract) in tx.query(MEMBER_CONTRACTS, params![employee], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })? {
        contracts.entry(group).or_default().insert(contract);
    }
    let mut flows: BTreeMap<Id<Group>, BTreeMap<Id<Flow>, BTreeSet<FlowAction>>> = BTreeMap::new();
    for (group, flow, actions) in tx.query(MEMBER_FLOWS, params![employee], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get::<String>(2)?))
    })? {
        let actions = actions.split(' ').filter_map(|word| word.parse().ok()).collect();
        flows.entry(group).or_default().insert(flow, actions);
    }
    let bring = |(group, suspends)| Membership {
        group,
        contracts: contracts.remove(&group).unwrap_or_default(),
        flows: flows.remove(&group).unwrap_or_default(),
        suspends,
    };
    Ok(groups.into_iter().map(bring).collect())
}

/// The account of a login name and its password hash.
pub fn by_login(tx: &ReadTx<'_>, login: &str) -> Result<Option<Proof>, Error> {
    tx.query_opt(BY_LOGIN, params![login], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// An account and what its password is proved by, where it has one.
pub type Proof = (Id<Account>, Option<String>);

/// The account of a login name, entered or not.
pub fn account_of_login(tx: &ReadTx<'_>, login: &str) -> Result<Option<Id<Account>>, Error> {
    tx.query_opt(ACCOUNT_OF_LOGIN, params![login], |row| row.get(0))
}

/// Whether somebody could log in as this employee (R2).
pub fn has_account(tx: &ReadTx<'_>, employee: Id<Employee>) -> Result<bool, Error> {
    tx.query_one(
        ACCOUNTS_OF_EMPLOYEE,
        params![employee],
        |row| Ok(row.get::<i64>(0)? > 0),
    )
}

/// Whether anybody at all can log in with a password: if not, the first page asks for one.
pub fn is_set_up(tx: &ReadTx<'_>) -> Result<bool, Error> {
    tx.query_one(ANY_PASSWORD, params![], |row| Ok(row.get::<i64>(0)? > 0))
}

pub fn open_session(tx: &WriteTx<'_>, digest: &[u8; 32], account: Id<Account>) -> Result<(), Error> {
    tx.execute(OPEN_SESSION, params![digest.as_slice(), account, tx.at()])
        .map(drop)
}

pub fn touch_session(tx: &WriteTx<'_>, digest: &[u8; 32]) -> Result<(), Error> {
    tx.execute(TOUCH_SESSION, params![digest.as_slice(), tx.at()]).map(drop)
}

pub fn close_session(tx: &WriteTx<'_>, digest: &[u8; 32]) -> Result<(), Error> {
    tx.execute(CLOSE_SESSION, params![digest.as_slice()]).map(drop)
}

/// Ends every session of an account: after its password changed.
pub fn close_sessions_of(tx: &WriteTx<'_>, account: Id<Account>) -> Result<(), Error> {
    tx.execute(CLOSE_SESSIONS_OF, params![account]).map(drop)
}

/// Forgets sessions that have ended.
pub fn sweep_sessions(tx: &WriteTx<'_>, seen_before: Timestamp, opened_before: Timestamp) -> Result<u64, Error> {
    tx.execute(SWEEP_SESSIONS, params![seen_before, opened_before])
}

pub fn revision(tx: &ReadTx<'_>, account: Id<Account>) -> Result<i64, Error> {
    tx.query_one(REVISION, params![account], |row| row.get(0))
}

pub fn set_password(tx: &WriteTx<'_>, account: Id<Account>, hash: &str, revision: i64) -> Result<(), Error> {
    tx.execute(SET_PASSWORD, params![account, hash, revision]).map(drop)
}

pub fn set_preferences(
    tx: &WriteTx<'_>,
    account: Id<Account>,
    language: Option<&str>,
    zone: Option<&str>,
    revision: i64,
) -> Result<(), Error> {
    tx.execute(SET_PREFERENCES, params![account, language, zone, revision])
        .map(drop)
}

/// A personal token as its owner sees it: never its secret.
#[derive(Debug, Clone)]
pub struct Token {
    pub id: Uuid,
    pub name: String,
    pub public: String,
    pub scope: String,
    pub expires_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub used_at: Option<Timestamp>,
    pub revision: i64,
}

fn token_row(row: &Row<'_>) -> Result<Token, Error> {
    Ok(Token {
        id: row.get(0)?,
        name: row.get(1)?,
        public: row.get(2)?,
        scope: row.get(3)?,
        expires_at: row.get(4)?,
        created_at: row.get(5)?,
        used_at: row.get(6)?,
        revision: row.get(7)?,
    })
}

pub fn insert_token(tx: &WriteTx<'_>, account: Id<Account>, token: &Token, digest: &[u8; 32]) -> Result<(), Error> {
    let values = params![
        token.id,
        account,
        token.name,
        token.public,
        digest.as_slice(),
        token.scope,
        token.expires_at,
        token.created_at,
        true
    ];
    tx.execute(INSERT_TOKEN, values).map(drop)
}

pub fn tokens_of(tx: &ReadTx<'_>, account: Id<Account>) -> Result<Vec<Token>, Error> {
    tx.query(TOKENS_OF, params![account], token_row)
}

pub fn token(tx: &ReadTx<'_>, id: Uuid, account: Id<Account>) -> Result<Option<Token>, Error> {
    tx.query_opt(TOKEN, params![id, account], token_row)
}

pub fn revoke_token(tx: &WriteTx<'_>, id: Uuid) -> Result<(), Error> {
    tx.execute(REVOKE_TOKEN, params![id, tx.at()]).map(drop)
}

pub fn touch_token(tx: &WriteTx<'_>, public: &str) -> Result<(), Error> {
    tx.execute(TOUCH_TOKEN, params![public, tx.at()]).map(drop)
}
