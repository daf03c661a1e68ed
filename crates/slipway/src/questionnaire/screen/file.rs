//! A questionnaire as a file: written, and read back into the builder, where nothing is kept until it is saved.

use serde_json::{Value, json};
use slipway_core::fold::fold;
use slipway_core::policy;
use uuid::Uuid;

use super::build;
use crate::edge::form::Errors;
use crate::edge::headers::download;
use crate::edge::{Call, Fault, Reply, limits};
use crate::entry::{choices, query, store};
use crate::questionnaire::draft::Draft;
use crate::questionnaire::kinds::{CATEGORY, QUESTIONNAIRES};

/// Title, category by its name, and groups: what another installation can read.
pub async fn export(call: Call) -> Result<Reply, Fault> {
    let id: Uuid = call.parsed("id")?;
    call.app
        .look(&call.caller, move |look| {
            let entry = query::one(look, &QUESTIONNAIRES, id)?;
            let title = entry.title(&QUESTIONNAIRES);
            let of = |field: &str| entry.values.get(field).cloned().unwrap_or(Value::Null);
            let category = of("category").as_str().and_then(|id| id.parse().ok());
            let names = store::labels(look.tx, CATEGORY, category)?;
            let category = names.into_values().next().map(|label| label.text);
            let written = json!({"title": title, "category": category, "groups": of("groups")});
            let text = serde_json::to_string_pretty(&written).map_err(Fault::internal)?;
            Ok(Reply::file(format!("{title}.json"), download::Content::Opaque, text))
        })
        .await
}

/// Reads a file into the builder. A category that this installation has by another id is found by its name.
pub async fn import(call: Call) -> Result<Reply, Fault> {
    let file = call.form_with_files().await?.take_file("file");
    let refused = |code: &'static str| {
        let mut errors = Errors::default();
        errors.add("file", call.texts().text(code));
        errors
    };
    let Some(file) = file else {
        return build::anew(&call, Draft::blank(), refused("questionnaire-import-nothing")).await;
    };
    let Ok(body) = limits::json(&file.bytes) else {
        return build::anew(&call, Draft::blank(), refused("questionnaire-import-unreadable")).await;
    };
    let draft = Draft::of_body(&body);
    if draft.groups.is_empty() {
        return build::anew(&call, Draft::blank(), refused("questionnaire-import-unreadable")).await;
    }
    let named = draft.category.clone();
    let category = call
        .app
        .look(&call.caller, move |look| {
            policy::may_search(look.actor(), QUESTIONNAIRES.area)?;
            let offers = choices::matching(look.tx, CATEGORY, &named)?;
            let found = offers.into_iter().find(|offer| fold(&offer.label) == fold(&named));
            Ok(found.map(|offer| offer.id.to_string()).unwrap_or_default())
        })
        .await?;
    build::anew(&call, Draft { category, ..draft }, Errors::default()).await
}
