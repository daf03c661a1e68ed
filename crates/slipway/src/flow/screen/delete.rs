//! The question before a flow is deleted, or why it cannot be; asked like that of any entry.

use askama::Template;
use slipway_core::id::Id;
use slipway_core::kind::Flow as FlowKind;
use slipway_core::policy;

use crate::act::Look;
use crate::edge::page::{self, Frame};
use crate::edge::{Call, Fault, Reply, Texts, urls};
use crate::entry::{registry, usage};
use crate::flow::{DELETE, command, query};

#[derive(Debug, Template)]
#[template(path = "entry/screen/delete.html")]
pub struct DeletePage {
    t: Texts,
    page: Frame,
    title: String,
    kind: String,
    action: String,
    revision: i64,
    /// What still uses it, with how many: it cannot be deleted then.
    users: Vec<(String, String)>,
    cancel: String,
}

pub async fn ask(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| page::html(&view(&shown, look, id)?))
        .await
}

fn view(call: &Call, look: &Look<'_>, id: Id<FlowKind>) -> Result<DeletePage, Fault> {
    policy::may_keep(look.actor(), DELETE)?;
    let t = look.texts();
    let flow = query::one(look, id)?;
    let users = usage::of_target(look.tx, registry::FLOW, id.uuid())?.into_iter();
    let plural = |user: &str| t.text(&format!("entry-{}-plural", user.replace('_', "-")));
    let doing = t.text("entry-delete");
    Ok(DeletePage {
        page: Frame::of(call, look, format!("{doing} · {}", flow.name)).crumbs(super::crumbs(
            t,
            Some(&flow),
            Some(doing),
        )),
        kind: t.text("entry-flow"),
        action: urls::flow_part(id, "delete"),
        revision: flow.revision,
        users: users
            .map(|(user, n_users)| (plural(user), page::number(n_users, t)))
            .collect(),
        cancel: urls::flow(id),
        title: flow.name,
        t,
    })
}

pub async fn delete(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    let seen = super::seen(&call.form());
    let removed = call.app.act(&call.caller, move |act| {
        policy::may_keep(act.actor(), DELETE)?;
        command::remove(act, id, seen.required()?)
    });
    removed.await?;
    Ok(Reply::see_other(format!("{}?said=said-deleted", urls::FLOWS)))
}

#[cfg(test)]
impl DeletePage {
    pub fn sample(language: crate::edge::Language) -> DeletePage {
        let (t, flow) = (Texts(language), super::tests::flow());
        DeletePage {
            page: Frame::sample(language),
            kind: t.text("entry-flow"),
            action: urls::flow_part(flow.id, "delete"),
            revision: flow.revision,
            users: Vec::new(),
            cancel: urls::flow(flow.id),
            title: flow.name,
            t,
        }
    }

    /// Something still uses the flow.
    pub fn used(language: crate::edge::Language) -> DeletePage {
        let users = vec![(Texts(language).text("entry-model-plural"), "4".to_owned())];
        DeletePage {
            users,
            ..DeletePage::sample(language)
        }
    }
}
