//! Files on disk, each under the SHA-256 of its content: `ab/cd/abcd…`, below the folder of the settings. What arrives is
//! written beside them first, made durable, and only then given its name (`reliability.md`, finding 8).

#[cfg(test)]
mod tests;

use std::fmt;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Where files lie until they have arrived whole: in the folder itself, so that naming one moves no bytes.
const ARRIVING: &str = "arriving";

/// The SHA-256 of a file's content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of these bytes of a row.
    pub fn of_row(bytes: &[u8]) -> Option<Digest> {
        bytes.try_into().ok().map(Digest)
    }

    /// The digest that names a file.
    fn of_name(name: &str) -> Option<Digest> {
        let mut digest = [0; 32];
        let pairs = name.as_bytes().chunks_exact(2);
        if name.len() != 64 || !name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        for (byte, pair) in digest.iter_mut().zip(pairs) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Digest(digest))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// The folder of files. Everything here blocks.
#[derive(Debug, Clone)]
pub struct Disk {
    folder: PathBuf,
}

impl Disk {
    pub fn at(folder: impl Into<PathBuf>) -> Disk {
        Disk { folder: folder.into() }
    }

    /// Where the file of a content lies.
    pub fn path(&self, digest: Digest) -> PathBuf {
        let name = digest.to_string();
        let (first, second) = (name.get(..2).unwrap_or_default(), name.get(2..4).unwrap_or_default());
        self.folder.join(first).join(second).join(&name)
    }

    /// Begins to take a file in.
    pub fn begin(&self) -> io::Result<Arriving> {
        let folder = self.folder.join(ARRIVING);
        make_folder(&folder)?;
        let path = folder.join(Uuid::now_v7().to_string());
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        Ok(Arriving {
            file,
            hash: Sha256::new(),
            n_bytes: 0,
            left_over: LeftOver(path),
        })
    }

    /// Gives a file that has arrived its place, where it survives a power cut. A file of the same content is replaced,
    /// which heals one that was spoilt.
    pub fn settle(&self, arrived: &Arrived) -> io::Result<()> {
        let path = self.path(arrived.digest);
        let second = path.parent().unwrap_or(&self.folder);
        let first = second.parent().unwrap_or(&self.folder);
        make_folder(second)?;
        fs::rename(&arrived.left_over.0, &path)?;
        // All of them each time: a folder that another upload has just made may not be durable yet.
        [second, first, &self.folder].into_iter().try_for_each(sync_folder)
    }

    /// Opens the file of a content, if it is there and as long as it should be.
    pub fn open(&self, digest: Digest, n_bytes: u64) -> io::Result<File> {
        let file = File::open(self.path(digest))?;
        if file.metadata()?.len() == n_bytes {
            Ok(file)
        } else {
            Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the file has another length",
            ))
        }
    }

    /// Whether the file of a content is there.
    pub fn has(&self, digest: Digest) -> bool {
        self.path(digest).exists()
    }

    /// Removes the file of a content; one that is not there is none to remove.
    pub fn remove(&self, digest: Digest) -> io::Result<()> {
        or_absent(fs::remove_file(self.path(digest)))
    }

    /// Reads a file again and answers what its content is now.
    pub fn read_again(&self, digest: Digest) -> io::Result<Digest> {
        let mut file = File::open(self.path(digest))?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 256 * 1024];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(Digest(hash.finalize().into())),
                n_read => hash.update(buffer.get(..n_read).unwrap_or_default()),
            }
        }
    }

    /// Removes what began to arrive before `before` and never did: its server was killed, or it would be done by now.
    /// Answers how many.
    pub fn clear_arriving(&self, before: SystemTime) -> io::Result<usize> {
        let mut n_removed = 0;
        for entry in entries(&self.folder.join(ARRIVING))? {
            if is_older(&entry, before)? {
                or_absent(fs::remove_file(entry.path()))?;
                n_removed += 1;
            }
        }
        Ok(n_removed)
    }

    /// The files that have lain in one of the 256 outer folders since before `before`.
    pub fn older(&self, folder: u8, before: SystemTime) -> io::Result<Vec<Digest>> {
        let mut found = Vec::new();
        for second in entries(&self.folder.join(format!("{folder:02x}")))? {
            for entry in entries(&second.path())? {
                let digest = entry.file_name().to_str().and_then(Digest::of_name);
                if let Some(digest) = digest.filter(|digest| self.path(*digest) == entry.path())
                    && is_older(&entry, before)?
                {
                    found.push(digest);
                }
            }
        }
        Ok(found)
    }
}

/// A file on its way in. Dropped before it has settled, it leaves nothing.
#[derive(Debug)]
pub struct Arriving {
    file: File,
    hash: Sha256,
    n_bytes: u64,
    left_over: LeftOver,
}

impl Arriving {
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.hash.update(bytes);
        self.n_bytes += bytes.len() as u64;
        Ok(())
    }

    /// All of it is there: the bytes are made durable.
    pub fn finish(self) -> io::Result<Arrived> {
        self.file.sync_all()?;
        Ok(Arrived {
            digest: Digest(self.hash.finalize().into()),
            n_bytes: self.n_bytes,
            left_over: self.left_over,
        })
    }
}

/// A file that is there whole and has no place yet.
#[derive(Debug)]
pub struct Arrived {
    pub digest: Digest,
    pub n_bytes: u64,
    left_over: LeftOver,
}

/// Removes a file that never got its place. One that did is gone from here.
#[derive(Debug)]
struct LeftOver(PathBuf);

impl Drop for LeftOver {
    fn drop(&mut self) {
        // What cannot be removed now is the sweep's.
        let _ = fs::remove_file(&self.0);
    }
}

/// Makes a folder for its owner alone, and those above it, where they are not there.
fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Makes the names in a folder survive a power cut.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// What lies in a folder; nothing in one that is not there.
fn entries(folder: &Path) -> io::Result<Vec<fs::DirEntry>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.collect(),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn is_older(entry: &fs::DirEntry, before: SystemTime) -> io::Result<bool> {
    match entry.metadata().and_then(|about| about.modified()) {
        Ok(modified) => Ok(modified < before),
        // Somebody else was faster.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn or_absent(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
