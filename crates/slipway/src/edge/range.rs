//! Which part of a file a request asks for (RFC 9110, section 14): one range of bytes. Several at once, and ranges of
//! anything but bytes, are answered with the whole, as the standard allows.

use axum::http::{HeaderMap, header};

/// What to send of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Whole,
    /// From this byte, this many.
    Part {
        from: u64,
        n_bytes: u64,
    },
    /// 416: none of the bytes asked for exist.
    Nothing,
}

impl Wanted {
    /// What a request wants of a file of `n_bytes` with this strong validator.
    pub fn of(headers: &HeaderMap, n_bytes: u64, etag: &str) -> Wanted {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let Some(range) = text(header::RANGE) else {
            return Wanted::Whole;
        };
        // A part of another state of the file would not fit to the part that is there already.
        if text(header::IF_RANGE).is_some_and(|seen| seen != etag) {
            return Wanted::Whole;
        }
        range
            .strip_prefix("bytes=")
            .filter(|ranges| !ranges.contains(','))
            .and_then(|range| range.trim().split_once('-'))
            .map_or(Wanted::Whole, |(first, last)| Wanted::between(first, last, n_bytes))
    }

    fn between(first: &str, last: &str, n_bytes: u64) -> Wanted {
        let end = n_bytes.saturating_sub(1);
        let (from, to) = match (number(first), number(last)) {
            (Some(from), Some(to)) if from <= to => (from, to.min(end)),
            (Some(from), None) if last.is_empty() => (from, end),
            (None, Some(0)) if first.is_empty() => return Wanted::Nothing,
            (None, Some(tail)) if first.is_empty() => (n_bytes.saturating_sub(tail), end),
            _ => return Wanted::Whole,
        };
        if from < n_bytes {
            Wanted::Part {
                from,
                n_bytes: to - from + 1,
            }
        } else {
            Wanted::Nothing
        }
    }
}

fn number(text: &str) -> Option<u64> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use super::*;

    fn wanted(range: &str, if_range: Option<&str>) -> Wanted {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().unwrap());
        if let Some(seen) = if_range {
            headers.insert(header::IF_RANGE, seen.parse().unwrap());
        }
        Wanted::of(&headers, 100, "\"a\"")
    }

    #[test]
    fn one_range_of_bytes_is_a_part_and_everything_else_the_whole() {
        let part = |from, n_bytes| Wanted::Part { from, n_bytes };
        for (range, expected) in [
            ("bytes=0-9", part(0, 10)),
            ("bytes=90-", part(90, 10)),
            ("bytes=-10", part(90, 10)),
            ("bytes=-1000", part(0, 100)),
            ("bytes=50-1000", part(50, 50)),
            ("bytes=99-99", part(99, 1)),
            ("bytes=100-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=9-0", Wanted::Whole),
            ("bytes=0-1,5-6", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("bytes=+1-2", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("lines=0-9", Wanted::Whole),
            ("bytes=0-99999999999999999999999", Wanted::Whole),
        ] {
            assert_eq!(wanted(range, None), expected, "{range}");
        }
        assert_eq!(Wanted::of(&HeaderMap::new(), 100, "\"a\""), Wanted::Whole);
    }

    #[test]
    fn a_part_of_another_state_is_not_sent() {
        assert_eq!(
            wanted("bytes=0-9", Some("\"a\"")),
            Wanted::Part { from: 0, n_bytes: 10 }
        );
        assert_eq!(wanted("bytes=0-9", Some("\"b\"")), Wanted::Whole);
    }

    #[test]
    fn an_empty_file_has_no_parts() {
        assert_eq!(Wanted::between("0", "9", 0), Wanted::Nothing);
        assert_eq!(Wanted::between("", "9", 0), Wanted::Nothing);
    }
}
