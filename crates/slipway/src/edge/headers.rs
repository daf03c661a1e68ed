//! The exact headers of every class of answer, the request id, and the nonce of a page.
//! Which content an answer has, and what cookies it sets, is none of this file's business.

pub mod download;
#[cfg(test)]
mod tests;

use std::fmt;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::fault::Code;

/// Carries the request id in both directions.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of one request: sent by the client if it is a UUID, else minted here. A request extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId(pub Uuid);

/// 128 random bits that a page puts on its own scripts and styles, fresh for every answer. A request extension.
#[derive(Clone, PartialEq, Eq)]
pub struct Nonce(String);

/// Whether people reach Slipway by https, which the base URL of the configuration tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    Plain,
    Tls,
}

/// What kind of answer a response is. Handlers of assets and downloads put it into the response's extensions;
/// without it, HTML is a page and everything else is taken for an answer of the API, the strictest class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    Page,
    Api,
    Asset,
    Download,
}

/// The outermost layer of the router: gives the request its id and nonce, and the answer the headers of its class.
/// Use with `axum::middleware::from_fn_with_state(transport, headers::dress)`.
pub async fn dress(State(transport): State<Transport>, mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers());
    let Ok(nonce) = Nonce::random() else {
        return refusal(Code::Unavailable, id);
    };
    request.extensions_mut().insert(id);
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    let (class, status) = (Class::of(&response), response.status());
    let headers = response.headers_mut();
    set_common(headers, id);
    if transport == Transport::Tls {
        set(
            headers,
            &[("strict-transport-security", "max-age=63072000; includeSubDomains")],
        );
    }
    match class {
        Class::Page => set_page(headers, &nonce),
        Class::Api => set_api(headers, status),
        Class::Asset | Class::Download => {}
    }
    response
}

/// A problem document from outside the router, where no language is known and `dress` does not reach.
pub fn refusal(code: Code, id: RequestId) -> Response {
    let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let title = status.canonical_reason().unwrap_or("Refused");
    let document = serde_json::json!({
        "type": format!("/errors/{}", code.slug()),
        "title": title,
        "status": status.as_u16(),
        "code": code.slug(),
        "request_id": id.0.to_string(),
    });
    let mut response = Response::new(Body::from(document.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    set(headers, &[("content-type", "application/problem+json")]);
    set_common(headers, id);
    set_api(headers, status);
    response
}

/// What tells the browser to forget everything it keeps of us; the answer to a logout carries it beside the expired
/// cookie, as `Clear-Site-Data`.
pub const FORGET_EVERYTHING: &str = "\"cache\", \"cookies\", \"storage\"";

fn set_common(headers: &mut HeaderMap, RequestId(id): RequestId) {
    set(
        headers,
        &[
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ],
    );
    insert(headers, X_REQUEST_ID, id.to_string());
    headers.remove(header::SERVER);
    headers.remove("x-powered-by");
}

fn set_page(headers: &mut HeaderMap, nonce: &Nonce) {
    set(headers, PAGE);
    insert(headers, header::CONTENT_SECURITY_POLICY, page_policy(nonce));
}

fn set_api(headers: &mut HeaderMap, status: StatusCode) {
    set(headers, API);
    if headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|media| media == "application/json")
    {
        set(headers, &[("content-type", "application/json; charset=utf-8")]);
    }
    if status == StatusCode::UNAUTHORIZED {
        set(headers, &[("www-authenticate", "Bearer")]);
    }
}

const PAGE: &[(&str, &str)] = &[
    ("content-type", "text/html; charset=utf-8"),
    ("reporting-endpoints", "csp=\"/csp-report\""),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
         usb=(), browsing-topics=()",
    ),
    ("cache-control", "no-store"),
    ("origin-agent-cluster", "?1"),
];

const API: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; frame-ancestors 'none'; sandbox",
    ),
    ("cache-control", "no-store"),
    ("vary", "Authorization, Cookie, Accept"),
];

/// Scripts run by nonce only, and the pages' scripts may only make markup through the policy named `app`.
fn page_policy(nonce: &Nonce) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         object-src 'none'; frame-src 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'none'; \
         require-trusted-types-for 'script'; trusted-types app; report-to csp"
    )
}

fn set(headers: &mut HeaderMap, values: &[(&'static str, &'static str)]) {
    for (name, value) in values {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

/// For values made here of visible ASCII only, which the test of each class shows.
fn insert(headers: &mut HeaderMap, name: HeaderName, value: String) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name, value);
    }
}

impl RequestId {
    /// The id that the client sent, or a new one.
    pub fn of(headers: &HeaderMap) -> RequestId {
        let sent = headers
            .get(X_REQUEST_ID)
            .and_then(|value| Uuid::try_parse_ascii(value.as_bytes()).ok());
        RequestId(sent.unwrap_or_else(Uuid::now_v7))
    }
}

impl Nonce {
    fn random() -> Result<Nonce, getrandom::Error> {
        let mut bits = [0; 16];
        getrandom::fill(&mut bits)?;
        Ok(Nonce(BASE64_URL_SAFE_NO_PAD.encode(bits)))
    }

    /// What stands in the `nonce` attribute.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A log line must not hand out what lets a script run.
impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce(***)")
    }
}

impl Transport {
    /// By the scheme of the address under which people reach Slipway.
    pub fn of(base_url: &str) -> Transport {
        let is_https = base_url
            .get(..8)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://"));
        if is_https { Transport::Tls } else { Transport::Plain }
    }
}

impl Class {
    fn of(response: &Response) -> Class {
        let is_html = |media: &HeaderValue| media.as_bytes().starts_with(b"text/html");
        match response.extensions().get::<Class>() {
            Some(class) => *class,
            None if response.headers().get(header::CONTENT_TYPE).is_some_and(is_html) => Class::Page,
            None => Class::Api,
        }
    }
}
