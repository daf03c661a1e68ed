//! A bundle made of a few files in memory, since `web/dist` is built later than the tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use http_body_util::BodyExt;
use tower::ServiceExt;

use super::*;

const FILES: [(&str, &str); 8] = [
    (
        "manifest.json",
        r#"{"app.css": "app-ABC123.css", "app.js": "app-DEF456.js"}"#,
    ),
    ("app-ABC123.css", "body{}"),
    ("app-ABC123.css.br", "(br)"),
    ("app-ABC123.css.gz", "(gz)"),
    ("app-DEF456.js", "void 0"),
    ("icons.svg", "<svg/>"),
    ("fonts/a.woff2", "wOF2"),
    (".gitkeep", ""),
];

fn read(name: &str) -> Option<File> {
    let (_, text) = FILES.iter().find(|(known, _)| *known == name)?;
    let mut hash = [0; 32];
    hash[..text.len().min(32)].copy_from_slice(&text.as_bytes()[..text.len().min(32)]);
    Some(File {
        bytes: Cow::Borrowed(text.as_bytes()),
        hash,
    })
}

fn bundle() -> Bundle {
    Bundle::new(
        read,
        &FILES.iter().map(|(name, _)| Cow::Borrowed(*name)).collect::<Vec<_>>(),
    )
}

async fn answer(name: &str, asked: &[(header::HeaderName, &'static str)]) -> Option<(Response<()>, String)> {
    let asked = asked
        .iter()
        .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
        .collect();
    let (parts, body) = bundle().answer(name, &asked)?.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Some((
        Response::from_parts(parts, ()),
        String::from_utf8(body.to_vec()).unwrap(),
    ))
}

#[test]
fn the_manifest_gives_each_name_its_hashed_address() {
    let urls = bundle().urls;
    assert_eq!(urls["app.css"], "/assets/app-ABC123.css");
    assert_eq!(urls["app.js"], "/assets/app-DEF456.js");
    assert_eq!(urls["icons.svg"], "/assets/icons.svg");
    assert_eq!(urls.get("print.css"), None);
}

#[test]
fn pages_work_without_a_bundle() {
    assert_eq!(asset("no such file"), "no such file");
    for unreadable in [
        |_: &str| None,
        |name: &str| {
            (name == MANIFEST).then_some(File {
                bytes: Cow::Borrowed(b"{"),
                hash: [0; 32],
            })
        },
    ] {
        assert!(Bundle::new(unreadable, &[]).urls.is_empty());
    }
}

#[tokio::test]
async fn a_hashed_file_is_kept_for_ever_and_any_other_asked_for_again() {
    let (response, body) = answer("app-DEF456.js", &[]).await.unwrap();
    assert_eq!(body, "void 0");
    assert_eq!(response.extensions().get(), Some(&Class::Asset));
    let headers = response.headers();
    assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(headers["content-type"], "text/javascript; charset=utf-8");
    assert!(!headers.contains_key("vary"));
    let (response, _) = answer("icons.svg", &[]).await.unwrap();
    assert_eq!(response.headers()["cache-control"], "no-cache");
    assert_eq!(response.headers()["content-type"], "image/svg+xml");
}

#[tokio::test]
async fn a_file_the_client_has_is_not_sent_again() {
    let (response, _) = answer("icons.svg", &[]).await.unwrap();
    let etag = response.headers()["etag"].to_str().unwrap();
    assert_eq!(etag, "\"3c7376672f3e00000000000000000000\"");
    let (again, body) = answer(
        "icons.svg",
        &[(header::IF_NONE_MATCH, "\"3c7376672f3e00000000000000000000\"")],
    )
    .await
    .unwrap();
    assert_eq!((again.status(), body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let (other, body) = answer("icons.svg", &[(header::IF_NONE_MATCH, "\"00\"")]).await.unwrap();
    assert_eq!((other.status(), body.as_str()), (StatusCode::OK, "<svg/>"));
}

#[tokio::test]
async fn the_smallest_variant_that_the_client_takes_is_sent() {
    for (accepted, expected, encoding) in [
        ("gzip, deflate, br", "(br)", Some("br")),
        ("gzip", "(gz)", Some("gzip")),
        ("GZIP;q=0.5", "(gz)", Some("gzip")),
        ("br;q=0, gzip", "(gz)", Some("gzip")),
        ("br;q=0, *", "(gz)", Some("gzip")),
        ("*", "(br)", Some("br")),
        ("*;q=0", "body{}", None),
        ("br;q=x", "body{}", None),
        ("zstd", "body{}", None),
        ("", "body{}", None),
    ] {
        let (response, body) = answer("app-ABC123.css", &[(header::ACCEPT_ENCODING, accepted)])
            .await
            .unwrap();
        let told = response
            .headers()
            .get("content-encoding")
            .map(|value| value.to_str().unwrap());
        assert_eq!((body.as_str(), told), (expected, encoding), "{accepted:?}");
        assert_eq!(response.headers()["vary"], "Accept-Encoding");
        assert_eq!(response.headers()["content-type"], "text/css; charset=utf-8");
    }
    let (plain, _) = answer("app-ABC123.css", &[]).await.unwrap();
    let (small, _) = answer("app-ABC123.css", &[(header::ACCEPT_ENCODING, "br")])
        .await
        .unwrap();
    assert_ne!(plain.headers()["etag"], small.headers()["etag"]);
}

#[tokio::test]
async fn only_files_of_the_bundle_are_served() {
    assert!(answer("fonts/a.woff2", &[]).await.is_some());
    for name in [
        "",
        "manifest.json",
        ".gitkeep",
        "fonts",
        "fonts//a.woff2",
        "../Cargo.toml",
        "/app-DEF456.js",
        "none.css",
    ] {
        assert!(answer(name, &[]).await.is_none(), "{name}");
    }
}

#[tokio::test]
async fn the_router_answers_404_for_what_is_not_there_and_never_leaves_the_folder() {
    for path in [
        "/assets/none.css",
        "/assets/../Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/.gitkeep",
    ] {
        let request = axum::extract::Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = Router::new().nest("/assets", router()).oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
    }
}
