//! Somebody who calls: with a token, a cookie or nothing.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn etag(&self) -> String {
        self.header("etag").to_owned()
    }

    /// The answer, if it has this status; else everything about it.
    #[track_caller]
    pub fn expect(self, status: u16) -> Answer {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// The code of a problem document.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The pointers of the fields that a problem document names, in order.
    pub fn pointers(&self) -> Vec<String> {
        let document = self.json();
        let errors = document["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|error| error["pointer"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// One caller.
#[derive(Debug, Clone)]
pub struct Client {
    pub router: Router,
    pub runtime: tokio::runtime::Handle,
    pub token: Option<String>,
    pub headers: Vec<(&'static str, String)>,
}

impl Client {
    /// The same caller with one more header.
    pub fn with(&self, name: &'static str, value: impl Into<String>) -> Client {
        let mut client = self.clone();
        client.headers.push((name, value.into()));
        client
    }

    pub fn if_match(&self, etag: &str) -> Client {
        self.with("if-match", etag)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Vec::new())
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.json(Method::POST, path, body)
    }

    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.json(Method::PATCH, path, body)
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, Vec::new())
    }

    pub fn json(&self, method: Method, path: &str, body: &Value) -> Answer {
        self.send(method, path, Some("application/json"), body.to_string().into_bytes())
    }

    /// Posts a form as a browser does from one of our pages.
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let browser = self.with("sec-fetch-site", "same-origin");
        browser.send(
            Method::POST,
            path,
            Some("application/x-www-form-urlencoded"),
            body.finish().into_bytes(),
        )
    }

    /// Posts a form with files, as programs do. A part is what stands in its header after `form-data; `, and its content.
    pub fn upload(&self, path: &str, parts: &[(&str, &[u8])]) -> Answer {
        self.send(
            Method::POST,
            path,
            Some("multipart/form-data; boundary=xyz"),
            multipart(parts),
        )
    }

    pub fn send(&self, method: Method, path: &str, media: Option<&str>, body: Vec<u8>) -> Answer {
        self.runtime.block_on(self.call(method, path, media, body))
    }

    /// One request, from within a runtime.
    pub async fn call(&self, method: Method, path: &str, media: Option<&str>, body: Vec<u8>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(media) = media {
            request = request.header(header::CONTENT_TYPE, media);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let response = self
            .router
            .clone()
            .oneshot(request.body(Body::from(body)).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }
}

/// The body of a form with files, its boundary `xyz`.
pub fn multipart(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (head, content) in parts {
        body.extend_from_slice(format!("--xyz\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--xyz--\r\n");
    body
}
