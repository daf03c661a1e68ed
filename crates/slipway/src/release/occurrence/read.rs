//! Reads what people write into the work log: JSON bodies and forms alike.

use slipway_core::id::Id;
use slipway_core::kind::{OccurrenceCategory, OccurrenceOrigin};

use crate::edge::Reader;

/// Longest texts.
const DESCRIPTION: usize = 255;
const OCCURRENCE: usize = 65_000;
const CONTACT: usize = 255;
/// A year of minutes is more than anybody spends on one entry.
const MINUTES: i64 = 525_600;

/// An entry as it is asked for.
#[derive(Debug, Clone)]
pub struct Wish {
    pub category: Id<OccurrenceCategory>,
    pub origin: Id<OccurrenceOrigin>,
    pub minutes: i64,
    pub description: String,
    pub occurrence: String,
    pub contact: String,
}

/// Reads an entry: all fields are demanded (F052); who registers it and when is known.
pub fn wish(reader: &Reader<'_>) -> Wish {
    Wish {
        category: reader.id("category"),
        origin: reader.id("origin"),
        minutes: reader.integer("minutes", 0..=MINUTES).unwrap_or_else(|| {
            reader.demand("minutes");
            0
        }),
        description: reader.required_line("description", DESCRIPTION),
        occurrence: required_text(reader, "occurrence"),
        contact: reader.required_line("contact", CONTACT),
    }
}

/// Reads a simple execution record: a text and nothing else.
pub fn record(reader: &Reader<'_>) -> String {
    required_text(reader, "occurrence")
}

fn required_text(reader: &Reader<'_>, name: &str) -> String {
    reader.text(name, OCCURRENCE).unwrap_or_else(|| {
        reader.demand(name);
        String::new()
    })
}
