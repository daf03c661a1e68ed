//! What a release has been through: the hold it is in, the holds before, and the runs that were reopened. To read only.

use super::{Fact, SectionShown, Told};
use crate::edge::Fault;
use crate::edge::page::{Frame, Moment};
use crate::release::screen::words;
use crate::release::store::life::{self, Done, Held, Run};

/// What is true of the whole release now and must not be overlooked.
#[derive(Debug, Clone, Default)]
pub struct Banner {
    /// Of the note: `info`, `warn` or `bad`.
    pub kind: &'static str,
    pub lead: String,
    pub text: String,
}

/// The runs before the present one; none is asked for where there is none.
pub fn runs(told: &Told<'_>) -> Result<Vec<Run>, Fault> {
    if told.release().run == 1 {
        return Ok(Vec::new());
    }
    Ok(life::runs(told.look.tx, told.release().id)?)
}

pub fn banners(told: &Told<'_>, frame: &Frame, runs: &[Run]) -> Vec<Banner> {
    let (t, release) = (told.t(), told.release());
    let mut banners = Vec::new();
    if let Some(at) = release.deleted_at {
        banners.push(Banner {
            kind: "bad",
            lead: t.text("release-deleted"),
            text: moment(told, frame, at).words,
        });
    }
    if let Some(hold) = &release.suspension {
        let who = told.names.of(hold.since.1.uuid());
        let since = moment(told, frame, hold.since.0).words;
        let why = told.names.of(hold.justification.uuid());
        banners.push(Banner {
            kind: "warn",
            lead: format!("{} {why}", t.text("release-on-hold")),
            text: joined([hold.complement.clone().unwrap_or_default(), who, since]),
        });
    }
    if let Some(last) = runs.last() {
        banners.push(Banner {
            kind: "info",
            lead: t.with("release-run-n", "n", release.run),
            text: joined([
                last.reason.clone(),
                last.reopened.name.clone(),
                signed(told, frame, &last.reopened),
            ]),
        });
    }
    banners
}

/// Holds and runs as sections of the record, where there are any.
pub fn sections(told: &Told<'_>, frame: &Frame, runs: &[Run]) -> Result<Vec<SectionShown>, Fault> {
    let t = told.t();
    let release = told.release();
    let holds = if told.was_held() {
        life::suspensions(told.look.tx, release.id)?
    } else {
        Vec::new()
    };
    let sections = [
        (
            "holds",
            "suspend",
            "release-holds",
            holds.iter().map(|hold| held(told, frame, hold)).collect::<Vec<_>>(),
        ),
        (
            "runs",
            "reopen",
            "release-runs",
            runs.iter().map(|run| ended(told, frame, run)).collect(),
        ),
    ];
    let there = sections.into_iter().filter(|(.., facts)| !facts.is_empty());
    Ok(there
        .map(|(id, icon, title, facts)| SectionShown {
            id,
            icon,
            title: t.text(title),
            facts,
            ..SectionShown::default()
        })
        .collect())
}

fn held(told: &Told<'_>, frame: &Frame, hold: &Held) -> Fact {
    let t = told.t();
    let until = match (&hold.reactivated, hold.held_minutes) {
        (Some(done), Some(minutes)) => {
            let span = words::working(t, minutes.unsigned_abs());
            format!("{} · {} · {span}", done.name, signed(told, frame, done))
        }
        _ => t.text("release-still-held"),
    };
    Fact {
        label: format!("{} · {}", hold.suspended.name, signed(told, frame, &hold.suspended)),
        text: joined([
            hold.justification_name.clone(),
            hold.complement.clone().unwrap_or_default(),
            until,
        ]),
        wide: true,
    }
}

fn ended(told: &Told<'_>, frame: &Frame, run: &Run) -> Fact {
    let t = told.t();
    Fact {
        label: t.with("release-run-n", "n", run.run),
        text: joined([
            words::word(t, "status", &run.status),
            run.solution_category_name.clone().unwrap_or_default(),
            run.closure.clone().unwrap_or_default(),
            format!("{} · {}", run.closed.name, signed(told, frame, &run.closed)),
            t.with("release-reopened-because", "reason", run.reason.as_str()),
        ]),
        wide: true,
    }
}

fn moment(told: &Told<'_>, frame: &Frame, at: jiff::Timestamp) -> Moment {
    words::short(told.t(), frame.tz(), at, told.look.at)
}

fn signed(told: &Told<'_>, frame: &Frame, done: &Done) -> String {
    moment(told, frame, done.at).words
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    let there: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    there.join(" · ")
}
