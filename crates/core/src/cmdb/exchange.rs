//! What files of the CMDB are made of, and how far an import has come.

use crate::word::words;

words!(
    /// What a file is written in.
    Format {
        Csv = "csv",
        JsonLines = "jsonl",
    }
);

words!(
    /// What the rows of a file are, unless a row says otherwise.
    Import {
        Items = "cis",
        Relationships = "relationships",
    }
);

words!(
    /// What one row is.
    Record {
        Item = "ci",
        Relationship = "relationship",
        Characteristic = "characteristic",
        Type = "ci_type",
        Status = "ci_status",
        Group = "ci_group",
        RelationshipType = "relationship_type",
    }
);

words!(
    /// How far an import has come.
    Progress {
        /// The file is there; what its columns mean is still to be said.
        Prepared = "prepared",
        /// Going on, or to be gone on with after its server ended.
        Running = "running",
        /// Every row is accounted for.
        Done = "done",
        /// It ended before its file did, and can be resumed.
        Failed = "failed",
    }
);

impl Import {
    /// What a row is that does not say it.
    pub const fn record(self) -> Record {
        match self {
            Import::Items => Record::Item,
            Import::Relationships => Record::Relationship,
        }
    }
}
