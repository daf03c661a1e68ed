//! Pages of flows: the list, a flow drawn and told as tables, a file brought in, what is set on it, and the question
//! before it is deleted. All of it works without a script.

mod delete;
mod edit;
mod list;
mod show;
mod tasks;
#[cfg(test)]
mod tests;
mod upload;

use axum::http::Method;
use serde_json::Value;

use super::store::FlowRow;
use crate::edge::page::Crumb;
use crate::edge::{Precondition, Routes, Texts, urls};

pub fn routes() -> Routes {
    Routes::new()
        .page(Method::GET, urls::FLOWS, list::show)
        .page(Method::GET, "/admin/flows/new", upload::ask_for_flow)
        .page(Method::POST, "/admin/flows/new", upload::add_flow)
        .body_limit(super::file::BODY_BYTES)
        .page(Method::GET, "/admin/flows/{id}", show::newest)
        .page(Method::GET, "/admin/flows/{id}/edit", edit::show)
        .page(Method::POST, "/admin/flows/{id}/edit", edit::save)
        .gated(super::gate(super::SAVE))
        .page(Method::GET, "/admin/flows/{id}/delete", delete::ask)
        .page(Method::POST, "/admin/flows/{id}/delete", delete::delete)
        .gated(super::gate(super::DELETE))
        .page(Method::GET, "/admin/flows/{id}/versions/new", upload::ask_for_version)
        .page(Method::POST, "/admin/flows/{id}/versions/new", upload::add_version)
        .body_limit(super::file::BODY_BYTES)
        .page(Method::GET, "/admin/flows/{id}/versions/{n}", show::version)
        .gated(super::gate(super::SAVE))
}

/// The way to a page: the administration, the list, the flow, and what is done to it.
fn crumbs(t: Texts, flow: Option<&FlowRow>, doing: Option<String>) -> Vec<Crumb> {
    let mut crumbs = vec![
        Crumb::to(urls::ADMIN, t.text("rail-administration")),
        Crumb::to(urls::FLOWS, t.text("entry-flow-plural")),
    ];
    crumbs.extend(flow.map(|flow| Crumb::to(urls::flow(flow.id), &flow.name)));
    crumbs.extend(doing.map(|doing| Crumb::to("", doing)));
    if let Some(here) = crumbs.last_mut() {
        here.href.clear();
    }
    crumbs
}

fn yes_or_no(t: Texts, flag: bool) -> String {
    t.text(if flag { "entry-yes" } else { "entry-no" })
}

/// The state that a form was drawn from.
fn seen(form: &Value) -> Precondition {
    let revision = form
        .get("_revision")
        .and_then(Value::as_str)
        .and_then(|revision| revision.parse().ok());
    revision.map_or(Precondition::Absent, Precondition::Revision)
}
