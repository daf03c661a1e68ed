//! An import of items and relationships from CSV, against the same rows written raw: prepared statements on the same tables
//! with the same indexes, a thousand rows a transaction, without Slipway.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::time::{Duration, Instant};

use clap::Args;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use crate::Failure;
use crate::report::{Finding, Verdict, ratio, tell};
use crate::server::{Folder, Store};

/// How much is imported.
#[derive(Debug, Clone, Args)]
pub struct Size {
    /// Configuration items, at most 1000000 for the goal that is measured
    #[arg(long, default_value_t = 100_000)]
    cis: u64,
    /// Relationships between them
    #[arg(long, default_value_t = 500_000)]
    relationships: u64,
}

impl Default for Size {
    fn default() -> Self {
        Self {
            cis: 100_000,
            relationships: 500_000,
        }
    }
}

/// How many times longer than the raw rows an import may take.
const GOAL: f64 = 3.0;
/// Rows of one transaction, as the import has them.
const BATCH: usize = 1_000;
const GROUPS: u64 = 60;

pub fn measure(size: &Size) -> Result<Vec<Finding>, Failure> {
    let (folder, store) = (Folder::new()?, Store::new()?);
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (items, pairs, first) = (path("items.csv"), path("pairs.csv"), path("first.csv"));
    write_items(&items, size.cis)?;
    write_pairs(&pairs, size)?;
    // What the rows refer to is made before, for both.
    write_items(&first, GROUPS)?;
    store.run(&["import", "cis", &first, "--create-missing"])?;
    let before = store.copied()?;
    let mut findings = Vec::new();
    for (what, file, n_rows, tables) in [
        ("cis", &items, size.cis, &["item", "item_version", "event"][..]),
        (
            "relationships",
            &pairs,
            size.relationships,
            &["relationship", "graph_change", "event"][..],
        ),
    ] {
        tell(&format!("importing {n_rows} {what}"))?;
        let began = Instant::now();
        store.run(&["import", what, file])?;
        let imported = began.elapsed();
        tell("writing the same rows raw")?;
        let raw = written_raw(&store, &before, tables)?;
        findings.push(Finding {
            measure: format!("import of {n_rows} {what}"),
            found: told(n_rows, imported),
            against: format!("raw prepared inserts of the same rows: {}", told(n_rows, raw)),
            verdict: Verdict::AtMost {
                found: ratio(imported, raw),
                goal: GOAL,
            },
        });
        let began = Instant::now();
        store.run(&["import", what, file])?;
        findings.push(Finding {
            measure: format!("the same {what} again, all unchanged"),
            found: told(n_rows, began.elapsed()),
            against: "their import".to_owned(),
            verdict: Verdict::Fact {
                found: ratio(began.elapsed(), imported),
            },
        });
    }
    Ok(findings)
}

fn told(n_rows: u64, span: Duration) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a rate is read by people")]
    let a_second = n_rows as f64 / span.as_secs_f64();
    format!("{:.1} s, {a_second:.0} rows/s", span.as_secs_f64())
}

fn write_items(path: &str, n_items: u64) -> Result<(), Failure> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(
        file,
        "identification,name,type,group,version,criticality,serial_number,attributes.ram"
    )?;
    for item in 0..n_items {
        let group = item % GROUPS;
        let criticality = if item % 10 == 0 { "high" } else { "low" };
        writeln!(
            file,
            "SRV-{item:07},Server {item} of the measurement,Measured server,Production/Hall {group},1.{group},{criticality},SN-{item},{}",
            8 * (1 + item % 32)
        )?;
    }
    Ok(file.flush()?)
}

/// A sparse web: most items need a few of those shortly before them, some need one that everybody needs.
fn write_pairs(path: &str, size: &Size) -> Result<(), Failure> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "from,to,type")?;
    for pair in 0..size.relationships {
        // Every pair once: the round says how far away the other end is.
        let (from, round) = (pair % size.cis, pair / size.cis);
        let distance = 1 + round * round * 7 + round;
        let to = (from + size.cis - distance % size.cis) % size.cis;
        writeln!(file, "SRV-{from:07},SRV-{to:07},depends on")?;
    }
    Ok(file.flush()?)
}

/// Writes what the import has added into the store as it was before, and answers how long that took.
fn written_raw(done: &Store, before: &Store, tables: &[&str]) -> Result<Duration, Failure> {
    let from = Connection::open_with_flags(done.file(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    from.execute("attach database ?1 as known", [before.file().display().to_string()])?;
    let mut into = Connection::open(before.file())?;
    into.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma cache_size = -65536",
    )?;
    let mut took = Duration::ZERO;
    for table in tables {
        took += copied(&from, &mut into, table)?;
    }
    Ok(took)
}

fn copied(from: &Connection, into: &mut Connection, table: &str) -> Result<Duration, Failure> {
    let last: i64 = from.query_row(
        &format!("select coalesce(max(rowid), 0) from known.{table}"),
        [],
        |row| row.get(0),
    )?;
    let mut read = from.prepare(&format!("select * from main.{table} where rowid > ?1 order by rowid"))?;
    let n_columns = read.column_count();
    let places = vec!["?"; n_columns].join(", ");
    let insert = format!("insert into {table} values ({places})");
    let mut rows = read.query([last])?;
    let mut took = Duration::ZERO;
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        while batch.len() < BATCH {
            let Some(row) = rows.next()? else { break };
            let cells: Result<Vec<Value>, _> = (0..n_columns).map(|column| row.get(column)).collect();
            batch.push(cells?);
        }
        if batch.is_empty() {
            return Ok(took);
        }
        let began = Instant::now();
        let writing = into.transaction()?;
        {
            let mut insert = writing.prepare_cached(&insert)?;
            for cells in &batch {
                insert.execute(params_from_iter(cells))?;
            }
        }
        writing.commit()?;
        took += began.elapsed();
    }
}
