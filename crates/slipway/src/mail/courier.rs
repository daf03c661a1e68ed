//! Sends what waits in the outbox, after the commit and outside of any transaction (R18, B159). Each mail is leased, sent
//! and marked for itself: a crash between sending and marking sends it twice, and never not at all (G8).

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use lettre::message::Mailbox;
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use tokio::task::JoinSet;

use super::store::{self, Outcome, Unsent, Waiting};
use super::{message, schedule};
use crate::app::App;
use crate::catalogue;
use crate::config::smtp;
use crate::edge::Fault;

/// How many mails are taken at once. Mails of one record go one after the other, those of others beside them: a single
/// connection carries some twenty a second.
const BATCH: i64 = 8;
/// How long taken mails are nobody else's.
const LEASED_FOR: SignedDuration = SignedDuration::from_secs(180);
/// How long one mail may take in all.
const PATIENCE: Duration = Duration::from_mins(1);
/// After this, a mail of a batch is left to its lease's end: whoever takes it then must be the only one sending it.
const STARTED_WITHIN: Duration = Duration::from_secs(110);

/// A way to the mail server.
struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Mailbox,
}

/// One turn: sends all that is due, then tells the metrics what is left.
pub async fn deliver(app: App) -> Result<(), Fault> {
    let delivered = send_due(&app).await;
    let unsent = app.db().read(|tx| Ok::<_, Fault>(store::n_unsent(tx)?)).await?;
    measure(unsent);
    delivered
}

/// Frees mails that a former process of this store had taken when it died. With PostgreSQL another server may be
/// sending them: there their leases run out by themselves.
pub async fn resume(app: &App) -> Result<(), Fault> {
    if !app.config().owns_its_store() {
        return Ok(());
    }
    let n_freed = app
        .db()
        .keep_house(app.now(), |tx| Ok::<_, Fault>(store::free(tx)?))
        .await?;
    if n_freed > 0 {
        tracing::info!(
            mails.freed = n_freed,
            "mails that a former process had taken are sent again"
        );
    }
    Ok(())
}

async fn send_due(app: &App) -> Result<(), Fault> {
    let Some(post) = post(app)? else { return Ok(()) };
    let post = Arc::new(post);
    while is_due(app).await? {
        let batch = lease(app).await?;
        if batch.is_empty() {
            break;
        }
        let began = Instant::now();
        let mut sending = JoinSet::new();
        for mails in by_record(batch) {
            sending.spawn(send_each(app.clone(), Arc::clone(&post), mails, began));
        }
        while let Some(done) = sending.join_next().await {
            done.map_err(Fault::internal)??;
        }
    }
    Ok(())
}

/// None where no mail server is set: mails then stay where they are, and nothing else waits for them (B160).
fn post(app: &App) -> Result<Option<Post>, Fault> {
    let config = app.config();
    let (Some(address), Some(sender)) = (&config.smtp_url, config.sender()) else {
        return Ok(None);
    };
    let pool = PoolConfig::new().max_size(u32::try_from(BATCH).unwrap_or(1));
    let transport = smtp::transport(address)
        .map_err(Fault::internal)?
        .pool_config(pool)
        .build();
    Ok(Some(Post { transport, sender }))
}

/// Nothing is due while mail is switched off (parameter 297).
async fn is_due(app: &App) -> Result<bool, Fault> {
    let now = app.now();
    app.db()
        .read(move |tx| Ok::<_, Fault>(!catalogue::query::mail_is_switched_off(tx)? && store::is_due(tx, now)?))
        .await
}

async fn lease(app: &App) -> Result<Vec<Waiting>, Fault> {
    let now = app.now();
    let until = now.checked_add(LEASED_FOR).unwrap_or(now);
    app.db()
        .keep_house(now, move |tx| Ok::<_, Fault>(store::lease(tx, until, BATCH)?))
        .await
}

/// The mails of each record, in the order they were queued.
fn by_record(batch: Vec<Waiting>) -> Vec<Vec<Waiting>> {
    let mut lanes: Vec<Vec<Waiting>> = Vec::new();
    for mail in batch {
        match lanes
            .iter_mut()
            .find(|lane| lane.iter().any(|known| known.about == mail.about))
        {
            Some(lane) => lane.push(mail),
            None => lanes.push(vec![mail]),
        }
    }
    lanes
}

async fn send_each(app: App, post: Arc<Post>, mails: Vec<Waiting>, began: Instant) -> Result<(), Fault> {
    for mail in mails {
        if began.elapsed() > STARTED_WITHIN {
            break;
        }
        let attempt = send(&post, &mail).await;
        let outcome = outcome(&app, &mail, attempt);
        app.db()
            .keep_house(app.now(), move |tx| Ok::<_, Fault>(store::mark(tx, mail.id, &outcome)?))
            .await?;
    }
    Ok(())
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error(transparent)]
    Message(#[from] message::MessageError),
    #[error(transparent)]
    Smtp(#[from] lettre::transport::smtp::Error),
    #[error("the mail server took too long")]
    Late(#[from] tokio::time::error::Elapsed),
}

impl Refused {
    /// Whether trying again cannot help: the server said so about this mail, not about us.
    fn is_final(&self) -> bool {
        match self {
            Refused::Message(_) => true,
            Refused::Smtp(error) => {
                let is_about_us = error.status().is_some_and(|code| code.to_string().starts_with("53"));
                error.is_permanent() && !is_about_us
            }
            Refused::Late(_) => false,
        }
    }

    /// What administrators read, on one line.
    fn told(&self) -> String {
        let mut told = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            let words = error.to_string();
            if !told.contains(&words) {
                told = format!("{told}: {words}");
            }
            cause = error.source();
        }
        told.chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(500)
            .collect()
    }
}

async fn send(post: &Post, mail: &Waiting) -> Result<(), Refused> {
    let message = message::of(mail, &post.sender)?;
    tokio::time::timeout(PATIENCE, post.transport.send(message)).await??;
    Ok(())
}

fn outcome(app: &App, mail: &Waiting, attempt: Result<(), Refused>) -> Outcome {
    let Err(refused) = attempt else {
        metrics::counter!("slipway_mails_sent_total").increment(1);
        return Outcome::Sent;
    };
    metrics::counter!("slipway_mail_attempts_failed_total").increment(1);
    let error = refused.told();
    let next = schedule::next_attempt(mail.id, mail.n_attempts + 1, app.now()).filter(|_| !refused.is_final());
    if let Some(until) = next {
        tracing::info!(mail.id = %mail.id, mail.error = %error, "a mail was put off");
        Outcome::PutOff { until, error }
    } else {
        tracing::warn!(mail.id = %mail.id, mail.error = %error, "a mail was given up");
        Outcome::GivenUp { error }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a gauge is a float, and nobody counts mails beyond 2^52"
)]
fn measure(unsent: Unsent) {
    metrics::gauge!("slipway_mails_waiting").set(unsent.n_waiting as f64);
    metrics::gauge!("slipway_mails_failed").set(unsent.n_failed as f64);
}

impl std::fmt::Debug for Post {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Post")
            .field("sender", &self.sender)
            .finish_non_exhaustive()
    }
}
