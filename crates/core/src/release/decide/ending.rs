//! What has to be said about how a release ends, or why it does not (F045–F047, R14, R17).

use jiff::civil::Date;

use crate::flow::{Outcome, Status};
use crate::id::Id;
use crate::kind::SolutionCategory;
use crate::release::event::Ending;
use crate::release::record::Release;
use crate::release::refusal::{MissingField, Refusal};

/// What was said now. What was said when the situation was set counts on as long as the release stands in it: nobody says
/// twice how it was solved, and nobody's reason against it becomes somebody else's reason to cancel it (R14, R17).
pub(super) fn said(
    release: &Release,
    outcome: Outcome,
    release_date: Option<Date>,
    solution_category: Option<Id<SolutionCategory>>,
    text: Option<&String>,
) -> Ending {
    let stands = matches!(
        (outcome, release.status),
        (Outcome::Solved, Status::Solved) | (Outcome::Canceled, Status::Canceled)
    );
    let before = stands.then_some(&release.closing);
    Ending {
        release_date: release_date.or(release.sheet.release_date),
        solution_category: solution_category.or(before.and_then(|closing| closing.solution_category)),
        text: text
            .cloned()
            .or_else(|| before.and_then(|closing| closing.text.clone())),
    }
}

/// What each outcome demands (F045–F047, R14, R17, B085, B086). All missing fields are named at once.
pub(super) fn demand(ending: &Ending, outcome: Outcome) -> Result<(), Refusal> {
    let wanted: &[MissingField] = match outcome {
        Outcome::Advance => &[],
        Outcome::Solved => &[
            MissingField::ReleaseDate,
            MissingField::SolutionCategory,
            MissingField::Closure,
        ],
        Outcome::Canceled => &[MissingField::SolutionCategory, MissingField::Closure],
        Outcome::NotSolved => &[MissingField::Closure],
    };
    let missing: Vec<MissingField> = wanted
        .iter()
        .copied()
        .filter(|field| match field {
            MissingField::ReleaseDate => ending.release_date.is_none(),
            MissingField::SolutionCategory => ending.solution_category.is_none(),
            MissingField::Closure => ending.text.as_ref().is_none_or(|text| text.trim().is_empty()),
            // Asked of other commands.
            MissingField::PlannedEnd | MissingField::Deadline => false,
        })
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Missing(missing))
    }
}
