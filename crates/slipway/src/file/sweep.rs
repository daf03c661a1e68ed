//! Removes what nobody wants: files whose upload broke off with the server, and files that got their place but no row,
//! because the server was killed between the two. Both only after a grace, in which what is on its way arrives.

use std::time::{Duration, SystemTime};

use jiff::{SignedDuration, Timestamp};

use super::disk::{Digest, Disk};
use super::store::{self, Kept};
use crate::app::App;
use crate::edge::Fault;

/// How long a file may lie about before it is taken for forgotten: far longer than any upload lasts.
pub const GRACE: SignedDuration = SignedDuration::from_hours(24);

/// What a sweep removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    pub n_arriving: usize,
    pub n_orphans: usize,
}

/// The job.
pub async fn run(app: App) -> Result<(), Fault> {
    let swept = sweep(&app).await?;
    if swept != Swept::default() {
        tracing::info!(
            files.arriving = swept.n_arriving,
            files.orphans = swept.n_orphans,
            "removed files that nobody names"
        );
    }
    Ok(())
}

/// Removes what is older than the grace.
pub async fn sweep(app: &App) -> Result<Swept, Fault> {
    let before = instant(app.now().checked_sub(GRACE).unwrap_or(Timestamp::MIN));
    let disk = Disk::at(&app.config().files);
    let looking = disk.clone();
    let n_arriving = blocking(move || looking.clear_arriving(before)).await?;
    let mut swept = Swept {
        n_arriving,
        n_orphans: 0,
    };
    // A folder at a time, so that a million files are never in memory at once.
    for folder in 0..=u8::MAX {
        let looking = disk.clone();
        for digest in blocking(move || looking.older(folder, before)).await? {
            if is_orphan(app, digest).await? && removed(app, &disk, digest).await? {
                swept.n_orphans += 1;
            }
        }
    }
    Ok(swept)
}

async fn is_orphan(app: &App, digest: Digest) -> Result<bool, Fault> {
    let is_kept = app
        .db()
        .read(move |tx| Ok::<_, Fault>(store::is_kept(tx, digest)?))
        .await?;
    Ok(!is_kept)
}

/// Removes a file while its name is held: an upload of the same content that comes just now waits for the end of this
/// transaction, and then finds its file gone and says so, instead of naming a file that is not there.
async fn removed(app: &App, disk: &Disk, digest: Digest) -> Result<bool, Fault> {
    let disk = disk.clone();
    app.db()
        .keep_house(app.now(), move |tx| {
            let held = Kept { digest, n_bytes: 1 };
            if !store::keep_file(tx, held)? {
                return Ok(false);
            }
            disk.remove(digest).map_err(Fault::internal)?;
            store::forget_file(tx, digest)?;
            Ok::<_, Fault>(true)
        })
        .await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> std::io::Result<T> + Send + 'static) -> Result<T, Fault> {
    let done = tokio::task::spawn_blocking(work).await.map_err(Fault::internal)?;
    done.map_err(Fault::internal)
}

/// The same instant as file systems tell it.
fn instant(at: Timestamp) -> SystemTime {
    let since_epoch = u64::try_from(at.as_microsecond()).map_or(Duration::ZERO, Duration::from_micros);
    SystemTime::UNIX_EPOCH + since_epoch
}
