//! A handler that panics answers 500, and the server lives on.
//! What that answer looks like is told by whoever adds the layer.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;

use crate::edge::headers::RequestId;

/// Makes the 500 from the head of the request, which carries the `RequestId` that the log names beside the panic.
pub type Apology = fn(&Parts) -> Response;

/// A layer inside `headers::dress`. Use with `axum::middleware::from_fn_with_state(apology, panics::catch)`.
///
/// The handler and everything it owned are dropped after the panic and nobody looks at them again, hence the
/// assertion of unwind safety; what it shared with others must survive a panic by itself, as a lock does by poisoning.
pub async fn catch(State(apology): State<Apology>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let request = Request::from_parts(parts.clone(), body);
    let mut answering = pin!(next.run(request));
    poll_fn(
        |cx| match catch_unwind(AssertUnwindSafe(|| answering.as_mut().poll(cx))) {
            Ok(answered) => answered,
            Err(panic) => {
                report(&parts, &*panic);
                Poll::Ready(apology(&parts))
            }
        },
    )
    .await
}

fn report(parts: &Parts, panic: &(dyn Any + Send)) {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let message = message.unwrap_or("no message");
    let id = parts
        .extensions
        .get::<RequestId>()
        .map(|id| id.0.to_string())
        .unwrap_or_default();
    metrics::counter!("http_panics_total").increment(1);
    tracing::error!(request.id = id, method = %parts.method, path = parts.uri.path(), "a handler panicked: {message}");
}
