//! Files on their way in: kept beside the files of releases until their import is done, so that it survives its server.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use axum::body::{Body, Bytes};
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::columns::Mapping;
use super::command::Sent;
use super::reading::Reading;
use super::rows::FILE;
use crate::edge::parts::FilePart;
use crate::edge::{Code, Fault, FieldError, limits};

/// Below the folder of files.
const FOLDER: &str = "imports";
/// What a file may have: a hundred times what a million items have.
const MOST_BYTES: u64 = 32 * 1024 * 1024 * 1024;
/// Smaller pieces are put together to this size before they are written.
const PIECE_BYTES: usize = 256 * 1024;

/// The folder of files that are being imported.
#[derive(Debug, Clone)]
pub struct Spool(PathBuf);

impl Spool {
    pub fn at(files: &Path) -> Spool {
        Spool(files.join(FOLDER))
    }

    fn path(&self, job: Uuid) -> PathBuf {
        self.0.join(job.to_string())
    }

    /// Opens the file of an import; none when it is not there.
    pub fn open(&self, job: Uuid) -> io::Result<Option<File>> {
        match File::open(self.path(job)) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub fn has(&self, job: Uuid) -> bool {
        self.path(job).exists()
    }

    /// Removes the file of an import; one that is not there is none to remove.
    pub fn remove(&self, job: Uuid) -> io::Result<()> {
        match fs::remove_file(self.path(job)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }

    fn begin(&self, job: Uuid) -> io::Result<Arriving> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.0)?;
        let (path, place) = (self.0.join(format!("{job}.part")), self.path(job));
        let mut options = OpenOptions::new();
        let file = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&path)?;
        Ok(Arriving {
            file,
            left_over: LeftOver(path),
            place,
            n_bytes: 0,
            hash: Sha256::new(),
        })
    }
}

/// A file that is there whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Arrived {
    n_bytes: u64,
    pub digest: [u8; 32],
}

impl Arrived {
    pub fn n_bytes(&self) -> i64 {
        i64::try_from(self.n_bytes).unwrap_or(i64::MAX)
    }
}

/// What is wrong with a file as a whole is told before anything is kept of it.
pub async fn checked(spool: &Spool, sent: &Sent, mapping: &Mapping) -> Result<(), Fault> {
    let (spool, sent, mapping) = (spool.clone(), sent.clone(), mapping.clone());
    let checking = tokio::task::spawn_blocking(move || {
        let file = spool.open(sent.id).map_err(Fault::internal)?;
        let file = file.ok_or_else(|| Fault::new(Code::NotFound))?;
        Reading::open((sent.import, sent.format), &mapping, file).map(drop)
    });
    checking.await.map_err(Fault::internal)?
}

/// A file on its way in. Dropped before its end, it leaves nothing.
struct Arriving {
    file: File,
    left_over: LeftOver,
    place: PathBuf,
    n_bytes: u64,
    hash: Sha256,
}

struct LeftOver(PathBuf);

impl Drop for LeftOver {
    fn drop(&mut self) {
        // Once it has its place, nothing is left here.
        let _ = fs::remove_file(&self.0);
    }
}

impl Arriving {
    async fn write(mut self, pieces: Vec<Bytes>) -> Result<Arriving, Fault> {
        self.n_bytes += pieces.iter().map(|piece| piece.len() as u64).sum::<u64>();
        if self.n_bytes > MOST_BYTES {
            return Err(Fault::new(Code::TooLarge).with("limit", MOST_BYTES));
        }
        blocking(move || {
            for piece in pieces {
                self.file.write_all(&piece)?;
                self.hash.update(&piece);
            }
            Ok(self)
        })
        .await
    }

    /// Makes the file durable under its name.
    async fn finish(self) -> Result<Arrived, Fault> {
        if self.n_bytes == 0 {
            return Err(Fault::invalid(vec![FieldError::new(FILE, "empty_file")]));
        }
        blocking(move || {
            self.file.sync_all()?;
            fs::rename(&self.left_over.0, &self.place)?;
            let folder = self.place.parent().unwrap_or(&self.place);
            File::open(folder)?.sync_all()?;
            Ok(Arrived {
                n_bytes: self.n_bytes,
                digest: self.hash.finalize().into(),
            })
        })
        .await
    }
}

/// Takes in the body of a request; answers what it is.
pub async fn take_body(spool: &Spool, job: Uuid, mut body: Body) -> Result<Arrived, Fault> {
    let spool = spool.clone();
    let mut arriving = blocking(move || spool.begin(job)).await?;
    let (mut pieces, mut n_waiting) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| Fault::from(limits::broken_off(error.into())))?;
        let Ok(piece) = frame.into_data() else { continue };
        n_waiting += piece.len();
        pieces.push(piece);
        if n_waiting >= PIECE_BYTES {
            arriving = arriving.write(std::mem::take(&mut pieces)).await?;
            n_waiting = 0;
        }
    }
    arriving.write(pieces).await?.finish().await
}

/// Takes in the file of a form; answers what it is.
pub async fn take_part(spool: &Spool, job: Uuid, mut part: FilePart) -> Result<Arrived, Fault> {
    let spool = spool.clone();
    let mut arriving = blocking(move || spool.begin(job)).await?;
    let (mut pieces, mut n_waiting) = (Vec::new(), 0);
    while let Some(piece) = part.piece().await? {
        n_waiting += piece.len();
        pieces.push(piece);
        if n_waiting >= PIECE_BYTES {
            arriving = arriving.write(std::mem::take(&mut pieces)).await?;
            n_waiting = 0;
        }
    }
    arriving.write(pieces).await?.finish().await
}

/// Disks keep a thread busy, which must not be one of those that serve everybody.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, Fault> {
    let done = tokio::task::spawn_blocking(work).await.map_err(Fault::internal)?;
    done.map_err(|error| {
        let is_full = matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
        if is_full {
            Fault::new(Code::Full).caused_by(error)
        } else {
            Fault::internal(error)
        }
    })
}
