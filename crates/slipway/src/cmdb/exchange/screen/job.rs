//! One import: before it begins, its first rows and what each column means; then how far it has come; then what became of
//! the rows, each refused one with its reason.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::{HeaderName, StatusCode};
use serde_json::Value;
use slipway_core::actor::Reach;
use slipway_core::cmdb::exchange::{Import, Progress};
use uuid::Uuid;

use super::super::columns::{self, ATTRIBUTE, Mapping};
use super::super::command::{self, Sent, Wish};
use super::super::reading::{Head, head};
use super::super::spool::{self, Spool};
use super::super::store::{self, Job, Place};
use super::begin::flag;
use crate::act::Look;
use crate::cmdb::item::ITEMS;
use crate::cmdb::kinds::rules::tag_of;
use crate::edge::form::{Choice, Errors};
use crate::edge::page::{self, Crumb, Frame, Moment};
use crate::edge::{Call, Code, Fault, Reply, Texts, urls};
use crate::entry::screen::label;

#[derive(Debug, Template)]
#[template(path = "cmdb/exchange/screen/job.html")]
struct JobPage {
    t: Texts,
    page: Frame,
    title: String,
    import: String,
    state: String,
    tone: &'static str,
    begun: Moment,
    by: String,
    is_running: bool,
    is_rehearsal: bool,
    /// Why it stopped, or empty.
    failure: String,
    /// None before it begins.
    report: Option<Report>,
    /// None while it runs, when its file is gone, and for those who may only see.
    form: Option<MappingForm>,
    action: String,
}

/// What became of the rows.
#[derive(Debug)]
struct Report {
    percent: i64,
    counts: Vec<(String, String)>,
    refusals: Vec<(String, String, String)>,
    next: String,
}

/// What the columns mean, beside the first rows.
#[derive(Debug, Default)]
struct MappingForm {
    errors: Errors,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    creates_missing: bool,
}

#[derive(Debug)]
struct Column {
    name: String,
    /// The name of its field in the form.
    field: String,
    choices: Vec<Choice>,
}

/// How many refusals a page shows; the API lists all.
const SHOWN: i64 = 200;
/// How many first rows.
const FIRST: usize = 8;
/// Longer cells are cut in the preview.
const CELL: usize = 60;

/// What is read of a file before its page is drawn.
#[derive(Debug, Clone, Default)]
struct Preview {
    head: Option<Head>,
    errors: Errors,
    typed: Option<(Mapping, bool)>,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    drawn(&call, Preview::default(), StatusCode::OK).await
}

async fn drawn(call: &Call, preview: Preview, status: StatusCode) -> Result<Reply, Fault> {
    let id = call.parsed::<Uuid>("id")?;
    let job = call
        .app
        .look(&call.caller, move |look| command::known(look, id))
        .await?;
    let is_running = job.state == Progress::Running;
    let preview = if is_running {
        preview
    } else {
        looked_into(call, &job, preview).await?
    };
    let asked = call.clone();
    let reply = call
        .app
        .look(&call.caller, move |look| {
            page::html_with(status, &view(look, &asked, command::known(look, id)?, &preview)?)
        })
        .await?;
    // A page that is read again by itself shows progress without a script.
    Ok(if is_running {
        reply.with(HeaderName::from_static("refresh"), "2")
    } else {
        reply
    })
}

async fn looked_into(call: &Call, job: &Job, preview: Preview) -> Result<Preview, Fault> {
    let spool = Spool::at(&call.app.config().files);
    let (id, format) = (job.id, job.format);
    let Some(file) = spool::blocking(move || spool.open(id)).await? else {
        return Ok(preview);
    };
    let looked = tokio::task::spawn_blocking(move || head(format, file, FIRST));
    match looked.await.map_err(Fault::internal)? {
        Ok(head) => Ok(Preview {
            head: Some(head),
            ..preview
        }),
        Err(fault) if fault.code == Code::Invalid => Ok(Preview {
            errors: Errors::of_fault(&fault, call.texts()),
            ..preview
        }),
        Err(fault) => Err(fault),
    }
}

/// How far an import has come, in words.
pub fn state_word(t: Texts, state: Progress) -> String {
    t.text(&format!("import-state-{}", state.as_str()))
}

fn view(look: &Look<'_>, call: &Call, job: Job, preview: &Preview) -> Result<JobPage, Fault> {
    let t = look.texts();
    let title = if job.file_name.is_empty() {
        t.text("import-nameless")
    } else {
        job.file_name.clone()
    };
    let page = Frame::of(call, look, title.clone()).crumbs([
        Crumb::to(urls::CMDB, t.text("rail-cmdb")),
        Crumb::to(urls::IMPORTS, t.text("import-title")),
        Crumb::here(title.clone()),
    ]);
    let may_import = look.actor().rights.reach(ITEMS.area, Reach::Save);
    let is_readable = preview.head.is_some() || !preview.errors.all.is_empty();
    Ok(JobPage {
        import: t.text(&format!("import-{}", job.import.as_str())),
        state: state_word(t, job.state),
        tone: tone(&job),
        begun: page.moment(job.started_at),
        is_running: job.state == Progress::Running,
        is_rehearsal: job.is_rehearsal,
        failure: job.failure.as_deref().map(|key| t.text(key)).unwrap_or_default(),
        report: report(look, call, &job)?,
        form: (may_import && is_open(&job) && is_readable).then(|| form(t, &job, preview)),
        action: urls::import(job.id),
        by: job.author,
        title,
        page,
        t,
    })
}

/// Whether it can be begun, or begun anew.
fn is_open(job: &Job) -> bool {
    job.state != Progress::Running && (job.state != Progress::Done || job.is_rehearsal)
}

fn tone(job: &Job) -> &'static str {
    match job.state {
        Progress::Prepared => "mute",
        Progress::Running => "info",
        Progress::Done if job.tally.refused > 0 => "warn",
        Progress::Done => "ok",
        Progress::Failed => "bad",
    }
}

fn report(look: &Look<'_>, call: &Call, job: &Job) -> Result<Option<Report>, Fault> {
    if job.state == Progress::Prepared {
        return Ok(None);
    }
    let t = look.texts();
    let after = call.asked("after").and_then(place).unwrap_or((0, -1));
    let mut found = store::refusals(look.tx, job.id, after, SHOWN + 1)?;
    let has_more = i64::try_from(found.len()).is_ok_and(|n_found| n_found > SHOWN);
    found.truncate(usize::try_from(SHOWN).unwrap_or(usize::MAX));
    let next = found
        .last()
        .filter(|_| has_more)
        .map(|(_, (line, position))| format!("{}?after={line}.{position}", urls::import(job.id)));
    let tally = job.tally;
    let counts = [
        ("import-rows", tally.rows()),
        ("import-created", tally.created),
        ("import-updated", tally.updated),
        ("import-unchanged", tally.unchanged),
        ("import-refused", tally.refused),
    ];
    let told = |(refusal, _): (super::super::apply::Refusal, Place)| {
        let reason = t.filled(&refusal.key, &refusal.args);
        (refusal.line.to_string(), refusal.column, reason)
    };
    Ok(Some(Report {
        percent: if job.n_bytes > 0 {
            (job.done_bytes * 100 / job.n_bytes).clamp(0, 100)
        } else {
            0
        },
        counts: counts
            .map(|(key, count)| (t.text(key), page::number(count, t)))
            .to_vec(),
        refusals: found.into_iter().map(told).collect(),
        next: next.unwrap_or_default(),
    }))
}

fn place(cursor: &str) -> Option<Place> {
    let (line, position) = cursor.split_once('.')?;
    Some((line.parse().ok()?, position.parse().ok()?))
}

fn form(t: Texts, job: &Job, preview: &Preview) -> MappingForm {
    let (mapping, creates_missing) = preview
        .typed
        .clone()
        .unwrap_or((job.mapping.clone(), job.creates_missing));
    let Some(head) = &preview.head else {
        return MappingForm {
            errors: preview.errors.clone(),
            ..MappingForm::default()
        };
    };
    let column = |(index, name): (usize, &String)| {
        let chosen = mapping
            .get(name)
            .cloned()
            .or_else(|| columns::usual(job.import, &head.columns, name));
        Column {
            name: name.clone(),
            field: format!("column.c{index}"),
            choices: choices(t, job.import, name, &chosen.unwrap_or_default()),
        }
    };
    let cell = |row: &serde_json::Map<String, Value>, name: &String| match row.get(name) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => cut(text),
        Some(value) => cut(&value.to_string()),
    };
    MappingForm {
        errors: preview.errors.clone(),
        columns: head.columns.iter().enumerate().map(column).collect(),
        rows: head
            .rows
            .iter()
            .map(|row| head.columns.iter().map(|name| cell(row, name)).collect())
            .collect(),
        creates_missing,
    }
}

fn cut(text: &str) -> String {
    let mut short: String = text.chars().take(CELL).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// What a column can be: nothing, a field, or an attribute that is called like it.
fn choices(t: Texts, import: Import, column: &str, chosen: &str) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", t.text("import-leave-out"))];
    for field in columns::fields(import) {
        let name = match import {
            Import::Items => label(t, &ITEMS, &[field]),
            Import::Relationships => t.text(&format!("import-field-{field}")),
        };
        choices.push(Choice::new(field, name));
    }
    if import == Import::Items {
        let named: BTreeSet<String> = [format!("{ATTRIBUTE}{}", tag_of(column)), chosen.to_owned()]
            .into_iter()
            .filter_map(|field| field.strip_prefix(ATTRIBUTE).map(str::to_owned))
            .filter(|tag| !tag.is_empty() && tag != "attributes" && !tag.starts_with("attributes_"))
            .collect();
        for tag in named {
            choices.push(Choice::new(
                format!("{ATTRIBUTE}{tag}"),
                t.with("import-attribute", "tag", tag.as_str()),
            ));
        }
    }
    if !choices.iter().any(|choice| choice.value == chosen) {
        choices.push(Choice::new(chosen, chosen));
    }
    crate::edge::form::select(choices, chosen)
}

/// Begins the import, or rehearses it, with what its columns were said to mean.
pub async fn start(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed::<Uuid>("id")?;
    let job = call
        .app
        .look(&call.caller, move |look| {
            command::may_import(look)?;
            command::known(look, id)
        })
        .await?;
    if !is_open(&job) {
        return Err(Fault::new(Code::ImportOver));
    }
    let form = call.form();
    let preview = looked_into(&call, &job, Preview::default()).await?;
    let mapping = typed(&form, preview.head.as_ref());
    let wish = Wish {
        creates_missing: flag(&form, "create_missing"),
        is_rehearsal: form.get("do").and_then(Value::as_str) != Some("import"),
        mapping: mapping.clone(),
    };
    let sent = Sent {
        id,
        import: job.import,
        format: job.format,
        name: String::new(),
        n_bytes: job.n_bytes,
    };
    let spool = Spool::at(&call.app.config().files);
    let creates_missing = wish.creates_missing;
    match spool::checked(&spool, &sent, &mapping).await {
        Ok(()) => {
            let started = call
                .app
                .act(&call.caller, move |act| command::start(act, id, &wish).map(drop));
            started.await?;
            call.app.import_waits().notify_one();
            Ok(Reply::see_other(urls::import(id)))
        }
        Err(fault) if fault.code == Code::Invalid => {
            let errors = at_columns(&fault, preview.head.as_ref(), call.texts());
            let again = Preview {
                errors,
                typed: Some((mapping, creates_missing)),
                ..preview
            };
            drawn(&call, again, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(fault) => Err(fault),
    }
}

/// What was chosen for each column of the file.
fn typed(form: &Value, head: Option<&Head>) -> Mapping {
    let columns = head.map(|head| head.columns.as_slice()).unwrap_or_default();
    let chosen = |index: usize| form.get("column")?.get(format!("c{index}"))?.as_str();
    let pairs = columns.iter().enumerate();
    pairs
        .map(|(index, name)| (name.clone(), chosen(index).unwrap_or_default().to_owned()))
        .collect()
}

/// The errors of columns at their fields.
fn at_columns(fault: &Fault, head: Option<&Head>, t: Texts) -> Errors {
    let mut errors = Errors::default();
    for error in &fault.errors {
        let name = error.pointer.trim_start_matches('/');
        let index = head.and_then(|head| head.columns.iter().position(|column| column == name));
        match index {
            Some(index) => errors.add(format!("column.c{index}"), format!("{name}: {}", error.message(t))),
            None => errors.add("", error.message(t)),
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use super::*;
    use crate::edge::Language;

    fn sample(language: Language, form: Option<MappingForm>) -> JobPage {
        let t = Texts(language);
        JobPage {
            title: "servers.csv".to_owned(),
            import: t.text("import-cis"),
            state: state_word(t, Progress::Done),
            tone: "warn",
            begun: Moment::default(),
            by: "Ana Souza".to_owned(),
            is_running: form.is_none(),
            is_rehearsal: true,
            failure: String::new(),
            report: Some(Report {
                percent: 40,
                counts: vec![(t.text("import-rows"), "3".to_owned())],
                refusals: vec![("7".to_owned(), "status".to_owned(), t.text("field-open-quote"))],
                next: String::new(),
            }),
            form,
            action: urls::import("0"),
            page: Frame::sample(language),
            t,
        }
    }

    #[test]
    fn every_state_is_drawn_in_every_language() {
        for language in Language::ALL {
            let t = Texts(language);
            let form = MappingForm {
                columns: vec![Column {
                    name: "Serial No".to_owned(),
                    field: "column.c0".to_owned(),
                    choices: choices(t, Import::Items, "Serial No", "serial_number"),
                }],
                rows: vec![vec!["X-1".to_owned()]],
                ..MappingForm::default()
            };
            let mapping = sample(language, Some(form)).render().unwrap();
            assert!(
                mapping.contains("value=\"serial_number\" selected"),
                "{}",
                language.tag()
            );
            assert!(
                mapping.contains("value=\"attributes.serial_no\""),
                "an attribute is offered"
            );
            let running = sample(language, None).render().unwrap();
            for page in [mapping, running] {
                assert_eq!(page.matches("<h1").count(), 1);
                assert!(page.contains("status"), "the refusal's column");
            }
        }
    }
}
