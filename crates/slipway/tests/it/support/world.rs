//! The company: who works there and what there is to release from.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use slipway::account::command::TokenWish;
use slipway::act::new_uuid;
use slipway::app::App;
use slipway::config::Config;
use slipway::edge::endpoint;
use slipway::{account, seed, wiring};
use slipway_core::actor::TokenScope;
use slipway_db::testing::{self, Scratch};
use tokio::runtime::Runtime;

use super::Client;

/// A company on a fresh store. Its people:
/// `admin` may do everything; `ada` leads the release team and may do everything on the standard flow; `eva` executes
/// in the team; `vera` only reads; `sam` has the rights of the team's profile and belongs to no group; `rita` asks for
/// releases and has no right on any menu item.
pub struct World {
    pub app: App,
    pub admin: Client,
    pub ada: Client,
    pub eva: Client,
    pub vera: Client,
    pub sam: Client,
    pub rita: Client,
    /// Nobody: no token, no cookie.
    pub nobody: Client,
    /// Ids by a short name: `unit`, `contract`, `team`, `model`, `ada`, …
    ids: Vec<(String, String)>,
    clock: Arc<AtomicI64>,
    runtime: Runtime,
    _scratch: Scratch,
    _files: Files,
}

/// The folder of this world's files, which goes with it.
struct Files(PathBuf);

impl Drop for Files {
    fn drop(&mut self) {
        // Most worlds have none.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Tells a story on SQLite, and on PostgreSQL where there is one.
pub fn each(story: impl Fn(&mut World)) {
    story(&mut World::on(testing::sqlite(wiring::MIGRATIONS)));
    match testing::postgres(wiring::MIGRATIONS) {
        Some(scratch) => story(&mut World::on(scratch)),
        None => eprintln!("PostgreSQL skipped: SLIPWAY_TEST_POSTGRES is not set"),
    }
}

impl World {
    pub fn on_sqlite() -> World {
        World::on(testing::sqlite(wiring::MIGRATIONS))
    }

    pub fn on(scratch: Scratch) -> World {
        World::posting(scratch, None)
    }

    /// With a mail server at this address.
    pub fn posting(scratch: Scratch, smtp_url: Option<String>) -> World {
        let runtime = Runtime::new().unwrap();
        let start: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let clock = Arc::new(AtomicI64::new(start.as_microsecond()));
        let ticking = Arc::clone(&clock);
        let now = Arc::new(move || Timestamp::from_microsecond(ticking.load(Ordering::SeqCst)).unwrap());
        let files = Files(std::env::temp_dir().join(format!("slipway-it-{}", new_uuid(start))));
        let config = Config {
            files: files.0.clone(),
            zone: Some("America/Sao_Paulo".to_owned()),
            requests_a_minute: 1_000_000,
            smtp_url,
            ..Config::default()
        };
        let app = App::new((*scratch).clone(), config, now, account::query::identify);
        runtime.block_on(seed::install(&app, None)).unwrap();
        let router = endpoint::router(&app, &wiring::routes());
        let nobody = Client {
            router,
            runtime: runtime.handle().clone(),
            token: None,
            headers: Vec::new(),
        };
        let mut world = World {
            admin: nobody.clone(),
            ada: nobody.clone(),
            eva: nobody.clone(),
            vera: nobody.clone(),
            sam: nobody.clone(),
            rita: nobody.clone(),
            nobody,
            app,
            ids: Vec::new(),
            clock,
            runtime,
            _scratch: scratch,
            _files: files,
        };
        world.settle();
        world
    }

    /// The people, and the ids of what the first start made.
    fn settle(&mut self) {
        self.admin = self.client("admin", TokenScope::Admin);
        for (name, path) in [
            ("unit", "units"),
            ("contract", "contracts"),
            ("team", "groups"),
            ("calendar", "calendars"),
            ("portfolio", "portfolios"),
            ("solution", "solution_categories"),
            ("justification", "justifications"),
            ("activity_group", "activity_groups"),
            ("questionnaire", "questionnaires"),
        ] {
            let id = self.first(&format!("/api/v1/{path}"), |_| true);
            self.name(name, id);
        }
        for (name, key) in [("flow", "release-standard"), ("requester_flow", "release-requester")] {
            let found = self
                .app
                .db()
                .read_blocking(move |tx| slipway::flow::store::by_name(tx, key))
                .unwrap();
            self.name(name, found.unwrap().id.to_string());
        }
        let portfolio = self.id("portfolio");
        let model = self.first(&format!("/api/v1/portfolios/{portfolio}/models"), |model| {
            model["category"] == "minor"
        });
        self.name("model", model);
        let team_profile = self.first("/api/v1/profiles", |profile| profile["name"] == "Release team");
        let viewer_profile = self.first("/api/v1/profiles", |profile| profile["name"] == "Viewer");
        let nothing = self.create("/api/v1/profiles", &json!({"name": "Nothing", "rights": {}}));
        for (login, name, profile) in [
            ("ada", "Ada Lovelace", &team_profile),
            ("eva", "Eva Executora", &team_profile),
            ("vera", "Vera Viewer", &viewer_profile),
            ("sam", "Sam Stranger", &team_profile),
            ("rita", "Rita Requester", &nothing),
        ] {
            self.person(login, name, profile);
        }
        self.join(
            "team",
            &["ada"],
            &[
                "create",
                "execute",
                "delegate",
                "suspend",
                "reactivate",
                "change_sla",
                "reopen",
                "cancel",
                "reclassify",
            ],
        );
        self.group("hands", "HAN", &["eva", "vera"], &["execute"]);
        self.ada = self.client("ada", TokenScope::Write);
        self.eva = self.client("eva", TokenScope::Write);
        self.vera = self.client("vera", TokenScope::Write);
        self.sam = self.client("sam", TokenScope::Write);
        self.rita = self.client("rita", TokenScope::Write);
    }

    /// An employee with a log-in; their ids are named `login` (employee) and `login.account`.
    pub fn person(&mut self, login: &str, name: &str, profile: &str) {
        let employee = self.create(
            "/api/v1/employees",
            &json!({"name": name, "email": format!("{login}@example.org"), "unit": self.id("unit"), "phone": "+55 11 5555-0100"}),
        );
        let account = self.create(
            "/api/v1/users",
            &json!({"employee": employee, "login": login, "profile": profile}),
        );
        self.name(login, employee);
        self.name(&format!("{login}.account"), account);
    }

    /// A group under the world's contract with rights on the standard flow.
    pub fn group(&mut self, name: &str, acronym: &str, people: &[&str], actions: &[&str]) {
        let members: Vec<Value> = people
            .iter()
            .map(|person| json!({"employee": self.id(person)}))
            .collect();
        let body = json!({
            "name": name, "acronym": acronym, "members": members, "contracts": [self.id("contract")],
            "flow_permissions": [{"flow": self.id("flow"), "actions": actions}],
        });
        let id = self.create("/api/v1/groups", &body);
        self.name(name, id);
    }

    fn join(&mut self, group: &str, people: &[&str], actions: &[&str]) {
        let path = format!("/api/v1/groups/{}", self.id(group));
        let before = self.admin.get(&path).expect(200);
        let mut members = before.json()["members"].as_array().cloned().unwrap();
        members.extend(people.iter().map(|person| json!({"employee": self.id(person)})));
        let permissions = json!([{"flow": self.id("flow"), "actions": actions}]);
        let patch = json!({"members": members, "flow_permissions": permissions});
        self.admin.if_match(&before.etag()).patch(&path, &patch).expect(200);
    }

    /// A client with a token of its own, made as the command line makes it.
    pub fn client(&self, login: &str, scope: TokenScope) -> Client {
        let login = login.to_owned();
        let at = self.app.now();
        let wish = TokenWish {
            name: "test".to_owned(),
            scope,
            expires_at: None,
        };
        let token = self
            .runtime
            .block_on(self.app.act_as_system(at, new_uuid(at), move |act| {
                let account = account::store::account_of_login(act.tx(), &login)?.unwrap();
                account::command::make_token(act, account, &wish).map(|(_, text)| text)
            }));
        Client {
            token: Some(token.unwrap()),
            ..self.nobody.clone()
        }
    }

    /// One turn of the work that sends mails.
    pub fn deliver(&self) {
        let turn = slipway::mail::courier::deliver(self.app.clone());
        self.runtime.block_on(turn).unwrap();
    }

    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// Lets time pass.
    pub fn wait(&self, span: SignedDuration) {
        self.clock
            .fetch_add(i64::try_from(span.as_micros()).unwrap(), Ordering::SeqCst);
    }

    pub fn id(&self, name: &str) -> String {
        let found = self.ids.iter().find(|(known, _)| known == name);
        found.unwrap_or_else(|| panic!("nothing is named {name}")).1.clone()
    }

    pub fn name(&mut self, name: &str, id: String) {
        self.ids.push((name.to_owned(), id));
    }

    /// Creates something as the administrator and answers its id.
    pub fn create(&self, path: &str, body: &Value) -> String {
        self.admin.post(path, body).expect(201).json()["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    fn first(&self, path: &str, fits: impl Fn(&Value) -> bool) -> String {
        let list = self.admin.get(path).expect(200).json();
        let found = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|item| fits(item))
            .cloned();
        found.unwrap_or_else(|| panic!("nothing fits in {path}"))["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// A registration that nothing is wrong with.
    pub fn registration(&self) -> Value {
        json!({
            "requester": self.id("rita"),
            "contact": {"name": "Rita Requester", "email": "rita@example.org", "unit": self.id("unit")},
            "model": self.id("model"), "contract": self.id("contract"), "executor_group": self.id("team"),
            "title": "Payments 4.2", "description": "A <b>bold</b> step,\nin two lines", "version": "4.2.0",
            "impact": "high", "urgency": "medium", "risk": "low",
            "planning": {"start": "2026-12-01T09:00", "end": "2026-12-03T18:00", "zone": "America/Sao_Paulo"},
            "deployment": {"start": "2026-12-04T20:00", "end": "2026-12-04T23:00", "zone": "America/Sao_Paulo"},
        })
    }

    /// Registers a release as Ada and answers its path.
    pub fn release(&self) -> String {
        let made = self.ada.post("/api/v1/releases", &self.registration()).expect(201);
        made.header("location").to_owned()
    }

    /// Does something to a release at its present state.
    #[track_caller]
    pub fn act(&self, client: &Client, release: &str, verb: &str, body: &Value) -> super::Answer {
        let etag = self.ada.get(release).expect(200).etag();
        client.if_match(&etag).post(&format!("{release}/{verb}"), body)
    }
}
