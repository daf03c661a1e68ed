//! Finding, locking and opening the file of a store, and the settings of its connections.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, OpenFlags};

use crate::db::OpenError;

/// The path in `sqlite:path` or in an address that is a path.
pub(super) fn path_of(url: &str) -> Result<PathBuf, OpenError> {
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path.contains("://") || path.starts_with(':') {
        return Err(OpenError::Address { url: url.to_owned() });
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

/// Takes the store for this process alone. Creates its folder if there is none.
pub(super) fn lock(path: &Path) -> Result<File, OpenError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|source| OpenError::File {
        path: folder.to_owned(),
        source,
    })?;
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let lock_path = PathBuf::from(name);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock_path)
        .map_err(|source| OpenError::File {
            path: lock_path.clone(),
            source,
        })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: path.to_owned() }),
        Err(TryLockError::Error(source)) => Err(OpenError::File {
            path: lock_path,
            source,
        }),
    }
}

/// The one connection that writes.
pub(super) fn writer(path: &Path) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    connect(path, flags, "").map_err(|source| OpenError::Sqlite {
        path: path.to_owned(),
        source: Arc::new(source),
    })
}

/// A connection that cannot write, whatever statement it is given.
pub(super) fn reader(path: &Path) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    connect(path, flags, "pragma query_only = on;").map_err(|source| OpenError::Sqlite {
        path: path.to_owned(),
        source: Arc::new(source),
    })
}

/// Prepared statements that a connection keeps.
const KEPT_STATEMENTS: usize = 256;

/// `synchronous = full` flushes each commit to disk: `normal` lost acknowledged writes in power cuts.
/// The writer checkpoints by itself, hence `wal_autocheckpoint = 0`.
const SETTINGS: &str = "
    pragma busy_timeout = 5000;
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma foreign_keys = on;
    pragma wal_autocheckpoint = 0;
    pragma journal_size_limit = 67108864;
    pragma trusted_schema = off;
    pragma mmap_size = 0;
    pragma temp_store = memory;
    pragma cache_size = -65536;
";

fn connect(path: &Path, flags: OpenFlags, more: &str) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch(SETTINGS)?;
    connection.execute_batch(more)?;
    connection.set_prepared_statement_cache_capacity(KEPT_STATEMENTS);
    Ok(connection)
}
