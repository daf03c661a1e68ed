//! What is known of a release's questionnaires: what its tasks ask for, what was answered, and the forms behind it.

use serde_json::{Value, json};
use slipway_core::flow::{Flow, TaskId};
use slipway_core::id::Id;
use slipway_core::kind::{AnswerSet, Questionnaire};
use slipway_core::questionnaire::{Checklists, Demand, Sheet};
use slipway_core::release::Release;
use slipway_db::ReadTx;

use super::read;
use super::store::{self, AnswerRow, Signed};
use crate::edge::{Code, Fault, FieldError};
use crate::questionnaire::query::Version;
use crate::{catalogue, questionnaire};

/// What its model and its flow ask for, and what was answered (F055, B088).
pub fn of_release(tx: &ReadTx<'_>, release: &Release, flow: &Flow) -> Result<Checklists, Fault> {
    let mut demands = catalogue::query::bound_questionnaires(tx, release.model)?;
    // A model may have moved to another flow since: what is bound to a task that this release will never stand on
    // cannot be asked for.
    demands.retain(|demand| flow.task(&demand.task).is_some());
    demands.extend(of_flow(tx, flow)?);
    let sheets = store::of_release(tx, release.id)?.into_iter().map(sheet).collect();
    Ok(Checklists { demands, sheets })
}

/// What the flow's own file asks for. A questionnaire that it names and that is not there is asked for all the same.
fn of_flow(tx: &ReadTx<'_>, flow: &Flow) -> Result<Vec<Demand>, Fault> {
    let mut demands = Vec::new();
    for task in flow.tasks() {
        for bound in &task.questionnaires {
            demands.push(Demand {
                questionnaire: questionnaire::query::titled(tx, &bound.name)?,
                title: bound.name.clone(),
                task: task.id.clone(),
                required: bound.required,
            });
        }
    }
    Ok(demands)
}

fn sheet(set: AnswerRow) -> Sheet {
    Sheet {
        questionnaire: set.questionnaire,
        confirmed: set.confirmed.is_some(),
        title: set.title,
        task: set.task,
        run: set.run,
    }
}

/// Every answered questionnaire of a release, the latest first.
pub fn sets(tx: &ReadTx<'_>, release: &Release) -> Result<Vec<AnswerRow>, Fault> {
    Ok(store::of_release(tx, release.id)?)
}

/// One answered questionnaire of a release.
pub fn set(tx: &ReadTx<'_>, release: &Release, id: Id<AnswerSet>) -> Result<AnswerRow, Fault> {
    store::one(tx, release.id, id)?.ok_or_else(|| Fault::new(Code::NotFound))
}

/// The form that a set of answers is to.
pub fn form_of(tx: &ReadTx<'_>, set: &AnswerRow) -> Result<Version, Fault> {
    questionnaire::query::version(tx, set.questionnaire, set.version)
}

/// The form that may be answered now.
pub fn answerable(tx: &ReadTx<'_>, id: Id<Questionnaire>) -> Result<Version, Fault> {
    let is_offered = questionnaire::query::offered(tx)?.iter().any(|offer| offer.id == id);
    let newest = questionnaire::query::newest(tx, id)?;
    newest.filter(|_| is_offered).ok_or_else(|| {
        Fault::invalid(vec![
            FieldError::new("/questionnaire", "unknown_reference").with("id", id),
        ])
    })
}

/// The task that answers to a questionnaire given now are for.
pub fn task_for(checklists: &Checklists, release: &Release, id: Id<Questionnaire>) -> Option<TaskId> {
    let open: Vec<TaskId> = release.tasks.iter().map(|task| task.node.clone()).collect();
    checklists.task_for(id, &open)
}

/// A set of answers as the API shows it.
pub fn to_json(set: &AnswerRow) -> Result<Value, Fault> {
    let signed = |signed: &Signed| {
        (
            signed.at.to_string(),
            json!({"id": signed.by.to_string(), "name": signed.name}),
        )
    };
    let (created_at, created_by) = signed(&set.answered);
    let (updated_at, updated_by) = signed(&set.edited);
    let (confirmed_at, confirmed_by) = set.confirmed.as_ref().map(signed).unzip();
    Ok(json!({
        "id": set.id.to_string(),
        "questionnaire": set.questionnaire.to_string(),
        "title": set.title,
        "version": set.version,
        "task": set.task.as_ref().map(TaskId::as_str),
        "run": set.run,
        "answers": read::kept(&set.answers)?,
        "confirmed": set.confirmed.is_some(),
        "confirmed_at": confirmed_at,
        "confirmed_by": confirmed_by,
        "created_at": created_at,
        "created_by": created_by,
        "updated_at": updated_at,
        "updated_by": updated_by,
        "revision": set.revision,
    }))
}

/// What the tasks of a release ask for, with what is missing of each.
pub fn demands_to_json(checklists: &Checklists, run: i64) -> Value {
    let shown = checklists.demands.iter().map(|demand| {
        json!({
            "questionnaire": demand.questionnaire.map(|id| id.to_string()),
            "title": demand.title,
            "task": demand.task.as_str(),
            "required": demand.required,
            "lack": checklists.lack(demand, run).map(slipway_core::questionnaire::Lack::as_str),
        })
    });
    shown.collect()
}
