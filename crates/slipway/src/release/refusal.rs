//! How a release's refusals are told: which code, which field, which name.

use serde_json::{Value, json};
use slipway_core::flow::Flow;
use slipway_core::id::Id;
use slipway_core::kind::Account;
use slipway_core::questionnaire::Missing;
use slipway_core::release::Refusal;

use crate::edge::{Code, Fault, FieldError, Language, Texts};

/// What the telling needs to put names in the place of ids.
#[derive(Clone, Copy)]
#[expect(
    missing_debug_implementations,
    reason = "it lends a closure for the length of a telling"
)]
pub struct Names<'a> {
    pub flow: &'a Flow,
    pub language: Language,
    /// The person of an account.
    pub person: &'a dyn Fn(Id<Account>) -> String,
}

/// The fault of a refusal.
pub fn fault(refusal: Refusal, names: Names<'_>) -> Fault {
    let task = |node: &slipway_core::flow::TaskId| {
        names
            .flow
            .task(node)
            .map_or_else(|| node.to_string(), |task| task.name(names.language.tag()).to_owned())
    };
    match refusal {
        Refusal::Closed => Fault::new(Code::ReleaseClosed),
        Refusal::Suspended => Fault::new(Code::ReleaseSuspended),
        Refusal::Canceled => Fault::new(Code::ReleaseCanceled),
        Refusal::NotClosed => Fault::new(Code::ReleaseNotClosed),
        Refusal::NotSuspended => Fault::new(Code::ReleaseNotSuspended),
        Refusal::Begun => Fault::new(Code::ReleaseBegun),
        Refusal::Attached => Fault::new(Code::ReleaseAttached),
        Refusal::NotDelegable(node) => Fault::new(Code::ReleaseNotDelegable).with("task", task(&node)),
        Refusal::NotShared => Fault::new(Code::ReleaseNotShared),
        Refusal::InThePast(field) => {
            Fault::invalid(vec![FieldError::new(format!("/{}", field.as_str()), "in_the_past")])
        }
        Refusal::Held { by } => Fault::new(Code::ReleaseHeld)
            .with("name", (names.person)(by))
            .member("holder", by.to_string()),
        Refusal::AlreadyYours => Fault::new(Code::ReleaseYours),
        Refusal::NotCaptured => Fault::new(Code::ReleaseNotCaptured),
        Refusal::TaskNotOpen(node) => Fault::new(Code::ReleaseTaskNotOpen).with("task", task(&node)),
        Refusal::TaskUnclear(nodes) => {
            let open: Vec<String> = nodes.iter().map(ToString::to_string).collect();
            Fault::new(Code::ReleaseTaskUnclear)
                .with("tasks", open.join(", "))
                .member("tasks", open)
        }
        Refusal::StatusFixed(node) => Fault::new(Code::ReleaseStatusFixed).with("task", task(&node)),
        Refusal::NotASituation(_) => Fault::invalid(vec![FieldError::new("/status", "not_a_situation")]),
        Refusal::ChangeRequired => Fault::new(Code::ReleaseNeedsChange),
        Refusal::Unanswered(missing) => unanswered(&missing, names.language),
        Refusal::Locked(fields) => {
            let locked = fields
                .iter()
                .map(|field| FieldError::new(format!("/{}", field.as_str()), "locked"));
            Fault {
                errors: locked.collect(),
                ..Fault::new(Code::ReleaseLocked)
            }
        }
        Refusal::Missing(fields) => Fault::invalid(
            fields
                .iter()
                .map(|field| FieldError::new(format!("/{}", field.as_str()), "required"))
                .collect(),
        ),
        Refusal::NoWay(why) => Fault::new(Code::ReleaseNoWay).caused_by(why),
        Refusal::CannotStart(why) => Fault::internal(why),
    }
}

/// Names each questionnaire with what is missing of it (F055).
fn unanswered(missing: &[Missing], language: Language) -> Fault {
    let texts = Texts(language);
    let lack = |one: &Missing| texts.text(&format!("checklist-lack-{}", one.lack.as_str()));
    let told: Vec<String> = missing
        .iter()
        .map(|one| format!("{} ({})", one.title, lack(one)))
        .collect();
    let listed = missing.iter().map(|one| {
        let id = one.questionnaire.map(|id| id.to_string());
        json!({"questionnaire": id, "title": one.title, "lack": one.lack.as_str()})
    });
    Fault::new(Code::ReleaseNeedsAnswers)
        .with("missing", told.join(", "))
        .member("missing", listed.collect::<Value>())
}
