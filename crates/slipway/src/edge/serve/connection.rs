//! One connection: requests one after another, each held to its bounds, until either side has had enough.
//! Refusals here are those that need no router: an address or a header block beyond its limit, no host.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Request, Response, Uri, Version, header};
use axum::{BoxError, Router};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch as channel;
use tokio::time::{Instant, Sleep, sleep_until};
use tower::ServiceExt;

use super::Bounds;
use super::pace::Pace;
use super::watch::{Phase, Stalled, Watch, WatchedBody, WatchedStream};
use crate::edge::fault::Code;
use crate::edge::headers::{self, RequestId};
use crate::edge::limits::{BodyStalled, HEADER_BLOCK_BYTES, URL_BYTES};

/// Answers are passed to the kernel in pieces of this size, and a body is read in such pieces: the memory that one
/// connection can take.
const BUFFER_BYTES: usize = 64 * 1024;

#[derive(Debug, Clone)]
pub(super) struct Connection {
    pub(super) app: Router,
    pub(super) peer: SocketAddr,
    pub(super) bounds: Bounds,
    /// When the server began to end.
    pub(super) drain: channel::Receiver<Option<Instant>>,
}

/// How a connection came to its end, for the counters.
#[derive(Debug)]
pub(super) enum Ending {
    /// One of the two sides closed it between requests.
    Closed,
    Stalled(Stalled),
    /// Malformed input, or the client went away in the middle.
    Broken,
}

impl Connection {
    pub(super) async fn run(self, stream: TcpStream) -> Ending {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "could not turn TCP_NODELAY on");
        }
        let watch = Arc::new(Watch::new(self.bounds));
        let io = TokioIo::new(WatchedStream::new(stream, Arc::clone(&watch)));
        let service = service_fn(|request| self.answer(request, Arc::clone(&watch)));
        let mut http = pin!(builder().serve_connection(io, service));
        let mut drain = pin!(began(self.drain.clone()));
        let mut drain_began_at = None;
        let mut alarm = pin!(sleep_until(Instant::now()));
        poll_fn(|cx| {
            if let Poll::Ready(served) = http.as_mut().poll(cx) {
                return Poll::Ready(Ending::of(served));
            }
            if drain_began_at.is_none()
                && let Poll::Ready(at) = drain.as_mut().poll(cx)
            {
                drain_began_at = Some(at);
            }
            match watch.due(drain_began_at) {
                Some((due, stalled)) if is_over(alarm.as_mut(), due, cx) => Poll::Ready(Ending::Stalled(stalled)),
                Some(_) | None => Poll::Pending,
            }
        })
        .await
    }

    async fn answer(
        &self,
        mut request: Request<Incoming>,
        watch: Arc<Watch>,
    ) -> Result<Response<WatchedBody>, Infallible> {
        watch.exchange_begins();
        let pace = Pace::new(self.bounds.body_idle, self.bounds.bytes_a_second);
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let request = request.map(|body| PacedBody::new(body, pace, Arc::clone(&watch)));
        let mut response = match refusal(&request) {
            Some(refused) => refused,
            None => self.app.clone().oneshot(request.map(Body::new)).await?,
        };
        if self.drain.borrow().is_some() || !watch.may_go_on() {
            response
                .headers_mut()
                .insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        Ok(response.map(|body| WatchedBody::new(body, watch)))
    }
}

/// The clocks are ours: hyper's one timer cannot tell an idle connection from a dripping header.
/// Its limit of the header block counts the request line too; `refusal` holds each part to its own.
fn builder() -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder
        .header_read_timeout(None)
        .max_header_size(HEADER_BLOCK_BYTES + URL_BYTES)
        .max_buf_size(BUFFER_BYTES);
    builder
}

async fn began(mut drain: channel::Receiver<Option<Instant>>) -> Instant {
    match drain.wait_for(Option::is_some).await.map(|at| *at) {
        Ok(Some(at)) => at,
        // The sender outlives the connections unless the server itself was dropped, and they are dropped with it.
        Ok(None) | Err(_) => std::future::pending().await,
    }
}

fn is_over(mut alarm: Pin<&mut Sleep>, due: Instant, cx: &mut Context<'_>) -> bool {
    if alarm.deadline() != due {
        alarm.as_mut().reset(due);
    }
    alarm.poll(cx).is_ready()
}

fn refusal<B>(request: &Request<B>) -> Option<Response<Body>> {
    let refuse = |code| Some(headers::refusal(code, RequestId::of(request.headers())));
    let fields = request.headers().iter();
    if url_len(request.uri()) > URL_BYTES {
        return refuse(Code::UriTooLong);
    }
    if fields
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum::<usize>()
        > HEADER_BLOCK_BYTES
    {
        return refuse(Code::HeadersTooLarge);
    }
    if request.version() == Version::HTTP_11 && request.headers().get_all(header::HOST).iter().count() != 1 {
        return refuse(Code::Host);
    }
    None
}

fn url_len(uri: &Uri) -> usize {
    uri.authority().map_or(0, |authority| authority.as_str().len())
        + uri.path_and_query().map_or(0, |path| path.as_str().len())
}

/// The body of a request, which fails with [`BodyStalled`] when the client falls below its pace. Only time in which the
/// handler waits for the client counts: a handler may itself take as long as it likes.
struct PacedBody {
    body: Incoming,
    pace: Pace,
    watch: Arc<Watch>,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl PacedBody {
    fn new(body: Incoming, pace: Pace, watch: Arc<Watch>) -> Self {
        if !body.is_end_stream() {
            watch.body_begins();
        }
        Self {
            body,
            pace,
            watch,
            waiting: None,
        }
    }

    fn poll_stalled(&mut self, cx: &mut Context<'_>) -> Poll<BodyStalled> {
        let left = self.pace.patience_left();
        let (_, alarm) = self.waiting.get_or_insert_with(|| {
            let now = Instant::now();
            (now, Box::pin(sleep_until(now + left)))
        });
        alarm.as_mut().poll(cx).map(|()| BodyStalled)
    }

    fn came(&mut self, frame: Option<&Frame<Bytes>>) {
        if let Some((since, _)) = self.waiting.take() {
            self.pace.waited(since.elapsed());
        }
        self.pace.moved(frame.and_then(Frame::data_ref).map_or(0, Bytes::len));
        if frame.is_none() || self.body.is_end_stream() {
            self.watch.body_ended();
        }
    }
}

impl HttpBody for PacedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match Pin::new(&mut self.body).poll_frame(cx) {
            Poll::Pending => self.poll_stalled(cx).map(|stalled| Some(Err(stalled.into()))),
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error.into()))),
            Poll::Ready(frame) => {
                let frame = frame.and_then(Result::ok);
                self.came(frame.as_ref());
                Poll::Ready(frame.map(Ok))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Ending {
    fn of(served: hyper::Result<()>) -> Ending {
        match served {
            Ok(()) => Ending::Closed,
            Err(error) => {
                tracing::debug!(%error, "a connection broke off");
                Ending::Broken
            }
        }
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Ending::Closed => "closed",
            Ending::Broken => "broken",
            Ending::Stalled(Stalled::Reading) => "slow_reader",
            Ending::Stalled(Stalled::In(Phase::FirstByte)) => "no_first_byte",
            Ending::Stalled(Stalled::In(Phase::Header)) => "slow_header",
            Ending::Stalled(Stalled::In(Phase::KeepAlive)) => "idle",
            Ending::Stalled(Stalled::In(Phase::Linger | Phase::Exchange)) => "lingered",
        }
    }
}
