//! The pages of a release's questionnaires: what is asked for and what was answered, a form to answer, and answers to
//! read and confirm.

mod answer;
pub mod list;
mod show;
#[cfg(test)]
pub mod tests;

use axum::http::Method;

use crate::edge::{Fault, Routes, Texts, urls};
use crate::release::gate;
use crate::release::refusal::{Names, fault};
use crate::release::screen::record::Told;
use slipway_core::flow::TaskId;
use slipway_core::policy::{self, ReleaseAction};
use slipway_core::release::admit;

pub fn routes() -> Routes {
    Routes::new()
        .page(Method::GET, "/releases/{number}/questionnaires", list::show)
        .page(Method::POST, "/releases/{number}/questionnaires", answer::save)
        .page(Method::GET, "/releases/{number}/questionnaires/new", answer::blank)
        .page(Method::GET, "/releases/{number}/questionnaires/{id}", show::show)
        .page(Method::POST, "/releases/{number}/questionnaires/{id}", answer::change)
        .page(Method::GET, "/releases/{number}/questionnaires/{id}/edit", answer::edit)
        .page(
            Method::POST,
            "/releases/{number}/questionnaires/{id}/confirm",
            show::confirm,
        )
        .gated(gate::any_of(&[ReleaseAction::Link]))
}

/// The page of all questionnaires of a release.
fn place(number: i64) -> String {
    urls::release_part(number, "questionnaires")
}

fn place_of(number: i64, id: impl std::fmt::Display) -> String {
    format!("{}/{id}", place(number))
}

/// Why nothing can be answered now, or nothing.
fn blocker(told: &Told<'_>) -> String {
    let (look, release) = (told.look, told.release());
    let t = look.texts();
    let permit = match policy::may(
        look.actor(),
        ReleaseAction::Link,
        &release.relations(release.tasks.first()),
    ) {
        Ok(permit) => permit,
        Err(denied) => return Fault::from(denied).detail(t),
    };
    let names = Names {
        flow: &told.around.flow,
        language: look.language,
        person: &|account| account.to_string(),
    };
    let refused = admit(&permit, release).err();
    refused
        .map(|refused| fault(refused, names).detail(t))
        .unwrap_or_default()
}

/// What people call a task of the release's flow; nothing for none.
fn task_name(told: &Told<'_>, t: Texts, task: Option<&TaskId>) -> String {
    let name = |task: &TaskId| {
        let known = told.around.flow.task(task);
        known.map_or(task.as_str(), |known| known.name(t.0.tag())).to_owned()
    };
    task.map(name).unwrap_or_default()
}
