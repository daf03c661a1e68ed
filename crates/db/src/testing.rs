//! Stores for tests, of this crate and of others: fresh for each test, migrated, and gone when it ends.
//! The PostgreSQL server is not started here but by `with-postgres`, which names it in `SLIPWAY_TEST_POSTGRES`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly and say what it skips"
)]
#![allow(
    clippy::missing_panics_doc,
    reason = "everything here panics if there is no store to test with"
)]

use std::ops::Deref;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use postgres::Client;
use uuid::Uuid;

use crate::{Config, Db, Migration, Stamp, migrate};

/// Runs a test on a fresh SQLite store, then on a fresh PostgreSQL database if there is a server.
///
/// What a test prints is shown if it fails; the last line about an engine says on which one.
pub fn both(migrations: &'static [Migration], body: impl Fn(&Scratch)) {
    eprintln!("on SQLite");
    body(&sqlite(migrations));
    on_postgres(migrations, body);
}

/// Runs a test on a fresh PostgreSQL database if `SLIPWAY_TEST_POSTGRES` names a server, and says so if it does not.
pub fn on_postgres(migrations: &'static [Migration], body: impl FnOnce(&Scratch)) {
    match postgres(migrations) {
        Some(db) => {
            eprintln!("on PostgreSQL");
            body(&db);
        }
        None => eprintln!("PostgreSQL skipped: SLIPWAY_TEST_POSTGRES is not set; see crates/db/with-postgres"),
    }
}

/// A fresh, migrated SQLite store.
pub fn sqlite(migrations: &'static [Migration]) -> Scratch {
    let folder = Folder::new();
    let db = Db::open(&folder.config(), migrations).expect("a scratch store opens");
    db.migrate(at()).expect("the migrations run");
    Scratch {
        db,
        home: Home::Folder(folder),
    }
}

/// A fresh, migrated PostgreSQL database on the server that `SLIPWAY_TEST_POSTGRES` names; `None` if it names none.
pub fn postgres(migrations: &'static [Migration]) -> Option<Scratch> {
    let database = Database::copy_of(&template(migrations)?)?;
    let db = Db::open(&database.config(), migrations).expect("a scratch database opens");
    Some(Scratch {
        db,
        home: Home::Database(database),
    })
}

/// The instant of tests that do not care which: 2026-11-22 at 10:00 UTC.
pub fn at() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().expect("an instant")
}

/// A stamp of nobody at [`at`].
pub fn stamp() -> Stamp {
    Stamp {
        at: at(),
        by: None,
        request: Uuid::nil(),
    }
}

/// A store that goes away with this handle.
#[derive(Debug)]
pub struct Scratch {
    db: Db,
    home: Home,
}

/// Where a scratch store is. Dropping it takes the store away.
#[derive(Debug)]
enum Home {
    Folder(Folder),
    Database(Database),
}

impl Scratch {
    /// True if this is a SQLite store: for what is to be asserted of one engine only.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.home, Home::Folder(_))
    }

    /// The settings with which this store was opened, to open it once more.
    pub fn config(&self) -> Config {
        match &self.home {
            Home::Folder(folder) => folder.config(),
            Home::Database(database) => database.config(),
        }
    }
}

impl Deref for Scratch {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Before the home goes: the fields are dropped after this.
        self.db.close();
    }
}

/// A folder in the temporary folder of the system.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// A name that no other test uses. The folder itself is made by whoever opens a store in it.
    #[expect(clippy::new_without_default, reason = "a new folder each time is no default")]
    pub fn new() -> Self {
        Self {
            path: std::env::temp_dir().join(format!("slipway-test-{}", Uuid::now_v7())),
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The settings of a SQLite store in this folder.
    pub fn config(&self) -> Config {
        Config::new(self.path.join("slipway.db").to_string_lossy())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // One that stays behind is where the system expects such things.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

/// A database of its own on the test server.
#[derive(Debug)]
struct Database {
    server: String,
    name: String,
}

impl Database {
    fn copy_of(template: &str) -> Option<Self> {
        let server = server()?;
        let name = format!("test_{}", Uuid::now_v7().simple());
        on_server(&server, |client| {
            client
                .batch_execute(&format!("create database {name} template {template}"))
                .expect("a scratch database");
        });
        Some(Self { server, name })
    }

    fn config(&self) -> Config {
        Config {
            n_connections: Some(4),
            ..Config::new(address_of(&self.server, &self.name))
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        on_server(&self.server, |client| {
            // What stays behind goes with the server.
            let _ = client.batch_execute(&format!("drop database if exists {} with (force)", self.name));
        });
    }
}

/// The name of a database with these migrations applied, from which others are copied. Made by whoever needs it first.
fn template(migrations: &'static [Migration]) -> Option<String> {
    let server = server()?;
    let name = format!("template_{}", digest(migrations));
    let making = format!("{name}_making");
    on_server(&server, |client| {
        // Held until the connection closes, so that other test processes wait for the template.
        client
            .batch_execute("select pg_advisory_lock(20261122)")
            .expect("the lock of the templates");
        let known = client
            .query("select 1 from pg_database where datname = $1", &[&name])
            .expect("the databases");
        if !known.is_empty() {
            return;
        }
        client
            .batch_execute(&format!("drop database if exists {making} with (force)"))
            .expect("no half template");
        client
            .batch_execute(&format!("create database {making}"))
            .expect("a template");
        let db = Db::open(&Config::new(address_of(&server, &making)), migrations).expect("the template opens");
        db.migrate(at()).expect("the migrations run");
        db.close();
        client
            .batch_execute(&format!("alter database {making} rename to {name}"))
            .expect("a whole template");
    });
    Some(name)
}

fn digest(migrations: &[Migration]) -> String {
    let texts: Vec<String> = migrations
        .iter()
        .map(|one| format!("{} {}\n{}", one.version, one.name, one.postgres))
        .collect();
    migrate::digest(&texts.concat()).chars().take(16).collect()
}

fn server() -> Option<String> {
    std::env::var("SLIPWAY_TEST_POSTGRES")
        .ok()
        .filter(|server| !server.is_empty())
}

/// The address of another database on the same server.
fn address_of(server: &str, database: &str) -> String {
    let (address, settings) = server.split_once('?').unwrap_or((server, "sslmode=disable"));
    let (host, _) = address.rsplit_once('/').expect("an address that names a database");
    format!("{host}/{database}?{settings}")
}

/// Runs something with a connection to the test server, on a thread of its own: the caller may be in an async runtime.
fn on_server<T: Send>(server: &str, work: impl FnOnce(&mut Client) -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let mut client = Client::connect(server, postgres::NoTls).expect("the test server answers");
            work(&mut client)
        });
        thread.join().expect("the test server does what it is asked")
    })
}
