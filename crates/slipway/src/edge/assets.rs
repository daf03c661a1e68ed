//! Styles, scripts, icons and fonts: what `web/dist` holds, inside the binary, under names that change with the content.
//! A debug build reads the folder instead. What stands in the files is the business of `web`.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use axum::routing::get;
use rust_embed::RustEmbed;

use super::fault::Code;
use super::headers::{Class, RequestId, refusal};

#[derive(Debug, RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Dist;

/// The address of an asset by the name that templates know it under: `app.css` is `/assets/app-ABC123.css`.
/// A binary built without `web/dist` has no addresses; its pages then work without style, and the name is returned.
pub fn asset(name: &'static str) -> &'static str {
    EMBEDDED.urls.get(name).map_or(name, String::as_str)
}

/// Serves the assets; nested under `/assets`.
pub fn router() -> Router {
    Router::new().route("/{*name}", get(serve))
}

async fn serve(uri: Uri, asked: HeaderMap) -> Response<Body> {
    let name = uri.path().trim_start_matches('/');
    EMBEDDED
        .answer(name, &asked)
        .unwrap_or_else(|| refusal(Code::NotFound, RequestId::of(&asked)))
}

static EMBEDDED: LazyLock<Bundle> = LazyLock::new(|| {
    let read = |name: &str| {
        Dist::get(name).map(|file| File {
            hash: file.metadata.sha256_hash(),
            bytes: file.data,
        })
    };
    Bundle::new(read, &Dist::iter().collect::<Vec<_>>())
});

/// One file as it is sent.
#[derive(Debug)]
struct File {
    bytes: Cow<'static, [u8]>,
    hash: [u8; 32],
}

type Read = fn(&str) -> Option<File>;

/// The files, and which of them stands for which name.
#[derive(Debug)]
struct Bundle {
    read: Read,
    urls: HashMap<String, String>,
    /// Files whose name contains a hash of their content.
    hashed: Vec<String>,
}

/// What `web` writes beside its files: the hashed name of each by its logical name.
const MANIFEST: &str = "manifest.json";

/// Smaller variants that `web` may lay beside a file, best first.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

impl Bundle {
    fn new(read: Read, names: &[Cow<'static, str>]) -> Bundle {
        let manifest = read(MANIFEST).map_or_else(HashMap::new, |file| manifest(&file.bytes));
        let plain = names.iter().map(|name| (name.to_string(), name.to_string()));
        let urls = plain
            .chain(manifest.clone())
            .map(|(name, file)| (name, format!("/assets/{file}")))
            .collect();
        Bundle {
            read,
            urls,
            hashed: manifest.into_values().collect(),
        }
    }

    fn answer(&self, name: &str, asked: &HeaderMap) -> Option<Response<Body>> {
        let is_public = name != MANIFEST && name.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
        let plain = is_public.then(|| (self.read)(name))??;
        let is_varied = ENCODINGS
            .iter()
            .any(|(_, suffix)| (self.read)(&format!("{name}{suffix}")).is_some());
        let (file, encoding) = self.smaller(name, asked).unwrap_or((plain, None));
        let etag = etag(&file.hash);
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert(Class::Asset);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.caching(name)));
        if is_varied {
            headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        let is_known = asked
            .get(header::IF_NONE_MATCH)
            .is_some_and(|known| known == etag.as_str());
        if let Ok(etag) = HeaderValue::try_from(etag) {
            headers.insert(header::ETAG, etag);
        }
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Some(response);
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        *response.body_mut() = body(file.bytes);
        Some(response)
    }

    fn smaller(&self, name: &str, asked: &HeaderMap) -> Option<(File, Option<&'static str>)> {
        ENCODINGS.iter().find_map(|(encoding, suffix)| {
            let file = accepts(asked, encoding).then(|| (self.read)(&format!("{name}{suffix}")))??;
            Some((file, Some(*encoding)))
        })
    }

    /// A name with a hash never means other content; any other file is asked for again and answered by its tag.
    fn caching(&self, name: &str) -> &'static str {
        let is_hashed = self.hashed.iter().any(|hashed| hashed == name);
        if is_hashed {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        }
    }
}

fn manifest(bytes: &[u8]) -> HashMap<String, String> {
    serde_json::from_slice(bytes).unwrap_or_else(|error| {
        tracing::error!(%error, "the manifest of web/dist is unreadable: pages have no style");
        HashMap::new()
    })
}

/// Whether the client takes an encoding: by its own weight, else by that of `*`, else not.
fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    let values = asked
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let offers: Vec<(&str, bool)> = values.flat_map(|value| value.split(',')).map(offer).collect();
    let weight_of = |name: &str| {
        offers
            .iter()
            .find(|(offered, _)| offered.eq_ignore_ascii_case(name))
            .map(|(_, is_wanted)| *is_wanted)
    };
    weight_of(encoding).or_else(|| weight_of("*")).unwrap_or(false)
}

/// `br;q=0` names an encoding that must not be sent.
fn offer(text: &str) -> (&str, bool) {
    let (name, parameters) = text.split_once(';').unwrap_or((text, ""));
    let weight = parameters.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
    (name.trim(), weight.is_ok_and(|weight| weight > 0.0))
}

/// Sixteen bytes of the content's SHA-256 tell any two files apart.
fn etag(hash: &[u8; 32]) -> String {
    let mut tag = String::from("\"");
    for byte in hash.iter().take(16) {
        // Writing to a string cannot fail.
        _ = write!(tag, "{byte:02x}");
    }
    tag + "\""
}

fn body(bytes: Cow<'static, [u8]>) -> Body {
    match bytes {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    }
}

/// Browsers are told not to guess, so that a type missing here shows at once.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "html" => "text/html; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
