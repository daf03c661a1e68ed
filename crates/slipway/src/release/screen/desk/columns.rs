//! The columns of the desk: what they are called, by which of them the list can be sorted, and the style that keeps a row
//! short: what every cell of a column would repeat stands once in a style sheet of the page.

use std::fmt::Write as _;

use super::asked::Asked;
use crate::edge::Texts;

/// The head of a column.
#[derive(Debug, Clone, Default)]
pub struct ColumnShown {
    pub label: String,
    /// The order by this column, or nothing where it cannot be sorted by.
    pub href: String,
    /// `none`, `ascending` or `descending`.
    pub sorted: &'static str,
    pub class: &'static str,
}

/// The columns: label, the key they are sorted by, class.
const COLUMNS: &[(&str, &str, &str)] = &[
    ("release-number", "number", ""),
    ("release-title", "title", ""),
    ("release-requester", "", "wide"),
    ("release-created", "created_at", "wide"),
    ("release-priority-short", "priority", ""),
    ("release-term", "", "num wide"),
    ("release-deadline", "deadline", "num"),
    ("release-delay", "", "num mid"),
    ("release-status", "", ""),
    ("release-task", "", "mid"),
    ("release-group", "", "wide"),
    ("release-responsible", "", "wide"),
];

/// The columns in the order an address asks for.
pub fn of(t: Texts, asked: &Asked) -> Vec<ColumnShown> {
    let sort = if asked.sort.is_empty() {
        "-number"
    } else {
        asked.sort.as_str()
    };
    let column = |(label, key, class): &(&str, &'static str, &'static str)| {
        let rises = sort == *key;
        let falls = sort.strip_prefix('-') == Some(*key);
        let (sorted, other) = match (key.is_empty(), rises, falls) {
            (true, ..) => ("none", String::new()),
            (false, true, _) => ("ascending", format!("-{key}")),
            (false, _, true) => ("descending", (*key).to_owned()),
            (false, ..) => ("none", (*key).to_owned()),
        };
        let href = if key.is_empty() {
            String::new()
        } else {
            asked.sorted(&other).address()
        };
        ColumnShown {
            label: t.text(label),
            href,
            sorted,
            class,
        }
    };
    COLUMNS.iter().map(column).collect()
}

/// The style of the table. Columns hide and numbers align by their place; where rows become cards, they hold what one
/// chooses by.
pub fn style(columns: &[ColumnShown]) -> String {
    let places = |wanted: &str| -> Vec<String> {
        let found = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.class.split(' ').any(|class| class == wanted));
        found.map(|(index, _)| format!(":nth-child({})", index + 1)).collect()
    };
    let cells = |wanted: &str| format!(".desk td:is({})", places(wanted).join(","));
    let mut style = format!("{}{{text-align:end;white-space:nowrap}}", cells("num"));
    style.push_str(ROW);
    for (wanted, width) in [("wide", "64rem"), ("mid", "48rem")] {
        let hidden = cells(wanted);
        let _ = write!(
            style,
            "@media (min-width:40.001rem){{@container table (width<{width}){{{hidden}{{display:none}}}}}}"
        );
    }
    style.push_str(CARDS);
    for (index, column) in columns.iter().enumerate() {
        let (place, key) = (index + 1, COLUMNS.get(index).map_or("", |(key, ..)| key));
        if SPARED.contains(&key) {
            let _ = write!(style, ".desk td:nth-child({place}){{display:none}}");
        } else if key == DATED {
            let label = quoted(&column.label);
            let _ = write!(
                style,
                ".desk td:nth-child({place})::before{{content:\"{label}\";color:var(--ink-3);font-size:var(--f12)}}"
            );
        }
    }
    style.push('}');
    style
}

/// What a card on a phone leaves to the release's own page, so that four cards fit where one did.
const SPARED: &[&str] = &["release-requester", "release-created", "release-term", "release-group"];
/// A day alone does not say which one it is; everything else on a card says what it is.
const DATED: &str = "release-deadline";

/// The title takes what the other columns leave; the last cell is the link to what can be done.
const ROW: &str = "@media (min-width:40.001rem){.desk .title{width:99%;max-width:0;min-width:13rem}}\
                   .desk .more a{display:grid;place-items:center;min-width:var(--target);min-height:var(--target);\
                   border-radius:var(--r1)}.desk .more a:hover{background:var(--raised)}\
                   .desk .id input{display:inline-block;vertical-align:-2px;margin-inline-end:.5rem}";

/// How a row looks on a phone: number and menu, the title, and the rest on a line or two.
const CARDS: &str = "@media (max-width:40rem){.desk tbody tr{display:flex;flex-wrap:wrap;align-items:center;gap:0 .75rem}\
                     .desk td:is(:nth-child(n)){text-align:start;white-space:normal;gap:.375rem}.desk td:empty{display:none}\
                     .desk .id{flex:1 1 auto}.desk .title{flex:1 0 100%}.desk td.title small{white-space:normal}";

/// Only letters, digits and blanks reach the style sheet as they are; the rest is escaped as CSS wants it.
fn quoted(label: &str) -> String {
    let mut quoted = String::with_capacity(label.len());
    for letter in label.chars() {
        if letter.is_alphanumeric() || letter == ' ' {
            quoted.push(letter);
        } else {
            let _ = write!(quoted, "\\{:x} ", u32::from(letter));
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test may fail loudly"
    )]
    use super::*;
    use crate::edge::Language;

    #[test]
    fn a_header_sorts_by_its_column_and_the_other_way_when_it_does_already() {
        let t = Texts(Language::English);
        let by_deadline = Asked::view(&[("state", "open")]).sorted("deadline");
        let columns = of(t, &by_deadline);
        let deadline = &columns[6];
        assert_eq!(
            (deadline.sorted, deadline.href.as_str()),
            ("ascending", "/releases?state=open&sort=-deadline")
        );
        assert_eq!(columns[0].sorted, "none");
        assert_eq!(columns[2].href, "", "the requester is no key of the list");
    }

    #[test]
    fn a_label_cannot_leave_its_place_in_the_style_sheet() {
        assert_eq!(quoted("Pri."), "Pri\\2e ");
        assert_eq!(quoted("</style>"), "\\3c \\2f style\\3e ");
        assert_eq!(quoted("Responsável"), "Responsável");
    }
}
