//! Writing into the work log: whole entries, simple execution records, and the note of whoever leaves a task.

use serde_json::{Value, json};
use slipway_core::policy::ReleaseAction;
use slipway_core::release::Release;
use uuid::Uuid;

use super::read::Wish;
use super::store::{self, Occurrence};
use crate::act::{Act, FieldChange, Happening};
use crate::edge::{Fault, FieldError, Precondition};
use crate::release::addition;

/// The event of an entry.
const ADDED: &str = "occurrence_added";
/// The longest description, as the start of a longer text.
const HEADLINE: usize = 80;

/// Adds an entry (O59), read once the caller's right is certain; answers it and the release's new revision.
pub fn register(
    act: &Act<'_>,
    number: i64,
    precondition: Precondition,
    read: impl FnOnce() -> Result<Wish, Fault>,
) -> Result<(Occurrence, i64), Fault> {
    addition::add(act, number, precondition, ReleaseAction::Note, |stored| {
        let wish = read()?;
        refuse_unknown(act, &wish)?;
        let occurrence = Occurrence {
            id: act.new_id(),
            release: stored.release.id,
            category: wish.category,
            origin: wish.origin,
            minutes: wish.minutes,
            description: wish.description,
            occurrence: wish.occurrence,
            contact: wish.contact,
            registered: (act.at, act.actor().account),
        };
        added(act, occurrence)
    })
}

/// Says at the first start which category and origin simple execution records take, whatever they are called.
pub fn keep_standard(act: &Act<'_>, category: Uuid, origin: Uuid) -> Result<(), Fault> {
    Ok(store::keep_standard(act.tx(), category, origin)?)
}

/// Adds a simple execution record: category Execution, origin System, no minutes (`functional.md` 2.6).
pub fn record(
    act: &Act<'_>,
    number: i64,
    precondition: Precondition,
    read: impl FnOnce() -> Result<String, Fault>,
) -> Result<(Occurrence, i64), Fault> {
    addition::add(act, number, precondition, ReleaseAction::Note, |stored| {
        let simple = simple(act, &stored.release, &read()?)?;
        let missing = || ["/category", "/origin"].map(|field| FieldError::new(field, "unknown_reference"));
        added(act, simple.ok_or_else(|| Fault::invalid(missing().to_vec()))?)
    })
}

/// What somebody says on leaving a task stands in the work log too, as part of the same event. Where the
/// installation has deleted the standard category or origin, the history alone keeps it.
pub fn of_note(act: &Act<'_>, release: &Release, note: &str) -> Result<Option<FieldChange>, Fault> {
    let Some(occurrence) = simple(act, release, note)? else {
        return Ok(None);
    };
    store::insert(act.tx(), &occurrence)?;
    Ok(Some(change(&occurrence)))
}

fn simple(act: &Act<'_>, release: &Release, text: &str) -> Result<Option<Occurrence>, Fault> {
    let Some(standard) = store::standard(act.tx())? else {
        return Ok(None);
    };
    Ok(Some(Occurrence {
        id: act.new_id(),
        release: release.id,
        category: standard.category,
        origin: standard.origin,
        minutes: 0,
        description: headline(text),
        occurrence: text.to_owned(),
        contact: act.actor().name.clone(),
        registered: (act.at, act.actor().account),
    }))
}

/// The first line of a text, cut where it is long.
fn headline(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    if line.chars().count() <= HEADLINE {
        return line.to_owned();
    }
    let cut: String = line.chars().take(HEADLINE).collect();
    format!("{}…", cut.trim_end())
}

fn added(act: &Act<'_>, occurrence: Occurrence) -> Result<(Occurrence, Happening), Fault> {
    store::insert(act.tx(), &occurrence)?;
    let happening = Happening {
        kind: ADDED.into(),
        changes: vec![change(&occurrence)],
        note: None,
    };
    Ok((occurrence, happening))
}

fn change(one: &Occurrence) -> FieldChange {
    FieldChange {
        field: format!("occurrences/{}", one.id),
        old: Value::Null,
        new: json!({
            "occurrence_category": one.category.to_string(),
            "occurrence_origin": one.origin.to_string(),
            "minutes": one.minutes,
            "description": one.description,
            "occurrence": one.occurrence,
            "contact": one.contact,
        }),
    }
}

fn refuse_unknown(act: &Act<'_>, wish: &Wish) -> Result<(), Fault> {
    let known = [
        ("/category", store::has_category(act.tx(), wish.category)?),
        ("/origin", store::has_origin(act.tx(), wish.origin)?),
    ];
    let errors: Vec<FieldError> = known
        .into_iter()
        .filter(|(_, is_known)| !is_known)
        .map(|(field, _)| FieldError::new(field, "unknown_reference"))
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Fault::invalid(errors))
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test may fail loudly"
    )]
    use super::headline;

    #[test]
    fn a_headline_is_the_first_line_and_cut_between_letters() {
        assert_eq!(headline("Nodes drained\nand updated"), "Nodes drained");
        let long = "é".repeat(81);
        assert_eq!(headline(&long), format!("{}…", "é".repeat(80)));
    }
}
