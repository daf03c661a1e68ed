//! Which days a calendar shows for a day and a view, and where it leads from there. No clock is read here.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

/// How much the calendar shows at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    Month,
    Week,
    Day,
}

impl View {
    pub const ALL: [View; 3] = [View::Month, View::Week, View::Day];

    pub fn word(self) -> &'static str {
        match self {
            View::Month => "month",
            View::Week => "week",
            View::Day => "day",
        }
    }

    pub fn named(word: &str) -> Option<View> {
        View::ALL.into_iter().find(|view| view.word() == word)
    }

    fn step(self) -> Span {
        match self {
            View::Month => 1.month(),
            View::Week => 1.week(),
            View::Day => 1.day(),
        }
    }
}

/// The days around one, in a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub view: View,
    /// The day the calendar was asked for.
    pub day: Date,
}

impl Days {
    /// The first and the last day shown. A month is filled up to whole weeks, which begin on Monday.
    pub fn ends(self) -> (Date, Date) {
        match self.view {
            View::Month => (monday(self.day.first_of_month()), sunday(self.day.last_of_month())),
            View::Week => (monday(self.day), sunday(self.day)),
            View::Day => (self.day, self.day),
        }
    }

    /// Every day shown.
    pub fn all(self) -> Vec<Date> {
        let (first, last) = self.ends();
        first.series(1.day()).take_while(|day| *day <= last).collect()
    }

    /// Whether a day is only there to fill a week of the month.
    pub fn is_outside(self, day: Date) -> bool {
        self.view == View::Month && day.first_of_month() != self.day.first_of_month()
    }

    /// From the beginning of the first day to the end of the last, in a zone.
    pub fn instants(self, tz: &TimeZone) -> (Timestamp, Timestamp) {
        let (first, last) = self.ends();
        let begins = |day: Date| {
            day.to_zoned(tz.clone())
                .map_or(Timestamp::MIN, |zoned| zoned.timestamp())
        };
        (begins(first), last.tomorrow().map_or(Timestamp::MAX, begins))
    }

    /// The same view before this one; none where the calendar begins.
    pub fn before(self) -> Option<Days> {
        self.day
            .checked_sub(self.view.step())
            .ok()
            .map(|day| Days { day, ..self })
    }

    /// The same view after this one; none where the calendar ends.
    pub fn after(self) -> Option<Days> {
        self.day
            .checked_add(self.view.step())
            .ok()
            .map(|day| Days { day, ..self })
    }
}

fn monday(day: Date) -> Date {
    let since = day.weekday().since(Weekday::Monday);
    day.checked_sub(i64::from(since).days()).unwrap_or(Date::MIN)
}

fn sunday(day: Date) -> Date {
    let until = day.weekday().until(Weekday::Sunday);
    day.checked_add(i64::from(until).days()).unwrap_or(Date::MAX)
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
    use proptest::prelude::*;

    use super::*;

    fn days(view: View, day: &str) -> Days {
        Days {
            view,
            day: day.parse().unwrap(),
        }
    }

    #[test]
    fn a_month_is_filled_up_to_whole_weeks() {
        let december = days(View::Month, "2026-12-15");
        let (first, last) = december.ends();
        assert_eq!(
            (first.to_string(), last.to_string()),
            ("2026-11-30".into(), "2027-01-03".into())
        );
        assert!(december.is_outside(first) && !december.is_outside(december.day));
        let february = days(View::Month, "2027-02-10");
        assert_eq!(
            february.all().len(),
            28,
            "four weeks that begin on a Monday need no filling"
        );
    }

    #[test]
    fn a_day_lasts_as_long_as_its_clock_says() {
        let tz = TimeZone::get("Europe/Lisbon").unwrap();
        let (from, to) = days(View::Day, "2027-03-28").instants(&tz);
        assert_eq!(to.duration_since(from).as_hours(), 23, "the clock goes forward");
    }

    #[test]
    fn paging_from_the_last_of_a_long_month_stays_in_the_next_one() {
        let next = days(View::Month, "2027-01-31").after().unwrap();
        assert_eq!(next.day.to_string(), "2027-02-28");
    }

    proptest! {
        /// Every view shows the day it was asked for, each day once and in order, whole weeks where it shows weeks.
        #[test]
        fn what_every_view_shows(offset in 0_i64..40_000, view in 0_usize..3) {
            let day: Date = "1990-01-01".parse().unwrap();
            let asked = Days { view: View::ALL[view], day: day.checked_add(offset.days()).unwrap() };
            let all = asked.all();
            prop_assert!(all.contains(&asked.day));
            prop_assert!(all.windows(2).all(|pair| pair[0].tomorrow().unwrap() == pair[1]));
            if asked.view != View::Day {
                prop_assert_eq!(all.len() % 7, 0);
                prop_assert_eq!(all[0].weekday(), Weekday::Monday);
            }
            let (from, to) = asked.instants(&TimeZone::UTC);
            prop_assert_eq!(to.duration_since(from).as_hours(), 24 * i64::try_from(all.len()).unwrap());
        }
    }
}
