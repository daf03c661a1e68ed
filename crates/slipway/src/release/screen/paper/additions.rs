//! What the paper of a release tells of its scheduled activities and its answered questionnaires (F056).

use serde_json::Value;

use super::super::record::{RecordPage, Told};
use super::super::words;
use super::joined;
use crate::edge::{Fault, Texts};
use crate::file;
use crate::print::{Block, Table};
use crate::questionnaire::asking::{self, AnsweredGroup, Say};
use crate::release::activity::screen::shown::{ActivityShown, Showing};
use crate::release::activity::store as activities;
use crate::release::checklist::screen::list::{SetShown, SignedShown};
use crate::release::checklist::{query, read};
use crate::release::subject;

/// A questionnaire with its answers.
#[derive(Debug)]
pub struct Answered {
    pub set: SetShown,
    pub groups: Vec<AnsweredGroup>,
}

/// Everything that was scheduled, in the order it is due.
pub fn activities(told: &Told<'_>, page: &RecordPage) -> Result<Vec<ActivityShown>, Fault> {
    let showing = Showing {
        t: page.t,
        frame: &page.page,
        numbering: &told.numbering,
    };
    let found = activities::of_release(told.look.tx, told.release().id)?;
    Ok(found.iter().map(|listed| showing.activity(listed)).collect())
}

/// Every set of answers, the latest first, each to the version of the form that was asked.
pub fn checklists(told: &Told<'_>, page: &RecordPage) -> Result<Vec<Answered>, Fault> {
    let (t, look, release) = (page.t, told.look, told.release());
    let files = file::query::of_record(look, subject(release.id))?;
    let file = |id: &str| {
        let found = files.iter().find(|file| file.id.to_string() == id);
        found.map_or_else(|| id.to_owned(), |file| file.name.clone())
    };
    let day = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |day| words::day(t, day));
    let mut answered = Vec::new();
    for set in query::sets(look.tx, release)? {
        let form = query::form_of(look.tx, &set)?.form;
        let answers = Value::Object(read::kept(&set.answers)?);
        answered.push(Answered {
            set: SetShown::of(told, &page.page, &set),
            groups: asking::answered(t, &form, &answers, Say { day: &day, file: &file }),
        });
    }
    Ok(answered)
}

pub fn activities_table(t: Texts, activities: &[ActivityShown]) -> Table {
    let row = |activity: &ActivityShown| {
        let situation = [&activity.situation.label, &activity.reported, &activity.said].map(String::as_str);
        vec![
            activity.at.words.clone(),
            joined([&activity.group, &activity.span].map(String::as_str), "\n"),
            activity.guidelines.clone(),
            joined(situation, "\n"),
        ]
    };
    Table {
        shares: vec![3, 3, 4, 4],
        head: [
            "activity-field-at",
            "activity-field-activity-group",
            "activity-field-guidelines",
            "activity-field-situation",
        ]
        .map(|key| t.text(key))
        .to_vec(),
        rows: activities.iter().map(row).collect(),
    }
}

/// The title of a questionnaire, who stands for the answers, and a table a group.
pub fn answered_blocks(t: Texts, answered: &Answered) -> Vec<Block> {
    let set = &answered.set;
    let mut blocks = vec![Block::Heading(set.title.clone()), Block::Facts(signed(t, set))];
    for group in &answered.groups {
        let rows = group.answers.iter().map(|one| {
            let answer = if one.answer.is_empty() {
                "–".to_owned()
            } else {
                one.answer.clone()
            };
            vec![one.question.clone(), answer]
        });
        blocks.push(Block::Table(Table {
            shares: vec![5, 6],
            head: vec![group.title.clone(), t.text("paper-answer")],
            rows: rows.collect(),
        }));
    }
    blocks
}

fn signed(t: Texts, set: &SetShown) -> Vec<(String, String)> {
    let said = |signed: &SignedShown| joined([&signed.who, &signed.at.words].map(String::as_str), " · ");
    let confirmed = set
        .confirmed
        .as_ref()
        .map_or_else(|| t.text("checklist-state-unconfirmed"), said);
    let facts = [
        (t.text("release-task"), set.task.clone()),
        (t.text("checklist-answered-by"), said(&set.answered)),
        (
            t.text("checklist-edited-by"),
            set.edited.as_ref().map(said).unwrap_or_default(),
        ),
        (t.text("checklist-state-confirmed"), confirmed),
    ];
    facts.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

#[cfg(test)]
impl Answered {
    /// One with every kind of answer.
    pub fn sample(t: Texts) -> Answered {
        let say = Say {
            day: &str::to_owned,
            file: &str::to_owned,
        };
        let form = crate::release::checklist::screen::tests::form();
        Answered {
            set: SetShown::sample(),
            groups: asking::answered(t, &form, &crate::release::checklist::screen::tests::answers(), say),
        }
    }
}
