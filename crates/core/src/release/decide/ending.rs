//! What has to be said about how a release ends, or why it does not (F045–F047, R14, R17).

use jiff::civil::Date;

use crate::flow::{Outcome, Status};
use crate::id::Id;
use crate::kind::SolutionCategory;
use crate::release::event::Ending;
use crate::release::record::Release;
use crate::release::refusal::{MissingField, Refusal};

/// What was said now, over what was said before: of this same outcome, for the reason of a refusal is no solution.
pub(super) fn said(
    release: &Release,
    outcome: Outcome,
    release_date: Option<Date>,
    solution_category: Option<Id<SolutionCategory>>,
    text: Option<&String>,
) -> Ending {
    let before = Some(&release.closing).filter(|_| stands_as(release.status, outcome));
    Ending {
        release_date: release_date.or(release.sheet.release_date),
        solution_category: solution_category.or_else(|| before?.solution_category),
        text: text.cloned().or_else(|| before?.text.clone()),
    }
}

/// Whether the situation was set to this outcome before (F048, F071).
fn stands_as(status: Status, outcome: Outcome) -> bool {
    matches!(
        (status, outcome),
        (Status::Solved, Outcome::Solved)
            | (Status::NotSolved, Outcome::NotSolved)
            | (Status::Canceled, Outcome::Canceled)
    )
}

/// What each outcome demands, given what was said with this command (F045–F047, R14, R17, B085, B086). All missing fields are named at once.
pub(super) fn demand(ending: &Ending, outcome: Outcome, said: Option<&String>) -> Result<(), Refusal> {
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
    // A reason given for an earlier refusal is no reason for this one, unless it is said again.
    let reason = match outcome {
        Outcome::NotSolved => said,
        Outcome::Advance | Outcome::Solved | Outcome::Canceled => ending.text.as_ref(),
    };
    let missing: Vec<MissingField> = wanted
        .iter()
        .copied()
        .filter(|field| match field {
            MissingField::ReleaseDate => ending.release_date.is_none(),
            MissingField::SolutionCategory => ending.solution_category.is_none(),
            MissingField::Closure => reason.is_none_or(|text| text.trim().is_empty()),
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
