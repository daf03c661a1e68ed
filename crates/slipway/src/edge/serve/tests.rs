//! Raw sockets against short bounds: what is closed, what is not, and how serving ends.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::time::Duration;

use axum::extract::{ConnectInfo, Request};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Interval, interval, timeout};

use super::*;
use crate::edge::limits::{BODY_BYTES, BodyError, read_body};

/// The short bound of every wait here.
const SHORT: Duration = Duration::from_millis(200);
/// Far beyond every bound: what has not happened by then does not happen.
const LONG: Duration = Duration::from_secs(10);
/// Larger than what the kernel buffers between two sockets.
const N_LARGE: usize = 64 * 1024 * 1024;

/// Bounds that no test here reaches; each test shortens the one it is about.
fn calm() -> Bounds {
    Bounds {
        n_connections: 64,
        first_byte: LONG,
        header: LONG,
        body_idle: LONG,
        keep_alive_idle: LONG,
        write_stall: LONG,
        linger: LONG,
        drain_quiet: LONG,
        drain: LONG,
        ..Bounds::default()
    }
}

struct Served {
    address: SocketAddr,
    end: oneshot::Sender<()>,
    ended: JoinHandle<Drained>,
    /// Lets one request of `/gate` go on.
    gate: mpsc::Sender<()>,
}

impl Served {
    fn with(bounds: Bounds) -> Served {
        let (gate, opened) = mpsc::channel(1);
        let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let (end, ending) = oneshot::channel::<()>();
        let shutdown = async { drop(ending.await) };
        let ended = tokio::spawn(serve(listener, app(opened), bounds, shutdown));
        Served {
            address,
            end,
            ended,
            gate,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn send(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(bytes).await.unwrap();
        stream
    }

    async fn answer(&self, bytes: &[u8]) -> String {
        all(&mut self.send(bytes).await).await
    }

    async fn drained(self) -> Drained {
        self.end.send(()).unwrap();
        timeout(LONG, self.ended).await.expect("still serving").unwrap()
    }
}

fn app(opened: mpsc::Receiver<()>) -> Router {
    let opened = Arc::new(tokio::sync::Mutex::new(opened));
    Router::new()
        .route("/", get(|| async { "hello" }))
        .route(
            "/peer",
            get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() }),
        )
        .route("/slow", get(|| async { sleep(3 * SHORT).await }))
        .route(
            "/gate",
            get(|| async move { opened.lock().await.recv().await.map_or("closed", |()| "passed") }),
        )
        .route("/large", get(|| async { vec![0; N_LARGE] }))
        .route("/panic", get(|| async { panicking() }))
        .route("/read", post(read))
        .route("/unread", post(|| async { StatusCode::CONFLICT }))
        .layer(from_fn_with_state(apology as panics::Apology, panics::catch))
}

fn panicking() -> &'static str {
    panic!("a bug")
}

fn apology(parts: &axum::http::request::Parts) -> axum::response::Response {
    (StatusCode::INTERNAL_SERVER_ERROR, format!("sorry about {}", parts.uri)).into_response()
}

async fn read(request: Request) -> axum::response::Response {
    match read_body(request.into_body(), BODY_BYTES).await {
        Ok(read) => read.into_response(),
        Err(BodyError::TooLarge { .. }) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Err(BodyError::TimedOut) => StatusCode::REQUEST_TIMEOUT.into_response(),
        Err(BodyError::Unreadable(_)) => StatusCode::BAD_REQUEST.into_response(),
    }
}

const HELLO: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const HELLO_AND_CLOSE: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

/// Everything until the server closes, cleanly or not.
async fn all(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    drop(timeout(LONG, stream.read_to_end(&mut read)).await.expect("still open"));
    String::from_utf8(read).unwrap()
}

/// One answer of a connection that stays open, by its `Content-Length`.
async fn one(stream: &mut TcpStream) -> String {
    let mut read = String::new();
    while !is_whole(&read) {
        let byte = timeout(LONG, stream.read_u8())
            .await
            .expect("no answer")
            .expect("closed before the answer was whole");
        read.push(char::from(byte));
    }
    read
}

fn is_whole(answer: &str) -> bool {
    let Some((head, body)) = answer.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() == length.map_or(0, |length| length.parse().unwrap())
}

/// Writes a byte now and then until the server closes; how long that took.
async fn drip(stream: &mut TcpStream) -> Duration {
    let began_at = Instant::now();
    let mut now_and_then: Interval = interval(SHORT / 8);
    let mut sink = [0; 1024];
    let (mut reader, mut writer) = stream.split();
    let dripping = async {
        loop {
            tokio::select! {
                _ = now_and_then.tick() => if writer.write_all(b"a").await.is_err() { break },
                read = reader.read(&mut sink) => if matches!(read, Ok(0) | Err(_)) { break },
            }
        }
    };
    timeout(LONG, dripping).await.expect("still open");
    began_at.elapsed()
}

#[tokio::test]
async fn a_silent_connection_is_closed() {
    let served = Served::with(Bounds {
        first_byte: SHORT,
        ..calm()
    });
    let began_at = Instant::now();
    assert_eq!(all(&mut served.connect().await).await, "");
    assert!(began_at.elapsed() >= SHORT);
}

#[tokio::test]
async fn a_partial_header_is_closed() {
    let served = Served::with(Bounds {
        header: SHORT,
        ..calm()
    });
    assert_eq!(served.answer(b"GET / HTTP/1.1\r\nHost: x\r\n").await, "");
}

#[tokio::test]
async fn a_dripped_header_is_closed_although_it_goes_on() {
    let served = Served::with(Bounds {
        header: SHORT,
        ..calm()
    });
    let mut stream = served.send(b"GET / HTTP/1.1\r\nX: ").await;
    let took = drip(&mut stream).await;
    assert!((SHORT..LONG / 2).contains(&took), "{took:?}");
}

#[tokio::test]
async fn a_dripped_second_header_is_closed_too() {
    let served = Served::with(Bounds {
        header: SHORT,
        ..calm()
    });
    let mut stream = served.send(HELLO).await;
    one(&mut stream).await;
    stream.write_all(b"GET / HTTP/1.1\r\nX: ").await.unwrap();
    assert!(drip(&mut stream).await < LONG / 2);
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_its_answer() {
    let served = Served::with(Bounds {
        keep_alive_idle: SHORT,
        ..calm()
    });
    let mut stream = served.send(HELLO).await;
    assert!(one(&mut stream).await.ends_with("hello"));
    let idle_since = Instant::now();
    assert_eq!(all(&mut stream).await, "");
    assert!((SHORT / 2..LONG / 2).contains(&idle_since.elapsed()));
}

#[tokio::test]
async fn a_stalled_body_is_told_408_and_closed() {
    let served = Served::with(Bounds {
        body_idle: SHORT,
        ..calm()
    });
    let answer = served
        .answer(b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        .await;
    assert!(
        answer.starts_with("HTTP/1.1 408 ") && answer.contains("connection: close"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_dripped_body_is_closed_although_it_goes_on() {
    let served = Served::with(Bounds {
        body_idle: SHORT,
        ..calm()
    });
    let mut stream = served
        .send(b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
        .await;
    assert!(drip(&mut stream).await < LONG / 2);
}

#[tokio::test]
async fn a_client_that_does_not_read_is_closed() {
    let served = Served::with(Bounds {
        write_stall: SHORT,
        ..calm()
    });
    let mut stream = served
        .send(b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .await;
    sleep(4 * SHORT).await;
    assert!(all(&mut stream).await.len() < N_LARGE);
    let calm = Served::with(calm());
    let mut quick = calm
        .send(b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .await;
    assert!(
        all(&mut quick).await.len() > N_LARGE,
        "a client that reads gets it whole"
    );
}

#[tokio::test]
async fn a_handler_may_take_longer_than_a_client() {
    let served = Served::with(Bounds {
        first_byte: SHORT,
        header: SHORT,
        body_idle: SHORT,
        keep_alive_idle: SHORT,
        write_stall: SHORT,
        linger: SHORT,
        ..calm()
    });
    let answer = served
        .answer(b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[tokio::test]
async fn a_body_may_take_longer_than_a_header() {
    let served = Served::with(Bounds {
        first_byte: SHORT,
        header: SHORT,
        keep_alive_idle: SHORT,
        ..calm()
    });
    let mut stream = served
        .send(b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nConnection: close\r\n\r\n")
        .await;
    for _ in 0..9 {
        sleep(SHORT / 3).await;
        stream.write_all(b"a").await.unwrap();
    }
    assert!(all(&mut stream).await.ends_with("aaaaaaaaa"));
}

#[tokio::test]
async fn requests_follow_each_other_and_may_be_pipelined() {
    let served = Served::with(calm());
    let mut stream = served.connect().await;
    for _ in 0..3 {
        stream.write_all(HELLO).await.unwrap();
        assert!(one(&mut stream).await.ends_with("hello"));
    }
    stream
        .write_all(
            &[
                HELLO,
                b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
                HELLO_AND_CLOSE,
            ]
            .concat(),
        )
        .await
        .unwrap();
    assert!(one(&mut stream).await.ends_with("hello"));
    assert!(one(&mut stream).await.ends_with("abc"));
    let last = all(&mut stream).await;
    assert!(last.ends_with("hello") && last.contains("connection: close"), "{last}");
}

#[tokio::test]
async fn handlers_learn_the_address_of_the_peer() {
    let served = Served::with(calm());
    let mut stream = served.send(b"GET /peer HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(
        one(&mut stream)
            .await
            .ends_with(&stream.local_addr().unwrap().to_string())
    );
}

#[tokio::test]
async fn a_panic_is_answered_and_the_connection_lives() {
    let served = Served::with(calm());
    let mut stream = served.send(b"GET /panic HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let answer = one(&mut stream).await;
    assert!(
        answer.starts_with("HTTP/1.1 500 ") && answer.ends_with("sorry about /panic"),
        "{answer}"
    );
    stream.write_all(HELLO).await.unwrap();
    assert!(one(&mut stream).await.ends_with("hello"));
}

#[tokio::test]
async fn addresses_and_headers_have_limits() {
    let served = Served::with(calm());
    let url = |length: usize| {
        format!(
            "GET /{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "a".repeat(length - 1)
        )
    };
    let header = |length: usize| {
        format!(
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: {}\r\n\r\n",
            "a".repeat(length)
        )
    };
    for (request, status) in [
        (url(8 * 1024), 404),
        (url(8 * 1024 + 1), 414),
        (url(30 * 1024), 414),
        (header(32 * 1024 - 100), 200),
        (header(32 * 1024), 431),
        (header(600 * 1024), 431),
        ("GET / HTTP/1.1\r\n".to_owned() + &"X: y\r\n".repeat(200) + "\r\n", 431),
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(), 400),
        (
            "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n".to_owned(),
            400,
        ),
    ] {
        let answer = served.answer(request.as_bytes()).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{status}, not {answer}"
        );
    }
}

#[tokio::test]
async fn garbage_is_refused_and_the_server_lives() {
    let served = Served::with(calm());
    let garbage: [&[u8]; 9] = [
        b"\0\0\0\0\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n",
        b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /read HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /read HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ];
    for bytes in garbage {
        let answer = served.answer(bytes).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 400 "),
            "{} → {answer}",
            bytes.escape_ascii()
        );
        assert!(served.answer(HELLO_AND_CLOSE).await.ends_with("hello"));
    }
    let smuggling = b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n";
    assert_eq!(served.answer(smuggling).await.matches("HTTP/1.1").count(), 1);
}

#[tokio::test]
async fn an_early_refusal_reaches_a_client_that_is_still_sending() {
    let served = Served::with(calm());
    for path in ["/read", "/unread"] {
        let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {N_LARGE}\r\n\r\n");
        let mut stream = served.send(head.as_bytes()).await;
        stream.write_all(&vec![0; N_LARGE]).await.expect("reset while sending");
        let mut first = [0; 12];
        stream.read_exact(&mut first).await.expect("reset before the answer");
        assert!(
            matches!(&first, b"HTTP/1.1 413" | b"HTTP/1.1 409"),
            "{}",
            first.escape_ascii()
        );
    }
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_for_a_free_one() {
    let served = Served::with(Bounds {
        n_connections: 1,
        ..calm()
    });
    let holder = served.connect().await;
    let mut waiting = served.send(HELLO_AND_CLOSE).await;
    assert!(
        timeout(2 * SHORT, waiting.read_u8()).await.is_err(),
        "served beside the first"
    );
    drop(holder);
    assert!(all(&mut waiting).await.ends_with("hello"));
}

#[tokio::test]
async fn ending_finishes_what_is_in_flight_and_does_not_wait_for_the_stalled() {
    let patient = Bounds {
        drain_quiet: SHORT,
        ..calm()
    };
    let served = Served::with(patient);
    let _silent = served.connect().await;
    let _partial = served.send(b"GET / HT").await;
    let mut idle = served.send(HELLO).await;
    one(&mut idle).await;
    let mut in_flight = served.send(b"GET /gate HTTP/1.1\r\nHost: x\r\n\r\n").await;
    wait_until_asked(&served).await;

    let Served {
        address,
        end,
        ended,
        gate,
    } = served;
    end.send(()).unwrap();
    refused(address).await;
    gate.send(()).await.unwrap();
    let answer = all(&mut in_flight).await;
    assert!(
        answer.ends_with("passed") && answer.contains("connection: close"),
        "{answer}"
    );
    let began_at = Instant::now();
    assert_eq!(timeout(LONG, ended).await.unwrap().unwrap(), Drained { n_cut: 0 });
    assert!(began_at.elapsed() < LONG / 2);
}

/// The request in flight has reached its handler once another one on a new connection has been answered after it.
async fn wait_until_asked(served: &Served) {
    assert!(served.answer(HELLO_AND_CLOSE).await.ends_with("hello"));
}

/// Returns once the listener is closed.
async fn refused(address: SocketAddr) {
    let refused = async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    timeout(LONG, refused).await.expect("still accepting");
}

#[tokio::test]
async fn a_request_that_crosses_the_signal_to_end_is_served() {
    let served = Served::with(calm());
    let mut idle = served.send(HELLO).await;
    one(&mut idle).await;
    let Served { end, ended, .. } = served;
    end.send(()).unwrap();
    idle.write_all(HELLO).await.unwrap();
    let answer = all(&mut idle).await;
    assert!(
        answer.ends_with("hello") && answer.contains("connection: close"),
        "{answer}"
    );
    drop(idle);
    assert_eq!(ended.await.unwrap(), Drained { n_cut: 0 });
}

#[tokio::test]
async fn a_client_in_the_queue_of_the_kernel_is_still_served() {
    let served = Served::with(calm());
    // The one thread of this test never lets the server run between the connection and the signal.
    let mut queued = std::net::TcpStream::connect(served.address).unwrap();
    std::io::Write::write_all(&mut queued, HELLO).unwrap();
    let Served { end, ended, .. } = served;
    end.send(()).unwrap();
    queued.set_nonblocking(true).unwrap();
    let mut queued = TcpStream::from_std(queued).unwrap();
    assert!(all(&mut queued).await.ends_with("hello"));
    drop(queued);
    assert_eq!(ended.await.unwrap(), Drained { n_cut: 0 });
}

#[tokio::test]
async fn a_request_without_end_is_cut_at_the_deadline() {
    let served = Served::with(Bounds {
        drain: 4 * SHORT,
        ..calm()
    });
    let mut endless = served.send(b"GET /gate HTTP/1.1\r\nHost: x\r\n\r\n").await;
    wait_until_asked(&served).await;
    let began_at = Instant::now();
    let gate = served.gate.clone();
    assert_eq!(served.drained().await, Drained { n_cut: 1 });
    assert!(
        (3 * SHORT..LONG / 2).contains(&began_at.elapsed()),
        "{:?}",
        began_at.elapsed()
    );
    assert_eq!(all(&mut endless).await, "");
    drop(gate);
}

#[tokio::test]
async fn an_unused_server_ends_at_once() {
    let served = Served::with(calm());
    assert_eq!(served.drained().await, Drained { n_cut: 0 });
}

#[tokio::test]
async fn a_body_may_be_streamed() {
    let served = Served::with(calm());
    let chunked = b"POST /read HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
    let mut stream = served.send(chunked).await;
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").await.unwrap();
    assert!(all(&mut stream).await.ends_with("abcde"));
}
