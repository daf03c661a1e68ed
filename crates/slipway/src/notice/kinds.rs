//! Notices of the installation, as entries (F 2.17, F161).

use serde_json::Value;
use slipway_core::actor::Area;
use slipway_core::release::Phase;

use crate::account::kinds::{GROUP, USER};
use crate::edge::{Fault, FieldError};
use crate::entry::control::Links;
use crate::entry::kind::{Checking, Kind, Target, Values};
use crate::entry::{Control, Field};

pub const SYSTEM_NOTIFICATION: Target = Target {
    label: "t.title",
    ..Target::named("system_notification", "system_notifications", "system_notification")
};

pub const KINDS: &[&Kind] = &[&SYSTEM_NOTIFICATIONS];

const PROCESSES: &[&str] = &["general", "release", "change", "problem", "ticket", "cmdb", "media"];

pub static SYSTEM_NOTIFICATIONS: Kind = Kind {
    target: SYSTEM_NOTIFICATION,
    area: Area::Parameter,
    icon: "bell",
    columns: &["process", "start", "end", "status"],
    fields: &[
        Field::required("title", Control::Line { max: 255 }),
        Field::required(
            "process",
            Control::Choice {
                words: PROCESSES,
                otherwise: None,
            },
        ),
        Field::required("status", Control::Situation).in_column("active"),
        Field::required("start", Control::WallTime).in_column("start_at"),
        Field::required("end", Control::WallTime).in_column("end_at"),
        Field::required("zone", Control::Zone),
        Field::optional("groups", recipients("system_notification_group", "work_group", GROUP)),
        Field::optional("users", recipients("system_notification_user", "account", USER)),
        Field::optional("short_description", Control::Line { max: 255 }),
        Field::required("description", Control::Text { max: 65_000 }),
        Field::optional("confirmation_required", Control::Flag { otherwise: false }),
        Field::optional("notify_by_mail", Control::Flag { otherwise: false }),
    ],
    title: "title",
    searched: &["short_description"],
    check,
    sample: r#"{"title": "Maintenance tonight", "process": "general", "status": "active", "start": "2026-12-01T09:00", "end": "2026-12-01T23:00",
                "zone": "America/Sao_Paulo", "groups": ["@group"], "users": ["@user"], "short_description": "From ten to eleven",
                "description": "The database is moved.", "confirmation_required": true, "notify_by_mail": false}"#,
    ..Kind::PLAIN
};

const fn recipients(table: &'static str, other: &'static str, target: Target) -> Control {
    Control::Links(Links {
        table,
        own: "system_notification",
        other,
        target,
        mirror: None,
    })
}

/// The period has an end after its start, and a mail has somebody to go to (P20).
#[expect(clippy::unnecessary_wraps, reason = "the shape of a kind's rules")]
fn check(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    if let (Some(start), Some(end)) = (text(values, "start"), text(values, "end"))
        && let Some(zone) = text(values, "zone")
        && period(start, end, zone).is_none_or(|period| period.starts_at() >= period.ends_at())
    {
        checking.refuse(FieldError::new("/end", "not_after_start"));
    }
    let has = |field: &str| {
        values
            .get(field)
            .and_then(Value::as_array)
            .is_some_and(|list| !list.is_empty())
    };
    let is_mailed = values.get("notify_by_mail").and_then(Value::as_bool).unwrap_or(false);
    if is_mailed && !has("groups") && !has("users") {
        checking.refuse(FieldError::new("/groups", "needs_recipients"));
    }
    Ok(())
}

/// Two wall times in a zone as instants; they follow the rules of a release's phases.
pub fn period(start: &str, end: &str, zone: &str) -> Option<Phase> {
    Phase::new(start.parse().ok()?, end.parse().ok()?, zone).ok()
}

fn text<'a>(values: &'a Values, field: &str) -> Option<&'a str> {
    values.get(field)?.as_str()
}
