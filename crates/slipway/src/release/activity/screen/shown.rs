//! An activity as lists and the calendar show it: its situation as an icon, a word and a colour together.

use jiff::tz::TimeZone;
use slipway_core::activity::Situation;

use super::super::store::Listed;
use crate::edge::page::{Frame, Moment};
use crate::edge::{Texts, urls};
use crate::release::screen::words::{self, Numbering};

/// How a situation looks everywhere: blue in execution, green executed, grey suspended (O22), and never by colour alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SituationShown {
    pub word: &'static str,
    pub label: String,
    /// One of the tones of states.
    pub tone: &'static str,
    pub icon: &'static str,
}

impl SituationShown {
    pub fn of(t: Texts, situation: Situation) -> SituationShown {
        let (tone, icon) = match situation {
            Situation::Scheduled => ("loop", "clock"),
            Situation::InExecution => ("run", "play"),
            Situation::Suspended => ("mute", "pause"),
            Situation::Executed => ("ok", "check"),
            Situation::Canceled => ("mute", "ban"),
        };
        SituationShown {
            word: situation.as_str(),
            label: words::word(t, "activity", situation.as_str()),
            tone,
            icon,
        }
    }
}

/// An activity in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityShown {
    pub href: String,
    pub group: String,
    pub number: String,
    pub title: String,
    pub situation: SituationShown,
    pub is_open: bool,
    /// When it is due for the reader, and the hours alone.
    pub at: Moment,
    pub hours: String,
    pub span: String,
    pub guidelines: String,
    /// What was last said of its execution, with the reason of a suspension before it.
    pub said: String,
    pub reported: String,
}

/// What showing needs to know of the reader.
#[derive(Debug, Clone, Copy)]
pub struct Showing<'a> {
    pub t: Texts,
    pub frame: &'a Frame,
    pub numbering: &'a Numbering,
}

impl Showing<'_> {
    pub fn activity(&self, listed: &Listed) -> ActivityShown {
        let (t, activity) = (self.t, &listed.activity);
        let (plan, progress) = (&activity.plan, &activity.progress);
        let said = [&listed.suspension_reason, &progress.details];
        let said: Vec<&str> = said.into_iter().flatten().map(String::as_str).collect();
        ActivityShown {
            href: urls::release_part(listed.number, &format!("activities/{}", activity.id)),
            group: listed.group.clone(),
            number: self.numbering.shown(listed.number),
            title: listed.title.clone(),
            situation: SituationShown::of(t, progress.situation),
            is_open: progress.situation.is_open(),
            at: self.frame.moment(plan.starts_at()),
            hours: hours(plan.starts_at(), self.frame.tz()),
            span: words::span(t, plan.minutes().unsigned_abs()),
            guidelines: plan.guidelines.clone().unwrap_or_default(),
            said: said.join(" · "),
            reported: self.reported(listed),
        }
    }

    /// Who said last how far it has come, and when; of one that nobody ended, that it ended with its release.
    fn reported(&self, listed: &Listed) -> String {
        let progress = &listed.activity.progress;
        let Some(since) = progress.at.map(|at| self.frame.moment(at).words) else {
            return String::new();
        };
        if progress.situation == Situation::Canceled {
            return self.t.with("activity-ended", "when", since);
        }
        format!("{} · {since}", listed.reported_by.as_deref().unwrap_or_default())
    }
}

fn hours(at: jiff::Timestamp, tz: &TimeZone) -> String {
    let local = at.to_zoned(tz.clone());
    format!("{:02}:{:02}", local.hour(), local.minute())
}

#[cfg(test)]
impl ActivityShown {
    /// One in each situation.
    pub fn samples(t: Texts) -> Vec<ActivityShown> {
        let sample = |situation: &Situation| ActivityShown {
            href: urls::release_part(1284, "activities/x"),
            group: "Night operations".to_owned(),
            number: "REL-1284".to_owned(),
            title: "Payments API 4.2".to_owned(),
            situation: SituationShown::of(t, *situation),
            is_open: situation.is_open(),
            at: Moment {
                instant: "2026-12-03T02:00:00Z".to_owned(),
                words: "2 Dec 2026 23:00".to_owned(),
            },
            hours: "23:00".to_owned(),
            span: "1 h 30 min".to_owned(),
            guidelines: "Drain the nodes,\nrack by rack".to_owned(),
            said: "No access · since noon".to_owned(),
            reported: "Ana Souza · 2 Dec 2026 23:10".to_owned(),
        };
        Situation::ALL.iter().map(sample).collect()
    }
}
