//! Pages of questionnaires: the builder, what the form looks like to those who answer it, and its file. List, record and
//! deleting are those of every entry.

mod build;
mod file;
mod preview;
#[cfg(test)]
mod tests;

use axum::http::Method;
use slipway_core::actor::Reach;
use uuid::Uuid;

use super::kinds::QUESTIONNAIRES;
use crate::edge::page::Crumb;
use crate::edge::{Routes, Texts, urls};
use crate::entry::command::gate;
use crate::entry::screen::{one_place, plural};

/// The list of questionnaires.
const LIST: &str = "/admin/questionnaires";

pub fn routes() -> Routes {
    Routes::new()
        .page(Method::GET, "/admin/questionnaires/new", build::blank)
        .page(Method::POST, "/admin/questionnaires/new", build::create)
        .page(Method::POST, "/admin/questionnaires/import", file::import)
        .page(Method::GET, "/admin/questionnaires/{id}/edit", build::edit)
        .page(Method::POST, "/admin/questionnaires/{id}/edit", build::save)
        .page(Method::GET, "/admin/questionnaires/{id}/new", build::copy)
        .page(Method::GET, "/admin/questionnaires/{id}/preview", preview::show)
        .page(Method::GET, "/admin/questionnaires/{id}/export", file::export)
        .gated(gate(&QUESTIONNAIRES, Reach::Save))
}

/// The way to a page below a questionnaire, or below the list for none.
fn crumbs(t: Texts, one: Option<(Uuid, &str)>, doing: &str) -> Vec<Crumb> {
    let ground = [
        Crumb::to(urls::ADMIN, t.text("rail-administration")),
        Crumb::to(LIST, plural(t, QUESTIONNAIRES.target)),
    ];
    let one = one.map(|(id, title)| Crumb::to(one_place(&QUESTIONNAIRES, id), title));
    ground
        .into_iter()
        .chain(one)
        .chain([Crumb::here(t.text(doing))])
        .collect()
}
