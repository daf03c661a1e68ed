//! The marks of the release page's left menu: which sections are complete (F018).

use super::record::{Links, Release};
use crate::word::words;

words!(
    /// The sections of a release.
    Section {
        /// Who it is for.
        Requester = "requester",
        /// What it is.
        Release = "release",
        /// What it packages.
        Changes = "changes",
        /// How it is prepared.
        Planning = "planning",
        /// How it is rolled out.
        Deployment = "deployment",
        /// How it ended.
        Closure = "closure",
    }
);

/// Whether a section has all that it must have. The mandatory fields of the first sections cannot be saved empty, so
/// they are complete from registration on, except what the model demands on top.
pub fn is_complete(section: Section, release: &Release, links: Links, demands: Demands) -> bool {
    match section {
        Section::Requester | Section::Planning | Section::Deployment => true,
        Section::Release => !demands.description || release.sheet.description.is_some(),
        Section::Changes => links.has_change || !demands.change,
        Section::Closure => release.closing.solution_category.is_some() && release.closing.text.is_some(),
    }
}

/// What a model demands beyond the mandatory fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Demands {
    /// At least one linked change (R8).
    pub change: bool,
    /// A description (P07).
    pub description: bool,
}
