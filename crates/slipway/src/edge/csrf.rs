//! Whether a changing request that rides on a cookie was made by our own pages.
//! Pure: headers in, a refusal out. Whether the cookie names a session is not asked here.

use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};

/// Why a request is taken for a forgery; each is 403.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CsrfRefusal {
    /// The browser says that another site sent it, a sibling subdomain included.
    #[error("sent by a page of another site")]
    ForeignSite,
    /// An older browser names an origin that is not ours.
    #[error("sent by a page of another origin")]
    ForeignOrigin,
    /// A cookie, and nothing that tells where the request comes from.
    #[error("neither Sec-Fetch-Site nor Origin tells where the request comes from")]
    Unproven,
}

/// Holds a request against `Sec-Fetch-Site`, or against `Origin` where the browser does not send the former.
///
/// `base_url` is the address under which people reach Slipway; an origin equal to the `Host` of the request is
/// accepted too, so that an installation reached by a second name still works. A page cannot choose either header.
/// A request with a bearer token passes, because no browser attaches one by itself; whoever authenticates must then
/// ignore the cookie. A request with neither a cookie nor a sign of a browser passes for the same reason.
pub fn check(headers: &HeaderMap, method: &Method, base_url: &str) -> Result<(), CsrfRefusal> {
    if method.is_safe() || has_bearer_token(headers) {
        return Ok(());
    }
    match only(headers, "sec-fetch-site") {
        Sent::Once(site) if site == "same-origin" || site == "none" => return Ok(()),
        Sent::Once(_) | Sent::Often => return Err(CsrfRefusal::ForeignSite),
        Sent::Never => {}
    }
    match only(headers, header::ORIGIN.as_str()) {
        Sent::Once(origin) if is_ours(origin, headers, base_url) => Ok(()),
        Sent::Once(_) | Sent::Often => Err(CsrfRefusal::ForeignOrigin),
        Sent::Never if headers.contains_key(header::COOKIE) => Err(CsrfRefusal::Unproven),
        Sent::Never => Ok(()),
    }
}

enum Sent<'a> {
    Never,
    Once(&'a HeaderValue),
    Often,
}

fn only<'a>(headers: &'a HeaderMap, name: &str) -> Sent<'a> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Sent::Never,
        (Some(value), None) => Sent::Once(value),
        (Some(_), Some(_)) => Sent::Often,
    }
}

fn has_bearer_token(headers: &HeaderMap) -> bool {
    let Sent::Once(value) = only(headers, header::AUTHORIZATION.as_str()) else {
        return false;
    };
    let credentials = value.to_str().ok().and_then(|value| value.split_once(' '));
    credentials.is_some_and(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty())
}

fn is_ours(origin: &HeaderValue, headers: &HeaderMap, base_url: &str) -> bool {
    let Some(origin) = origin.to_str().ok().and_then(Origin::parse) else {
        return false;
    };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let by_host = host.and_then(|host| Origin::parse(&format!("{}://{host}", origin.scheme)));
    Some(&origin) == Origin::parse(base_url).as_ref() || Some(&origin) == by_host.as_ref()
}

#[derive(PartialEq, Eq)]
struct Origin {
    scheme: &'static str,
    host: String,
    port: u16,
}

impl Origin {
    /// The origin of an address; `null` and everything that is not http have none.
    fn parse(address: &str) -> Option<Origin> {
        let address: Uri = address.parse().ok()?;
        let (scheme, default_port) = match address.scheme_str()? {
            "http" => ("http", 80),
            "https" => ("https", 443),
            _ => return None,
        };
        let authority = address
            .authority()
            .filter(|authority| !authority.as_str().contains('@'))?;
        Some(Origin {
            scheme,
            host: authority.host().to_ascii_lowercase(),
            port: authority.port_u16().unwrap_or(default_port),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use axum::http::HeaderName;

    use super::CsrfRefusal::{ForeignOrigin, ForeignSite, Unproven};
    use super::*;

    const BASE: &str = "https://slipway.example/releases";
    const COOKIE: (&str, &str) = ("cookie", "__Host-sid=abc");

    fn asked(method: &Method, headers: &[(&'static str, &'static str)]) -> Result<(), CsrfRefusal> {
        let mut sent = HeaderMap::new();
        for (name, value) in headers {
            sent.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        check(&sent, method, BASE)
    }

    fn post(headers: &[(&'static str, &'static str)]) -> Result<(), CsrfRefusal> {
        asked(&Method::POST, headers)
    }

    #[test]
    fn reading_needs_no_proof_and_every_changing_method_does() {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            assert_eq!(asked(&method, &[COOKIE, ("sec-fetch-site", "cross-site")]), Ok(()));
        }
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            assert_eq!(asked(&method, &[COOKIE]), Err(Unproven));
        }
    }

    #[test]
    fn sec_fetch_site_decides_where_it_is_sent() {
        let table = [
            ("same-origin", Ok(())),
            ("none", Ok(())),
            ("same-site", Err(ForeignSite)),
            ("cross-site", Err(ForeignSite)),
            ("Same-Origin", Err(ForeignSite)),
            ("", Err(ForeignSite)),
        ];
        for (site, expected) in table {
            assert_eq!(post(&[COOKIE, ("sec-fetch-site", site)]), expected, "{site}");
        }
        let own_origin = ("origin", "https://slipway.example");
        assert_eq!(
            post(&[COOKIE, ("sec-fetch-site", "cross-site"), own_origin]),
            Err(ForeignSite)
        );
        let twice = [
            COOKIE,
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "cross-site"),
        ];
        assert_eq!(post(&twice), Err(ForeignSite));
    }

    #[test]
    fn the_origin_decides_where_sec_fetch_site_is_absent() {
        let table = [
            ("https://slipway.example", Ok(())),
            ("https://SLIPWAY.example:443", Ok(())),
            ("http://slipway.example", Err(ForeignOrigin)),
            ("https://slipway.example:8443", Err(ForeignOrigin)),
            ("https://slipway.example.evil.example", Err(ForeignOrigin)),
            ("https://evil.example", Err(ForeignOrigin)),
            ("https://slipway.example@evil.example", Err(ForeignOrigin)),
            ("https://evil.example@slipway.example", Err(ForeignOrigin)),
            ("null", Err(ForeignOrigin)),
            ("", Err(ForeignOrigin)),
        ];
        for (origin, expected) in table {
            assert_eq!(
                post(&[COOKIE, ("host", "backend:8080"), ("origin", origin)]),
                expected,
                "{origin}"
            );
        }
        let twice = [
            COOKIE,
            ("origin", "https://slipway.example"),
            ("origin", "https://slipway.example"),
        ];
        assert_eq!(post(&twice), Err(ForeignOrigin));
    }

    #[test]
    fn the_host_that_was_asked_counts_as_ours() {
        let host = ("host", "127.0.0.1:8080");
        assert_eq!(post(&[COOKIE, host, ("origin", "http://127.0.0.1:8080")]), Ok(()));
        assert_eq!(
            post(&[COOKIE, host, ("origin", "http://127.0.0.1:9090")]),
            Err(ForeignOrigin)
        );
        assert_eq!(
            post(&[COOKIE, host, ("origin", "http://127.0.0.1")]),
            Err(ForeignOrigin)
        );
        assert_eq!(
            post(&[COOKIE, ("host", "[::1]"), ("origin", "http://[::1]:80")]),
            Ok(())
        );
    }

    #[test]
    fn a_bearer_token_needs_no_proof_and_other_schemes_do() {
        assert_eq!(
            post(&[
                COOKIE,
                ("authorization", "Bearer slip_a_b"),
                ("origin", "https://evil.example")
            ]),
            Ok(())
        );
        assert_eq!(post(&[COOKIE, ("authorization", "bearer slip_a_b")]), Ok(()));
        for other in ["Basic YTpi", "Bearer", "Bearer  ", "BearerX y"] {
            assert_eq!(post(&[COOKIE, ("authorization", other)]), Err(Unproven), "{other}");
        }
    }

    #[test]
    fn logging_in_from_a_program_passes_and_from_a_foreign_page_does_not() {
        assert_eq!(post(&[]), Ok(()));
        assert_eq!(post(&[("origin", "https://evil.example")]), Err(ForeignOrigin));
        assert_eq!(post(&[("sec-fetch-site", "cross-site")]), Err(ForeignSite));
    }
}
