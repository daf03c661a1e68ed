//! Imports and exports over HTTP (`spec/api.md`, "CMDB"). A file is taken in whole, then its rows one batch after another in
//! the background: the answer says where to ask how far it has come.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};
use slipway_core::cmdb::exchange::{Format, Import, Progress};
use uuid::Uuid;

use super::apply::Refusal;
use super::columns::Mapping;
use super::command::{self, Sent};
use super::rows::format_of;
use super::spool::{self, Arrived, Spool};
use super::store::{self, Job};
use super::{command::Wish, export};
use crate::act::new_uuid;
use crate::cmdb::item::api::TAG;
use crate::edge::headers::download::Content;
use crate::edge::{Call, Code, Fault, FieldError, Operation, Reply, Routes, Texts, idempotency};

const ASKED: &[(&str, &str)] = &[
    (
        "create_missing",
        "`true` makes unknown types, groups and characteristics",
    ),
    (
        "dry_run",
        "`true` judges every row and keeps nothing; the report is the same",
    ),
    (
        "mapping",
        "A JSON object: which field each column is, `{\"Serial no\": \"serial_number\"}`; an empty one is left out",
    ),
    (
        "resume",
        "The id of an import that stopped: goes on behind the rows it has accounted for",
    ),
];

const MEDIA: &[&str] = &["text/csv", "application/x-ndjson"];

pub fn routes() -> Routes {
    let report = || json!({"type": "object"});
    let import = |name: &'static str, summary: &'static str| {
        Operation::new(name, TAG, summary)
            .query(ASKED)
            .body(json!({"type": "string", "format": "binary"}))
            .or_file(MEDIA)
            .answers(202, report())
    };
    Routes::new()
        .api(
            Method::POST,
            "/imports/cis",
            import("import_cis", "Create and update items from CSV or JSON lines"),
            |call| begin(call, Import::Items),
        )
        .streams()
        .api(
            Method::POST,
            "/imports/relationships",
            import("import_relationships", "Relate items from CSV or JSON lines"),
            |call| begin(call, Import::Relationships),
        )
        .streams()
        .gated(command::gate)
        .api(
            Method::GET,
            "/imports/{id}",
            Operation::new(
                "import_get",
                TAG,
                "How far an import has come, and every row it refused",
            )
            .query(&[
                ("limit", "How many refusals, 1 to 100000; 100000 if absent"),
                ("cursor", "The `next` of the answer before"),
            ])
            .answers(200, report()),
            get,
        )
        .api(
            Method::GET,
            "/exports/cmdb",
            Operation::new("export_cmdb", TAG, "The whole CMDB as a file")
                .query(&[
                    ("format", "`jsonl`, or `csv`"),
                    ("as_of", "An instant: the items and relationships of then"),
                ])
                .answers(200, json!({"type": "string", "format": "binary"})),
            whole,
        )
}

fn wish(call: &Call) -> Result<Wish, Fault> {
    let wrong = |name: &str, code| Fault::invalid(vec![FieldError::new(format!("/query/{name}"), code)]);
    let mapping = call.asked("mapping").map_or(Ok(Mapping::new()), serde_json::from_str);
    Ok(Wish {
        mapping: mapping.map_err(|_| wrong("mapping", "not_an_object"))?,
        creates_missing: flag(call, "create_missing").ok_or_else(|| wrong("create_missing", "not_a_flag"))?,
        is_rehearsal: flag(call, "dry_run").ok_or_else(|| wrong("dry_run", "not_a_flag"))?,
    })
}

fn flag(call: &Call, name: &str) -> Option<bool> {
    call.asked(name).map_or(Some(false), |word| word.parse().ok())
}

async fn begin(call: Call, import: Import) -> Result<Reply, Fault> {
    // Who may not import does not send a gigabyte first.
    call.app.look(&call.caller, command::may_import).await?;
    let wish = wish(&call)?;
    match call.asked("resume") {
        Some(id) => {
            let id = id.parse().map_err(|_| Fault::new(Code::NotFound))?;
            resume(&call, import, id).await
        }
        None => take_in(&call, import, wish).await,
    }
}

async fn take_in(call: &Call, import: Import, wish: Wish) -> Result<Reply, Fault> {
    let media = call
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|media| media.to_str().ok());
    let sent = Sent {
        id: new_uuid(call.caller.at),
        import,
        format: format_of(media.unwrap_or_default())?,
        name: String::new(),
        n_bytes: 0,
    };
    let spool = Spool::at(&call.app.config().files);
    let arrived = spool::take_body(&spool, sent.id, call.stream.take()).await?;
    let sent = Sent {
        n_bytes: arrived.n_bytes(),
        ..sent
    };
    let done = keep(call, &spool, (&sent, &arrived), wish).await;
    let place = format!("/api/v1/imports/{}", sent.id);
    let is_kept = done
        .as_ref()
        .is_ok_and(|reply| reply.headers.iter().any(|(_, value)| *value == place));
    if !is_kept {
        // Refused, or told before under the same key.
        spool::blocking(move || spool.remove(sent.id)).await?;
    }
    done
}

/// Looks at the head of a file that has arrived, and keeps its import.
async fn keep(call: &Call, spool: &Spool, (sent, arrived): (&Sent, &Arrived), wish: Wish) -> Result<Reply, Fault> {
    spool::checked(spool, sent, &wish.mapping).await?;
    let sent = sent.clone();
    let reply = idempotency::answer(&bodiless(call, arrived), move |act| {
        let job = command::begin(act, &sent, &wish, Progress::Running)?;
        Ok(accepted(&job, act.language))
    })
    .await?;
    call.app.import_waits().notify_one();
    Ok(reply)
}

/// The call with the digest of its file in the place of the body, which is what an idempotency key stands for. A rehearsal
/// is an import of its own here, which is kept as one.
fn bodiless(call: &Call, arrived: &Arrived) -> Call {
    let mut call = call.clone();
    call.body = arrived.digest.to_vec().into();
    call.query.shift_remove("dry_run");
    call
}

fn accepted(job: &Job, language: crate::edge::Language) -> Reply {
    Reply::json(report(job, &[], Texts(language)))
        .status(StatusCode::ACCEPTED)
        .with(header::LOCATION, format!("/api/v1/imports/{}", job.id))
}

/// Goes on with an import: with the file that is here, or with the one that comes along.
async fn resume(call: &Call, import: Import, id: Uuid) -> Result<Reply, Fault> {
    let found = call
        .app
        .look(&call.caller, move |look| command::known(look, id))
        .await?;
    if found.import != import {
        return Err(Fault::new(Code::NotFound));
    }
    if found.state == Progress::Done {
        return Err(Fault::new(Code::ImportOver));
    }
    let spool = Spool::at(&call.app.config().files);
    let arrived = match spool::take_body(&spool, id, call.stream.take()).await {
        Err(fault) if fault.code == Code::Invalid && spool.has(id) => Arrived::default(),
        arrived => arrived?,
    };
    let reply = idempotency::answer(&bodiless(call, &arrived), move |act| {
        let job = command::resume(act, id)?;
        Ok(accepted(&job, act.language))
    })
    .await?;
    call.app.import_waits().notify_one();
    Ok(reply)
}

/// As many refusals as one answer has.
const MOST: i64 = 100_000;

async fn get(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    let wrong = |name: &str, code| Fault::invalid(vec![FieldError::new(format!("/query/{name}"), code)]);
    let limit = call.asked("limit").map_or(Some(MOST), |limit| limit.parse().ok());
    let limit = limit
        .filter(|limit| (1..=MOST).contains(limit))
        .ok_or_else(|| wrong("limit", "not_an_integer"))?;
    let after = call.asked("cursor").map_or(Some((0, -1)), place);
    let after = after.ok_or_else(|| wrong("cursor", "not_a_cursor"))?;
    call.app
        .look(&call.caller, move |look| {
            let job = command::known(look, id)?;
            let mut found = store::refusals(look.tx, id, after, limit + 1)?;
            let has_more = i64::try_from(found.len()).is_ok_and(|n_found| n_found > limit);
            found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            let mut document = report(&job, &found, look.texts());
            if let (true, Some((_, place)), Some(fields)) = (has_more, found.last(), document.as_object_mut()) {
                fields.insert("next".to_owned(), format!("{}.{}", place.0, place.1).into());
            }
            Ok(Reply::json(document))
        })
        .await
}

fn place(cursor: &str) -> Option<store::Place> {
    let (line, position) = cursor.split_once('.')?;
    Some((line.parse().ok()?, position.parse().ok()?))
}

/// An import as the API tells it.
fn report(job: &Job, refusals: &[(Refusal, store::Place)], t: Texts) -> Value {
    let told = |(refusal, _): &(Refusal, store::Place)| {
        json!({
            "line": refusal.line,
            "column": Some(&refusal.column).filter(|column| !column.is_empty()),
            "reason": t.filled(&refusal.key, &refusal.args),
        })
    };
    json!({
        "id": job.id,
        "import": job.import.as_str(),
        "format": job.format.as_str(),
        "file": Some(&job.file_name).filter(|name| !name.is_empty()),
        "state": job.state.as_str(),
        "dry_run": job.is_rehearsal,
        "create_missing": job.creates_missing,
        "rows": job.tally.rows(),
        "created": job.tally.created,
        "updated": job.tally.updated,
        "unchanged": job.tally.unchanged,
        "refused": job.tally.refused,
        "bytes": job.n_bytes,
        "bytes_done": job.done_bytes,
        "started_at": job.started_at.to_string(),
        "ended_at": job.ended_at.map(|at| at.to_string()),
        "by": job.author,
        "failure": job.failure.as_deref().map(|key| t.text(key)),
        "refusals": refusals.iter().map(told).collect::<Vec<_>>(),
        "next": null,
    })
}

async fn whole(call: Call) -> Result<Reply, Fault> {
    let wrong = |name: &str, code| Fault::invalid(vec![FieldError::new(format!("/query/{name}"), code)]);
    let format = call.asked("format").map_or(Ok(Format::JsonLines), str::parse);
    let format = format.map_err(|_| {
        let choices = Format::WORDS.join(", ");
        Fault::invalid(vec![
            FieldError::new("/query/format", "not_a_choice").with("choices", choices),
        ])
    })?;
    let as_of = call.asked("as_of").map(str::parse).transpose();
    let as_of = as_of.map_err(|_| wrong("as_of", "not_an_instant"))?;
    call.app.look(&call.caller, command::may_see).await?;
    let body = export::stream(&call.app, export::Wish { format, as_of }).await?;
    let (name, content) = match format {
        Format::JsonLines => ("cmdb.jsonl", Content::JsonLines),
        Format::Csv => ("cmdb.csv", Content::Csv),
    };
    Ok(Reply::stream(name, content, body))
}
