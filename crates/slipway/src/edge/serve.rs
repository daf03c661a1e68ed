//! The accept loop: one task a connection, a bounded number of them, and an end that finishes what has begun.
//! How long a connection may take for what is in `connection.rs`; what a request means is the router's.
//!
//! `axum::serve` is not used: it closes no stalled connection, and one stalled connection keeps it from ending.

mod connection;
mod pace;
pub mod panics;
#[cfg(test)]
mod tests;
mod watch;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch as channel};
use tokio::task::{JoinError, JoinSet, unconstrained};
use tokio::time::{Instant, sleep, timeout_at};

use self::connection::Connection;

/// What a connection may take, and how the server ends.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Open connections at once; the kernel queues those beyond.
    pub n_connections: usize,
    /// From the connection to its first byte.
    pub first_byte: Duration,
    /// From the first byte of a request to the end of its header block, however it drips.
    pub header: Duration,
    /// For a body to go on; over the whole body the waits add up to no more than this plus what `bytes_a_second` earns.
    pub body_idle: Duration,
    /// From the end of an answer to the first byte of the next request.
    pub keep_alive_idle: Duration,
    /// For a client to read on, counted like `body_idle`.
    pub write_stall: Duration,
    /// The slowest transfer that is still served.
    pub bytes_a_second: u32,
    /// For a client to take its answer when the rest of its request is thrown away unread.
    pub linger: Duration,
    /// After the signal to end: for connections that are between requests to send one that was already on its way.
    pub drain_quiet: Duration,
    /// After the signal to end: for everything. A second below the promised 15, which the rest of the process needs.
    pub drain: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            n_connections: 2_048,
            first_byte: Duration::from_secs(10),
            header: Duration::from_secs(10),
            body_idle: Duration::from_secs(30),
            keep_alive_idle: Duration::from_secs(10),
            write_stall: Duration::from_secs(30),
            bytes_a_second: 1_024,
            linger: Duration::from_secs(1),
            drain_quiet: Duration::from_millis(500),
            drain: Duration::from_secs(14),
        }
    }
}

/// How serving ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drained {
    /// Connections that were still busy at the drain deadline and were cut.
    pub n_cut: usize,
}

/// Opens the listener as [`serve`] needs it: with a queue that survives a burst, and with little enough memory in the
/// kernel for each answer that two thousand clients who do not read cannot take gigabytes of it.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    const QUEUE: u32 = 4_096;
    const SEND_BUFFER_BYTES: u32 = 256 * 1024;
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    socket.set_reuseaddr(true)?;
    socket.set_send_buffer_size(SEND_BUFFER_BYTES)?;
    socket.bind(address)?;
    socket.listen(QUEUE)
}

/// Serves until `shutdown` completes, then stops accepting, finishes the requests in flight and returns.
pub async fn serve(listener: TcpListener, app: Router, bounds: Bounds, shutdown: impl Future<Output = ()>) -> Drained {
    let (begin_drain, drain) = channel::channel(None);
    let door = Door {
        listener,
        slots: Arc::new(Semaphore::new(bounds.n_connections)),
    };
    let mut hall = Hall {
        app,
        bounds,
        drain,
        connections: JoinSet::new(),
    };
    // Unconstrained: a task that yields after its share waits behind every busy connection, some forty accepts at a time,
    // while the kernel's queue overflows and turns clients away. The slots bound what one turn can take.
    unconstrained(hall.fill(&door, shutdown)).await;
    let began_at = Instant::now();
    begin_drain.send_replace(Some(began_at));
    // The kernel had already let some clients in; without this they would see their request thrown away.
    while let Ok(client) = timeout_at(began_at + SWEEP, door.next()).await {
        hall.admit(client);
    }
    drop(door);
    hall.empty(began_at + bounds.drain).await
}

/// For how long a server that is ending takes the connections that stand in the kernel's queue.
const SWEEP: Duration = Duration::from_millis(50);

/// Where connections come in.
struct Door {
    listener: TcpListener,
    slots: Arc<Semaphore>,
}

/// A connection that has its slot.
struct Client {
    stream: TcpStream,
    peer: SocketAddr,
    slot: Slot,
}

impl Door {
    /// Waits for a free slot first, so that no connection is taken from the kernel's queue only to wait here.
    async fn next(&self) -> Client {
        loop {
            let Ok(permit) = Arc::clone(&self.slots).acquire_owned().await else {
                // Nobody closes the semaphore; were it closed, no connection could be taken any more.
                std::future::pending().await
            };
            match self.listener.accept().await {
                Ok((stream, peer)) => {
                    return Client {
                        stream,
                        peer,
                        slot: Slot::taken(permit),
                    };
                }
                Err(error) => pause_after(&error).await,
            }
        }
    }
}

/// The connections, and what each of them needs.
struct Hall {
    app: Router,
    bounds: Bounds,
    drain: channel::Receiver<Option<Instant>>,
    connections: JoinSet<()>,
}

impl Hall {
    /// Takes connections until `shutdown`, and counts out those that end.
    async fn fill(&mut self, door: &Door, shutdown: impl Future<Output = ()>) {
        let mut shutdown = pin!(shutdown);
        loop {
            tokio::select! {
                biased;
                () = &mut shutdown => return,
                Some(ended) = self.connections.join_next() => note(ended),
                client = door.next() => self.admit(client),
            }
        }
    }

    fn admit(&mut self, Client { stream, peer, slot }: Client) {
        let connection = Connection {
            app: self.app.clone(),
            peer,
            bounds: self.bounds,
            drain: self.drain.clone(),
        };
        self.connections.spawn(async move {
            let ending = connection.run(stream).await;
            drop(slot);
            metrics::counter!("http_connections_ended_total", "how" => ending.name()).increment(1);
        });
    }

    async fn empty(mut self, deadline: Instant) -> Drained {
        while let Ok(Some(ended)) = timeout_at(deadline, self.connections.join_next()).await {
            note(ended);
        }
        let n_cut = self.connections.len();
        self.connections.shutdown().await;
        if n_cut > 0 {
            tracing::warn!(
                n_cut,
                "cut {n_cut} connections that were still busy at the drain deadline"
            );
        }
        Drained { n_cut }
    }
}

/// The place of one connection, given back and uncounted however the connection ends.
struct Slot {
    _permit: OwnedSemaphorePermit,
}

impl Slot {
    fn taken(permit: OwnedSemaphorePermit) -> Slot {
        metrics::gauge!("http_connections").increment(1);
        Slot { _permit: permit }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        metrics::gauge!("http_connections").decrement(1);
    }
}

/// A client that left while queued is nothing; anything else, above all too few file descriptors, needs time to pass.
async fn pause_after(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionReset) {
        tracing::warn!(%error, "could not accept a connection");
        sleep(Duration::from_millis(100)).await;
    }
}

fn note(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a connection ended by a panic outside the handlers");
    }
}
