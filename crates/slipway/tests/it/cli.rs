//! The command line as an administrator meets it: the program itself, in a folder of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};

use serde_json::Value;
use uuid::Uuid;

/// A folder with a store, removed when dropped.
struct Place(PathBuf);

impl Place {
    fn new() -> Place {
        let path = std::env::temp_dir().join(format!("slipway-cli-{}", Uuid::now_v7()));
        std::fs::create_dir(&path).unwrap();
        Place(path)
    }

    fn store(&self) -> PathBuf {
        self.0.join("store.db")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_slipway"));
        command.args(arguments).current_dir(&self.0);
        // Whatever this machine has set is not this story's.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("SLIPWAY_") {
                command.env_remove(name);
            }
        }
        command
            .env("SLIPWAY_DATABASE_URL", format!("sqlite://{}", self.store().display()))
            .env("SLIPWAY_FILES", self.0.join("files"))
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// A running server, and the address it found.
    fn serve(&self) -> Serving {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut process = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap());
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert_ne!(
                log.read_line(&mut line).unwrap(),
                0,
                "the server ended before it listened"
            );
            let told = line.split_whitespace().find_map(|word| word.strip_prefix("http://"));
            if let Some(address) = told {
                break address.parse().unwrap();
            }
        };
        Serving { process, address, log }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A command that has ended.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Ran {
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// What it printed, if it ended well.
    #[track_caller]
    fn done(&self) -> &str {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self.out.trim()
    }

    /// The one sentence of a failure.
    #[track_caller]
    fn failed(&self) -> &str {
        assert_eq!((self.code, self.out.as_str()), (Some(1), ""), "{}", self.err);
        let sentence = self.err.lines().filter(|line| line.starts_with("slipway: "));
        let sentences: Vec<&str> = sentence.collect();
        assert_eq!(sentences.len(), 1, "{}", self.err);
        sentences[0].trim_start_matches("slipway: ")
    }
}

struct Serving {
    process: Child,
    address: SocketAddr,
    log: BufReader<ChildStderr>,
}

impl Serving {
    fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).unwrap()
    }

    fn get(&self, path: &str) -> String {
        let mut stream = self.connect();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn tell(&self, signal: &str) {
        let told = Command::new("kill")
            .args(["-s", signal, &self.process.id().to_string()])
            .status();
        assert!(told.unwrap().success());
    }

    /// Waits for its end: the exit code and the rest of its log.
    fn ended(mut self) -> (Option<i32>, String) {
        let mut rest = String::new();
        self.log.read_to_string(&mut rest).unwrap();
        (self.process.wait().unwrap().code(), rest)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It has ended already, unless the story failed before.
        let _ = self.process.kill();
    }
}

/// The names of the commands below one, as its help lists them.
fn commands(place: &Place, below: &[&str]) -> Vec<String> {
    let help = place.run(&[below, &["--help"]].concat());
    let listed = help.done().split("Commands:\n").nth(1).unwrap_or_default().to_owned();
    let names = listed
        .lines()
        .take_while(|line| line.starts_with("  "))
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help");
    names.map(str::to_owned).collect()
}

#[test]
fn every_command_helps_with_an_example_and_tells_the_version() {
    let place = Place::new();
    let mut todo: Vec<Vec<String>> = vec![Vec::new()];
    let mut n_commands = 0;
    while let Some(command) = todo.pop() {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let help = place.run(&[&words[..], &["--help"]].concat());
        assert!(help.done().contains("Example: "), "{words:?}: {}", help.out);
        let example = [&["slipway"], &words[..]].concat().join(" ");
        assert!(
            help.out.contains(&example),
            "{words:?} shows another command's example: {}",
            help.out
        );
        n_commands += 1;
        todo.extend(
            commands(&place, &words)
                .into_iter()
                .map(|name| [command.clone(), vec![name]].concat()),
        );
    }
    assert!(n_commands >= 11, "{n_commands} commands");
    assert!(place.run(&["--version"]).done().starts_with("slipway "));
}

#[test]
fn wrong_usage_exits_with_2_and_writes_nothing() {
    let place = Place::new();
    for wrong in [
        &["sail"][..],
        &[],
        &["user", "add"],
        &["token"],
        &["generate", "--releases", "none"],
        &["serve", "--lisen", "127.0.0.1:0"],
        &["demo", "--database", "sqlite://other.db"],
    ] {
        let ran = place.run(wrong);
        // A demo's store comes from the environment here, which is as wrong for it as the flag.
        assert_eq!(ran.code, Some(2), "{wrong:?}: {}{}", ran.out, ran.err);
    }
    assert!(!place.store().exists());
}

#[test]
fn an_unknown_setting_is_named() {
    let place = Place::new();
    let misspelt = place
        .command(&["migrate"])
        .env("SLIPWAY_DATABASE_UR", "x")
        .output()
        .unwrap();
    let ran = Ran::of(misspelt);
    assert!(
        ran.failed().contains("SLIPWAY_DATABASE_UR") && ran.err.contains("SLIPWAY_DATABASE_URL"),
        "{}",
        ran.err
    );
    std::fs::write(
        place.0.join("slipway.toml"),
        "listen = \"127.0.0.1:1\"\ncolour = \"red\"\n",
    )
    .unwrap();
    assert!(place.run(&["migrate"]).failed().contains("colour"));
    assert!(!place.store().exists());
}

#[test]
fn a_store_is_brought_to_this_version_once() {
    let place = Place::new();
    assert!(
        place
            .run(&["migrate", "--check"])
            .failed()
            .contains("there is no store at")
    );
    assert!(!place.store().exists(), "looking makes none");
    assert!(place.run(&["migrate"]).done().starts_with("applied 0001_people"));
    assert_eq!(place.run(&["migrate", "--check"]).done(), "the store is up to date");
    assert_eq!(place.run(&["migrate"]).done(), "the store was up to date");
}

#[test]
fn people_and_tokens_are_kept_from_the_machine() {
    let place = Place::new();
    let with_password = |arguments: &[&str]| {
        let mut command = place.command(arguments);
        Ran::of(
            command
                .env("SLIPWAY_PASSWORD", "correct horse battery")
                .output()
                .unwrap(),
        )
    };
    let added = with_password(&[
        "user",
        "add",
        "ana",
        "--name",
        "Ana Souza",
        "--email",
        "ana@example.org",
    ]);
    assert_eq!(added.done(), "added ana");
    assert!(
        !with_password(&["user", "add", "ana"]).failed().is_empty(),
        "a log-in is given once"
    );
    assert!(
        with_password(&["user", "add", "bia", "--profile", "None such"])
            .failed()
            .contains("None such")
    );
    assert!(
        with_password(&["user", "password", "ana"])
            .done()
            .contains("its sessions have ended")
    );
    let nobody = with_password(&["user", "password", "nobody"]);
    assert!(nobody.failed().contains("nobody"));
    let token = place.run(&["token", "ana", "--scope", "write"]);
    assert!(token.done().starts_with("slip_"), "{}", token.out);
    assert!(place.run(&["token", "nobody"]).failed().contains("nobody"));
    let serving = place.serve();
    let mut stream = serving.connect();
    let head = format!(
        "Host: {}\r\nConnection: close\r\nAuthorization: Bearer {}",
        serving.address,
        token.done()
    );
    write!(stream, "GET /api/v1/me HTTP/1.1\r\n{head}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("\"login\":\"ana\""), "{answer}");
    serving.tell("TERM");
    assert_eq!(serving.ended().0, Some(0));
}

fn change(store: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(store).unwrap();
    assert_eq!(connection.execute(sql, []).unwrap(), 1);
}

fn read<T: rusqlite::types::FromSql>(store: &Path, sql: &str) -> T {
    let connection = rusqlite::Connection::open(store).unwrap();
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// How many records and events there are.
fn counted(place: &Place) -> (i64, i64) {
    let records = "select count(*) from (select distinct record_kind, record_id from event)";
    (
        read(&place.store(), records),
        read(&place.store(), "select count(*) from event"),
    )
}

/// What `verify` says when nothing is wrong, of a store without files.
fn all_hold(place: &Place) -> String {
    let (n_records, n_events) = counted(place);
    assert!(n_records > 50, "{n_records}");
    format!("{n_records} records with {n_events} events hold\n0 files hold")
}

#[test]
fn volume_is_generated_and_holds_until_a_row_is_altered() {
    let place = Place::new();
    let made = place.run(&["generate", "--releases", "30", "--seed", "7", "--until", "2026-11-01"]);
    assert!(made.done().starts_with("generated releases 1 to 30 ("), "{}", made.out);
    assert_eq!(place.run(&["verify"]).done(), all_hold(&place));
    let one = "select record_id from event where record_kind = 'release' order by record_id limit 1";
    change(
        &place.store(),
        &format!(
            "update event set actor_name = 'Somebody' where record_kind = 'release' and seq = 1 and record_id = ({one})"
        ),
    );
    let broken = place.run(&["verify"]);
    let (n_records, _) = counted(&place);
    let altered = Uuid::from_slice(&read::<Vec<u8>>(&place.store(), one)).unwrap();
    assert_eq!(
        broken.failed(),
        format!("1 of {n_records} records do not hold; first: release {altered} event 1: the event was altered")
    );
}

#[test]
fn the_description_of_the_api_is_printed() {
    let place = Place::new();
    let document: Value = serde_json::from_str(place.run(&["openapi"]).done()).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/api/v1/releases"]["post"].is_object());
    assert!(!place.store().exists());
}

#[test]
fn a_second_process_on_the_same_store_is_refused_and_the_first_goes_on() {
    let place = Place::new();
    let first = place.serve();
    let address = "127.0.0.1:0";
    for command in [&["serve", "--listen", address][..], &["verify"], &["token", "admin"]] {
        let second = place.run(command);
        assert!(
            second.failed().contains("another process"),
            "{command:?}: {}",
            second.err
        );
    }
    assert!(first.get("/readyz").starts_with("HTTP/1.1 200"));
    first.tell("TERM");
    assert_eq!(first.ended().0, Some(0));
    assert_eq!(
        place.run(&["verify"]).done(),
        all_hold(&place),
        "the lock went with the process"
    );
}

#[test]
fn a_signal_to_end_lets_what_has_begun_finish() {
    for signal in ["TERM", "INT"] {
        let place = Place::new();
        let serving = place.serve();
        let body = r#"{"login": "admin", "password": "wrong"}"#;
        let head = format!(
            "POST /api/v1/sessions HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            serving.address,
            body.len()
        );
        let (first, rest) = body.split_at(10);
        let mut begun = serving.connect();
        write!(begun, "{head}{first}").unwrap();
        // Answered after the other has arrived, so that the server has read what has begun.
        assert!(serving.get("/readyz").starts_with("HTTP/1.1 200"));
        serving.tell(signal);
        begun.write_all(rest.as_bytes()).unwrap();
        let mut answer = String::new();
        begun.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 401"), "{signal}: {answer}");
        let address = serving.address;
        let (code, log) = serving.ended();
        assert_eq!(code, Some(0), "{signal}: {log}");
        assert!(log.contains("connections.cut=0"), "{log}");
        assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
    }
}
