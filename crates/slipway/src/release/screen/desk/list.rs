//! Which page of the list is shown, and the ways to its neighbours: by cursors, forwards and backwards.

use super::asked::{Asked, Place};
use crate::edge::Texts;
use crate::edge::page;
use crate::release::filter::{self, Listed, Total};
use crate::release::order::Order;

/// Which rows these are, and the ways to the others.
#[derive(Debug, Clone, Default)]
pub struct PagerShown {
    pub first: String,
    pub last: String,
    pub total: String,
    pub previous: String,
    pub next: String,
}

/// A page of the list in the order it is shown in, with the cursors to its neighbours.
#[derive(Debug)]
pub struct List {
    pub asked: Asked,
    pub rows: Vec<Listed>,
    previous: Option<Asked>,
    next: Option<Asked>,
    total: Total,
    /// The most rows of a search, where there are more than that (O73).
    pub cut_at: Option<i64>,
}

/// How far a list may be read.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// The rows of a page.
    pub page: u32,
    /// The rows of all pages together; no end when absent.
    pub all: Option<i64>,
}

impl List {
    /// Puts in order what was found for an address.
    pub fn of(asked: Asked, found: filter::Page, order: &Order, bounds: Bounds) -> List {
        let limit = bounds.page;
        let mut rows = found.rows;
        let is_before = matches!(asked.place, Place::Before(_));
        if is_before {
            rows.reverse();
        }
        let first = asked.first;
        let ahead = is_before || found.next.is_some();
        let left = bounds.all.map(|all| (all - first + 1).max(0));
        let n_found = i64::try_from(rows.len()).unwrap_or(0);
        let cut_at = bounds
            .all
            .filter(|_| left.is_some_and(|left| n_found > left || (n_found == left && ahead)));
        if let Some(left) = left.and_then(|left| usize::try_from(left).ok()) {
            rows.truncate(left);
        }
        let n = i64::try_from(rows.len()).unwrap_or(0);
        // Reading backwards the cursor that was found leads further back; ahead there is what was come from.
        let has_previous = if is_before { found.next.is_some() } else { first > 1 };
        let has_next = ahead && cut_at.is_none();
        let before = rows.first().filter(|_| has_previous).map(|row| order.cursor_of(row));
        let after = rows.last().filter(|_| has_next).map(|row| order.cursor_of(row));
        List {
            previous: before.map(|cursor| asked.at(Place::Before(cursor), (first - i64::from(limit)).max(1))),
            next: after.map(|cursor| asked.at(Place::After(cursor), first + n)),
            total: found.total,
            cut_at,
            rows,
            asked,
        }
    }
}

impl List {
    /// What the pager says.
    pub fn pager(&self, t: Texts) -> PagerShown {
        let n = i64::try_from(self.rows.len()).unwrap_or(0);
        let first = if n == 0 { 0 } else { self.asked.first };
        PagerShown {
            first: page::number(first, t),
            last: page::number((self.asked.first - 1 + n).max(0), t),
            total: total(t, self.total),
            previous: self.previous.as_ref().map(Asked::address).unwrap_or_default(),
            next: self.next.as_ref().map(Asked::address).unwrap_or_default(),
        }
    }
}

/// A count that stopped early says so.
pub fn total(t: Texts, total: Total) -> String {
    match total {
        Total::Exactly(n) => page::number(n, t),
        Total::MoreThan(n) => format!("{}+", page::number(n, t)),
    }
}
