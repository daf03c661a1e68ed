//! The activity calendar: month, week and day over all releases that the reader may see, paged by plain links.

use std::collections::BTreeMap;

use askama::Template;
use jiff::civil::Date;
use slipway_core::activity::Situation;
use slipway_core::policy;

use super::super::period::{self, Asked};
use super::days::{Days, View};
use super::shown::{ActivityShown, Showing, SituationShown};
use crate::act::Look;
use crate::catalogue::kinds::ACTIVITY_GROUPS;
use crate::edge::form::{self, Choice};
use crate::edge::page::{self, Crumb, Frame};
use crate::edge::{Call, Fault, Reply, Texts, urls};
use crate::entry::choices;
use crate::release::screen::words::{self, Numbering};

/// What a day of a month shows before it leads to the day itself.
const PER_DAY: usize = 4;
/// What the calendar reads at most; a page that shows more is not read by anybody.
const AT_MOST: u32 = 1_000;

/// A day with what is due on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayShown {
    /// The day of the month, and the day in words.
    pub number: String,
    pub words: String,
    pub weekday: String,
    /// The day alone.
    pub href: String,
    pub is_outside: bool,
    pub is_today: bool,
    pub activities: Vec<ActivityShown>,
    /// `3 more`, or nothing.
    pub more: String,
}

/// A link to another view of the same day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ViewShown {
    pub href: String,
    pub label: String,
    pub is_current: bool,
}

#[derive(Debug, Template)]
#[template(path = "release/activity/screen/calendar.html")]
pub struct CalendarPage {
    pub t: Texts,
    pub page: Frame,
    pub here: &'static str,
    pub heading: String,
    pub is_day: bool,
    pub views: Vec<ViewShown>,
    /// Addresses; empty where the calendar ends.
    pub earlier: String,
    pub later: String,
    pub today: String,
    /// What the form of the filter carries along.
    pub view: &'static str,
    pub date: String,
    pub groups: Vec<Choice>,
    pub weekdays: Vec<String>,
    pub days: Vec<DayShown>,
    pub is_empty: bool,
    /// Whether there is more than the calendar shows.
    pub is_cut: bool,
    pub legend: Vec<SituationShown>,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let t = look.texts();
            let title = t.text("activity-calendar");
            let frame = Frame::of(&shown, look, title.clone()).crumbs([Crumb::here(title)]);
            page::html(&view(look, &shown, frame)?)
        })
        .await
}

/// What an address asks for; whatever it does not say, or says wrongly, is the month of today.
fn asked(call: &Call, today: Date) -> Days {
    Days {
        view: call.asked("view").and_then(View::named).unwrap_or(View::Month),
        day: call.asked("date").and_then(|text| text.parse().ok()).unwrap_or(today),
    }
}

fn view(look: &Look<'_>, call: &Call, frame: Frame) -> Result<CalendarPage, Fault> {
    let t = look.texts();
    let today = look.at.to_zoned(frame.tz().clone()).date();
    let days = asked(call, today);
    let group = call.asked("group").unwrap_or_default();
    let place = Place { group };
    let (from, to) = days.instants(frame.tz());
    let found = period::page(
        look.tx,
        &policy::releases_seen_by(look.actor()),
        &Asked {
            from,
            to,
            activity_group: group.parse().ok(),
            situation: None,
            limit: AT_MOST,
            after: None,
        },
    )?;
    let numbering = Numbering::of(look.tx)?;
    let showing = Showing {
        t,
        frame: &frame,
        numbering: &numbering,
    };
    let mut by_day: BTreeMap<Date, Vec<ActivityShown>> = BTreeMap::new();
    for listed in &found.activities {
        let at = listed.activity.plan.starts_at().to_zoned(frame.tz().clone());
        by_day.entry(at.date()).or_default().push(showing.activity(listed));
    }
    let drawn = days.all().into_iter();
    let drawn: Vec<DayShown> = drawn
        .map(|day| {
            let activities = by_day.remove(&day).unwrap_or_default();
            day_shown(t, days, &place, (day, today), activities)
        })
        .collect();
    let known = choices::all(look.tx, ACTIVITY_GROUPS.target)?.unwrap_or_default();
    let known = known.into_iter().map(|one| Choice::new(one.id.to_string(), one.label));
    let address = |days: Option<Days>| days.map(|days| place.address(days)).unwrap_or_default();
    Ok(CalendarPage {
        here: urls::ACTIVITIES,
        heading: heading(t, days),
        is_day: days.view == View::Day,
        views: views(t, days, &place),
        earlier: address(days.before()),
        later: address(days.after()),
        today: place.address(Days { day: today, ..days }),
        view: days.view.word(),
        date: days.day.to_string(),
        groups: form::select(known.collect(), group),
        weekdays: (1..=7).map(|n| t.text(&format!("weekday-{n}"))).collect(),
        is_empty: found.activities.is_empty(),
        is_cut: found.next.is_some(),
        days: drawn,
        legend: Situation::ALL.iter().map(|one| SituationShown::of(t, *one)).collect(),
        page: frame,
        t,
    })
}

/// Where the calendar is, but for days and view.
struct Place<'a> {
    group: &'a str,
}

impl Place<'_> {
    fn address(&self, days: Days) -> String {
        let group = if self.group.is_empty() {
            String::new()
        } else {
            format!("&group={}", urls::escaped(self.group))
        };
        format!(
            "{}?view={}&date={}{group}",
            urls::ACTIVITIES,
            days.view.word(),
            days.day
        )
    }
}

fn views(t: Texts, days: Days, place: &Place<'_>) -> Vec<ViewShown> {
    let shown = |view: View| ViewShown {
        href: place.address(Days { view, ..days }),
        label: t.text(&format!("activity-view-{}", view.word())),
        is_current: view == days.view,
    };
    View::ALL.map(shown).to_vec()
}

fn heading(t: Texts, days: Days) -> String {
    let (first, last) = days.ends();
    match days.view {
        View::Month => {
            let month = t.text(&format!("month-long-{}", days.day.month()));
            format!("{month} {}", days.day.year())
        }
        View::Week => format!("{} – {}", words::day(t, first), words::day(t, last)),
        View::Day => format!("{}, {}", weekday(t, days.day), words::day(t, days.day)),
    }
}

fn weekday(t: Texts, day: Date) -> String {
    t.text(&format!("weekday-long-{}", day.weekday().to_monday_one_offset()))
}

fn day_shown(
    t: Texts,
    days: Days,
    place: &Place<'_>,
    (day, today): (Date, Date),
    mut activities: Vec<ActivityShown>,
) -> DayShown {
    let n_hidden = match days.view {
        View::Month if activities.len() > PER_DAY => activities.len() - PER_DAY,
        View::Month | View::Week | View::Day => 0,
    };
    activities.truncate(activities.len() - n_hidden);
    DayShown {
        number: day.day().to_string(),
        words: words::day(t, day),
        weekday: weekday(t, day),
        href: place.address(Days { view: View::Day, day }),
        is_outside: days.is_outside(day),
        is_today: day == today,
        activities,
        more: if n_hidden == 0 {
            String::new()
        } else {
            t.with("activity-more", "n", n_hidden)
        },
    }
}

#[cfg(test)]
impl CalendarPage {
    pub fn sample(language: crate::edge::Language, view: View) -> CalendarPage {
        let t = Texts(language);
        let today: Date = "2026-12-02".parse().unwrap_or(Date::MIN);
        let days = Days { view, day: today };
        let place = Place { group: "" };
        let drawn = days.all().into_iter().map(|day| {
            let due = if day == today {
                ActivityShown::samples(t)
            } else {
                Vec::new()
            };
            day_shown(t, days, &place, (day, today), due)
        });
        CalendarPage {
            page: Frame::sample(language),
            here: urls::ACTIVITIES,
            heading: heading(t, days),
            is_day: view == View::Day,
            views: views(t, days, &place),
            earlier: place.address(days),
            later: String::new(),
            today: place.address(days),
            view: view.word(),
            date: today.to_string(),
            groups: vec![Choice::new("1", "Night operations")],
            weekdays: (1..=7).map(|n| t.text(&format!("weekday-{n}"))).collect(),
            days: drawn.collect(),
            is_empty: false,
            is_cut: true,
            legend: Situation::ALL.iter().map(|one| SituationShown::of(t, *one)).collect(),
            t,
        }
    }
}
