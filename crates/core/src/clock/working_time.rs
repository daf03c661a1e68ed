//! Working time: where civil windows lie in real time, and how much of them passes between two instants.

use std::iter;

use jiff::civil::{Date, DateTime};
use jiff::tz::AmbiguousOffset;
use jiff::{SignedDuration, Timestamp};

use super::calendar::{Calendar, last_searched};
use super::pause::Pauses;
use super::working_day::{Interval, WorkingDay};

impl Calendar {
    /// Whole working minutes in `[from, to)` during which the clock was not paused (`B097`, reliability rule 9);
    /// 0 when `to` is not after `from`.
    ///
    /// Time is added up exactly and rounded down once, at the end: no seconds are lost between the pieces, and a
    /// minute counts when it is over. Hence `working_minutes(start, deadline(start, n)) == n` from every start,
    /// whatever its seconds. The work grows with the number of dates in between.
    pub fn working_minutes(&self, from: Timestamp, to: Timestamp, pauses: &Pauses) -> u64 {
        let date = self.date_at(to);
        let last_on = date.tomorrow().unwrap_or(date);
        let worked: SignedDuration = self
            .service_from(from, last_on)
            .flat_map(|service| pauses.running_within(service.window.ending_by(to)))
            .map(Span::length)
            .sum();
        worked.as_mins().unsigned_abs()
    }

    /// Whether there is any working time on a date or as far from it as a search may look.
    pub(super) fn has_service_from(&self, first: Date) -> bool {
        let last_on = last_searched(first);
        let mut searched = dates_from(first).take_while(|date| *date <= last_on);
        searched.any(|date| self.windows_on(date).next().is_some())
    }

    /// The civil date in the calendar's zone.
    pub(super) fn date_at(&self, instant: Timestamp) -> Date {
        self.zone.to_datetime(instant).date()
    }

    /// All service time from an instant on to the end of a date, in order, each instant once: where two windows
    /// share the time of a repeated hour, the later one begins where the earlier ends (reliability rules 4, 5).
    ///
    /// A clock set back over midnight shows the earlier date again, so that a window of the day before may still
    /// last, and one of the day after may have begun: whoever asks about an instant looks at both neighbours.
    pub(super) fn service_from(&self, from: Timestamp, last_on: Date) -> impl Iterator<Item = Service> {
        let date = self.date_at(from);
        let mut seen_until = from;
        dates_from(date.yesterday().unwrap_or(date))
            .take_while(move |date| *date <= last_on)
            .flat_map(|date| self.windows_on(date).map(move |window| Service { date, window }))
            .filter_map(move |Service { date, window }| {
                let window = Span {
                    from: window.from.max(seen_until),
                    to: window.to,
                };
                seen_until = seen_until.max(window.to);
                (!window.is_empty()).then_some(Service { date, window })
            })
    }

    /// The windows of one civil date in real time.
    pub(super) fn windows_on(&self, date: Date) -> impl Iterator<Item = Span> {
        let intervals = self.working_day_on(date).into_iter().flat_map(WorkingDay::intervals);
        intervals
            .filter_map(move |interval| self.window(date, *interval))
            .filter(|window| !window.is_empty())
    }

    /// `None` only where the window would leave the years that can be written.
    fn window(&self, date: Date, interval: Interval) -> Option<Span> {
        let from = self.instant(interval.start().on(date)?, Occurrence::First)?;
        let to = self.instant(interval.end().on(date)?, Occurrence::Last)?;
        Some(Span { from, to })
    }

    /// When a civil time is reached (reliability rule 4). Inside a gap it is the instant of the transition, which
    /// no disambiguation of the time library answers: they all move by the length of the gap.
    fn instant(&self, civil: DateTime, occurrence: Occurrence) -> Option<Timestamp> {
        let found = self.zone.to_ambiguous_timestamp(civil);
        let (earlier, later) = (found.earlier().ok()?, found.later().ok()?);
        match (found.offset(), occurrence) {
            (AmbiguousOffset::Gap { .. }, _) => self.transition_over(civil, earlier),
            // The library sees a fold in Nuuk in 2023 where a new summer rule began without a change of the clock.
            (AmbiguousOffset::Fold { .. }, Occurrence::First) if self.zone.to_datetime(earlier) == civil => {
                Some(earlier)
            }
            (AmbiguousOffset::Fold { .. } | AmbiguousOffset::Unambiguous { .. }, _) => Some(later),
        }
    }

    /// The first transition after `before` that leaves `civil` behind.
    fn transition_over(&self, civil: DateTime, before: Timestamp) -> Option<Timestamp> {
        self.zone
            .following(before)
            .find(|transition| transition.offset().to_datetime(transition.timestamp()) > civil)
            .map(|transition| transition.timestamp())
    }
}

/// A piece of real time, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub from: Timestamp,
    pub to: Timestamp,
}

impl Span {
    pub fn length(self) -> SignedDuration {
        self.to.duration_since(self.from)
    }

    pub fn is_empty(self) -> bool {
        self.to <= self.from
    }

    fn ending_by(self, to: Timestamp) -> Self {
        Self {
            from: self.from,
            to: self.to.min(to),
        }
    }
}

/// A window and the civil date whose hours it comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Service {
    pub date: Date,
    pub window: Span,
}

/// Which pass over a civil time that the clock shows twice: starts take the first, ends the last.
#[derive(Clone, Copy, Debug)]
enum Occurrence {
    First,
    Last,
}

fn dates_from(first: Date) -> impl Iterator<Item = Date> {
    iter::successors(Some(first), |date| date.tomorrow().ok())
}
