//! One release on paper (F056, O23): what its page says, with its whole history, its files and the way it went, in the
//! reader's language.

use axum::http::header;

mod additions;

pub(super) use self::additions::Answered;
use super::attachments::{self, FileShown};
use super::record::{self, RecordPage, Told};
use super::ribbon::StepShown;
use super::told::{ChangeShown, EventShown};
use crate::edge::headers::download::Content;
use crate::edge::{Call, Fault, Reply, Texts};
use crate::print::{Block, Document, Table, press};
use crate::release::activity::screen::shown::ActivityShown;
use crate::release::occurrence::query::{self as log, Asked};
use crate::release::occurrence::screen::{EntryShown, entry_shown};

/// What an address of a release ends in when its paper is meant.
const SUFFIX: &str = ".pdf";

/// The number of the release whose paper a call asks for; none when it asks for the release itself.
pub fn asked(call: &Call) -> Option<i64> {
    call.param("number").strip_suffix(SUFFIX)?.parse().ok()
}

/// Prints a release.
pub async fn answer(call: &Call, number: i64) -> Result<Reply, Fault> {
    let shown = call.clone();
    let (document, name) = call
        .app
        .look(&call.caller, move |look| {
            let told = record::whole(look, &shown, number)?;
            let page = record::view(&told, &shown)?;
            let name = format!("{}{SUFFIX}", told.number());
            Ok((document(&told, &page)?, name))
        })
        .await?;
    let language = document.language;
    let file = press::print(document).await?;
    Ok(Reply::file(name, Content::Pdf, file).with(header::CONTENT_LANGUAGE, language))
}

fn document(told: &Told<'_>, page: &RecordPage) -> Result<Document, Fault> {
    let t = page.t;
    let number = told.release().number;
    let kept = Kept {
        files: attachments::listed(told)?
            .iter()
            .map(|file| FileShown::of(file, number, t, &page.page))
            .collect(),
        log: whole_log(told, page)?,
        activities: additions::activities(told, page)?,
        checklists: additions::checklists(told, page)?,
        history: told.teller(&page.page).history(number, &told.events),
    };
    let printed = page.page.moment(told.look.at).words;
    let values = [
        ("when".into(), printed),
        ("who".into(), told.look.actor().name.clone()),
        ("zone".into(), page.page.zone.clone()),
    ];
    // The page fills these in, when it is known how many there are.
    let numbers = [
        ("page".into(), "{page}".to_owned()),
        ("pages".into(), "{pages}".to_owned()),
    ];
    Ok(Document {
        title: format!("{} {}", page.number, page.title),
        language: t.0.tag(),
        header: format!("{} · {}", page.number, page.title),
        footer: t.filled("paper-printed", &values),
        numbering: t.filled("paper-page", &numbers),
        blocks: blocks(page, &kept),
    })
}

/// What was kept about a release beside its own fields.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) files: Vec<FileShown>,
    pub(super) log: Vec<EntryShown>,
    pub(super) activities: Vec<ActivityShown>,
    pub(super) checklists: Vec<Answered>,
    pub(super) history: Vec<EventShown>,
}

fn whole_log(told: &Told<'_>, page: &RecordPage) -> Result<Vec<EntryShown>, Fault> {
    let mut entries = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let read = log::page(told.look.tx, told.release().id, &Asked::whole(cursor.as_deref()))?;
        let shown = read.entries.iter().map(|entry| entry_shown(page.t, &page.page, entry));
        entries.extend(shown);
        cursor = read.next;
        if cursor.is_none() {
            return Ok(entries);
        }
    }
}

/// The blocks of a release from top to bottom; what there is nothing of is left out.
pub(super) fn blocks(page: &RecordPage, kept: &Kept) -> Vec<Block> {
    let t = page.t;
    let states: Vec<&str> = page.states.iter().map(|state| state.label.as_str()).collect();
    let mut blocks = vec![
        Block::Title(page.title.clone()),
        Block::Lead(format!("{} · {}", page.number, states.join(" · "))),
        Block::Facts(strip(page)),
    ];
    for section in &page.sections {
        blocks.push(Block::Heading(section.title.clone()));
        let filled = section.facts.iter().filter(|fact| !fact.text.is_empty());
        blocks.push(Block::Facts(
            filled.map(|fact| (fact.label.clone(), fact.text.clone())).collect(),
        ));
        if !section.note.is_empty() {
            blocks.push(Block::Text(section.note.clone()));
        }
    }
    if !kept.files.is_empty() {
        blocks.push(Block::Heading(t.text("release-files")));
        blocks.push(Block::Table(files_table(t, &kept.files)));
    }
    if !kept.log.is_empty() {
        blocks.push(Block::Heading(t.text("log-title")));
        blocks.push(Block::Table(log_table(t, &kept.log)));
    }
    if !kept.activities.is_empty() {
        blocks.push(Block::Heading(t.text("activity-title")));
        blocks.push(Block::Table(additions::activities_table(t, &kept.activities)));
    }
    for answered in &kept.checklists {
        blocks.extend(additions::answered_blocks(t, answered));
    }
    blocks.push(Block::Heading(t.text("release-flow")));
    blocks.push(Block::Table(steps_table(t, &page.ribbon)));
    blocks.push(Block::Heading(t.text("release-history")));
    let proof = if page.is_verified {
        "release-verified"
    } else {
        "release-not-verified"
    };
    blocks.push(Block::Text(t.with(proof, "n", page.n_events)));
    blocks.push(Block::Table(history_table(t, &kept.history)));
    blocks
}

/// What stands in the strip of the page.
fn strip(page: &RecordPage) -> Vec<(String, String)> {
    let (t, strip) = (page.t, &page.strip);
    let responsible = if strip.responsible.is_empty() {
        t.text("person-nobody")
    } else {
        strip.responsible.clone()
    };
    let mut facts = vec![
        (
            t.text("release-priority"),
            format!("{} {}", strip.priority, strip.priority_word),
        ),
        (t.text("release-group"), strip.group.clone()),
        (t.text("release-responsible"), responsible),
    ];
    if let Some(deadline) = &strip.deadline {
        let said = joined([&deadline.words, &strip.left.words].map(String::as_str), " · ");
        facts.push((t.text("release-deadline"), said));
    }
    facts
}

fn files_table(t: Texts, files: &[FileShown]) -> Table {
    let row = |file: &FileShown| {
        let about = [&file.name, &file.description].map(String::as_str);
        let kind = [&file.kind, &file.phase].map(String::as_str);
        vec![
            joined(about, "\n"),
            joined(kind, " · "),
            file.size.clone(),
            joined([&file.who, &file.at.words].map(String::as_str), "\n"),
            // On paper the digest is what tells whether a file at hand is the one that is meant.
            file.digest.clone(),
        ]
    };
    Table {
        shares: vec![5, 3, 2, 3, 4],
        head: ["file-field-file", "file-field-kind", "file-size", "file-added"]
            .iter()
            .map(|key| t.text(key))
            .chain(["SHA-256".to_owned()])
            .collect(),
        rows: files.iter().map(row).collect(),
    }
}

fn log_table(t: Texts, log: &[EntryShown]) -> Table {
    let row = |entry: &EntryShown| {
        let contact = if entry.contact.is_empty() {
            String::new()
        } else {
            t.with("log-with", "name", entry.contact.as_str())
        };
        let what = [&entry.description, &entry.text, &contact].map(String::as_str);
        vec![
            entry.at.words.clone(),
            entry.who.clone(),
            joined([&entry.sort, &entry.spent].map(String::as_str), "\n"),
            joined(what, "\n"),
        ]
    };
    Table {
        shares: vec![3, 3, 3, 5],
        head: ["paper-when", "paper-who", "file-field-kind", "paper-what"]
            .map(|key| t.text(key))
            .to_vec(),
        rows: log.iter().map(row).collect(),
    }
}

fn steps_table(t: Texts, steps: &[StepShown]) -> Table {
    let row = |step: &StepShown| {
        let state = t.text(&format!("ribbon-{}", step.step));
        vec![step.name.clone(), state, step.note.clone()]
    };
    Table {
        shares: vec![3, 2, 5],
        head: ["release-task", "paper-state", "paper-note"]
            .map(|key| t.text(key))
            .to_vec(),
        rows: steps.iter().map(row).collect(),
    }
}

fn history_table(t: Texts, history: &[EventShown]) -> Table {
    Table {
        shares: vec![3, 3, 8],
        head: ["paper-when", "paper-who", "paper-what"]
            .map(|key| t.text(key))
            .to_vec(),
        rows: history.iter().map(|event| history_row(t, event)).collect(),
    }
}

/// An event with what was written and what it changed, a line each.
fn history_row(t: Texts, event: &EventShown) -> Vec<String> {
    let changes = event.changes.iter().map(|change| changed(t, change));
    let said = (!event.said.is_empty()).then(|| format!("“{}”", event.said));
    let lines: Vec<String> = std::iter::once(event.what.clone()).chain(said).chain(changes).collect();
    vec![event.at.words.clone(), event.who.clone(), lines.join("\n")]
}

fn changed(t: Texts, change: &ChangeShown) -> String {
    let new = if change.new.is_empty() {
        t.text("diff-none")
    } else {
        change.new.clone()
    };
    if change.old.is_empty() {
        return format!("{}: {new}", change.field);
    }
    let values = [
        ("field".into(), change.field.clone()),
        ("old".into(), change.old.clone()),
        ("new".into(), new),
    ];
    t.filled("paper-changed", &values)
}

pub(super) fn joined<const N: usize>(parts: [&str; N], between: &str) -> String {
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(between)
}
