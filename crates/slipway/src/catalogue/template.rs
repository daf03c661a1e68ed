//! Mail texts: what they can be for, which placeholders they may name, and what becomes of them. Sending is not here.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::work::outbox;

/// The process whose mails the product sends.
pub const RELEASE: &str = "release";

/// What a template can be for.
pub const PROCESSES: &[&str] = &[RELEASE, "change", "problem", "ticket", "cmdb", "media", "notification"];

/// Everything a text may name between `${` and `}` (F 2.17, B f.3).
pub const PLACEHOLDERS: &[&str] = &[
    "NUMBER",
    "TITLE",
    "DESCRIPTION",
    "VERSION",
    "REQUESTER",
    "CONTACT",
    "EMAIL",
    "UNIT",
    "CONTRACT",
    "PORTFOLIO",
    "MODEL",
    "CATEGORY",
    "IMPACT",
    "URGENCY",
    "PRIORITY",
    "RISK",
    "STATUS",
    "TASK",
    "GROUP",
    "RESPONSIBLE",
    "ACTOR",
    "RELEASE_DATE",
    "PLANNED_START",
    "PLANNED_END",
    "PLANNING_START",
    "PLANNING_END",
    "DEPLOYMENT_START",
    "DEPLOYMENT_END",
    "DEADLINE",
    "DELAY",
    "SOLUTION_CATEGORY",
    "CLOSURE",
    "CREATED_AT",
    "CLOSED_AT",
    "LINK",
];

/// The placeholders of a text that mean nothing, each once, in order of the alphabet.
pub fn unknown(text: &str) -> BTreeSet<&str> {
    named(text)
        .map(|(_, name)| name)
        .filter(|name| !PLACEHOLDERS.contains(name))
        .collect()
}

/// A text with its placeholders filled; those without a value become empty (R18). Values are not read again.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = 0;
    for (place, name) in named(text) {
        filled.push_str(text.get(rest..place).unwrap_or_default());
        filled.push_str(&value(name).unwrap_or_default());
        rest = place + "${}".len() + name.len();
    }
    filled.push_str(text.get(rest..).unwrap_or_default());
    filled
}

/// A text as HTML: one without any tag is plain, and its lines stay lines.
pub fn as_html(text: &str) -> Cow<'_, str> {
    if text.contains('<') {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(outbox::escaped(text))
    }
}

/// Each `${name}` with its place; a `${` that is never closed is text.
fn named(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("${").filter_map(move |(place, opening)| {
        let inside = text.get(place + opening.len()..)?;
        let name = inside.get(..inside.find('}')?)?;
        (!name.contains("${")).then_some((place, name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_placeholders_are_found_wherever_they_stand() {
        let text = "${NUMBER} ${Title} ${}${NUMERO}, ${NUMERO} $TITLE ${TITLE";
        assert_eq!(unknown(text).into_iter().collect::<Vec<_>>(), ["", "NUMERO", "Title"]);
    }

    #[test]
    fn a_text_without_tags_keeps_its_lines() {
        assert_eq!(
            as_html("Dear ${REQUESTER},\nA & B"),
            "Dear ${REQUESTER},<br>\nA &amp; B"
        );
        assert_eq!(as_html("<p>A &amp; B</p>\n"), "<p>A &amp; B</p>\n");
    }

    #[test]
    fn a_text_is_filled_and_what_has_no_value_becomes_empty() {
        let value = |name: &str| (name == "TITLE").then(|| "Payments ${NUMBER}".to_owned());
        assert_eq!(
            fill("${TITLE}: <${NUMBER}> ${", value),
            "Payments ${NUMBER}: <> ${",
            "a value is not read again"
        );
    }
}
