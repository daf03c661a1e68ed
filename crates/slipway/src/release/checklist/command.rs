//! Answering a questionnaire on a release, and changing or confirming what was answered: one event in the release's
//! history each (F106, B201, B202).

use serde_json::{Map, Value, json};
use slipway_core::id::Id;
use slipway_core::kind::AnswerSet;
use slipway_core::policy::{self, ReleaseAction};
use slipway_core::questionnaire::{Confirmation, Form};
use slipway_core::release::Release;

use super::query;
use super::read::{self, Sent};
use super::store::{self, AnswerRow, Signed};
use crate::act::{Act, FieldChange, Happening};
use crate::edge::{Code, Fault, FieldError, Precondition};
use crate::file;
use crate::release::{addition, query as releases, subject};

/// Answers a questionnaire: as it is now, for the task that asks for it. Answers the set and the release's revision.
pub fn answer(act: &Act<'_>, number: i64, precondition: Precondition, sent: &Sent) -> Result<(AnswerRow, i64), Fault> {
    let (id, made) = addition::add(act, number, precondition, ReleaseAction::Link, |stored| {
        let set = first(act, &stored.release, sent)?;
        store::insert(act.tx(), stored.release.id, &set)?;
        let change = changed(&set, Value::Null, recorded(&set)?);
        Ok(((stored.release.id, set.id), happened("questionnaire_answered", change)))
    })?;
    reread(act, id).map(|set| (set, made))
}

/// The set of answers that is made from what was sent.
fn first(act: &Act<'_>, release: &Release, sent: &Sent) -> Result<AnswerRow, Fault> {
    let Some((questionnaire, answers)) = sent.questionnaire.zip(sent.answers.as_ref()) else {
        return Err(Fault::new(Code::Invalid));
    };
    let version = query::answerable(act.tx(), questionnaire)?;
    let answers = checked(act, release, &version.form, answers)?;
    let confirmed = confirmation(act, None, Confirmation::following(false, true, sent.confirmed))?;
    let flow = act.app.flows().version(act.tx(), release.flow, release.flow_version)?;
    let checklists = query::of_release(act.tx(), release, &flow)?;
    Ok(AnswerRow {
        id: act.new_id(),
        questionnaire,
        version: version.number,
        task: query::task_for(&checklists, release, questionnaire),
        title: version.title,
        run: release.run,
        answers: answers.to_string(),
        answered: signed(act),
        edited: signed(act),
        confirmed,
        revision: 1,
    })
}

/// Answers again, confirms, or takes a confirmation back. The form stays the one that was answered.
pub fn change(
    act: &Act<'_>,
    (number, id): (i64, Id<AnswerSet>),
    precondition: Precondition,
    sent: &Sent,
) -> Result<(AnswerRow, i64), Fault> {
    let stored = releases::visible(&act.look(), number)?;
    let before = query::set(act.tx(), &stored.release, id)?;
    refuse_overtaken(&before, sent)?;
    let after = amended(act, &stored.release, &before, sent)?;
    let (old, new) = (recorded(&before)?, recorded(&after)?);
    if old == new {
        // Nothing is changed and so nothing happened.
        act.tx().recorded();
        return Ok((before, stored.revision));
    }
    let kind = if old.get("answers") == new.get("answers") {
        if after.confirmed.is_some() {
            "questionnaire_confirmed"
        } else {
            "questionnaire_unconfirmed"
        }
    } else {
        "questionnaire_changed"
    };
    let ((), made) = addition::add(act, number, precondition, ReleaseAction::Link, |_| {
        if store::save(act.tx(), before.revision, &after)? != 1 {
            act.tx().collided(store::SAVE);
            return Err(Fault::new(Code::Stale));
        }
        Ok(((), happened(kind, changed(&after, old.clone(), new.clone()))))
    })?;
    reread(act, (stored.release.id, id)).map(|set| (set, made))
}

/// 412 where the answers were changed after the page was drawn that these come from (B209).
fn refuse_overtaken(before: &AnswerRow, sent: &Sent) -> Result<(), Fault> {
    if sent.seen.is_none_or(|seen| seen == before.revision) {
        return Ok(());
    }
    let by = json!([{"actor": {"name": before.edited.name}}]);
    Err(Fault::new(Code::Stale).member("since", by))
}

fn amended(act: &Act<'_>, release: &Release, before: &AnswerRow, sent: &Sent) -> Result<AnswerRow, Fault> {
    if sent.questionnaire.is_some_and(|asked| asked != before.questionnaire) {
        return Err(Fault::invalid(vec![FieldError::new("/questionnaire", "read_only")]));
    }
    let kept = Value::Object(read::kept(&before.answers)?);
    let answers = match &sent.answers {
        Some(answers) => checked(act, release, &query::form_of(act.tx(), before)?.form, answers)?,
        None => kept.clone(),
    };
    let follows = Confirmation::following(before.confirmed.is_some(), answers != kept, sent.confirmed);
    Ok(AnswerRow {
        answers: answers.to_string(),
        edited: if answers == kept {
            before.edited.clone()
        } else {
            signed(act)
        },
        confirmed: confirmation(act, before.confirmed.clone(), follows)?,
        revision: before.revision + 1,
        ..before.clone()
    })
}

/// The answers as they are kept, or everything that is wrong with them. A file is one of the release's own.
fn checked(act: &Act<'_>, release: &Release, form: &Form, sent: &Map<String, Value>) -> Result<Value, Fault> {
    let answers = read::read(form, sent).map_err(Fault::invalid)?;
    let files = file::query::of_record(&act.look(), subject(release.id))?;
    let strange = read::attachments(&answers).filter(|(_, id)| files.iter().all(|file| file.id.uuid() != *id));
    let errors: Vec<FieldError> = strange
        .map(|(question, id)| FieldError::new(format!("/answers/{question}"), "unknown_reference").with("id", id))
        .collect();
    if errors.is_empty() {
        Ok(read::to_json(&answers))
    } else {
        Err(Fault::invalid(errors))
    }
}

fn confirmation(act: &Act<'_>, before: Option<Signed>, follows: Confirmation) -> Result<Option<Signed>, Fault> {
    if follows.takes_right() {
        policy::may_confirm(act.actor())?;
    }
    Ok(match follows {
        Confirmation::Stays => before,
        Confirmation::Given => Some(signed(act)),
        Confirmation::Withdrawn | Confirmation::Falls => None,
    })
}

fn signed(act: &Act<'_>) -> Signed {
    Signed {
        at: act.at,
        by: act.actor().account,
        name: act.actor().name.clone(),
    }
}

/// What the history keeps of a set: enough to tell what was answered at any time.
fn recorded(set: &AnswerRow) -> Result<Value, Fault> {
    Ok(json!({
        "questionnaire": set.questionnaire.to_string(),
        "title": set.title,
        "version": set.version,
        "task": set.task.as_ref().map(slipway_core::flow::TaskId::as_str),
        "run": set.run,
        "answers": read::kept(&set.answers)?,
        "confirmed_by": set.confirmed.as_ref().map(|signed| signed.by.to_string()),
    }))
}

fn changed(set: &AnswerRow, old: Value, new: Value) -> FieldChange {
    FieldChange {
        field: format!("questionnaires/{}", set.id),
        old,
        new,
    }
}

fn happened(kind: &'static str, change: FieldChange) -> Happening {
    Happening {
        kind: kind.into(),
        changes: vec![change],
        note: None,
    }
}

fn reread(act: &Act<'_>, (release, id): (Id<slipway_core::kind::Release>, Id<AnswerSet>)) -> Result<AnswerRow, Fault> {
    store::one(act.tx(), release, id)?.ok_or_else(|| Fault::new(Code::NotFound))
}
