//! The neighbourhood of an item as a drawing, what fails on the left and what suffers on the right, and beside it the
//! same as a table (F131).

use std::collections::BTreeMap;

use askama::Template;
use slipway_core::cmdb::{Direction, Way};
use uuid::Uuid;

use super::head::{Head, facts, stage_word, told};
use super::impact::{Question, asked, or_loading, question};
use crate::act::Look;
use crate::cmdb::graph::query::{self, About, Asked, Edge, Map};
use crate::edge::page::{self, Frame};
use crate::edge::{Call, Fault, Reply, Texts, urls};

#[derive(Debug, Template)]
#[template(path = "cmdb/screen/map.html")]
struct MapPage {
    t: Texts,
    page: Frame,
    head: Head,
    form: Question,
    action: String,
    impact: String,
    is_loading: bool,
    label: String,
    width: i32,
    height: i32,
    nodes: Vec<Node>,
    edges: Vec<Line>,
    rows: Vec<Row>,
    /// What the drawing is called as a file, without its ending.
    file: String,
}

/// A node as it is drawn.
#[derive(Debug)]
struct Node {
    href: String,
    x: i32,
    y: i32,
    class: &'static str,
    /// As long as it fits.
    name: String,
    sub: String,
    /// All of it, on hover and for those who do not see it.
    whole: String,
    /// None of the node that stands for those left out.
    about: Option<Panel>,
}

/// What the panel beside the drawing says of an item.
#[derive(Debug)]
struct Panel {
    id: String,
    title: String,
    href: String,
    map: String,
    facts: Vec<(String, String)>,
}

/// A relationship as it is drawn, with the tip of its arrow.
#[derive(Debug)]
struct Line {
    path: String,
    tip: String,
    title: String,
}

/// A relationship in the table.
#[derive(Debug)]
struct Row {
    from: (String, String),
    phrase: String,
    to: (String, String),
    stage: String,
}

const WIDTH: i32 = 176;
const HEIGHT: i32 = 48;
const ACROSS: i32 = 96;
const DOWN: i32 = 16;
const MARGIN: i32 = 16;
/// How many letters of a name a node has room for.
const LETTERS: usize = 22;
/// How many boxes stand in one column; a larger fan folds into a count, which leads to the table of impact.
const IN_COLUMN: usize = 12;

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let (id, asked) = (call.parsed::<Uuid>("id")?, call.clone());
    call.app
        .look(&call.caller, move |look| page::html(&view(look, &asked, id)?))
        .await
}

fn view(look: &Look<'_>, call: &Call, id: Uuid) -> Result<MapPage, Fault> {
    let told = told(look, call, id, "map")?;
    let t = look.texts();
    let mut asked = asked(call, id, (Direction::Both, Some(2)));
    asked.depth = Some(asked.depth.unwrap_or(4).min(4));
    let found = or_loading(query::map(look, &call.app, asked))?;
    let is_loading = found.is_none();
    let drawn = found.map(|map| Drawn::of(t, asked, &map)).unwrap_or_default();
    Ok(MapPage {
        form: question(t, asked, &["1", "2", "3", "4"]),
        action: urls::item_part(id, "map"),
        impact: urls::item_part(id, "impact"),
        is_loading,
        label: t.with("cmdb-map-of", "name", told.head.title.as_str()),
        width: drawn.width,
        height: drawn.height,
        nodes: drawn.nodes,
        edges: drawn.edges,
        rows: drawn.rows,
        file: format!("{}-map", told.head.identification),
        head: told.head,
        page: told.page,
        t,
    })
}

#[derive(Default)]
struct Drawn {
    width: i32,
    height: i32,
    nodes: Vec<Node>,
    edges: Vec<Line>,
    rows: Vec<Row>,
}

impl Drawn {
    fn of(t: Texts, asked: Asked, map: &Map) -> Drawn {
        let columns = columns(asked.item, map);
        let tallest = columns
            .values()
            .map(|column| column.len().min(IN_COLUMN))
            .max()
            .unwrap_or(1);
        let height = size(tallest, HEIGHT, DOWN);
        let (mut places, mut nodes) = (BTreeMap::new(), Vec::new());
        for (index, (distance, column)) in columns.iter().enumerate() {
            let (shown, n_folded) = folded(column);
            let x = MARGIN + whole(index) * (WIDTH + ACROSS);
            let top = (height - size(column.len().min(IN_COLUMN), HEIGHT, DOWN)) / 2 + MARGIN;
            let at = |row: usize| (x, top + whole(row) * (HEIGHT + DOWN));
            for (row, item) in shown.iter().enumerate() {
                places.insert(*item, at(row));
                let about = map.about.get(item);
                nodes.extend(about.map(|about| node(t, about, at(row), class(*distance))));
            }
            if n_folded > 0 {
                nodes.push(fold(t, asked, (*distance, n_folded), at(shown.len())));
            }
        }
        let edges = map.edges.iter().filter_map(|edge| line(edge, &places, map));
        Drawn {
            width: size(columns.len(), WIDTH, ACROSS),
            height,
            nodes,
            edges: edges.collect(),
            rows: map.edges.iter().filter_map(|edge| row(t, edge, map)).collect(),
        }
    }
}

fn whole(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// So many boxes with the gaps between them and the margin around.
fn size(count: usize, each: i32, gap: i32) -> i32 {
    whole(count) * (each + gap) - gap + 2 * MARGIN
}

/// The items by their side and distance: what fails on the left, the root, what suffers on the right.
fn columns(root: Uuid, map: &Map) -> BTreeMap<i32, Vec<Uuid>> {
    let mut columns = BTreeMap::from([(0, vec![root])]);
    for step in &map.steps {
        let distance = i32::try_from(step.distance).unwrap_or(i32::MAX);
        let column = match step.way {
            Way::Impacted => distance,
            Way::Causes => -distance,
        };
        columns.entry(column).or_insert_with(Vec::new).push(step.item);
    }
    let name = |item: &Uuid| map.about.get(item).map(|about| about.name.clone());
    for column in columns.values_mut() {
        column.sort_by_cached_key(|item| (name(item), *item));
    }
    columns
}

/// What of a column is drawn, and how many are folded into a count.
fn folded(column: &[Uuid]) -> (&[Uuid], usize) {
    let n_shown = if column.len() > IN_COLUMN {
        IN_COLUMN - 1
    } else {
        column.len()
    };
    (column.get(..n_shown).unwrap_or_default(), column.len() - n_shown)
}

/// What suffers is told from what makes suffer by more than its side.
fn class(distance: i32) -> &'static str {
    match distance.cmp(&0) {
        std::cmp::Ordering::Less => "cause",
        std::cmp::Ordering::Equal => "now",
        std::cmp::Ordering::Greater => "hit",
    }
}

/// The box that stands for those a column has no room for.
fn fold(t: Texts, asked: Asked, (distance, n_folded): (i32, usize), (x, y): (i32, i32)) -> Node {
    let direction = if distance < 0 {
        Direction::Causes
    } else {
        Direction::Impacted
    };
    let name = t.with("cmdb-map-more", "n", n_folded);
    let list = urls::item_part(asked.item, "impact");
    Node {
        href: format!("{list}?direction={}&depth={}", direction.as_str(), distance.abs()),
        x,
        y,
        class: "skipped",
        whole: name.clone(),
        name,
        sub: t.text("cmdb-map-more-list"),
        about: None,
    }
}

fn node(t: Texts, about: &About, (x, y): (i32, i32), class: &'static str) -> Node {
    let is_long = about.name.chars().count() > LETTERS;
    let cut: String = about.name.chars().take(LETTERS - 1).collect();
    let stage = stage_word(t, about.stage.as_deref());
    let sub = if stage.is_empty() {
        about.type_name.clone()
    } else {
        format!("{} · {stage}", about.type_name)
    };
    Node {
        href: urls::item_part(about.item, "map"),
        x,
        y,
        class,
        name: if is_long {
            format!("{cut}…")
        } else {
            about.name.clone()
        },
        whole: format!(
            "{} ({}), {sub}, {}",
            about.name, about.identification, about.status_name
        ),
        sub: sub.chars().take(LETTERS + 4).collect(),
        about: Some(panel(t, about)),
    }
}

fn panel(t: Texts, about: &About) -> Panel {
    Panel {
        id: format!("about-{}", about.item),
        title: about.name.clone(),
        href: urls::item(about.item),
        map: urls::item_part(about.item, "map"),
        facts: [("entry-item-status", about.status_name.clone())]
            .map(|(key, value)| (t.text(key), value))
            .into_iter()
            .chain(facts(t, about))
            .collect(),
    }
}

/// From the border of one box to that of the other; boxes of one column are joined on their right.
fn line(edge: &Edge, places: &BTreeMap<Uuid, (i32, i32)>, map: &Map) -> Option<Line> {
    let (from, to) = (places.get(&edge.from)?, places.get(&edge.to)?);
    let middle = |place: &(i32, i32)| place.1 + HEIGHT / 2;
    let (start, end, bend) = match from.0.cmp(&to.0) {
        std::cmp::Ordering::Less => (from.0 + WIDTH, to.0, ACROSS / 2),
        std::cmp::Ordering::Greater => (from.0, to.0 + WIDTH, -ACROSS / 2),
        std::cmp::Ordering::Equal => (from.0 + WIDTH, to.0 + WIDTH, ACROSS / 2),
    };
    let (y1, y2) = (middle(from), middle(to));
    let is_leftward = from.0 >= to.0;
    let (into, point) = if is_leftward {
        (end + bend.abs(), 8)
    } else {
        (end - bend, -8)
    };
    let name = |id| map.about.get(id).map_or("", |about| about.name.as_str());
    Some(Line {
        path: format!("M{start} {y1}C{} {y1} {into} {y2} {end} {y2}", start + bend),
        tip: format!("M{end} {y2}l{point} -4v8z"),
        title: format!("{} {} {}", name(&edge.from), edge.type_name, name(&edge.to)),
    })
}

fn row(t: Texts, edge: &Edge, map: &Map) -> Option<Row> {
    let (from, to) = (map.about.get(&edge.from)?, map.about.get(&edge.to)?);
    Some(Row {
        from: (urls::item(from.item), from.name.clone()),
        phrase: edge.type_name.clone(),
        to: (urls::item(to.item), to.name.clone()),
        stage: stage_word(t, to.stage.as_deref()),
    })
}
