//! One HTTP client on one connection that is kept alive. It asks one thing at a time, as a person's browser would.

use std::net::SocketAddr;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, HOST, IF_MATCH};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use crate::Failure;

/// A connection to a server, in somebody's name.
#[derive(Debug)]
pub struct Client {
    address: SocketAddr,
    token: String,
    sender: SendRequest<Full<Bytes>>,
}

/// What came back: a status of 2xx, or the request would have failed.
#[derive(Debug)]
pub struct Answer {
    pub body: Bytes,
    /// The revision that the `ETag` names.
    pub revision: Option<i64>,
}

impl Answer {
    pub fn json(&self) -> Result<Value, Failure> {
        Ok(serde_json::from_slice(&self.body)?)
    }
}

impl Client {
    pub async fn connect(address: SocketAddr, token: &str) -> Result<Client, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        // A connection that breaks is told to the request that is on it.
        tokio::spawn(async move { drop(connection.await) });
        Ok(Client {
            address,
            token: token.to_owned(),
            sender,
        })
    }

    pub async fn get(&mut self, path: &str) -> Result<Answer, Failure> {
        let request = self.request(Method::GET, path).body(Full::default())?;
        self.send(request).await
    }

    /// Posts a document; `revision` is the one that the caller has seen.
    pub async fn post(&mut self, path: &str, revision: Option<i64>, body: &Value) -> Result<Answer, Failure> {
        let mut request = self
            .request(Method::POST, path)
            .header(CONTENT_TYPE, "application/json");
        if let Some(revision) = revision {
            request = request.header(IF_MATCH, format!("\"{revision}\""));
        }
        let request = request.body(Full::from(body.to_string()))?;
        self.send(request).await
    }

    fn request(&self, method: Method, path: &str) -> hyper::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, self.address.to_string())
            .header(AUTHORIZATION, format!("Bearer {}", self.token))
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Answer, Failure> {
        let what = format!("{} {}", request.method(), request.uri());
        self.sender.ready().await?;
        let response = self.sender.send_request(request).await?;
        let status = response.status();
        let tag = response.headers().get(ETAG).and_then(|tag| tag.to_str().ok());
        let revision = tag.and_then(|tag| tag.trim_matches('"').parse().ok());
        let body = response.into_body().collect().await?.to_bytes();
        // A redirection is a failure: it would lead to the page where people log in.
        if !status.is_success() {
            return Err(format!("{what}: {status}: {}", String::from_utf8_lossy(&body)).into());
        }
        Ok(Answer { body, revision })
    }
}
