//! Who still uses an entry: deleting it is refused while anything does. Derived from the fields of all kinds, and a
//! list of the columns of records that are no entries.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Value, json};
use slipway_db::{Error, ReadTx, Sql, params};
use uuid::Uuid;

use super::control::{Links, Rows};
use super::kind::{Kind, Target};
use super::registry::{self, Through};
use super::sql::kept;
use crate::edge::{Code, Fault, Texts};

/// What of a release that is not deleted keeps an entry, or a flow, from being deleted.
const OF_RELEASES: &[(&str, &str)] = &[
    ("employee", "t.requester = $1"),
    ("unit", "t.unit = $1"),
    ("location", "t.location = $1"),
    ("portfolio", "t.portfolio = $1"),
    ("model", "t.model = $1"),
    ("contract", "t.contract = $1"),
    ("group", "t.executor_group = $1"),
    (
        "justification",
        "exists (select 1 from release_suspension h where h.release = t.id and h.justification = $1)",
    ),
    ("calendar", "t.calendar = $1"),
    ("flow", "t.flow = $1"),
    ("solution_category", "t.solution_category = $1"),
    (
        "activity_group",
        "t.planning_activity_group = $1 or t.deployment_activity_group = $1 \
         or exists (select 1 from activity k where k.release = t.id and k.activity_group = $1)",
    ),
    (
        "activity_suspension_reason",
        "exists (select 1 from activity k where k.release = t.id and k.suspension_reason = $1)",
    ),
    (
        "occurrence_category",
        "exists (select 1 from occurrence k where k.release = t.id and k.category = $1)",
    ),
    (
        "occurrence_origin",
        "exists (select 1 from occurrence k where k.release = t.id and k.origin = $1)",
    ),
    (
        "questionnaire",
        "exists (select 1 from release_answer_set s where s.release = t.id and s.questionnaire = $1)",
    ),
    (
        "user",
        "exists (select 1 from release_task k where k.release = t.id and k.responsible = $1 and k.completed_at is null)",
    ),
];

/// The same of relationships between configuration items that hold.
const OF_RELATIONSHIPS: &[(&str, &str)] = &[
    ("item", "t.source = $1 or t.target = $1"),
    ("relationship_type", "t.type = $1"),
];

/// One question: how many records of a kind use the entry?
struct Question {
    user: &'static str,
    count: Sql,
}

static QUESTIONS: LazyLock<BTreeMap<&'static str, Vec<Question>>> = LazyLock::new(questions);

/// How many records use an entry, by their kind; kinds that do not are left out.
pub fn of(tx: &ReadTx<'_>, kind: &Kind, id: Uuid) -> Result<Vec<(&'static str, i64)>, Error> {
    of_target(tx, kind.target, id)
}

/// The same for what entries refer to, be it an entry itself or not: a flow.
pub fn of_target(tx: &ReadTx<'_>, target: Target, id: Uuid) -> Result<Vec<(&'static str, i64)>, Error> {
    let mut users = Vec::new();
    for question in QUESTIONS.get(target.name).into_iter().flatten() {
        let n_users: i64 = tx.query_one(question.count, params![id], |row| row.get(0))?;
        if n_users > 0 {
            users.push((question.user, n_users));
        }
    }
    Ok(users)
}

/// 409 that names what uses the entry and how many of it.
pub fn refusal(users: &[(&'static str, i64)], texts: Texts) -> Fault {
    let plural = |user: &str| texts.text(&format!("entry-{}-plural", user.replace('_', "-")));
    let told: Vec<String> = users
        .iter()
        .map(|(user, n_users)| format!("{} ({n_users})", plural(user)))
        .collect();
    let listed: Vec<Value> = users
        .iter()
        .map(|(user, n_users)| json!({"kind": user, "count": n_users}))
        .collect();
    Fault::new(Code::InUse)
        .with("users", told.join(", "))
        .member("used_by", listed)
}

/// Every statement of this file, for the test that prepares each on both engines.
pub fn all() -> Vec<Sql> {
    QUESTIONS.values().flatten().map(|question| question.count).collect()
}

fn questions() -> BTreeMap<&'static str, Vec<Question>> {
    let mut of = BTreeMap::<&'static str, Vec<Question>>::new();
    for kind in registry::kinds() {
        for (target, conditions) in conditions(kind) {
            let question = question(target, kind.target.name, kind.target.table, &conditions.join(" or "));
            of.entry(target).or_default().push(question);
        }
    }
    for (target, condition) in OF_RELEASES {
        of.entry(target)
            .or_default()
            .push(question(target, "release", "release", condition));
    }
    for (target, condition) in OF_RELATIONSHIPS {
        let text = format!("select count(*) from relationship t where t.until is null and ({condition})");
        of.entry(target).or_default().push(Question {
            user: "relationship",
            count: kept(format!("entry.{target}.used_by_relationship"), text),
        });
    }
    of
}

fn question(target: &str, user: &'static str, table: &str, condition: &str) -> Question {
    let text = format!("select count(*) from {table} t where t.deleted_at is null and ({condition})");
    Question {
        user,
        count: kept(format!("entry.{target}.used_by_{user}"), text),
    }
}

/// For each target of a kind, the ways in which it refers to it.
fn conditions(kind: &'static Kind) -> BTreeMap<&'static str, Vec<String>> {
    let mut of = BTreeMap::<&'static str, Vec<String>>::new();
    for reference in registry::references(kind.fields) {
        of.entry(reference.target.name)
            .or_default()
            .push(match reference.through {
                Through::Column(column) => format!("t.{column} = $1"),
                Through::Tag(column) => {
                    let table = reference.target.table;
                    format!("t.{column} = (select x.tag from {table} x where x.id = $1)")
                }
                Through::Pairs(Links { table, own, other, .. }) => {
                    format!("exists (select 1 from {table} l where l.{own} = t.id and l.{other} = $1)")
                }
                Through::Rows(Rows { table, own, .. }, column) => {
                    format!("exists (select 1 from {table} r where r.{own} = t.id and r.{column} = $1)")
                }
            });
    }
    of
}
