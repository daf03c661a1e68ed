//! Entries over HTTP: five operations a kind, and the sub-resources of groups. The same for every kind, by description.

use axum::http::Method;
use serde_json::{Value, json};
use slipway_core::actor::Reach;
use uuid::Uuid;

use super::kind::{Kind, Target};
use super::sheet::{self, Draft};
use super::store::Entry;
use super::{command, query, registry, schema, sql};
use crate::edge::{Call, Code, Fault, FieldError, Operation, Reply, Routes, idempotency};

/// The operations of the kinds of a noun.
pub fn routes(kinds: &'static [&'static Kind]) -> Routes {
    kinds
        .iter()
        .fold(Routes::new(), |routes, kind| routes.and(operations(kind)))
}

fn operations(kind: &'static Kind) -> Routes {
    let Target { name, path, .. } = kind.target;
    let words = path.replace('_', " ");
    let word = name.replace('_', " ");
    let operation = |verb: &str, summary: String| Operation::new(format!("{name}_{verb}"), tag(kind), summary);
    let one = format!("/{path}/{{id}}");
    let create = operation("create", format!("Create a {word}"))
        .body(body(kind))
        .answers(201, schema::of(kind));
    let routes = Routes::new()
        .api(
            Method::GET,
            &format!("/{path}"),
            listing(kind, &operation("list", format!("List {words}"))),
            move |call| list(kind, call),
        )
        .api(
            Method::GET,
            &one,
            operation("get", format!("One {word}"))
                .query(past(kind))
                .answers(200, schema::of(kind)),
            move |call| get(kind, call),
        )
        .api(
            Method::PATCH,
            &one,
            operation("edit", format!("Change fields of a {word}"))
                .body(patch(kind))
                .if_match()
                .answers(200, schema::of(kind)),
            move |call| amend(kind, call),
        )
        .gated(command::gate(kind, Reach::Save))
        .api(
            Method::DELETE,
            &one,
            operation("delete", format!("Delete a {word} that nothing uses"))
                .if_match()
                .answers_nothing(),
            move |call| remove(kind, call),
        )
        .gated(command::gate(kind, Reach::Delete));
    let routes = kind
        .parts
        .iter()
        .fold(routes, |routes, field| routes.and(part(kind, field)));
    let routes = match within(kind) {
        None => routes.api(Method::POST, &format!("/{path}"), create, move |call| add(kind, call)),
        Some(whole) => {
            let inside = format!("/{}/{{id}}/{path}", whole.path);
            let listed = operation(
                "list_within",
                format!("List the {words} of a {}", whole.name.replace('_', " ")),
            );
            routes
                .api(Method::GET, &inside, listing(kind, &listed), move |call| {
                    list(kind, call)
                })
                .api(Method::POST, &inside, create, move |call| add(kind, call))
        }
    };
    routes.gated(command::gate(kind, Reach::Save))
}

/// `PUT` of one field of an entry, under its own address: `/groups/{id}/members`.
fn part(kind: &'static Kind, field: &'static str) -> Routes {
    let Target { name, path, .. } = kind.target;
    let schema = sheet::body_schema(kind)
        .pointer(&format!("/properties/{field}"))
        .cloned()
        .unwrap_or(Value::Null);
    let body = json!({"type": "object", "required": [field], "properties": {field: schema}});
    let operation = Operation::new(
        format!("{name}_set_{field}"),
        tag(kind),
        format!("Replace the {} of a {name}", field.replace('_', " ")),
    );
    let operation = operation.body(body).if_match().answers(200, schema::of(kind));
    Routes::new().api(
        Method::PUT,
        &format!("/{path}/{{id}}/{field}"),
        operation,
        move |call| set(kind, field, call),
    )
}

fn tag(kind: &Kind) -> &'static str {
    if kind.area == slipway_core::actor::Area::Directory {
        "People, access, working time"
    } else {
        "Catalogue"
    }
}

/// The collection that a kind's entries are created in, when it is not their own.
fn within(kind: &'static Kind) -> Option<Target> {
    kind.field(kind.within?)?.control.target()
}

fn body(kind: &'static Kind) -> Value {
    let mut schema = sheet::body_schema(kind);
    if let Some(required) = schema.pointer_mut("/required").and_then(Value::as_array_mut) {
        required.retain(|field| field.as_str() != kind.within);
    }
    schema
}

/// A patch requires nothing.
fn patch(kind: &'static Kind) -> Value {
    let mut schema = sheet::body_schema(kind);
    schema
        .as_object_mut()
        .into_iter()
        .for_each(|schema| drop(schema.remove("required")));
    schema
}

const SUBTREE: &[(&str, &str)] = &[("subtree", "`true` takes what is below the group as well")];
const AS_OF: &[(&str, &str)] = &[("as_of", "An instant: as it was then")];

fn past(kind: &Kind) -> &'static [(&'static str, &'static str)] {
    if kind.past.is_some() { AS_OF } else { &[] }
}

fn listing(kind: &'static Kind, operation: &Operation) -> Operation {
    let general = [
        (
            "q",
            "Words that the name or another searched field contains; case and accents do not count",
        ),
        ("sort", "A field, with `-` before it for the other direction"),
        ("limit", "Entries a page, 1 to 200; 50 if absent"),
        ("cursor", "The `next` of the page before"),
        ("count", "`exact` adds `total`"),
    ];
    let filters: Vec<_> = sql::of(kind)
        .into_iter()
        .flat_map(|known| &known.filters)
        .map(|filter| (filter.name, "Only entries with this value"))
        .collect();
    let subtree: &[_] = if kind.widened.is_empty() { &[] } else { SUBTREE };
    operation
        .clone()
        .query(&general)
        .query(past(kind))
        .query(subtree)
        .query(&filters)
        .answers(200, schema::list_of(kind))
}

async fn list(kind: &'static Kind, call: Call) -> Result<Reply, Fault> {
    let mut query = call.query.clone();
    let whole = kind.within.filter(|_| call.params.contains_key("id"));
    if let Some(field) = whole {
        query.insert(field.to_owned(), call.parsed::<Uuid>("id")?.to_string().into());
    }
    let asked = query::asked(kind, &query)?;
    call.app
        .look(&call.caller, move |look| {
            if let (Some(whole), true) = (within(kind), whole.is_some()) {
                exists(look, whole, asked.narrowed_to(kind.within))?;
            }
            let page = query::page(look, kind, &asked)?;
            let items: Vec<Value> = page.entries.iter().map(|entry| entry.to_json(kind)).collect();
            let mut document = json!({"items": items, "next": page.next});
            if let (Some(total), Some(object)) = (page.total, document.as_object_mut()) {
                object.insert("total".to_owned(), total.into());
            }
            Ok(Reply::json(document))
        })
        .await
}

/// The collection of something that is not there is not there either.
fn exists(look: &crate::act::Look<'_>, whole: Target, id: Option<Uuid>) -> Result<(), Fault> {
    let kind = registry::named(whole.name).zip(id);
    kind.map_or(Err(Fault::new(Code::NotFound)), |(kind, id)| {
        query::one(look, kind, id).map(drop)
    })
}

async fn get(kind: &'static Kind, call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    let as_of = query::as_of(kind, &call.query)?;
    call.app
        .look(&call.caller, move |look| {
            Ok(match as_of {
                // What was is no state that could be changed, hence without a validator.
                Some(at) => Reply::json(query::one_as_of(look, kind, id, at)?.to_json(kind)),
                None => shown(kind, &query::one(look, kind, id)?),
            })
        })
        .await
}

async fn add(kind: &'static Kind, call: Call) -> Result<Reply, Fault> {
    let mut body = call.json()?;
    if let Some(field) = kind.within {
        enclose(&mut body, field, call.parsed::<Uuid>("id")?)?;
    }
    let draft = Draft::of(&call.app, kind, body).await?;
    idempotency::answer(&call, move |act| {
        let entry = command::create(act, kind, &draft)?;
        let location = format!("/api/v1/{}/{}", kind.target.path, entry.id);
        Ok(Reply::created(location, entry.to_json(kind)).etag(entry.revision))
    })
    .await
}

/// The address says which collection it is; a body that says another contradicts it.
fn enclose(body: &mut Value, field: &'static str, id: Uuid) -> Result<(), Fault> {
    let Some(object) = body.as_object_mut() else {
        return Ok(());
    };
    let said = object.insert(field.to_owned(), id.to_string().into());
    let agrees = said.is_none_or(|said| said.is_null() || said.as_str().and_then(|said| said.parse().ok()) == Some(id));
    if agrees {
        Ok(())
    } else {
        Err(Fault::invalid(vec![FieldError::new(format!("/{field}"), "read_only")]))
    }
}

async fn amend(kind: &'static Kind, call: Call) -> Result<Reply, Fault> {
    let patch = call.json()?;
    apply(kind, call, patch).await
}

/// The list of the field itself is as good as an object that names the field.
async fn set(kind: &'static Kind, field: &'static str, call: Call) -> Result<Reply, Fault> {
    let body = call.json()?;
    let patch = if body.is_array() { json!({field: body}) } else { body };
    let other = patch
        .as_object()
        .and_then(|fields| fields.keys().find(|name| *name != field));
    if let Some(other) = other {
        return Err(Fault::invalid(vec![FieldError::new(
            format!("/{other}"),
            "unknown_field",
        )]));
    }
    if patch.get(field).is_none() {
        return Err(Fault::invalid(vec![FieldError::new(format!("/{field}"), "required")]));
    }
    apply(kind, call, patch).await
}

async fn apply(kind: &'static Kind, call: Call, patch: Value) -> Result<Reply, Fault> {
    let (id, precondition) = (call.parsed("id")?, call.precondition().required()?);
    let draft = Draft::of(&call.app, kind, patch).await?;
    idempotency::answer(&call, move |act| {
        Ok(shown(kind, &command::amend(act, kind, id, precondition, &draft)?))
    })
    .await
}

async fn remove(kind: &'static Kind, call: Call) -> Result<Reply, Fault> {
    let (id, precondition) = (call.parsed("id")?, call.precondition().required()?);
    idempotency::answer(&call, move |act| {
        command::remove(act, kind, id, precondition)?;
        Ok(Reply::nothing())
    })
    .await
}

fn shown(kind: &Kind, entry: &Entry) -> Reply {
    Reply::json(entry.to_json(kind)).etag(entry.revision)
}
