//! Slow and silent connections against the whole program (G15, G22): the router of every route on a real socket, with
//! short bounds. The bounds one by one are told in `edge/serve/tests.rs`.

use std::net::SocketAddr;
use std::time::Duration;

use slipway::edge::serve::{Bounds, Drained, listen, serve};
use slipway::edge::{Code, endpoint};
use slipway::wiring;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::support::World;

const SHORT: Duration = Duration::from_millis(200);
/// Far beyond every bound: what has not ended by then does not end.
const LONG: Duration = Duration::from_secs(20);
const N_CYCLES: usize = 3;
/// More than one of the bounds lets in at once, so that a connection that stays would be missed by those after it.
const N_AT_ONCE: usize = 16;

struct Served {
    address: SocketAddr,
    end: oneshot::Sender<()>,
    ended: JoinHandle<Drained>,
}

fn serving(world: &World) -> Served {
    let bounds = Bounds {
        n_connections: N_AT_ONCE,
        first_byte: SHORT,
        header: SHORT,
        body_idle: SHORT,
        keep_alive_idle: SHORT,
        ..Bounds::default()
    };
    let router = endpoint::router(&world.app, &wiring::routes());
    let _within = world.runtime().enter();
    let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = listener.local_addr().unwrap();
    let (end, ending) = oneshot::channel::<()>();
    let ended = tokio::spawn(serve(listener, router, bounds, async { drop(ending.await) }));
    Served { address, end, ended }
}

/// How a connection is kept without being used.
#[derive(Debug, Clone, Copy)]
enum Way {
    Silent,
    SlowHeader,
    SlowBody,
    Idle,
}

impl Way {
    const ALL: [Way; 4] = [Way::Silent, Way::SlowHeader, Way::SlowBody, Way::Idle];

    fn begins(self) -> &'static str {
        match self {
            Way::Silent => "",
            Way::SlowHeader => "GET /readyz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
            Way::SlowBody => {
                "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{"
            }
            Way::Idle => "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        }
    }

    /// What was answered before the connection was closed.
    fn is_told(self, answer: &str) -> bool {
        match self {
            Way::Silent => answer.is_empty(),
            Way::SlowHeader => answer.is_empty() || answer.starts_with("HTTP/1.1 408"),
            Way::SlowBody => answer.starts_with("HTTP/1.1 408") && answer.contains("request.timeout"),
            Way::Idle => answer.starts_with("HTTP/1.1 200"),
        }
    }
}

/// Opens a connection, begins, sends nothing more, and reads until the server has closed it.
async fn stall(address: SocketAddr, way: Way) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(way.begins().as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let closed = timeout(LONG, stream.read_to_end(&mut answer)).await;
    closed.unwrap_or_else(|_| panic!("{way:?} is still open")).unwrap();
    String::from_utf8(answer).unwrap()
}

#[test]
fn slow_and_silent_connections_are_ended_and_the_server_goes_on() {
    let world = World::on_sqlite();
    let served = serving(&world);
    world.runtime().block_on(async {
        for cycle in 0..N_CYCLES {
            for way in Way::ALL {
                let stalled: Vec<_> = (0..N_AT_ONCE)
                    .map(|_| tokio::spawn(stall(served.address, way)))
                    .collect();
                for one in stalled {
                    let answer = one.await.unwrap();
                    assert!(way.is_told(&answer), "cycle {cycle}, {way:?}: {answer}");
                }
                // Every place is free again: the next client is served at once.
                let answer = stall(served.address, Way::Idle).await;
                assert!(
                    answer.starts_with("HTTP/1.1 200"),
                    "cycle {cycle}, after {way:?}: {answer}"
                );
            }
        }
        let kept = TcpStream::connect(served.address).await.unwrap();
        served.end.send(()).unwrap();
        let drained = timeout(LONG, served.ended)
            .await
            .expect("one that is kept open delays no end")
            .unwrap();
        assert_eq!(drained.n_cut, 0);
        drop(kept);
    });
}

/// The answer to a request as it is sent, byte for byte.
async fn asked(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // A server that refuses early may close before it has read everything.
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = timeout(LONG, stream.read_to_end(&mut answer)).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn what_only_a_socket_can_send_is_refused_by_its_code() {
    let world = World::on_sqlite();
    let served = serving(&world);
    // Beyond our limit and within that of the HTTP library, which ends a connection without a word.
    let long = "a".repeat(34_000);
    for (request, code) in [
        (
            "GET /readyz HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(),
            Code::Host,
        ),
        (
            format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(9_000)),
            Code::UriTooLong,
        ),
        (
            format!("GET /readyz HTTP/1.1\r\nHost: localhost\r\nX-Long: {long}\r\n\r\n"),
            Code::HeadersTooLarge,
        ),
        (Way::SlowBody.begins().to_owned(), Code::TooSlow),
    ] {
        let answer = world.runtime().block_on(asked(served.address, &request));
        let told: String = answer.chars().take(300).collect();
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {}", code.status())),
            "{code:?}: {told}"
        );
        assert!(
            answer.contains(&format!("\"code\":\"{}\"", code.slug())),
            "{code:?}: {told}"
        );
    }
}

#[test]
fn nobody_chooses_the_address_they_are_throttled_by() {
    let world = World::on_sqlite();
    let served = serving(&world);
    let body = r#"{"login": "admin", "password": "wrong"}"#;
    let attempt = |n: usize| {
        format!(
            "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.0.2.{n}\r\nForwarded: for=192.0.2.{n}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
    };
    let answers = (1..40).map(|n| world.runtime().block_on(asked(served.address, &attempt(n))));
    let last = answers.into_iter().find(|answer| !answer.starts_with("HTTP/1.1 401"));
    let last = last.expect("another address in a header is no other caller");
    assert!(
        last.starts_with("HTTP/1.1 429") && last.contains("retry-after"),
        "{last}"
    );
}
