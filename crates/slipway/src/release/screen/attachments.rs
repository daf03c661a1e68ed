//! The files of a release: what is attached, a form to attach more, and the question before one is taken away (O37, O58).
//! The form is one request: two tabs have nothing in common that they could mix (B207).

use askama::Template;
use axum::http::StatusCode;
use serde_json::Value;
use slipway_core::file::{FileKind, FilePhase};
use slipway_core::id::Id;
use slipway_core::kind::Attachment as Attached;
use slipway_core::policy::ReleaseAction;

use super::record::{self, Told};
use super::words;
use crate::app::App;
use crate::edge::form::{Choice, Errors, Form, select};
use crate::edge::page::{self, Crumb, Frame, Moment};
use crate::edge::route::Routes;
use crate::edge::{Call, Code, Fault, Precondition, Reply, Texts, urls};
use crate::file::query::{self, Limits};
use crate::file::{Attachment, download};
use crate::release::attachment::{api, command, upload};
use crate::release::{addition, gate, subject};

/// Where the files of a release are, below it.
const PART: &str = "attachments";

/// A file as lists show it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileShown {
    pub name: String,
    pub href: String,
    pub kind: String,
    pub phase: String,
    pub size: String,
    pub description: String,
    pub who: String,
    pub at: Moment,
    /// Where it is taken away; nothing where it cannot be.
    pub remove: String,
    pub digest: String,
    /// The activity whose execution it tells of: its page, or nothing.
    pub activity: String,
}

impl FileShown {
    pub fn of(file: &Attachment, number: i64, t: Texts, frame: &Frame) -> FileShown {
        let phase = match file.about.phase {
            FilePhase::None => String::new(),
            phase @ (FilePhase::Planning | FilePhase::Deployment) => words::word(t, "release-section", phase.as_str()),
        };
        FileShown {
            name: file.name.clone(),
            href: address(number, file.id),
            kind: words::word(t, "file-kind", file.about.kind.as_str()),
            phase,
            size: words::size(t, file.n_bytes.unsigned_abs()),
            description: file.about.description.clone().unwrap_or_default(),
            who: file.added_by_name.clone(),
            at: frame.moment(file.added_at),
            remove: String::new(),
            digest: file.digest.to_string(),
            activity: file
                .about
                .activity
                .map(|id| urls::release_part(number, &format!("activities/{id}")))
                .unwrap_or_default(),
        }
    }
}

fn address(number: i64, id: Id<Attached>) -> String {
    urls::release_part(number, &format!("{PART}/{id}"))
}

#[derive(Debug, Template)]
#[template(path = "release/screen/attachments.html")]
pub struct AttachmentsPage {
    pub t: Texts,
    pub page: Frame,
    pub number: String,
    pub title: String,
    pub files: Vec<FileShown>,
    /// Why nothing can be added or taken away now; nothing when it can.
    pub reason: String,
    pub form: Form,
    pub action: String,
    pub kinds: Vec<Choice>,
    pub phases: Vec<Choice>,
    pub limits: String,
}

#[derive(Debug, Template)]
#[template(path = "release/screen/detach.html")]
pub struct DetachPage {
    pub t: Texts,
    pub page: Frame,
    pub number: String,
    pub title: String,
    pub file: FileShown,
    pub reason: String,
    pub action: String,
    pub cancel: String,
}

pub fn routes() -> Routes {
    use axum::http::Method;
    Routes::new()
        .page(Method::GET, "/releases/{number}/attachments", show)
        .page(Method::POST, "/releases/{number}/attachments", save)
        .streams()
        .page(Method::GET, "/releases/{number}/attachments/{id}", get)
        .page(Method::GET, "/releases/{number}/attachments/{id}/remove", ask)
        .page(Method::POST, "/releases/{number}/attachments/{id}/remove", remove)
        .gated(gate::any_of(&[ReleaseAction::Note]))
}

/// The files of a release that is told.
pub fn listed(told: &Told<'_>) -> Result<Vec<Attachment>, Fault> {
    query::of_record(told.look, subject(told.release().id))
}

async fn show(call: Call) -> Result<Reply, Fault> {
    answer(&call, Form::over(&Value::Object(call.query.clone())), StatusCode::OK).await
}

async fn save(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let received = match upload::received(&call, number).await {
        Ok(received) => received,
        Err(broken) => return refused(&call, &broken.fields, broken.fault).await,
    };
    let fields = received.fields.clone();
    let usual = upload::usual(FileKind::Attachment, FilePhase::None);
    let attached = upload::attached(&call, number, (received, usual), |number, _, _| {
        Reply::see_other(format!("{}?said=said-file-added", urls::release_part(number, PART)))
    });
    match attached.await {
        Ok(reply) => Ok(reply),
        Err(fault) => refused(&call, &fields, fault).await,
    }
}

/// The form again with what was typed; the file itself must be chosen anew, which no page can do for a person.
async fn refused(call: &Call, fields: &Value, fault: Fault) -> Result<Reply, Fault> {
    let (errors, status) = told_on_form(call.texts(), fault)?;
    answer(call, Form::over(fields).with_errors(errors), status).await
}

/// Why an upload is refused, as its form says it; a fault that no form can mend stays one.
pub fn told_on_form(t: Texts, fault: Fault) -> Result<(Errors, StatusCode), Fault> {
    let mut errors = Errors::default();
    if fault.code == Code::TooLarge {
        errors.add("file", t.text("file-too-large"));
    } else if fault.code == Code::FileForbidden {
        errors.add("file", fault.detail(t));
    } else if fault.code == Code::Invalid {
        errors = Errors::of_fault(&fault, t).labelled(|field| label(t, field));
    } else if matches!(fault.code.status(), 409 | 412) {
        errors = Errors::of_fault(&fault, t);
    } else {
        return Err(fault);
    }
    let status = StatusCode::from_u16(fault.code.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    Ok((errors, status))
}

fn label(t: Texts, field: &str) -> Option<String> {
    let known = ["file", "kind", "phase", "description"].contains(&field);
    known.then(|| t.text(&format!("file-field-{field}")))
}

async fn answer(call: &Call, form: Form, status: StatusCode) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let told = record::told(look, &shown, number)?;
            page::html_with(status, &view(&told, &shown, form.clone())?)
        })
        .await
}

fn view(told: &Told<'_>, call: &Call, form: Form) -> Result<AttachmentsPage, Fault> {
    let (t, look) = (told.look.texts(), told.look);
    let number = told.release().number;
    let heading = t.text("release-files");
    let page = Frame::of(call, look, format!("{heading} · {}", told.number())).crumbs(told.crumbs(heading));
    let reason = reason(told, &call.app);
    let files = listed(told)?.into_iter().map(|file| FileShown {
        remove: removal(&reason, number, file.id),
        ..FileShown::of(&file, number, t, &page)
    });
    Ok(AttachmentsPage {
        number: told.number(),
        title: told.release().sheet.title.clone(),
        files: files.collect(),
        reason,
        action: urls::release_part(number, PART),
        kinds: kinds(t, form.value("kind")),
        phases: phases(t, form.value("phase")),
        limits: limits(t, &query::limits(look)?),
        form,
        page,
        t,
    })
}

/// Where a file is taken away, unless something speaks against it.
pub fn removal(reason: &str, number: i64, id: Id<Attached>) -> String {
    if reason.is_empty() {
        format!("{}/remove", address(number, id))
    } else {
        String::new()
    }
}

/// Why this person cannot change the files of the release now.
pub fn reason(told: &Told<'_>, app: &App) -> String {
    let admitted = addition::admitted(told.look, app, told.release().number, ReleaseAction::Note);
    admitted
        .err()
        .map(|fault| fault.detail(told.look.texts()))
        .unwrap_or_default()
}

fn kinds(t: Texts, chosen: &str) -> Vec<Choice> {
    let chosen = chosen.parse().unwrap_or(FileKind::Attachment);
    let choice = |kind: &FileKind| Choice::new(kind.as_str(), words::word(t, "file-kind", kind.as_str()));
    select(FileKind::ALL.iter().map(choice).collect(), chosen.as_str())
}

fn phases(t: Texts, chosen: &str) -> Vec<Choice> {
    let chosen = chosen.parse().unwrap_or(FilePhase::None);
    let name = |phase: &FilePhase| match phase {
        FilePhase::None => t.text("file-phase-none"),
        FilePhase::Planning | FilePhase::Deployment => words::word(t, "release-section", phase.as_str()),
    };
    let choice = |phase: &FilePhase| Choice::new(phase.as_str(), name(phase));
    select(FilePhase::ALL.iter().map(choice).collect(), chosen.as_str())
}

/// What the installation takes, said before somebody waits for an upload in vain.
pub fn limits(t: Texts, limits: &Limits) -> String {
    let size = t.with("file-limit-size", "size", words::size(t, limits.max_bytes));
    if limits.forbidden.is_empty() {
        return size;
    }
    let extensions: Vec<String> = limits.forbidden.iter().map(|word| format!(".{word}")).collect();
    format!(
        "{size} {}",
        t.with("file-limit-extensions", "extensions", extensions.join(", "))
    )
}

async fn get(call: Call) -> Result<Reply, Fault> {
    let attachment = api::found(&call).await?;
    download::answer(&call, attachment).await
}

async fn ask(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let id: Id<Attached> = call.parsed("id")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let told = record::told(look, &shown, number)?;
            let t = look.texts();
            let heading = t.text("file-remove-title");
            let files = Crumb::to(urls::release_part(number, PART), t.text("release-files"));
            let [releases, release, here] = told.crumbs(heading.clone());
            let page = Frame::of(&shown, look, format!("{heading} · {}", told.number()))
                .crumbs([releases, release, files, here]);
            let file = query::one(look, subject(told.release().id), id)?;
            page::html(&DetachPage {
                number: told.number(),
                title: told.release().sheet.title.clone(),
                file: FileShown::of(&file, number, t, &page),
                reason: reason(&told, &shown.app),
                action: format!("{}/remove", address(number, id)),
                cancel: urls::release_part(number, PART),
                page,
                t,
            })
        })
        .await
}

async fn remove(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let id: Id<Attached> = call.parsed("id")?;
    call.app
        .act(&call.caller, move |act| {
            command::remove(act, number, Precondition::Absent, id)
        })
        .await?;
    Ok(Reply::see_other(format!(
        "{}?said=said-file-removed",
        urls::release_part(number, PART)
    )))
}

#[cfg(test)]
impl FileShown {
    pub fn sample(t: Texts) -> FileShown {
        FileShown {
            name: "Plano de implantação v2.pdf".to_owned(),
            href: urls::release_part(1284, "attachments/1"),
            kind: words::word(t, "file-kind", "package"),
            phase: words::word(t, "release-section", "deployment"),
            size: words::size(t, 1_289_000),
            description: "Signed by operations.\nReplaces version 1.".to_owned(),
            who: "Ana Souza".to_owned(),
            at: Moment {
                instant: "2026-12-03T02:00:00Z".to_owned(),
                words: "2 Dec 2026 23:00".to_owned(),
            },
            remove: urls::release_part(1284, "attachments/1/remove"),
            digest: "0".repeat(64),
            activity: urls::release_part(1284, "activities/1"),
        }
    }
}

#[cfg(test)]
impl AttachmentsPage {
    pub fn sample(language: crate::edge::Language) -> AttachmentsPage {
        let t = Texts(language);
        let mut errors = Errors::default();
        errors.add("file", t.text("file-too-large"));
        AttachmentsPage {
            page: Frame::sample(language),
            number: "REL-1284".to_owned(),
            title: "Payments API 4.2".to_owned(),
            files: vec![FileShown::sample(t)],
            reason: String::new(),
            form: Form::default().with_errors(errors),
            action: urls::release_part(1284, PART),
            kinds: kinds(t, "legal"),
            phases: phases(t, ""),
            limits: limits(
                t,
                &Limits {
                    max_bytes: 1_073_741_824,
                    forbidden: vec!["exe".to_owned()],
                },
            ),
            t,
        }
    }

    /// A closed release without files.
    pub fn empty_sample(language: crate::edge::Language) -> AttachmentsPage {
        let t = Texts(language);
        AttachmentsPage {
            files: Vec::new(),
            reason: Fault::new(Code::ReleaseClosed).detail(t),
            form: Form::default(),
            ..AttachmentsPage::sample(language)
        }
    }
}

#[cfg(test)]
impl DetachPage {
    pub fn sample(language: crate::edge::Language) -> DetachPage {
        let t = Texts(language);
        DetachPage {
            page: Frame::sample(language),
            number: "REL-1284".to_owned(),
            title: "Payments API 4.2".to_owned(),
            file: FileShown::sample(t),
            reason: String::new(),
            action: urls::release_part(1284, "attachments/1/remove"),
            cancel: urls::release_part(1284, PART),
            t,
        }
    }
}
