//! One request as handlers see it: who seems to call, at which single instant, and what they sent.
//! Rights are not here: they are loaded in the transaction that asks (`act.rs`).

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Instant;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, header};
use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::etag::Precondition;
use super::fault::{Code, Fault};
use super::limits;
use super::parts::Stream;
use super::text::{Language, Texts};
use crate::app::App;

/// What the caller shows to be let in: never the secret itself, only its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// The digest of a session cookie.
    Session([u8; 32]),
    /// The public part of a personal token and the digest of its secret.
    Token { public: String, digest: [u8; 32] },
}

/// Who asks, when, and under which request id: what a transaction needs to know of a request.
#[derive(Debug, Clone)]
pub struct Caller {
    pub credential: Option<Credential>,
    pub at: Timestamp,
    pub request: Uuid,
    /// From `Accept-Language`; the person's own setting wins once known.
    pub language: Language,
}

/// One request.
#[derive(Debug, Clone)]
pub struct Call {
    pub app: App,
    pub caller: Caller,
    pub method: Method,
    /// Path and query as sent.
    pub uri: String,
    pub params: BTreeMap<String, String>,
    pub query: Map<String, Value>,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// What is still to come of the body, on routes that stream it.
    pub stream: Stream,
    pub nonce: String,
    pub peer: IpAddr,
    /// The monotonic instant it came in, for throttling.
    pub began: Instant,
}

impl Call {
    /// A part of the path.
    pub fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// A part of the path that must be an id or number; anything else names nothing, so 404.
    pub fn parsed<T: std::str::FromStr>(&self, name: &str) -> Result<T, Fault> {
        self.param(name).parse().map_err(|_| Fault::new(Code::NotFound))
    }

    /// The texts of the caller's language, as far as it is known without the store.
    pub fn texts(&self) -> Texts {
        Texts(self.caller.language)
    }

    pub fn precondition(&self) -> Precondition {
        Precondition::of(&self.headers)
    }

    /// One word of the query.
    pub fn asked(&self, name: &str) -> Option<&str> {
        self.query
            .get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    }

    /// `?dry_run=true`: check everything, write nothing.
    pub fn is_dry_run(&self) -> bool {
        self.asked("dry_run") == Some("true")
    }

    /// Whether the caller is a program on the API rather than a person on a page.
    pub fn is_api(&self) -> bool {
        self.uri.starts_with("/api/")
    }

    /// The body as JSON; an empty body is an empty object.
    pub fn json(&self) -> Result<Value, Fault> {
        if self.body.is_empty() {
            return Ok(Value::Object(Map::new()));
        }
        let is_json = self
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|media| {
                let media = media.split(';').next().unwrap_or("").trim();
                media.eq_ignore_ascii_case("application/json") || media.ends_with("+json")
            });
        if !is_json {
            return Err(Fault::new(Code::MediaType).with("expected", "application/json"));
        }
        Ok(limits::json(&self.body)?)
    }

    /// The body of an HTML form as the same tree a JSON body gives: `contact.name=Ana` is `{"contact": {"name": "Ana"}}`,
    /// `changes[]=1` appends to a list, and of a checkbox and its hidden twin the last one wins.
    pub fn form(&self) -> Value {
        form_tree(&self.body)
    }
}

/// See [`Call::form`].
pub fn form_tree(body: &[u8]) -> Value {
    tree_of(form_urlencoded::parse(body))
}

/// The tree of a form's fields, see [`Call::form`].
pub fn tree_of<N: AsRef<str>, V: AsRef<str>>(fields: impl IntoIterator<Item = (N, V)>) -> Value {
    let mut tree = Value::Object(Map::new());
    for (name, value) in fields {
        plant(&mut tree, &name.as_ref().split('.').collect::<Vec<_>>(), value.as_ref());
    }
    settle(&mut tree);
    tree
}

fn plant(tree: &mut Value, path: &[&str], value: &str) {
    let Some((first, rest)) = path.split_first() else {
        *tree = Value::String(value.to_owned());
        return;
    };
    if !tree.is_object() {
        *tree = Value::Object(Map::new());
    }
    let Some(object) = tree.as_object_mut() else { return };
    if let Some(name) = first.strip_suffix("[]") {
        let list = object.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        if let (Some(items), false) = (list.as_array_mut(), value.is_empty()) {
            items.push(Value::String(value.to_owned()));
        }
        return;
    }
    plant(object.entry((*first).to_owned()).or_insert(Value::Null), rest, value);
}

/// Objects whose keys are all numbers are rows of a form (`members.0.employee`): they become lists, and rows that
/// say nothing at all (the empty line a form offers for adding) are left out.
fn settle(tree: &mut Value) {
    let Some(object) = tree.as_object_mut() else { return };
    object.values_mut().for_each(settle);
    if !object.is_empty() && object.keys().all(|key| key.parse::<u32>().is_ok()) {
        let mut rows: Vec<(u32, Value)> = std::mem::take(object)
            .into_iter()
            .filter_map(|(key, row)| Some((key.parse().ok()?, row)))
            .collect();
        rows.sort_by_key(|(index, _)| *index);
        *tree = Value::Array(
            rows.into_iter()
                .map(|(_, row)| row)
                .filter(|row| !says_nothing(row))
                .collect(),
        );
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty() || text == "false",
        Value::Array(items) => items.iter().all(says_nothing),
        Value::Object(fields) => fields.values().all(says_nothing),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
