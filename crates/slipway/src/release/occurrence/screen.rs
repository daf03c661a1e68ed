//! The work log as a page: everything that was written down in the order of time, a text to add at once, and the
//! whole form, in which a missing category or origin is made on the spot.

use askama::Template;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use slipway_core::actor::{Area, Reach};
use slipway_core::policy::ReleaseAction;

use super::store::Listed;
use super::{command, query, read};
use crate::catalogue::kinds::{OCCURRENCE_CATEGORIES, OCCURRENCE_ORIGINS};
use crate::edge::form::{self, Choice, Errors, Form, put, take};
use crate::edge::page::{self, Frame, Moment};
use crate::edge::{Call, Fault, Reply, Routes, Texts, reader, urls};
use crate::entry::sheet::Draft;
use crate::entry::{self, Kind, choices};
use crate::release::screen::doing;
use crate::release::screen::record::{self, Told};
use crate::release::screen::words;
use crate::release::{addition, gate};

pub fn routes() -> Routes {
    Routes::new()
        .page(Method::GET, "/releases/{number}/occurrences", show)
        .page(Method::POST, "/releases/{number}/occurrences", save)
        .page(Method::GET, "/releases/{number}/occurrences/new", register)
        .page(Method::POST, "/releases/{number}/execution_records", save_record)
        .gated(gate::any_of(&[ReleaseAction::Note]))
}

/// What can be made on the spot: the word of its button, its field, its kind.
const MADE_HERE: [(&str, &Kind); 2] = [("category", &OCCURRENCE_CATEGORIES), ("origin", &OCCURRENCE_ORIGINS)];

/// An entry of the work log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryShown {
    pub who: String,
    pub initials: String,
    pub at: Moment,
    /// Category and origin.
    pub sort: String,
    /// Time spent; nothing where none was.
    pub spent: String,
    pub contact: String,
    pub description: String,
    /// Nothing where the description says it all.
    pub text: String,
}

/// Which of the two tabs is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    List,
    Register,
}

#[derive(Debug, Template)]
#[template(path = "release/occurrence/screen/occurrences.html")]
pub struct OccurrencesPage {
    pub t: Texts,
    pub page: Frame,
    pub number: String,
    pub title: String,
    pub tab: Tab,
    pub n_entries: i64,
    pub list: String,
    pub new: String,
    pub records: String,
    pub entries: Vec<EntryShown>,
    /// The page after this one, or nothing.
    pub next: String,
    pub form: Form,
    pub categories: Vec<Choice>,
    pub origins: Vec<Choice>,
    /// Whether the person may make categories and origins.
    pub may_make: bool,
    /// Why nothing can be added; nothing when it can.
    pub reason: String,
}

async fn show(call: Call) -> Result<Reply, Fault> {
    answer(&call, Tab::List, Form::default(), StatusCode::OK).await
}

async fn register(call: Call) -> Result<Reply, Fault> {
    answer(&call, Tab::Register, Form::default(), StatusCode::OK).await
}

async fn save(call: Call) -> Result<Reply, Fault> {
    let mut tree = call.form();
    if let Some(step) = take(&mut tree, "step") {
        return make_here(&call, &step, tree).await;
    }
    for (name, _) in MADE_HERE {
        take(&mut tree, &format!("new_{name}"));
    }
    let number: i64 = call.parsed("number")?;
    let (acting, body) = (call.clone(), tree.clone());
    let saved = call
        .app
        .act(&call.caller, move |act| {
            let read = || reader::read(&body, read::wish);
            command::register(act, number, acting.precondition(), read).map(drop)
        })
        .await;
    answer_saved(&call, number, Tab::Register, &tree, saved).await
}

async fn save_record(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let tree = call.form();
    let (acting, body) = (call.clone(), tree.clone());
    let saved = call
        .app
        .act(&call.caller, move |act| {
            let read = || reader::read(&body, read::record);
            command::record(act, number, acting.precondition(), read).map(drop)
        })
        .await;
    answer_saved(&call, number, Tab::List, &tree, saved).await
}

async fn answer_saved(
    call: &Call,
    number: i64,
    tab: Tab,
    tree: &Value,
    saved: Result<(), Fault>,
) -> Result<Reply, Fault> {
    match saved {
        Ok(()) => Ok(Reply::see_other(format!(
            "{}?said=said-logged",
            urls::release_part(number, "occurrences")
        ))),
        Err(fault) if doing::is_for_the_form(&fault) => {
            let (errors, status) = told_on_form(&fault, call.texts());
            answer(call, tab, Form::over(tree).with_errors(errors), status).await
        }
        Err(fault) => Err(fault),
    }
}

fn told_on_form(fault: &Fault, t: Texts) -> (Errors, StatusCode) {
    let (_, status) = doing::told_on_form(fault, t);
    let label = |field: &str| {
        let key = format!("log-field-{}", field.replace('_', "-"));
        t.knows(&key).then(|| t.text(&key))
    };
    (Errors::of_fault(fault, t).labelled(label), status)
}

/// Makes a category or an origin and chooses it; the rest of the form stays as it was typed.
async fn make_here(call: &Call, step: &str, mut tree: Value) -> Result<Reply, Fault> {
    let Some((name, kind)) = MADE_HERE.into_iter().find(|(name, _)| *name == step) else {
        return answer(call, Tab::Register, Form::over(&tree), StatusCode::OK).await;
    };
    let field = format!("new_{name}");
    let typed = form::text_at(&tree, &field).to_owned();
    let made = call
        .app
        .act(&call.caller, move |act| {
            entry::command::create(act, kind, &Draft::plain(json!({"name": typed}))).map(|made| made.id)
        })
        .await;
    match made {
        Ok(id) => {
            take(&mut tree, &field);
            put(&mut tree, name, id.to_string());
            answer(call, Tab::Register, Form::over(&tree), StatusCode::OK).await
        }
        Err(fault) if fault.code.status() == 422 => {
            let mut errors = Errors::default();
            for error in &fault.errors {
                errors.add(field.clone(), error.message(call.texts()));
            }
            let form = Form::over(&tree).with_errors(errors);
            answer(call, Tab::Register, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(fault) => Err(fault),
    }
}

async fn answer(call: &Call, tab: Tab, form: Form, status: StatusCode) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let told = record::told(look, &shown, number)?;
            page::html_with(status, &view(&told, &shown, tab, form.clone())?)
        })
        .await
}

fn view(told: &Told<'_>, call: &Call, tab: Tab, form: Form) -> Result<OccurrencesPage, Fault> {
    let (t, look, release) = (told.look.texts(), told.look, told.release());
    let heading = t.text("log-title");
    let frame = Frame::of(call, look, format!("{heading} · {}", told.number())).crumbs(told.crumbs(heading));
    let page = query::page(look.tx, release.id, &query::Asked::whole(call.asked("cursor")))?;
    let part = |part: &str| urls::release_part(release.number, part);
    let form = prefilled(form, told);
    let offered = |kind: &'static Kind, name: &str| choices_of(told, kind, form.value(name));
    let blocker = addition::blocker(look, &told.stored, &told.around.flow, ReleaseAction::Note);
    Ok(OccurrencesPage {
        number: told.number(),
        title: release.sheet.title.clone(),
        tab,
        n_entries: told.around.counts.get("occurrences"),
        list: part("occurrences"),
        new: part("occurrences/new"),
        records: part("execution_records"),
        entries: page
            .entries
            .iter()
            .map(|listed| entry_shown(t, &frame, listed))
            .collect(),
        next: page
            .next
            .map(|cursor| format!("{}?cursor={}", part("occurrences"), urls::escaped(&cursor)))
            .unwrap_or_default(),
        categories: offered(&OCCURRENCE_CATEGORIES, "category")?,
        origins: offered(&OCCURRENCE_ORIGINS, "origin")?,
        may_make: look.actor().rights.reach(Area::Justification, Reach::Save),
        reason: blocker.map(|fault| fault.detail(t)).unwrap_or_default(),
        form,
        page: frame,
        t,
    })
}

/// Whom it is about is most often the contact of the release.
fn prefilled(form: Form, told: &Told<'_>) -> Form {
    if form.fields().next().is_some() {
        return form;
    }
    let contact = &told.release().sheet.contact.name;
    let errors = form.errors;
    Form::over(&json!({"contact": contact, "minutes": "0"})).with_errors(errors)
}

fn choices_of(told: &Told<'_>, kind: &'static Kind, chosen: &str) -> Result<Vec<Choice>, Fault> {
    let known = choices::all(told.look.tx, kind.target)?.unwrap_or_default();
    let offers = known.into_iter().map(|one| Choice::new(one.id.to_string(), one.label));
    Ok(form::select(offers.collect(), chosen))
}

/// An entry as pages and paper show it.
pub fn entry_shown(t: Texts, frame: &Frame, listed: &Listed) -> EntryShown {
    let one = &listed.occurrence;
    let minutes = one.minutes.unsigned_abs();
    EntryShown {
        who: listed.registered_by.clone(),
        initials: page::initials(&listed.registered_by),
        at: frame.moment(one.registered.0),
        sort: format!("{} · {}", listed.category, listed.origin),
        spent: if minutes == 0 {
            String::new()
        } else {
            words::span(t, minutes)
        },
        contact: one.contact.clone(),
        description: one.description.clone(),
        text: if one.occurrence == one.description {
            String::new()
        } else {
            one.occurrence.clone()
        },
    }
}

#[cfg(test)]
impl OccurrencesPage {
    pub fn sample(language: crate::edge::Language, tab: Tab) -> OccurrencesPage {
        let t = Texts(language);
        let mut errors = Errors::default();
        errors.add("category", "Choose one");
        errors.add("new_origin", "Say its name");
        let entry = EntryShown {
            who: "Ana Souza".to_owned(),
            initials: "AS".to_owned(),
            at: Moment {
                instant: "2026-12-03T02:00:00Z".to_owned(),
                words: "2 Dec 2026 23:00".to_owned(),
            },
            sort: "Execution · Telephone".to_owned(),
            spent: "1 h 30 min".to_owned(),
            contact: "Rita".to_owned(),
            description: "Nodes drained".to_owned(),
            text: "Rack by rack,\nno pod lost".to_owned(),
        };
        OccurrencesPage {
            page: Frame::sample(language),
            number: "REL-1284".to_owned(),
            title: "Payments API 4.2".to_owned(),
            tab,
            n_entries: 2,
            list: urls::release_part(1284, "occurrences"),
            new: urls::release_part(1284, "occurrences/new"),
            records: urls::release_part(1284, "execution_records"),
            entries: vec![entry.clone(), entry],
            next: urls::release_part(1284, "occurrences?cursor=x"),
            form: Form::over(&json!({"minutes": "x"})).with_errors(errors),
            categories: vec![Choice::new("1", "Execution")],
            origins: vec![Choice::new("2", "Telephone")],
            may_make: true,
            reason: String::new(),
            t,
        }
    }
}
