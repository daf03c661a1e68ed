//! A store with entries for tests of this room and of the nouns whose entries it keeps.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a test may fail loudly and say things briefly"
)]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use slipway_core::actor::{Actor, Area, Reach, Rights};
use slipway_core::id::Id;
use slipway_db::{Db, ReadTx, params, testing};
use tower::ServiceExt;
use uuid::Uuid;

use super::kind::Kind;
use super::sheet::Draft;
use super::store::Entry;
use super::{command, registry};
use crate::act::{Act, Look, Person};
use crate::app::App;
use crate::audit;
use crate::config::Config;
use crate::edge::{Caller, Code, Credential, Fault, Language, Precondition, Routes, endpoint};

slipway_db::statements! {
    OWN = "update account set id = $2 where id = $1";
    FLOW = "insert into flow (id, name, allows_reopening, current_version, active, revision) values ($1, $2, false, 1, true, 1)";
}

/// The account of whoever acts in a test.
pub const ACCOUNT: Uuid = Uuid::from_u128(1);

/// Who acts in a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Every right.
    Administrator,
    /// Keeps the directory and nothing else.
    Clerk,
    /// No right at all.
    Nobody,
}

#[expect(missing_debug_implementations, reason = "a runtime has nothing to show")]
/// An application over a scratch store, with one entry of each kind made when it is first needed.
pub struct World {
    app: App,
    runtime: tokio::runtime::Runtime,
    made: RefCell<BTreeMap<&'static str, Uuid>>,
    n_seconds: Cell<i64>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub etag: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// Runs a test on both engines.
pub fn on_both_engines(test: impl Fn(&World)) {
    testing::both(crate::wiring::MIGRATIONS, |db| test(&World::over(db)));
}

impl World {
    fn over(db: &Db) -> World {
        let app = App::new(db.clone(), Config::default(), Arc::new(testing::at), identify);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        World {
            app,
            runtime,
            made: RefCell::default(),
            n_seconds: Cell::new(0),
        }
    }

    pub fn act<T: Send + 'static>(
        &self,
        who: Who,
        work: impl FnMut(&Act<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.runtime.block_on(self.app.act(&self.caller(who), work))
    }

    pub fn look<T: Send + 'static>(
        &self,
        work: impl FnMut(&Look<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.look_as(Who::Administrator, work)
    }

    pub fn look_as<T: Send + 'static>(
        &self,
        who: Who,
        work: impl FnMut(&Look<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.runtime.block_on(self.app.look(&self.caller(who), work))
    }

    /// Each call comes a second after the one before.
    fn caller(&self, who: Who) -> Caller {
        self.n_seconds.set(self.n_seconds.get() + 1);
        let at = testing::at() + jiff::SignedDuration::from_secs(self.n_seconds.get());
        let credential = Credential::Token {
            public: format!("{who:?}"),
            digest: [0; 32],
        };
        Caller {
            credential: Some(credential),
            at,
            request: Uuid::nil(),
            language: Language::English,
        }
    }

    /// The sample of a kind with real ids in it.
    pub fn sample(&self, kind: &'static Kind) -> Value {
        let mut sample: Value = serde_json::from_str(kind.sample).unwrap();
        self.fill(&mut sample);
        sample
    }

    fn fill(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(name) = text.strip_prefix('@') {
                    *text = match name.strip_suffix(".tag") {
                        Some(name) => self.tag(name),
                        None => self.some(name).to_string(),
                    };
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.fill(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.fill(field)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The entry of a kind that samples refer to.
    pub fn some(&self, name: &str) -> Uuid {
        if let Some(id) = self.made.borrow().get(name) {
            return *id;
        }
        let id = if name == "flow" {
            self.flow()
        } else {
            self.first(registry::named(name).expect("a kind"))
        };
        let name = registry::targets()
            .into_iter()
            .find(|target| target.name == name)
            .unwrap()
            .name;
        self.made.borrow_mut().insert(name, id);
        id
    }

    /// The word by which samples refer to the entry of a kind.
    fn tag(&self, name: &str) -> String {
        let entry = self.one(registry::named(name).expect("a kind"), self.some(name));
        entry.values["tag"].as_str().unwrap().to_owned()
    }

    fn first(&self, kind: &'static Kind) -> Uuid {
        let mut sample = self.sample(kind);
        rename(kind, &mut sample, "first");
        self.create(kind, sample).unwrap().id
    }

    fn flow(&self) -> Uuid {
        let id = crate::act::new_uuid(testing::at());
        self.keep_house(move |tx| tx.execute(FLOW, params![id, id.to_string()]).map(drop));
        id
    }

    /// A page or an answer of the API.
    pub fn get(&self, who: Who, path: &str) -> Answer {
        self.ask(who, Method::GET, path, &[], Vec::new())
    }

    /// A form that an administrator sends.
    pub fn post(&self, path: &str, form: &[(String, String)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        self.ask(
            Who::Administrator,
            Method::POST,
            path,
            &[("content-type", "application/x-www-form-urlencoded")],
            body.into_bytes(),
        )
    }

    /// A request of a program, below `/api/v1`.
    pub fn api(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let headers = [headers, &[("content-type", "application/json")]].concat();
        self.ask(
            Who::Administrator,
            method,
            &format!("/api/v1{path}"),
            &headers,
            body.to_string().into_bytes(),
        )
    }

    fn ask(&self, who: Who, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let kinds = registry::SHELVES.iter().map(|shelf| super::api::routes(shelf.kinds));
        let routes = kinds
            .fold(super::screen::routes(), Routes::and)
            .and(crate::calendar::routes())
            .and(crate::catalogue::routes())
            .and(crate::questionnaire::routes())
            .and(crate::cmdb::screen::routes());
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer slip_{who:?}_x"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).unwrap();
        self.runtime.block_on(async {
            let response = endpoint::router(&self.app, &routes).oneshot(request).await.unwrap();
            let header = |name| {
                response
                    .headers()
                    .get(name)
                    .map(|value| value.to_str().unwrap().to_owned())
                    .unwrap_or_default()
            };
            let (status, location, etag) = (response.status(), header(header::LOCATION), header(header::ETAG));
            let body = response.into_body().collect().await.unwrap().to_bytes();
            Answer {
                status,
                location,
                etag,
                body: String::from_utf8_lossy(&body).into_owned(),
            }
        })
    }

    pub fn create(&self, kind: &'static Kind, body: Value) -> Result<Entry, Fault> {
        self.create_as(Who::Administrator, kind, body)
    }

    pub fn create_as(&self, who: Who, kind: &'static Kind, body: Value) -> Result<Entry, Fault> {
        let draft = self.runtime.block_on(Draft::of(&self.app, kind, body))?;
        self.act(who, move |act| command::create(act, kind, &draft))
    }

    pub fn amend(&self, kind: &'static Kind, entry: &Entry, patch: Value) -> Result<Entry, Fault> {
        self.amend_as(Who::Administrator, kind, entry, patch)
    }

    pub fn amend_as(&self, who: Who, kind: &'static Kind, entry: &Entry, patch: Value) -> Result<Entry, Fault> {
        let (id, precondition) = (entry.id, Precondition::Revision(entry.revision));
        let draft = self.runtime.block_on(Draft::of(&self.app, kind, patch))?;
        self.act(who, move |act| command::amend(act, kind, id, precondition, &draft))
    }

    pub fn remove(&self, kind: &'static Kind, entry: &Entry) -> Result<(), Fault> {
        let (id, precondition) = (entry.id, Precondition::Revision(entry.revision));
        self.act(Who::Administrator, move |act| {
            command::remove(act, kind, id, precondition)
        })
    }

    /// Whatever was seen.
    pub fn amend_any(&self, kind: &'static Kind, id: Uuid, patch: Value) -> Result<Entry, Fault> {
        let draft = self.runtime.block_on(Draft::of(&self.app, kind, patch))?;
        self.act(Who::Administrator, move |act| {
            command::amend(act, kind, id, Precondition::Any, &draft)
        })
    }

    pub fn remove_any(&self, kind: &'static Kind, id: Uuid) -> Result<(), Fault> {
        self.act(Who::Administrator, move |act| {
            command::remove(act, kind, id, Precondition::Any)
        })
    }

    pub fn history(&self, kind: &'static Kind, id: Uuid) -> Vec<audit::Event> {
        self.look(move |look| Ok(audit::store::history(look.tx, command::subject(kind, id))?))
            .unwrap()
    }

    /// Writes what is no record's history.
    pub fn keep_house(
        &self,
        work: impl Fn(&slipway_db::WriteTx<'_>) -> Result<(), slipway_db::Error> + Send + 'static,
    ) {
        self.app
            .db()
            .keep_house_blocking::<_, slipway_db::Error, _>(testing::at(), move |tx| work(tx))
            .unwrap();
    }

    /// Makes an account that of whoever acts in tests; nothing may refer to it yet.
    pub fn make_own(&self, account: Uuid) {
        self.keep_house(move |tx| tx.execute(OWN, params![account, ACCOUNT]).map(drop));
    }

    pub fn one(&self, kind: &'static Kind, id: Uuid) -> Entry {
        self.look(move |look| super::query::one(look, kind, id)).unwrap()
    }
}

/// Gives an entry's unique fields other values.
pub fn rename(kind: &Kind, body: &mut Value, word: &str) {
    for (_, field) in kind.taken {
        let old = body[*field].as_str().unwrap().to_owned();
        body[*field] = json!(format!("{word} {old}").chars().take(20).collect::<String>().trim());
    }
}

/// The pointers and codes of a refused body, in order.
pub fn wrong<T: std::fmt::Debug>(refused: Result<T, Fault>) -> Vec<(String, &'static str)> {
    let fault = refused.expect_err("refused");
    assert_eq!(fault.code, Code::Invalid, "{fault:?}");
    let mut wrong: Vec<_> = fault
        .errors
        .into_iter()
        .map(|error| (error.pointer, error.code))
        .collect();
    wrong.sort();
    wrong
}

/// The pairs of [`wrong`], for comparison.
pub fn pairs(expected: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    expected
        .iter()
        .map(|(pointer, code)| ((*pointer).to_owned(), *code))
        .collect()
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of `Identify`")]
fn identify(_: &ReadTx<'_>, caller: &Caller) -> Result<Option<Person>, Fault> {
    let rights = match &caller.credential {
        Some(Credential::Token { public, .. }) if public == "Administrator" => Rights::all(),
        Some(Credential::Token { public, .. }) if public == "Clerk" => {
            let mut rights = Rights::default();
            rights.grant(Area::Directory, Reach::Delete);
            rights
        }
        _ => Rights::default(),
    };
    let actor = Actor {
        account: Id::new(ACCOUNT),
        employee: Id::new(Uuid::from_u128(2)),
        name: "Ada".to_owned(),
        rights,
        memberships: Vec::new(),
    };
    Ok(Some(Person {
        actor,
        login: "ada".to_owned(),
        language: None,
        zone: None,
        sign_of_life: None,
    }))
}
