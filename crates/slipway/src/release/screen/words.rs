//! How numbers, times and closed sets of words are said on the pages of releases.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use slipway_core::flow::Status;
use slipway_core::release::{Phase, Release, delay_minutes};
use slipway_db::ReadTx;

use crate::catalogue::parameter::{self, Key};
use crate::edge::page::{self, Moment};
use crate::edge::{Fault, Texts};

/// How release numbers are shown: with the prefix that the installation sets (R25).
#[derive(Debug, Clone)]
pub struct Numbering {
    prefix: String,
}

impl Numbering {
    pub fn of(tx: &ReadTx<'_>) -> Result<Numbering, Fault> {
        let prefix = parameter::text_of(tx, Key::ReleasePrefix)?;
        Ok(Numbering { prefix })
    }

    pub fn shown(&self, number: i64) -> String {
        format!("{}{number}", self.prefix)
    }

    #[cfg(test)]
    pub fn sample() -> Numbering {
        Numbering {
            prefix: "REL-".to_owned(),
        }
    }
}

/// A word of a closed set: `word(t, "status", "in_execution")` is the text `status-in-execution`.
pub fn word(t: Texts, set: &str, word: &str) -> String {
    t.text(&format!("{set}-{}", word.replace('_', "-")))
}

/// Where a release stands, as its badge shows it: the status while it is open, closed once its flow has ended (R1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StateShown {
    pub state: &'static str,
    pub label: String,
}

/// The badges of a state: a closed release shows how it ended, and that it is closed.
pub fn states(t: Texts, status: Status, is_closed: bool) -> Vec<StateShown> {
    let mut states = vec![StateShown {
        state: status.as_str(),
        label: word(t, "status", status.as_str()),
    }];
    if is_closed {
        states.push(StateShown {
            state: "closed",
            label: t.text("state-closed"),
        });
    }
    states
}

/// The time between now and a deadline, in the words of a reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Left {
    /// `3 h 10 min late`, `1 d 8 h left`; nothing while suspended and, in time, after closing.
    pub words: String,
    pub is_late: bool,
}

/// What is left of a deadline, or by how much it has passed (R6, B168).
pub fn left(t: Texts, release: &Release, now: Timestamp) -> Left {
    let delay = delay_minutes(release, now);
    let remaining = (!release.is_closed()).then(|| minutes_until(release.timing.deadline, now));
    left_of(t, delay, remaining)
}

/// The same from a delay and, while it counts, from the minutes until the deadline.
pub fn left_of(t: Texts, delay: Option<u64>, remaining: Option<u64>) -> Left {
    match (delay, remaining) {
        (None, _) | (Some(0), None) => Left::default(),
        (Some(0), Some(minutes)) => Left {
            words: t.with("release-left", "span", span(t, minutes)),
            is_late: false,
        },
        (Some(minutes), _) => Left {
            words: t.with("release-late", "span", span(t, minutes)),
            is_late: true,
        },
    }
}

/// Whole minutes from now until an instant; none once it has passed.
pub fn minutes_until(at: Timestamp, now: Timestamp) -> u64 {
    u64::try_from(at.duration_since(now).max(SignedDuration::ZERO).as_mins()).unwrap_or(0)
}

/// A span in its two largest units: `8 d`, `1 d 8 h`, `3 h 10 min`, `12 min`.
pub fn span(t: Texts, minutes: u64) -> String {
    let unit = |key: &str, n: u64| t.with(key, "n", n);
    let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let parts = match (days, hours, rest) {
        (0, 0, rest) => [Some(unit("span-minutes", rest)), None],
        (0, hours, 0) => [Some(unit("span-hours", hours)), None],
        (0, hours, rest) => [Some(unit("span-hours", hours)), Some(unit("span-minutes", rest))],
        (7.., _, _) | (_, 0, _) => [Some(unit("span-days", days)), None],
        (days, hours, _) => [Some(unit("span-days", days)), Some(unit("span-hours", hours))],
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A span in its largest unit, for tables: `8 d`, `3 h`, `12 min`.
pub fn about(t: Texts, minutes: u64) -> String {
    let unit = |key: &str, n: u64| t.with(key, "n", n);
    match (minutes / 1_440, minutes / 60) {
        (0, 0) => unit("span-minutes", minutes),
        (0, hours) => unit("span-hours", hours),
        (days, _) => unit("span-days", days),
    }
}

/// Working time in words: `14 h`, `14 h 30 min`. Days would be ambiguous, for a working day has no 24 hours.
pub fn working(t: Texts, minutes: u64) -> String {
    let hours = t.with(
        "span-hours",
        "n",
        page::number(i64::try_from(minutes / 60).unwrap_or(i64::MAX), t),
    );
    match minutes % 60 {
        0 => hours,
        rest if minutes < 60 => t.with("span-minutes", "n", rest),
        rest => format!("{hours} {}", t.with("span-minutes", "n", rest)),
    }
}

/// An instant to the minute, without the year when it is this one: for tables and headers.
pub fn short(t: Texts, tz: &TimeZone, at: Timestamp, now: Timestamp) -> Moment {
    let full = page::moment(at, tz, t);
    let (local, today) = (at.to_zoned(tz.clone()), now.to_zoned(tz.clone()));
    if local.year() != today.year() {
        return full;
    }
    let month = t.text(&format!("month-{}", local.month()));
    let words = format!("{} {month} {:02}:{:02}", local.day(), local.hour(), local.minute());
    Moment { words, ..full }
}

/// A wall time as it was typed, in words and without its zone.
pub fn wall(t: Texts, time: jiff::civil::DateTime) -> String {
    let month = t.text(&format!("month-{}", time.month()));
    format!(
        "{} {month} {} {:02}:{:02}",
        time.day(),
        time.year(),
        time.hour(),
        time.minute()
    )
}

/// A day in words.
pub fn day(t: Texts, day: jiff::civil::Date) -> String {
    format!(
        "{} {} {}",
        day.day(),
        t.text(&format!("month-{}", day.month())),
        day.year()
    )
}

/// From when to when a phase lasts, with its zone: `2 Dec 2026 20:00 – 23:00`.
pub fn window(t: Texts, phase: &Phase) -> String {
    let (start, end) = (phase.start(), phase.end());
    if start.date() == end.date() {
        return format!("{} – {:02}:{:02}", wall(t, start), end.hour(), end.minute());
    }
    format!("{} – {}", wall(t, start), wall(t, end))
}

/// How large a file is, as people say it: three figures at most.
pub fn size(t: Texts, n_bytes: u64) -> String {
    const UNITS: [(&str, u32); 4] = [("KiB", 1), ("MiB", 2), ("GiB", 3), ("TiB", 4)];
    if n_bytes < 1_024 {
        return format!("{n_bytes} B");
    }
    // In tenths of the unit, rounded, so that no fraction of a byte is ever reckoned with.
    let (mut unit, mut tenths) = ("", 0);
    for (name, power) in UNITS {
        (unit, tenths) = (name, tenths_of(n_bytes, power));
        if tenths < 10_240 {
            break;
        }
    }
    match (tenths / 10, tenths % 10) {
        (whole, tenth) if whole < 10 && tenth > 0 => format!("{whole}{}{tenth} {unit}", t.text("decimal-mark")),
        _ => format!("{} {unit}", (tenths + 5) / 10),
    }
}

fn tenths_of(n_bytes: u64, power: u32) -> u64 {
    let unit = 1_024_u64.pow(power);
    n_bytes / unit * 10 + (n_bytes % unit * 10 + unit / 2) / unit
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
    use super::*;
    use crate::edge::Language;

    const T: Texts = Texts(Language::English);

    #[test]
    fn a_span_is_said_in_its_two_largest_units() {
        for (minutes, expected) in [
            (0, "0 min"),
            (12, "12 min"),
            (190, "3 h 10 min"),
            (180, "3 h"),
            (1_920, "1 d 8 h"),
            (1_440, "1 d"),
            (8 * 1_440 + 60, "8 d"),
        ] {
            assert_eq!(span(T, minutes), expected);
        }
    }

    #[test]
    fn working_time_is_said_in_hours_alone() {
        assert_eq!(working(T, 14 * 60), "14 h");
        assert_eq!(working(T, 42 * 60 + 9), "42 h 9 min");
        assert_eq!(working(T, 30), "30 min");
    }

    #[test]
    fn what_is_late_says_so_and_what_is_suspended_says_nothing() {
        assert_eq!(
            left_of(T, Some(190), Some(0)),
            Left {
                words: "3 h 10 min late".to_owned(),
                is_late: true
            }
        );
        assert_eq!(
            left_of(T, Some(0), Some(1_920)),
            Left {
                words: "1 d 8 h left".to_owned(),
                is_late: false
            }
        );
        assert_eq!(left_of(T, None, Some(1_920)), Left::default());
        assert_eq!(left_of(T, Some(0), None), Left::default());
    }

    #[test]
    fn an_instant_of_this_year_leaves_the_year_out() {
        let tz = TimeZone::get("America/Sao_Paulo").unwrap();
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        assert_eq!(
            short(T, &tz, "2026-12-03T02:00:00Z".parse().unwrap(), now).words,
            "2 Dec 23:00"
        );
        assert_eq!(
            short(T, &tz, "2027-01-01T05:00:00Z".parse().unwrap(), now).words,
            "1 Jan 2027 02:00"
        );
    }
}
