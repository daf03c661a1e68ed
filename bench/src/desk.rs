//! The desk and the API's list, 50 releases a page, against the same rows by a prepared statement without Slipway,
//! in a small store and in a ten times larger one.

use std::hint::black_box;
use std::time::{Duration, Instant};

use clap::Args;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Statement};

use crate::Failure;
use crate::client::Client;
use crate::report::{Finding, Verdict, median, milliseconds, ratio, tell};
use crate::server::{Server, Store};

/// How many releases the two stores have.
#[derive(Debug, Clone, Args)]
pub struct Size {
    #[arg(long, default_value_t = 10_000)]
    small: u32,
    #[arg(long, default_value_t = 100_000)]
    large: u32,
}

impl Default for Size {
    fn default() -> Self {
        Self {
            small: 10_000,
            large: 100_000,
        }
    }
}

/// What the desk shows of each release, read by its keys alone. Joined from the left, for else SQLite begins with the contracts.
const ROWS: &str = "select r.number, r.title, e.name, r.created_at, r.priority, r.term_minutes, r.deadline, r.status, r.state, \
    r.closed_at, g.name, g.acronym, r.flow, r.flow_version, p.name, m.name, r.category, c.number, c.client, r.planned_start, r.planned_end, \
    t.node, re.name \
    from release r left join employee e on e.id = r.requester left join work_group g on g.id = r.executor_group \
    left join portfolio p on p.id = r.portfolio left join model m on m.id = r.model left join contract c on c.id = r.contract \
    left join release_task t on t.release = r.id and t.completed_at is null \
    left join account a on a.id = t.responsible left join employee re on re.id = a.employee \
    where r.deleted_at is null order by r.number desc limit 50";

const N_ROUNDS: usize = 300;

/// What a round took in one store: the median of each.
struct Spans {
    page: Duration,
    list: Duration,
    rows: Duration,
}

pub async fn measure(size: &Size) -> Result<Vec<Finding>, Failure> {
    let small = spans(size.small).await?;
    let large = spans(size.large).await?;
    let n_large = size.large;
    let against_rows = |name: &str, span: Duration, goal: Option<f64>| {
        let found = ratio(span, large.rows);
        Finding {
            measure: format!("{name} at {n_large} releases"),
            found: milliseconds(span),
            against: format!("the rows alone: {}", milliseconds(large.rows)),
            verdict: goal.map_or(Verdict::Fact { found }, |goal| Verdict::AtMost { found, goal }),
        }
    };
    let against_small = |name: &str, span: Duration, before: Duration| Finding {
        measure: format!("{name} at {n_large} releases"),
        found: milliseconds(span),
        against: format!("at {}: {}", size.small, milliseconds(before)),
        verdict: Verdict::AtMost {
            found: ratio(span, before),
            goal: 1.5,
        },
    };
    Ok(vec![
        against_rows("desk, HTML", large.page, Some(5.0)),
        against_small("desk, HTML", large.page, small.page),
        against_rows("list, JSON", large.list, None),
        against_small("list, JSON", large.list, small.list),
    ])
}

async fn spans(n_releases: u32) -> Result<Spans, Failure> {
    tell(&format!("generating {n_releases} releases"))?;
    let store = Store::new()?;
    store.run(&["generate", "--releases", &n_releases.to_string(), "--seed", "1"])?;
    let token = store.token()?;
    let server = Server::start(&store).await?;
    let mut client = Client::connect(server.address, &token).await?;
    let connection = Connection::open_with_flags(store.file(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.execute_batch("pragma query_only = on; pragma cache_size = -65536")?;
    let mut statement = connection.prepare(ROWS)?;
    let (mut pages, mut lists, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    // In turns, so that a busy moment of the machine falls on all three alike.
    for _ in 0..N_ROUNDS {
        pages.push(asked(&mut client, "/releases").await?);
        lists.push(asked(&mut client, "/api/v1/releases").await?);
        rows.push(read(&mut statement)?);
    }
    Ok(Spans {
        page: median(&mut pages),
        list: median(&mut lists),
        rows: median(&mut rows),
    })
}

async fn asked(client: &mut Client, path: &str) -> Result<Duration, Failure> {
    let began = Instant::now();
    black_box(client.get(path).await?);
    Ok(began.elapsed())
}

fn read(statement: &mut Statement<'_>) -> Result<Duration, Failure> {
    let began = Instant::now();
    let n_columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut n_rows = 0;
    while let Some(row) = rows.next()? {
        for column in 0..n_columns {
            black_box(row.get::<_, Value>(column)?);
        }
        n_rows += 1;
    }
    if n_rows != 50 {
        return Err(format!("the store shows {n_rows} releases instead of 50").into());
    }
    Ok(began.elapsed())
}
