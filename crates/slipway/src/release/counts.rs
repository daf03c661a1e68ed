//! How much has been added to a release: the counters of its left menu and of the API. One line a room.

use slipway_core::id::Id;
use slipway_core::kind::Release;
use slipway_db::{Error, ReadTx, Sql, params, statements};

statements! {
    ACTIVITIES = "select count(*) from activity where release = $1";
    ATTACHMENTS = "select count(*) from attachment where record_kind = 'release' and record_id = $1 and deleted_at is null";
    OCCURRENCES = "select count(*) from occurrence where release = $1";
    QUESTIONNAIRES = "select count(*) from release_answer_set where release = $1";
}

/// What is counted, by the name of its room in addresses.
const ROOMS: &[(&str, Sql)] = &[
    ("activities", ACTIVITIES),
    ("attachments", ATTACHMENTS),
    ("occurrences", OCCURRENCES),
    ("questionnaires", QUESTIONNAIRES),
];

/// The counters of one release.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(Vec<(&'static str, i64)>);

impl Counts {
    /// Counts the rows of every room.
    pub fn of(tx: &ReadTx<'_>, release: Id<Release>) -> Result<Counts, Error> {
        let count = |(room, statement): &(&'static str, Sql)| {
            let n_rows: i64 = tx.query_one(*statement, params![release], |row| row.get(0))?;
            Ok((*room, n_rows))
        };
        ROOMS.iter().map(count).collect::<Result<_, Error>>().map(Counts)
    }

    /// How many there are in a room; none in one that is not counted.
    pub fn get(&self, room: &str) -> i64 {
        self.0.iter().find(|(known, _)| *known == room).map_or(0, |(_, n)| *n)
    }

    /// Every room with its count.
    pub fn each(&self) -> impl Iterator<Item = (&'static str, i64)> + '_ {
        self.0.iter().copied()
    }
}
