//! What items are described by, as entries: characteristics, types, statuses, groups, and types of relationships
//! (F 6.1–6.4). Items themselves are described in `item`.

pub mod rules;

use slipway_core::actor::Area;
use slipway_core::cmdb::Failure;

use super::item::ITEMS;
use crate::entry::control::Links;
use crate::entry::kind::{Kind, Target};
use crate::entry::{ACTIVE, Control, Field};

pub const CHARACTERISTIC: Target = Target::named("characteristic", "characteristics", "characteristic");
pub const ITEM_TYPE: Target = Target::named("item_type", "ci_types", "item_type");
pub const ITEM_STATUS: Target = Target::named("item_status", "ci_statuses", "item_status");
pub const ITEM_GROUP: Target = Target::named("item_group", "ci_groups", "item_group");
pub const RELATIONSHIP_TYPE: Target = Target::named("relationship_type", "relationship_types", "relationship_type");

/// In the order of the administration page.
pub const KINDS: &[&Kind] = &[
    &ITEMS,
    &ITEM_GROUPS,
    &ITEM_TYPES,
    &CHARACTERISTICS,
    &ITEM_STATUSES,
    &RELATIONSHIP_TYPES,
];

const NAME: Field = Field::required("name", Control::Line { max: 120 });
const TAG: Field = Field::required("tag", Control::Line { max: 64 });
const DESCRIPTION: Field = Field::optional("description", Control::Text { max: 4_000 });
const ICON: Field = Field::optional("icon", Control::Icon);

/// What the values of a characteristic are.
pub const VALUE_TYPES: &[&str] = &["text", "long_text", "integer", "number", "boolean", "date", "choice"];

pub static CHARACTERISTICS: Kind = Kind {
    target: CHARACTERISTIC,
    area: Area::Cmdb,
    icon: "sliders",
    columns: &["tag", "type", "unit_of_measure", "active"],
    fields: &[
        NAME,
        TAG,
        Field::required(
            "type",
            Control::Choice {
                words: VALUE_TYPES,
                otherwise: None,
            },
        ),
        Field::optional("default", Control::Scalar { max: 4_000 }).in_column("default_value"),
        Field::optional("unit_of_measure", Control::Line { max: 40 }),
        Field::optional("required", Control::Flag { otherwise: false }),
        Field::optional(
            "minimum",
            Control::Number {
                min: i32::MIN,
                max: i32::MAX,
            },
        ),
        Field::optional(
            "maximum",
            Control::Number {
                min: i32::MIN,
                max: i32::MAX,
            },
        ),
        Field::optional("choices", Control::Text { max: 8_000 }),
        DESCRIPTION,
        ACTIVE,
    ],
    searched: &["tag"],
    taken: &[
        ("characteristic_name_taken", "name"),
        ("characteristic_tag_taken", "tag"),
    ],
    check: rules::characteristic,
    sample: r#"{"name": "Memory", "tag": "memory", "type": "integer", "default": 8, "unit_of_measure": "GiB", "minimum": 1.5}"#,
    ..Kind::PLAIN
};

/// What a type is a sort of (F 6.1, recommended list).
pub const CATEGORIES: &[&str] = &["hardware", "software", SERVICE, "document", "environment", "other"];
/// Items of this category are what impact analysis names as impacted services.
pub const SERVICE: &str = "service";

pub static ITEM_TYPES: Kind = Kind {
    target: ITEM_TYPE,
    area: Area::Cmdb,
    icon: "layers",
    columns: &["tag", "category", "characteristics", "active"],
    fields: &[
        NAME,
        TAG,
        Field::required(
            "category",
            Control::Choice {
                words: CATEGORIES,
                otherwise: None,
            },
        ),
        ICON,
        Field::optional(
            "characteristics",
            Control::Links(Links {
                table: "item_type_characteristic",
                own: "item_type",
                other: "characteristic",
                target: CHARACTERISTIC,
                mirror: None,
            }),
        ),
        ACTIVE,
    ],
    searched: &["tag"],
    taken: &[("item_type_name_taken", "name"), ("item_type_tag_taken", "tag")],
    check: rules::tagged,
    sample: r#"{"name": "Server", "tag": "server", "category": "hardware", "icon": "server", "characteristics": ["@characteristic"]}"#,
    ..Kind::PLAIN
};

/// How far an item in a status can be edited (F 6.2).
pub const EDITING: &[&str] = &["open", STATUS_ONLY, NEVER];
/// Only the status itself can be changed.
pub const STATUS_ONLY: &str = "status_only";
/// Nothing can be changed any more: destroyed.
pub const NEVER: &str = "never";

pub static ITEM_STATUSES: Kind = Kind {
    target: ITEM_STATUS,
    area: Area::Cmdb,
    icon: "circle-check",
    columns: &["tag", "editing", "usual", "active"],
    fields: &[
        NAME,
        TAG,
        Field::optional(
            "editing",
            Control::Choice {
                words: EDITING,
                otherwise: Some("open"),
            },
        ),
        Field::optional("usual", Control::Flag { otherwise: false }),
        ACTIVE,
    ],
    searched: &["tag"],
    taken: &[("item_status_name_taken", "name"), ("item_status_tag_taken", "tag")],
    check: rules::tagged,
    sample: r#"{"name": "Operational", "tag": "operational", "editing": "open", "usual": true}"#,
    ..Kind::PLAIN
};

/// The stages of the life cycle (F 6.3).
pub const STAGES: &[&str] = &[DEVELOPMENT, "homologation", PRODUCTION, INVENTORY];
pub const DEVELOPMENT: &str = "development";
pub const PRODUCTION: &str = "production";
pub const INVENTORY: &str = "inventory";

pub static ITEM_GROUPS: Kind = Kind {
    target: ITEM_GROUP,
    area: Area::Cmdb,
    icon: "cubes",
    columns: &["parent", "stage", "default", "active"],
    fields: &[
        NAME,
        Field::optional("parent", Control::Reference(ITEM_GROUP)),
        Field::optional(
            "stage",
            Control::Choice {
                words: STAGES,
                otherwise: None,
            },
        ),
        Field::optional("default", Control::Flag { otherwise: false }).in_column("stage_default"),
        DESCRIPTION,
        ICON,
        Field::optional("email", Control::Email),
        ACTIVE,
    ],
    searched: &["email"],
    taken: &[
        ("item_group_root_name_taken", "name"),
        ("item_group_parent_name_taken", "name"),
    ],
    check: rules::group,
    sample: r#"{"name": "Data centre", "stage": "production", "icon": "server", "email": "dc@example.org"}"#,
    ..Kind::PLAIN
};

pub static RELATIONSHIP_TYPES: Kind = Kind {
    target: RELATIONSHIP_TYPE,
    area: Area::Cmdb,
    icon: "network",
    columns: &["reverse_name", "position", "impact", "active"],
    fields: &[
        NAME,
        Field::required("reverse_name", Control::Line { max: 120 }),
        Field::optional(
            "position",
            Control::Choice {
                words: &["same_level", "upper_lower"],
                otherwise: Some("upper_lower"),
            },
        ),
        Field::optional(
            "impact",
            Control::Choice {
                words: Failure::WORDS,
                otherwise: Some(Failure::TargetToSource.as_str()),
            },
        ),
        ACTIVE,
    ],
    taken: &[("relationship_type_name_taken", "name")],
    check: rules::relationship_type,
    kept: rules::relationship_type_kept,
    sample: r#"{"name": "is fed by", "reverse_name": "feeds", "position": "upper_lower", "impact": "target_to_source"}"#,
    ..Kind::PLAIN
};
