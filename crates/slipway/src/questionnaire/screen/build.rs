//! The builder: groups, questions and texts in any order. Each button but the last draws the form again with one thing
//! done to it; dragging is an island that fills in places, so that all of it works by keyboard and without a script.

use askama::Template;
use axum::http::StatusCode;
use serde_json::Value;
use slipway_core::actor::Reach;
use slipway_core::policy::{self, Upkeep};
use slipway_core::questionnaire::QuestionKind;
use uuid::Uuid;

use super::{LIST, crumbs};
use crate::act::Look;
use crate::edge::form::{Choice, Errors, Form, select, take};
use crate::edge::page::{self, Frame};
use crate::edge::{Call, Code, Fault, Precondition, Reply, Texts};
use crate::entry::screen::{edit_place, one_place};
use crate::entry::{choices, command, query, sheet};
use crate::questionnaire::draft::{Doing, Draft, GroupDraft, ItemDraft};
use crate::questionnaire::kinds::{CATEGORY, QUESTIONNAIRES};

#[derive(Debug, Template)]
#[template(path = "questionnaire/screen/build.html")]
pub struct BuildPage {
    t: Texts,
    page: Frame,
    heading: String,
    action: String,
    cancel: String,
    /// The revision the form was drawn from; nothing for a new one.
    revision: String,
    title: String,
    active: bool,
    categories: Vec<Choice>,
    groups: Vec<GroupShown>,
    form: Form,
    /// Whether it is a new one, which can be brought from a file.
    is_new: bool,
}

#[derive(Debug)]
struct GroupShown {
    name: String,
    /// What its buttons say after their verb.
    place: String,
    number: usize,
    title: String,
    items: Vec<ItemShown>,
    is_first: bool,
    is_last: bool,
}

#[derive(Debug)]
struct ItemShown {
    name: String,
    place: String,
    group: usize,
    at: usize,
    item: ItemDraft,
    kinds: Vec<Choice>,
    is_first: bool,
    is_last: bool,
}

/// Which form.
#[derive(Debug, Clone, Copy)]
enum Purpose {
    New,
    Change(Uuid),
}

/// A form as it is to be drawn.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    pub draft: Draft,
    /// The revision it is based on.
    pub revision: String,
    pub errors: Errors,
}

pub async fn blank(call: Call) -> Result<Reply, Fault> {
    let drawn = Drawn {
        draft: Draft::blank(),
        ..Drawn::default()
    };
    draw(&call, Purpose::New, drawn, StatusCode::OK).await
}

/// A new questionnaire that begins as another one is.
pub async fn copy(call: Call) -> Result<Reply, Fault> {
    let (drawn, t) = (kept(&call).await?, call.texts());
    let title = t.with("questionnaire-copy-of", "title", drawn.draft.title.as_str());
    let draft = Draft { title, ..drawn.draft };
    anew(&call, draft, Errors::default()).await
}

/// Draws a new questionnaire with something in it already.
pub async fn anew(call: &Call, draft: Draft, errors: Errors) -> Result<Reply, Fault> {
    let status = if errors.all.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let drawn = Drawn {
        draft,
        revision: String::new(),
        errors,
    };
    draw(call, Purpose::New, drawn, status).await
}

pub async fn edit(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    let drawn = kept(&call).await?;
    draw(&call, Purpose::Change(id), drawn, StatusCode::OK).await
}

async fn kept(call: &Call) -> Result<Drawn, Fault> {
    let id: Uuid = call.parsed("id")?;
    call.app
        .look(&call.caller, move |look| {
            let entry = query::one(look, &QUESTIONNAIRES, id)?;
            Ok(Drawn {
                draft: Draft::of_body(&entry.to_json(&QUESTIONNAIRES)),
                revision: entry.revision.to_string(),
                errors: Errors::default(),
            })
        })
        .await
}

pub async fn create(call: Call) -> Result<Reply, Fault> {
    let (drawn, is_redrawn) = sent(&call);
    if is_redrawn {
        return draw(&call, Purpose::New, drawn, StatusCode::OK).await;
    }
    let body = sheet::Draft::plain(drawn.draft.to_body());
    let made = call
        .app
        .act(&call.caller, move |act| command::create(act, &QUESTIONNAIRES, &body))
        .await;
    settled(&call, Purpose::New, drawn, made.map(|entry| entry.id)).await
}

pub async fn save(call: Call) -> Result<Reply, Fault> {
    let id: Uuid = call.parsed("id")?;
    let (drawn, is_redrawn) = sent(&call);
    if is_redrawn {
        return draw(&call, Purpose::Change(id), drawn, StatusCode::OK).await;
    }
    let seen = drawn
        .revision
        .parse()
        .map_or(Precondition::Absent, Precondition::Revision);
    let precondition = seen.required()?;
    let body = sheet::Draft::plain(drawn.draft.to_body());
    let saved = call
        .app
        .act(&call.caller, move |act| {
            command::amend(act, &QUESTIONNAIRES, id, precondition, &body)
        })
        .await;
    settled(&call, Purpose::Change(id), drawn, saved.map(|entry| entry.id)).await
}

/// What the page sent, and whether a button only wants it drawn again.
fn sent(call: &Call) -> (Drawn, bool) {
    let mut form = call.form();
    let (doing, revision) = (take(&mut form, "_do"), take(&mut form, "_revision"));
    let drawn = Drawn {
        draft: Draft::of_form(&form, doing.as_deref().and_then(Doing::of)),
        revision: revision.unwrap_or_default(),
        errors: Errors::default(),
    };
    (drawn, doing.is_some())
}

/// The questionnaire's page when it was kept; the form again, with everything that was typed, when it was not.
async fn settled(call: &Call, purpose: Purpose, drawn: Drawn, done: Result<Uuid, Fault>) -> Result<Reply, Fault> {
    match done {
        Ok(id) => Ok(Reply::see_other(format!(
            "{}?said=said-saved",
            one_place(&QUESTIONNAIRES, id)
        ))),
        Err(fault) if matches!(fault.code, Code::Invalid | Code::Stale) => {
            let t = call.texts();
            let status = StatusCode::from_u16(fault.code.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            let errors = if fault.code == Code::Stale {
                overtaken(t, &fault)
            } else {
                Errors::of_fault(&fault, t).labelled(|field| label(t, field))
            };
            // Saving again decides for what was typed: the form is based on what stands there now.
            let current = fault.members.get("current").and_then(Value::as_str);
            let revision = current.map_or(drawn.revision.clone(), |etag| etag.trim_matches('"').to_owned());
            let drawn = Drawn {
                revision,
                errors,
                ..drawn
            };
            draw(call, purpose, drawn, status).await
        }
        Err(fault) => Err(fault),
    }
}

fn overtaken(t: Texts, fault: &Fault) -> Errors {
    let since = fault.members.get("since").and_then(Value::as_array);
    let who = since.and_then(|events| events.last()?.pointer("/actor/name")?.as_str());
    let mut errors = Errors::default();
    errors.add("", t.with("entry-changed-meanwhile", "who", who.unwrap_or_default()));
    errors
}

/// Where in the form something is wrong, counted as people count: `Group 1, line 2`.
fn label(t: Texts, field: &str) -> Option<String> {
    let mut parts = field.split('.');
    match parts.next()? {
        "title" => Some(t.text("entry-questionnaire-title")),
        "category" => Some(t.text("entry-questionnaire-category")),
        "groups" => {
            let mut numbers = parts
                .filter_map(|part| part.parse::<usize>().ok())
                .map(|index| (index + 1).to_string());
            let (group, item) = (numbers.next()?, numbers.next());
            let place = [
                ("group".into(), group),
                ("item".into(), item.clone().unwrap_or_default()),
            ];
            let key = if item.is_some() {
                "questionnaire-place-item"
            } else {
                "questionnaire-place-group"
            };
            Some(t.filled(key, &place))
        }
        _ => None,
    }
}

async fn draw(call: &Call, purpose: Purpose, drawn: Drawn, status: StatusCode) -> Result<Reply, Fault> {
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            page::html_with(status, &view(&shown, look, purpose, drawn.clone())?)
        })
        .await
}

fn view(call: &Call, look: &Look<'_>, purpose: Purpose, drawn: Drawn) -> Result<BuildPage, Fault> {
    let upkeep = Upkeep {
        area: QUESTIONNAIRES.area,
        reach: Reach::Save,
    };
    policy::may_keep(look.actor(), upkeep)?;
    let t = look.texts();
    let entry = match purpose {
        Purpose::New => None,
        Purpose::Change(id) => Some(query::one(look, &QUESTIONNAIRES, id)?),
    };
    let heading = entry.as_ref().map_or_else(
        || t.text("entry-questionnaire-new"),
        |entry| entry.title(&QUESTIONNAIRES),
    );
    let one = entry.as_ref().map(|entry| (entry.id, heading.as_str()));
    let doing = if entry.is_some() { "entry-edit" } else { "entry-new" };
    let offers = choices::all(look.tx, CATEGORY)?.unwrap_or_default().into_iter();
    let offers = offers
        .map(|offer| Choice::new(offer.id.to_string(), offer.label))
        .collect();
    Ok(BuildPage {
        page: Frame::of(call, look, heading.clone()).crumbs(crumbs(t, one, doing)),
        action: entry
            .as_ref()
            .map_or_else(|| format!("{LIST}/new"), |entry| edit_place(&QUESTIONNAIRES, entry.id)),
        cancel: entry
            .as_ref()
            .map_or_else(|| LIST.to_owned(), |entry| one_place(&QUESTIONNAIRES, entry.id)),
        is_new: entry.is_none(),
        revision: drawn.revision,
        categories: select(offers, &drawn.draft.category),
        groups: groups_shown(t, &drawn.draft.groups),
        title: drawn.draft.title,
        active: drawn.draft.active,
        form: Form::default().with_errors(drawn.errors),
        heading,
        t,
    })
}

fn groups_shown(t: Texts, groups: &[GroupDraft]) -> Vec<GroupShown> {
    let n_groups = groups.len();
    let shown = groups.iter().enumerate().map(|(index, group)| GroupShown {
        name: format!("groups.{index}"),
        place: index.to_string(),
        number: index + 1,
        title: group.title.clone(),
        items: items_shown(t, (index, n_groups), &group.items),
        is_first: index == 0,
        is_last: index + 1 == n_groups,
    });
    shown.collect()
}

fn items_shown(t: Texts, (group, n_groups): (usize, usize), items: &[ItemDraft]) -> Vec<ItemShown> {
    let kinds = |wanted: &str| {
        let all = QuestionKind::ALL.iter().map(|kind| kind.as_str());
        select(
            all.map(|word| Choice::new(word, t.text(&format!("questionnaire-kind-{}", word.replace('_', "-")))))
                .collect(),
            wanted,
        )
    };
    let shown = items.iter().enumerate().map(|(at, item)| ItemShown {
        name: format!("groups.{group}.items.{at}"),
        place: format!("{group}.{at}"),
        group,
        at,
        kinds: kinds(&item.wanted),
        item: item.clone(),
        is_first: group == 0 && at == 0,
        is_last: group + 1 == n_groups && at + 1 == items.len(),
    });
    shown.collect()
}

#[cfg(test)]
impl BuildPage {
    pub fn sample(language: crate::edge::Language) -> BuildPage {
        let t = Texts(language);
        let draft = Draft::of_body(&super::tests::body());
        let wrong = Fault::invalid(vec![crate::edge::FieldError::new(
            "/groups/0/items/1/choices",
            "required",
        )]);
        BuildPage {
            page: Frame::sample(language),
            heading: draft.title.clone(),
            action: format!("{LIST}/1/edit"),
            cancel: format!("{LIST}/1"),
            revision: "3".to_owned(),
            title: draft.title.clone(),
            active: true,
            categories: vec![Choice::new("1", "<b>Tests</b>")],
            groups: groups_shown(t, &draft.groups),
            form: Form::default().with_errors(Errors::of_fault(&wrong, t).labelled(|field| label(t, field))),
            is_new: true,
            t,
        }
    }
}
