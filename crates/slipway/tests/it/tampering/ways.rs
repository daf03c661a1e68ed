//! The ways in which a history is tampered with, thrown at random: by somebody with a shell on the database, who may
//! know how digests are made.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use proptest::prelude::*;
use proptest::sample::Index;
use slipway::audit::verify::{self, Verdict};
use slipway::audit::{self, Event};
use slipway_db::{Error, Sql, WriteTx, params};
use uuid::Uuid;

/// Kind, record and number of an event.
type Place = (String, Uuid, i64);

fn place(event: &Event) -> Place {
    (event.record_kind.clone(), event.record_id, event.seq)
}

/// What somebody with a shell on the database does to it, and which events that is about.
#[derive(Debug, Clone, Default)]
pub struct Tampering {
    deletes: Vec<Place>,
    inserts: Vec<Event>,
    /// Statements about one event or one record: `$1` kind, `$2` record, `$3` number.
    runs: Vec<(Sql, Place)>,
    about: Vec<Place>,
}

impl Tampering {
    /// These events become those.
    fn replacing(old: &[Event], new: &[Event]) -> Tampering {
        Tampering {
            deletes: old.iter().map(place).collect(),
            inserts: new.to_vec(),
            runs: Vec::new(),
            about: old.iter().chain(new).map(place).collect(),
        }
    }

    fn running(sql: Sql, place: Place) -> Tampering {
        Tampering {
            about: vec![place.clone()],
            runs: vec![(sql, place)],
            ..Tampering::default()
        }
    }

    pub fn commit(&self, tx: &WriteTx<'_>) -> Result<(), Error> {
        for (kind, id, seq) in &self.deletes {
            assert_eq!(tx.execute(DELETE, params![kind, id, seq])?, 1);
        }
        for event in &self.inserts {
            audit::store::insert(tx, event)?;
        }
        for (sql, (kind, id, seq)) in &self.runs {
            let all = params![kind, id, seq];
            let n_params = if sql.name().starts_with("record") { 1..2 } else { 0..3 };
            assert_eq!(tx.execute(*sql, &all[n_params])?, 1, "{}", sql.name());
        }
        Ok(())
    }

    /// Whether the verdict names an event of this one, or the one beside the gap, and no other record.
    pub fn is_named(&self, verdict: &Verdict) -> bool {
        let records: BTreeSet<Uuid> = self.about.iter().map(|(_, id, _)| *id).collect();
        // An id that cannot be read is nil; the gap that its event leaves names the record.
        let is_foreign = |broken: &verify::Broken| !broken.record_id.is_nil() && !records.contains(&broken.record_id);
        let is_near = |broken: &verify::Broken| {
            let is_beside = |(kind, id, seq): &Place| {
                *kind == broken.record_kind && *id == broken.record_id && (seq - broken.seq).abs() <= 1
            };
            self.about.iter().any(is_beside)
        };
        verdict.broken.iter().any(is_near) && !verdict.broken.iter().any(is_foreign)
    }
}

const DELETE: Sql = Sql::new(
    "event.delete",
    "delete from event where record_kind = $1 and record_id = $2 and seq = $3",
);

macro_rules! mangled {
    ($($column:literal = $value:literal),* $(,)?) => {
        &[$(Sql::new(
            concat!("event.mangle.", $column),
            concat!("update event set ", $column, " = ", $value, " where record_kind = $1 and record_id = $2 and seq = $3"),
        )),*]
    };
}

/// Bytes that are no value of their column at all: SQLite keeps what it is given.
const MANGLED: &[Sql] = mangled! {
    "record_kind" = "cast(x'ff' as text)", "record_id" = "x'00'", "id" = "x'ff'", "at" = "9223372036854775807",
    "actor" = "x'0102'", "actor_name" = "cast(x'fe41' as text)", "kind" = "cast(x'80' as text)",
    "changes" = "cast(x'c0' as text)", "note" = "cast(x'f5' as text)", "request_id" = "x''", "predecessor" = "x''",
    "digest" = "x'00ff'",
};

/// The record itself: written past its history, set back before its end, taken away.
const OF_RECORDS: &[(&str, Sql)] = &[
    (
        "release",
        Sql::new("record.on", "update release set revision = revision + 1 where id = $1"),
    ),
    (
        "release",
        Sql::new(
            "record.back",
            "update release set revision = revision - 1 where id = $1",
        ),
    ),
    (
        "token",
        Sql::new("record.away", "delete from access_token where id = $1"),
    ),
];

/// What is thrown for a tampering.
#[derive(Debug, Clone)]
pub struct Thrown {
    what: u8,
    which: Index,
    other: Index,
    salt: u64,
}

pub fn thrown() -> impl Strategy<Value = Thrown> {
    (0..N_WAYS, any::<Index>(), any::<Index>(), 1..u64::MAX).prop_map(|(what, which, other, salt)| Thrown {
        what,
        which,
        other,
        salt,
    })
}

/// The ways from which one is thrown; of the first, one a column of an event.
const N_WAYS: u8 = 26;

/// The histories of a company, and whether bytes can be put where no value is.
pub struct Histories {
    pub events: Vec<Event>,
    pub keeps_anything: bool,
}

impl Histories {
    fn of(&self, event: &Event) -> Vec<Event> {
        let is_of = |other: &&Event| other.record_kind == event.record_kind && other.record_id == event.record_id;
        self.events.iter().filter(is_of).cloned().collect()
    }

    pub fn tampering(&self, thrown: &Thrown) -> Tampering {
        let event = thrown.which.get(&self.events);
        let history = self.of(event);
        let (before, from) = history.split_at(usize::try_from(event.seq - 1).unwrap());
        let salt = thrown.salt;
        match thrown.what {
            column @ 0..13 => Tampering::replacing(std::slice::from_ref(event), &[altered(event, column, salt)]),
            13 => Tampering::replacing(std::slice::from_ref(event), &[]),
            14 => Tampering::replacing(from, &[]),
            15 => Tampering::replacing(&history, &[]),
            16 => self.swapped(event, thrown.other.get(&self.events)),
            17 => Tampering::replacing(&[], &[at_end(&history, renewed(event, salt))]),
            18 => Tampering::replacing(&[], &[sealed(at_end(&history, renewed(event, salt)))]),
            19 => Tampering::replacing(from, &pushed_in(before, from, salt)),
            20 => Tampering::replacing(from, &skipped(from)),
            21 => Tampering::replacing(&[], &[sealed(first(event, &event.record_kind, salt))]),
            22 => Tampering::replacing(&[], &[sealed(first(event, "rumour", salt))]),
            23 => self.of_record(thrown),
            _ if self.keeps_anything => Tampering::running(*thrown.other.get(MANGLED), place(event)),
            _ => Tampering::replacing(std::slice::from_ref(event), &[altered(event, 8, salt)]),
        }
    }

    /// Two events take each other's content.
    fn swapped(&self, one: &Event, other: &Event) -> Tampering {
        let other = if place(one) == place(other) {
            self.events.iter().find(|event| place(event) != place(one)).unwrap()
        } else {
            other
        };
        let at = |place: &Event, content: &Event| Event {
            record_kind: place.record_kind.clone(),
            record_id: place.record_id,
            seq: place.seq,
            ..content.clone()
        };
        Tampering::replacing(&[one.clone(), other.clone()], &[at(one, other), at(other, one)])
    }

    fn of_record(&self, thrown: &Thrown) -> Tampering {
        let (kind, sql) = thrown.other.get(OF_RECORDS);
        let of_kind: Vec<&Event> = self.events.iter().filter(|event| event.record_kind == *kind).collect();
        let last = self.of(of_kind[thrown.which.index(of_kind.len())]).pop().unwrap();
        Tampering::running(*sql, place(&last))
    }
}

/// The event with one column changed.
fn altered(event: &Event, column: u8, salt: u64) -> Event {
    let mut event = event.clone();
    let stranger = Uuid::from_u128(u128::from(salt));
    let distance = i64::try_from(salt % 1_000_000).unwrap() + 1_000;
    match column {
        0 => event.record_kind = bitten(&event.record_kind, salt),
        1 => event.record_id = stranger,
        2 => event.seq += distance,
        3 => event.id = stranger,
        4 => event.at += SignedDuration::from_micros(distance),
        5 => event.actor = event.actor.is_none().then_some(stranger),
        6 => event.actor_name = bitten(&event.actor_name, salt),
        7 => event.kind = bitten(&event.kind, salt),
        8 => event.changes = bitten(&event.changes, salt),
        9 => {
            event.note = match event.note {
                None => Some(String::new()),
                Some(note) => salt.is_multiple_of(2).then(|| bitten(&note, salt)),
            };
        }
        10 => event.request = stranger,
        11 => event.predecessor = flipped(&event.predecessor, salt),
        _ => event.digest = flipped(&event.digest, salt),
    }
    event
}

/// A text with one character put in, taken out or replaced.
fn bitten(text: &str, salt: u64) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = usize::try_from(salt).unwrap() % (characters.len() + 1);
    match characters.get(at).copied() {
        None => characters.push(' '),
        Some(_) if salt.is_multiple_of(3) => characters.insert(at, '~'),
        Some(_) if salt % 3 == 1 => drop(characters.remove(at)),
        Some(there) => characters[at] = if there == 'x' { 'y' } else { 'x' },
    }
    characters.into_iter().collect()
}

fn flipped(bytes: &[u8], salt: u64) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = usize::try_from(salt).unwrap() % bytes.len();
    bytes[at] ^= 1 << (salt % 8);
    bytes
}

/// The same under an id of its own, as no two events share one.
fn renewed(event: &Event, salt: u64) -> Event {
    Event {
        id: Uuid::from_u128(u128::from(salt)),
        ..event.clone()
    }
}

fn at_end(history: &[Event], event: Event) -> Event {
    let end = history.last().unwrap();
    Event {
        seq: end.seq + 1,
        predecessor: end.digest.clone(),
        ..event
    }
}

/// The first event of a record that there is not.
fn first(event: &Event, kind: &str, salt: u64) -> Event {
    Event {
        record_kind: kind.to_owned(),
        record_id: Uuid::from_u128(u128::from(salt)),
        seq: 1,
        predecessor: vec![0; 32],
        ..renewed(event, salt)
    }
}

/// With the digest that it would have had: the work of somebody who knows how.
fn sealed(event: Event) -> Event {
    Event {
        digest: audit::store::digest(&event).to_vec(),
        ..event
    }
}

/// A well-made event before these, which are numbered anew.
fn pushed_in(before: &[Event], from: &[Event], salt: u64) -> Vec<Event> {
    let new = sealed(Event {
        kind: "edited".to_owned(),
        predecessor: before.last().map_or_else(|| vec![0; 32], |event| event.digest.clone()),
        ..renewed(&from[0], salt)
    });
    let later = from.iter().map(|event| Event {
        seq: event.seq + 1,
        ..event.clone()
    });
    std::iter::once(new).chain(later).collect()
}

/// Without the first of these; the others close ranks.
fn skipped(from: &[Event]) -> Vec<Event> {
    from.iter()
        .skip(1)
        .map(|event| Event {
            seq: event.seq - 1,
            ..event.clone()
        })
        .collect()
}
