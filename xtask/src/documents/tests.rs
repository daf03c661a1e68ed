//! Documents that tell the truth, and documents that do not.

use super::*;

#[test]
fn a_file_may_be_named_without_its_folder() {
    assert!(told("`api.rs`").is_empty());
    assert_eq!(told("`pi.rs`").len(), 1);
}

const CLI: (&str, &str) = (
    "crates/slipway/src/cli/mod.rs",
    "enum Command {\n    Serve,\n    Migrate {\n    Token(Args),\n}",
);

fn told(document: &str) -> Vec<String> {
    let files = [
        ("docs/a.md", document),
        ("Makefile", "test:\n\techo\n"),
        (
            "crates/slipway/src/release/api.rs",
            "counter!(\"slipway_requests_total\")",
        ),
        ("crates/slipway/src/config.rs", "pub listen: String"),
        ("crates/db/migrations/0001_people.sqlite.sql", ""),
        CLI,
    ];
    check(&Repo::of(&files))
        .into_iter()
        .map(|complaint| complaint.text)
        .collect()
}

#[test]
fn what_exists_may_be_named() {
    let document = "`crates/db/` `release/api.rs` `crates/db/migrations/*.sql` `docs/a.md` `make test` `slipway serve --x`\n\
                    `slipway migrate` `slipway token` `SLIPWAY_LISTEN` `slipway_requests_total` `/api/v1/releases` `text/html`\n\
                    [a](a.md) `NNNN_name.sql` `crates/db/migrations/0001_people.{sqlite}.sql` `slipway_core` `release.md.number`\n";
    assert_eq!(told(document), Vec::<String>::new());
}

#[test]
fn what_does_not_exist_is_told() {
    let cases = [
        ("`crates/web/`", "there is no `crates/web/`"),
        ("`release/desk.rs`", "there is no `release/desk.rs`"),
        (
            "`0001_people.{sqlite,oracle}.sql`",
            "there is no `0001_people.{sqlite,oracle}.sql`",
        ),
        ("[b](b.md)", "there is no `b.md`"),
        ("`make coffee`", "the Makefile has no target `coffee`"),
        ("`slipway serv`", "there is no command `slipway serv`"),
        ("`SLIPWAY_PORT`", "nothing reads `SLIPWAY_PORT`"),
        ("`slipway_cups_total`", "nothing counts `slipway_cups_total`"),
    ];
    for (document, expected) in cases {
        assert_eq!(told(document), [expected], "{document}");
    }
}

#[test]
fn fenced_blocks_are_left_out() {
    assert!(told("```sh\nmake coffee `make coffee`\n```\n").is_empty());
}

#[test]
fn no_file_names_a_registry_or_somebodys_machine() {
    let host = format!("see registry.{}.org", "npmjs");
    let folder = format!("in /{}/main", "work");
    assert_eq!(told(&host).len(), 1);
    assert_eq!(told(&folder).len(), 1);
    assert!(told(&format!("src/{}/outbox", "work")).is_empty());
}
