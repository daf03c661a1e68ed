//! Uploads over real sockets: a client that stops sending is cut off, one that goes away leaves nothing (G15, G16, G22).

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use slipway::edge::serve::{Bounds, listen, serve};
use tokio::sync::oneshot;

use super::on_disk;
use crate::support::World;

const IDLE: Duration = Duration::from_millis(400);

/// The world on a socket, with a short patience for bodies.
fn served(world: &World) -> (SocketAddr, oneshot::Sender<()>) {
    let (end, ending) = oneshot::channel::<()>();
    let bounds = Bounds {
        body_idle: IDLE,
        ..Bounds::default()
    };
    let entered = world.runtime().enter();
    let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = listener.local_addr().unwrap();
    let router = world.ada.router.clone();
    world
        .runtime()
        .spawn(serve(listener, router, bounds, async { drop(ending.await) }));
    drop(entered);
    (address, end)
}

/// Begins an upload of ten megabytes and sends two of them.
fn begun(world: &World, address: SocketAddr) -> TcpStream {
    let token = world.ada.token.clone().unwrap();
    let head = format!(
        "POST /api/v1/releases/1/attachments HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: multipart/form-data; boundary=xyz\r\nContent-Length: 10000000\r\n\r\n\
         --xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"
    );
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&vec![7; 2_000_000]).unwrap();
    stream
}

/// Waits until a condition holds, and panics when it does not within ten seconds.
fn until(what: &str, holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(10), "{what}");
        #[expect(
            clippy::disallowed_methods,
            reason = "another process of the operating system is waited for"
        )]
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_client_that_stops_sending_is_told_so_and_leaves_nothing() {
    let world = World::on_sqlite();
    world.release();
    let (address, _end) = served(&world);
    let mut stream = begun(&world, address);
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 408");
    until("nothing is left", || on_disk(&world).is_empty());
}

#[test]
fn an_upload_that_breaks_off_leaves_nothing() {
    let world = World::on_sqlite();
    world.release();
    let (address, _end) = served(&world);
    for _ in 0..5 {
        let stream = begun(&world, address);
        until("it arrives piece by piece", || !on_disk(&world).is_empty());
        drop(stream);
        until("nothing is left", || on_disk(&world).is_empty());
    }
}

#[test]
fn what_is_too_large_is_refused_before_it_is_sent() {
    let world = World::on_sqlite();
    world.release();
    let (address, _end) = served(&world);
    let token = world.ada.token.clone().unwrap();
    let head = format!(
        "POST /api/v1/releases/1/attachments HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: multipart/form-data; boundary=xyz\r\nContent-Length: 99000000000\r\n\r\n"
    );
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413", "G16: not a byte of the body was sent");
}
