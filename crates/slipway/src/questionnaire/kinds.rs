//! Questionnaires and their categories as entries (F163).

use slipway_core::actor::Area;
use slipway_core::id::Id;
use slipway_core::questionnaire::{Flaw, FlawKind};

use super::{document, query, store};
use crate::act::Act;
use crate::edge::{Fault, FieldError};
use crate::entry::control::{Computed, Document};
use crate::entry::kind::{Checking, Kept, Kind, Page, Target, Values};
use crate::entry::{ACTIVE, Control, Field};

pub const CATEGORY: Target = Target::named(
    "questionnaire_category",
    "questionnaire_categories",
    "questionnaire_category",
);
pub const QUESTIONNAIRE: Target = Target {
    label: "t.title",
    ..Target::named("questionnaire", "questionnaires", "questionnaire")
};

/// In the order of the administration page.
pub const KINDS: &[&Kind] = &[&QUESTIONNAIRES, &CATEGORIES];

pub static CATEGORIES: Kind = Kind {
    target: CATEGORY,
    area: Area::Questionnaire,
    icon: "folder",
    columns: &["active"],
    fields: &[Field::required("name", Control::Line { max: 120 }), ACTIVE],
    taken: &[("questionnaire_category_name_taken", "name")],
    sample: r#"{"name": "Deployment"}"#,
    ..Kind::PLAIN
};

pub static QUESTIONNAIRES: Kind = Kind {
    target: QUESTIONNAIRE,
    area: Area::Questionnaire,
    icon: "checklist",
    own: &[Page::Form],
    links: &[
        ("preview", "questionnaire-preview"),
        ("new", "questionnaire-copy"),
        ("export", "questionnaire-export"),
    ],
    columns: &["category", "question_count", "active"],
    fields: &[
        Field::required("title", Control::Line { max: 120 }),
        Field::required("category", Control::Reference(CATEGORY)),
        Field::required(
            "groups",
            Control::Document(Document {
                read: document::read,
                told: document::told,
            }),
        )
        .in_column("form"),
        Field::optional(
            "question_count",
            Control::Computed(Computed {
                from: document::question_count,
                schema: r#"{"type": "integer"}"#,
            }),
        ),
        ACTIVE,
    ],
    title: "title",
    taken: &[("questionnaire_title_taken", "title")],
    check,
    kept,
    sample: r#"{"title": "Ready to deploy", "category": "@questionnaire_category", "groups": [{"title": "Target", "items": [
                {"kind": "text", "text": "Ask the team before you answer."},
                {"kind": "question", "id": "q1", "text": "Has the team done it before?", "type": "yes_no", "required": true, "choices": []},
                {"kind": "question", "id": "q2", "text": "Which users?", "type": "multiple_choice", "required": false,
                 "choices": ["Shops", "Head office"]}]}]}"#,
    ..Kind::PLAIN
};

/// The form is one that somebody can answer, and each of its questions has a name that it keeps.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a kind\'s rules")]
fn check(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    // What could not be read was refused where it stands.
    let Some(form) = values.get("groups").and_then(document::form) else {
        return Ok(());
    };
    let before = checking.before.and_then(|before| document::form(before.get("groups")?));
    let form = form.named(before.as_ref());
    for flaw in form.flaws() {
        checking.refuse(told(flaw));
    }
    values.insert("groups".to_owned(), document::to_json(&form));
    Ok(())
}

fn told(flaw: Flaw) -> FieldError {
    let at = |field: &str| {
        flaw.at.map_or_else(
            || "/groups".to_owned(),
            |(group, item)| format!("/groups/{group}/items/{item}/{field}"),
        )
    };
    match flaw.kind {
        FlawKind::NoGroup => FieldError::new(at(""), "required"),
        FlawKind::NoQuestion => FieldError::new(at(""), "no_question"),
        FlawKind::NoChoices => FieldError::new(at("choices"), "required"),
        FlawKind::NeedlessChoices => FieldError::new(at("choices"), "needless_choices"),
        FlawKind::RepeatedChoice => FieldError::new(at("choices"), "repeated_choice"),
        FlawKind::RepeatedId => FieldError::new(at("id"), "repeated"),
    }
}

/// A form that changed is one more version; what was answered keeps the version it answered.
fn kept(act: &Act<'_>, kept: &Kept<'_>) -> Result<(), Fault> {
    let Some(form) = kept.after.and_then(|values| values.get("groups")) else {
        return Ok(());
    };
    let questionnaire = Id::new(kept.id);
    let newest = query::newest(act.tx(), questionnaire)?;
    if newest.is_none_or(|newest| newest.document != *form) {
        store::add_version(act.tx(), questionnaire, kept.revision, &form.to_string())?;
    }
    Ok(())
}
