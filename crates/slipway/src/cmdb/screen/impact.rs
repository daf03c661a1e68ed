//! What suffers when an item fails, or makes it suffer, as a table with the way that explains each (F130).

use askama::Template;
use jiff::Timestamp;
use slipway_core::cmdb::Direction;
use uuid::Uuid;

use super::head::{Head, stage_word, told};
use crate::act::Look;
use crate::app::App;
use crate::cmdb::graph::query::{self, About, Asked, Impact, Step};
use crate::cmdb::item::ITEMS;
use crate::edge::form::{Choice, Errors};
use crate::edge::page::{self, Frame};
use crate::edge::{Call, Code, Fault, Reply, Texts, urls};
use crate::entry::screen::word;

#[derive(Debug, Template)]
#[template(path = "cmdb/screen/impact.html")]
struct ImpactPage {
    t: Texts,
    page: Frame,
    head: Head,
    form: Question,
    action: String,
    map: String,
    is_loading: bool,
    total: String,
    rows: Vec<Row>,
    has_more: bool,
    services: Vec<(String, String)>,
}

/// The form above the answer, of this page and of the map.
#[derive(Debug)]
pub struct Question {
    pub errors: Errors,
    pub directions: Vec<Choice>,
    pub depths: Vec<Choice>,
}

#[derive(Debug)]
struct Row {
    href: String,
    name: String,
    identification: String,
    type_name: String,
    stage: String,
    status: String,
    criticality: String,
    distance: u32,
    /// The names from the item asked about to this one.
    path: Vec<String>,
}

/// How many items the page shows; the API pages through all.
const SHOWN: usize = 100;

/// What the address asks; something unknown is the usual question.
pub fn asked(call: &Call, item: Uuid, usual: (Direction, Option<u32>)) -> Asked {
    let named = call.asked("direction").and_then(|word| word.parse().ok());
    let depth = match call.asked("depth") {
        Some("all") => None,
        Some(text) => text.parse().ok().filter(|depth| (1..=20).contains(depth)).or(usual.1),
        None => usual.1,
    };
    Asked {
        item,
        direction: named.unwrap_or(usual.0),
        depth,
        as_of: call.asked("as_of").and_then(|at| at.parse::<Timestamp>().ok()),
    }
}

/// The form with what was asked; `all` is offered where the whole closure can be.
pub fn question(t: Texts, asked: Asked, depths: &[&str]) -> Question {
    let chosen = asked.depth.map_or_else(|| "all".to_owned(), |depth| depth.to_string());
    let direction = |direction: &Direction| Choice {
        selected: *direction == asked.direction,
        ..Choice::new(
            direction.as_str(),
            t.text(&format!("cmdb-direction-{}", direction.as_str())),
        )
    };
    let depth = |depth: &&str| Choice {
        selected: **depth == chosen,
        ..Choice::new(
            *depth,
            if *depth == "all" {
                t.text("cmdb-depth-all")
            } else {
                (*depth).to_owned()
            },
        )
    };
    Question {
        errors: Errors::default(),
        directions: Direction::ALL.iter().map(direction).collect(),
        depths: depths.iter().map(depth).collect(),
    }
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let (id, asked) = (call.parsed::<Uuid>("id")?, call.clone());
    call.app
        .look(&call.caller, move |look| page::html(&view(look, &asked, id)?))
        .await
}

/// An answer, or the word that the graph is still being read.
pub fn or_loading<T>(found: Result<T, Fault>) -> Result<Option<T>, Fault> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(fault) if fault.code == Code::GraphLoading => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn view(look: &Look<'_>, call: &Call, id: Uuid) -> Result<ImpactPage, Fault> {
    let told = told(look, call, id, "impact")?;
    let t = look.texts();
    let asked = asked(call, id, (Direction::Impacted, None));
    let found = or_loading(query::impact(look, &call.app as &App, asked))?;
    let (rows, services, total) = match &found {
        Some(impact) => (
            rows(look, impact)?,
            query::services(look.tx, impact)?,
            impact.steps.len(),
        ),
        None => (Vec::new(), Vec::new(), 0),
    };
    Ok(ImpactPage {
        form: question(t, asked, &["1", "2", "3", "4", "5", "all"]),
        action: urls::item_part(id, "impact"),
        map: urls::item_part(id, "map"),
        is_loading: found.is_none(),
        total: page::number(i64::try_from(total).unwrap_or(i64::MAX), t),
        has_more: total > rows.len(),
        rows,
        services: services
            .into_iter()
            .map(|service| (urls::item(service.item), service.name))
            .collect(),
        head: told.head,
        page: told.page,
        t,
    })
}

fn rows(look: &Look<'_>, impact: &Impact) -> Result<Vec<Row>, Fault> {
    let shown: Vec<&Step> = impact.steps.iter().take(SHOWN).collect();
    let paths: Vec<Vec<Uuid>> = shown.iter().map(|step| impact.path(step)).collect();
    let known = query::about(look.tx, paths.iter().flatten().copied())?;
    let name = |id: &Uuid| known.get(id).map_or_else(String::new, |about| about.name.clone());
    let rows = shown.iter().zip(&paths).filter_map(|(step, path)| {
        let about: &About = known.get(&step.item)?;
        Some(row(look.texts(), step, about, path.iter().map(name).collect()))
    });
    Ok(rows.collect())
}

fn row(t: Texts, step: &Step, about: &About, path: Vec<String>) -> Row {
    Row {
        href: urls::item(about.item),
        name: about.name.clone(),
        identification: about.identification.clone(),
        type_name: about.type_name.clone(),
        stage: stage_word(t, about.stage.as_deref()),
        status: about.status_name.clone(),
        criticality: word(t, &ITEMS, &["criticality"], &about.criticality),
        distance: step.distance,
        path,
    }
}
