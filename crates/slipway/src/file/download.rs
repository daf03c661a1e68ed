//! Sends an attached file: whole or a part of it, read while it is sent. Its headers are `edge/headers/download.rs`.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{StatusCode, header};
use hyper::body::{Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};

use super::Attachment;
use super::disk::Disk;
use crate::edge::headers::download::{Content, Picture};
use crate::edge::range::Wanted;
use crate::edge::{Call, Code, Fault, Reply};

/// A file is read and sent in pieces of this size.
const PIECE_BYTES: usize = 64 * 1024;

/// Answers a call for a file.
pub async fn answer(call: &Call, attachment: Attachment) -> Result<Reply, Fault> {
    let etag = attachment.etag();
    let n_bytes = attachment.n_bytes.unsigned_abs();
    let is_known = call
        .headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|seen| seen.split(',').any(|one| one.trim() == etag));
    if is_known {
        return Ok(Reply::nothing()
            .status(StatusCode::NOT_MODIFIED)
            .with(header::ETAG, etag));
    }
    let wanted = Wanted::of(&call.headers, n_bytes, &etag);
    let (from, n_wanted) = match wanted {
        Wanted::Whole => (0, n_bytes),
        Wanted::Part { from, n_bytes } => (from, n_bytes),
        Wanted::Nothing => {
            return Ok(Reply::nothing()
                .status(StatusCode::RANGE_NOT_SATISFIABLE)
                .with(header::CONTENT_RANGE, format!("bytes */{n_bytes}")));
        }
    };
    let (file, content) = opened(call, &attachment, from).await?;
    let body = Body::new(FileBody {
        file: tokio::fs::File::from_std(file),
        n_left: n_wanted,
    });
    let reply = Reply::stream(attachment.name, content, body)
        .with(header::ETAG, etag)
        .with(header::ACCEPT_RANGES, "bytes");
    if wanted == Wanted::Whole {
        return Ok(reply);
    }
    let last = from + n_wanted - 1;
    Ok(reply
        .status(StatusCode::PARTIAL_CONTENT)
        .with(header::CONTENT_RANGE, format!("bytes {from}-{last}/{n_bytes}")))
}

/// The file from a byte on, and what it may be shown as.
async fn opened(call: &Call, attachment: &Attachment, from: u64) -> Result<(File, Content), Fault> {
    let disk = Disk::at(&call.app.config().files);
    let (digest, n_bytes) = (attachment.digest, attachment.n_bytes.unsigned_abs());
    let opening = tokio::task::spawn_blocking(move || -> io::Result<(File, Content)> {
        let mut file = disk.open(digest, n_bytes)?;
        let mut first_bytes = Vec::new();
        (&mut file).take(16).read_to_end(&mut first_bytes)?;
        file.seek(SeekFrom::Start(from))?;
        let content = Picture::of(&first_bytes).map_or(Content::Opaque, Content::Picture);
        Ok((file, content))
    });
    opening.await.map_err(Fault::internal)?.map_err(|error| {
        if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::InvalidData) {
            Fault::new(Code::FileSpoilt).caused_by(error)
        } else {
            Fault::internal(error)
        }
    })
}

/// The rest of an open file, up to a length.
struct FileBody {
    file: tokio::fs::File,
    n_left: u64,
}

impl HttpBody for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.n_left == 0 {
            return Poll::Ready(None);
        }
        let n_next = usize::try_from(self.n_left).map_or(PIECE_BYTES, |n_left| n_left.min(PIECE_BYTES));
        let mut piece = vec![0; n_next];
        let mut buffer = ReadBuf::new(&mut piece);
        ready!(Pin::new(&mut self.file).poll_read(cx, &mut buffer))?;
        let n_read = buffer.filled().len();
        if n_read == 0 {
            // Somebody cut the file meanwhile: the client must see that it did not get all of it.
            return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
        }
        piece.truncate(n_read);
        self.n_left -= n_read as u64;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.n_left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.n_left)
    }
}
