//! Bringing a file in: a new flow, or another version of one. A refused file comes back with every reason by its line,
//! and with its text in the form, so that it can be corrected where it is read.

use askama::Template;
use axum::http::StatusCode;
use serde_json::Value;
use slipway_core::flow::Refusals;
use slipway_core::id::Id;
use slipway_core::kind::Flow as FlowKind;
use slipway_core::policy;

use super::edit::changed_by;
use crate::act::{Act, Look};
use crate::edge::form::{self, Errors, Form};
use crate::edge::page::{self, Frame};
use crate::edge::upload::{File, Sent};
use crate::edge::{Call, Code, Fault, Precondition, Reply, Texts, urls};
use crate::flow::file::Unread;
use crate::flow::refusal::{self, Shown};
use crate::flow::store::FlowRow;
use crate::flow::{FlowFile, SAVE, command, query};

#[derive(Debug, Template)]
#[template(path = "flow/screen/upload.html")]
pub struct UploadPage {
    t: Texts,
    page: Frame,
    title: String,
    about: String,
    action: String,
    /// The flow that gets a version; none for a new flow.
    flow: Option<FlowRow>,
    form: Form,
    refusals: Vec<Shown>,
    submit: String,
    cancel: String,
}

/// What the file is to become.
#[derive(Debug, Clone, Copy)]
enum Purpose {
    Flow,
    VersionOf(Id<FlowKind>),
}

/// What a form brought.
#[derive(Debug, Clone, Default)]
struct Typed {
    fields: Value,
    file: Option<File>,
}

/// Why nothing was kept.
#[derive(Debug, Clone)]
enum Wrong {
    /// Neither a file nor a text.
    Nothing,
    Refused(Refusals),
    /// By status, what to say.
    Said(StatusCode, String),
}

pub async fn ask_for_flow(call: Call) -> Result<Reply, Fault> {
    ask(call, Purpose::Flow).await
}

pub async fn add_flow(call: Call) -> Result<Reply, Fault> {
    add(call, Purpose::Flow).await
}

pub async fn ask_for_version(call: Call) -> Result<Reply, Fault> {
    let purpose = Purpose::VersionOf(call.parsed("id")?);
    ask(call, purpose).await
}

pub async fn add_version(call: Call) -> Result<Reply, Fault> {
    let purpose = Purpose::VersionOf(call.parsed("id")?);
    add(call, purpose).await
}

async fn ask(call: Call, purpose: Purpose) -> Result<Reply, Fault> {
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            page::html(&view(&shown, look, purpose, &Typed::default(), None)?)
        })
        .await
}

async fn add(call: Call, purpose: Purpose) -> Result<Reply, Fault> {
    let typed = Typed::of(call.form_with_files().await?);
    let Some(bytes) = typed.bytes() else {
        return again(&call, purpose, typed, Wrong::Nothing).await;
    };
    let file = match FlowFile::sent(&call, bytes).await {
        Ok(file) => file,
        Err(Unread::Refused(refusals)) => return again(&call, purpose, typed, Wrong::Refused(refusals)).await,
        Err(Unread::Fault(fault)) => return Err(fault),
    };
    let asked = typed.clone();
    let kept = call
        .app
        .act(&call.caller, move |act| keep(act, purpose, &asked, &file))
        .await;
    match kept {
        Ok(place) => Ok(Reply::see_other(place)),
        Err(fault) => match Wrong::of(fault, call.texts()) {
            Ok(wrong) => again(&call, purpose, typed, wrong).await,
            Err(fault) => Err(fault),
        },
    }
}

/// Keeps the file and answers where it is seen then.
fn keep(act: &Act<'_>, purpose: Purpose, typed: &Typed, file: &FlowFile) -> Result<String, Fault> {
    match purpose {
        Purpose::Flow => {
            let description = Some(form::text_at(&typed.fields, "description").trim()).filter(|text| !text.is_empty());
            let flow = command::add(act, file, description)?;
            Ok(format!("{}?said=said-flow-added", urls::flow(flow.id)))
        }
        Purpose::VersionOf(id) => {
            let seen: Precondition = super::seen(&typed.fields).required()?;
            command::add_version(act, id, seen, file)?;
            Ok(format!("{}?said=said-flow-version-added", urls::flow(id)))
        }
    }
}

async fn again(call: &Call, purpose: Purpose, typed: Typed, wrong: Wrong) -> Result<Reply, Fault> {
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let view = view(&shown, look, purpose, &typed, Some(&wrong))?;
            page::html_with(wrong.status(), &view)
        })
        .await
}

fn view(
    call: &Call,
    look: &Look<'_>,
    purpose: Purpose,
    typed: &Typed,
    wrong: Option<&Wrong>,
) -> Result<UploadPage, Fault> {
    policy::may_keep(look.actor(), SAVE)?;
    let t = look.texts();
    let flow = match purpose {
        Purpose::Flow => None,
        Purpose::VersionOf(id) => Some(query::one(look, id)?),
    };
    let page = Frame::of(call, look, title(t, flow.as_ref()));
    Ok(drawn(page, t, flow, typed, wrong))
}

fn title(t: Texts, flow: Option<&FlowRow>) -> String {
    flow.map_or_else(
        || t.text("flow-new"),
        |flow| t.with("flow-version-of", "name", flow.name.as_str()),
    )
}

fn drawn(page: Frame, t: Texts, flow: Option<FlowRow>, typed: &Typed, wrong: Option<&Wrong>) -> UploadPage {
    let doing = if flow.is_some() { "flow-new-version" } else { "flow-new" };
    let own = |of_version: &str, of_flow: &str| t.text(if flow.is_some() { of_version } else { of_flow });
    UploadPage {
        page: page.crumbs(super::crumbs(t, flow.as_ref(), Some(t.text(doing)))),
        title: title(t, flow.as_ref()),
        about: own("flow-version-about", "flow-new-about"),
        action: flow.as_ref().map_or_else(
            || "/admin/flows/new".to_owned(),
            |flow| urls::flow_part(flow.id, "versions/new"),
        ),
        form: typed
            .form()
            .with_errors(wrong.map(|wrong| wrong.errors(t)).unwrap_or_default()),
        refusals: wrong.map(|wrong| wrong.refusals(t)).unwrap_or_default(),
        submit: own("flow-version-go", "flow-new-go"),
        cancel: flow
            .as_ref()
            .map_or_else(|| urls::FLOWS.to_owned(), |flow| urls::flow(flow.id)),
        flow,
        t,
    }
}

impl Typed {
    fn of(mut sent: Sent) -> Typed {
        let file = sent.take_file("file");
        Typed {
            fields: sent.fields,
            file,
        }
    }

    /// The file, or else the text that was typed. A browser turns the line ends of what is typed into CR LF.
    fn bytes(&self) -> Option<Vec<u8>> {
        let typed = || form::text_at(&self.fields, "xml").replace("\r\n", "\n").into_bytes();
        let bytes = self.file.as_ref().map_or_else(typed, |file| file.bytes.clone());
        Some(bytes).filter(|bytes| !bytes.trim_ascii().is_empty())
    }

    /// The form as it was sent; a browser forgets which file was chosen, so the text of it is kept.
    fn form(&self) -> Form {
        let mut fields = self.fields.clone();
        if let Some(text) = self
            .file
            .as_ref()
            .and_then(|file| std::str::from_utf8(&file.bytes).ok())
        {
            form::put(&mut fields, "xml", text);
        }
        Form::over(&fields)
    }
}

impl Wrong {
    /// What the form can say; anything else is no matter of the form.
    fn of(fault: Fault, t: Texts) -> Result<Wrong, Fault> {
        let text = if fault.code == Code::Stale {
            t.with("entry-changed-meanwhile", "who", changed_by(&fault))
        } else if [Code::FlowExists, Code::FlowOther].contains(&fault.code) {
            fault.detail(t)
        } else {
            return Err(fault);
        };
        let status = StatusCode::from_u16(fault.code.status()).unwrap_or(StatusCode::CONFLICT);
        Ok(Wrong::Said(status, text))
    }

    fn status(&self) -> StatusCode {
        match self {
            Wrong::Nothing | Wrong::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Wrong::Said(status, _) => *status,
        }
    }

    fn errors(&self, t: Texts) -> Errors {
        let mut errors = Errors::default();
        match self {
            Wrong::Nothing => errors.add("file", t.text("flow-file-missing")),
            Wrong::Refused(_) => {}
            Wrong::Said(_, text) => errors.add("", text),
        }
        errors
    }

    fn refusals(&self, t: Texts) -> Vec<Shown> {
        match self {
            Wrong::Refused(refusals) => refusal::shown(refusals, t),
            Wrong::Nothing | Wrong::Said(..) => Vec::new(),
        }
    }
}

#[cfg(test)]
impl UploadPage {
    /// A new flow, before anything was typed.
    pub fn sample(language: crate::edge::Language) -> UploadPage {
        drawn(Frame::sample(language), Texts(language), None, &Typed::default(), None)
    }

    /// No file.
    pub fn missing(language: crate::edge::Language) -> UploadPage {
        drawn(
            Frame::sample(language),
            Texts(language),
            None,
            &Typed::default(),
            Some(&Wrong::Nothing),
        )
    }

    /// A version whose file is refused.
    pub fn refused(language: crate::edge::Language, file: &str) -> UploadPage {
        let Err(refusals) = FlowFile::parse(file.as_bytes()) else {
            panic!("the file is accepted")
        };
        let file = File {
            name: "flow.bpmn".to_owned(),
            bytes: file.as_bytes().to_vec(),
        };
        let typed = Typed {
            fields: serde_json::json!({}),
            file: Some(file),
        };
        let flow = Some(super::tests::flow());
        drawn(
            Frame::sample(language),
            Texts(language),
            flow,
            &typed,
            Some(&Wrong::Refused(refusals)),
        )
    }
}
