//! A planted violation of each kind, which has to be told.

use super::*;

/// What is said about one file of this text.
fn told(path: &str, text: &str) -> Vec<String> {
    check(&Repo::of(&[(path, text)]))
        .into_iter()
        .map(|complaint| complaint.text)
        .collect()
}

fn in_application(file: &str, text: &str) -> Vec<String> {
    told(&format!("{APPLICATION}{file}"), text)
}

#[test]
fn core_is_built_with_nothing_that_does_io() {
    let manifest = "[dependencies]\njiff.workspace = true\ntokio = \"1\"\n[dev-dependencies]\nserde_json = \"1\"\n";
    assert_eq!(
        told("crates/core/Cargo.toml", manifest),
        ["`core` must not be built with tokio"]
    );
}

#[test]
fn core_does_not_read_the_clock_or_files() {
    let text = "use jiff::Timestamp;\nfn f() { Timestamp::now(); std::fs::read(\"a\"); }";
    let expected = [
        "`core` must not know `jiff::Timestamp::now`",
        "`core` must not know `std::fs`",
    ];
    assert_eq!(told("crates/core/src/clock/mod.rs", text), expected);
}

#[test]
fn db_knows_no_verb_of_the_domain() {
    let text = "use slipway_core::id::Id;\nuse slipway_core::release::Release;";
    assert_eq!(
        told("crates/db/src/value.rs", text),
        ["`db` must not know `slipway_core::release`"]
    );
}

#[test]
fn the_edge_knows_no_noun() {
    let told = in_application("edge/call.rs", "use crate::release::query;");
    assert_eq!(told, ["`edge` must not know `release`"]);
}

#[test]
fn nouns_ask_along_arrows_only() {
    assert!(in_application("release/command.rs", "use crate::catalogue::query;").is_empty());
    let told = in_application("catalogue/command.rs", "use crate::release::query;");
    assert_eq!(told, ["`catalogue` must not know `release`"]);
}

#[test]
fn the_inner_rooms_of_a_noun_are_its_own() {
    let text = "use crate::account;\nfn f() { account::store::has_account(1) }";
    let expected = ["`release` must not enter `account::store`: it is that noun's own"];
    assert_eq!(in_application("release/command.rs", text), expected);
    assert!(in_application("account/command.rs", text).is_empty());
}

#[test]
fn a_store_knows_neither_http_nor_other_nouns() {
    let text = "use crate::edge::Fault;\nuse crate::account::query;\nuse axum::body::Body;\nuse slipway_db::ReadTx;";
    let expected = [
        "a `store` must not know `axum`",
        "the store of `release` must not know `account`",
        "a `store` must not know `crate::edge`",
    ];
    let mut told = in_application("release/store.rs", text);
    told.sort();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(told, expected);
}

#[test]
fn commands_know_no_http_and_apis_no_sql() {
    assert_eq!(
        in_application("release/command.rs", "use axum::http::Method;"),
        ["a `command` must not know `axum`"]
    );
    assert_eq!(
        in_application("release/api.rs", "use slipway_db::Sql;"),
        ["a `api` must not know `slipway_db::Sql`"]
    );
    let deep = in_application("release/screen/desk.rs", "use slipway_db::Sql;");
    assert_eq!(deep, ["a `screen` must not know `slipway_db::Sql`"]);
}

#[test]
fn nouns_do_not_write_history_past_the_act() {
    let told = in_application(
        "release/command.rs",
        "use crate::audit;\nfn f() { audit::store::append(1) }",
    );
    assert_eq!(
        told,
        ["`release` must not know `crate::audit::store::append`: there is `Act::record`"]
    );
}

#[test]
fn a_noun_without_a_row_is_told() {
    let told = in_application("invoice/mod.rs", "use crate::edge::Routes;");
    assert_eq!(told, ["`invoice` has no row in xtask/src/directions/table.rs"]);
}

#[test]
fn tests_may_know_what_they_test() {
    assert!(in_application("edge/serve/tests.rs", "use crate::release::query;").is_empty());
    assert!(in_application("edge/call.rs", "#[cfg(test)]\nmod tests { use crate::release::query; }").is_empty());
}

#[test]
fn an_exception_that_nothing_needs_is_told() {
    let told = in_application("app.rs", "use crate::config::Config;");
    assert!(
        told.iter()
            .any(|text| text.starts_with("the exception for `crate::flow::Flows`")),
        "{told:?}"
    );
}

#[test]
fn every_exception_has_its_reason() {
    assert!(
        EXCEPTIONS
            .iter()
            .all(|exception| exception.reason.split(' ').count() > 4)
    );
}
