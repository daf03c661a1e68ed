//! Reads a release: JSON bodies and HTML forms through the same functions into the same types. What is asked of one that
//! exists is `wishes`.

pub mod wishes;

use jiff::civil::DateTime;
use serde_json::{Value, json};
use slipway_core::flow::Level;
use slipway_core::id::Id;
use slipway_core::kind::{ActivityGroup, Item, Model, Unit};
use slipway_core::release::{Contact, Notify, Phase, PhaseError, Release, Sheet};

use crate::edge::{Choice, Reader};

/// Longest texts (R11).
const TITLE: usize = 255;
const DESCRIPTION: usize = 65_000;
/// The most records of a kind that are linked in one go.
const LINKS: usize = 1_000;

/// A release to be registered.
#[derive(Debug, Clone)]
pub struct Registration {
    pub model: Id<Model>,
    /// Missing when a phase could not be read; then the reader has named why.
    pub sheet: Option<Sheet>,
    /// The numbers of the changes it packages.
    pub changes: Vec<i64>,
    /// The configuration items it touches.
    pub items: Vec<Id<Item>>,
}

/// Reads a registration (F001–F003).
pub fn registration(reader: &Reader<'_>) -> Registration {
    Registration {
        model: reader.id("model"),
        sheet: sheet(reader),
        changes: reader.numbers("changes", LINKS).unwrap_or_default(),
        items: reader.ids("cis", LINKS).unwrap_or_default(),
    }
}

/// Reads the fields that stay editable.
pub fn sheet(reader: &Reader<'_>) -> Option<Sheet> {
    let requester = reader.id("requester");
    let contact = reader.required_object("contact", contact);
    let contract = reader.id("contract");
    let executor_group = reader.id("executor_group");
    let title = reader.required_line("title", TITLE);
    let description = reader.text("description", DESCRIPTION);
    let version = reader.line("version", 64);
    let impact = reader.choice("impact", Level::Low);
    let urgency = reader.choice("urgency", Level::Low);
    let risk = reader.choice("risk", Level::Low);
    let release_date = reader.date("release_date");
    let notify = reader.object("notify", notify).unwrap_or(Notify {
        creation: true,
        any_change: true,
        closing: true,
    });
    let planning = reader.required_object("planning", phase);
    let deployment = reader.required_object("deployment", phase);
    Some(Sheet {
        requester,
        contact,
        contract,
        executor_group,
        title,
        description,
        version,
        impact,
        urgency,
        risk,
        release_date,
        notify,
        planning: planning?,
        deployment: deployment?,
    })
}

fn contact(reader: &Reader<'_>) -> Contact {
    Contact {
        name: reader.required_line("name", 120),
        email: reader.required_email("email"),
        phone: reader.line("phone", 40),
        extension: reader.line("extension", 12),
        unit: reader.id::<Unit>("unit"),
        location: reader.optional_id("location"),
        notes: reader.text("notes", DESCRIPTION),
    }
}

/// Boxes are ticked by default (F011).
fn notify(reader: &Reader<'_>) -> Notify {
    Notify {
        creation: reader.flag("creation").unwrap_or(true),
        any_change: reader.flag("any_change").unwrap_or(true),
        closing: reader.flag("closing").unwrap_or(true),
    }
}

fn phase(reader: &Reader<'_>) -> Option<Phase> {
    let start = moment(reader, "start");
    let end = moment(reader, "end");
    let zone = reader.required_line("zone", 64);
    let activity_group: Option<Id<ActivityGroup>> = reader.optional_id("activity_group");
    let notes = reader.text("notes", DESCRIPTION);
    if zone.is_empty() {
        return None;
    }
    match Phase::new(start?, end?, &zone) {
        Ok(mut phase) => {
            phase.activity_group = activity_group;
            phase.notes = notes;
            Some(phase)
        }
        Err(PhaseError::EndsBeforeStart) => refused(reader, "end", "ends_before_start"),
        Err(PhaseError::UnknownZone(_)) => refused(reader, "zone", "not_a_zone"),
        Err(PhaseError::OutOfRange(_)) => refused(reader, "start", "not_a_local_time"),
    }
}

fn refused<T>(reader: &Reader<'_>, name: &str, code: &'static str) -> Option<T> {
    reader.refuse(name, code);
    None
}

fn moment(reader: &Reader<'_>, name: &str) -> Option<DateTime> {
    let read = reader.local_time(name);
    if reader.raw(name).is_none() {
        reader.refuse(name, "required");
    }
    read
}

/// The editable fields as JSON: what PATCH is merged into, and what the edit form shows.
pub fn sheet_to_json(release: &Release) -> Value {
    let sheet = &release.sheet;
    json!({
        "requester": sheet.requester.to_string(),
        "contact": {
            "name": sheet.contact.name,
            "email": sheet.contact.email,
            "phone": sheet.contact.phone,
            "extension": sheet.contact.extension,
            "unit": sheet.contact.unit.to_string(),
            "location": sheet.contact.location.map(|id| id.to_string()),
            "notes": sheet.contact.notes,
        },
        "contract": sheet.contract.to_string(),
        "executor_group": sheet.executor_group.to_string(),
        "title": sheet.title,
        "description": sheet.description,
        "version": sheet.version,
        "impact": sheet.impact.as_str(),
        "urgency": sheet.urgency.as_str(),
        "risk": sheet.risk.as_str(),
        "release_date": sheet.release_date.map(|date| date.to_string()),
        "notify": {
            "creation": sheet.notify.creation,
            "any_change": sheet.notify.any_change,
            "closing": sheet.notify.closing,
        },
        "planning": phase_to_json(&sheet.planning),
        "deployment": phase_to_json(&sheet.deployment),
    })
}

/// A phase as the API writes it.
pub fn phase_to_json(phase: &Phase) -> Value {
    json!({
        "start": local(phase.start()),
        "end": local(phase.end()),
        "zone": phase.zone(),
        "activity_group": phase.activity_group.map(|id| id.to_string()),
        "notes": phase.notes,
    })
}

/// A wall time to the minute, unless it has seconds.
pub fn local(time: DateTime) -> String {
    if time.second() == 0 && time.subsec_nanosecond() == 0 {
        time.strftime("%Y-%m-%dT%H:%M").to_string()
    } else {
        time.to_string()
    }
}

/// The words of a closed set, for forms.
pub fn words<C: Choice>() -> &'static [&'static str] {
    C::WORDS
}
