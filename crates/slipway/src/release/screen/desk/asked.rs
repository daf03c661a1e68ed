//! The address of the desk: which filters, order and page it asks for, and the addresses of its neighbours. An address
//! says everything, so that it reproduces the page whole.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::edge::form::field_of;
use crate::edge::{Fault, urls};
use crate::release::filter::{self, Filter};

/// The filters, in the order of their chips.
pub const FILTERS: &[&str] = &[
    "q",
    "number",
    "state",
    "assigned",
    "delayed",
    "status",
    "priority",
    "task",
    "executor_group",
    "responsible",
    "requester",
    "unit",
    "contract",
    "portfolio",
    "model",
    "category",
    "opened_from",
    "opened_to",
    "planned_from",
    "planned_to",
    "closed_from",
    "closed_to",
];

/// What marks an address that wants no filter at all: an address without any asks for the open releases.
const EVERYTHING: (&str, &str) = ("view", "all");

/// What an address of the desk asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    filters: BTreeMap<&'static str, String>,
    pub sort: String,
    /// The page behind this cursor, or the one before it.
    pub place: Place,
    /// The number of the first row shown, from 1.
    pub first: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Place {
    #[default]
    Start,
    After(String),
    Before(String),
}

/// An address as it came: repeated names are several values of one filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    pub values: BTreeMap<String, String>,
    /// Whether it says things that a canonical address would not: empty filters, texts instead of ids.
    pub is_loose: bool,
}

impl Sent {
    pub fn of(uri: &str) -> Sent {
        let query = uri.split_once('?').map_or("", |(_, query)| query);
        let mut sent = Sent::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim();
            if value.is_empty() || name.ends_with("_text") {
                sent.is_loose = true;
            }
            match sent.values.get_mut(name.as_ref()) {
                Some(known) if !value.is_empty() => {
                    sent.is_loose = true;
                    known.push(',');
                    known.push_str(value);
                }
                Some(_) => {}
                None => drop(sent.values.insert(name.into_owned(), value.to_owned())),
            }
        }
        sent
    }

    /// As a tree, for the fields that are looked up.
    pub fn tree(&self) -> Value {
        let filled = self
            .values
            .iter()
            .map(|(name, value)| (name.clone(), Value::String(value.clone())));
        Value::Object(filled.collect())
    }
}

impl Asked {
    /// Reads an address. One that names no filter asks for the open releases (the desk's default view).
    pub fn of(values: &Map<String, Value>) -> Asked {
        let text = |name: &str| values.get(name).and_then(Value::as_str).unwrap_or("").trim().to_owned();
        let filled = FILTERS
            .iter()
            .map(|name| (*name, text(name)))
            .filter(|(_, value)| !value.is_empty());
        let mut filters: BTreeMap<&'static str, String> = filled.collect();
        if filters.is_empty() && text(EVERYTHING.0) != EVERYTHING.1 {
            filters.insert("state", "open".to_owned());
        }
        let place = match (text("cursor"), text("before")) {
            (after, _) if !after.is_empty() => Place::After(after),
            (_, before) if !before.is_empty() => Place::Before(before),
            _ => Place::Start,
        };
        let first = if place == Place::Start {
            1
        } else {
            text("from").parse().unwrap_or(1).max(1)
        };
        Asked {
            filters,
            sort: text("sort"),
            place,
            first,
        }
    }

    /// A view: these filters and nothing else.
    pub fn view(filters: &[(&'static str, &str)]) -> Asked {
        let filters = filters
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        Asked {
            filters,
            first: 1,
            ..Asked::default()
        }
    }

    /// The value of a filter, or nothing.
    pub fn value(&self, name: &str) -> &str {
        self.filters.get(name).map_or("", String::as_str)
    }

    /// Whether a filter has this among its values.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.value(name).split(',').any(|known| known == value)
    }

    /// The filters in the order of their chips.
    pub fn filters(&self) -> impl Iterator<Item = (&'static str, &str)> {
        FILTERS
            .iter()
            .filter_map(|name| Some((*name, self.filters.get(name)?.as_str())))
    }

    /// Whether another address shows the same releases, in whatever order.
    pub fn shows_as(&self, other: &Asked) -> bool {
        self.filters == other.filters
    }

    /// This without one filter, at its first page.
    pub fn without(&self, name: &str) -> Asked {
        let mut asked = self.at(Place::Start, 1);
        asked.filters.remove(name);
        asked
    }

    /// This with another order, at its first page.
    pub fn sorted(&self, sort: &str) -> Asked {
        Asked {
            sort: sort.to_owned(),
            ..self.at(Place::Start, 1)
        }
    }

    /// Another page of this.
    pub fn at(&self, place: Place, first: i64) -> Asked {
        Asked {
            place,
            first,
            ..self.clone()
        }
    }

    /// The address that asks for exactly this.
    pub fn address(&self) -> String {
        let mut pairs: Vec<(&str, &str)> = self.filters().collect();
        if pairs.is_empty() {
            pairs.push(EVERYTHING);
        }
        if pairs == [("state", "open")] && self.sort.is_empty() && self.place == Place::Start {
            return urls::RELEASES.to_owned();
        }
        let first = self.first.to_string();
        if !self.sort.is_empty() {
            pairs.push(("sort", &self.sort));
        }
        match &self.place {
            Place::Start => {}
            Place::After(cursor) => pairs.extend([("cursor", cursor.as_str()), ("from", &first)]),
            Place::Before(cursor) => pairs.extend([("before", cursor.as_str()), ("from", &first)]),
        }
        let query: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        format!("{}?{}", urls::RELEASES, query.join("&"))
    }

    /// The page that sets filters, with these set.
    pub fn panel(&self) -> String {
        let pairs: Vec<String> = self
            .filters()
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        let sort = if self.sort.is_empty() {
            String::new()
        } else {
            format!("&sort={}", escaped(&self.sort))
        };
        format!("{}?{}{sort}", urls::RELEASES_FILTER, pairs.join("&"))
    }

    /// The filter of the list. A page before a cursor is read in the reversed order.
    pub fn filter(&self, limit: u32) -> Result<Filter, Fault> {
        let mut query: Map<String, Value> = self
            .filters()
            .map(|(name, value)| (name.to_owned(), Value::String(value.to_owned())))
            .collect();
        query.insert("limit".to_owned(), limit.to_string().into());
        let (sort, cursor) = match &self.place {
            Place::Start => (self.sort.clone(), ""),
            Place::After(cursor) => (self.sort.clone(), cursor.as_str()),
            Place::Before(cursor) => (reversed(&self.sort), cursor.as_str()),
        };
        query.insert("sort".to_owned(), sort.into());
        query.insert("cursor".to_owned(), cursor.into());
        filter::from_query(&query)
    }

    /// This without the filters that a fault names: what is wrong with one must not hide the rest.
    pub fn without_wrong(&self, fault: &Fault) -> Asked {
        let mut asked = self.clone();
        for field in fault.errors.iter().map(|error| field_of(&error.pointer)) {
            match field.as_str() {
                "sort" => asked.sort.clear(),
                "cursor" => asked = asked.at(Place::Start, 1),
                name => drop(asked.filters.remove(name)),
            }
        }
        asked
    }
}

/// The same order from its end. Without a word it is by number, the newest first.
fn reversed(sort: &str) -> String {
    if sort.is_empty() {
        return "number".to_owned();
    }
    let turned = |key: &str| key.strip_prefix('-').map_or_else(|| format!("-{key}"), str::to_owned);
    sort.split(',').map(turned).collect::<Vec<_>>().join(",")
}

/// A comma stays legible in an address.
fn escaped(value: &str) -> String {
    urls::escaped(value).replace("%2C", ",")
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

    fn asked(uri: &str) -> Asked {
        Asked::of(Sent::of(uri).tree().as_object().unwrap())
    }

    #[test]
    fn an_address_without_filters_asks_for_the_open_releases() {
        assert_eq!(asked("/releases").value("state"), "open");
        assert_eq!(asked("/releases?q=payments").value("state"), "");
        assert_eq!(asked("/releases?view=all").filters().count(), 0);
    }

    #[test]
    fn an_address_reproduces_itself() {
        for uri in [
            "/releases",
            "/releases?view=all",
            "/releases?state=open&assigned=me",
            "/releases?q=caf%C3%A9&status=solved,canceled&sort=-deadline&cursor=abc&from=51",
            "/releases?state=open&before=abc&from=1",
        ] {
            assert_eq!(asked(uri).address(), uri);
        }
    }

    #[test]
    fn repeated_boxes_are_several_values_and_need_a_clean_address() {
        let sent = Sent::of("/releases?status=solved&status=canceled&q=");
        assert!(sent.is_loose);
        assert_eq!(
            asked("/releases?status=solved&status=canceled&q=").address(),
            "/releases?status=solved,canceled"
        );
        assert!(!Sent::of("/releases?status=solved,canceled").is_loose);
    }

    #[test]
    fn a_page_before_is_read_from_its_end() {
        assert_eq!(reversed(""), "number");
        assert_eq!(reversed("-deadline"), "deadline");
        assert_eq!(reversed("title"), "-title");
    }

    #[test]
    fn removing_the_last_filter_shows_everything() {
        assert_eq!(asked("/releases").without("state").address(), "/releases?view=all");
    }

    #[test]
    fn what_is_wrong_with_one_filter_leaves_the_others() {
        let asked = asked("/releases?state=open&unit=nonsense");
        let fault = asked.filter(50).unwrap_err();
        assert_eq!(asked.without_wrong(&fault).address(), "/releases");
    }
}
