//! Where documents are printed: on threads of their own, few at a time. Printing takes a core for as long as it lasts, and
//! a commit waits behind a busy core many times longer than its own work takes.

use std::num::NonZero;
use std::sync::LazyLock;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::Document;
use crate::edge::{Code, Fault};

/// How long somebody waits for their turn before they are told to come again.
const PATIENCE: Duration = Duration::from_secs(10);

/// One core stays free for everybody else.
static PRESSES: LazyLock<Semaphore> = LazyLock::new(|| {
    let n_cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    Semaphore::new(n_cores.saturating_sub(1).max(1))
});

/// Prints a document when there is a press free for it.
pub async fn print(document: Document) -> Result<Vec<u8>, Fault> {
    let turn = timeout(PATIENCE, PRESSES.acquire()).await;
    let Ok(Ok(turn)) = turn else {
        return Err(Fault::new(Code::Unavailable).retry_after(PATIENCE.as_secs()));
    };
    let printed = tokio::task::spawn_blocking(move || {
        let printed = document.pdf();
        drop(turn);
        printed
    });
    printed.await.map_err(Fault::internal)?.map_err(Fault::internal)
}
