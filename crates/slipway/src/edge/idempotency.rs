//! A POST that is sent again answers what it answered the first time (G7). The answer is written in the same
//! transaction as the change, so that a crash between the two cannot happen.

use axum::http::{HeaderName, StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sha2::{Digest, Sha256};
use slipway_db::{Error, ReadTx, WriteTx, params, statements};
use uuid::Uuid;

use super::reply::Content;
use super::{Call, Code, Fault, Reply};
use crate::act::Act;
use crate::app::App;

statements! {
    FIND = "select body_digest, status, headers, body from idempotent_answer where caller = $1 and idempotency_key = $2 and answered_at > $3";
    FORGET = "delete from idempotent_answer where caller = $1 and idempotency_key = $2 and answered_at <= $3";
    KEEP = "insert into idempotent_answer (caller, idempotency_key, body_digest, status, headers, body, answered_at) values ($1, $2, $3, $4, $5, $6, $7)";
    SWEEP = "delete from idempotent_answer where answered_at <= $1";
}

/// How long an answer is remembered.
pub const REMEMBERED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// A request's own word for "this is the same request".
#[derive(Debug, Clone)]
pub struct Key {
    key: String,
    digest: [u8; 32],
}

impl Key {
    /// The key of a call, when it has one. The digest covers method, address and body.
    pub fn of(call: &Call) -> Result<Option<Key>, Fault> {
        let Some(value) = call.headers.get("idempotency-key") else {
            return Ok(None);
        };
        let key = value.to_str().ok().filter(|key| !key.is_empty() && key.len() <= 255);
        let key = key.ok_or_else(|| Fault::new(Code::Unreadable))?.to_owned();
        let mut hash = Sha256::new();
        for part in [call.method.as_str().as_bytes(), call.uri.as_bytes(), &call.body] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Ok(Some(Key {
            key,
            digest: hash.finalize().into(),
        }))
    }

    /// The answer given to this key before, or a fault when it came with another request.
    pub fn answered(&self, tx: &ReadTx<'_>, caller: Uuid, at: Timestamp) -> Result<Option<Reply>, Fault> {
        let found = tx.query_opt(FIND, params![caller, self.key, oldest(at)], |row| {
            Ok((
                row.get::<Vec<u8>>(0)?,
                row.get::<i64>(1)?,
                row.get::<String>(2)?,
                row.get::<String>(3)?,
            ))
        })?;
        let Some((digest, status, headers, body)) = found else {
            return Ok(None);
        };
        if digest != self.digest {
            return Err(Fault::new(Code::KeyReused));
        }
        Ok(Some(reply(status, &headers, &body)))
    }

    fn keep(&self, tx: &WriteTx<'_>, caller: Uuid, at: Timestamp, answer: &Reply) -> Result<(), Error> {
        let headers: Vec<(&str, &str)> = answer
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let headers = serde_json::to_string(&headers).unwrap_or_default();
        let body = match &answer.content {
            Content::Json(document) => document.to_string(),
            Content::Nothing
            | Content::Problem(_)
            | Content::Html(_)
            | Content::Bytes(..)
            | Content::File(..)
            | Content::Stream(..) => String::new(),
        };
        // An answer older than a day is no answer any more, and its key is free again.
        tx.execute(FORGET, params![caller, self.key, oldest(at)])?;
        let status = i64::from(answer.status.as_u16());
        let kept = tx.execute(
            KEEP,
            params![caller, self.key, self.digest.as_slice(), status, headers, body, at],
        );
        // The same request came in twice at once: the later one begins anew and finds the answer of the other.
        kept.inspect_err(|error| {
            if matches!(error, Error::Unique { .. }) {
                tx.collided(KEEP);
            }
        })
        .map(drop)
    }
}

/// Answers given before this are forgotten.
fn oldest(at: Timestamp) -> Timestamp {
    at.checked_sub(REMEMBERED_FOR).unwrap_or(Timestamp::MIN)
}

fn reply(status: i64, headers: &str, body: &str) -> Reply {
    let status = u16::try_from(status)
        .ok()
        .and_then(|code| StatusCode::from_u16(code).ok())
        .unwrap_or(StatusCode::OK);
    let headers: Vec<(String, String)> = serde_json::from_str(headers).unwrap_or_default();
    let content = serde_json::from_str::<Value>(body).map_or(Content::Nothing, Content::Json);
    let headers = headers
        .into_iter()
        .filter_map(|(name, value)| Some((HeaderName::try_from(name).ok()?, value)))
        .collect();
    Reply {
        status,
        headers,
        content,
    }
}

/// Thrown out of a transaction to undo it and still answer.
#[derive(Debug)]
enum Outcome {
    Refused(Fault),
    /// A dry run: what would have been answered.
    Undone(Box<Reply>),
}

impl From<Error> for Outcome {
    fn from(error: Error) -> Outcome {
        Outcome::Refused(error.into())
    }
}

impl From<Fault> for Outcome {
    fn from(fault: Fault) -> Outcome {
        Outcome::Refused(fault)
    }
}

/// Runs a writing command for a call: once per idempotency key, and not at all for `?dry_run=true`, which reports
/// what would have been answered.
pub async fn answer(
    call: &Call,
    mut work: impl FnMut(&Act<'_>) -> Result<Reply, Fault> + Send + 'static,
) -> Result<Reply, Fault> {
    let key = Key::of(call)?;
    let dry_run = call.is_dry_run();
    let outcome = call
        .app
        .act_or(&call.caller, move |act| -> Result<Reply, Outcome> {
            let account = act.actor().account.uuid();
            if let Some(key) = &key
                && let Some(answered) = key.answered(act.tx(), account, act.at)?
            {
                // Nothing is changed and nothing needs saying: the first answer's event is there.
                act.tx().recorded();
                return Ok(answered);
            }
            let reply = work(act)?;
            if dry_run {
                return Err(Outcome::Undone(Box::new(reply)));
            }
            if let Some(key) = &key {
                key.keep(act.tx(), account, act.at, &reply)?;
            }
            Ok(reply)
        })
        .await;
    match outcome {
        Ok(reply) => Ok(reply),
        Err(Outcome::Undone(reply)) => Ok(rehearsed(*reply)),
        Err(Outcome::Refused(fault)) => Err(fault),
    }
}

fn rehearsed(reply: Reply) -> Reply {
    let effect = match reply.content {
        Content::Json(document) => document,
        Content::Nothing
        | Content::Problem(_)
        | Content::Html(_)
        | Content::Bytes(..)
        | Content::File(..)
        | Content::Stream(..) => Value::Null,
    };
    Reply::json(serde_json::json!({"dry_run": true, "status": reply.status.as_u16(), "effect": effect}))
}

/// Forgets answers that are not remembered any longer: a job.
pub async fn sweep(app: App) -> Result<(), Fault> {
    let now = app.now();
    let oldest = oldest(now);
    app.db()
        .keep_house(now, move |tx| Ok::<_, Fault>(tx.execute(SWEEP, params![oldest])?))
        .await?;
    Ok(())
}
