//! Holds every history against itself: `slipway verify` and the page that says "chain verified".

use slipway_db::{Error, ReadTx, Sql, params};
use uuid::Uuid;

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
    /// The record has another revision than its history has events: the tail was cut or the record written past it.
    Tail,
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
    let broken = |what| Broken {
        record_kind: event.record_kind.clone(),
        record_id: event.record_id,
        seq: event.seq,
        what,
    };
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
    pub broken: Vec<Broken>,
}

/// Walks every history of the store. `visit` sees each record's last event, to hold it against the record itself.
pub fn all(tx: &ReadTx<'_>, mut visit: impl FnMut(&Event) -> Result<Option<Broken>, Error>) -> Result<Verdict, Error> {
    let mut verdict = Verdict::default();
    let mut last: Option<Event> = None;
    let mut spoilt = None;
    let mut finish = |last: &Option<Event>, verdict: &mut Verdict| -> Result<(), Error> {
        if let Some(event) = last {
            verdict.n_records += 1;
            verdict.broken.extend(visit(event)?);
        }
        Ok(())
    };
    store::each(tx, |event| {
        verdict.n_events += 1;
        let record = (event.record_kind.clone(), event.record_id);
        let continues = last
            .as_ref()
            .is_some_and(|before| (&before.record_kind, before.record_id) == (&record.0, record.1));
        if !continues {
            finish(&last, &mut verdict)?;
        }
        let expected = match &last {
            Some(before) if continues => (before.seq + 1, before.digest.clone()),
            _ => (1, vec![0; 32]),
        };
        // One break a record is enough: what follows it would only echo it.
        if spoilt.as_ref() != Some(&record)
            && let Err(broken) = link(&event, &expected)
        {
            verdict.broken.push(broken);
            spoilt = Some(record);
        }
        last = Some(event);
        Ok(())
    })?;
    finish(&last, &mut verdict)?;
    Ok(verdict)
}

/// The statements that tell the revision of a record, by the kind its history says.
#[derive(Debug)]
pub struct Tails {
    statements: Vec<(&'static str, Sql)>,
}

impl Tails {
    pub fn new(statements: Vec<(&'static str, Sql)>) -> Tails {
        Tails { statements }
    }

    /// Whether a record stands at the revision that its last event gave it. Events of a kind that nobody keeps are
    /// no record's.
    pub fn check(&self, tx: &ReadTx<'_>, last: &Event) -> Result<Option<Broken>, Error> {
        let Some((_, statement)) = self.statements.iter().find(|(kind, _)| *kind == last.record_kind) else {
            return Ok(None);
        };
        let revision = tx.query_opt(*statement, params![last.record_id], |row| row.get::<i64>(0))?;
        let broken = Broken {
            record_kind: last.record_kind.clone(),
            record_id: last.record_id,
            seq: last.seq,
            what: Break::Tail,
        };
        Ok((revision != Some(last.seq)).then_some(broken))
    }
}
