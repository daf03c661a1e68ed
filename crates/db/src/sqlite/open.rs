//! Finding, locking and opening the file of a store, and the settings of its connections.

use std::fs::{DirBuilder, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::db::{OpenError, without_password};

/// The path in `sqlite:path` or in an address that is a path.
pub(super) fn path_of(url: &str) -> Result<PathBuf, OpenError> {
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path.contains("://") || path.starts_with(':') {
        return Err(OpenError::Address {
            url: without_password(url),
        });
    }
    Ok(PathBuf::from(path))
}

/// SQLite before 3.51.3 can corrupt a file in write-ahead mode when two connections write or checkpoint at once.
const OLDEST: i32 = 3_051_003;

pub(super) fn check_library() -> Result<(), OpenError> {
    if is_sound(rusqlite::version_number()) {
        return Ok(());
    }
    Err(OpenError::OldSqlite {
        found: rusqlite::version().to_owned(),
    })
}

fn is_sound(version_number: i32) -> bool {
    version_number >= OLDEST
}

/// Takes the store for this process alone.
pub(super) fn lock(path: &Path) -> Result<File, OpenError> {
    // A store that is reached through a link is still the same store.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let lock_path = PathBuf::from(name);
    let unusable = |source| OpenError::File {
        path: lock_path.clone(),
        source,
    };
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock_path)
        .map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path }),
        Err(TryLockError::Error(source)) => Err(unusable(source)),
    }
}

/// Makes the folder of a store, for its owner alone, if there is none.
pub(super) fn make_folder(path: &Path) -> Result<(), OpenError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        // The name of a new folder is in the folder above, which has to reach the disk as well.
        .and_then(|()| {
            folder
                .parent()
                .filter(|above| !above.as_os_str().is_empty())
                .map_or(Ok(()), flush)
        })
        .map_err(|source| OpenError::File {
            path: folder.to_owned(),
            source,
        })
}

fn flush(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The one connection that writes.
pub(super) fn writer(path: &Path) -> Result<Connection, OpenError> {
    connect(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        "",
    )
}

/// A connection that cannot write, whatever statement it is given.
pub(super) fn reader(path: &Path) -> Result<Connection, OpenError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, "pragma query_only = on")
}

/// How long a connection waits for another process that holds the file, such as a backup tool.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Prepared statements that a connection keeps.
const KEPT_STATEMENTS: usize = 256;

/// `synchronous = full` flushes each commit to disk: `normal` lost acknowledged writes in power cuts.
/// The writer checkpoints by itself, hence `wal_autocheckpoint = 0`.
const SETTINGS: &str = "
    pragma synchronous = full;
    pragma foreign_keys = on;
    pragma wal_autocheckpoint = 0;
    pragma journal_size_limit = 67108864;
    pragma trusted_schema = off;
    pragma mmap_size = 0;
    pragma temp_store = memory;
    pragma cache_size = -65536;
";

fn connect(path: &Path, flags: OpenFlags, extra: &str) -> Result<Connection, OpenError> {
    let open = || {
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        let mode: String = connection.query_row("pragma journal_mode = wal", [], |row| row.get(0))?;
        connection.execute_batch(SETTINGS)?;
        connection.execute_batch(extra)?;
        connection.set_prepared_statement_cache_capacity(KEPT_STATEMENTS);
        Ok((connection, mode))
    };
    let (connection, mode) = open().map_err(|source: rusqlite::Error| OpenError::Sqlite {
        path: path.to_owned(),
        source: Arc::new(source),
    })?;
    // Where memory cannot be shared, as on some network file systems, SQLite silently keeps the old kind of journal.
    if mode == "wal" {
        Ok(connection)
    } else {
        Err(OpenError::NoLog { path: path.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::is_sound;

    #[test]
    fn a_library_with_the_write_ahead_bug_is_refused() {
        assert!(!is_sound(3_040_001), "3.40.1 of Debian 12");
        assert!(!is_sound(3_051_002), "the last one with the bug");
        assert!(is_sound(3_051_003));
        assert!(is_sound(4_000_000));
    }

    #[test]
    fn the_library_that_is_built_in_is_sound() {
        assert!(is_sound(rusqlite::version_number()));
    }
}
