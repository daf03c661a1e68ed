//! Texts that differ, are missing, or that nothing says.

use super::*;

const SCREEN: &str = "crates/slipway/src/home/screen.rs";

fn told(english: &str, other: &str, screen: &str) -> Vec<String> {
    let files = [
        ("locales/en/a.ftl", english),
        ("locales/pt-BR/a.ftl", other),
        ("locales/es/a.ftl", english),
        (SCREEN, screen),
    ];
    check(&Repo::of(&files)).iter().map(ToString::to_string).collect()
}

#[test]
fn three_languages_say_the_same() {
    let told = told(
        "a = A { $n }\nb = B\n",
        "a = A { $m }\nc = C\n",
        "fn f() { t.text(\"a\"); t.text(\"b\") }",
    );
    let expected = [
        "locales/pt-BR/a.ftl:1: `a` names {\"m\"}, in en {\"n\"}",
        "locales/en/a.ftl:2: `b` has no text in pt-BR",
        "locales/pt-BR/a.ftl:2: `c` has no text in en",
    ];
    assert_eq!(told, expected);
}

#[test]
fn placeholders_of_plurals_count_once() {
    let plural = "a = { $n ->\n    [one] { $n } day\n   *[other] { $n } days\n}\n";
    assert!(told(plural, "a = { $n } dias\n", "fn f() { t.with(\"a\", \"n\", 1) }").is_empty());
}

#[test]
fn what_is_asked_for_has_a_text() {
    let screen = "fn f() { t.text(\"gone\"); Fault::new(c).with(\"name\", \"n\"); reader.refuse(\"a\", \"too_long\") }";
    let expected = [
        format!("{SCREEN}:1: `field-too-long` has no text"),
        format!("{SCREEN}:1: `gone` has no text"),
    ];
    assert_eq!(told("", "", screen), expected);
}

#[test]
fn other_things_have_texts_too() {
    let screen =
        "fn f() { form.text(\"start\"); call.texts().text(\"gone\"); Texts(language).with(\"lost\", \"n\", 1) }";
    let expected = [
        format!("{SCREEN}:1: `gone` has no text"),
        format!("{SCREEN}:1: `lost` has no text"),
    ];
    assert_eq!(told("", "", screen), expected);
}

#[test]
fn templates_are_read_too() {
    let files = [
        ("locales/en/a.ftl", ""),
        ("crates/slipway/src/home/home.html", "<h1>{{ t.text(\"gone\") }}</h1>"),
    ];
    assert_eq!(check(&Repo::of(&files)).len(), 1);
    let comment = [files[0], (files[1].0, "{#- as t.text(\"gone\") -#}<h1></h1>")];
    assert!(check(&Repo::of(&comment)).is_empty());
}

#[test]
fn texts_that_nothing_says_go() {
    let texts = "a = A\nmonth-x = X\nmonth-x-help = Y\n";
    let told = told(texts, texts, "fn f() { t.text(&format!(\"month-{}-help\", n)) }");
    assert_eq!(
        told,
        [
            "locales/en/a.ftl:1: nothing says `a`",
            "locales/en/a.ftl:2: nothing says `month-x`"
        ]
    );
}

#[test]
fn a_key_stands_once() {
    let files = [("locales/en/a.ftl", "a = A\n"), ("locales/en/b.ftl", "a = A\n")];
    let told: Vec<String> = check(&Repo::of(&files)).iter().map(ToString::to_string).collect();
    assert!(
        told.contains(&"locales/en/b.ftl:1: `a` stands in locales/en/a.ftl already".to_owned()),
        "{told:?}"
    );
}
