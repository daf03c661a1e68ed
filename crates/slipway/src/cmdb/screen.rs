//! Pages of the CMDB: the list with its tree of groups, and an item from several sides, each side a page of its own.
//! The forms of items are those of all entries.

mod head;
mod impact;
mod item;
mod list;
mod map;
mod related;
mod versions;

use axum::http::Method;

use crate::edge::{Routes, urls};

pub fn routes() -> Routes {
    let at = |end: &str| format!("{}/{{id}}{end}", urls::CMDB);
    Routes::new()
        .page(Method::GET, urls::CMDB, list::show)
        .page(Method::GET, at(""), item::show)
        .page(Method::GET, at("/related"), related::show)
        .page(Method::POST, at("/related"), related::relate)
        .page(Method::POST, at("/related/{relationship}/end"), related::end)
        .page(Method::GET, at("/impact"), impact::show)
        .page(Method::GET, at("/map"), map::show)
        .page(Method::GET, at("/versions"), versions::show)
        .page(Method::POST, at("/restore_points"), versions::mark)
        .page(Method::POST, at("/restore"), versions::restore)
}
