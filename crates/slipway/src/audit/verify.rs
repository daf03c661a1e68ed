//! Holds every history against itself: `slipway verify` and the page that says "chain verified".

use std::collections::BTreeMap;

use slipway_db::{Error, ReadTx, Row, Sql, params};
use uuid::Uuid;

use super::store::Unreadable;
use super::{Event, store};

/// The first thing that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub record_kind: String,
    pub record_id: Uuid,
    pub seq: i64,
    pub what: Break,
}

/// How a history can be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// An event is missing before this one, or this one stands twice.
    Sequence,
    /// The event does not name the digest of the one before it.
    Predecessor,
    /// The event's content is not what was written.
    Content,
    /// What stands there cannot be read as an event.
    Unreadable,
    /// The record has another revision than its history has events: the tail was cut or the record written past it.
    Tail,
    /// The record has no history at all.
    History,
    /// No record is of this kind.
    Kind,
}

impl Broken {
    fn at((record_kind, record_id, seq): (String, Uuid, i64), what: Break) -> Broken {
        Broken {
            record_kind,
            record_id,
            seq,
            what,
        }
    }
}

/// Holds the events of one record, oldest first, against each other.
pub fn chain(events: &[Event]) -> Result<(), Broken> {
    let mut expected: (i64, Vec<u8>) = (1, vec![0; 32]);
    for event in events {
        link(event, &expected)?;
        expected = (event.seq + 1, event.digest.clone());
    }
    Ok(())
}

fn link(event: &Event, (seq, predecessor): &(i64, Vec<u8>)) -> Result<(), Broken> {
    let broken = |what| Broken::at((event.record_kind.clone(), event.record_id, event.seq), what);
    if event.seq != *seq {
        return Err(broken(Break::Sequence));
    }
    if event.predecessor != *predecessor {
        return Err(broken(Break::Predecessor));
    }
    if store::digest(event).as_slice() != event.digest {
        return Err(broken(Break::Content));
    }
    Ok(())
}

/// What a whole store's histories come to.
#[derive(Debug, Default)]
pub struct Verdict {
    pub n_records: u64,
    pub n_events: u64,
    /// Of each record the first break: what follows it would only echo it.
    pub broken: Vec<Broken>,
}

/// Walks every history of the store and holds each against its record. `visit` is told of every record.
pub fn all(tx: &ReadTx<'_>, tails: &Tails, visit: impl FnMut()) -> Result<Verdict, Error> {
    let mut walk = Walk {
        verdict: Verdict::default(),
        ends: BTreeMap::new(),
        expected: (1, vec![0; 32]),
        visit,
    };
    store::each(tx, |read| {
        walk.step(read);
        Ok(())
    })?;
    let Walk { mut verdict, ends, .. } = walk;
    tails.check(tx, ends, &mut verdict.broken)?;
    Ok(verdict)
}

/// Where each history ends, by kind and record.
type Ends = BTreeMap<String, BTreeMap<Uuid, End>>;

/// Where a history ends, and whether it holds so far.
#[derive(Debug, Clone, Copy)]
struct End {
    seq: i64,
    holds: bool,
}

/// On the way through all events, record by record.
struct Walk<V> {
    verdict: Verdict,
    ends: Ends,
    /// What the next event of this record must be and name.
    expected: (i64, Vec<u8>),
    visit: V,
}

impl<V: FnMut()> Walk<V> {
    fn step(&mut self, read: Result<Event, Unreadable>) {
        self.verdict.n_events += 1;
        let place = match &read {
            Ok(event) => (event.record_kind.clone(), event.record_id, event.seq),
            Err(Unreadable { place, .. }) => place.clone(),
        };
        let holds = self.begin(&place);
        let linked = match read {
            Ok(event) => {
                let linked = link(&event, &self.expected);
                self.expected = (event.seq + 1, event.digest);
                linked
            }
            Err(unreadable) => {
                self.expected = (place.2 + 1, unreadable.digest);
                Err(Broken::at(place.clone(), Break::Unreadable))
            }
        };
        let end = End {
            seq: place.2,
            holds: holds && linked.is_ok(),
        };
        self.ends.entry(place.0).or_default().insert(place.1, end);
        self.verdict.broken.extend(linked.err().filter(|_| holds));
    }

    /// Comes to an event: the first of its record begins a new chain. Whether the record holds so far.
    fn begin(&mut self, (kind, id, _): &(String, Uuid, i64)) -> bool {
        if let Some(end) = self.ends.get(kind).and_then(|ends| ends.get(id)) {
            return end.holds;
        }
        self.verdict.n_records += 1;
        self.expected = (1, vec![0; 32]);
        (self.visit)();
        true
    }
}

/// Where the records of a kind are, with the revision that the last event of each gave it.
#[derive(Debug)]
pub struct Tail {
    pub kind: &'static str,
    /// What `id` reads, and the revision.
    pub records: Sql,
    pub id: fn(&Row<'_>) -> Result<Uuid, Error>,
}

impl Tail {
    /// Of a table: id and revision of every row.
    pub fn of_table(kind: &'static str, records: Sql) -> Tail {
        Tail {
            kind,
            records,
            id: |row| row.get(0),
        }
    }

    /// Holds every record against the end of its history, and takes those ends away.
    fn check(&self, tx: &ReadTx<'_>, ends: &mut Ends, broken: &mut Vec<Broken>) -> Result<(), Error> {
        let mut ends = ends.remove(self.kind).unwrap_or_default();
        tx.for_each::<Error>(self.records, params![], |row| {
            let (id, revision) = ((self.id)(row)?, row.get::<i64>(1)?);
            let place = |seq| (self.kind.to_owned(), id, seq);
            match ends.remove(&id) {
                None => broken.push(Broken::at(place(revision), Break::History)),
                Some(end) if end.holds && end.seq != revision => broken.push(Broken::at(place(end.seq), Break::Tail)),
                Some(_) => {}
            }
            Ok(())
        })?;
        broken.extend(without_record(self.kind, ends, Break::Tail));
        Ok(())
    }
}

/// How the ends of all histories are found in the records themselves.
#[derive(Debug)]
pub struct Tails {
    pub kept: Vec<Tail>,
    /// Kinds whose records keep no revision: only the chain itself is held.
    pub loose: &'static [&'static str],
}

impl Tails {
    fn check(&self, tx: &ReadTx<'_>, mut ends: Ends, broken: &mut Vec<Broken>) -> Result<(), Error> {
        for tail in &self.kept {
            tail.check(tx, &mut ends, broken)?;
        }
        ends.retain(|kind, _| !self.loose.contains(&kind.as_str()));
        for (kind, ends) in ends {
            broken.extend(without_record(&kind, ends, Break::Kind));
        }
        Ok(())
    }
}

/// Histories that no record has; those broken already are named already.
fn without_record(kind: &str, ends: BTreeMap<Uuid, End>, what: Break) -> impl Iterator<Item = Broken> {
    let holding = ends.into_iter().filter(|(_, end)| end.holds);
    holding.map(move |(id, end)| Broken::at((kind.to_owned(), id, end.seq), what))
}
