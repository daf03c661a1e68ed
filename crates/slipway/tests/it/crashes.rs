//! G8 with a real process and SIGKILL: between the commit and sending, and between sending and marking. Every committed
//! event's mail arrives, each copy under the same Message-ID, and none tells of what was rolled back.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::support::smtp::{Hold, PostOffice, Received};

const ROUNDS: usize = 50;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let folder = std::env::temp_dir().join(format!("slipway-crash-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    /// The program on the store in this folder.
    fn slipway(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_slipway"));
        command
            .current_dir(&self.0)
            .env("SLIPWAY_ADMIN_PASSWORD", "correct horse battery")
            .args([
                "--database",
                &format!("sqlite://{}", self.0.join("slipway.db").display()),
            ])
            .args(["--files", &self.0.join("files").display().to_string()]);
        command
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A server of its own process.
struct Server {
    process: Child,
    address: String,
    token: String,
}

impl Server {
    fn start(folder: &Folder, office: &PostOffice, token: &str) -> Server {
        let mut process = folder
            .slipway()
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--requests-a-minute",
                "1000000",
                "--smtp",
                &office.url(),
            ])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap()).lines();
        let address = loop {
            let line = log.next().expect("the server ended before it listened").unwrap();
            if let Some((_, address)) = line.split_once("listening at http://") {
                break address.split_whitespace().next().unwrap().to_owned();
            }
        };
        std::thread::spawn(move || log.for_each(drop));
        Server {
            process,
            address,
            token: token.to_owned(),
        }
    }

    /// Sends a request and leaves the answer where it is.
    fn send(&self, method: &str, path: &str, body: &Value) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let body = body.to_string();
        let head = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.address,
            self.token,
            body.len()
        );
        stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        stream
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut answer = String::new();
        self.send(method, path, body).read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 20"), "{method} {path}: {answer}");
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap()
    }

    fn get(&self, path: &str) -> Value {
        self.call("GET", path, &json!({}))
    }

    fn first(&self, path: &str) -> Value {
        self.get(path)["items"][0]["id"].clone()
    }

    /// SIGKILL.
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// What a release is registered with, but for its title.
fn registration(server: &Server) -> Value {
    let unit = server.first("/units");
    let portfolio = server.first("/portfolios");
    let rita = json!({"name": "Rita", "email": "rita@example.org", "unit": unit});
    let model = server.first(&format!(
        "/portfolios/{}/models?status=active",
        portfolio.as_str().unwrap()
    ));
    json!({
        "requester": server.call("POST", "/employees", &rita)["id"],
        "contact": {"name": "Rita", "email": "rita@example.org", "unit": unit},
        "model": model, "contract": server.first("/contracts"), "executor_group": server.first("/groups"),
        "title": "", "description": "x", "impact": "high", "urgency": "medium", "risk": "low",
        "planning": {"start": "2031-12-01T09:00", "end": "2031-12-03T18:00", "zone": "UTC"},
        "deployment": {"start": "2031-12-04T20:00", "end": "2031-12-04T23:00", "zone": "UTC"},
    })
}

fn titled(registration: &Value, title: String) -> Value {
    let mut registration = registration.clone();
    registration["title"] = title.into();
    registration
}

/// Message ids by the title that the subject ends with.
fn ids(received: &[Received]) -> BTreeMap<String, BTreeSet<String>> {
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for mail in received {
        let subject = mail.header("Subject");
        let title = subject.split_once(": ").map_or("", |(_, title)| title).to_owned();
        ids.entry(title).or_default().insert(mail.header("Message-ID"));
    }
    ids
}

#[test]
fn mails_of_committed_events_survive_sigkill_and_there_are_no_others() {
    let (folder, office) = (Folder::new(), PostOffice::open());
    let made = folder
        .slipway()
        .args(["token", "admin", "--scope", "admin"])
        .output()
        .unwrap();
    let token = String::from_utf8(made.stdout).unwrap().trim().to_owned();
    assert!(token.starts_with("slip_"), "{}", String::from_utf8_lossy(&made.stderr));
    let server = Server::start(&folder, &office, &token);
    let form = registration(&server);
    server.kill();

    let mut acknowledged = BTreeSet::new();
    for round in 0..ROUNDS {
        let n_before = office.received().len();
        let sends = round % 2 == 1;
        office.hold(if sends { Hold::Answer } else { Hold::Greeting });
        let server = Server::start(&folder, &office, &token);
        server.call(
            "POST",
            "/releases?dry_run=true",
            &titled(&form, format!("Undone {round}")),
        );
        let title = format!("Round {round}");
        server.call("POST", "/releases", &titled(&form, title.clone()));
        acknowledged.insert(title.clone());
        let unanswered = server.send("POST", "/releases", &titled(&form, format!("Perhaps {round}")));
        if sends {
            office.wait_until(|received| received.len() > n_before);
        }
        server.kill();
        drop(unanswered);
        if !sends {
            assert!(
                !ids(&office.received()).contains_key(&title),
                "nothing could be sent before the kill"
            );
        }
    }

    office.hold(Hold::Nowhere);
    let server = Server::start(&folder, &office, &token);
    let releases = server.get("/releases?limit=200&sort=number")["items"]
        .as_array()
        .unwrap()
        .clone();
    let titles: BTreeSet<String> = releases
        .iter()
        .map(|release| release["title"].as_str().unwrap().to_owned())
        .collect();
    assert!(titles.is_superset(&acknowledged), "an acknowledged release is there");
    let received = office.wait_until(|received| titles.iter().all(|title| ids(received).contains_key(title)));
    while !server.get("/mail_outbox?state=queued&limit=1")["items"]
        .as_array()
        .unwrap()
        .is_empty()
    {}
    server.kill();

    let mailed = ids(&office.received());
    let told: BTreeSet<String> = mailed.keys().cloned().collect();
    assert_eq!(told, titles, "every committed event's mail, and no other's");
    for (title, ids) in &mailed {
        assert_eq!(ids.len(), 1, "{title}: every copy has the same id");
    }
    assert!(
        received.len() > titles.len(),
        "no kill fell between sending and marking: the test shows nothing"
    );
}
