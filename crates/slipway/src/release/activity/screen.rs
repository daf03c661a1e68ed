//! The pages of activities: what is scheduled for one release, scheduling, reporting the execution, and the calendar.

pub mod calendar;
pub mod days;
pub mod execute;
pub mod schedule;
pub mod shown;

use axum::http::Method;
use slipway_core::policy::ReleaseAction;

use crate::edge::{Routes, urls};
use crate::release::gate;

pub fn routes() -> Routes {
    Routes::new()
        .page(Method::GET, urls::ACTIVITIES, calendar::show)
        .page(Method::GET, "/releases/{number}/activities", schedule::show)
        .page(Method::GET, "/releases/{number}/activities/new", schedule::ask)
        .page(Method::POST, "/releases/{number}/activities", schedule::save)
        .page(Method::GET, "/releases/{number}/activities/{id}", execute::show)
        .page(Method::POST, "/releases/{number}/activities/{id}", execute::save)
        .page(
            Method::POST,
            "/releases/{number}/activities/{id}/attachments",
            execute::attach,
        )
        .streams()
        .gated(gate::any_of(&[ReleaseAction::Note]))
}
