//! The administration page: every kind one may see, in groups.

use askama::Template;
use slipway_core::actor::{Area, Reach};

use super::{place, words};
use crate::act::Look;
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Code, Fault, Reply, Texts, urls};
use crate::entry::registry::SHELVES;

#[derive(Debug, Template)]
#[template(path = "entry/screen/home.html")]
struct HomePage {
    t: Texts,
    page: Frame,
    shelves: Vec<ShelfShown>,
}

#[derive(Debug)]
struct ShelfShown {
    title: String,
    tiles: Vec<Tile>,
}

#[derive(Debug)]
struct Tile {
    href: String,
    icon: &'static str,
    label: String,
    hint: String,
}

/// Pages that are no kind's.
const OTHERS: &[(Area, &str, &str, &str)] = &[
    (Area::Flow, urls::FLOWS, "flow", "flows"),
    (Area::Parameter, urls::PARAMETERS, "sliders", "parameters"),
    (Area::Parameter, urls::MAILS, "mail", "mails"),
];

pub async fn page(call: Call) -> Result<Reply, Fault> {
    let asked = call.clone();
    call.app
        .look(&call.caller, move |look| page::html(&view(&asked, look)?))
        .await
}

fn view(call: &Call, look: &Look<'_>) -> Result<HomePage, Fault> {
    let t = look.texts();
    let shelves = shelves(look, t);
    if shelves.is_empty() {
        return Err(Fault::new(Code::Forbidden).with("right", Area::Directory.as_str()));
    }
    let title = t.text("rail-administration");
    Ok(HomePage {
        page: Frame::of(call, look, title.clone()).crumbs([Crumb::here(title)]),
        shelves,
        t,
    })
}

fn shelves(look: &Look<'_>, t: Texts) -> Vec<ShelfShown> {
    let may = |area| look.actor().rights.reach(area, Reach::Search);
    let hint = |name: &str| t.text(&format!("entry-{}-about", name.replace('_', "-")));
    let kinds = SHELVES.iter().map(|shelf| {
        let tiles = shelf.kinds.iter().filter(|kind| may(kind.area)).map(|kind| Tile {
            href: place::list(kind),
            icon: kind.icon,
            label: words::plural(t, kind.target),
            hint: hint(kind.target.name),
        });
        ShelfShown {
            title: t.text(&format!("entry-home-{}", shelf.name)),
            tiles: tiles.collect(),
        }
    });
    let others = OTHERS
        .iter()
        .filter(|(area, ..)| may(*area))
        .map(|(_, href, icon, name)| Tile {
            href: (*href).to_owned(),
            icon,
            label: t.text(&format!("entry-{name}")),
            hint: hint(name),
        });
    let others = ShelfShown {
        title: t.text("entry-home-others"),
        tiles: others.collect(),
    };
    kinds.chain([others]).filter(|shelf| !shelf.tiles.is_empty()).collect()
}
