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
}

impl List {
    /// Puts in order what was found for an address; `limit` is how many rows a page has.
    pub fn of(asked: Asked, found: filter::Page, order: &Order, limit: u32) -> List {
        let mut rows = found.rows;
        let is_before = matches!(asked.place, Place::Before(_));
        if is_before {
            rows.reverse();
        }
        let (n, first) = (i64::try_from(rows.len()).unwrap_or(0), asked.first);
        // Reading backwards the cursor that was found leads further back; ahead there is what was come from.
        let has_previous = if is_before { found.next.is_some() } else { first > 1 };
        let has_next = is_before || found.next.is_some();
        let before = rows.first().filter(|_| has_previous).map(|row| order.cursor_of(row));
        let after = rows.last().filter(|_| has_next).map(|row| order.cursor_of(row));
        List {
            previous: before.map(|cursor| asked.at(Place::Before(cursor), (first - i64::from(limit)).max(1))),
            next: after.map(|cursor| asked.at(Place::After(cursor), first + n)),
            total: found.total,
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
