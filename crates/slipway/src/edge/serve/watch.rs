//! What a connection is waiting for at the moment, and until when it may.
//! The stream, the bodies and the service of one connection report here; the connection asks after each step.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::Bounds;
use super::pace::Pace;

/// What the connection waits for the client to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    FirstByte,
    Header,
    /// A request is being answered; its body has a clock of its own, see `connection.rs`.
    Exchange,
    KeepAlive,
    /// The answer is complete and the rest of what the client sends is thrown away.
    Linger,
}

/// Why a connection was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stalled {
    In(Phase),
    Reading,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    since: Instant,
    /// Whether the body of the request was read to its end.
    is_body_read: bool,
    /// Since when the client takes no more of the answer.
    blocked_since: Option<Instant>,
    writing: Pace,
}

/// Shared by the parts of one connection, which all run in its one task.
#[derive(Debug)]
pub(super) struct Watch {
    bounds: Bounds,
    state: Mutex<State>,
}

impl Watch {
    pub(super) fn new(bounds: Bounds) -> Self {
        let writing = Pace::new(bounds.write_stall, bounds.bytes_a_second);
        let state = State {
            phase: Phase::FirstByte,
            since: Instant::now(),
            is_body_read: true,
            blocked_since: None,
            writing,
        };
        Self {
            bounds,
            state: Mutex::new(state),
        }
    }

    /// When the connection is to be given up, and why; later once the server is ending only for a request in flight.
    pub(super) fn due(&self, drain_began_at: Option<Instant>) -> Option<(Instant, Stalled)> {
        let bounds = &self.bounds;
        self.with(|state| {
            let allowed = match state.phase {
                Phase::FirstByte => Some(bounds.first_byte),
                Phase::Header => Some(bounds.header),
                Phase::KeepAlive => Some(bounds.keep_alive_idle),
                Phase::Linger => Some(bounds.linger),
                Phase::Exchange => None,
            };
            let waiting = allowed.map(|allowed| {
                let due = state.since + allowed;
                (
                    drain_began_at.map_or(due, |at| due.min(at + bounds.drain_quiet)),
                    Stalled::In(state.phase),
                )
            });
            let reading = state
                .blocked_since
                .map(|since| (since + state.writing.patience_left(), Stalled::Reading));
            waiting.into_iter().chain(reading).min_by_key(|(due, _)| *due)
        })
    }

    /// The header block of a request has been read.
    pub(super) fn exchange_begins(&self) {
        self.with(|state| {
            state.enter(Phase::Exchange);
            state.is_body_read = true;
            state.writing = Pace::new(self.bounds.write_stall, self.bounds.bytes_a_second);
        });
    }

    /// The request has a body, of which everything or something is still to come.
    pub(super) fn body_begins(&self) {
        self.with(|state| state.is_body_read = false);
    }

    pub(super) fn body_ended(&self) {
        self.with(|state| state.is_body_read = true);
    }

    /// Whether another request can follow on this connection: what is left of a body would stand before it.
    pub(super) fn may_go_on(&self) -> bool {
        self.with(|state| state.is_body_read)
    }

    fn bytes_arrived(&self) {
        self.with(|state| {
            if matches!(state.phase, Phase::FirstByte | Phase::KeepAlive) {
                state.enter(Phase::Header);
            }
        });
    }

    fn wrote(&self, outcome: &Poll<io::Result<usize>>) {
        self.with(|state| match outcome {
            Poll::Ready(Ok(n_bytes)) => {
                if let Some(since) = state.blocked_since.take() {
                    state.writing.waited(since.elapsed());
                }
                state.writing.moved(*n_bytes);
            }
            Poll::Ready(Err(_)) => {}
            Poll::Pending => state.blocked_since = state.blocked_since.or_else(|| Some(Instant::now())),
        });
    }

    fn with<T>(&self, step: impl FnOnce(&mut State) -> T) -> T {
        step(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn enter(&mut self, phase: Phase) {
        if self.phase != phase {
            self.phase = phase;
            self.since = Instant::now();
        }
    }
}

/// The socket of a connection, reporting what moves.
#[derive(Debug)]
pub(super) struct WatchedStream {
    stream: TcpStream,
    watch: Arc<Watch>,
    is_shut: bool,
}

impl WatchedStream {
    pub(super) fn new(stream: TcpStream, watch: Arc<Watch>) -> Self {
        Self {
            stream,
            watch,
            is_shut: false,
        }
    }
}

impl AsyncRead for WatchedStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let n_before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        if buf.filled().len() > n_before {
            self.watch.bytes_arrived();
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for WatchedStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.watch.wrote(&outcome);
        outcome
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.watch.wrote(&outcome);
        outcome
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    /// Ends our half, then reads on until the client ends its own: a socket closed over unread bytes is reset, and the
    /// reset can overtake the answer, so that a client told 413 would see a broken connection instead.
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.is_shut {
            ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
            self.is_shut = true;
            self.watch.with(|state| state.enter(Phase::Linger));
        }
        let mut thrown_away = [0; 8 * 1024];
        loop {
            let mut buf = ReadBuf::new(&mut thrown_away);
            ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buf))?;
            if buf.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
        }
    }
}

/// The body of an answer; dropping it, which hyper does when all of it is written or buffered, ends the exchange.
#[derive(Debug)]
pub(super) struct WatchedBody {
    body: Body,
    watch: Arc<Watch>,
}

impl WatchedBody {
    pub(super) fn new(body: Body, watch: Arc<Watch>) -> Self {
        Self { body, watch }
    }
}

impl Drop for WatchedBody {
    fn drop(&mut self) {
        self.watch.with(|state| {
            if state.phase == Phase::Exchange {
                state.enter(Phase::KeepAlive);
            }
        });
    }
}

impl HttpBody for WatchedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
