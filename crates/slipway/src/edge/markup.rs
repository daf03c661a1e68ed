//! HTML that people wrote: made harmless, and told in plain text. What is put into templates of pages is escaped there
//! and never comes here.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

/// Addresses other than these are taken out: `javascript:` above all.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder.url_schemes(HashSet::from(["http", "https", "mailto"]));
    builder
});

/// The same HTML without scripts, styles, forms, events and foreign schemes.
pub fn harmless(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

/// What the HTML says, in plain text; where a link leads stands behind its words.
pub fn as_text(html: &str) -> String {
    let clean = harmless(html);
    let mut plain = Plain::default();
    let mut rest = clean.as_str();
    while let Some((words, tagged)) = rest.split_once('<') {
        plain.words(words);
        let (tag, after) = tagged.split_at(end_of_tag(tagged));
        plain.tag(tag);
        rest = after.strip_prefix('>').unwrap_or_default();
    }
    plain.words(rest);
    plain.text.trim().to_owned()
}

/// Where a tag ends: a `>` inside a quoted attribute does not end it.
fn end_of_tag(tag: &str) -> usize {
    let mut quoted = false;
    tag.char_indices()
        .find(|(_, c)| {
            quoted ^= *c == '"';
            *c == '>' && !quoted
        })
        .map_or(tag.len(), |(place, _)| place)
}

/// Plain text under construction.
#[derive(Debug, Default)]
struct Plain {
    text: String,
    /// Where the link leads that is open now.
    link: Option<String>,
}

impl Plain {
    fn words(&mut self, html: &str) {
        for word in html.split_inclusive(char::is_whitespace) {
            let shown = word.trim_end();
            if !shown.is_empty() {
                self.text.push_str(&unescaped(shown));
            }
            let is_parted = shown.len() < word.len();
            if is_parted && !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    fn tag(&mut self, tag: &str) {
        let name = tag
            .split([' ', '\n', '/'])
            .find(|part| !part.is_empty())
            .unwrap_or_default();
        let closes = tag.starts_with('/');
        match name {
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "table" | "blockquote" => self.new_line(2),
            "br" | "div" | "tr" => self.new_line(1),
            "li" if !closes => {
                self.new_line(1);
                self.text.push_str("- ");
            }
            "td" | "th" if closes => self.text.push(' '),
            "a" if closes => self.end_link(),
            "a" => self.link = attribute(tag, "href"),
            _ => {}
        }
    }

    /// Ends the line, and leaves at most one empty one.
    fn new_line(&mut self, n_ends: usize) {
        let kept = self.text.trim_end_matches(' ').len();
        self.text.truncate(kept);
        let n_there = self.text.len() - self.text.trim_end_matches('\n').len();
        if !self.text.is_empty() {
            self.text.push_str(&"\n".repeat(n_ends.saturating_sub(n_there)));
        }
    }

    fn end_link(&mut self) {
        if let Some(address) = self
            .link
            .take()
            .filter(|address| !self.text.ends_with(address.as_str()))
        {
            self.text.extend([" (", &address, ")"]);
        }
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, after) = tag.split_once(&format!("{name}=\""))?;
    after.split_once('"').map(|(value, _)| unescaped(value))
}

/// The few entities that cleaned HTML is written with.
fn unescaped(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_act_is_taken_out_and_what_is_read_stays() {
        for (html, clean) in [
            ("<p onclick=\"x()\">Hello</p>", "<p>Hello</p>"),
            ("<script>alert(1)</script>Hi", "Hi"),
            (
                "<a href=\"javascript:alert(1)\">x</a>",
                "<a rel=\"noopener noreferrer\">x</a>",
            ),
            ("<form><input name=a></form>", ""),
            ("<style>*{display:none}</style><b>x</b>", "<b>x</b>"),
        ] {
            assert_eq!(harmless(html), clean, "{html}");
        }
    }

    #[test]
    fn plain_text_says_the_same() {
        for (html, text) in [
            (
                "<p>Dear Ana,</p><p>the release <b>1</b>\n is here.</p>",
                "Dear Ana,\n\nthe release 1 is here.",
            ),
            ("one<br>two<br>\nthree", "one\ntwo\nthree"),
            (
                "<a href=\"https://x.test/1?a=1&amp;b=2\">Open</a>",
                "Open (https://x.test/1?a=1&b=2)",
            ),
            ("<a href=\"https://x.test\">https://x.test</a>.", "https://x.test."),
            ("<ul><li>a</li><li>b</li></ul>after", "- a\n- b\n\nafter"),
            (
                "&lt;b&gt; &amp;amp; <a title=\"a>b\" href=\"https://y.test/\">y</a>",
                "<b> &amp; y (https://y.test/)",
            ),
            ("", ""),
        ] {
            assert_eq!(as_text(html), text, "{html}");
        }
    }
}
