//! What a handler answers, before it is bytes. Headers of a class (HTML, JSON …) are added by `headers.rs`.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::Value;

use super::headers::download::{self, download};

/// The content of an answer.
#[derive(Debug)]
pub enum Content {
    Nothing,
    Json(Value),
    Problem(Value),
    Html(String),
    /// Anything else, with its media type.
    Bytes(&'static str, Vec<u8>),
    /// A file that the browser saves under this name.
    File(String, download::Content, Vec<u8>),
    /// A file that is read while it is sent, under the name the browser saves it under.
    Stream(String, download::Content, Body),
}

/// An answer: status, headers of its own, content.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: Vec<(HeaderName, String)>,
    pub content: Content,
}

impl Reply {
    fn of(status: StatusCode, content: Content) -> Reply {
        Reply {
            status,
            headers: Vec::new(),
            content,
        }
    }

    /// 200 with a JSON document.
    pub fn json(document: Value) -> Reply {
        Reply::of(StatusCode::OK, Content::Json(document))
    }

    /// 201 with the new record and where it is.
    pub fn created(location: String, document: Value) -> Reply {
        Reply::of(StatusCode::CREATED, Content::Json(document)).with(header::LOCATION, location)
    }

    /// 200 with a page.
    pub fn html(page: String) -> Reply {
        Reply::of(StatusCode::OK, Content::Html(page))
    }

    /// 204.
    pub fn nothing() -> Reply {
        Reply::of(StatusCode::NO_CONTENT, Content::Nothing)
    }

    /// 303: the next page after a form was accepted.
    pub fn see_other(location: impl Into<String>) -> Reply {
        Reply::of(StatusCode::SEE_OTHER, Content::Nothing).with(header::LOCATION, location.into())
    }

    /// 200 with bytes of a media type.
    pub fn bytes(media_type: &'static str, bytes: impl Into<Vec<u8>>) -> Reply {
        Reply::of(StatusCode::OK, Content::Bytes(media_type, bytes.into()))
    }

    /// 200 with a file to be saved.
    pub fn file(name: impl Into<String>, content: download::Content, bytes: impl Into<Vec<u8>>) -> Reply {
        Reply::of(StatusCode::OK, Content::File(name.into(), content, bytes.into()))
    }

    /// 200 with a file that is read while it is sent.
    pub fn stream(name: impl Into<String>, content: download::Content, body: Body) -> Reply {
        Reply::of(StatusCode::OK, Content::Stream(name.into(), content, body))
    }

    pub fn with(mut self, name: HeaderName, value: impl Into<String>) -> Reply {
        self.headers.push((name, value.into()));
        self
    }

    pub fn status(mut self, status: StatusCode) -> Reply {
        self.status = status;
        self
    }

    /// The strong validator of a single record: its revision.
    pub fn etag(self, revision: i64) -> Reply {
        self.with(header::ETAG, format!("\"{revision}\""))
    }

    /// The answer as bytes. A header value that HTTP cannot carry is left out and logged, never sent broken.
    pub fn into_response(self) -> Response<Body> {
        let mut response = match self.content {
            Content::Nothing => Response::new(Body::empty()),
            Content::Json(document) => typed("application/json; charset=utf-8", document.to_string()),
            Content::Problem(document) => typed("application/problem+json", document.to_string()),
            Content::Html(page) => typed("text/html; charset=utf-8", page),
            Content::Bytes(media_type, bytes) => typed(media_type, bytes),
            Content::File(name, content, bytes) => download(&name, content, Body::from(bytes)),
            Content::Stream(name, content, body) => download(&name, content, body),
        };
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().append(name, value);
            } else {
                tracing::warn!(header.name = %name, "a header value was not sendable");
            }
        }
        response
    }
}

fn typed(media_type: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}
