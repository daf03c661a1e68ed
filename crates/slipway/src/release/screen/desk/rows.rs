//! Rows of the desk: what each of its columns says of a release.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slipway_core::flow::{Flow, Status};

use super::super::words::{self, Numbering};
use crate::act::Look;
use crate::app::App;
use crate::edge::page::{self, Moment};
use crate::edge::{Fault, Texts, urls};
use crate::release::api;
use crate::release::filter::Listed;

/// One release in a list.
#[derive(Debug, Clone, Default)]
pub struct RowShown {
    pub number: String,
    pub href: String,
    /// What the mass form sends: number and revision. Nothing for what is closed.
    pub pick: String,
    /// The page with everything that can be done to it.
    pub actions: String,
    pub title: String,
    /// Portfolio and category.
    pub sort: String,
    pub requester: String,
    pub created: Moment,
    pub priority: i64,
    pub priority_word: String,
    pub term: String,
    /// Blank while suspended (B168), like the delay.
    pub deadline: Option<Moment>,
    pub delay: String,
    pub is_late: bool,
    pub state: &'static str,
    pub state_word: String,
    pub is_closed: bool,
    pub task: String,
    pub group: String,
    pub responsible: String,
}

/// What rows are said with.
pub struct Teller<'a> {
    pub t: Texts,
    pub tz: &'a TimeZone,
    pub now: Timestamp,
    pub numbering: &'a Numbering,
    flows: BTreeMap<(uuid::Uuid, i64), Arc<Flow>>,
}

impl std::fmt::Debug for Teller<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Teller").finish_non_exhaustive()
    }
}

impl<'a> Teller<'a> {
    /// Reads each flow that the rows run on; they are few and stay parsed.
    pub fn of(
        look: &Look<'_>,
        app: &App,
        tz: &'a TimeZone,
        numbering: &'a Numbering,
        rows: &[Listed],
    ) -> Result<Teller<'a>, Fault> {
        let mut flows = BTreeMap::new();
        for row in rows {
            let key = (row.flow.uuid(), row.flow_version);
            if let std::collections::btree_map::Entry::Vacant(place) = flows.entry(key) {
                place.insert(app.flows().version(look.tx, row.flow, row.flow_version)?);
            }
        }
        Ok(Teller {
            t: look.texts(),
            tz,
            now: look.at,
            numbering,
            flows,
        })
    }

    pub fn row(&self, row: &Listed) -> RowShown {
        let t = self.t;
        let is_suspended = row.status == Status::Suspended;
        let (delay, is_late) = self.delay(row);
        let category = words::word(t, "category", &row.category);
        RowShown {
            number: self.numbering.shown(row.number),
            href: urls::release(row.number),
            pick: if row.closed_at.is_some() {
                String::new()
            } else {
                format!("{}.{}", row.number, row.revision)
            },
            actions: urls::release_part(row.number, "actions"),
            title: row.title.clone(),
            sort: format!("{} · {category}", row.portfolio),
            requester: row.requester.clone(),
            created: words::short(t, self.tz, row.created_at, self.now),
            priority: row.priority,
            priority_word: t.text(&format!("priority-{}", row.priority)),
            term: page::hours(row.term_minutes.unsigned_abs()),
            deadline: (!is_suspended).then(|| words::short(t, self.tz, row.deadline, self.now)),
            delay,
            is_late,
            state: row.status.as_str(),
            state_word: words::word(t, "status", row.status.as_str()),
            is_closed: row.closed_at.is_some(),
            task: self.task(row),
            group: row.group_acronym.clone(),
            responsible: row.responsible.clone().unwrap_or_default(),
        }
    }

    /// Hours and minutes past the deadline, or what is left until it (F024); nothing while suspended (F025).
    fn delay(&self, row: &Listed) -> (String, bool) {
        let t = self.t;
        match api::delay(row, self.now) {
            None => (String::new(), false),
            Some(0) if row.closed_at.is_some() => (String::new(), false),
            Some(0) => {
                let left = words::about(t, words::minutes_until(row.deadline, self.now));
                (t.with("release-left", "span", left), false)
            }
            Some(minutes) => (t.with("release-late", "span", page::hours(minutes)), true),
        }
    }

    fn task(&self, row: &Listed) -> String {
        let Some(node) = &row.task else { return String::new() };
        let flow = self.flows.get(&(row.flow.uuid(), row.flow_version));
        let known = flow.and_then(|flow| flow.task(&node.parse().ok()?));
        known.map_or(node.as_str(), |task| task.name(self.t.0.tag())).to_owned()
    }
}

#[cfg(test)]
impl RowShown {
    pub fn sample(t: Texts) -> RowShown {
        let at = Moment {
            instant: "2026-12-03T02:00:00Z".to_owned(),
            words: "2 Dec 23:00".to_owned(),
        };
        RowShown {
            number: "REL-1284".to_owned(),
            href: urls::release(1284),
            pick: "1284.31".to_owned(),
            actions: urls::release_part(1284, "actions"),
            title: "Payments API 4.2 for the settlement rules of December".to_owned(),
            sort: "Payments · Major".to_owned(),
            requester: "Ana Maria Souza".to_owned(),
            created: at.clone(),
            priority: 1,
            priority_word: t.text("priority-1"),
            term: "42:09".to_owned(),
            deadline: Some(at),
            delay: t.with("release-late", "span", "4086:52"),
            is_late: true,
            state: "in_execution",
            state_word: t.text("status-in-execution"),
            is_closed: false,
            task: "Homologation".to_owned(),
            group: "SRE".to_owned(),
            responsible: "Bruno Lima da Costa".to_owned(),
        }
    }
}
