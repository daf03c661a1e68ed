//! Work that follows a commit or the clock: mails waiting to be sent, and what is forgotten in time.

pub mod bell;
pub mod outbox;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::app::App;
use crate::edge::Fault;

/// Something done again and again, as long as the process lives.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    pub name: &'static str,
    pub every: Duration,
    pub wake: Wake,
    pub run: fn(App) -> Running,
}

/// One run of a job, under way.
pub type Running = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send>>;

/// What calls for a job's next turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// Its pace.
    Pace,
    /// Its pace, and every act that has left mails in the outbox.
    Mail,
    /// Its pace, and every question that found no graph of failure.
    Graph,
    /// Its pace, and every import that is begun or goes on.
    Import,
}

/// Runs jobs, each at its own pace, until dropped. A job that fails is put off to its next turn.
pub async fn run(app: App, jobs: &'static [Job]) {
    let mut running = tokio::task::JoinSet::new();
    for job in jobs {
        running.spawn(repeat(app.clone(), *job));
    }
    while running.join_next().await.is_some() {}
}

async fn repeat(app: App, job: Job) {
    let mut turns = tokio::time::interval(job.every);
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        match job.wake {
            Wake::Pace => {
                turns.tick().await;
            }
            Wake::Mail => tokio::select! {
                _ = turns.tick() => {}
                () = app.mail_waits().notified() => {}
            },
            Wake::Graph => tokio::select! {
                _ = turns.tick() => {}
                () = app.graphs().wanted().notified() => {}
            },
            Wake::Import => tokio::select! {
                _ = turns.tick() => {}
                () = app.import_waits().notified() => {}
            },
        }
        if let Err(fault) = (job.run)(app.clone()).await {
            tracing::warn!(job.name = job.name, fault.code = fault.code.slug(), "a job was put off");
        }
    }
}
