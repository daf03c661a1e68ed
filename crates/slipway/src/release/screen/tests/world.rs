//! An application over a scratch store as its first start leaves it, and people who look at its pages.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use jiff::SignedDuration;
use serde_json::{Value, json};
use slipway_core::actor::TokenScope;
use slipway_db::{ReadTx, testing};
use tower::ServiceExt;
use uuid::Uuid;

use crate::account;
use crate::act::{Person, new_uuid};
use crate::app::App;
use crate::config::Config;
use crate::edge::{Caller, Credential, Fault, endpoint};
use crate::entry::{self, sheet::Draft};
use crate::seed;

/// One running application. The clock goes on a second with each request.
pub struct World {
    pub app: App,
    runtime: tokio::runtime::Runtime,
    _store: testing::Scratch,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
}

impl Answer {
    /// Whether the page says this somewhere, whatever the markup.
    pub fn says(&self, text: &str) -> bool {
        super::visible(&self.body).contains(text)
    }

    /// What stands in a hidden field.
    pub fn hidden(&self, name: &str) -> String {
        let input = format!("type=\"hidden\" name=\"{name}\" value=\"");
        let found = self.body.split_once(&input).and_then(|(_, rest)| rest.split_once('"'));
        found
            .unwrap_or_else(|| panic!("no hidden field {name} in {}", self.body))
            .0
            .to_owned()
    }

    pub fn is_to(&self, path: &str) -> bool {
        self.status == StatusCode::SEE_OTHER && self.location.split('?').next() == Some(path)
    }
}

/// What a form sends.
pub type Fields = Vec<(String, String)>;

/// Fields of a form, for tests to write down.
pub fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// The same form with other values in some fields.
pub fn with(form: &Fields, pairs: &[(&str, &str)]) -> Fields {
    let kept = form
        .iter()
        .filter(|(name, _)| pairs.iter().all(|(other, _)| name != other))
        .cloned();
    kept.chain(fields(pairs)).collect()
}

impl World {
    pub fn new() -> World {
        let store = testing::sqlite(crate::wiring::MIGRATIONS);
        let passed = Arc::new(AtomicI64::new(0));
        let clock = Arc::new(move || testing::at() + SignedDuration::from_secs(passed.fetch_add(1, Ordering::SeqCst)));
        let config = Config {
            zone: Some("America/Sao_Paulo".to_owned()),
            ..Config::default()
        };
        let app = App::new(store.clone(), config, clock, identify);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(seed::install(&app, None)).unwrap();
        World {
            app,
            runtime,
            _store: store,
        }
    }

    pub fn get(&self, who: &str, path: &str) -> Answer {
        self.ask(who, Method::GET, path, &[])
    }

    pub fn post(&self, who: &str, path: &str, form: &Fields) -> Answer {
        self.ask(who, Method::POST, path, form)
    }

    fn ask(&self, who: &str, method: Method, path: &str, form: &[(String, String)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer slip_{who}_x"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        self.runtime.block_on(async {
            let response = endpoint::router(&self.app, &crate::wiring::routes())
                .oneshot(request)
                .await
                .unwrap();
            let location = response
                .headers()
                .get(header::LOCATION)
                .map(|value| value.to_str().unwrap().to_owned())
                .unwrap_or_default();
            let status = response.status();
            let body = response.into_body().collect().await.unwrap().to_bytes();
            Answer {
                status,
                location,
                body: String::from_utf8_lossy(&body).into_owned(),
            }
        })
    }

    /// The id of the only, or first, entry of a kind with this name.
    pub fn id(&self, kind: &str, name: &str) -> String {
        let kind = entry::registry::named(kind).unwrap();
        let name = name.to_owned();
        let found = self
            .runtime
            .block_on(self.app.look(&caller(&self.app, seed::ADMINISTRATOR), move |look| {
                let asked = entry::query::asked(
                    kind,
                    &serde_json::Map::from_iter([("q".to_owned(), Value::String(name.clone()))]),
                )?;
                Ok(entry::query::page(look, kind, &asked)?
                    .entries
                    .first()
                    .map(|entry| entry.id))
            }));
        found.unwrap().unwrap_or_else(|| panic!("no such entry")).to_string()
    }

    fn make(&self, kind: &str, body: Value) -> Uuid {
        let kind = entry::registry::named(kind).unwrap();
        let at = self.app.now();
        let made = self.app.act_as_system(at, new_uuid(at), move |act| {
            Ok(entry::command::create(act, kind, &Draft::plain(body.clone()))?.id)
        });
        self.runtime.block_on(made).unwrap()
    }

    /// Sets a parameter of the installation.
    pub fn set(&self, name: &str, value: i64) {
        let path = format!("/api/v1/parameters/{name}");
        let body = json!({"value": value}).to_string();
        let request = Request::builder()
            .method(Method::PUT)
            .uri(path)
            .header("authorization", format!("Bearer slip_{}_x", seed::ADMINISTRATOR))
            .header("content-type", "application/json")
            .header("if-match", "*")
            .body(Body::from(body))
            .unwrap();
        let answer = self
            .runtime
            .block_on(endpoint::router(&self.app, &crate::wiring::routes()).oneshot(request))
            .unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
    }

    /// Somebody with an account and the profile of a name, in the release team or not.
    pub fn person(&self, name: &str, login: &str, profile: &str) -> String {
        let unit = self.id("unit", "");
        let employee = self.make(
            "employee",
            json!({"name": name, "email": format!("{login}@example.org"), "unit": unit, "phone": "555"}),
        );
        let profile = self.id("profile", profile);
        self.make(
            "user",
            json!({"employee": employee.to_string(), "login": login, "profile": profile}),
        );
        employee.to_string()
    }

    /// Puts people into the release team.
    pub fn join(&self, employees: &[&str]) {
        let team = self.id("group", "");
        let admin = self.id("employee", "admin");
        let all: Vec<Value> = employees
            .iter()
            .copied()
            .chain([admin.as_str()])
            .map(|employee| json!({"employee": employee, "receives_mail": false}))
            .collect();
        let kind = entry::registry::named("group").unwrap();
        let (at, id) = (self.app.now(), team.parse().unwrap());
        let joined = self.app.act_as_system(at, new_uuid(at), move |act| {
            let draft = Draft::plain(json!({"members": all.clone()}));
            entry::command::amend(act, kind, id, crate::edge::Precondition::Any, &draft).map(drop)
        });
        self.runtime.block_on(joined).unwrap();
    }

    /// What the form of registering sends for a release of the minor model.
    pub fn registration(&self, title: &str) -> Fields {
        let (admin, unit) = (self.id("employee", ""), self.id("unit", ""));
        let (model, portfolio) = (self.id("model", "Minor"), self.id("portfolio", ""));
        fields(&[
            ("requester", &admin),
            ("contact.name", "Ana Souza"),
            ("contact.email", "ana@example.org"),
            ("contact.unit", &unit),
            ("portfolio", &portfolio),
            ("model", &model),
            ("preset_for", &model),
            ("filled_for", &admin),
            ("contract", &self.id("contract", "")),
            ("executor_group", &self.id("group", "")),
            ("title", title),
            ("impact", "high"),
            ("urgency", "medium"),
            ("risk", "low"),
            ("notify.creation", "true"),
            ("notify.any_change", "false"),
            ("notify.closing", "true"),
            ("planning.start", "2026-12-01T09:00"),
            ("planning.end", "2026-12-03T18:00"),
            ("planning.zone", "America/Sao_Paulo"),
            ("deployment.start", "2026-12-04T20:00"),
            ("deployment.end", "2026-12-04T23:00"),
            ("deployment.zone", "America/Sao_Paulo"),
        ])
    }

    /// Registers one and answers its address.
    pub fn registered(&self, title: &str) -> String {
        let answer = self.post(seed::ADMINISTRATOR, "/releases", &self.registration(title));
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", super::visible(&answer.body));
        answer.location.split('?').next().unwrap().to_owned()
    }
}

fn caller(app: &App, who: &str) -> Caller {
    let credential = Credential::Token {
        public: who.to_owned(),
        digest: [0; 32],
    };
    Caller {
        credential: Some(credential),
        at: app.now(),
        request: Uuid::nil(),
        language: crate::edge::Language::English,
    }
}

/// The public part of a token is the login name of whoever sends it.
fn identify(tx: &ReadTx<'_>, caller: &Caller) -> Result<Option<Person>, Fault> {
    let Some(Credential::Token { public, .. }) = &caller.credential else {
        return Ok(None);
    };
    let Some(account) = account::store::account_of_login(tx, public)? else {
        return Ok(None);
    };
    let log_in = account::store::by_account(tx, account.uuid())?;
    log_in
        .map(|log_in| account::query::person(tx, log_in, TokenScope::Admin))
        .transpose()
}
