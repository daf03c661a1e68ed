//! Pauses: the periods in which the clock stands still, put in order and joined once.
//! Why it stands still (suspended, resolved and later reopened) is the caller's knowledge.

use jiff::Timestamp;

use super::working_time::Span;

/// One period `[from, to)` without running clock; `to` is `None` while it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    pub from: Timestamp,
    pub to: Option<Timestamp>,
}

/// All pauses of a record; what two of them share counts once (reliability rules 5 and 8).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pauses {
    /// Apart and in order; an open pause is the last one and reaches to the end of time.
    joined: Vec<Span>,
    /// The start of that last one, if it is open.
    held_at: Option<Timestamp>,
}

impl Pauses {
    /// A clock that was never paused.
    pub fn none() -> Self {
        Self::default()
    }

    /// Takes pauses in any order. Refuses one that ends before it begins, and two that are open (vector C7).
    pub fn new(pauses: &[Pause]) -> Result<Self, PauseError> {
        let mut open_at: Vec<Timestamp> = pauses
            .iter()
            .filter(|pause| pause.to.is_none())
            .map(|pause| pause.from)
            .collect();
        open_at.sort_unstable();
        if let &[first_at, second_at, ..] = open_at.as_slice() {
            return Err(PauseError::TwoOpen { first_at, second_at });
        }
        let mut spans = pauses.iter().map(checked_span).collect::<Result<Vec<_>, _>>()?;
        spans.sort_unstable_by_key(|span| span.from);
        let joined = joined(spans);
        let held_at = joined.last().filter(|_| !open_at.is_empty()).map(|span| span.from);
        Ok(Self { joined, held_at })
    }

    /// Since when an open pause holds the clock, counted from the closed pauses it continues.
    pub(super) fn held_at(&self) -> Option<Timestamp> {
        self.held_at
    }

    /// The parts of a span in which the clock runs, in order.
    pub(super) fn running_within(&self, span: Span) -> impl Iterator<Item = Span> {
        let n_over = self.joined.partition_point(|pause| pause.to <= span.from);
        let touching = self
            .joined
            .iter()
            .skip(n_over)
            .take_while(move |pause| pause.from < span.to);
        let stops = touching.clone().map(|pause| pause.from).chain([span.to]);
        let starts = [span.from].into_iter().chain(touching.map(|pause| pause.to));
        starts
            .zip(stops)
            .map(|(from, to)| Span { from, to })
            .filter(|run| !run.is_empty())
    }
}

/// Why pauses are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PauseError {
    #[error("a pause from {from} cannot end at {to}")]
    EndsBeforeStart { from: Timestamp, to: Timestamp },
    #[error("the pause opened at {first_at} is still open at {second_at}")]
    TwoOpen { first_at: Timestamp, second_at: Timestamp },
}

fn checked_span(pause: &Pause) -> Result<Span, PauseError> {
    match (pause.from, pause.to) {
        (from, Some(to)) if to < from => Err(PauseError::EndsBeforeStart { from, to }),
        (from, to) => Ok(Span {
            from,
            to: to.unwrap_or(Timestamp::MAX),
        }),
    }
}

/// Touching spans become one, so that a pause cut in two is the same pause.
fn joined(sorted: Vec<Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match joined.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            Some(_) | None => joined.push(span),
        }
    }
    joined
}
