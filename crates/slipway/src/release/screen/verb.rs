//! The pages of what a release goes through besides its tasks: holds, shares, runs, another model or deadline, deletion.
//! Each asks exactly the fields of its command and says why it cannot be; what the fields are is `inputs`.

pub mod inputs;

use askama::Template;
use axum::http::Method;
use serde_json::Value;
use slipway_core::policy::ReleaseAction;
use slipway_core::release::Command;

use self::inputs::{Filled, Input};
use super::doing::{self, Doing};
use super::record::Told;
use crate::act::Act;
use crate::edge::form::{Errors, Form};
use crate::edge::page::Frame;
use crate::edge::{Call, Code, Fault, Precondition, Reader, Reply, Routes, Texts, reader, urls};
use crate::release::command::{self, Done};
use crate::release::read::wishes;
use crate::release::wish::Wish;
use crate::release::{gate, probe};

/// One of these things to do.
#[derive(Debug, Clone, Copy)]
pub struct Verb {
    /// Its name in `GET …/actions`, the last part of its address, and the end of its texts: `verb-<name>`.
    pub name: &'static str,
    /// What menus and its button call it.
    pub label: &'static str,
    pub icon: &'static str,
    /// Whether it comes last in a menu, and in red.
    pub ends: bool,
    /// Whether it is about a task, which must be chosen where several are open.
    is_of_task: bool,
    /// What it takes, for the gate.
    action: &'static [ReleaseAction],
    pub reading: fn(&Reader<'_>) -> Wish,
}

/// All of them, in the order of menus.
pub const VERBS: &[Verb] = &[
    Verb {
        name: "delegate",
        label: "action-delegate",
        icon: "delegate",
        ends: false,
        is_of_task: true,
        action: &[ReleaseAction::Delegate],
        reading: wishes::delegate,
    },
    Verb {
        name: "withdraw",
        label: "action-withdraw",
        icon: "unlink",
        ends: false,
        is_of_task: true,
        action: &[ReleaseAction::Withdraw],
        reading: wishes::withdraw,
    },
    Verb {
        name: "suspend",
        label: "action-suspend",
        icon: "suspend",
        ends: false,
        is_of_task: false,
        action: &[ReleaseAction::Suspend],
        reading: wishes::suspend,
    },
    Verb {
        name: "reactivate",
        label: "action-reactivate",
        icon: "reactivate",
        ends: false,
        is_of_task: false,
        action: &[ReleaseAction::Reactivate],
        reading: wishes::reactivate,
    },
    Verb {
        name: "change_deadline",
        label: "action-change-deadline",
        icon: "clock",
        ends: false,
        is_of_task: false,
        action: &[ReleaseAction::ChangeDeadline],
        reading: wishes::change_deadline,
    },
    Verb {
        name: "reclassify",
        label: "action-reclassify",
        icon: "tag",
        ends: false,
        is_of_task: false,
        action: &[ReleaseAction::Reclassify],
        reading: wishes::reclassify,
    },
    Verb {
        name: "reopen",
        label: "action-reopen",
        icon: "reopen",
        ends: false,
        is_of_task: false,
        action: &[ReleaseAction::Reopen],
        reading: wishes::reopen,
    },
    Verb {
        name: "delete",
        label: "action-delete-release",
        icon: "trash",
        ends: true,
        is_of_task: false,
        action: &[ReleaseAction::Delete],
        reading: |_| Wish::Plain(Command::Delete),
    },
];

impl Verb {
    fn text(&self, about: &str) -> String {
        format!("{about}-{}", self.name.replace('_', "-"))
    }
}

#[derive(Debug, Template)]
#[template(path = "release/screen/verb.html")]
pub struct VerbPage {
    pub t: Texts,
    pub page: Frame,
    pub doing: Doing,
    pub heading: String,
    /// What will happen, for whom.
    pub effect: String,
    pub inputs: Vec<Input>,
    pub label: String,
    pub icon: &'static str,
    pub is_dangerous: bool,
}

pub fn routes() -> Routes {
    VERBS.iter().fold(Routes::new(), |routes, verb| {
        let path = format!("/releases/{{number}}/{}", verb.name);
        routes
            .page(Method::GET, path.clone(), move |call| show(call, verb))
            .page(Method::POST, path, move |call| save(call, verb))
            .gated(gate::any_of(verb.action))
    })
}

async fn show(call: Call, verb: &'static Verb) -> Result<Reply, Fault> {
    let sent = Value::Object(call.query.clone());
    answer(&call, verb, sent, None).await
}

async fn save(call: Call, verb: &'static Verb) -> Result<Reply, Fault> {
    let form = call.form();
    match perform(&call, verb, form.clone()).await {
        Ok(done) if done.stored.release.deleted_at.is_some() => Ok(Reply::see_other(format!(
            "{}?state=open&said=said-release-deleted",
            urls::RELEASES
        ))),
        Ok(done) => Ok(doing::done(
            done.stored.release.number,
            &verb.text("said"),
            &done.warnings,
        )),
        Err(fault) if doing::is_for_the_form(&fault) => answer(&call, verb, form, Some(fault)).await,
        Err(fault) => Err(fault),
    }
}

async fn perform(call: &Call, verb: &'static Verb, mut form: Value) -> Result<Done, Fault> {
    let number: i64 = call.parsed("number")?;
    let precondition = doing::seen(&mut form);
    call.app
        .act(&call.caller, move |act| {
            perform_in(act, verb, (number, precondition), form.clone())
        })
        .await
}

fn perform_in(
    act: &Act<'_>,
    verb: &Verb,
    (number, precondition): (i64, Precondition),
    mut form: Value,
) -> Result<Done, Fault> {
    let look = act.look();
    inputs::settle(&look, act.app, verb.name, &mut form)?;
    let wish = reader::read(&form, verb.reading)?;
    command::carry_out(act, number, precondition, &wish)
}

async fn answer(call: &Call, verb: &'static Verb, sent: Value, fault: Option<Fault>) -> Result<Reply, Fault> {
    doing::drawn(call, fault, move |told, call, errors| {
        let mut sent = sent.clone();
        let filled = inputs::settle(told.look, &call.app, verb.name, &mut sent)?;
        view(told, call, verb, (sent, filled), errors)
    })
    .await
}

fn view(
    told: &Told<'_>,
    call: &Call,
    verb: &Verb,
    (sent, filled): (Value, Filled),
    mut errors: Errors,
) -> Result<VerbPage, Fault> {
    let (t, look) = (told.look.texts(), told.look);
    let command = probe::of_life(verb.name, told.release(), &told.around);
    let possible = probe::probe(look, &told.stored, &told.around, verb.name, command);
    let needs_end = possible.asks.contains(&"planned_end");
    let reason = possible
        .blocker
        .filter(|fault| fault.code != Code::ReleaseTaskUnclear)
        .map(|fault| fault.detail(t));
    errors.all.splice(0..0, filled.errors.all.iter().cloned());
    let form = Form::over(&sent).with_errors(errors);
    let heading = t.text(&verb.text("verb"));
    let page = Frame::of(call, look, format!("{heading} · {}", told.number())).crumbs(told.crumbs(heading.clone()));
    let asked = inputs::Asking {
        look,
        release: Some(told.release()),
        frame: &page,
        form: &form,
        filled: &filled,
        needs_end,
    };
    let inputs = asked.of(verb.name)?;
    let mut doing = Doing {
        reason: reason.unwrap_or_default(),
        ..Doing::of(told, verb.name, form)
    };
    if !verb.is_of_task {
        doing.tasks.clear();
    }
    Ok(VerbPage {
        doing,
        effect: t.text(&format!("{}-effect", verb.text("verb"))),
        inputs,
        label: t.text(verb.label),
        icon: verb.icon,
        is_dangerous: verb.ends,
        heading,
        page,
        t,
    })
}

#[cfg(test)]
impl VerbPage {
    pub fn sample(language: crate::edge::Language, verb: &Verb) -> VerbPage {
        let t = Texts(language);
        VerbPage {
            page: Frame::sample(language),
            doing: Doing::sample(t, verb.name),
            heading: t.text(&verb.text("verb")),
            effect: t.text(&format!("{}-effect", verb.text("verb"))),
            inputs: inputs::sample(t),
            label: t.text(verb.label),
            icon: verb.icon,
            is_dangerous: verb.ends,
            t,
        }
    }
}
