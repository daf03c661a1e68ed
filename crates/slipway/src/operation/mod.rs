//! What a machine asks: alive, ready, how it is doing; and the API's own description. No record belongs here.

use std::sync::OnceLock;

use askama::Template;
use axum::http::{Method, StatusCode};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use serde_json::{Value, json};
use slipway_db::{Sql, params};

use crate::edge::page::{self, Frame};
use crate::edge::route::{Access, Intake, Route, handler};
use crate::edge::{Call, Code, Fault, Operation, Reply, Routes, Texts, limits, openapi};
use crate::wiring;

/// Asks the store something that needs its schema.
pub const ALIVE: Sql = Sql::new("operation.alive", "select count(*) from number_counter");

pub fn routes() -> Routes {
    let document = Operation::new("openapi", "Operation", "This document").answers(200, json!({"type": "object"}));
    Routes::new()
        .add(open("/healthz", healthz))
        .add(open("/readyz", readyz))
        .add(open("/metrics", metrics))
        .api(Method::GET, "/openapi.json", document, openapi_document)
        .public()
        .page(Method::GET, "/api/docs", docs)
        .public()
        .page(Method::GET, "/errors/{code}", error)
        .public()
}

fn open<A>(path: &'static str, function: fn(Call) -> A) -> Route
where
    A: Future<Output = Result<Reply, Fault>> + Send + 'static,
{
    Route {
        method: Method::GET,
        path: path.into(),
        access: Access::Public,
        handler: handler(function),
        intake: Intake::Whole(limits::BODY_BYTES),
        gate: None,
        operation: None,
    }
}

/// The process answers.
async fn healthz(_call: Call) -> Result<Reply, Fault> {
    Ok(Reply::json(json!({"status": "alive"})))
}

/// The store answers and has this program's schema.
async fn readyz(call: Call) -> Result<Reply, Fault> {
    let reached = call
        .app
        .db()
        .read(|tx| Ok::<_, Fault>(tx.query_one(ALIVE, params![], |row| row.get::<i64>(0))?))
        .await;
    let halted = call.app.db().stats().halted;
    Ok(match reached {
        Ok(_) if !halted => Reply::json(json!({"status": "ready", "version": env!("CARGO_PKG_VERSION")})),
        Ok(_) => unready("server.unavailable"),
        Err(fault) => unready(fault.code.slug()),
    })
}

fn unready(reason: &str) -> Reply {
    Reply::json(json!({"status": "unavailable", "reason": reason})).status(StatusCode::SERVICE_UNAVAILABLE)
}

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Installs the recorder of this process; later calls find it there.
pub fn install_metrics() -> Option<&'static PrometheusHandle> {
    RECORDER
        .get_or_init(|| PrometheusBuilder::new().install_recorder().ok())
        .as_ref()
}

async fn metrics(call: Call) -> Result<Reply, Fault> {
    let stats = call.app.db().stats();
    metrics::counter!("slipway_db_commits_total").absolute(stats.n_commits);
    metrics::counter!("slipway_db_transactions_total").absolute(stats.n_transactions);
    metrics::counter!("slipway_db_reads_total").absolute(stats.n_reads);
    metrics::counter!("slipway_db_reruns_total").absolute(stats.n_reruns);
    let text = install_metrics().map(PrometheusHandle::render).unwrap_or_default();
    Ok(Reply::bytes("text/plain; version=0.0.4; charset=utf-8", text))
}

/// The OpenAPI document of this program.
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| openapi::build(&wiring::routes()))
}

async fn openapi_document(_call: Call) -> Result<Reply, Fault> {
    Ok(Reply::json(document().clone()))
}

/// The readable rendering of the document: no script, nothing from outside.
#[derive(Debug, Template)]
#[template(path = "operation/docs.html")]
struct Docs {
    t: Texts,
    page: Frame,
    tags: Vec<(&'static str, Vec<openapi::Shown>)>,
}

async fn docs(call: Call) -> Result<Reply, Fault> {
    let t = call.texts();
    page::html(&Docs {
        page: Frame::bare(&call, t.text("docs-title")),
        tags: openapi::shown(&wiring::routes()),
        t,
    })
}

#[derive(Debug, Template)]
#[template(path = "operation/error.html")]
struct ErrorPage {
    t: Texts,
    page: Frame,
    code: String,
    status: u16,
    title: String,
    help: String,
}

/// What a problem document's `type` leads to.
async fn error(call: Call) -> Result<Reply, Fault> {
    let t = call.texts();
    let code = call.param("code").to_owned();
    let (status, title, help) = openapi::error_text(&code, t).ok_or_else(|| Fault::new(Code::NotFound))?;
    page::html(&ErrorPage {
        page: Frame::bare(&call, title.clone()),
        code,
        status,
        title,
        help,
        t,
    })
}
