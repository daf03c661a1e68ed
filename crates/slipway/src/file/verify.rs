//! Reads every file again that the store names: part of `slipway verify`.

use std::io;

use slipway_db::{Db, ReadTx};
use uuid::Uuid;

use super::disk::{Digest, Disk};
use super::store::{self, Kept};
use crate::edge::Fault;

/// How many rows are read at once.
const PAGE: i64 = 1_000;

/// A file that is not what its row says.
#[derive(Debug)]
pub struct Spoilt {
    pub digest: Digest,
    pub what: Spoiling,
    /// The records it is attached to: kind, id, and the name of the file there.
    pub users: Vec<(String, Uuid, String)>,
}

/// How a file can be spoilt.
#[derive(Debug)]
pub enum Spoiling {
    Missing,
    /// Its content is another.
    Altered,
    Unreadable(io::Error),
}

/// What all files come to.
#[derive(Debug, Default)]
pub struct Verdict {
    pub n_files: u64,
    pub n_spoilt: u64,
    pub first: Option<Spoilt>,
}

/// Reads every file; `told` is called after each.
pub async fn all(db: &Db, disk: &Disk, told: impl Fn()) -> Result<Verdict, Fault> {
    let mut verdict = Verdict::default();
    let mut after = Vec::new();
    loop {
        let from = after.clone();
        let page = db
            .read(move |tx| Ok::<_, Fault>(store::files_after(tx, &from, PAGE)?))
            .await?;
        let Some(last) = page.last() else {
            return Ok(verdict);
        };
        after = last.digest.0.to_vec();
        for kept in page {
            verdict.n_files += 1;
            if let Some(what) = spoiling(disk, kept) {
                verdict.n_spoilt += 1;
                let digest = kept.digest;
                if verdict.first.is_none() {
                    let users = db
                        .read(move |tx: &ReadTx<'_>| Ok::<_, Fault>(store::users(tx, digest)?))
                        .await?;
                    verdict.first = Some(Spoilt { digest, what, users });
                }
            }
            told();
        }
    }
}

fn spoiling(disk: &Disk, kept: Kept) -> Option<Spoiling> {
    match disk.read_again(kept.digest) {
        Ok(digest) if digest == kept.digest => None,
        Ok(_) => Some(Spoiling::Altered),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(Spoiling::Missing),
        Err(error) => Some(Spoiling::Unreadable(error)),
    }
}
