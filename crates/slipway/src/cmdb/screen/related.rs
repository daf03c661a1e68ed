//! What an item is related to, seen from this item, and relating it to another.

use askama::Template;
use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use slipway_core::actor::Reach;
use uuid::Uuid;

use super::head::{Head, told};
use crate::act::Look;
use crate::cmdb::item::{ITEM, ITEMS};
use crate::cmdb::kinds::RELATIONSHIP_TYPES;
use crate::cmdb::relationship::query::{Filter, Relationship, page as relationships};
use crate::cmdb::relationship::{api, command};
use crate::edge::form::{Choice, Errors};
use crate::edge::page::{self, Frame, Moment};
use crate::edge::{Call, Code, Fault, Precondition, Reply, Texts, reader, urls};
use crate::entry::{choices, query as entries};

#[derive(Debug, Template)]
#[template(path = "cmdb/screen/related.html")]
struct RelatedPage {
    t: Texts,
    page: Frame,
    head: Head,
    rows: Vec<Row>,
    has_more: bool,
    may_relate: bool,
    action: String,
    form: RelateForm,
}

/// One relationship from this item's side.
#[derive(Debug)]
struct Row {
    /// What this item does to the other: "depends on", or the reverse.
    phrase: String,
    href: String,
    other: String,
    identification: String,
    impact: String,
    since: Moment,
    end: String,
    revision: i64,
}

/// What the form for a new one is drawn with.
#[derive(Debug, Default, Clone)]
struct RelateForm {
    errors: Errors,
    relations: Vec<Choice>,
    relation: String,
    other: String,
    other_text: String,
    lookup: &'static str,
}

/// How many relationships the page shows; the API lists all.
const SHOWN: u32 = 200;
const LOOKUP: &str = "/admin/lookup/cis";

pub async fn show(call: Call) -> Result<Reply, Fault> {
    drawn(call, RelateForm::default(), StatusCode::OK).await
}

async fn drawn(call: Call, form: RelateForm, status: StatusCode) -> Result<Reply, Fault> {
    let (id, asked) = (call.parsed::<Uuid>("id")?, call.clone());
    call.app
        .look(&call.caller, move |look| {
            page::html_with(status, &view(look, &asked, id, form.clone())?)
        })
        .await
}

fn view(look: &Look<'_>, call: &Call, id: Uuid, form: RelateForm) -> Result<RelatedPage, Fault> {
    let told = told(look, call, id, "related")?;
    let filter = Filter {
        item: Some(id),
        limit: SHOWN,
        ..Filter::default()
    };
    let (found, next) = relationships(look, &filter)?;
    let may_relate = told.entry.deleted_at.is_none() && look.actor().rights.reach(ITEMS.area, Reach::Save);
    let rows = found.iter().map(|found| row(&told.page, look.texts(), id, found));
    let mut rows: Vec<Row> = rows.collect();
    rows.sort_by(|a, b| (&a.phrase, &a.other).cmp(&(&b.phrase, &b.other)));
    Ok(RelatedPage {
        t: look.texts(),
        rows,
        has_more: next.is_some(),
        may_relate,
        action: urls::item_part(id, "related"),
        form: RelateForm {
            relations: if may_relate {
                relations(look, &form.relation)?
            } else {
                Vec::new()
            },
            lookup: LOOKUP,
            ..form
        },
        head: told.head,
        page: told.page,
    })
}

fn row(page: &Frame, t: Texts, id: Uuid, found: &Relationship) -> Row {
    let (phrase, other) = if found.from.item == id {
        (&found.name, &found.to)
    } else {
        (&found.reverse_name, &found.from)
    };
    Row {
        phrase: phrase.clone(),
        href: urls::item(other.item),
        other: other.name.clone(),
        identification: other.identification.clone(),
        impact: t.text(&format!(
            "entry-relationship-type-impact-{}",
            found.impact.as_str().replace('_', "-")
        )),
        since: page.moment(found.since),
        end: urls::item_part(id, &format!("related/{}/end", found.id)),
        revision: found.revision,
    }
}

/// Every active type from both of its ends.
fn relations(look: &Look<'_>, chosen: &str) -> Result<Vec<Choice>, Fault> {
    let asked: Map<String, Value> = [("active", "true"), ("limit", "200")]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let found = entries::page(look, &RELATIONSHIP_TYPES, &entries::asked(&RELATIONSHIP_TYPES, &asked)?)?;
    let relations = found.entries.iter().flat_map(|kind| {
        [("out", "name"), ("in", "reverse_name")].map(|(way, field)| {
            let value = format!("{way}.{}", kind.id);
            Choice {
                selected: value == chosen,
                ..Choice::new(value, super::head::text(kind, field))
            }
        })
    });
    Ok(relations.collect())
}

pub async fn relate(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed::<Uuid>("id")?;
    let typed = call.form();
    let text = |name: &str| typed.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let form = RelateForm {
        relation: text("relation"),
        other: text("other"),
        other_text: text("other_text"),
        ..RelateForm::default()
    };
    let asked = form.clone();
    let done = call
        .app
        .act(&call.caller, move |act| {
            let body = body(&act.look(), id, &asked)?;
            command::relate(act, reader::read(&body, api::read)?)
        })
        .await;
    match done {
        Ok(_) => Ok(Reply::see_other(format!(
            "{}?said=said-saved",
            urls::item_part(id, "related")
        ))),
        Err(fault) if fault.code == Code::Invalid => {
            let errors = errors(&fault, call.texts(), &form.relation);
            drawn(call, RelateForm { errors, ..form }, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(fault) => Err(fault),
    }
}

/// What the API would have got: `out.<type>` has this item as its source, `in.<type>` as its target.
fn body(look: &Look<'_>, id: Uuid, form: &RelateForm) -> Result<Value, Fault> {
    let other = match form.other.parse::<Uuid>() {
        Ok(picked) => Some(picked),
        Err(_) if form.other_text.trim().is_empty() => None,
        Err(_) => choices::meant(look.tx, ITEM, &form.other_text)?,
    };
    let (way, kind) = form.relation.split_once('.').unwrap_or_default();
    let (from, to) = if way == "in" {
        (other, Some(id))
    } else {
        (Some(id), other)
    };
    Ok(json!({"from": from, "to": to, "type": kind}))
}

/// The errors of the body at the fields of the form.
fn errors(fault: &Fault, t: Texts, relation: &str) -> Errors {
    let own = if relation.starts_with("in") { "to" } else { "from" };
    let mut errors = Errors::of_fault(fault, t);
    for wrong in &mut errors.all {
        wrong.field = match wrong.field.as_str() {
            "type" => "relation".to_owned(),
            field if field == own => "relation".to_owned(),
            _ => "other".to_owned(),
        };
    }
    errors
}

pub async fn end(call: Call) -> Result<Reply, Fault> {
    let (id, relationship) = (call.parsed::<Uuid>("id")?, call.parsed::<Uuid>("relationship")?);
    let revision = call
        .form()
        .get("_revision")
        .and_then(Value::as_str)
        .and_then(|text| text.parse().ok());
    let precondition = revision
        .map_or(Precondition::Absent, Precondition::Revision)
        .required()?;
    call.app
        .act(&call.caller, move |act| command::end(act, relationship, precondition))
        .await?;
    Ok(Reply::see_other(format!(
        "{}?said=said-saved",
        urls::item_part(id, "related")
    )))
}
