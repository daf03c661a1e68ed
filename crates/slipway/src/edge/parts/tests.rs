//! Forms as clients write them, in pieces as networks cut them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::collections::VecDeque;

use hyper::body::Frame;

use super::*;

/// A body in pieces of a size, which counts what was taken of it.
struct Pieces {
    left: VecDeque<Bytes>,
    taken: Arc<AtomicUsize>,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let piece = self.left.pop_front();
        self.taken
            .fetch_add(piece.as_ref().map_or(0, Bytes::len), Ordering::Relaxed);
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }
}

/// The parts of a body that comes in pieces of a size, and how much of it was taken in.
fn parts(body: &[u8], piece_bytes: usize) -> (Parts, Arc<AtomicUsize>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let pieces = Pieces {
        left: body.chunks(piece_bytes).map(Bytes::copy_from_slice).collect(),
        taken: Arc::clone(&taken),
    };
    let meter = Arc::new(Meter::default());
    let steps = Steps {
        body: Body::new(pieces),
        rest: Bytes::new(),
        meter: Arc::clone(&meter),
        has_stepped: false,
    };
    let parts = Parts {
        multipart: Multipart::new(steps, "xyz"),
        meter,
        n_read: 0,
        n_bytes: 0,
        announced: 0,
    };
    (parts, taken)
}

fn form(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (head, content) in parts {
        body.extend_from_slice(format!("--xyz\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--xyz--\r\n");
    body
}

async fn content(mut file: FilePart) -> Result<Vec<u8>, Fault> {
    let mut content = Vec::new();
    while let Some(piece) = file.piece().await? {
        content.extend_from_slice(&piece);
    }
    Ok(content)
}

/// What a form says: fields as texts, files by their names and contents.
async fn said(mut parts: Parts) -> Result<Vec<(String, String)>, Fault> {
    let mut said = Vec::new();
    while let Some(part) = parts.next().await? {
        said.push(match part {
            Part::Field { name, text } => (name, text),
            Part::File(file) => {
                let name = file.name.clone();
                (name, String::from_utf8(content(*file).await?).unwrap())
            }
        });
    }
    Ok(said)
}

#[tokio::test]
async fn a_form_is_the_same_however_the_network_cuts_it() {
    let body = form(&[
        ("name=\"description\"", "São Paulo".as_bytes()),
        ("name=\"file\"; filename=\"ação.txt\"", b"\r\n--xy\r\n--xa"),
        ("name=\"none\"; filename=\"\"", b""),
        ("name=\"nameless\"; filename=\"\"", b"but there"),
    ]);
    for piece_bytes in [1, 2, 7, 64, body.len()] {
        let (parts, _) = parts(&body, piece_bytes);
        let expected = [
            ("description", "São Paulo"),
            ("ação.txt", "\r\n--xy\r\n--xa"),
            ("", "but there"),
        ];
        let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(said(parts).await.unwrap(), expected, "in pieces of {piece_bytes}");
    }
}

#[tokio::test]
async fn no_more_of_a_file_is_taken_in_than_is_being_looked_at() {
    const PIECE: usize = 16 * 1024;
    let body = form(&[("name=\"file\"; filename=\"a\"", &vec![7; 8_000_000])]);
    let (mut parts, taken) = parts(&body, PIECE);
    let Some(Part::File(mut file)) = parts.next().await.unwrap() else {
        panic!("no file")
    };
    let mut n_bytes = 0;
    while let Some(piece) = file.piece().await.unwrap() {
        n_bytes += piece.len();
        let ahead = taken.load(Ordering::Relaxed) - n_bytes;
        assert!(ahead <= 2 * PIECE, "{ahead} bytes lie in memory");
    }
    assert_eq!(n_bytes, 8_000_000);
}

#[tokio::test]
async fn a_file_after_many_fields_is_taken_in_however_the_network_cuts_it() {
    let content = vec![b'a'; 4_000_000];
    let fields = [("name=\"a\"", b"b".as_slice()); 40];
    let body = form(&[&fields[..], &[("name=\"file\"; filename=\"c\"", &content)]].concat());
    for piece_bytes in [10_000, 400_000, body.len()] {
        let said = said(parts(&body, piece_bytes).0).await.unwrap();
        assert_eq!(
            said.last().unwrap().1.len(),
            content.len(),
            "in pieces of {piece_bytes}"
        );
    }
}

#[tokio::test]
async fn what_stands_beside_the_file_is_bounded() {
    let large = vec![b'a'; 1_000_000];
    let unasked = [("name=\"other\"; filename=\"a\"", large.as_slice())];
    let preamble = [&large[..], &form(&[("name=\"a\"", b"b")])[..]].concat();
    let header = form(&[(&format!("name=\"a\"; x=\"{}\"", "b".repeat(1_000_000)), b"")]);
    for (what, body) in [
        ("a field", form(&[("name=\"a\"", &large)])),
        ("a preamble", preamble),
        ("a header", header),
    ] {
        let (parts, taken) = parts(&body, 10_000);
        assert_eq!(said(parts).await.unwrap_err().code, Code::TooLarge, "{what}");
        assert!(taken.load(Ordering::Relaxed) < 2 * BESIDE_BYTES, "{what}");
        let (parts, _) = self::parts(&body, body.len());
        assert_eq!(
            said(parts).await.unwrap_err().code,
            Code::TooLarge,
            "{what} in one piece"
        );
    }
    let (mut parts, _) = parts(&form(&unasked), 10_000);
    drop(parts.next().await.unwrap());
    assert_eq!(
        parts.next().await.unwrap_err().code,
        Code::TooLarge,
        "a file nobody reads"
    );
}

#[tokio::test]
async fn a_form_that_breaks_off_is_unreadable() {
    let whole = form(&[("name=\"a\"", b"b"), ("name=\"file\"; filename=\"a\"", b"content")]);
    for length in [0, 10, 40, 60, 110, whole.len() - 12, whole.len() - 6] {
        let (parts, _) = parts(&whole[..length], 5);
        assert_eq!(said(parts).await.unwrap_err().code, Code::Unreadable, "{length} bytes");
    }
}

#[tokio::test]
async fn a_form_of_too_many_parts_is_unreadable() {
    let many = vec![("name=\"a\"", b"".as_slice()); MAX_PARTS + 1];
    let (too_many, _) = parts(&form(&many), 1_000);
    assert_eq!(said(too_many).await.unwrap_err().code, Code::Unreadable);
    let (enough, _) = parts(&form(&many[1..]), 1_000);
    assert!(said(enough).await.is_ok());
}
