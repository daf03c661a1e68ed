//! Editing a release: the same fields as registering, the model fixed, saved only over the state the person has seen
//! (O03, B209). When somebody was faster, `conflict.rs` shows both versions.

use askama::Template;
use serde_json::Value;
use slipway_core::release::decide::stands_on_first_task;
use slipway_core::release::{Command, Edit};

use super::conflict;
use super::doing::{self, Doing};
use super::fields::{Desk, Fields, Filling};
use super::record::Told;
use super::words;
use crate::act::{Act, Look};
use crate::catalogue;
use crate::edge::form::{Choice, Errors, Form, put, take, text_at};
use crate::edge::page::Frame;
use crate::edge::{Call, Code, Fault, Precondition, Reply, Texts, reader, urls};
use crate::release::command::{self, Done};
use crate::release::{probe, query, read};

#[derive(Debug, Template)]
#[template(path = "release/screen/edit.html")]
pub struct EditPage {
    pub t: Texts,
    pub page: Frame,
    pub doing: Doing,
    pub fields: Fields,
    /// The other way to save: and then leave the task. Nothing where that cannot be.
    pub onward: String,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    answer(&call, None, None).await
}

pub async fn save(call: Call) -> Result<Reply, Fault> {
    let mut tree = call.form();
    if take(&mut tree, "step").is_some() {
        return answer(&call, Some(tree), None).await;
    }
    let onward = take(&mut tree, "then").is_some();
    match edited(&call, tree.clone()).await {
        Ok(done) if onward => Ok(Reply::see_other(urls::release_part(
            done.stored.release.number,
            "advance",
        ))),
        Ok(done) => Ok(doing::done(done.stored.release.number, "said-saved", &done.warnings)),
        Err(fault) if fault.code == Code::Stale => conflict::answer(&call, tree).await,
        Err(fault) if doing::is_for_the_form(&fault) => answer(&call, Some(tree), Some(fault)).await,
        Err(fault) => Err(fault),
    }
}

/// Saves what was sent. What somebody decided in a conflict is laid over it first.
async fn edited(call: &Call, mut tree: Value) -> Result<Done, Fault> {
    let number: i64 = call.parsed("number")?;
    let precondition = doing::seen(&mut tree);
    let shown = call.clone();
    call.app
        .act(&call.caller, move |act| {
            edit(act, &shown, number, precondition, tree.clone())
        })
        .await
}

fn edit(act: &Act<'_>, call: &Call, number: i64, precondition: Precondition, mut tree: Value) -> Result<Done, Fault> {
    let look = act.look();
    let stored = query::live(&look, number)?;
    conflict::decided(&mut tree, &stored.release);
    let mut desk = desk(&look, call, Filling::Blanks);
    desk.settle(&mut tree)?;
    let sheet = reader::read(&tree, read::sheet)?.ok_or_else(|| Fault::new(Code::Invalid))?;
    let timing = query::timing_after_edit(&look, &stored.release, &sheet)?;
    command::perform(
        act,
        number,
        precondition,
        &Command::Edit(Box::new(Edit {
            sheet,
            timing,
            restores: None,
        })),
    )
}

fn desk<'a>(look: &'a Look<'a>, call: &'a Call, filling: Filling) -> Desk<'a> {
    Desk {
        look,
        zone: call.app.zone(),
        filling,
        errors: Errors::default(),
    }
}

/// The form: as the release stands, or as it was sent.
async fn answer(call: &Call, sent: Option<Value>, fault: Option<Fault>) -> Result<Reply, Fault> {
    doing::drawn(call, fault, move |told, call, errors| {
        let (tree, revision) = typed(told, sent.clone());
        view(told, call, tree, revision, &errors)
    })
    .await
}

/// What stands in the form, and which state of the release it began from.
fn typed(told: &Told<'_>, sent: Option<Value>) -> (Value, i64) {
    let current = told.stored.revision;
    if let Some(mut tree) = sent {
        let seen = take(&mut tree, "revision").and_then(|text| text.parse().ok());
        return (tree, seen.unwrap_or(current));
    }
    let mut tree = read::sheet_to_json(told.release());
    put(&mut tree, "filled_for", told.release().sheet.requester.to_string());
    (tree, current)
}

fn view(told: &Told<'_>, call: &Call, mut tree: Value, revision: i64, errors: &Errors) -> Result<EditPage, Fault> {
    let (t, look, release) = (told.look.texts(), told.look, told.release());
    let mut desk = desk(look, call, Filling::Over);
    let settled = desk.settle(&mut tree)?;
    desk.add_errors(errors);
    let model = catalogue::query::model(look.tx, release.model)?;
    let mut fields = desk.fields(&tree, settled, model.as_ref())?;
    fields.fixed_model = format!(
        "{} / {}",
        told.names.of(release.portfolio.uuid()),
        told.names.of(release.model.uuid())
    );
    fields.category = words::word(t, "category", release.category.as_str());
    keep(&mut fields, told, &tree);
    if !stands_on_first_task(release, &told.around.flow) {
        lock(&mut fields, told);
    }
    let possible = probe::all(look, &told.stored, &told.around);
    let find = |name: &str| possible.iter().find(|possible| possible.name == name);
    let reason = find("edit")
        .and_then(|edit| edit.blocker.as_ref())
        .map(|fault| fault.detail(t));
    let advances = find("advance").is_some_and(probe::Possible::is_allowed);
    let title = t.text("release-edit-title");
    Ok(EditPage {
        page: Frame::of(call, look, format!("{title} · {}", told.number())).crumbs(told.crumbs(title)),
        doing: Doing {
            revision,
            reason: reason.unwrap_or_default(),
            ..Doing::of(told, "edit", Form::default().with_errors(fields.form.errors.clone()))
        },
        fields,
        onward: if advances {
            super::actions::next_label(look, release, &told.around, None)
        } else {
            String::new()
        },
        t,
    })
}

/// What the release has stays to be chosen, although it would not be offered anew: a contract that has ended, a group
/// that was closed.
fn keep(fields: &mut Fields, told: &Told<'_>, tree: &Value) {
    let sheet = &told.release().sheet;
    let some = [
        ("contract", sheet.contract.uuid()),
        ("executor_group", sheet.executor_group.uuid()),
        ("contact.unit", sheet.contact.unit.uuid()),
    ];
    for (name, id) in some {
        let choices = match name {
            "contract" => &mut fields.contracts,
            "executor_group" => &mut fields.groups,
            _ => &mut fields.units,
        };
        let value = id.to_string();
        if choices.iter().all(|choice| choice.value != value) {
            let selected = text_at(tree, name) == value;
            choices.insert(
                0,
                Choice {
                    selected,
                    ..Choice::new(value, told.names.of(id))
                },
            );
        }
    }
}

/// R10: contract and planned start stay as they are once the first task is left.
fn lock(fields: &mut Fields, told: &Told<'_>) {
    fields.locked_contract = told.names.of(told.release().sheet.contract.uuid());
    let start = told.release().sheet.planning.start();
    if let Some(planning) = fields.phases.first_mut() {
        planning.locked_start = words::wall(told.look.texts(), start);
    }
}

#[cfg(test)]
impl EditPage {
    pub fn sample(language: crate::edge::Language) -> EditPage {
        let t = Texts(language);
        let mut fields = Fields::sample(t);
        fields.fixed_model = "Payments / Major".to_owned();
        fields.locked_contract = "1 – Company".to_owned();
        EditPage {
            page: Frame::sample(language),
            doing: Doing {
                form: fields.form.clone(),
                ..Doing::sample(t, "edit")
            },
            fields,
            onward: t.with("action-send-to", "task", "Test"),
            t,
        }
    }
}
