//! Type-ahead: what a field offers while one types, and what a typed text means in a form sent without a script.

use serde_json::{Value, json};
use slipway_core::actor::Area;
use slipway_core::policy;
use slipway_db::ReadTx;

use crate::edge::form::{Errors, put, take, text_at};
use crate::edge::{Call, Code, Fault, Reply, Texts, urls};
use crate::release::offer::{self, Lookup, Unclear};

const SHOWN: u32 = 20;

/// `[{id, label, hint}]` of what matches `q`, for everybody who may search releases.
pub async fn find(call: Call) -> Result<Reply, Fault> {
    let lookup = Lookup::named(call.param("kind")).ok_or_else(|| Fault::new(Code::NotFound))?;
    let words = call.asked("q").unwrap_or("").to_owned();
    call.app
        .look(&call.caller, move |look| {
            policy::may_search(look.actor(), Area::Release)?;
            let found = offer::find(look.tx, lookup, &words, SHOWN)?;
            let shown: Vec<Value> = found
                .iter()
                .map(|offer| json!({"id": offer.id.to_string(), "label": offer.label, "hint": offer.hint}))
                .collect();
            Ok(Reply::json(Value::Array(shown)))
        })
        .await
}

/// Where a field asks.
pub fn address(lookup: Lookup) -> String {
    urls::lookup(lookup.word())
}

/// A type-ahead field as a form shows it.
#[derive(Debug, Clone, Default)]
pub struct Looked {
    pub id: String,
    /// What stands in the text field.
    pub shown: String,
    pub url: String,
}

/// Puts the id in place that a field and the text beside it mean together: a script keeps both in step; without one the
/// text alone says what is meant. Answers what the field shows.
pub fn settle(tx: &ReadTx<'_>, tree: &mut Value, field: &Field, errors: &mut Errors) -> Result<Looked, Fault> {
    let typed = take(tree, &format!("{}_text", field.name));
    let id = text_at(tree, field.name).to_owned();
    let url = address(field.lookup);
    let known = field.label_of(tx, &id)?;
    let Some(typed) = typed.map(|typed| typed.trim().to_owned()) else {
        return Ok(Looked {
            id,
            shown: known.unwrap_or_default(),
            url,
        });
    };
    if known.as_deref().is_some_and(|known| known == typed) {
        return Ok(Looked { id, shown: typed, url });
    }
    if typed.is_empty() {
        put(tree, field.name, Value::Null);
        return Ok(Looked {
            url,
            ..Looked::default()
        });
    }
    match offer::meant(tx, field.lookup, &typed)? {
        Ok(offer) => {
            put(tree, field.name, offer.id.to_string());
            Ok(Looked {
                id: offer.id.to_string(),
                shown: offer.label,
                url,
            })
        }
        Err(unclear) => {
            errors.add(field.name, told(&unclear, &typed, field.texts));
            put(tree, field.name, Value::Null);
            Ok(Looked {
                id: String::new(),
                shown: typed,
                url,
            })
        }
    }
}

/// A field that is looked up.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    pub lookup: Lookup,
    pub texts: Texts,
}

impl Field {
    fn label_of(&self, tx: &ReadTx<'_>, id: &str) -> Result<Option<String>, Fault> {
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(super::names::label(tx, super::names::target(self.lookup), id)?)
    }
}

fn told(unclear: &Unclear, typed: &str, texts: Texts) -> String {
    match unclear {
        Unclear::Nothing => texts.with("release-lookup-nothing", "text", typed),
        Unclear::Several(some) => texts.with("release-lookup-several", "some", some.join(", ")),
    }
}
