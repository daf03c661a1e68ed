//! G17 with a real process and SIGKILL: an import that is killed at a quarter, a half and three quarters goes on where it
//! was, and ends as one that nobody disturbed.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use uuid::Uuid;

/// Twelve batches.
const N_ROWS: i64 = 12_000;
/// What an import may lose: one batch.
const BATCH: i64 = 1_000;

/// A folder with a store, removed when dropped.
struct Place(PathBuf);

impl Place {
    fn new() -> Place {
        let path = std::env::temp_dir().join(format!("slipway-import-{}", Uuid::now_v7()));
        std::fs::create_dir(&path).unwrap();
        Place(path)
    }

    fn slipway(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_slipway"));
        command
            .current_dir(&self.0)
            .env("SLIPWAY_ADMIN_PASSWORD", "correct horse battery")
            .args(["--database", &format!("sqlite://{}", self.0.join("store.db").display())])
            .args(["--files", &self.0.join("files").display().to_string()])
            .args(arguments)
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let output = self.slipway(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output
    }

    /// The id of the import and how many of its rows are accounted for; none before it has begun.
    fn progress(&self) -> Option<(String, i64)> {
        let store = Connection::open_with_flags(self.0.join("store.db"), OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        store.busy_timeout(Duration::from_secs(5)).ok()?;
        let read = "select id, created + updated + unchanged + refused from import_job";
        let found = store.query_row(read, [], |row| Ok((row.get::<_, [u8; 16]>(0)?, row.get(1)?)));
        let (id, n_rows) = found.ok()?;
        Some((Uuid::from_bytes(id).to_string(), n_rows))
    }

    /// Every record of the store, without an order that ids decide.
    fn records(&self) -> Vec<String> {
        let output = self.run(&["export", "cmdb", "-", "--format", "jsonl"]);
        let text = String::from_utf8(output.stdout).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Items of which every fiftieth is bad.
fn file(n_rows: i64) -> String {
    let mut text = "identification,name,type,group,attributes.ram\n".to_owned();
    for row in 0..n_rows {
        let group = if row % 50 == 7 { "" } else { "Production/Racks" };
        writeln!(text, "SRV-{row},Server {row},Blade,{group},{}", row % 64).unwrap();
    }
    text
}

const IMPORT: [&str; 4] = ["import", "cis", "items.csv", "--create-missing"];

/// Waits until the import has come so far, and kills it.
#[expect(
    clippy::disallowed_methods,
    reason = "another process is waited for, and its end would be too late"
)]
fn kill_at(place: &Place, mut process: Child, n_rows: i64) -> (String, i64) {
    let patience = Instant::now() + Duration::from_mins(5);
    loop {
        if let Some((id, done)) = place.progress().filter(|(_, done)| *done >= n_rows) {
            process.kill().unwrap();
            process.wait().unwrap();
            return (id, done);
        }
        assert!(
            process.try_wait().unwrap().is_none(),
            "the import ended before it was killed"
        );
        assert!(Instant::now() < patience, "the import does not go on");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn last_line(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn an_import_that_is_killed_ends_as_one_that_was_not() {
    let undisturbed = Place::new();
    std::fs::write(undisturbed.0.join("items.csv"), file(N_ROWS)).unwrap();
    let clean = undisturbed.run(&IMPORT);
    let expected = format!(
        "{N_ROWS} rows: {} created, 0 updated, 0 unchanged, {} refused",
        N_ROWS - N_ROWS / 50,
        N_ROWS / 50
    );
    assert_eq!(last_line(&clean), expected);

    let killed = Place::new();
    std::fs::write(killed.0.join("items.csv"), file(N_ROWS)).unwrap();
    let silent = |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut process = silent(&mut killed.slipway(&IMPORT));
    let mut before = 0;
    for quarter in [1, 2, 3] {
        let (id, done) = kill_at(&killed, process, N_ROWS * quarter / 4);
        let (_, kept) = killed.progress().unwrap();
        assert!(
            kept >= done && kept >= before && kept % BATCH == 0,
            "{kept} rows are kept of {done}"
        );
        before = kept;
        process = silent(&mut killed.slipway(&[&IMPORT[..], &["--resume", &id]].concat()));
    }
    let (id, _) = killed.progress().unwrap();
    process.kill().unwrap();
    process.wait().unwrap();
    // The last one to go on is not disturbed, if the one before was killed before its end.
    let done = killed.progress().unwrap().1 == N_ROWS;
    let resumed = killed
        .slipway(&[&IMPORT[..], &["--resume", &id]].concat())
        .output()
        .unwrap();
    if done {
        assert!(!resumed.status.success(), "there was nothing left to do");
    } else {
        assert_eq!(
            last_line(&resumed),
            expected,
            "{}",
            String::from_utf8_lossy(&resumed.stderr)
        );
    }
    assert_eq!(killed.records(), undisturbed.records());
    killed.run(&["verify"]);
}

#[test]
fn another_file_is_not_taken_for_the_rest_of_one() {
    let place = Place::new();
    std::fs::write(place.0.join("items.csv"), file(4_000)).unwrap();
    let process = place
        .slipway(&IMPORT)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (id, _) = kill_at(&place, process, 1_000);
    let other = file(4_000).replace("Server 3,", "Server three,");
    std::fs::write(place.0.join("items.csv"), other).unwrap();
    let resumed = place
        .slipway(&[&IMPORT[..], &["--resume", &id]].concat())
        .output()
        .unwrap();
    assert_eq!(resumed.status.code(), Some(1));
    let told = String::from_utf8_lossy(&resumed.stderr).into_owned();
    assert!(told.contains("not the file that the import began with"), "{told}");
    std::fs::write(place.0.join("items.csv"), file(4_000)).unwrap();
    let right = place.run(&[&IMPORT[..], &["--resume", &id]].concat());
    assert!(
        last_line(&right).starts_with("4000 rows: 3920 created"),
        "{}",
        last_line(&right)
    );
    let records: Vec<Value> = place
        .records()
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(records.iter().filter(|record| record["record"] == "ci").count(), 3_920);
}
