//! From an HTTP request to a call, and from what the handler says to an HTTP response. Every route goes through here:
//! limits, anti-forgery, credentials and the telling of refusals happen once.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, RawPathParams, Request};
use axum::http::{HeaderMap, Method, Response, StatusCode, header};
use axum::routing::{MethodFilter, MethodRouter};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tracing::Instrument;

use super::headers::{self, Nonce, RequestId, Transport};
use super::page::{FaultPage, Frame};
use super::parts::Stream;
use super::reply::Content;
use super::route::{Access, Intake, Route, Routes};
use super::serve::panics::{self, Apology};
use super::text::Language;
use super::throttle::{Requester, Throttled};
use super::{Call, Caller, Code, Credential, Fault, Reply, assets, csrf, limits, page, urls};
use crate::app::App;

/// The name of the session cookie; the `__Host-` prefix needs https, which a developer's loopback has not.
pub fn cookie_name(transport: Transport) -> &'static str {
    match transport {
        Transport::Tls => "__Host-sid",
        Transport::Plain => "sid",
    }
}

/// The router of all routes.
pub fn router(app: &App, routes: &Routes) -> Router {
    let transport = Transport::of(&app.config().public_address());
    let mut paths: BTreeMap<&str, MethodRouter> = BTreeMap::new();
    for route in &routes.list {
        let methods = paths.remove(&*route.path).unwrap_or_else(|| not_allowed(app));
        paths.insert(&route.path, methods.on(filter(&route.method), serving(app, route)));
    }
    let mut router = Router::new();
    for (path, methods) in paths {
        router = router.route(path, methods);
    }
    router
        .nest("/assets", assets::router())
        .fallback(refusing(app, Code::NotFound))
        .layer(axum::middleware::from_fn_with_state(apology as Apology, panics::catch))
        .layer(axum::middleware::from_fn_with_state(transport, headers::dress))
}

/// The answer to a request whose handler panicked: the cause is in the log under the request id, not here.
fn apology(parts: &axum::http::request::Parts) -> Response<Body> {
    let id = parts
        .extensions
        .get::<RequestId>()
        .map(|id| id.0.to_string())
        .unwrap_or_default();
    let document = Fault::new(Code::Internal).document(super::Texts::default(), parts.uri.path(), &id);
    Reply {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        headers: Vec::new(),
        content: Content::Problem(document),
    }
    .into_response()
}

fn filter(method: &Method) -> MethodFilter {
    MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET)
}

fn not_allowed(app: &App) -> MethodRouter {
    MethodRouter::new().fallback(refusing(app, Code::Method))
}

/// A handler for addresses that lead nowhere.
fn refusing(app: &App, code: Code) -> impl Fn(Request) -> futures::Refusing + Clone + Send + Sync + 'static {
    let app = app.clone();
    move |request: Request| {
        let app = app.clone();
        Box::pin(async move {
            let (parts, _) = request.into_parts();
            let call = call(&app, parts, BTreeMap::new());
            told(&call, Err(Fault::new(code)))
        })
    }
}

mod futures {
    use std::future::Future;
    use std::pin::Pin;

    use axum::body::Body;
    use axum::http::Response;

    pub type Refusing = Pin<Box<dyn Future<Output = Response<Body>> + Send>>;
}

fn serving(
    app: &App,
    route: &Route,
) -> impl Fn(RawPathParams, Request) -> futures::Refusing + Clone + Send + Sync + 'static {
    let (app, route) = (app.clone(), route.clone());
    move |params: RawPathParams, request: Request| {
        let (app, route) = (app.clone(), route.clone());
        let params = params
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Box::pin(serve_one(app, route, params, request))
    }
}

async fn serve_one(app: App, route: Route, params: BTreeMap<String, String>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let mut call = call(&app, parts, params);
    let span =
        tracing::info_span!("request", request.id = %call.caller.request, verb = %route.method, path = %route.path);
    async move {
        let answered = match admit(&mut call, &route, body).await {
            Ok(()) => (route.handler)(call.clone()).await,
            Err(fault) => Err(fault),
        };
        let answered = right_first(&call, &route, answered).await;
        counted(&route, told(&call, answered))
    }
    .instrument(span)
    .await
}

fn counted(route: &Route, response: Response<Body>) -> Response<Body> {
    let status = response.status().as_u16().to_string();
    metrics::counter!("slipway_requests_total", "method" => route.method.to_string(), "path" => route.path.to_string(), "status" => status)
        .increment(1);
    response
}

/// What must hold before a handler runs: the body read within its limit, no forgery, a credential where one is needed.
async fn admit(call: &mut Call, route: &Route, body: Body) -> Result<(), Fault> {
    csrf::check(&call.headers, &call.method, &call.app.config().public_address())
        .map_err(|refusal| Fault::new(Code::Forged).caused_by(refusal))?;
    call.app.throttle().admit(requester(call), call.began)?;
    if route.access == Access::LoggedIn && call.caller.credential.is_none() {
        return Err(Fault::new(Code::NotLoggedIn));
    }
    match route.intake {
        Intake::Whole(limit) => call.body = limits::read_body(body, limit).await?,
        Intake::Streamed => call.stream = Stream::new(body),
    }
    Ok(())
}

/// What is wrong with a body, a precondition or an id is told to those who may do it; others learn that they may not.
/// It is asked only when something is wrong: the command has asked otherwise.
async fn right_first(call: &Call, route: &Route, answered: Result<Reply, Fault>) -> Result<Reply, Fault> {
    let status = match &answered {
        Ok(reply) => reply.status.as_u16(),
        Err(fault) => fault.code.status(),
    };
    let is_about_the_request = matches!(status, 400 | 404 | 413 | 415 | 422 | 428);
    let Some(gate) = route.gate.clone().filter(|_| is_about_the_request) else {
        return answered;
    };
    let asked = call.clone();
    call.app.look(&call.caller, move |look| gate(look, &asked)).await?;
    answered
}

fn requester(call: &Call) -> Requester {
    match &call.caller.credential {
        Some(Credential::Session(digest) | Credential::Token { digest, .. }) => Requester::Known(*digest),
        None => Requester::Anonymous(call.peer),
    }
}

fn call(app: &App, parts: axum::http::request::Parts, params: BTreeMap<String, String>) -> Call {
    let uri = parts
        .uri
        .path_and_query()
        .map_or_else(|| parts.uri.path().to_owned(), ToString::to_string);
    let query = query(parts.uri.query().unwrap_or(""));
    let request = parts
        .extensions
        .get::<RequestId>()
        .map_or_else(uuid::Uuid::nil, |id| id.0);
    let nonce = parts
        .extensions
        .get::<Nonce>()
        .map(ToString::to_string)
        .unwrap_or_default();
    let language = language(app, &parts.headers, &query);
    Call {
        caller: Caller {
            credential: credential(app, &parts.headers),
            at: app.now(),
            request,
            language,
        },
        app: app.clone(),
        method: parts.method,
        uri,
        params,
        query,
        headers: parts.headers,
        body: axum::body::Bytes::new(),
        stream: Stream::default(),
        nonce,
        peer: parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip()),
        began: Instant::now(),
    }
}

fn query(text: &str) -> Map<String, Value> {
    let pairs = form_urlencoded::parse(text.as_bytes());
    pairs
        .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
        .collect()
}

fn language(app: &App, headers: &HeaderMap, query: &Map<String, Value>) -> Language {
    let asked = query.get("lang").and_then(Value::as_str).and_then(Language::from_tag);
    let accepted = || {
        headers
            .get(header::ACCEPT_LANGUAGE)?
            .to_str()
            .ok()
            .and_then(Language::accepted)
    };
    asked.or_else(accepted).unwrap_or_else(|| app.language())
}

/// A bearer token wins over a cookie; nothing else is looked at.
fn credential(app: &App, headers: &HeaderMap) -> Option<Credential> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        return value.to_str().ok()?.strip_prefix("Bearer ").and_then(token);
    }
    let name = cookie_name(Transport::of(&app.config().public_address()));
    let cookies = headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'));
    let secret = cookies
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)?;
    Some(Credential::Session(digest(secret)))
}

/// Reads `slip_<public>_<secret>`.
fn token(text: &str) -> Option<Credential> {
    let (public, secret) = text.trim().strip_prefix("slip_")?.split_once('_')?;
    Some(Credential::Token {
        public: public.to_owned(),
        digest: digest(secret),
    })
}

/// What the store keeps of a secret.
pub fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// A new secret of 256 random bits, in 43 characters.
pub fn new_secret() -> Result<String, Fault> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| Fault::new(Code::Unavailable))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// The response to what a handler said.
pub fn told(call: &Call, answered: Result<Reply, Fault>) -> Response<Body> {
    match answered {
        Ok(reply) => reply.into_response(),
        Err(fault) => refusal(call, &fault).into_response(),
    }
}

fn refusal(call: &Call, fault: &Fault) -> Reply {
    if fault.code.status() >= 500 {
        let cause = fault
            .source
            .as_ref()
            .map(|source| chain(source.as_ref()))
            .unwrap_or_default();
        tracing::error!(fault.code = fault.code.slug(), cause, "a request failed");
    }
    let request_id = call.caller.request.to_string();
    let status = StatusCode::from_u16(fault.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut reply = if call.is_api() || wants_json(&call.headers) {
        let document = fault.document(call.texts(), &call.uri, &request_id);
        Reply {
            status,
            headers: Vec::new(),
            content: Content::Problem(document),
        }
    } else {
        fault_page(call, fault, request_id, status).unwrap_or_else(|_| Reply::nothing().status(status))
    };
    if let Some(seconds) = fault.retry_after_seconds {
        reply = reply.with(header::RETRY_AFTER, seconds.to_string());
    }
    if let Some(current) = fault.members.get("current").and_then(Value::as_str) {
        reply = reply.with(header::ETAG, current);
    }
    reply
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("json"))
}

fn fault_page(call: &Call, fault: &Fault, request_id: String, status: StatusCode) -> Result<Reply, Fault> {
    let is_reading = call.method == Method::GET || call.method == Method::HEAD;
    let login = if fault.code == Code::NotLoggedIn {
        urls::login_for(if is_reading { &call.uri } else { urls::HOME })
    } else {
        String::new()
    };
    if fault.code == Code::NotLoggedIn && is_reading {
        return Ok(Reply::see_other(login));
    }
    let t = call.texts();
    let page = FaultPage {
        page: Frame::bare(call, fault.title(t)),
        status: fault.code.status(),
        title: fault.title(t),
        detail: fault.detail(t),
        errors: fault
            .errors
            .iter()
            .map(|error| format!("{}: {}", error.pointer.trim_start_matches('/'), error.message(t)))
            .collect(),
        request_id,
        login,
        t,
    };
    page::html_with(status, &page)
}

impl From<Throttled> for Fault {
    fn from(throttled: Throttled) -> Fault {
        Fault::new(Code::TooMany)
            .retry_after(throttled.seconds())
            .caused_by(throttled)
    }
}

impl From<limits::BodyError> for Fault {
    fn from(error: limits::BodyError) -> Fault {
        let fault = match &error {
            limits::BodyError::TooLarge { limit } => Fault::new(Code::TooLarge).with("limit", limit),
            limits::BodyError::TimedOut => Fault::new(Code::TooSlow),
            limits::BodyError::Unreadable(why) => Fault::new(Code::Unreadable).with("why", why),
        };
        fault.caused_by(error)
    }
}

impl From<limits::NotJson> for Fault {
    fn from(error: limits::NotJson) -> Fault {
        Fault::new(Code::Unreadable).with("why", &error).caused_by(error)
    }
}

/// An error with everything it was caused by.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
