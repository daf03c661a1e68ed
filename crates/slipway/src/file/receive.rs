//! Takes a file in from a form: piece by piece to disk, its digest reckoned on the way, never in memory as a whole (G16).
//! Whether the caller may attach it was asked before the first byte was read.

use std::io;

use axum::body::Bytes;
use serde_json::Value;
use slipway_core::file::FileName;

use super::attachment::{About, New};
use super::disk::{Arrived, Arriving, Disk};
use super::query::Limits;
use crate::edge::call::tree_of;
use crate::edge::parts::{FilePart, Part, Parts};
use crate::edge::{Call, Code, Fault, FieldError, reader};

/// Under which name a form carries its file.
const FIELD: &str = "file";
/// Smaller pieces are put together to this size before they are written.
const PIECE_BYTES: usize = 64 * 1024;

/// A form with its file, if it had one.
#[derive(Debug, Default)]
pub struct Received {
    /// The plain fields, as [`Call::form`] gives them.
    pub fields: Value,
    pub file: Option<Sent>,
}

/// A file that is there whole, and the name it was sent under.
#[derive(Debug)]
pub struct Sent {
    pub name: FileName,
    arrived: Arrived,
}

/// A form that was refused on the way, with what had been read of it, so that a page can show it again.
#[derive(Debug)]
pub struct Broken {
    pub fields: Value,
    pub fault: Fault,
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Fault {
        broken.fault
    }
}

/// Receives a form with a file.
pub async fn receive(call: &Call, limits: &Limits) -> Result<Received, Broken> {
    let mut pairs = Vec::new();
    let outcome = all_parts(call, limits, &mut pairs).await;
    let fields = tree_of(pairs);
    match outcome {
        Ok(file) => Ok(Received { fields, file }),
        Err(fault) => Err(Broken { fields, fault }),
    }
}

async fn all_parts(call: &Call, limits: &Limits, pairs: &mut Vec<(String, String)>) -> Result<Option<Sent>, Fault> {
    let mut parts = Parts::of(call)?;
    // A program is told before it sends anything; of a page's form, the fields that come first are kept.
    if call.is_api() && parts.announce_more_than(limits.max_bytes) {
        return Err(too_large(limits));
    }
    let mut sent = None;
    while let Some(part) = parts.next().await? {
        match part {
            Part::Field { name, text } => pairs.push((name, text)),
            Part::File(part) if part.field != FIELD => return Err(wrong(&part.field, "unknown_field")),
            Part::File(_) if sent.is_some() => return Err(wrong(FIELD, "one_file")),
            Part::File(_) if parts.announce_more_than(limits.max_bytes) => return Err(too_large(limits)),
            Part::File(part) => sent = Some(take_in(call, limits, *part).await?),
        }
    }
    Ok(sent)
}

async fn take_in(call: &Call, limits: &Limits, mut part: FilePart) -> Result<Sent, Fault> {
    let name = FileName::of(&part.name);
    limits.admit(&name)?;
    let disk = Disk::at(&call.app.config().files);
    let mut arriving = blocking(move || disk.begin()).await?;
    let (mut pieces, mut n_bytes) = (Vec::new(), 0_u64);
    while let Some(piece) = part.piece().await? {
        n_bytes += piece.len() as u64;
        if n_bytes > limits.max_bytes {
            return Err(too_large(limits));
        }
        pieces.push(piece);
        if pieces.iter().map(Bytes::len).sum::<usize>() >= PIECE_BYTES {
            arriving = written(arriving, std::mem::take(&mut pieces)).await?;
        }
    }
    if n_bytes == 0 {
        return Err(wrong(FIELD, "empty_file"));
    }
    let arriving = written(arriving, pieces).await?;
    let arrived = blocking(move || arriving.finish()).await?;
    metrics::counter!("slipway_uploaded_bytes_total").increment(n_bytes);
    Ok(Sent { name, arrived })
}

/// Hashing and writing keep a thread busy, which must not be one of those that serve everybody.
async fn written(mut arriving: Arriving, pieces: Vec<Bytes>) -> Result<Arriving, Fault> {
    blocking(move || {
        pieces.iter().try_for_each(|piece| arriving.write(piece))?;
        Ok(arriving)
    })
    .await
}

impl Received {
    /// What was asked for, with everything that is wrong with it named at once. Where nothing is said of the file, it is
    /// what `usual` says.
    pub fn read(self, usual: &About) -> Result<(Sent, About), Fault> {
        let about = reader::read(&self.fields, |reader| super::query::about(reader, usual));
        match (self.file, about) {
            (Some(sent), Ok(about)) => Ok((sent, about)),
            (Some(_), Err(fault)) => Err(fault),
            (None, about) => {
                let mut errors = vec![FieldError::new(format!("/{FIELD}"), "required")];
                errors.extend(about.err().into_iter().flat_map(|fault| fault.errors));
                Err(Fault::invalid(errors))
            }
        }
    }
}

impl Sent {
    /// What tells this request from another with the same key: the body itself is not kept.
    pub fn fingerprint(&self, about: &About) -> Bytes {
        let (name, digest) = (&self.name, self.arrived.digest);
        let said = (about.description.as_deref(), about.kind.as_str(), about.phase.as_str());
        let activity = about.activity.map(|id| id.to_string());
        Bytes::from(format!("{digest} {name:?} {said:?} {activity:?}"))
    }

    /// Gives the file its place.
    pub async fn settled(self, disk: Disk, about: About) -> Result<New, Fault> {
        blocking(move || {
            disk.settle(&self.arrived)?;
            Ok(self.described(about, true))
        })
        .await
    }

    /// For a dry run: the file goes when this is over.
    pub fn rehearsed(self, about: About) -> New {
        self.described(about, false)
    }

    fn described(self, about: About, is_settled: bool) -> New {
        New {
            name: self.name,
            digest: self.arrived.digest,
            n_bytes: self.arrived.n_bytes,
            about,
            is_settled,
        }
    }
}

fn wrong(field: &str, code: &'static str) -> Fault {
    Fault::invalid(vec![FieldError::new(format!("/{field}"), code)])
}

fn too_large(limits: &Limits) -> Fault {
    Fault::new(Code::TooLarge).with("limit", limits.max_bytes)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, Fault> {
    let done = tokio::task::spawn_blocking(work).await.map_err(Fault::internal)?;
    done.map_err(|error| {
        let is_full = matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
        );
        if is_full {
            Fault::new(Code::Full).caused_by(error)
        } else {
            Fault::internal(error)
        }
    })
}
