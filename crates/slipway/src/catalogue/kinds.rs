//! The catalogue as entries.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use slipway_core::actor::Area;
use slipway_core::flow::Level;
use slipway_core::id::Id;
use slipway_core::release::{Category, SuspensionPolicy};

use super::template;
use crate::account::kinds::{CONTRACT, GROUP};
use crate::calendar::kinds::CALENDAR;
use crate::edge::{Fault, FieldError};
use crate::entry::control::{Links, Offered, Rows};
use crate::entry::kind::{Checking, Kind, Page, Target, Values, id_in};
use crate::entry::registry::FLOW;
use crate::entry::{ACTIVE, Control, Field, store};
use crate::flow::query::{self as flows};
use crate::questionnaire::kinds::QUESTIONNAIRE;

pub const PORTFOLIO: Target = Target::named("portfolio", "portfolios", "portfolio");
pub const MODEL: Target = Target {
    active: "t.status = 'active'",
    ..Target::named("model", "models", "model")
};
pub const JUSTIFICATION: Target = Target::named("justification", "justifications", "justification");
pub const MAIL_TEMPLATE: Target = Target {
    label: "t.title || ' (' || t.language || ')'",
    ..Target::named("mail_template", "mail_templates", "mail_template")
};

/// In the order of the administration page.
pub const KINDS: &[&Kind] = &[
    &PORTFOLIOS,
    &MODELS,
    &JUSTIFICATIONS,
    &SOLUTION_CATEGORIES,
    &OCCURRENCE_CATEGORIES,
    &OCCURRENCE_ORIGINS,
    &CHANGE_OUTCOMES,
    &ACTIVITY_GROUPS,
    &ACTIVITY_SUSPENSION_REASONS,
    &MAIL_TEMPLATES,
];

const NAME: Field = Field::required("name", Control::Line { max: 120 });
const DESCRIPTION: Field = Field::optional("description", Control::Text { max: 4_000 });
const ICON: Field = Field::optional("icon", Control::Icon);

pub static PORTFOLIOS: Kind = Kind {
    target: PORTFOLIO,
    area: Area::Portfolio,
    icon: "portfolio",
    home: Some("/portfolio"),
    own: &[Page::List, Page::Entry],
    fields: &[NAME, DESCRIPTION, ICON, ACTIVE],
    searched: &["description"],
    taken: &[("portfolio_name_taken", "name")],
    sample: r#"{"name": "Business applications", "description": "What customers see.", "icon": "cubes"}"#,
    ..Kind::PLAIN
};

/// The life of a model; only active ones are offered for new releases (F142).
pub const STATUSES: &[&str] = &["new", ACTIVE_STATUS, "retired"];
pub const ACTIVE_STATUS: &str = "active";
const LEVEL: Control = Control::Choice {
    words: Level::WORDS,
    otherwise: None,
};
const MAIL: Control = Control::Reference(MAIL_TEMPLATE);

pub static MODELS: Kind = Kind {
    target: MODEL,
    area: Area::Portfolio,
    icon: "layers",
    columns: &["portfolio", "category", "executor_group", "flow", "status"],
    fields: &[
        Field::required("portfolio", Control::Reference(PORTFOLIO)),
        NAME,
        DESCRIPTION,
        ICON,
        Field::required("flow", Control::Reference(FLOW)),
        Field::required("executor_group", Control::Reference(GROUP)),
        Field::required("calendar", Control::Reference(CALENDAR)),
        Field::required("mail_creation", MAIL),
        Field::required("mail_completion", MAIL),
        Field::required("mail_actions", MAIL),
        Field::required("impact", LEVEL),
        Field::required("urgency", LEVEL),
        Field::required(
            "category",
            Control::Choice {
                words: Category::WORDS,
                otherwise: None,
            },
        ),
        Field::optional(
            "status",
            Control::Choice {
                words: STATUSES,
                otherwise: Some("new"),
            },
        ),
        Field::optional(
            "contracts",
            Control::Links(Links {
                table: "model_contract",
                own: "model",
                other: "contract",
                target: CONTRACT,
                mirror: None,
            }),
        ),
        Field::optional("requires_change", Control::Flag { otherwise: false }),
        Field::optional("requires_description", Control::Flag { otherwise: false }),
        Field::optional(
            "suspension_policy",
            Control::Choice {
                words: SuspensionPolicy::WORDS,
                otherwise: Some(SuspensionPolicy::ShiftDeadline.as_str()),
            },
        ),
        Field::optional("questionnaires", Control::Rows(BOUND_QUESTIONNAIRES)),
    ],
    searched: &["description"],
    sorts: &["status", "category"],
    taken: &[("model_portfolio_name_taken", "name")],
    within: Some("portfolio"),
    check: check_model,
    sample: r#"{"portfolio": "@portfolio", "name": "Application release", "description": "Four tasks.", "icon": "cubes",
                "flow": "@flow", "executor_group": "@group", "calendar": "@calendar", "mail_creation": "@mail_template",
                "mail_completion": "@mail_template", "mail_actions": "@mail_template", "impact": "medium", "urgency": "low",
                "category": "minor", "status": "active", "contracts": ["@contract"], "requires_change": false,
                "requires_description": true, "suspension_policy": "keep_deadline",
                "questionnaires": [{"questionnaire": "@questionnaire", "task": "Test", "required": true}]}"#,
    ..Kind::PLAIN
};

/// Which tasks of the flow wait for which questionnaires (B088).
const BOUND_QUESTIONNAIRES: Rows = Rows {
    table: "model_questionnaire",
    own: "model",
    fields: &[
        Field::required("questionnaire", Control::Reference(QUESTIONNAIRE)),
        Field::required(
            "task",
            Control::Offered(Offered {
                max: 128,
                words: flows::task_words,
            }),
        ),
        Field::optional("required", Control::Flag { otherwise: false }),
    ],
    key: None,
    max: 50,
};

fn check_model(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    check_templates(checking, values)?;
    check_questionnaires(checking, values)
}

/// A questionnaire is bound to a task that the flow has, and to each task once.
fn check_questionnaires(checking: &Checking<'_>, values: &Values) -> Result<(), Fault> {
    let Some(flow) = id_in(values, "flow") else {
        return Ok(());
    };
    let bound = values.get("questionnaires").and_then(Value::as_array);
    let bound = bound.map_or(&[][..], Vec::as_slice);
    if bound.is_empty() || !(checking.changes(values, "questionnaires") || checking.changes(values, "flow")) {
        return Ok(());
    }
    let Some(tasks) = flows::task_ids(checking.look.tx, Id::new(flow))? else {
        return Ok(());
    };
    let mut seen = BTreeSet::new();
    for (index, row) in bound.iter().enumerate() {
        let said = |field: &str| row.get(field).and_then(Value::as_str);
        let (Some(questionnaire), Some(task)) = (said("questionnaire"), said("task")) else {
            continue;
        };
        if !tasks.iter().any(|known| known == task) {
            let choices = tasks.join(", ");
            checking.refuse(
                FieldError::new(format!("/questionnaires/{index}/task"), "not_a_choice").with("choices", choices),
            );
        } else if !seen.insert((questionnaire, task)) {
            checking.refuse(FieldError::new(
                format!("/questionnaires/{index}/questionnaire"),
                "repeated",
            ));
        }
    }
    Ok(())
}

/// A model mails in the words of templates that were written for releases (F 2.9).
fn check_templates(checking: &Checking<'_>, values: &Values) -> Result<(), Fault> {
    for field in ["mail_creation", "mail_completion", "mail_actions"] {
        let Some(id) = id_in(values, field).filter(|_| checking.changes(values, field)) else {
            continue;
        };
        let template = store::one(checking.look.tx, &MAIL_TEMPLATES, id)?;
        let process = template
            .as_ref()
            .and_then(|template| template.values.get("process")?.as_str());
        if process.is_some_and(|process| process != template::RELEASE) {
            checking.refuse(FieldError::new(format!("/{field}"), "other_process"));
        }
    }
    Ok(())
}

pub static JUSTIFICATIONS: Kind = Kind {
    target: JUSTIFICATION,
    area: Area::Justification,
    icon: "message",
    columns: &["description", "situation", "suspends"],
    fields: &[
        Field::optional("name", Control::Line { max: 120 }),
        DESCRIPTION,
        Field::required("situation", Control::Situation).in_column("active"),
        Field::required("suspends", Control::Flag { otherwise: false }),
    ],
    searched: &["description"],
    taken: &[("justification_name_taken", "name")],
    check: check_justification,
    sample: r#"{"name": "Waiting for the supplier", "description": "A part or an answer is due from outside.",
                "situation": "active", "suspends": true}"#,
    ..Kind::PLAIN
};

/// A justification is known by its description in the source (F145); the name, when it is not given, is its first line.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a kind\'s rules")]
fn check_justification(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    if values.get("name").is_some_and(Value::is_string) {
        return Ok(());
    }
    let description = values.get("description").and_then(Value::as_str).unwrap_or_default();
    let name: String = description
        .lines()
        .next()
        .unwrap_or_default()
        .trim()
        .chars()
        .take(120)
        .collect();
    if name.is_empty() {
        checking.refuse(FieldError::new("/name", "required"));
    } else {
        values.insert("name".to_owned(), json!(name));
    }
    Ok(())
}

/// A list of names to choose from.
const fn names(
    target: Target,
    area: Area,
    taken: &'static [(&'static str, &'static str)],
    sample: &'static str,
) -> Kind {
    Kind {
        target,
        area,
        fields: &[NAME, ACTIVE],
        columns: &["active"],
        taken,
        sample,
        ..Kind::PLAIN
    }
}

pub static SOLUTION_CATEGORIES: Kind = names(
    Target::named("solution_category", "solution_categories", "solution_category"),
    Area::Justification,
    &[("solution_category_name_taken", "name")],
    r#"{"name": "Deployed as planned"}"#,
);

pub static OCCURRENCE_CATEGORIES: Kind = names(
    Target::named("occurrence_category", "occurrence_categories", "occurrence_category"),
    Area::Justification,
    &[("occurrence_category_name_taken", "name")],
    r#"{"name": "Execution record"}"#,
);

pub static OCCURRENCE_ORIGINS: Kind = names(
    Target::named("occurrence_origin", "occurrence_origins", "occurrence_origin"),
    Area::Justification,
    &[("occurrence_origin_name_taken", "name")],
    r#"{"name": "Telephone"}"#,
);

/// What became of a linked change (B125, B126).
pub static CHANGE_OUTCOMES: Kind = names(
    Target::named("change_outcome", "change_outcomes", "change_outcome"),
    Area::Justification,
    &[("change_outcome_name_taken", "name")],
    r#"{"name": "Implemented"}"#,
);

/// Teams that carry out scheduled activities; the people of one are those of a group (F 2.8).
pub static ACTIVITY_GROUPS: Kind = Kind {
    target: Target::named("activity_group", "activity_groups", "activity_group"),
    area: Area::Directory,
    fields: &[
        NAME,
        DESCRIPTION,
        Field::optional("start", Control::Date).in_column("start_on"),
        Field::optional("group", Control::Reference(GROUP)).in_column("work_group"),
        ACTIVE,
    ],
    columns: &["group", "active"],
    searched: &["description"],
    taken: &[("activity_group_name_taken", "name")],
    sample: r#"{"name": "Night operations", "description": "From ten to six", "start": "2026-11-01", "group": "@group"}"#,
    ..Kind::PLAIN
};

/// Why a scheduled activity waits.
pub static ACTIVITY_SUSPENSION_REASONS: Kind = names(
    Target::named(
        "activity_suspension_reason",
        "activity_suspension_reasons",
        "activity_suspension_reason",
    ),
    Area::Justification,
    &[("activity_suspension_reason_name_taken", "name")],
    r#"{"name": "Access not granted yet"}"#,
);

pub static MAIL_TEMPLATES: Kind = Kind {
    target: MAIL_TEMPLATE,
    area: Area::Parameter,
    icon: "mail",
    columns: &["identifier", "process", "language", "active"],
    links: &[("preview", "entry-mail-template-preview")],
    fields: &[
        Field::required("title", Control::Line { max: 120 }),
        Field::required("identifier", Control::Line { max: 64 }),
        Field::required("subject", Control::Line { max: 255 }),
        Field::required("body", Control::Text { max: 65_000 }),
        Field::optional(
            "process",
            Control::Choice {
                words: template::PROCESSES,
                otherwise: Some(template::RELEASE),
            },
        ),
        Field::optional(
            "language",
            Control::Choice {
                words: &["en", "pt-BR", "es"],
                otherwise: Some("en"),
            },
        ),
        ACTIVE,
    ],
    title: "title",
    searched: &["identifier", "subject"],
    sorts: &["identifier"],
    taken: &[("mail_template_identifier_language_taken", "identifier")],
    check: check_template,
    sample: r#"{"title": "Release registered", "identifier": "release-registered", "subject": "${NUMBER}: ${TITLE}",
                "body": "Dear ${REQUESTER},\n\n${TITLE} is registered.", "process": "release", "language": "en"}"#,
    ..Kind::PLAIN
};

/// Nobody finds out from a sent mail that a placeholder was mistyped (R18).
#[expect(clippy::unnecessary_wraps, reason = "the shape of a kind\'s rules")]
fn check_template(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    for field in ["subject", "body"] {
        let Some(text) = values.get(field).and_then(Value::as_str) else {
            continue;
        };
        for placeholder in template::unknown(text) {
            checking.refuse(FieldError::new(format!("/{field}"), "unknown_placeholder").with("name", placeholder));
        }
    }
    Ok(())
}
