//! Where imports begin: a file and what its rows are; the last imports; the whole CMDB as a file.

use askama::Template;
use axum::http::StatusCode;
use serde_json::Value;
use slipway_core::actor::Reach;
use slipway_core::cmdb::exchange::{Import, Progress};

use super::super::command::{self, Sent, Wish};
use super::super::rows::{FILE, format_by_name};
use super::super::spool::{self, Arrived, Spool};
use super::super::store;
use super::job::state_word;
use crate::act::{Look, new_uuid};
use crate::cmdb::item::ITEMS;
use crate::edge::form::{Choice, Errors};
use crate::edge::page::{self, Crumb, Frame, Moment};
use crate::edge::parts::{Part, Parts};
use crate::edge::{Call, Code, Fault, FieldError, Reply, Texts, urls};

#[derive(Debug, Template)]
#[template(path = "cmdb/exchange/screen/begin.html")]
struct BeginPage {
    t: Texts,
    page: Frame,
    /// None for those who may only see.
    form: Option<BeginForm>,
    action: &'static str,
    rows: Vec<Row>,
    exports: [(&'static str, String); 2],
}

#[derive(Debug, Default)]
struct BeginForm {
    errors: Errors,
    imports: Vec<Choice>,
}

/// An import of before.
#[derive(Debug)]
struct Row {
    href: String,
    name: String,
    import: String,
    state: String,
    is_rehearsal: bool,
    begun: Moment,
    by: String,
    n_rows: String,
    n_refused: String,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    drawn(&call, Errors::default(), Import::Items, StatusCode::OK).await
}

async fn drawn(call: &Call, errors: Errors, chosen: Import, status: StatusCode) -> Result<Reply, Fault> {
    let asked = call.clone();
    call.app
        .look(&call.caller, move |look| {
            page::html_with(status, &view(look, &asked, errors.clone(), chosen)?)
        })
        .await
}

fn view(look: &Look<'_>, call: &Call, errors: Errors, chosen: Import) -> Result<BeginPage, Fault> {
    command::may_see(look)?;
    let t = look.texts();
    let title = t.text("import-title");
    let page =
        Frame::of(call, look, title.clone()).crumbs([Crumb::to(urls::CMDB, t.text("rail-cmdb")), Crumb::here(title)]);
    let rows = store::recent(look.tx)?.into_iter().map(|job| Row {
        href: urls::import(job.id),
        import: t.text(&format!("import-{}", job.import.as_str())),
        state: state_word(t, job.state),
        is_rehearsal: job.is_rehearsal,
        begun: page.moment(job.started_at),
        n_rows: page::number(job.tally.rows(), t),
        n_refused: page::number(job.tally.refused, t),
        name: if job.file_name.is_empty() {
            t.text("import-nameless")
        } else {
            job.file_name
        },
        by: job.author,
    });
    let rows = rows.collect();
    let may_import = look.actor().rights.reach(ITEMS.area, Reach::Save);
    Ok(BeginPage {
        form: may_import.then(|| BeginForm {
            errors,
            imports: imports(t, chosen),
        }),
        action: urls::IMPORTS,
        exports: ["jsonl", "csv"].map(|format| (format, urls::export(format))),
        rows,
        page,
        t,
    })
}

fn imports(t: Texts, chosen: Import) -> Vec<Choice> {
    let choice = |import: &Import| {
        let word = import.as_str();
        Choice {
            selected: *import == chosen,
            ..Choice::new(word, t.text(&format!("import-{word}"))).hint(t.text(&format!("import-{word}-hint")))
        }
    };
    Import::ALL.iter().map(choice).collect()
}

/// Takes the file in and leads to its preview.
pub async fn take_in(call: Call) -> Result<Reply, Fault> {
    call.app.look(&call.caller, command::may_import).await?;
    let mut chosen = Import::Items;
    match received(&call, &mut chosen).await {
        Ok(sent) => Ok(Reply::see_other(urls::import(sent.id))),
        Err(fault) if matches!(fault.code, Code::Invalid | Code::TooLarge) => {
            let errors = Errors::of_fault(&fault, call.texts());
            drawn(&call, errors, chosen, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(fault) => Err(fault),
    }
}

async fn received(call: &Call, import: &mut Import) -> Result<Sent, Fault> {
    let spool = Spool::at(&call.app.config().files);
    let id = new_uuid(call.caller.at);
    let (mut parts, mut file) = (Parts::of(call)?, None);
    while let Some(part) = parts.next().await? {
        match part {
            Part::Field { name, text } if name == "import" => *import = text.parse().unwrap_or(*import),
            Part::Field { .. } => {}
            Part::File(part) => {
                let name: String = part.name.chars().filter(|c| !c.is_control()).take(255).collect();
                file = Some((name, spool::take_part(&spool, id, *part).await?));
            }
        }
    }
    let missing = || Fault::invalid(vec![FieldError::new(FILE, "required")]);
    let (name, arrived): (String, Arrived) = file.ok_or_else(missing)?;
    let sent = Sent {
        id,
        import: *import,
        format: format_by_name(&name),
        name,
        n_bytes: arrived.n_bytes(),
    };
    let keeping = sent.clone();
    let kept = call
        .app
        .act(&call.caller, move |act| {
            command::begin(act, &keeping, &Wish::default(), Progress::Prepared)
        })
        .await;
    if kept.is_err() {
        spool::blocking(move || spool.remove(id)).await?;
    }
    kept.map(|_| sent)
}

#[cfg(test)]
impl BeginPage {
    pub fn sample(language: crate::edge::Language) -> BeginPage {
        let t = Texts(language);
        BeginPage {
            form: Some(BeginForm {
                errors: Errors::default(),
                imports: imports(t, Import::Items),
            }),
            action: urls::IMPORTS,
            exports: ["jsonl", "csv"].map(|format| (format, urls::export(format))),
            rows: vec![Row {
                href: urls::import("0"),
                name: "servers.csv".to_owned(),
                import: t.text("import-cis"),
                state: state_word(t, Progress::Done),
                is_rehearsal: true,
                begun: Moment::default(),
                by: "Ana Souza".to_owned(),
                n_rows: "63,000".to_owned(),
                n_refused: "12".to_owned(),
            }],
            page: Frame::sample(language),
            t,
        }
    }
}

/// What a form said of the rows, for the page of an import.
pub fn flag(form: &Value, name: &str) -> bool {
    form.get(name).and_then(Value::as_str) == Some("true")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use askama::Template;

    use super::BeginPage;
    use crate::edge::Language;

    #[test]
    fn the_page_is_drawn_in_every_language() {
        for language in Language::ALL {
            let page = BeginPage::sample(language).render().unwrap();
            assert_eq!(page.matches("<h1").count(), 1);
            assert!(
                page.contains("servers.csv") && page.contains("type=\"file\""),
                "{}",
                language.tag()
            );
        }
    }
}
