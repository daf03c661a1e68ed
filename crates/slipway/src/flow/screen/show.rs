//! A flow, as one of its versions draws it: the drawing, the same as tables, the versions and the history.

use askama::Template;
use serde_json::Value;
use slipway_core::actor::{Area, Reach};
use slipway_core::flow::Flow;
use slipway_core::id::Id;
use slipway_core::kind::Flow as FlowKind;

use super::tasks::{self, TaskShown, Teller, WayShown};
use crate::act::Look;
use crate::audit::{self, Event};
use crate::edge::page::{self, Frame, Moment};
use crate::edge::{Call, Fault, Reply, Texts, urls};
use crate::flow::draw::{self, Drawing, Walked};
use crate::flow::store::{FlowRow, VersionRow};
use crate::flow::{command, query};

#[derive(Debug, Template)]
#[template(path = "flow/screen/show.html")]
pub struct ShowPage {
    t: Texts,
    page: Frame,
    title: String,
    flow: FlowRow,
    allows_reopening: String,
    /// The version that is shown.
    version: VersionShown,
    /// Where the newest is, when another is shown.
    newest: String,
    drawing: Drawing,
    label: String,
    beginnings: Vec<WayShown>,
    tasks: Vec<TaskShown>,
    versions: Vec<VersionShown>,
    events: Vec<EventShown>,
    may: May,
}

/// What the person may do here.
#[derive(Debug, Clone, Copy)]
struct May {
    save: bool,
    delete: bool,
}

#[derive(Debug, Clone)]
struct VersionShown {
    number: i64,
    href: String,
    file: String,
    added: Moment,
    by: String,
    is_shown: bool,
}

/// An event as the shared timeline macro reads it.
#[derive(Debug)]
struct EventShown {
    what: String,
    who: String,
    at: Moment,
    tone: &'static str,
    said: String,
    changes: Vec<ChangeShown>,
}

#[derive(Debug)]
struct ChangeShown {
    field: String,
    old: String,
    new: String,
}

pub async fn newest(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let number = query::one(look, id)?.current_version;
            page::html(&view(&shown, look, id, number)?)
        })
        .await
}

pub async fn version(call: Call) -> Result<Reply, Fault> {
    let (id, number) = (call.parsed("id")?, call.parsed("n")?);
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| page::html(&view(&shown, look, id, number)?))
        .await
}

fn view(call: &Call, look: &Look<'_>, id: Id<FlowKind>, number: i64) -> Result<ShowPage, Fault> {
    let t = look.texts();
    let query::Version { flow, row, parsed } = query::version(look, &call.app, id, number)?;
    let title = parsed.name(look.language.tag()).to_owned();
    let page = Frame::of(call, look, format!("{title} · {}", t.text("entry-flow"))).crumbs(super::crumbs(
        t,
        Some(&flow),
        None,
    ));
    let versions = query::versions(look, id)?;
    let history = audit::store::history(look.tx, command::subject(id))?;
    let may = |reach| look.actor().rights.reach(Area::Flow, reach);
    let may = May {
        save: may(Reach::Save),
        delete: may(Reach::Delete),
    };
    let seen = Seen {
        flow: &flow,
        parsed: &parsed,
        shown: &row,
    };
    Ok(seen.page(page, t, &versions, &history, may))
}

/// What a page of a flow is made of.
struct Seen<'a> {
    flow: &'a FlowRow,
    parsed: &'a Flow,
    shown: &'a VersionRow,
}

impl Seen<'_> {
    fn page(&self, page: Frame, t: Texts, versions: &[VersionRow], history: &[Event], may: May) -> ShowPage {
        let language = t.0.tag();
        let teller = Teller { t, flow: self.parsed };
        let tasks = teller.tasks();
        let title = self.parsed.name(language).to_owned();
        let is_newest = self.shown.number == self.flow.current_version;
        ShowPage {
            label: tasks::told(t, &title, &tasks),
            title,
            flow: self.flow.clone(),
            allows_reopening: super::yes_or_no(t, self.flow.allows_reopening),
            version: self.version(&page, t, self.shown),
            newest: if is_newest {
                String::new()
            } else {
                urls::flow(self.flow.id)
            },
            drawing: draw::drawn(self.parsed, language, &Walked::default()),
            beginnings: teller.beginnings(),
            tasks,
            versions: versions.iter().map(|version| self.version(&page, t, version)).collect(),
            events: history.iter().rev().map(|event| event_shown(t, &page, event)).collect(),
            may,
            page,
            t,
        }
    }

    fn version(&self, page: &Frame, t: Texts, version: &VersionRow) -> VersionShown {
        let by = version.added_by.as_ref().map(|(_, name)| name.clone());
        VersionShown {
            number: version.number,
            href: urls::flow_version(self.flow.id, version.number),
            file: urls::flow_file(self.flow.id, version.number),
            added: page.moment(version.added_at),
            by: by.unwrap_or_else(|| t.text("flow-by-program")),
            is_shown: version.number == self.shown.number,
        }
    }
}

fn event_shown(t: Texts, page: &Frame, event: &Event) -> EventShown {
    let changes = event.changes();
    EventShown {
        what: t.text(&format!("flow-event-{}", event.kind.replace('_', "-"))),
        who: event.actor_name.clone(),
        at: page.moment(event.at),
        tone: match event.kind.as_str() {
            "created" | "version_added" => "ok",
            "deleted" => "bad",
            _ => "",
        },
        said: event.note.clone().unwrap_or_default(),
        changes: changes.iter().filter_map(|change| change_shown(t, change)).collect(),
    }
}

fn change_shown(t: Texts, change: &Value) -> Option<ChangeShown> {
    let field = change.get("field")?.as_str()?;
    let side = |side| change.get(side).map(|value| in_words(t, value)).unwrap_or_default();
    Some(ChangeShown {
        field: field_name(t, field),
        old: side("old"),
        new: side("new"),
    })
}

/// What people call a field of a flow.
pub fn field_name(t: Texts, field: &str) -> String {
    t.text(&format!("flow-field-{}", field.replace('_', "-")))
}

/// A value of a flow's field as people read it.
pub fn in_words(t: Texts, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(flag) => super::yes_or_no(t, *flag),
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
impl ShowPage {
    pub fn sample(language: crate::edge::Language) -> ShowPage {
        let parsed = super::tests::parsed();
        let (flow, versions) = (super::tests::flow(), super::tests::versions());
        let (Some(shown), events) = (versions.last(), super::tests::history()) else {
            panic!("there is a version")
        };
        let seen = Seen {
            flow: &flow,
            parsed: &parsed,
            shown,
        };
        seen.page(
            Frame::sample(language),
            Texts(language),
            &versions,
            &events,
            May {
                save: true,
                delete: true,
            },
        )
    }
}
