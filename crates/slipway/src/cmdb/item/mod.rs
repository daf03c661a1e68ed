//! Configuration items (F 6.2) as entries with a past: their fields are described here; what the fields say together is
//! in `rules`, the states they had in `version`.

pub mod api;
pub mod attributes;
pub mod command;
pub mod rules;
pub mod version;

use slipway_core::actor::Area;
use slipway_core::flow::Level;

use super::kinds::{ITEM_GROUP, ITEM_STATUS, ITEM_TYPE, STAGES};
use crate::account::kinds::{CONTRACT, EMPLOYEE, GROUP, LOCATION, UNIT, USER};
use crate::calendar::kinds::CALENDAR;
use crate::edge::urls;
use crate::entry::control::Rows;
use crate::entry::kind::{Kind, Page, Target};
use crate::entry::lists::{By, Filter};
use crate::entry::{Control, Field};

/// `ci` would be the build server.
pub const ITEM: Target = Target {
    label: "t.name || ' · ' || t.identification",
    active: "t.deleted_at is null",
    ..Target::named("item", "cis", "item")
};

/// How much depends on an item.
pub const CRITICALITIES: &[&str] = &["critical", "high", "medium", "low"];

/// Degrees that nobody gives are in the middle: import files and children of other systems have none.
const fn degree(words: &'static [&'static str]) -> Control {
    Control::Choice {
        words,
        otherwise: Some("medium"),
    }
}

const fn line(name: &'static str, max: usize) -> Field {
    Field::optional(name, Control::Line { max })
}

const fn reference(name: &'static str, target: Target) -> Field {
    Field::optional(name, Control::Reference(target))
}

pub static ITEMS: Kind = Kind {
    target: ITEM,
    area: Area::Cmdb,
    icon: "server",
    home: Some(urls::CMDB),
    own: &[Page::List, Page::Entry],
    columns: &["identification", "type", "group", "stage", "status", "criticality"],
    fields: &[
        Field::required("identification", Control::Line { max: 255 }),
        Field::required("name", Control::Line { max: 255 }),
        Field::required("type", Control::Reference(ITEM_TYPE)),
        Field::required("group", Control::Reference(ITEM_GROUP)).in_column("item_group"),
        Field::optional("stage", Control::Settled(STAGES)),
        Field::optional("status", Control::Tag(ITEM_STATUS)),
        Field::optional("criticality", degree(CRITICALITIES)),
        Field::optional("impact", degree(Level::WORDS)),
        Field::optional("urgency", degree(Level::WORDS)),
        line("version", 120),
        line("family", 120),
        line("class", 120),
        line("serial_number", 120),
        line("fixed_asset_tag", 120).in_column("asset_tag"),
        Field::optional("expiration_date", Control::Date).in_column("expires_on"),
        reference("contract", CONTRACT),
        reference("unit", UNIT),
        reference("location", LOCATION),
        reference("employee", EMPLOYEE),
        reference("owner_group", GROUP),
        reference("owner_user", USER),
        reference("parent", ITEM),
        reference("criticality_period", CALENDAR),
        reference("calendar", CALENDAR),
        Field::optional("zone", Control::Zone),
        line("sla_title", 255),
        Field::optional("cost_per_hour", Control::Number { min: 0, max: i32::MAX }),
        Field::optional("to_be_validated", Control::Flag { otherwise: false }),
        Field::optional("attributes", Control::Attributes(attributes::describe)),
        Field::optional("additional_information", Control::Text { max: 65_000 }),
        Field::optional(
            "warranties",
            Control::Rows(Rows {
                table: "item_warranty",
                own: "item",
                fields: &[
                    Field::required("provider", Control::Line { max: 120 }),
                    Field::required("start", Control::Date).in_column("starts_on"),
                    Field::required("end", Control::Date).in_column("ends_on"),
                ],
                key: None,
                max: 50,
            }),
        ),
    ],
    searched: &["identification", "serial_number"],
    taken: &[("item_identification_taken", "identification")],
    filters: &[Filter {
        name: "owner",
        by: By::Id,
        fragment: "t.owner_group = $ or t.owner_user = $",
    }],
    widened: &[Filter {
        name: "group",
        by: By::Id,
        fragment: "t.item_group in (with recursive below (id) as (select $ union \
                   select g.id from item_group g join below b on g.parent = b.id) select id from below)",
    }],
    past: Some(&version::PAST),
    check: rules::check,
    inherit: rules::inherit,
    kept: version::keep,
    sample: r#"{"identification": "SRV-0042", "name": "Payments database", "type": "@item_type", "group": "@item_group",
                "status": "@item_status.tag", "criticality": "critical", "impact": "high", "urgency": "medium", "version": "16.4",
                "family": "Databases", "class": "Relational", "serial_number": "X-1", "fixed_asset_tag": "A-17",
                "expiration_date": "2030-12-31", "contract": "@contract", "unit": "@unit", "location": "@location",
                "employee": "@employee", "owner_group": "@group", "calendar": "@calendar", "zone": "America/Sao_Paulo",
                "sla_title": "Gold", "cost_per_hour": 1200.5, "to_be_validated": false, "attributes": {"first_memory": 64},
                "additional_information": "Two nodes.", "warranties": [{"provider": "Maker", "start": "2026-01-01", "end": "2029-01-01"}]}"#,
    ..Kind::PLAIN
};
