//! Who may know whom: `docs/adr/0001-shape.md` as data. `mod.rs` holds the sources against it.

/// What each crate may be built with. A crate that is not here may use anything.
pub const CRATES: &[(&str, &[&str])] = &[
    ("core", &["jiff", "uuid", "thiserror", "quick-xml"]),
    (
        "db",
        &[
            "slipway-core",
            "jiff",
            "uuid",
            "thiserror",
            "rusqlite",
            "postgres",
            "tokio-postgres-rustls",
            "rustls",
            "webpki-roots",
            "tokio",
            "tracing",
            "sha2",
        ],
    ),
];

/// What a crate's sources must not name although it could be reached.
pub const OUT_OF_REACH: &[(&str, &[&str])] = &[
    (
        "core",
        &[
            "std::env",
            "std::fs",
            "std::io",
            "std::net",
            "std::process",
            "std::thread",
            "std::time::Instant",
            "std::time::SystemTime",
            "jiff::Timestamp::now",
            "jiff::Zoned::now",
            "jiff::tz::TimeZone::system",
            "uuid::Uuid::now_v7",
        ],
    ),
    (
        "db",
        &[
            "slipway_core::actor",
            "slipway_core::board",
            "slipway_core::clock",
            "slipway_core::cmdb",
            "slipway_core::flow",
            "slipway_core::plan",
            "slipway_core::policy",
            "slipway_core::release",
        ],
    ),
];

/// The rooms that stand below the nouns and know none of them, each with the rooms it may use.
pub const GROUND: &[(&str, &[&str])] = &[
    ("config", &["edge"]),
    ("app", &["act", "config", "edge"]),
    ("edge", &["act", "app", "config"]),
    ("act", &["app", "audit", "edge"]),
    ("audit", &["act", "edge"]),
    // Only the press, which answers that it is busy, knows how refusals are told.
    ("print", &["edge"]),
    ("work", &["act", "app", "edge"]),
    ("entry", &["act", "app", "audit", "edge"]),
];

/// What only the ground may name, and what a noun uses instead.
pub const GROUND_ONLY: &[(&str, &str)] = &[
    ("crate::audit::store::append", "Act::record"),
    ("crate::audit::store::next_number", "Act::next_number"),
];

/// The nouns, each with the nouns it may ask. All of them stand on the ground.
pub const NOUNS: &[(&str, &[&str])] = &[
    ("account", &[]),
    ("board", &["account"]),
    ("calendar", &["account"]),
    // A model binds questionnaires to the tasks of its flow.
    ("catalogue", &["account", "calendar", "flow", "questionnaire"]),
    ("change", &["account", "cmdb", "record"]),
    // The limits of uploads are settings, which the catalogue keeps.
    ("file", &["catalogue"]),
    // Items refer to calendars, and a parameter says whether production changes only under a change.
    ("cmdb", &["account", "calendar", "catalogue", "media"]),
    ("flow", &["account"]),
    ("media", &["account"]),
    ("mail", &["catalogue"]),
    ("notice", &["account", "catalogue"]),
    ("questionnaire", &[]),
    ("record", &["account"]),
    (
        "release",
        &[
            "account",
            "board",
            "calendar",
            "catalogue",
            "change",
            "cmdb",
            "file",
            "flow",
            "media",
            "questionnaire",
            "record",
        ],
    ),
    ("report", &["account", "catalogue", "release"]),
    ("search", &["account"]),
];

/// Rooms that put the others together and decide nothing.
pub const TOGETHER: &[&str] = &["cli", "demo", "home", "operation", "seed", "wiring"];

/// The parts of a noun that no other noun enters.
pub const PRIVATE: &[&str] = &["api", "mail", "screen", "store"];

/// What statements and their rows are made of. Passing a transaction on is no SQL.
const NO_SQL: &[&str] = &[
    "slipway_db::Row",
    "slipway_db::Select",
    "slipway_db::Sql",
    "slipway_db::params",
    "slipway_db::statements",
];

/// What a part of a noun must not name. Entries are cut the same way.
pub const ROLES: &[(&str, &[&str])] = &[
    (
        "store",
        &[
            "axum",
            "askama",
            "crate::app",
            "crate::config",
            "crate::edge",
            "crate::work",
        ],
    ),
    ("command", &["axum", "askama"]),
    ("query", &["axum", "askama"]),
    ("mail", &["axum"]),
    ("api", NO_SQL),
    ("screen", NO_SQL),
];

/// A direction that is broken on purpose. One that is no longer broken is a complaint.
#[derive(Debug, Clone, Copy)]
pub struct Exception {
    /// The file, below `crates/slipway/src/`.
    pub file: &'static str,
    /// What it may name all the same.
    pub path: &'static str,
    pub reason: &'static str,
}

pub const EXCEPTIONS: &[Exception] = &[
    Exception {
        file: "app.rs",
        path: "crate::flow::Flows",
        reason: "parsed flows are kept for the life of the process, which is what `App` is",
    },
    Exception {
        file: "app.rs",
        path: "crate::cmdb::graph::Graphs",
        reason: "the graph of failure is kept for the life of the process, which is what `App` is",
    },
    Exception {
        file: "entry/registry.rs",
        path: "crate::cmdb",
        reason: "the one file of the entries that lists who has kinds",
    },
    Exception {
        file: "edge/page.rs",
        path: "crate::wiring::rail",
        reason: "every page shows the rail, and only `wiring.rs` knows its entries",
    },
    Exception {
        file: "entry/registry.rs",
        path: "crate::account::kinds",
        reason: "the one file of the entries that lists who has kinds",
    },
    Exception {
        file: "entry/registry.rs",
        path: "crate::calendar",
        reason: "the one file of the entries that lists who has kinds",
    },
    Exception {
        file: "entry/registry.rs",
        path: "crate::catalogue",
        reason: "the one file of the entries that lists who has kinds",
    },
    Exception {
        file: "entry/registry.rs",
        path: "crate::notice",
        reason: "the one file of the entries that lists who has kinds",
    },
    Exception {
        file: "edge/page.rs",
        path: "crate::wiring::waiting",
        reason: "every page shows what waits for its reader, and only `wiring.rs` knows who counts",
    },
    Exception {
        file: "entry/registry.rs",
        path: "crate::questionnaire",
        reason: "the one file of the entries that lists who has kinds",
    },
];
