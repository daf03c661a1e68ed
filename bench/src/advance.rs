//! Durable advances: 64 clients over HTTP against the same with one flush to disk for each, on the disk as it is and
//! on a slower one, and against the same transactions without HTTP.

use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use crate::Failure;
use crate::client::Client;
use crate::direct;
use crate::disk::Disk;
use crate::report::{Finding, Verdict, tell};
use crate::server::{Folder, Server, Store};
use crate::walk::{Verb, Walked, Worker, walk};

/// How much is done.
#[derive(Debug, Clone, Args)]
pub struct Size {
    /// Clients at once, each on a connection of its own
    #[arg(long, default_value_t = 64)]
    clients: usize,
    /// Releases that each client walks
    #[arg(long, default_value_t = 40)]
    releases_each: usize,
}

impl Default for Size {
    fn default() -> Self {
        Self {
            clients: 64,
            releases_each: 40,
        }
    }
}

/// What a spinning or a networked disk takes for a flush.
const SLOW: Duration = Duration::from_millis(5);
/// As a server groups unless told otherwise, and not at all.
const GROUPED: usize = 256;
const ALONE: usize = 1;

pub async fn measure(size: &Size) -> Result<Vec<Finding>, Failure> {
    let folder = Folder::new()?;
    let disk = Disk::build(folder.path())?;
    let n_releases = i64::try_from(size.clients * size.releases_each)?;
    tell(&format!("registering {n_releases} releases"))?;
    let template = registered(size, n_releases, &disk).await?;
    let mut findings = Vec::new();
    for (delay, name, goal) in [
        (Duration::ZERO, "disk as found", None),
        (SLOW, "5 ms more a flush", Some(20.0)),
    ] {
        tell(&format!("advancing, {name}"))?;
        let grouped = over_http(&template, (&disk, delay), GROUPED, (size, n_releases)).await?;
        let alone = over_http(&template, (&disk, delay), ALONE, (size, n_releases)).await?;
        let store = template.copied()?;
        let direct = direct::walked(&store, (&disk, delay), (n_releases, size.clients))?;
        findings.push(compared(
            &format!("advances over HTTP, {name}"),
            (&grouped, &alone),
            "a commit each",
            goal,
        ));
        findings.push(compared(
            &format!("the same against no HTTP, {name}"),
            (&grouped, &direct),
            "without HTTP",
            Some(0.5),
        ));
    }
    Ok(findings)
}

fn compared(measure: &str, (found, against): (&Walked, &Walked), name: &str, goal: Option<f64>) -> Finding {
    let ratio = found.a_second() / against.a_second();
    let told = |walked: &Walked| {
        format!(
            "{:.0}/s, {} flushes for {}",
            walked.a_second(),
            walked.n_flushes,
            walked.n_advances
        )
    };
    Finding {
        measure: measure.to_owned(),
        found: told(found),
        against: format!("{name}: {}", told(against)),
        verdict: goal.map_or(Verdict::Fact { found: ratio }, |goal| Verdict::AtLeast {
            found: ratio,
            goal,
        }),
    }
}

/// A store with as many releases as will be walked.
async fn registered(size: &Size, n_releases: i64, disk: &Disk) -> Result<Store, Failure> {
    let store = Store::new()?;
    let token = store.token()?;
    let server = Server::start_on(&store, disk, GROUPED).await?;
    let body = registration(&mut Client::connect(server.address, &token).await?).await?;
    let each = usize::try_from(n_releases)?.div_ceil(size.clients);
    let mut registering = tokio::task::JoinSet::new();
    for _ in 0..size.clients {
        let (mut client, body) = (Client::connect(server.address, &token).await?, body.clone());
        registering.spawn(async move {
            for _ in 0..each {
                client.post("/api/v1/releases", None, &body).await?;
            }
            Ok::<_, Failure>(())
        });
    }
    while let Some(done) = registering.join_next().await {
        done??;
    }
    server.stop()?;
    Ok(store)
}

/// A registration from what a new installation has.
async fn registration(client: &mut Client) -> Result<Value, Failure> {
    let employee = first(client, "/api/v1/employees").await?;
    let unit = first(client, "/api/v1/units").await?;
    let portfolio = first(client, "/api/v1/portfolios").await?;
    let model = first(client, &format!("/api/v1/portfolios/{}/models", text(&portfolio))).await?;
    let phase = json!({"start": "2035-06-01T09:00", "end": "2035-06-03T18:00", "zone": "UTC"});
    Ok(json!({
        "requester": employee, "contact": {"name": "Rita Requester", "email": "rita@example.org", "unit": unit},
        "model": model, "contract": first(client, "/api/v1/contracts").await?, "executor_group": first(client, "/api/v1/groups").await?,
        "title": "Payments 4.2", "description": "Faster settlement, and a fix of the rounding.", "version": "4.2.0",
        "impact": "high", "urgency": "medium", "risk": "low", "planning": phase, "deployment": phase,
    }))
}

async fn first(client: &mut Client, path: &str) -> Result<Value, Failure> {
    let list = client.get(path).await?.json()?;
    list.pointer("/items/0/id")
        .cloned()
        .ok_or_else(|| format!("{path} is empty").into())
}

fn text(id: &Value) -> &str {
    id.as_str().unwrap_or_default()
}

/// Walks a copy of the store over HTTP.
async fn over_http(
    template: &Store,
    (disk, delay): (&Disk, Duration),
    group: usize,
    (size, n_releases): (&Size, i64),
) -> Result<Walked, Failure> {
    let store = template.copied()?;
    let token = store.token()?;
    let server = Server::start_on(&store, disk, group).await?;
    let mut workers = Vec::new();
    for _ in 0..size.clients {
        workers.push(Client::connect(server.address, &token).await?);
    }
    let walked = walk(workers, n_releases, disk, delay).await?;
    server.stop()?;
    Ok(walked)
}

impl Worker for Client {
    async fn perform(&mut self, verb: Verb, number: i64, revision: i64) -> Result<i64, Failure> {
        let (name, body) = match verb {
            Verb::Capture => ("capture", json!({})),
            Verb::Advance => ("advance", json!({"outcome": "advance"})),
        };
        let answer = self
            .post(&format!("/api/v1/releases/{number}/{name}"), Some(revision), &body)
            .await?;
        answer.revision.ok_or_else(|| "an answer without a revision".into())
    }
}
