//! Flows over HTTP: `spec/api.md`, "Catalogue". A file comes as it is, as XML, or in a JSON document.

use axum::http::{HeaderMap, Method, header};
use serde_json::{Map, Value, json};
use slipway_core::id::Id;
use slipway_core::kind::Flow as FlowKind;

use super::command::{self, Settings};
use super::file::BODY_BYTES;
use super::store::FlowRow;
use super::{FlowFile, document, query};
use crate::edge::headers::download;
use crate::edge::{Call, Code, Fault, Operation, Reader, Reply, Routes, idempotency, limits, reader};

const TAG: &str = "Catalogue";

/// What `Content-Type` may say for a bare file.
const XML: &[&str] = &["application/bpmn+xml", "application/xml", "text/xml"];

pub fn routes() -> Routes {
    let operation = |name: &'static str, summary: &'static str| Operation::new(name, TAG, summary);
    let flow = document::flow_schema;
    let file = reader::schema_of(Sent::read);
    Routes::new()
        .api(
            Method::GET,
            "/flows",
            operation("flow_list", "List flows")
                .query(query::PARAMETERS)
                .answers(200, document::list_schema(&flow())),
            list,
        )
        .api(
            Method::POST,
            "/flows",
            operation(
                "flow_create",
                "Create a flow from a BPMN file: the XML itself, or JSON with the XML in it",
            )
            .body(file.clone())
            .or_file(XML)
            .answers(201, flow()),
            add,
        )
        .body_limit(BODY_BYTES)
        .api(
            Method::GET,
            "/flows/{id}",
            operation("flow_get", "One flow").answers(200, flow()),
            get,
        )
        .api(
            Method::PATCH,
            "/flows/{id}",
            operation("flow_edit", "Change fields of a flow")
                .body(patch_schema())
                .if_match()
                .answers(200, flow()),
            amend,
        )
        .gated(super::gate(super::SAVE))
        .api(
            Method::DELETE,
            "/flows/{id}",
            operation("flow_delete", "Delete a flow that nothing uses")
                .if_match()
                .answers_nothing(),
            remove,
        )
        .gated(super::gate(super::DELETE))
        .api(
            Method::GET,
            "/flows/{id}/versions",
            operation("flow_version_list", "List the versions of a flow, newest first")
                .answers(200, document::list_schema(&document::version_schema())),
            versions,
        )
        .api(
            Method::POST,
            "/flows/{id}/versions",
            operation(
                "flow_version_create",
                "Add a version from a BPMN file; releases that run stay on theirs",
            )
            .body(file)
            .or_file(XML)
            .if_match()
            .answers(201, document::content_schema()),
            add_version,
        )
        .body_limit(BODY_BYTES)
        .api(
            Method::GET,
            "/flows/{id}/versions/{file}",
            operation(
                "flow_version_get",
                "One version, read; with `.bpmn` after the number, its file byte for byte",
            )
            .answers(200, document::content_schema()),
            version,
        )
        .gated(super::gate(super::SAVE))
}

/// A file in JSON clothes.
#[derive(Debug)]
struct Sent {
    xml: Vec<u8>,
    description: Option<String>,
}

impl Sent {
    fn read(reader: &Reader<'_>) -> Sent {
        reader.describe(
            "xml",
            || json!({"type": "string", "description": "The BPMN 2.0 file, at most 1 MiB"}),
        );
        // As it is: the reader of texts would trim it, and the file is kept byte for byte.
        let xml = reader.raw("xml").map(|xml| {
            let text = xml.as_str();
            if text.is_none() {
                reader.refuse("xml", "not_text");
            }
            text.unwrap_or_default().as_bytes().to_vec()
        });
        if xml.is_none() {
            reader.demand("xml");
        }
        Sent {
            xml: xml.unwrap_or_default(),
            description: reader.text("description", command::MAX_DESCRIPTION),
        }
    }

    fn of(call: &Call) -> Result<Sent, Fault> {
        if XML
            .iter()
            .any(|media| limits::expect_media(&call.headers, media).is_ok())
        {
            return Ok(Sent {
                xml: call.body.to_vec(),
                description: None,
            });
        }
        if !is_json(&call.headers) {
            return Err(Fault::new(Code::MediaType).with("expected", format!("{}, {}", XML.join(", "), limits::JSON)));
        }
        reader::read(&call.json()?, Sent::read)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    media.is_some_and(|media| {
        media
            .split(';')
            .next()
            .is_some_and(|media| media.trim().ends_with("json"))
    })
}

/// A patch requires nothing.
fn patch_schema() -> Value {
    let mut schema = reader::schema_of(Settings::read);
    if let Some(fields) = schema.as_object_mut() {
        fields.remove("required");
    }
    schema
}

async fn list(call: Call) -> Result<Reply, Fault> {
    let asked = query::Asked::from_query(&call.query)?;
    call.app
        .look(&call.caller, move |look| {
            let page = query::page(look, &asked)?;
            let items: Vec<Value> = page.rows.iter().map(|row| document::flow(row).into()).collect();
            let mut answer = Map::from_iter([
                ("items".to_owned(), items.into()),
                ("next".to_owned(), page.next.into()),
            ]);
            if let Some(total) = page.total {
                answer.insert("total".to_owned(), total.into());
            }
            Ok(Reply::json(answer.into()))
        })
        .await
}

async fn get(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    call.app
        .look(&call.caller, move |look| Ok(shown(&query::one(look, id)?)))
        .await
}

async fn add(call: Call) -> Result<Reply, Fault> {
    let sent = Sent::of(&call)?;
    let file = FlowFile::sent(&call, sent.xml)
        .await
        .map_err(|unread| unread.told(call.texts()))?;
    idempotency::answer(&call, move |act| {
        let row = command::add(act, &file, sent.description.as_deref())?;
        let location = format!("/api/v1/flows/{}", row.id);
        Ok(Reply::created(location, document::flow(&row).into()).etag(row.revision))
    })
    .await
}

async fn amend(call: Call) -> Result<Reply, Fault> {
    let (id, precondition) = (call.parsed("id")?, call.precondition().required()?);
    let patch = call.json()?;
    idempotency::answer(&call, move |act| {
        Ok(shown(&command::amend(act, id, precondition, &patch)?))
    })
    .await
}

async fn remove(call: Call) -> Result<Reply, Fault> {
    let (id, precondition) = (call.parsed("id")?, call.precondition().required()?);
    idempotency::answer(&call, move |act| {
        command::remove(act, id, precondition)?;
        Ok(Reply::nothing())
    })
    .await
}

fn shown(row: &FlowRow) -> Reply {
    Reply::json(document::flow(row).into()).etag(row.revision)
}

async fn versions(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    call.app
        .look(&call.caller, move |look| {
            let items: Vec<Value> = query::versions(look, id)?
                .iter()
                .map(|row| document::version(row).into())
                .collect();
            Ok(Reply::json(json!({"items": items, "next": null})))
        })
        .await
}

async fn add_version(call: Call) -> Result<Reply, Fault> {
    let (id, precondition): (Id<FlowKind>, _) = (call.parsed("id")?, call.precondition().required()?);
    let sent = Sent::of(&call)?;
    let file = FlowFile::sent(&call, sent.xml)
        .await
        .map_err(|unread| unread.told(call.texts()))?;
    idempotency::answer(&call, move |act| {
        let flow = command::add_version(act, id, precondition, &file)?;
        let row = query::version_row(&act.look(), id, flow.current_version)?;
        let mut answer = document::version(&row);
        // Said from the file at hand: in a dry run the version is gone again, and must not be remembered as read.
        answer.extend(document::content(file.flow(), act.language.tag()));
        let location = format!("/api/v1/flows/{id}/versions/{}", row.number);
        Ok(Reply::created(location, answer.into()).etag(flow.revision))
    })
    .await
}

async fn version(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    let (number, wants_file) = named(call.param("file"))?;
    let app = call.app.clone();
    call.app
        .look(&call.caller, move |look| {
            if wants_file {
                let (name, xml) = query::file(look, id, number)?;
                return Ok(Reply::file(name, download::Content::Bpmn, xml));
            }
            let version = query::version(look, &app, id, number)?;
            let mut answer = document::version(&version.row);
            answer.extend(document::content(&version.parsed, look.language.tag()));
            Ok(Reply::json(answer.into()))
        })
        .await
}

/// Reads `3` or `3.bpmn`: the number, and whether the file itself is wanted.
fn named(part: &str) -> Result<(i64, bool), Fault> {
    let (number, wants_file) = part
        .strip_suffix(".bpmn")
        .map_or((part, false), |number| (number, true));
    let number = number.parse().map_err(|_| Fault::new(Code::NotFound))?;
    Ok((number, wants_file))
}
