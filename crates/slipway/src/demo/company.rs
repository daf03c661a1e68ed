//! Reads `company.json` and makes its entries, from the units to the models. A text of the form `@name` stands for the
//! id of an entry that was named before, by the file or by the first start.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::DateTime;
use serde::Deserialize;
use serde_json::{Value, json};
use slipway_db::{ReadTx, Select, ToValue};
use uuid::Uuid;

use super::plan::ZONE;
use crate::account::{self, kinds as people};
use crate::act::Act;
use crate::catalogue::kinds as catalogue;
use crate::edge::{Fault, Language, Precondition, Texts};
use crate::entry::kind::Kind;
use crate::entry::sheet::Draft;
use crate::entry::{command, registry, store};
use crate::notice::kinds::SYSTEM_NOTIFICATIONS;
use crate::questionnaire::kinds::QUESTIONNAIRES;
use crate::{flow, seed};

const STORY: &str = include_str!("company.json");

/// What can be wrong with the stories that this program carries.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    #[error("a story cannot be read")]
    Unreadable(#[source] serde_json::Error),
    #[error("a story speaks of `{0}`, which nothing is called")]
    Nobody(String),
    #[error("a story has a day that is in no calendar")]
    NoDay(#[from] jiff::Error),
    #[error("a story has an entry of `{0}`, which is no kind")]
    NoKind(String),
}

impl From<StoryError> for Fault {
    fn from(error: StoryError) -> Fault {
        Fault::internal(error)
    }
}

/// One entry of the story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    kind: String,
    /// What the rest of the story calls it.
    r#as: Option<String>,
    /// Under which name the entry is known already: it is changed, not made.
    known: Option<String>,
    body: Value,
}

/// What everybody and everything of the company is called.
#[derive(Debug, Clone, Default)]
pub struct Company {
    ids: BTreeMap<String, Uuid>,
}

impl Company {
    /// The id behind a name of the story.
    pub fn id(&self, name: &str) -> Result<Uuid, StoryError> {
        self.ids
            .get(name)
            .copied()
            .ok_or_else(|| StoryError::Nobody(name.to_owned()))
    }

    /// Every account of the story, with what its employee is called.
    pub fn accounts(&self) -> impl Iterator<Item = (&str, Uuid)> {
        self.ids
            .iter()
            .filter_map(|(name, id)| Some((name.strip_prefix(ACCOUNT)?, *id)))
    }

    /// Gives an id a name.
    pub fn name(&mut self, name: &str, id: Uuid) {
        self.ids.insert(name.to_owned(), id);
    }

    /// The value with ids in the place of names.
    pub fn resolved(&self, value: &Value) -> Result<Value, StoryError> {
        Ok(match value {
            Value::String(text) => match text.strip_prefix('@') {
                Some(name) => self.id(name)?.to_string().into(),
                None => value.clone(),
            },
            Value::Array(items) => {
                let items: Result<Vec<Value>, StoryError> = items.iter().map(|item| self.resolved(item)).collect();
                Value::Array(items?)
            }
            Value::Object(fields) => {
                let fields = fields
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), self.resolved(value)?)));
                Value::Object(fields.collect::<Result<_, StoryError>>()?)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        })
    }
}

/// What the names of accounts begin with.
const ACCOUNT: &str = "u-";

/// Makes the company. The first start has to have been before.
pub fn found(act: &Act<'_>) -> Result<Company, Fault> {
    let records: Vec<Record> = serde_json::from_str(STORY).map_err(StoryError::Unreadable)?;
    let mut company = known(act)?;
    for record in &records {
        let kind = registry::named(&record.kind).ok_or_else(|| StoryError::NoKind(record.kind.clone()))?;
        let draft = Draft::plain(company.resolved(&record.body)?);
        let id = match &record.known {
            Some(name) => command::amend(act, kind, company.id(name)?, Precondition::Any, &draft)?.id,
            None => command::create(act, kind, &draft)?.id,
        };
        if let Some(name) = &record.r#as {
            company.name(name, id);
        }
    }
    Ok(company)
}

/// Says something to everybody on every page for a week, and asks them to confirm it.
pub fn announce(act: &Act<'_>, company: &Company) -> Result<(), Fault> {
    let now = act.at.in_tz(ZONE).map_err(StoryError::NoDay)?.datetime();
    let wall = |at: DateTime| at.strftime("%Y-%m-%dT%H:%M").to_string();
    let week = now.checked_add(7.days()).map_err(StoryError::NoDay)?;
    let groups = ["team", "g-sre", "g-net", "g-dba", "g-portal", "g-erp"];
    let groups = groups.map(|name| company.id(name).map(|id| id.to_string()));
    let draft = Draft::plain(json!({
        "title": "Sala A sem energia no domingo",
        "process": "release", "status": "active", "start": wall(now), "end": wall(week), "zone": ZONE,
        "groups": groups.into_iter().collect::<Result<Vec<_>, _>>()?,
        "short_description": "Das 6h às 10h; nenhuma liberação entra em execução.",
        "description": "A concessionária troca o transformador.\nO plantão acompanha e avisa quando voltar.",
        "confirmation_required": true,
    }));
    command::create(act, &SYSTEM_NOTIFICATIONS, &draft).map(drop)
}

/// Retires the model of what nobody uses any more.
pub fn retire(act: &Act<'_>, company: &Company) -> Result<(), Fault> {
    let draft = Draft::plain(json!({"status": "retired"}));
    command::amend(
        act,
        &catalogue::MODELS,
        company.id("m-bilhete")?,
        Precondition::Any,
        &draft,
    )
    .map(drop)
}

/// What the story may speak of without having made it: what the first start made.
fn known(act: &Act<'_>) -> Result<Company, Fault> {
    let tx = act.tx();
    let mut company = Company::default();
    let missing = |name: &str| StoryError::Nobody(name.to_owned());
    company.name("root", account::query::first_ids(tx, None)?.unit);
    let admin = account::store::account_of_login(tx, seed::ADMINISTRATOR)?;
    let admin = admin.map_or(Ok(None), |admin| account::store::by_account(tx, admin.uuid()))?;
    company.name("admin", admin.ok_or_else(|| missing("admin"))?.employee.uuid());
    for (name, key) in [("standard", "release-standard"), ("requester", "release-requester")] {
        let flow = flow::store::by_name(tx, key)?.ok_or_else(|| missing(key))?;
        company.name(name, flow.id.uuid());
    }
    let language = act.app.language().tag();
    for occasion in ["creation", "actions", "completion"] {
        let name = format!("mail-{occasion}");
        let identifier = format!("release-{occasion}.{language}");
        let template = entry(
            tx,
            &catalogue::MAIL_TEMPLATES,
            "t.identifier || '.' || t.language = $",
            identifier,
        )?;
        company.name(&name, template.ok_or_else(|| missing(&name))?);
    }
    for outcome in ["delivered", "workaround", "withdrawn", "failed"] {
        company.name(outcome, solution(tx, act.app.language(), outcome)?);
    }
    for name in ["deployment", "service-test", "pilot"] {
        let title = Texts(act.app.language()).text(&format!("seed-questionnaire-{name}-title"));
        let found = entry(tx, &QUESTIONNAIRES, "t.title = $", title)?;
        company.name(name, found.ok_or_else(|| missing(name))?);
    }
    let team = entry(tx, &people::GROUPS, "t.acronym = $", "REL")?;
    company.name("team", team.ok_or_else(|| missing("team"))?);
    Ok(company)
}

/// The solution category that the first start made for an outcome.
pub fn solution(tx: &ReadTx<'_>, language: Language, outcome: &str) -> Result<Uuid, Fault> {
    let text = Texts(language).text(&format!("seed-solution-{outcome}"));
    let found = entry(tx, &catalogue::SOLUTION_CATEGORIES, "t.name = $", text)?;
    Ok(found.ok_or_else(|| StoryError::Nobody(outcome.to_owned()))?)
}

/// The entry of a kind for which a fragment of SQL with one value holds.
fn entry(
    tx: &ReadTx<'_>,
    kind: &'static Kind,
    fragment: &'static str,
    value: impl ToValue,
) -> Result<Option<Uuid>, Fault> {
    let select = Select::narrowing(store::statements(kind)?.list).filter(fragment, value);
    Ok(store::listed(tx, kind, &select)?.first().map(|entry| entry.id))
}
