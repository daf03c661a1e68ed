//! Answers that the browser saves as a file: attachments, exports, pictures.
//! What lies in the file, and who may have it, was decided before.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Class, insert, set};

/// How long a file name may be; file systems take 255 bytes, and browsers add their own suffixes.
const NAME_CHARS: usize = 120;

/// What RFC 8187 lets stand unescaped in `filename*`.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// What a file is, as far as a browser is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A file that somebody uploaded: nothing is believed about it.
    Opaque,
    /// A drawing of a flow, for other BPMN tools.
    Bpmn,
    Csv,
    JsonLines,
    Xlsx,
    Pdf,
    Picture(Picture),
}

/// Pictures that are shown in place; [`Picture::of`] is the only way to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture(&'static str);

impl Picture {
    /// Looks at the first bytes, because a name or a declared type can lie. SVG is none of them: it can carry scripts.
    pub fn of(first_bytes: &[u8]) -> Option<Picture> {
        match first_bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Picture("image/png")),
            [0xFF, 0xD8, 0xFF, ..] => Some(Picture("image/jpeg")),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Picture("image/gif")),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Picture("image/webp")),
            _ => None,
        }
    }
}

/// 200 with a file called `name`.
pub fn download(name: &str, content: Content, body: Body) -> Response {
    let (media, disposition) = match content {
        Content::Opaque => ("application/octet-stream", "attachment"),
        Content::Bpmn => ("application/xml", "attachment"),
        Content::Csv => ("text/csv; charset=utf-8; header=present", "attachment"),
        Content::JsonLines => ("application/x-ndjson; charset=utf-8", "attachment"),
        Content::Xlsx => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "attachment",
        ),
        Content::Pdf => ("application/pdf", "attachment"),
        Content::Picture(Picture(media)) => (media, "inline"),
    };
    let mut response = Response::new(body);
    response.extensions_mut().insert(Class::Download);
    let headers = response.headers_mut();
    set(
        headers,
        &[
            (
                "content-security-policy",
                "default-src 'none'; sandbox; frame-ancestors 'none'",
            ),
            ("cache-control", "private, no-store"),
            ("x-download-options", "noopen"),
        ],
    );
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    insert(
        headers,
        header::CONTENT_DISPOSITION,
        format!("{disposition}; {}", file_name(name)),
    );
    response
}

/// The two forms of RFC 6266: one for old clients, where every other character becomes `_`, and the exact one.
fn file_name(name: &str) -> String {
    let name: String = name.chars().map(|c| if is_harmful(c) { '_' } else { c }).collect();
    let name = shortened(name.trim_matches(|c: char| c == '.' || c.is_whitespace()));
    let name = if name.is_empty() { "download".to_owned() } else { name };
    let ascii: String = name
        .chars()
        .map(|c| if c.is_ascii() && c != '%' { c } else { '_' })
        .collect();
    format!(
        "filename=\"{ascii}\"; filename*=UTF-8''{}",
        utf8_percent_encode(&name, ESCAPED)
    )
}

/// Separators and quotes leave the name's place; direction marks let `exe.gpj` read as `jpg.exe`.
fn is_harmful(c: char) -> bool {
    let turns_direction =
        matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}');
    c.is_control() || turns_direction || matches!(c, '/' | '\\' | '"' | '<' | '>' | ':' | '|' | '?' | '*')
}

/// Cuts the stem and keeps the extension, by which people and systems know what to open it with.
fn shortened(name: &str) -> String {
    let n_chars = name.chars().count();
    if n_chars <= NAME_CHARS {
        return name.to_owned();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.chars().count() <= 10 => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    stem.chars()
        .take(NAME_CHARS - extension.chars().count())
        .collect::<String>()
        + &extension
}
