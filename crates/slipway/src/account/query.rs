//! Who is behind a credential, with their rights as they stand in this transaction.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use slipway_core::actor::{Actor, Area, Reach, Rights, Special, TokenScope};
use slipway_core::id::Id;
use slipway_core::kind::Employee;
use slipway_db::{Error, ReadTx, WriteTx, params, statements};
use uuid::Uuid;

use super::store::{self, LogIn};
use crate::act::Person;
use crate::app::App;
use crate::edge::{Caller, Code, Credential, Fault, Language};

statements! {
    FIRST_UNIT = "select id from unit where deleted_at is null order by id limit 1";
    PROFILE_NAMED = "select id from profile where lower(name) = lower($1) and deleted_at is null";
    FIRST_PROFILE = "select id from profile where deleted_at is null order by id limit 1";
}

/// A session ends after this long without a request (F169) …
pub const IDLE_FOR: SignedDuration = SignedDuration::from_mins(30);
/// … and after this long in any case.
pub const SESSION_FOR: SignedDuration = SignedDuration::from_hours(12);

/// How long a credential may be used without that being written down.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// The person behind a caller's credential, or none when it is worth nothing any more.
pub fn identify(tx: &ReadTx<'_>, caller: &Caller) -> Result<Option<Person>, Fault> {
    let Some(credential) = &caller.credential else {
        return Ok(None);
    };
    let found = match credential {
        Credential::Session(digest) => by_session(tx, digest, caller.at)?,
        Credential::Token { public, digest } => by_token(tx, public, digest, caller.at)?,
    };
    let Some((log_in, scope, seen_at)) = found else {
        return Ok(None);
    };
    let mut person = person(tx, log_in, scope)?;
    let is_old = seen_at.is_none_or(|seen_at| caller.at.duration_since(seen_at) >= SEEN_EVERY);
    person.sign_of_life = is_old.then_some(sign_of_life);
    Ok(Some(person))
}

fn sign_of_life(tx: &WriteTx<'_>, credential: &Credential) -> Result<(), Error> {
    match credential {
        Credential::Session(digest) => store::touch_session(tx, digest),
        Credential::Token { public, .. } => store::touch_token(tx, public),
    }
}

/// A log-in, how far its credential reaches, and when that was last seen.
type Found = (LogIn, TokenScope, Option<Timestamp>);

fn by_session(tx: &ReadTx<'_>, digest: &[u8; 32], at: Timestamp) -> Result<Option<Found>, Fault> {
    let found = store::by_session(tx, digest)?;
    let lives = |opened_at: Timestamp, seen_at: Timestamp| {
        at.duration_since(seen_at) < IDLE_FOR && at.duration_since(opened_at) < SESSION_FOR
    };
    Ok(found
        .filter(|(_, opened_at, seen_at)| lives(*opened_at, *seen_at))
        .map(|(log_in, _, seen_at)| (log_in, TokenScope::Admin, Some(seen_at))))
}

fn by_token(tx: &ReadTx<'_>, public: &str, digest: &[u8; 32], at: Timestamp) -> Result<Option<Found>, Fault> {
    let Some((log_in, token)) = store::by_token(tx, public)? else {
        return Ok(None);
    };
    let is_right = same(&token.digest, digest) && token.expires_at.is_none_or(|expires_at| at < expires_at);
    let scope = token.scope.parse().unwrap_or(TokenScope::Read);
    Ok(is_right.then_some((log_in, scope, token.used_at)))
}

/// Compares without telling by its time where two digests differ.
fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

/// The person behind an account, with everything the account may do now; none where there is no such account.
pub fn of_account(tx: &ReadTx<'_>, account: Uuid) -> Result<Option<Person>, Fault> {
    let found = store::by_account(tx, account)?;
    found.map(|log_in| person(tx, log_in, TokenScope::Admin)).transpose()
}

/// A log-in with its rights and groups.
pub fn person(tx: &ReadTx<'_>, log_in: LogIn, scope: TokenScope) -> Result<Person, Fault> {
    let memberships = store::memberships(tx, log_in.employee)?;
    Ok(Person {
        actor: Actor {
            account: log_in.account,
            employee: log_in.employee,
            name: log_in.name,
            rights: rights(&log_in.rights).through(scope),
            memberships,
        },
        login: log_in.login,
        language: log_in.language.as_deref().and_then(Language::from_tag),
        zone: log_in.zone.as_deref().and_then(|zone| TimeZone::get(zone).ok()),
        sign_of_life: None,
    })
}

/// Reads the rights of a profile. Words that mean nothing give nothing.
pub fn rights(text: &str) -> Rights {
    let mut rights = Rights::default();
    let granted: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
    for (area, words) in &granted {
        for word in words.as_array().into_iter().flatten().filter_map(Value::as_str) {
            if area == "special" {
                word.parse::<Special>()
                    .into_iter()
                    .for_each(|special| rights.grant_special(special));
            } else if let (Ok(area), Ok(reach)) = (area.parse::<Area>(), word.parse::<Reach>()) {
                rights.grant(area, reach);
            }
        }
    }
    rights
}

/// Rights as the API writes them: each reach with those it includes.
pub fn rights_to_json(rights: &Rights) -> Value {
    let mut written = Map::new();
    for (area, held) in rights.reaches() {
        let words: Vec<&str> = Reach::ALL
            .iter()
            .filter(|reach| **reach <= held)
            .map(|reach| reach.as_str())
            .collect();
        written.insert(area.as_str().to_owned(), json!(words));
    }
    let specials: Vec<&str> = rights.specials().map(Special::as_str).collect();
    written.insert("special".to_owned(), json!(specials));
    Value::Object(written)
}

/// Whether somebody could log in as this employee (R2).
pub fn has_account(tx: &ReadTx<'_>, employee: Id<Employee>) -> Result<bool, Error> {
    store::has_account(tx, employee)
}

/// What a log-in made at the machine belongs to, unless it says otherwise: the first unit, and the administrator's profile.
#[derive(Debug, Clone, Copy)]
pub struct FirstIds {
    pub unit: Uuid,
    pub profile: Uuid,
}

/// The first unit, and the profile of a name or the first one.
pub fn first_ids(tx: &ReadTx<'_>, profile: Option<&str>) -> Result<FirstIds, Fault> {
    let absent = || Fault::new(Code::NotFound);
    let unit = tx
        .query_opt(FIRST_UNIT, params![], |row| row.get(0))?
        .ok_or_else(absent)?;
    let profile = match profile {
        Some(name) => tx.query_opt(PROFILE_NAMED, params![name], |row| row.get(0))?,
        None => tx.query_opt(FIRST_PROFILE, params![], |row| row.get(0))?,
    };
    Ok(FirstIds {
        unit,
        profile: profile.ok_or_else(absent)?,
    })
}

/// Forgets sessions that have ended: a job.
pub async fn sweep(app: App) -> Result<(), Fault> {
    let now = app.now();
    let before = |span| now.checked_sub(span).unwrap_or(Timestamp::MIN);
    let (idle, absolute) = (before(IDLE_FOR), before(SESSION_FOR));
    app.db()
        .keep_house(now, move |tx| {
            Ok::<_, Fault>(store::sweep_sessions(tx, idle, absolute)?)
        })
        .await?;
    Ok(())
}
