//! The pages of releases: the desk, registering and editing, the release itself, what is done to it, its history and
//! flow. Each shows what queries and deciders said; no rule about a release is written here or in a template.

pub mod actions;
pub mod advance;
pub mod attachments;
pub mod capture;
pub mod conflict;
pub mod desk;
pub mod doing;
pub mod edit;
pub mod fields;
pub mod flow;
pub mod history;
pub mod lookup;
pub mod mass;
pub mod names;
pub mod paper;
pub mod preview;
pub mod record;
pub mod register;
pub mod ribbon;
pub mod rooms;
pub mod situation;
#[cfg(test)]
mod tests;
pub mod told;
pub mod verb;
pub mod words;

use axum::http::Method;
use slipway_core::policy::ReleaseAction;

use crate::edge::{Routes, urls};
use crate::release::gate;

pub fn routes() -> Routes {
    attachments::routes()
        .page(Method::GET, urls::RELEASES, desk::show)
        .page(Method::GET, urls::RELEASES_FILTER, desk::panel::show)
        .page(Method::GET, urls::NEW_RELEASE, register::show)
        .page(Method::POST, urls::RELEASES, register::save)
        .gated(gate::register)
        .page(Method::GET, "/releases/{number}", record::show)
        .page(Method::GET, "/releases/{number}/actions", actions::show)
        .page(Method::GET, "/releases/{number}/edit", edit::show)
        .page(Method::POST, "/releases/{number}/edit", edit::save)
        .gated(gate::any_of(&[ReleaseAction::Edit]))
        .page(Method::GET, "/releases/{number}/capture", capture::show)
        .page(Method::POST, "/releases/{number}/capture", capture::save)
        .gated(gate::any_of(&[ReleaseAction::Capture]))
        .page(Method::GET, "/releases/{number}/advance", advance::show)
        .page(Method::POST, "/releases/{number}/advance", advance::save)
        .gated(gate::any_of(&[ReleaseAction::Cancel, ReleaseAction::Advance]))
        .page(Method::GET, "/releases/{number}/situation", situation::show)
        .page(Method::POST, "/releases/{number}/situation", situation::save)
        .gated(gate::any_of(&[ReleaseAction::SetSituation]))
        .page(Method::GET, "/releases/{number}/history", history::show)
        .page(Method::GET, "/releases/{number}/versions/{version}", history::version)
        .page(Method::GET, "/releases/{number}/flow", flow::show)
        .page(Method::GET, "/lookup/{kind}", lookup::find)
        .page(Method::GET, "/admin/mail_templates/{id}/preview", preview::show)
        .and(mass::routes())
        .and(verb::routes())
}
