//! Pages of entries, the same for every kind: list, entry, one form for new and changed ones, and the question before
//! deleting. All of it works without a script.

mod drawing;
mod edit;
mod form;
mod home;
mod list;
mod names;
mod place;
mod posted;
mod record;
mod shown;
#[cfg(test)]
mod tests;
mod typed;
mod words;

use std::borrow::Cow;

use axum::http::Method;
use serde_json::json;
use slipway_core::actor::Reach;

pub use drawing::icon;
pub use list::Tab;
pub use names::Names;
pub use record::sides;
pub use shown::{Showing, Shown};
pub use words::{label, plural, singular, word};
pub use {
    list::head_of, place::delete as delete_place, place::edit as edit_place, place::new as new_place,
    place::one as one_place,
};

use super::kind::{Kind, Page};
use super::{choices, command, registry};
use crate::edge::{Call, Code, Fault, Reply, Routes, urls};

/// The pages of every kind, the administration page that leads to them, and type-ahead over them.
pub fn routes() -> Routes {
    let general =
        Routes::new()
            .page(Method::GET, urls::ADMIN, home::page)
            .page(Method::GET, "/admin/lookup/{kind}", lookup);
    registry::kinds().fold(general, |routes, kind| routes.and(pages(kind)))
}

fn pages(kind: &'static Kind) -> Routes {
    let base = place::list(kind);
    let at = |end: &str| Cow::Owned(format!("{base}{end}"));
    let is_ours = |page| !kind.own.contains(&page);
    let mut routes = Routes::new()
        .page(Method::GET, at("/{id}/delete"), move |call| record::ask(kind, call))
        .page(Method::POST, at("/{id}/delete"), move |call| record::delete(kind, call))
        .gated(command::gate(kind, Reach::Delete));
    if is_ours(Page::List) {
        routes = routes.page(Method::GET, at(""), move |call| list::page(kind, call));
    }
    if is_ours(Page::Entry) {
        routes = routes.page(Method::GET, at("/{id}"), move |call| record::show(kind, call));
    }
    if !is_ours(Page::Form) {
        return routes;
    }
    let new = match place::whole_of(kind) {
        Some(whole) => Cow::Owned(format!("{}/{{id}}/{}/new", place::list(whole), kind.target.path)),
        None => at("/new"),
    };
    routes
        .page(Method::GET, at("/{id}/edit"), move |call| edit::edit(kind, call))
        .page(Method::POST, at("/{id}/edit"), move |call| edit::save(kind, call))
        .page(Method::GET, new.clone(), move |call| edit::blank(kind, call))
        .page(Method::POST, new, move |call| edit::create(kind, call))
        .gated(command::gate(kind, Reach::Save))
}

/// Type-ahead: `[{id, label, hint}]`.
async fn lookup(call: Call) -> Result<Reply, Fault> {
    let name = call.param("kind").to_owned();
    let target = registry::targets()
        .into_iter()
        .find(|target| target.path == name || target.name == name);
    let target = target.ok_or_else(|| Fault::new(Code::NotFound))?;
    let typed = call.asked("q").unwrap_or_default().to_owned();
    call.app
        .look(&call.caller, move |look| {
            let offers = choices::matching(look.tx, target, &typed)?;
            let shown = offers
                .into_iter()
                .map(|offer| json!({"id": offer.id, "label": offer.label, "hint": ""}));
            Ok(Reply::json(shown.collect()))
        })
        .await
}
