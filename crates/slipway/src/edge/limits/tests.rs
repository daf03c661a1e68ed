//! Tables of what is refused, and that it is refused before it costs anything.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::http::HeaderValue;
use hyper::body::{Frame, SizeHint};

use super::*;

/// A body of scripted frames whose length nobody announces.
struct Frames(Vec<Result<Bytes, BoxError>>);

impl HttpBody for Frames {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(self.0.remove(0).map(Frame::data)))
    }
}

/// A body that announces its length and must not be polled.
struct Announced(u64);

impl HttpBody for Announced {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        panic!("read although its length was known to be too large");
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("reset")]
struct Wrapped(#[source] BoxError);

fn chunks(chunks: &[&'static [u8]]) -> Body {
    Body::new(Frames(
        chunks.iter().map(|chunk| Ok(Bytes::from_static(chunk))).collect(),
    ))
}

#[tokio::test]
async fn a_body_is_read_up_to_its_limit_and_no_further() {
    assert_eq!(read_body(chunks(&[b"ab", b"cd"]), 4).await.unwrap(), "abcd");
    assert!(matches!(
        read_body(chunks(&[b"ab", b"cd", b"e"]), 4).await,
        Err(BodyError::TooLarge { limit: 4 })
    ));
    assert_eq!(read_body(Body::empty(), 0).await.unwrap(), "");
}

#[tokio::test]
async fn an_announced_length_over_the_limit_is_refused_unread() {
    assert!(matches!(
        read_body(Body::new(Announced(5)), 4).await,
        Err(BodyError::TooLarge { limit: 4 })
    ));
    assert!(matches!(
        read_body(Body::new(Announced(u64::MAX)), 4).await,
        Err(BodyError::TooLarge { limit: 4 })
    ));
}

#[tokio::test]
async fn a_stalled_body_differs_from_a_broken_one() {
    let stalled = Frames(vec![
        Ok(Bytes::from_static(b"a")),
        Err(Wrapped(BodyStalled.into()).into()),
    ]);
    assert!(matches!(
        read_body(Body::new(stalled), 4).await,
        Err(BodyError::TimedOut)
    ));
    let broken = Frames(vec![Err(Wrapped("connection reset".into()).into())]);
    assert!(matches!(
        read_body(Body::new(broken), 4).await,
        Err(BodyError::Unreadable(_))
    ));
}

#[test]
fn json_is_read_as_deep_as_allowed() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(json(nested(JSON_DEPTH).as_bytes()).is_ok());
    assert!(matches!(
        json(nested(JSON_DEPTH + 1).as_bytes()),
        Err(NotJson::TooDeep { limit: 32, at: 32 })
    ));
    assert!(json(format!("[{}]", vec![nested(JSON_DEPTH - 1); 3].join(",")).as_bytes()).is_ok());
    assert!(json(br#"{"text":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ \" {{{"}"#).is_ok());
}

#[test]
fn two_hundred_thousand_brackets_are_refused_at_the_thirty_third() {
    for opening in ["[", "{\"a\":", "[{\"a\":"] {
        let text = opening.repeat(200_000);
        let Err(NotJson::TooDeep { at, .. }) = json(text.as_bytes()) else {
            panic!("accepted {opening}")
        };
        assert!(at < 40 * opening.len());
    }
}

#[test]
fn text_that_no_store_could_keep_is_refused() {
    assert!(matches!(json(b"\"caf\xe9\""), Err(NotJson::NotUtf8 { at: 4 })));
    for lone in [
        r#""\ud800""#,
        r#""\uDBFF x""#,
        r#""\udc00""#,
        r#""\ud800\ud800""#,
        r#""\ud800\n""#,
        r#"{"\udfff":1}"#,
    ] {
        assert!(
            matches!(json(lone.as_bytes()), Err(NotJson::LoneSurrogate { .. })),
            "{lone}"
        );
    }
    assert_eq!(json(br#""\ud83d\ude80 \\ud800""#).unwrap(), "\u{1f680} \\ud800");
}

#[test]
fn malformed_json_is_named_by_its_place() {
    assert!(matches!(
        json(b"{\n  \"a\": }"),
        Err(NotJson::Malformed { line: 2, column: 8 })
    ));
    for malformed in ["", "{", "[1,]", "nul", "\u{feff}{}", "{} {}", "]", "\"\\u12\"", "\"\\"] {
        assert!(
            matches!(json(malformed.as_bytes()), Err(NotJson::Malformed { .. })),
            "{malformed:?}"
        );
    }
}

#[test]
fn media_types_are_compared_by_meaning() {
    let media = |values: &[&'static str]| {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::CONTENT_TYPE, HeaderValue::from_static(value));
        }
        expect_media(&headers, JSON)
    };
    for accepted in [
        "application/json",
        "Application/JSON",
        "application/json; charset=UTF-8",
        "application/json;charset=\"utf-8\";v=1",
    ] {
        assert_eq!(media(&[accepted]), Ok(()), "{accepted}");
    }
    for refused in [
        "",
        "text/plain",
        "application/jsonp",
        "text/html, application/json",
        "application/json; charset=latin1",
    ] {
        assert_eq!(media(&[refused]), Err(WrongMedia::Type { wanted: JSON }), "{refused}");
    }
    assert_eq!(media(&[]), Err(WrongMedia::Type { wanted: JSON }));
    assert_eq!(media(&[JSON, "text/plain"]), Err(WrongMedia::Type { wanted: JSON }));
}

#[test]
fn a_compressed_body_is_refused() {
    let mut headers = HeaderMap::from_iter([(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    )]);
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    assert_eq!(
        expect_media(&headers, "application/x-www-form-urlencoded"),
        Err(WrongMedia::Encoded)
    );
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    assert_eq!(expect_media(&headers, "application/x-www-form-urlencoded"), Ok(()));
}
