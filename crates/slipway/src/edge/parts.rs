//! The parts of a `multipart/form-data` body, one after another as they come from the network: a file of any size passes
//! through in pieces. Where the pieces go, and how many there may be, is decided by the noun that asked for them.

#[cfg(test)]
mod tests;

use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header;
use multer::{Field, Multipart};
use percent_encoding::percent_decode_str;

use super::limits::{self, BodyError};
use super::{Call, Code, Fault};

/// The most parts of a form: far more than any page has fields.
const MAX_PARTS: usize = 256;
/// What all fields may have together; and the header of any part, or whatever else stands between two, alone.
const BESIDE_BYTES: usize = limits::BODY_BYTES;
/// The most that is handed on at once, however the network cuts the body.
const PIECE_BYTES: usize = 16 * 1024;

/// The body of a request that nobody has read yet. It can be taken once.
#[derive(Clone, Default)]
pub struct Stream(Arc<Mutex<Option<Body>>>);

impl Stream {
    pub fn new(body: Body) -> Stream {
        Stream(Arc::new(Mutex::new(Some(body))))
    }

    /// The body itself, the first time it is asked for; later an empty one.
    pub fn take(&self) -> Body {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.unwrap_or_else(Body::empty)
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stream")
    }
}

/// One part of a form.
#[derive(Debug)]
pub enum Part {
    Field {
        name: String,
        text: String,
    },
    /// A file that was chosen. A field in which none was chosen is left out.
    File(Box<FilePart>),
}

/// A file that is still to be read. Dropped before its end, the rest of it stands between two parts.
#[derive(Debug)]
pub struct FilePart {
    /// The name of the field.
    pub field: String,
    /// The name of the file as it was sent. It is not to be trusted.
    pub name: String,
    ahead: Option<Bytes>,
    content: Field<'static>,
    meter: Arc<Meter>,
}

impl FilePart {
    /// The next piece; none at the end.
    pub async fn piece(&mut self) -> Result<Option<Bytes>, Fault> {
        match self.ahead.take() {
            Some(piece) => Ok(Some(piece)),
            None => self.meter.chunk(&mut self.content).await,
        }
    }
}

/// The parts of a form that is coming in.
pub struct Parts {
    multipart: Multipart<'static>,
    meter: Arc<Meter>,
    n_read: usize,
    /// Bytes of all fields so far, with their names.
    n_bytes: usize,
    /// What `Content-Length` says, as far as it was sent.
    announced: u64,
}

impl Parts {
    /// The parts of a call's body; 415 when it is no form with files.
    pub fn of(call: &Call) -> Result<Parts, Fault> {
        let media = call
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let Some(Ok(boundary)) = media.map(multer::parse_boundary) else {
            return Err(Fault::new(Code::MediaType).with("expected", "multipart/form-data"));
        };
        let (body, meter) = (call.stream.take(), Arc::new(Meter::default()));
        let announced = body.size_hint().lower();
        let steps = Steps {
            body,
            rest: Bytes::new(),
            meter: Arc::clone(&meter),
            has_stepped: false,
        };
        Ok(Parts {
            multipart: Multipart::new(steps, boundary),
            meter,
            n_read: 0,
            n_bytes: 0,
            announced,
        })
    }

    /// Whether the client has said that more will come than a file of this size and all fields beside it can take.
    pub fn announce_more_than(&self, n_bytes: u64) -> bool {
        self.announced > n_bytes.saturating_add(BESIDE_BYTES as u64)
    }

    /// The next part; none at the end.
    pub async fn next(&mut self) -> Result<Option<Part>, Fault> {
        while let Some(content) = self.multipart.next_field().await.map_err(unreadable)? {
            self.meter.reset();
            self.n_read += 1;
            if self.n_read > MAX_PARTS {
                return Err(Fault::new(Code::Unreadable).with("why", "too many parts"));
            }
            let field = content.name().unwrap_or_default().to_owned();
            let Some(name) = file_name(&content) else {
                let text = self.text(&field, content).await?;
                return Ok(Some(Part::Field { name: field, text }));
            };
            if let Some(file) = self.file(field, name, content).await? {
                return Ok(Some(Part::File(Box::new(file))));
            }
        }
        Ok(None)
    }

    async fn text(&mut self, name: &str, mut content: Field<'static>) -> Result<String, Fault> {
        self.n_bytes += name.len();
        let mut text = Vec::new();
        while let Some(piece) = self.meter.chunk(&mut content).await? {
            self.n_bytes += piece.len();
            if self.n_bytes > BESIDE_BYTES {
                return Err(BodyError::TooLarge { limit: BESIDE_BYTES }.into());
            }
            text.extend_from_slice(&piece);
        }
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    /// A file, unless none was chosen: then a browser sends one without name and content.
    async fn file(&self, field: String, name: String, mut content: Field<'static>) -> Result<Option<FilePart>, Fault> {
        let ahead = if name.is_empty() {
            // Where the network cuts a part, a piece of it may be empty.
            loop {
                match self.meter.chunk(&mut content).await? {
                    None => return Ok(None),
                    Some(piece) if piece.is_empty() => {}
                    some => break some,
                }
            }
        } else {
            None
        };
        Ok(Some(FilePart {
            field,
            name,
            ahead,
            content,
            meter: Arc::clone(&self.meter),
        }))
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("n_read", &self.n_read)
            .finish_non_exhaustive()
    }
}

/// The name of a part's file. Some clients write names outside ASCII in the form of RFC 8187, which the form's own
/// standard forbids and the reader of parts does not know.
fn file_name(part: &Field<'static>) -> Option<String> {
    if let Some(name) = part.file_name() {
        return Some(name.to_owned());
    }
    let disposition = part.headers().get(header::CONTENT_DISPOSITION)?.to_str().ok()?;
    let (_, extended) = disposition.split_once("filename*=")?;
    let value = extended.split(';').next().unwrap_or_default().trim().trim_matches('"');
    let escaped = value.splitn(3, '\'').nth(2)?;
    Some(percent_decode_str(escaped).decode_utf8_lossy().into_owned())
}

/// What the reader of parts was given since it last gave something: it keeps that in memory.
#[derive(Debug, Default)]
struct Meter(AtomicUsize);

impl Meter {
    /// The next piece of a part.
    async fn chunk(&self, content: &mut Field<'static>) -> Result<Option<Bytes>, Fault> {
        let chunk = content.chunk().await.map_err(unreadable)?;
        self.reset();
        Ok(chunk)
    }

    fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    fn count(&self, piece: Bytes) -> Result<Bytes, BodyError> {
        let n_given = self.0.fetch_add(piece.len(), Ordering::Relaxed) + piece.len();
        if n_given > BESIDE_BYTES {
            return Err(BodyError::TooLarge { limit: BESIDE_BYTES });
        }
        Ok(piece)
    }
}

/// A body, a piece a poll. The reader of parts takes in everything that is there before it looks at any of it, which a
/// fast client could make a gigabyte; so between two pieces there is for a moment nothing.
struct Steps {
    body: Body,
    /// What has come of the body and was not handed on yet.
    rest: Bytes,
    meter: Arc<Meter>,
    has_stepped: bool,
}

impl futures_core::Stream for Steps {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.has_stepped) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        while self.rest.is_empty() {
            let frame = match Pin::new(&mut self.body).poll_frame(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(source))) => return Poll::Ready(Some(Err(limits::broken_off(source.into())))),
                Poll::Ready(Some(Ok(frame))) => frame,
            };
            // Trailers say nothing that a form asks for.
            self.rest = frame.into_data().unwrap_or_default();
        }
        self.has_stepped = true;
        let n_bytes = self.rest.len().min(PIECE_BYTES);
        let piece = self.rest.split_to(n_bytes);
        Poll::Ready(Some(self.meter.count(piece)))
    }
}

/// What the body itself said of its failure, or that it is no form.
fn unreadable(error: multer::Error) -> Fault {
    let multer::Error::StreamReadFailed(source) = error else {
        return Fault::new(Code::Unreadable).with("why", &error).caused_by(error);
    };
    match source.downcast::<BodyError>() {
        Ok(error) => Fault::from(*error),
        Err(source) => Fault::from(BodyError::Unreadable(source)),
    }
}
