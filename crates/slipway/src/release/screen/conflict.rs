//! Two people edited at once: what each changed, field by field, to be decided before anything is saved (B209). What only
//! one of them touched needs no decision and is kept.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use serde_json::{Map, Value};
use slipway_core::release::Release;

use super::doing::{self, Doing};
use super::fields::{Desk, Filling};
use super::record;
use super::told::{self, EventShown};
use crate::audit;
use crate::edge::form::{Errors, Form, put, text_at};
use crate::edge::page::{self, Frame};
use crate::edge::{Call, Fault, Precondition, Reply, Texts};
use crate::release::read;

/// One field that both changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Disputed {
    /// The field's own name.
    pub name: String,
    /// The name of the decision.
    pub decision: String,
    pub label: String,
    pub mine: String,
    pub theirs: String,
}

/// A field that one of them changed: its new value stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    pub label: String,
    pub value: String,
}

#[derive(Debug, Template)]
#[template(path = "release/screen/conflict.html")]
pub struct ConflictPage {
    pub t: Texts,
    pub page: Frame,
    pub doing: Doing,
    /// What happened since.
    pub events: Vec<EventShown>,
    pub disputed: Vec<Disputed>,
    pub mine: Vec<Settled>,
    pub theirs: Vec<Settled>,
    /// Everything that was typed, to be sent again.
    pub typed: Vec<(String, String)>,
}

/// What the form decides with: `take.title=theirs`.
const DECISIONS: &str = "take";

/// Shows both versions of a release that somebody changed since the form was opened.
pub async fn answer(call: &Call, sent: Value) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let told = record::told(look, &shown, number)?;
            let mut tree = sent.clone();
            let seen = match doing::seen(&mut tree) {
                Precondition::Revision(seen) => seen,
                Precondition::Any | Precondition::Unknown | Precondition::Absent => 0,
            };
            let since: Vec<audit::Event> = told.events.iter().filter(|event| event.seq > seen).cloned().collect();
            let t = look.texts();
            let title = t.text("release-conflict-title");
            let page = Frame::of(&shown, look, format!("{title} · {}", told.number())).crumbs(told.crumbs(title));
            let sides = Sides::of(&told, &shown, tree, seen)?;
            let names = sides.wanted(&since).found(look.tx)?;
            let teller = told::Teller {
                t,
                frame: &page,
                names: &names,
                flow: &told.around.flow,
            };
            let differences = sides.differences();
            let mut errors = Errors::default();
            let who = since.last().map(|event| event.actor_name.clone()).unwrap_or_default();
            errors.add("", t.with("release-changed-meanwhile", "name", who));
            let view = ConflictPage {
                doing: Doing::of(&told, "edit", Form::default().with_errors(errors)),
                events: teller.history(number, &since),
                disputed: differences
                    .disputed
                    .iter()
                    .map(|field| sides.disputed(field, &teller))
                    .collect(),
                mine: differences
                    .mine
                    .iter()
                    .map(|field| settled(field, &sides.mine, &teller))
                    .collect(),
                theirs: differences
                    .theirs
                    .iter()
                    .map(|field| settled(field, &sides.theirs, &teller))
                    .collect(),
                typed: sides.typed(&differences.theirs),
                page,
                t,
            };
            page::html_with(StatusCode::PRECONDITION_FAILED, &view)
        })
        .await
}

fn settled(field: &str, side: &Map<String, Value>, teller: &told::Teller<'_>) -> Settled {
    let value = side.get(field).unwrap_or(&Value::Null);
    Settled {
        label: told::label(teller.t, field),
        value: teller.value(field, value),
    }
}

/// The three states of the sheet: as it was seen, as one would have it, as it is now.
struct Sides {
    base: Map<String, Value>,
    mine: Map<String, Value>,
    theirs: Map<String, Value>,
}

/// Who changed what, seen from the state that both began with.
#[derive(Debug, Default, PartialEq, Eq)]
struct Differences {
    disputed: Vec<String>,
    mine: Vec<String>,
    theirs: Vec<String>,
}

impl Sides {
    fn of(told: &record::Told<'_>, call: &Call, mut tree: Value, seen: i64) -> Result<Sides, Fault> {
        decided(&mut tree, told.release());
        let mut desk = Desk {
            look: told.look,
            zone: call.app.zone(),
            filling: Filling::Blanks,
            errors: Errors::default(),
        };
        desk.settle(&mut tree)?;
        let theirs = flat(&read::sheet_to_json(told.release()));
        let state = audit::state_after(&told.events, seen);
        let base = theirs
            .keys()
            .map(|field| (field.clone(), state.get(field).cloned().unwrap_or(Value::Null)))
            .collect();
        // A box that is not ticked is sent by its hidden twin, so every field of the sheet is there.
        let mine = theirs
            .iter()
            .map(|(field, now)| (field.clone(), like(now, text_at(&tree, field))))
            .collect();
        Ok(Sides { base, mine, theirs })
    }

    fn differences(&self) -> Differences {
        let mut differences = Differences::default();
        let at = |side: &Map<String, Value>, field: &str| side.get(field).cloned().unwrap_or(Value::Null);
        for field in self.theirs.keys() {
            let (base, mine, theirs) = (at(&self.base, field), at(&self.mine, field), at(&self.theirs, field));
            match (mine == theirs, mine == base, theirs == base) {
                (true, ..) => {}
                (false, true, _) => differences.theirs.push(field.clone()),
                (false, false, true) => differences.mine.push(field.clone()),
                (false, false, false) => differences.disputed.push(field.clone()),
            }
        }
        differences
    }

    fn wanted(&self, since: &[audit::Event]) -> super::names::Wanted {
        let mut wanted = told::wanted(since);
        wanted.add(told::wanted_by(&self.mine));
        wanted.add(told::wanted_by(&self.theirs));
        wanted
    }

    fn disputed(&self, field: &str, teller: &told::Teller<'_>) -> Disputed {
        Disputed {
            name: field.to_owned(),
            decision: format!("{DECISIONS}.{field}"),
            label: told::label(teller.t, field),
            mine: settled(field, &self.mine, teller).value,
            theirs: settled(field, &self.theirs, teller).value,
        }
    }

    /// The form once more: mine, but for what the other person alone has changed.
    fn typed(&self, theirs: &[String]) -> Vec<(String, String)> {
        let theirs: BTreeSet<&String> = theirs.iter().collect();
        let fields = self.mine.iter().map(|(field, mine)| {
            let value = if theirs.contains(field) {
                self.theirs.get(field).unwrap_or(mine)
            } else {
                mine
            };
            (field.clone(), written(value))
        });
        fields.collect()
    }
}

/// A sheet as its history records it: inner objects flattened.
fn flat(sheet: &Value) -> Map<String, Value> {
    let mut flat = Map::new();
    for (name, value) in sheet.as_object().into_iter().flatten() {
        if let Some(inner) = value.as_object() {
            flat.extend(
                inner
                    .iter()
                    .map(|(field, value)| (format!("{name}.{field}"), value.clone())),
            );
        } else {
            flat.insert(name.clone(), value.clone());
        }
    }
    flat
}

/// What was typed, as the kind of value the record has there.
fn like(recorded: &Value, typed: &str) -> Value {
    if recorded.is_boolean() {
        return Value::Bool(typed == "true");
    }
    match typed.trim() {
        "" => Value::Null,
        typed => Value::String(typed.to_owned()),
    }
}

fn written(value: &Value) -> String {
    if value.is_null() {
        return String::new();
    }
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Lays over a sent form what was decided in a conflict: the fields where the other version is taken.
pub fn decided(tree: &mut Value, release: &Release) {
    let Some(decisions) = tree.as_object_mut().and_then(|fields| fields.shift_remove(DECISIONS)) else {
        return;
    };
    let decisions = Form::over(&decisions);
    let theirs = flat(&read::sheet_to_json(release));
    for (field, _) in decisions.fields().filter(|(_, choice)| *choice == "theirs") {
        put(tree, field, theirs.get(field).map(written).unwrap_or_default());
    }
}

#[cfg(test)]
impl ConflictPage {
    pub fn sample(language: crate::edge::Language) -> ConflictPage {
        use crate::edge::page::Moment;
        let t = Texts(language);
        let at = Moment {
            instant: "2026-12-03T02:00:00Z".to_owned(),
            words: "2 Dec 23:00".to_owned(),
        };
        let settled = Settled {
            label: told::label(t, "version"),
            value: "4.2.0".to_owned(),
        };
        ConflictPage {
            page: Frame::sample(language),
            doing: Doing::sample(t, "edit"),
            events: told::sample_events(&at),
            disputed: vec![Disputed {
                name: "title".to_owned(),
                decision: "take.title".to_owned(),
                label: told::label(t, "title"),
                mine: "Payments 4.2".to_owned(),
                theirs: "Payments API 4.2".to_owned(),
            }],
            mine: vec![settled.clone()],
            theirs: vec![settled],
            typed: vec![("title".to_owned(), "Payments 4.2".to_owned())],
            t,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test may fail loudly"
    )]
    use serde_json::json;

    use super::*;

    fn map(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    fn sides() -> Sides {
        Sides {
            base: map(&json!({"title": "A", "version": null, "notes": "n", "impact": "low"})),
            mine: map(&json!({"title": "B", "version": "2", "notes": "n", "impact": "low"})),
            theirs: map(&json!({"title": "C", "version": null, "notes": "m", "impact": "low"})),
        }
    }

    #[test]
    fn only_what_both_changed_differently_is_disputed() {
        let differences = sides().differences();
        assert_eq!(differences.disputed, ["title"]);
        assert_eq!(differences.mine, ["version"]);
        assert_eq!(differences.theirs, ["notes"]);
    }

    #[test]
    fn the_same_change_by_both_is_no_dispute() {
        let mut sides = sides();
        sides.mine.insert("title".to_owned(), json!("C"));
        assert!(sides.differences().disputed.is_empty());
    }

    #[test]
    fn what_the_other_alone_changed_is_sent_as_it_is_now() {
        let typed = sides().typed(&["notes".to_owned()]);
        let value = |name: &str| typed.iter().find(|(field, _)| field == name).unwrap().1.clone();
        assert_eq!(value("notes"), "m");
        assert_eq!(value("title"), "B");
        assert_eq!(value("version"), "2");
    }
}
