//! Pages of imports: choosing a file, saying what its columns mean, watching it go in, and what became of each row.

mod begin;
mod job;

use axum::http::Method;

use super::command;
use crate::edge::{Routes, urls};

pub fn routes() -> Routes {
    let job = format!("{}/{{id}}", urls::IMPORTS);
    Routes::new()
        .page(Method::GET, urls::IMPORTS, begin::show)
        .page(Method::POST, urls::IMPORTS, begin::take_in)
        .streams()
        .page(Method::GET, job.clone(), job::show)
        .page(Method::POST, job, job::start)
        .gated(command::gate)
}
