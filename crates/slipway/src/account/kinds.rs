//! People and what they may do, as entries: units, locations, employees, users, groups, profiles, contracts.
//! Sessions, passwords and tokens are not entries; they are this noun's own files.

mod rules;
#[cfg(test)]
mod tests;

use serde_json::Value;
use slipway_core::actor::{Area, FlowAction, Reach, Special};

pub use rules::{ALL, units_above};

use super::{password, store};
use crate::entry::control::{Links, MatrixRow, Rows, Secret, Word};
use crate::entry::kind::{Kind, Target};
use crate::entry::registry::FLOW;
use crate::entry::{ACTIVE, Control, Field};

pub const UNIT: Target = Target::named("unit", "units", "unit");
pub const LOCATION: Target = Target::named("location", "locations", "location");
pub const EMPLOYEE: Target = Target::named("employee", "employees", "employee");
pub const PROFILE: Target = Target::named("profile", "profiles", "profile");
pub const GROUP: Target = Target::named("group", "groups", "work_group");
pub const USER: Target = Target {
    label: "coalesce((select e.name from employee e where e.id = t.employee), t.login)",
    ..Target::named("user", "users", "account")
};
pub const CONTRACT: Target = Target {
    label: "t.number || ' – ' || t.client",
    ..Target::named("contract", "contracts", "contract")
};

/// In the order of the administration page.
pub const KINDS: &[&Kind] = &[&EMPLOYEES, &USERS, &GROUPS, &PROFILES, &UNITS, &LOCATIONS, &CONTRACTS];

const NAME: Field = Field::required("name", Control::Line { max: 120 });
const ZONE: Field = Field::optional("zone", Control::Zone);

pub static UNITS: Kind = Kind {
    target: UNIT,
    icon: "cubes",
    columns: &["parent", "zone", "active"],
    fields: &[
        NAME,
        Field::optional("parent", Control::Reference(UNIT)),
        ZONE,
        Field::optional("latitude", Control::Number { min: -90, max: 90 }),
        Field::optional("longitude", Control::Number { min: -180, max: 180 }),
        Field::optional(
            "contracts",
            Control::Links(Links {
                table: "contract_unit",
                own: "unit",
                other: "contract",
                target: CONTRACT,
                mirror: Some("units"),
            }),
        ),
        ACTIVE,
    ],
    taken: &[("unit_name_taken", "name")],
    check: rules::unit,
    sample: r#"{"name": "Data centre GRU", "zone": "America/Sao_Paulo", "latitude": -23.43, "longitude": -46.47}"#,
    ..Kind::PLAIN
};

pub static LOCATIONS: Kind = Kind {
    target: LOCATION,
    icon: "map",
    columns: &["unit", "active"],
    fields: &[NAME, Field::required("unit", Control::Reference(UNIT)), ACTIVE],
    taken: &[("location_unit_name_taken", "name")],
    sample: r#"{"name": "Hall 2", "unit": "@unit"}"#,
    ..Kind::PLAIN
};

pub static EMPLOYEES: Kind = Kind {
    target: EMPLOYEE,
    icon: "user",
    columns: &["email", "unit", "position", "kind", "active"],
    fields: &[
        NAME,
        Field::required("email", Control::Email),
        Field::required("unit", Control::Reference(UNIT)),
        Field::optional("phone", Control::Line { max: 40 }),
        Field::optional("extension", Control::Line { max: 20 }),
        Field::optional("position", Control::Line { max: 120 }),
        Field::optional("location", Control::Reference(LOCATION)),
        Field::optional(
            "kind",
            Control::Choice {
                words: &["employee", "contractor", "partner"],
                otherwise: Some("employee"),
            },
        ),
        ACTIVE,
    ],
    searched: &["email", "position"],
    sample: r#"{"name": "Ana Souza", "email": "ana@example.org", "unit": "@unit", "phone": "+55 11 5555-0100",
                "extension": "12", "position": "Release manager", "location": "@location", "kind": "employee"}"#,
    ..Kind::PLAIN
};

pub static USERS: Kind = Kind {
    target: USER,
    icon: "key",
    columns: &["employee", "profile", "language", "active"],
    fields: &[
        Field::required("employee", Control::Reference(EMPLOYEE)),
        Field::required("login", Control::Line { max: 120 }),
        Field::optional("password", Control::Secret(PASSWORD)).in_column("password_hash"),
        Field::required("profile", Control::Reference(PROFILE)),
        Field::optional(
            "language",
            Control::Choice {
                words: &["en", "pt-BR", "es"],
                otherwise: None,
            },
        ),
        ZONE,
        ACTIVE,
    ],
    title: "login",
    search: "t.folded like $ escape '\\' or exists (select 1 from employee e where e.id = t.employee and e.folded like $ escape '\\')",
    taken: &[("account_login_taken", "login")],
    check: rules::user,
    guard: rules::user_guard,
    sample: r#"{"employee": "@employee", "login": "ana", "password": "correct horse battery", "profile": "@profile",
                "language": "pt-BR", "zone": "America/Sao_Paulo"}"#,
    ..Kind::PLAIN
};

/// A new password ends every session that the old one opened.
const PASSWORD: Secret = Secret {
    min: password::MIN_LENGTH,
    max: 1_024,
    hash: |app, word| Box::pin(async move { password::hash(&app, word).await }),
    kept: |act, id| Ok(store::close_sessions_of(act.tx(), slipway_core::id::Id::new(id))?),
};

pub static GROUPS: Kind = Kind {
    target: GROUP,
    icon: "group",
    columns: &["acronym", "leader", "service_desk", "active"],
    fields: &[
        NAME,
        Field::required("acronym", Control::Line { max: 20 }),
        Field::optional("leader", Control::Reference(EMPLOYEE)),
        Field::optional("description", Control::Text { max: 4_000 }),
        Field::optional(
            "email",
            Control::Words {
                word: Word::Email,
                max: 50,
            },
        ),
        Field::optional(
            "contracts",
            Control::Links(Links {
                table: "group_contract",
                own: "work_group",
                other: "contract",
                target: CONTRACT,
                mirror: Some("groups"),
            }),
        ),
        Field::optional("members", Control::Rows(MEMBERS)),
        Field::optional("service_desk", Control::Flag { otherwise: false }),
        Field::optional("change_advisory_board", Control::Flag { otherwise: false }),
        Field::optional("suspend_reactivate", Control::Flag { otherwise: false }),
        Field::optional("mandatory_mail", Control::Group(MANDATORY_MAIL)),
        Field::optional("flow_permissions", Control::Rows(FLOW_PERMISSIONS)),
        ACTIVE,
    ],
    searched: &["acronym"],
    taken: &[
        ("work_group_name_taken", "name"),
        ("work_group_acronym_taken", "acronym"),
    ],
    parts: &["members", "flow_permissions"],
    guard: rules::group_guard,
    sample: r#"{"name": "Site reliability", "acronym": "SRE", "leader": "@employee", "description": "Runs production.",
                "email": ["sre@example.org"], "members": [{"employee": "@employee", "receives_mail": true}],
                "service_desk": true, "mandatory_mail": {"creation": false, "actions": false, "closing": true},
                "flow_permissions": [{"flow": "@flow", "actions": ["create", "execute"]}]}"#,
    ..Kind::PLAIN
};

const MEMBERS: Rows = Rows {
    table: "group_member",
    own: "work_group",
    fields: &[
        Field::required("employee", Control::Reference(EMPLOYEE)),
        Field::optional("receives_mail", Control::Flag { otherwise: false }),
    ],
    key: Some("employee"),
    max: 1_000,
};

const FLOW_PERMISSIONS: Rows = Rows {
    table: "group_flow_permission",
    own: "work_group",
    fields: &[
        Field::required("flow", Control::Reference(FLOW)),
        Field::required(
            "actions",
            Control::Words {
                word: Word::Choice(FlowAction::WORDS),
                max: 20,
            },
        ),
    ],
    key: Some("flow"),
    max: 200,
};

/// Which of a release's notification boxes members cannot untick (F 1.2).
const MANDATORY_MAIL: &[Field] = &[
    Field::optional("creation", Control::Flag { otherwise: false }).in_column("mail_creation"),
    Field::optional("actions", Control::Flag { otherwise: false }).in_column("mail_actions"),
    Field::optional("closing", Control::Flag { otherwise: false }).in_column("mail_closing"),
];

pub static PROFILES: Kind = Kind {
    target: PROFILE,
    icon: "shield",
    columns: &["may_enter", "active"],
    fields: &[
        NAME,
        Field::required("rights", Control::Matrix(rights_matrix)),
        Field::optional("may_enter", Control::Flag { otherwise: true }),
        ACTIVE,
    ],
    taken: &[("profile_name_taken", "name")],
    check: rules::profile,
    guard: rules::profile_guard,
    sample: r#"{"name": "Release team", "rights": {"release": ["search", "save"], "portfolio": ["search"], "special": ["all_releases"]},
                "may_enter": true}"#,
    ..Kind::PLAIN
};

/// The row of the rights that no menu item stands for.
const SPECIAL: &str = "special";

fn rights_matrix() -> Vec<MatrixRow> {
    let areas = Area::WORDS.iter().map(|area| MatrixRow {
        name: area,
        words: Reach::WORDS,
    });
    areas
        .chain([MatrixRow {
            name: SPECIAL,
            words: Special::WORDS,
        }])
        .collect()
}

pub static CONTRACTS: Kind = Kind {
    target: CONTRACT,
    icon: "file",
    columns: &["client", "provider", "start", "end", "active"],
    fields: &[
        Field::required("number", Control::Line { max: 64 }),
        Field::required("client", Control::Line { max: 120 }),
        Field::optional("provider", Control::Line { max: 120 }),
        Field::required("start", Control::Date).in_column("start_on"),
        Field::optional("end", Control::Date).in_column("end_on"),
        Field::optional(
            "groups",
            Control::Links(Links {
                table: "group_contract",
                own: "contract",
                other: "work_group",
                target: GROUP,
                mirror: Some("contracts"),
            }),
        ),
        Field::optional(
            "units",
            Control::Links(Links {
                table: "contract_unit",
                own: "contract",
                other: "unit",
                target: UNIT,
                mirror: Some("contracts"),
            }),
        ),
        ACTIVE,
    ],
    title: "number",
    searched: &["client", "provider"],
    sorts: &["client", "start"],
    taken: &[("contract_number_taken", "number")],
    check: rules::contract,
    sample: r#"{"number": "2026/014", "client": "Company", "provider": "IT department", "start": "2026-01-01", "end": "2027-12-31",
                "groups": ["@group"], "units": ["@unit"]}"#,
    ..Kind::PLAIN
};

/// The text of a field, when it has one.
fn text<'a>(values: &'a serde_json::Map<String, Value>, field: &str) -> Option<&'a str> {
    values.get(field)?.as_str()
}
