//! Conditions: what they answer, and where and why they are refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use proptest::prelude::*;

use super::Condition;
use crate::flow::facts::{Facts, Level, Outcome, Status};

fn facts() -> Facts {
    Facts {
        status: Status::InExecution,
        category: "Emergency".to_owned(),
        impact: Level::High,
        urgency: Level::Medium,
        risk: Level::Low,
        priority: 2,
        reopen_count: 1,
        has_change: true,
        has_items: false,
    }
}

fn holds(source: &str) -> bool {
    Condition::parse(source)
        .unwrap_or_else(|error| panic!("{source}: {error}"))
        .holds(Outcome::Solved, &facts())
}

fn refused(source: &str) -> String {
    Condition::parse(source).expect_err(source).to_string()
}

#[test]
fn comparisons_answer_by_the_type_of_their_field() {
    for (source, answer) in [
        (r#"outcome == "solved""#, true),
        ("outcome == 'advance'", false),
        (r#"outcome != "not_solved""#, true),
        (r#"outcome in ("advance", "solved")"#, true),
        (r#"not (outcome in ("advance", "solved"))"#, false),
        (r#"status == "in_execution""#, true),
        (r#"category == "Emergency""#, true),
        (r#"category == "emergency""#, false),
        (r#"impact > "medium""#, true),
        (r#"urgency >= "high""#, false),
        (r#"risk <= "low""#, true),
        (r#"risk < "low""#, false),
        ("priority <= 2", true),
        ("priority < 2", false),
        ("priority in (1, 3)", false),
        ("reopen_count >= 1", true),
        ("has_change", true),
        ("has_items", false),
        ("not has_items", true),
        ("has_items == false", true),
        ("has_change != true", false),
    ] {
        assert_eq!(holds(source), answer, "{source}");
    }
}

#[test]
fn and_binds_closer_than_or_and_not_closest() {
    assert!(holds("has_change or has_change and has_items"));
    assert!(!holds("(has_change or has_change) and has_items"));
    assert!(holds("not has_items and has_change"));
    assert!(!holds("not (has_items or has_change)"));
    assert!(holds("not not has_change"));
}

#[test]
fn a_refusal_names_the_column_and_the_reason() {
    let fields = super::Field::WORDS.join(", ");
    let no_field = |word| format!("column 1: there is no such field: \"{word}\" is none of {fields}");
    for (source, told) in [
        (
            "",
            r#"column 1: a field, "not" or "(" is expected, and the end is found"#,
        ),
        (
            "   ",
            r#"column 4: a field, "not" or "(" is expected, and the end is found"#,
        ),
        ("result == 1", &no_field("result")),
        (
            r#"outcome == "sovled""#,
            "column 12: outcome is never that: \"sovled\" is none of advance, solved, not_solved, canceled",
        ),
        (
            "outcome == solved",
            r#"column 12: outcome is compared with one of its words in quotes, not with "solved""#,
        ),
        (
            r#"priority == "1""#,
            r#"column 13: priority is compared with a number, not with the text "1""#,
        ),
        ("priority == 6", "column 13: priority lies between 1 and 5"),
        (
            "reopen_count == -1",
            "column 17: reopen_count lies between 0 and 4294967295",
        ),
        (
            r#"status < "solved""#,
            "column 8: the values of status have no order: only ==, != and in compare it",
        ),
        (
            r#"category >= "B""#,
            "column 10: the values of category have no order: only ==, != and in compare it",
        ),
        (
            "priority",
            "column 1: priority is compared with a number, not with nothing",
        ),
        (
            "has_change == 1",
            "column 15: has_change is compared with true or false, not with the number 1",
        ),
        (
            "has_change and",
            r#"column 15: a field, "not" or "(" is expected, and the end is found"#,
        ),
        (
            "has_change has_items",
            r#"column 12: "and", "or" or the end is expected, and "has_items" is found"#,
        ),
        (
            "(has_change",
            r#"column 12: "and", "or" or ")" is expected, and the end is found"#,
        ),
        (
            "priority in 1",
            r#"column 13: "(" is expected, and the number 1 is found"#,
        ),
        (
            "priority in ()",
            "column 14: priority is compared with a number, not with \")\"",
        ),
        (
            "priority in (1 2)",
            r#"column 16: "," or ")" is expected, and the number 2 is found"#,
        ),
        (
            "priority in (1,",
            "column 16: a number is expected, and the end is found",
        ),
        ("priority = 1", "column 10: '=' means nothing here"),
        ("priority == 1;", "column 14: ';' means nothing here"),
        ("priority == -", "column 13: '-' means nothing here"),
        (
            "category == \"a",
            "column 13: the text that begins here has no closing quote",
        ),
        (
            "reopen_count > 99999999999999999999",
            "column 16: the number is too large",
        ),
        ("é == 1", &no_field("é")),
    ] {
        assert_eq!(refused(source), told, "{source}");
    }
}

#[test]
fn depth_and_length_are_bounded() {
    let nested = |depth: usize| format!("{}has_change{}", "(".repeat(depth), ")".repeat(depth));
    assert!(holds(&nested(32)));
    assert_eq!(
        refused(&nested(33)),
        "column 33: \"not\" and parentheses lie deeper than 32 inside each other"
    );
    assert_eq!(
        refused(&"not ".repeat(200)),
        "column 129: \"not\" and parentheses lie deeper than 32 inside each other"
    );
    assert_eq!(
        refused(&" ".repeat(1001)),
        "column 1001: the condition is longer than 1000 characters"
    );
}

#[test]
fn columns_count_characters_not_bytes() {
    assert_eq!(refused("category == 'ação' and x"), refused("category == 'abcd' and x"));
}

#[test]
fn the_source_is_kept_as_written() {
    assert_eq!(Condition::parse(" has_change ").unwrap().source(), " has_change ");
}

proptest! {
    #[test]
    fn no_text_panics(source in "\\PC{0,60}") {
        let _ = Condition::parse(&source);
    }

    #[test]
    fn no_run_of_tokens_panics_and_an_error_lies_inside_or_right_behind(
        tokens in prop::collection::vec(
            prop::sample::select(vec![
                "outcome", "category", "priority", "has_change", "impact", "not", "and", "or", "in", "(", ")", ",",
                "==", "!=", "<", ">=", "\"solved\"", "'x'", "\"high\"", "1", "-4", "true", "=", "\"",
            ]),
            0..14,
        )
    ) {
        let source = tokens.join(" ");
        if let Err(error) = Condition::parse(&source) {
            prop_assert!((1..=source.chars().count() + 1).contains(&error.column));
        }
    }

    /// The answers of any two numeric comparisons at any value are met at one of the values worth trying.
    #[test]
    fn the_values_worth_trying_meet_every_combination_of_answers(a in 0u32..9, b in 0u32..9, at in 0u32..12) {
        let conditions = [format!("reopen_count < {a}"), format!("reopen_count >= {b}"), format!("reopen_count == {a}")]
            .map(|source| Condition::parse(&source).unwrap());
        let answers = |value: super::Value| conditions.each_ref().map(|one| one.holds_at(&|_| value.clone()));
        let tried = &super::worth_trying(&conditions)[&super::Field::ReopenCount];
        let wanted = answers(super::Value::Integer(i64::from(at)));
        prop_assert!(tried.iter().any(|value| answers(value.clone()) == wanted));
    }
}
