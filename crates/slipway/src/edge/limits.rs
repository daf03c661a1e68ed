//! How much a request may carry and how it must be written: body caps, media types, the shape of JSON text.
//! Bytes and headers in, typed refusals out. Which status a refusal has, and what the fields mean, is decided elsewhere.

#[cfg(test)]
mod tests;

use std::error::Error;

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};

/// Names, values and line ends of all header fields together.
pub const HEADER_BLOCK_BYTES: usize = 32 * 1024;
/// Path and query as sent.
pub const URL_BYTES: usize = 8 * 1024;
/// JSON documents and forms; uploads have limits of their own.
pub const BODY_BYTES: usize = 256 * 1024;
/// How many arrays and objects of a JSON document may lie inside each other.
pub const JSON_DEPTH: usize = 32;

/// What `Content-Type` says for a JSON document.
pub const JSON: &str = "application/json";

/// The client kept the server waiting for the body longer than `serve::Bounds` allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the client stopped sending the body")]
pub struct BodyStalled;

/// Why a body was not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// 413. Told by `Content-Length` before a byte is read, or found while reading.
    #[error("the body is larger than {limit} bytes")]
    TooLarge { limit: usize },
    /// 408.
    #[error("the body did not arrive in time")]
    TimedOut,
    /// 400: the client broke off, or its chunks are malformed.
    #[error("the body could not be read")]
    Unreadable(#[source] BoxError),
}

/// Why bytes are no JSON document; all of them are 400.
#[derive(Debug, thiserror::Error)]
pub enum NotJson {
    #[error("byte {at} is not UTF-8")]
    NotUtf8 { at: usize },
    #[error("more than {limit} levels deep at byte {at}")]
    TooDeep { limit: usize, at: usize },
    /// `\ud800` and its like name half a character, which no UTF-8 store can keep.
    #[error("half a surrogate pair at byte {at}")]
    LoneSurrogate { at: usize },
    #[error("malformed in line {line}, column {column}")]
    Malformed { line: usize, column: usize },
}

/// Why a body of another kind came than was asked for; both are 415.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrongMedia {
    #[error("the body must be {wanted} in UTF-8")]
    Type { wanted: &'static str },
    /// A compressed body could unpack to any size, so none is taken.
    #[error("the body must not be encoded")]
    Encoded,
}

/// Reads a whole body of at most `limit` bytes.
pub async fn read_body(body: Body, limit: usize) -> Result<Bytes, BodyError> {
    if usize::try_from(body.size_hint().lower()).map_or(true, |announced| announced > limit) {
        return Err(BodyError::TooLarge { limit });
    }
    match Limited::new(body, limit).collect().await {
        Ok(read) => Ok(read.to_bytes()),
        Err(source) if source.is::<LengthLimitError>() => Err(BodyError::TooLarge { limit }),
        Err(source) => Err(broken_off(source)),
    }
}

/// Why a body that failed while it was read did so.
pub fn broken_off(source: BoxError) -> BodyError {
    if has_stalled(&*source) {
        BodyError::TimedOut
    } else {
        BodyError::Unreadable(source)
    }
}

/// Reads a JSON document, after the checks that a parser makes too late or not at all.
pub fn json(bytes: &[u8]) -> Result<serde_json::Value, NotJson> {
    let text = std::str::from_utf8(bytes).map_err(|error| NotJson::NotUtf8 {
        at: error.valid_up_to(),
    })?;
    check_shape(bytes)?;
    serde_json::from_str(text).map_err(|error| NotJson::Malformed {
        line: error.line(),
        column: error.column(),
    })
}

/// Whether the headers announce a plain body of the media type `wanted`.
pub fn expect_media(headers: &HeaderMap, wanted: &'static str) -> Result<(), WrongMedia> {
    let encodings = headers.get_all(header::CONTENT_ENCODING);
    if encodings
        .iter()
        .any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
    {
        return Err(WrongMedia::Encoded);
    }
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    match (types.next().map(|value| value.to_str()), types.next()) {
        (Some(Ok(found)), None) if is_media(found, wanted) => Ok(()),
        _ => Err(WrongMedia::Type { wanted }),
    }
}

/// Compares the type without its parameters, of which only a charset other than UTF-8 would change the meaning.
fn is_media(found: &str, wanted: &str) -> bool {
    let mut parts = found.split(';').map(str::trim);
    let is_wanted = parts.next().is_some_and(|media| media.eq_ignore_ascii_case(wanted));
    is_wanted
        && parts.filter_map(|part| part.split_once('=')).all(|(name, value)| {
            !name.trim().eq_ignore_ascii_case("charset") || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        })
}

/// A stall is wrapped by the layers between the socket and the reader, hence the walk along the causes.
fn has_stalled(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |&error| error.source()).any(<dyn Error>::is::<BodyStalled>)
}

/// One pass over the bytes, so that 200,000 brackets cost nothing: it ends at the first one too many.
fn check_shape(bytes: &[u8]) -> Result<(), NotJson> {
    let (mut at, mut depth, mut in_text) = (0, 0_usize, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => in_text = !in_text,
            b'\\' if in_text => {
                at += escape_len(bytes, at)?;
                continue;
            }
            b'[' | b'{' if !in_text => {
                depth += 1;
                if depth > JSON_DEPTH {
                    return Err(NotJson::TooDeep { limit: JSON_DEPTH, at });
                }
            }
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    Ok(())
}

/// How many bytes the escape at `at` takes; a surrogate pair counts as one escape.
fn escape_len(bytes: &[u8], at: usize) -> Result<usize, NotJson> {
    match unit_at(bytes, at) {
        None => Ok(2),
        Some(0xD800..=0xDBFF) if matches!(unit_at(bytes, at + 6), Some(0xDC00..=0xDFFF)) => Ok(12),
        Some(0xD800..=0xDFFF) => Err(NotJson::LoneSurrogate { at }),
        Some(_) => Ok(6),
    }
}

/// The code unit that an escape `\uXXXX` at `at` names.
fn unit_at(bytes: &[u8], at: usize) -> Option<u16> {
    let [b'\\', b'u', digits @ ..] = bytes.get(at..at + 6)? else {
        return None;
    };
    digits.iter().try_fold(0, |unit, digit| {
        Some(unit << 4 | u16::try_from(char::from(*digit).to_digit(16)?).ok()?)
    })
}
