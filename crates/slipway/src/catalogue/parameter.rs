//! What an installation sets once for everybody (F 2.19). One table says which settings there are, of which type and
//! with which default; a setting that is not in the store has its default.

pub mod api;
pub mod screen;
pub mod store;

use serde_json::{Value, json};
use slipway_core::actor::{Area, Reach};
use slipway_core::policy::{self, Upkeep};
use slipway_db::{Error, ReadTx};

use crate::act::Look;
use crate::edge::{Call, Fault, Reader};

/// Setting one.
const SAVE: Upkeep = Upkeep {
    area: Area::Parameter,
    reach: Reach::Save,
};

fn gate(look: &Look<'_>, _: &Call) -> Result<(), Fault> {
    Ok(policy::may_keep(look.actor(), SAVE).map(drop)?)
}

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    MailSwitchedOff,
    MailRequester,
    MailRetention,
    ReminderLead,
    RemindOverdue,
    GroupsFollowContracts,
    UnitsFollowContracts,
    LocationsAreFree,
    ReleasePrefix,
    RowsPerPage,
    SearchLimit,
    UploadLimit,
    ForbiddenExtensions,
    ProductionItemsNeedChange,
}

/// What a setting is called, what it holds and what it is when nobody sets it.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    pub key: Key,
    /// Its name in the API and the store.
    pub name: &'static str,
    /// The number the source knows it by; none of a setting that is Slipway's own.
    pub number: Option<u16>,
    pub holds: Holds,
}

/// The type of a setting, with its default.
#[derive(Debug, Clone, Copy)]
pub enum Holds {
    Flag(bool),
    /// None means no limit.
    Integer {
        min: i64,
        max: i64,
        usual: Option<i64>,
    },
    Line {
        max: usize,
        usual: &'static str,
    },
    /// Words between blanks.
    Words {
        max: usize,
        usual: &'static str,
    },
}

const fn flag(key: Key, name: &'static str, number: u16, usual: bool) -> Parameter {
    Parameter {
        key,
        name,
        number: Some(number),
        holds: Holds::Flag(usual),
    }
}

/// Every setting, in the order of the page.
pub const PARAMETERS: &[Parameter] = &[
    Parameter {
        key: Key::ReleasePrefix,
        name: "release_prefix",
        number: None,
        holds: Holds::Line { max: 12, usual: "REL-" },
    },
    flag(Key::GroupsFollowContracts, "groups_follow_contracts", 41, false),
    flag(Key::UnitsFollowContracts, "units_follow_contracts", 61, false),
    flag(Key::LocationsAreFree, "locations_are_free", 115, false),
    flag(
        Key::ProductionItemsNeedChange,
        "production_items_need_change",
        85,
        false,
    ),
    flag(Key::MailSwitchedOff, "mail_switched_off", 297, false),
    flag(Key::MailRequester, "mail_requester", 31, true),
    Parameter {
        key: Key::MailRetention,
        name: "mail_retention_days",
        number: None,
        holds: Holds::Integer {
            min: 1,
            max: 36_500,
            usual: Some(90),
        },
    },
    Parameter {
        key: Key::ReminderLead,
        name: "reminder_lead_minutes",
        number: None,
        holds: Holds::Integer {
            min: 0,
            max: 43_200,
            usual: Some(1_440),
        },
    },
    Parameter {
        key: Key::RemindOverdue,
        name: "remind_overdue",
        number: None,
        holds: Holds::Flag(true),
    },
    integer(Key::RowsPerPage, "rows_per_page", 131, (10, 200), Some(50)),
    integer(Key::SearchLimit, "search_limit", 261, (1, 1_000_000), None),
    integer(
        Key::UploadLimit,
        "upload_limit_bytes",
        278,
        (1, 1_099_511_627_776),
        Some(1_073_741_824),
    ),
    Parameter {
        key: Key::ForbiddenExtensions,
        name: "forbidden_extensions",
        number: Some(318),
        holds: Holds::Words {
            max: 4_000,
            usual: "bat cmd com exe msi ps1 scr vbs",
        },
    },
];

const fn integer(key: Key, name: &'static str, number: u16, (min, max): (i64, i64), usual: Option<i64>) -> Parameter {
    Parameter {
        key,
        name,
        number: Some(number),
        holds: Holds::Integer { min, max, usual },
    }
}

impl Parameter {
    /// The setting of a name.
    pub fn named(name: &str) -> Option<&'static Parameter> {
        PARAMETERS.iter().find(|parameter| parameter.name == name)
    }

    fn of(key: Key) -> Option<&'static Parameter> {
        PARAMETERS.iter().find(|parameter| parameter.key == key)
    }

    /// What it is when nobody sets it.
    pub fn usual(&self) -> Value {
        match self.holds {
            Holds::Flag(usual) => usual.into(),
            Holds::Integer { usual, .. } => usual.into(),
            Holds::Line { usual, .. } => usual.into(),
            Holds::Words { usual, .. } => usual.split(' ').collect(),
        }
    }

    /// The word of its type.
    pub fn type_word(&self) -> &'static str {
        match self.holds {
            Holds::Flag(_) => "boolean",
            Holds::Integer { .. } => "integer",
            Holds::Line { .. } => "text",
            Holds::Words { .. } => "words",
        }
    }

    /// Reads `{value}`; an absent value means the default again.
    pub fn read(&self, reader: &Reader<'_>) -> Value {
        let read = match self.holds {
            Holds::Flag(_) => reader.flag("value").map(Value::from),
            Holds::Integer { min, max, .. } => reader.integer("value", min..=max).map(Value::from),
            Holds::Line { max, .. } => reader.line("value", max).map(Value::from),
            Holds::Words { max, .. } => read_words(reader, max),
        };
        read.unwrap_or_else(|| self.usual())
    }
}

/// A list of words, or one text with blanks between them.
fn read_words(reader: &Reader<'_>, max: usize) -> Option<Value> {
    let asked = reader.raw("value");
    let words = match asked {
        Some(Value::String(_)) => reader
            .line("value", max)?
            .split_whitespace()
            .map(str::to_lowercase)
            .collect(),
        _ => reader.words("value", max, "not_text", |word| {
            (!word.contains(char::is_whitespace)).then(|| word.to_lowercase())
        })?,
    };
    Some(json!(words))
}

/// The value of a setting as it stands.
pub fn value(tx: &ReadTx<'_>, key: Key) -> Result<Value, Error> {
    let Some(parameter) = Parameter::of(key) else {
        return Ok(Value::Null);
    };
    Ok(store::kept(tx, parameter)?.map_or_else(|| parameter.usual(), |kept| kept.value))
}

/// A setting that is yes or no.
pub fn flag_of(tx: &ReadTx<'_>, key: Key) -> Result<bool, Error> {
    Ok(value(tx, key)?.as_bool().unwrap_or(false))
}

/// A setting that is a number; none means no limit.
pub fn integer_of(tx: &ReadTx<'_>, key: Key) -> Result<Option<i64>, Error> {
    Ok(value(tx, key)?.as_i64())
}

/// A setting that is a text.
pub fn text_of(tx: &ReadTx<'_>, key: Key) -> Result<String, Error> {
    Ok(value(tx, key)?.as_str().unwrap_or_default().to_owned())
}
