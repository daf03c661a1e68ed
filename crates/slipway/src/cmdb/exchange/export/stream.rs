//! An export on its way to a client: written by the thread that reads the store, piece by piece, as fast as the client
//! takes them.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::Frame;
use tokio::sync::{Semaphore, mpsc};

use super::{HOURS, Wish, write};
use crate::app::App;
use crate::edge::{Code, Fault};

/// An export holds a connection to the store for as long as its client takes: one at a time leaves the others to people.
static TURN: Semaphore = Semaphore::const_new(1);
/// How long a client waits for its turn before it is told to come again.
const PATIENCE: Duration = Duration::from_secs(5);
/// Pieces that wait for the client.
const WAITING: usize = 8;

/// The export as a body.
pub async fn stream(app: &App, wish: Wish) -> Result<Body, Fault> {
    let turn = tokio::time::timeout(PATIENCE, TURN.acquire()).await;
    let turn = turn.ok().and_then(Result::ok);
    let turn = turn.ok_or_else(|| Fault::new(Code::Unavailable).retry_after(30))?;
    let (sender, receiver) = mpsc::channel(WAITING);
    let app = app.clone();
    tokio::spawn(async move {
        let pieces = Pieces(sender.clone());
        let written = app
            .db()
            .read_within(HOURS, move |tx| write(tx, wish, &mut pieces.clone()).map(drop))
            .await;
        drop(turn);
        if let Err(fault) = written {
            tracing::warn!(cause = ?fault, "an export broke off");
            // The client must see that it did not get all of it.
            let _ = sender.send(Err(io::ErrorKind::UnexpectedEof.into())).await;
        }
    });
    Ok(Body::new(Export(receiver)))
}

/// The writer's end.
#[derive(Clone)]
struct Pieces(mpsc::Sender<io::Result<Bytes>>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes)));
        sent.map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The client's end.
struct Export(mpsc::Receiver<io::Result<Bytes>>);

impl HttpBody for Export {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0
            .poll_recv(cx)
            .map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}
