//! The chips of active filters, and the page that sets them; from the desk it opens in a dialog.

use std::collections::BTreeMap;

use askama::Template;
use serde_json::{Map, Value};
use slipway_core::flow::Status;
use slipway_core::release::Category;
use slipway_db::ReadTx;
use uuid::Uuid;

use super::super::lookup::{self, Looked};
use super::super::names::{self, Names, Wanted};
use super::super::words;
use super::asked::{Asked, Sent};
use crate::act::Look;
use crate::edge::form::{Choice, Errors, Form, select};
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Fault, Reply, Texts, urls};
use crate::flow;
use crate::release::offer::{self, Lookup};

/// A filter as it is shown, with the address without it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChipShown {
    pub label: String,
    pub value: String,
    pub remove: String,
}

/// The filters that are looked up, and what each looks for.
pub const LOOKED_UP: &[(&str, Lookup)] = &[
    ("executor_group", Lookup::Groups),
    ("responsible", Lookup::Users),
    ("requester", Lookup::Employees),
    ("unit", Lookup::Units),
    ("contract", Lookup::Contracts),
    ("model", Lookup::Models),
];

/// The periods: opened, planned, closed.
const PERIODS: [&str; 3] = ["opened", "planned", "closed"];

/// The page that sets filters: a plain form that asks for an address of the desk.
#[derive(Debug, Template)]
#[template(path = "release/screen/filter.html")]
pub struct FilterPage {
    pub t: Texts,
    pub page: Frame,
    pub desk: &'static str,
    /// The errors that its fields look for; what is wrong with an address the desk says.
    pub form: Form,
    pub statuses: Vec<Choice>,
    pub priorities: Vec<Choice>,
    pub states: Vec<Choice>,
    pub assigned: Vec<Choice>,
    pub delayed: Vec<Choice>,
    pub tasks: Vec<Choice>,
    pub portfolios: Vec<Choice>,
    pub categories: Vec<Choice>,
    pub looked_up: Vec<LookedUp>,
    pub periods: Vec<Period>,
    /// What the form does not set and so carries on.
    pub words: String,
    pub sort: String,
}

#[derive(Debug, Clone, Default)]
pub struct LookedUp {
    pub name: &'static str,
    pub label: String,
    pub looked: Looked,
}

#[derive(Debug, Clone, Default)]
pub struct Period {
    pub label: String,
    pub from_name: String,
    pub from: String,
    pub to_name: String,
    pub to: String,
}

/// Shows the filters of an address, to be changed.
pub async fn show(call: Call) -> Result<Reply, Fault> {
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let (tree, _) = resolved(look, &Sent::of(&shown.uri))?;
            let empty = Map::new();
            let asked = Asked::of(tree.as_object().unwrap_or(&empty));
            let (names, tasks) = (names(look.tx, &asked)?, flow::query::tasks(look, &shown.app)?);
            let t = look.texts();
            let crumbs = [
                Crumb::to(urls::RELEASES, t.text("rail-releases")),
                Crumb::here(t.text("release-filter")),
            ];
            let frame = Frame::of(&shown, look, t.text("release-filter")).crumbs(crumbs);
            page::html(
                &Shown {
                    t,
                    asked: &asked,
                    names: &names,
                    tasks: &tasks,
                }
                .page(look, frame)?,
            )
        })
        .await
}

/// Which of the sent texts mean which records; the rest of the address as it is.
pub fn resolved(look: &Look<'_>, sent: &Sent) -> Result<(Value, Errors), Fault> {
    let (mut tree, mut errors) = (sent.tree(), Errors::default());
    for (name, lookup) in LOOKED_UP {
        let field = lookup::Field {
            name,
            lookup: *lookup,
            texts: look.texts(),
        };
        lookup::settle(look.tx, &mut tree, &field, &mut errors)?;
    }
    Ok((tree, errors))
}

/// The names of what the filters refer to.
pub fn names(tx: &ReadTx<'_>, asked: &Asked) -> Result<Names, Fault> {
    let mut wanted = Wanted::default();
    for (name, value) in asked.filters() {
        value.parse().into_iter().for_each(|id: Uuid| wanted.field(name, id));
    }
    Ok(wanted.found(tx)?)
}

/// What chips and panel are said with.
#[derive(Debug)]
pub struct Shown<'a> {
    pub t: Texts,
    pub asked: &'a Asked,
    pub names: &'a Names,
    pub tasks: &'a BTreeMap<String, String>,
}

impl Shown<'_> {
    pub fn chips(&self) -> Vec<ChipShown> {
        let chip = |(name, value): (&'static str, &str)| ChipShown {
            label: self.label(name),
            value: value
                .split(',')
                .map(|value| self.value(name, value))
                .collect::<Vec<_>>()
                .join(", "),
            remove: self.asked.without(name).address(),
        };
        self.asked.filters().map(chip).collect()
    }

    fn label(&self, name: &str) -> String {
        self.t.text(&format!("release-filter-{}", name.replace('_', "-")))
    }

    fn value(&self, name: &str, value: &str) -> String {
        match name {
            "state" | "assigned" | "status" | "category" => words::word(self.t, name_of_words(name), value),
            "delayed" => self.t.text(if value == "true" { "release-yes" } else { "release-no" }),
            "priority" => format!("{value} {}", words::word(self.t, "priority", value)),
            "task" => self.tasks.get(value).cloned().unwrap_or_else(|| value.to_owned()),
            "opened_from" | "opened_to" | "planned_from" | "planned_to" | "closed_from" | "closed_to" => value
                .parse()
                .map_or_else(|_| value.to_owned(), |day| words::day(self.t, day)),
            _ if names::referred(name).is_some() => value
                .parse()
                .map(|id| self.names.of(id))
                .ok()
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| self.t.text("release-unknown")),
            _ => value.to_owned(),
        }
    }

    fn page(&self, look: &Look<'_>, page: Frame) -> Result<FilterPage, Fault> {
        let portfolios = offer::portfolios(look.tx)?;
        let portfolios = portfolios
            .into_iter()
            .map(|offer| Choice::new(offer.id.to_string(), offer.label));
        let tasks = self.tasks.iter().map(|(id, name)| Choice::new(id, name)).collect();
        Ok(FilterPage {
            t: self.t,
            page,
            desk: urls::RELEASES,
            form: Form::default(),
            statuses: self.words("status", Status::WORDS),
            priorities: self.words("priority", &["1", "2", "3", "4", "5"]),
            states: self.words("state", &["open", "closed"]),
            assigned: self.words("assigned", &["me", "shared_with_me", "my_groups", "nobody"]),
            delayed: self.words("delayed", &["true", "false"]),
            tasks: select(tasks, self.asked.value("task")),
            portfolios: select(portfolios.collect(), self.asked.value("portfolio")),
            categories: self.words("category", Category::WORDS),
            looked_up: LOOKED_UP
                .iter()
                .map(|(name, lookup)| self.looked_up(name, *lookup))
                .collect(),
            periods: PERIODS.iter().map(|word| self.period(word)).collect(),
            words: self.asked.value("q").to_owned(),
            sort: self.asked.sort.clone(),
        })
    }

    fn words(&self, name: &str, words: &[&str]) -> Vec<Choice> {
        let choice = |word: &&str| Choice {
            selected: self.asked.has(name, word),
            ..Choice::new(*word, self.value(name, word))
        };
        words.iter().map(choice).collect()
    }

    fn looked_up(&self, name: &'static str, lookup: Lookup) -> LookedUp {
        let id = self.asked.value(name).to_owned();
        let shown = if id.is_empty() {
            String::new()
        } else {
            self.value(name, &id)
        };
        LookedUp {
            name,
            label: self.label(name),
            looked: Looked {
                id,
                shown,
                url: lookup::address(lookup),
            },
        }
    }

    fn period(&self, word: &str) -> Period {
        let name = |edge: &str| format!("{word}_{edge}");
        Period {
            label: words::word(self.t, "release-period", word),
            from: self.asked.value(&name("from")).to_owned(),
            to: self.asked.value(&name("to")).to_owned(),
            from_name: name("from"),
            to_name: name("to"),
        }
    }
}

/// The set of texts that a filter's words belong to.
fn name_of_words(filter: &str) -> &str {
    match filter {
        "state" => "release-state",
        "assigned" => "release-assigned",
        other => other,
    }
}

#[cfg(test)]
impl FilterPage {
    pub fn sample(language: crate::edge::Language) -> FilterPage {
        let t = Texts(language);
        let (names, tasks) = (Names::default(), BTreeMap::from([("Run".to_owned(), "Run".to_owned())]));
        let asked = Asked::view(&[("state", "open")]);
        let shown = Shown {
            t,
            asked: &asked,
            names: &names,
            tasks: &tasks,
        };
        FilterPage {
            t,
            page: Frame::sample(language),
            desk: urls::RELEASES,
            form: Form::default(),
            statuses: shown.words("status", Status::WORDS),
            priorities: shown.words("priority", &["1", "2", "3", "4", "5"]),
            states: shown.words("state", &["open", "closed"]),
            assigned: shown.words("assigned", &["me", "nobody"]),
            delayed: shown.words("delayed", &["true", "false"]),
            tasks: vec![Choice::new("Run", "Run")],
            portfolios: vec![Choice::new("1", "Payments")],
            categories: shown.words("category", Category::WORDS),
            looked_up: LOOKED_UP
                .iter()
                .map(|(name, lookup)| shown.looked_up(name, *lookup))
                .collect(),
            periods: PERIODS.iter().map(|word| shown.period(word)).collect(),
            words: "pay".to_owned(),
            sort: "-deadline".to_owned(),
        }
    }
}
