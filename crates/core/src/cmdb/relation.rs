//! Relationships between items as impact analysis sees them: which end suffers when the other fails.

use uuid::Uuid;

use crate::word::words;

words!(
    /// Which way failure travels along a relationship (`spec/api.md`, "CMDB").
    Failure {
        /// The source suffers when the target fails: "depends on", "runs on".
        TargetToSource = "target_to_source",
        /// The target suffers when the source fails.
        SourceToTarget = "source_to_target",
        /// Each suffers when the other fails.
        Both = "both",
        /// Neither does: the relationship is there to be seen.
        None = "none",
    }
);

/// A relationship between two items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Link {
    /// The source: "A depends on B" goes from A …
    pub from: Uuid,
    /// … to B.
    pub to: Uuid,
}

impl Failure {
    /// The ways failure takes along a relationship, each from the failing item to the one that suffers.
    pub fn ways(self, link: Link) -> impl Iterator<Item = (Uuid, Uuid)> {
        let forth = matches!(self, Failure::SourceToTarget | Failure::Both).then_some((link.from, link.to));
        let back = matches!(self, Failure::TargetToSource | Failure::Both).then_some((link.to, link.from));
        forth.into_iter().chain(back)
    }
}
