//! The table of design section 4, value by value: each class is compared whole, so that nothing can be added unseen.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::collections::{BTreeMap, HashSet};

use axum::response::{Html, IntoResponse};
use axum::routing::get;
use axum::{Extension, Router};
use tower::ServiceExt;

use super::download::{Content, Picture, download};
use super::*;

const SENT: &str = "0192a0c8-7b1e-7d3a-9c55-1f2e3d4c5b6a";
const COMMON: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-request-id", SENT),
];

async fn answer(transport: Transport, response: impl Fn() -> Response + Clone + Send + Sync + 'static) -> Response {
    let router = Router::new()
        .route(
            "/",
            get(move |Extension(nonce): Extension<Nonce>| async move { (Extension(nonce), response()) }),
        )
        .layer(axum::middleware::from_fn_with_state(transport, dress));
    let request = Request::builder()
        .header(X_REQUEST_ID, SENT)
        .body(Body::empty())
        .unwrap();
    router.oneshot(request).await.unwrap()
}

fn told(response: &Response) -> BTreeMap<String, String> {
    let headers = response.headers().iter();
    let told: BTreeMap<_, _> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    assert_eq!(told.len(), response.headers().len(), "a header twice");
    told.into_iter().filter(|(name, _)| name != "content-length").collect()
}

fn expected(class: &[(&str, &str)]) -> BTreeMap<String, String> {
    COMMON
        .iter()
        .chain(class)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[tokio::test]
async fn a_page_has_these_headers_and_no_others() {
    let response = answer(Transport::Plain, || {
        ([("server", "axum"), ("x-powered-by", "Rust")], Html("<h1>")).into_response()
    })
    .await;
    let nonce = response.extensions().get::<Nonce>().unwrap().to_string();
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-src 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'none'; require-trusted-types-for 'script'; trusted-types app; report-to csp"
    );
    let page = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", policy.as_str()),
        ("reporting-endpoints", "csp=\"/csp-report\""),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
        (
            "permissions-policy",
            "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=()",
        ),
        ("cache-control", "no-store"),
        ("origin-agent-cluster", "?1"),
    ];
    assert_eq!(told(&response), expected(&page));
}

#[tokio::test]
async fn an_answer_of_the_api_has_these_headers_and_no_others() {
    let json = [
        ("content-type", "application/json; charset=utf-8"),
        (
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'none'; sandbox",
        ),
        ("cache-control", "no-store"),
        ("vary", "Authorization, Cookie, Accept"),
        ("etag", "\"7\""),
    ];
    let response = answer(Transport::Plain, || {
        ([("content-type", "application/json"), ("etag", "\"7\"")], "{}").into_response()
    });
    assert_eq!(told(&response.await), expected(&json));

    let problem = [
        ("content-type", "application/problem+json"),
        json[1],
        json[2],
        json[3],
        ("www-authenticate", "Bearer"),
    ];
    let refused = answer(Transport::Plain, || {
        (
            StatusCode::UNAUTHORIZED,
            [("content-type", "application/problem+json")],
            "{}",
        )
            .into_response()
    });
    assert_eq!(told(&refused.await), expected(&problem));

    let nothing = answer(Transport::Plain, || StatusCode::NO_CONTENT.into_response());
    assert_eq!(told(&nothing.await), expected(&json[1..4]));
}

#[tokio::test]
async fn a_page_for_the_unknown_caller_is_not_told_to_send_a_token() {
    let response = answer(Transport::Plain, || {
        (StatusCode::UNAUTHORIZED, Html("")).into_response()
    })
    .await;
    assert!(!response.headers().contains_key("www-authenticate"));
}

#[tokio::test]
async fn a_download_has_these_headers_and_no_others() {
    let disposition = "attachment; filename=\"Relat_rio _50_.pdf\"; filename*=UTF-8''Relat%C3%B3rio%20_50%25.pdf";
    let mut file = vec![
        ("content-type", "application/octet-stream"),
        ("content-disposition", disposition),
        (
            "content-security-policy",
            "default-src 'none'; sandbox; frame-ancestors 'none'",
        ),
        ("cache-control", "private, no-store"),
        ("x-download-options", "noopen"),
    ];
    let response = answer(Transport::Plain, || {
        download("Relatório \"50%.pdf", Content::Opaque, Body::from("x"))
    });
    assert_eq!(told(&response.await), expected(&file));

    file[0].1 = "text/csv; charset=utf-8; header=present";
    file[1].1 = "attachment; filename=\"releases.csv\"; filename*=UTF-8''releases.csv";
    assert_eq!(
        told(
            &answer(Transport::Plain, || download(
                "releases.csv",
                Content::Csv,
                Body::from("x")
            ))
            .await
        ),
        expected(&file)
    );
}

#[tokio::test]
async fn an_asset_keeps_what_its_handler_set() {
    let asset = [
        ("content-type", "text/html"),
        ("cache-control", "public, max-age=31536000, immutable"),
    ];
    let response = answer(Transport::Plain, move || {
        (Extension(Class::Asset), asset, "").into_response()
    });
    assert_eq!(told(&response.await), expected(&asset));
}

#[tokio::test]
async fn only_an_installation_reached_by_https_says_so() {
    for (base_url, expected) in [
        ("https://slipway.example", Some("max-age=63072000; includeSubDomains")),
        ("HTTPS://slipway.example/", Some("max-age=63072000; includeSubDomains")),
        ("http://slipway.example", None),
        ("http://x/https://", None),
        ("https:/", None),
    ] {
        let response = answer(Transport::of(base_url), || Html("").into_response()).await;
        let told = response
            .headers()
            .get("strict-transport-security")
            .map(|value| value.to_str().unwrap());
        assert_eq!(told, expected, "{base_url}");
    }
}

#[tokio::test]
async fn every_answer_has_a_fresh_nonce_of_128_bits() {
    let mut seen = HashSet::new();
    for _ in 0..50 {
        let response = answer(Transport::Plain, || Html("").into_response()).await;
        let nonce = response.extensions().get::<Nonce>().unwrap();
        assert_eq!(BASE64_URL_SAFE_NO_PAD.decode(nonce.as_str()).unwrap().len(), 16);
        assert_eq!(format!("{nonce:?}"), "Nonce(***)");
        assert!(seen.insert(nonce.to_string()));
    }
}

#[test]
fn a_request_id_is_taken_over_only_if_it_is_a_uuid() {
    let id =
        |sent: &'static str| RequestId::of(&HeaderMap::from_iter([(X_REQUEST_ID, HeaderValue::from_static(sent))])).0;
    assert_eq!(id(SENT).to_string(), SENT);
    assert_eq!(id("0192A0C8-7B1E-7D3A-9C55-1F2E3D4C5B6A").to_string(), SENT);
    for other in [
        "",
        "1",
        "0192a0c8-7b1e-7d3a-9c55-1f2e3d4c5b6",
        "zzzzzzzz-7b1e-7d3a-9c55-1f2e3d4c5b6a",
    ] {
        assert_eq!(id(other).get_version_num(), 7, "{other}");
    }
    assert_ne!(RequestId::of(&HeaderMap::new()), RequestId::of(&HeaderMap::new()));
}

#[tokio::test]
async fn a_refusal_from_outside_the_router_is_a_dressed_problem_document() {
    let response = refusal(Code::UriTooLong, RequestId(Uuid::parse_str(SENT).unwrap()));
    assert_eq!(response.status(), StatusCode::URI_TOO_LONG);
    assert_eq!(
        told(&response),
        expected(&[&[("content-type", "application/problem+json")], API].concat())
    );
    let document = http_body_util::BodyExt::collect(response.into_body())
        .await
        .unwrap()
        .to_bytes();
    let document: serde_json::Value = serde_json::from_slice(&document).unwrap();
    let expected = serde_json::json!({
        "type": "/errors/request.uri_too_long",
        "title": "URI Too Long",
        "status": 414,
        "code": "request.uri_too_long",
        "request_id": SENT,
    });
    assert_eq!(document, expected);
}

#[test]
fn a_file_name_stays_in_its_place() {
    let disposition = |name: &str| told(&download(name, Content::Opaque, Body::empty()))["content-disposition"].clone();
    for (name, ascii, exact) in [
        ("plan.txt", "plan.txt", "plan.txt"),
        ("../../etc/passwd", "_.._etc_passwd", "_.._etc_passwd"),
        ("a\r\nSet-Cookie: b", "a__Set-Cookie_ b", "a__Set-Cookie_%20b"),
        ("a\";x=\"b", "a_;x=_b", "a_%3Bx%3D_b"),
        ("日本.png", "__.png", "%E6%97%A5%E6%9C%AC.png"),
        ("photo\u{202e}gpj.exe", "photo_gpj.exe", "photo_gpj.exe"),
        ("a'b(c)", "a'b(c)", "a%27b%28c%29"),
        (" . ", "download", "download"),
        ("", "download", "download"),
    ] {
        assert_eq!(
            disposition(name),
            format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{exact}"),
            "{name:?}"
        );
    }
    let long = disposition(&format!("{}.xlsx", "é".repeat(300)));
    assert!(
        long.contains(&format!("filename=\"{}.xlsx\"", "_".repeat(115))),
        "{long}"
    );
}

#[test]
fn only_true_pictures_are_shown_in_place() {
    for (first_bytes, media) in [
        (&b"\x89PNG\r\n\x1a\n..."[..], Some("image/png")),
        (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
        (b"GIF89a", Some("image/gif")),
        (b"RIFF\x01\x02\x03\x04WEBPVP8 ", Some("image/webp")),
        (b"RIFF\x01\x02\x03\x04AVI ", None),
        (b"<svg xmlns=", None),
        (b"<html>", None),
        (b"", None),
    ] {
        let picture = Picture::of(first_bytes);
        let content = picture.map_or(Content::Opaque, Content::Picture);
        let told = told(&download("x", content, Body::empty()));
        assert_eq!(told["content-type"], media.unwrap_or("application/octet-stream"));
        assert_eq!(told["content-disposition"].starts_with("inline"), media.is_some());
    }
}
