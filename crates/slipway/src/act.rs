//! One act: a transaction, the person in it, and the instant it happens at. Change, event and mails commit
//! together or not at all. What an act means is the nouns' business.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use slipway_core::actor::{Actor, Rights};
use slipway_core::id::Id;
use slipway_db::{ReadTx, Stamp, WriteTx};
use uuid::Uuid;

use crate::app::App;
use crate::audit;
use crate::edge::{Caller, Code, Credential, Fault, Language, Precondition, Texts};

/// A logged-in person as one transaction finds them.
#[derive(Debug, Clone)]
pub struct Person {
    pub actor: Actor,
    pub login: String,
    /// Their own choice; none means the browser's.
    pub language: Option<Language>,
    /// The zone times are shown in; none means the installation's.
    pub zone: Option<TimeZone>,
    /// What keeps their credential alive, when it was last seen a while ago.
    pub sign_of_life: Option<SignOfLife>,
}

/// Writes down that a credential was used, so that it does not end for idleness.
pub type SignOfLife = fn(&WriteTx<'_>, &Credential) -> Result<(), slipway_db::Error>;

/// A transaction that only reads, and who reads.
#[derive(Debug)]
pub struct Look<'a> {
    pub tx: &'a ReadTx<'a>,
    pub person: &'a Person,
    pub at: Timestamp,
    pub language: Language,
}

impl Look<'_> {
    pub fn actor(&self) -> &Actor {
        &self.person.actor
    }

    pub fn texts(&self) -> Texts {
        Texts(self.language)
    }
}

/// A transaction that writes, and who writes.
#[derive(Debug)]
pub struct Act<'a> {
    tx: &'a WriteTx<'a>,
    pub person: &'a Person,
    pub at: Timestamp,
    pub request: Uuid,
    pub language: Language,
    pub app: &'a App,
    posted: &'a AtomicBool,
}

/// Which record an event belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// The kind, as the history names it: `release`, `unit` …
    pub kind: &'static str,
    pub id: Uuid,
}

/// What happened, as the history keeps it: the changed fields and a note, never the whole record (B192).
#[derive(Debug, Clone, Default)]
pub struct Happening {
    pub kind: Cow<'static, str>,
    pub changes: Vec<FieldChange>,
    pub note: Option<String>,
}

/// One field before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    pub field: String,
    pub old: Value,
    pub new: Value,
}

impl FieldChange {
    /// What differs between two states of a record. A record that did not exist is an empty one.
    pub fn between(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<FieldChange> {
        let gone = old.keys().filter(|field| !new.contains_key(*field));
        new.keys()
            .chain(gone)
            .filter_map(|field| {
                let before = old.get(field).unwrap_or(&Value::Null);
                let after = new.get(field).unwrap_or(&Value::Null);
                (before != after).then(|| FieldChange {
                    field: field.clone(),
                    old: before.clone(),
                    new: after.clone(),
                })
            })
            .collect()
    }

    pub fn to_json(&self) -> Value {
        json!({"field": self.field, "old": self.old, "new": self.new})
    }
}

impl<'a> Act<'a> {
    pub fn tx(&self) -> &'a WriteTx<'a> {
        self.tx
    }

    pub fn actor(&self) -> &Actor {
        &self.person.actor
    }

    /// The same transaction for queries.
    pub fn look(&self) -> Look<'_> {
        Look {
            tx: self.tx,
            person: self.person,
            at: self.at,
            language: self.language,
        }
    }

    /// Says that this act leaves mails in the outbox: whoever sends them is woken once it has committed.
    pub fn has_posted(&self) {
        self.posted.store(true, Ordering::Relaxed);
    }

    /// A new id, in the order of creation.
    pub fn new_id<K>(&self) -> Id<K> {
        Id::new(new_uuid(self.at))
    }

    /// The next number of a kind: rising, never given twice (R25).
    pub fn next_number(&self, kind: &str) -> Result<i64, Fault> {
        Ok(audit::store::next_number(self.tx, kind)?)
    }

    /// Reserves so many numbers of a kind and answers the first.
    pub fn reserve_numbers(&self, kind: &str, n_numbers: i64) -> Result<i64, Fault> {
        Ok(audit::store::reserve_numbers(self.tx, kind, n_numbers)?)
    }

    /// Writes the event of this act: chained to its predecessor on the same record. Answers its sequence number,
    /// which is the record's new revision.
    pub fn record(&self, subject: Subject, happening: &Happening) -> Result<i64, Fault> {
        let seq = audit::store::append(self.tx, subject, happening, &self.signature())?;
        self.tx.recorded();
        Ok(seq)
    }

    /// Writes the first event of many new records at once. The revision of each is 1.
    pub fn record_new(&self, events: &[(Subject, Happening)]) -> Result<(), Fault> {
        audit::store::begin(self.tx, events, || self.signature())?;
        self.tx.recorded();
        Ok(())
    }

    fn signature(&self) -> audit::store::Signature<'_> {
        audit::store::Signature {
            event: new_uuid(self.at),
            at: self.at,
            actor: Some(self.person.actor.account.uuid()).filter(|account| !account.is_nil()),
            actor_name: &self.person.actor.name,
            request: self.request,
        }
    }

    /// 412 unless the caller has seen this revision; the answer tells what happened since.
    pub fn check(&self, precondition: Precondition, subject: Subject, revision: i64) -> Result<(), Fault> {
        if precondition.holds(revision) {
            return Ok(());
        }
        let since = audit::store::since(self.tx, subject, precondition.seen().unwrap_or(revision - 1))?;
        let changes: Vec<Value> = since.iter().map(audit::Event::to_json).collect();
        Err(Fault::new(Code::Stale)
            .member("current", format!("\"{revision}\""))
            .member("since", changes))
    }
}

/// A `UUIDv7` of an instant: sorted by time, unique by its random part.
pub fn new_uuid(at: Timestamp) -> Uuid {
    let seconds = u64::try_from(at.as_second()).unwrap_or(0);
    let nanos = u32::try_from(at.subsec_nanosecond()).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos))
}

/// Finds the person behind a credential. The nouns know how; `wiring.rs` says which.
pub type Identify = fn(&ReadTx<'_>, &Caller) -> Result<Option<Person>, Fault>;

impl App {
    /// Runs a reading closure as the caller.
    pub async fn look<T: Send + 'static>(
        &self,
        caller: &Caller,
        mut work: impl FnMut(&Look<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (asking, identify) = (caller.clone(), self.identify());
        let (answer, sign_of_life) = self
            .db()
            .read(move |tx| {
                let person = identify(tx, &asking)?.ok_or_else(|| Fault::new(Code::NotLoggedIn))?;
                let language = person.language.unwrap_or(asking.language);
                let answer = work(&Look {
                    tx,
                    person: &person,
                    at: asking.at,
                    language,
                })?;
                Ok::<_, Fault>((answer, person.sign_of_life))
            })
            .await?;
        if let (Some(sign), Some(credential)) = (sign_of_life, caller.credential.clone()) {
            // Nobody waits for it, and one that is lost is given again with the next request.
            let (db, at) = (self.db().clone(), caller.at);
            tokio::spawn(async move { db.keep_house(at, move |tx| sign(tx, &credential)).await });
        }
        Ok(answer)
    }

    /// Runs a writing closure as the caller: all of it happens, or nothing.
    pub async fn act<T: Send + 'static>(
        &self,
        caller: &Caller,
        work: impl FnMut(&Act<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.act_or(caller, work).await
    }

    /// Like `act`, for closures that can fail with more than a fault.
    pub async fn act_or<T, E>(
        &self,
        caller: &Caller,
        mut work: impl FnMut(&Act<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<slipway_db::Error> + From<Fault> + Send + 'static,
    {
        let (caller, app) = (caller.clone(), self.clone());
        let stamp = Stamp {
            at: caller.at,
            by: None,
            request: caller.request,
        };
        self.write(stamp, move |tx, posted| {
            let person = app.identify()(tx, &caller)?.ok_or_else(|| Fault::new(Code::NotLoggedIn))?;
            if let (Some(sign), Some(credential)) = (person.sign_of_life, &caller.credential) {
                sign(tx, credential)?;
            }
            let language = person.language.unwrap_or(caller.language);
            work(&Act {
                tx,
                person: &person,
                at: caller.at,
                request: caller.request,
                language,
                app: &app,
                posted,
            })
        })
        .await
    }
}

impl App {
    /// A writing transaction that wakes the sender of mails when it has left some.
    async fn write<T, E>(
        &self,
        stamp: Stamp,
        mut work: impl FnMut(&WriteTx<'_>, &AtomicBool) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<slipway_db::Error> + Send + 'static,
    {
        let posted = Arc::new(AtomicBool::new(false));
        let mark = Arc::clone(&posted);
        let done = self.db().write(stamp, move |tx| work(tx, &mark)).await;
        if done.is_ok() && posted.load(Ordering::Relaxed) {
            self.mail_waits().notify_one();
        }
        done
    }
}

/// The name that history knows the program itself by: for what nobody in particular did.
const SYSTEM: &str = "Slipway";

impl App {
    /// Runs a writing closure in the name of the program: first start, command line, demo. It may do everything.
    pub async fn act_as_system<T: Send + 'static>(
        &self,
        at: Timestamp,
        request: Uuid,
        mut work: impl FnMut(&Act<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (app, nobody) = (self.clone(), Uuid::nil());
        let person = Person {
            actor: Actor {
                account: Id::new(nobody),
                employee: Id::new(nobody),
                name: SYSTEM.to_owned(),
                rights: Rights::all(),
                memberships: Vec::new(),
            },
            login: String::new(),
            language: None,
            zone: None,
            sign_of_life: None,
        };
        let language = self.language();
        self.write(Stamp { at, by: None, request }, move |tx, posted| {
            work(&Act {
                tx,
                person: &person,
                at,
                request,
                language,
                app: &app,
                posted,
            })
        })
        .await
    }

    /// Runs a writing closure in the name of somebody whose account is known: the demo's people.
    pub async fn act_as<T: Send + 'static>(
        &self,
        person: &Person,
        (at, request): (Timestamp, Uuid),
        mut work: impl FnMut(&Act<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (app, person) = (self.clone(), person.clone());
        let language = person.language.unwrap_or_else(|| self.language());
        self.write(Stamp { at, by: None, request }, move |tx, posted| {
            work(&Act {
                tx,
                person: &person,
                at,
                request,
                language,
                app: &app,
                posted,
            })
        })
        .await
    }
}

impl From<slipway_db::Error> for Fault {
    fn from(error: slipway_db::Error) -> Fault {
        use slipway_db::Error;
        match error {
            Error::Unavailable { .. } | Error::Contended { .. } | Error::TooLong { .. } => {
                Fault::new(Code::Unavailable).retry_after(2).caused_by(error)
            }
            Error::Full { .. } => Fault::new(Code::Full).caused_by(error),
            Error::Unique { .. }
            | Error::ForeignKey { .. }
            | Error::NotOne { .. }
            | Error::Corrupt { .. }
            | Error::Refused { .. }
            | Error::NotARead { .. }
            | Error::Swallowed { .. }
            | Error::Unrecorded
            | Error::Panicked => Fault::internal(error),
        }
    }
}

impl From<slipway_core::policy::Denied> for Fault {
    fn from(denied: slipway_core::policy::Denied) -> Fault {
        use slipway_core::policy::Denied;
        match denied {
            Denied::Hidden => Fault::new(Code::NotFound),
            Denied::Profile(area, reach) => {
                Fault::new(Code::Forbidden).with("right", format!("{}: {}", area.as_str(), reach.as_str()))
            }
            Denied::Scope(area, reach) => {
                Fault::new(Code::Scope).with("right", format!("{}: {}", area.as_str(), reach.as_str()))
            }
            Denied::Flow(action) => Fault::new(Code::Forbidden).with("right", action.as_str()),
            Denied::Special(special) => Fault::new(Code::Forbidden).with("right", special.as_str()),
            Denied::NotConcerned => Fault::new(Code::NotConcerned),
            Denied::RequesterOnly => Fault::new(Code::RequesterOnly),
        }
    }
}
