//! Holds, shares, runs and the mass form, as their pages send them without a script.

use axum::http::StatusCode;

use super::world::{Answer, Fields, World, fields, with};
use crate::seed::ADMINISTRATOR;

const ADMIN: &str = ADMINISTRATOR;

/// Opens the page of a verb and sends its form.
fn sent(world: &World, release: &str, verb: &str, pairs: &[(&str, &str)]) -> Answer {
    let path = format!("{release}/{verb}");
    let revision = world.get(ADMIN, &path).hidden("revision");
    let form: Fields = with(&fields(&[("revision", &revision)]), pairs);
    world.post(ADMIN, &path, &form)
}

#[test]
fn a_release_is_suspended_and_reactivated_from_its_page() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    let refused = sent(&world, &release, "suspend", &[("complement", "Parts are late")]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "F060");
    assert!(
        refused.body.contains("<a href=\"#justification\">"),
        "the field is named"
    );
    assert!(refused.says("Parts are late"), "what was typed stays");

    let justification = world.id("justification", "");
    let done = sent(
        &world,
        &release,
        "suspend",
        &[("justification", &justification), ("complement", "Parts are late")],
    );
    assert!(done.is_to(&release), "{}", super::visible(&done.body));
    let page = world.get(ADMIN, &release);
    assert!(
        page.says("On hold:") && page.says("Parts are late"),
        "the banner says why"
    );
    assert!(
        page.says("Reactivate release") && !page.body.contains("/capture\""),
        "4.4: nothing else is offered"
    );
    let again = world.get(ADMIN, &format!("{release}/suspend"));
    assert!(again.says("Reactivate it first"), "the page says why it cannot be");

    assert!(sent(&world, &release, "reactivate", &[]).is_to(&release));
    let page = world.get(ADMIN, &release);
    assert!(page.says("In execution") && page.body.contains("/capture\""), "F063");
    assert!(page.says("Holds"), "the hold stays to be read");
    let history = world.get(ADMIN, &format!("{release}/history"));
    assert!(
        history.says("Suspended:") && history.says("Reactivated") && history.says("Parts are late"),
        "F061"
    );
}

#[test]
fn a_task_is_shared_with_a_person_by_name_and_taken_back() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    world.person("Bruno Lima", "bruno", "Release team");
    let nobody = sent(&world, &release, "delegate", &[]);
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY, "F053");
    let done = sent(
        &world,
        &release,
        "delegate",
        &[("user_text", "Bruno Lima"), ("user", "")],
    );
    assert!(done.is_to(&release), "{}", super::visible(&done.body));
    assert!(world.get(ADMIN, &release).says("Shared with Bruno Lima"), "F053");
    assert!(sent(&world, &release, "withdraw", &[]).is_to(&release));
    assert!(!world.get(ADMIN, &release).says("Shared with Bruno Lima"));
}

#[test]
fn the_deadline_is_typed_in_the_zone_of_the_page() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    let done = sent(
        &world,
        &release,
        "change_deadline",
        &[("deadline", "2027-01-15T18:00"), ("justification", "Agreed")],
    );
    assert!(done.is_to(&release), "{}", super::visible(&done.body));
    assert!(world.get(ADMIN, &release).says("15 Jan 2027 18:00"), "O20");
}

#[test]
fn a_release_deleted_from_its_page_leaves_the_desk() {
    let world = World::new();
    let release = world.registered("Registered by mistake");
    let done = sent(&world, &release, "delete", &[]);
    assert!(done.is_to("/releases"), "{}", super::visible(&done.body));
    assert!(
        !world.get(ADMIN, "/releases?state=open").says("Registered by mistake"),
        "F015"
    );
}

/// What the desk sends for a row.
fn pick(world: &World, release: &str) -> String {
    let number = release.rsplit('/').next().unwrap();
    let page = world.get(ADMIN, "/releases?state=open");
    let start = format!("name=pick[] value=\"{number}.");
    let (_, rest) = page.body.split_once(&start).expect("the row can be chosen");
    format!("{number}.{}", rest.split('"').next().unwrap())
}

#[test]
fn chosen_releases_are_suspended_together_and_each_is_reported() {
    let world = World::new();
    let (one, other) = (world.registered("Payments 4.2"), world.registered("Ledger 2"));
    let (first, second) = (pick(&world, &one), pick(&world, &other));
    let justification = world.id("justification", "");
    // Somebody suspends one of them while the other person still looks at the desk.
    assert!(sent(&world, &other, "suspend", &[("justification", &justification)]).is_to(&other));

    let chosen = [
        ("action", "suspend"),
        ("pick[]", first.as_str()),
        ("pick[]", second.as_str()),
    ];
    let page = world.post(ADMIN, "/releases/mass", &fields(&chosen));
    assert!(page.says("Suspend 2 releases") && page.says("Payments 4.2") && page.says("Ledger 2"));
    assert!(
        page.says("Somebody changed this record"),
        "what will be left is told before"
    );

    let bare = fields(&[&chosen[..], &[("step", "go")]].concat());
    let refused = world.post(ADMIN, "/releases/mass", &bare);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "F060");
    assert!(refused.says("Payments 4.2"), "the choice stays");

    let whole = fields(&[&chosen[..], &[("step", "go"), ("justification", &justification)]].concat());
    let report = world.post(ADMIN, "/releases/mass", &whole);
    assert!(report.says("1 of 2 done."), "{}", super::visible(&report.body));
    assert!(world.get(ADMIN, &one).says("On hold:"), "F189");
    let none = world.post(ADMIN, "/releases/mass", &fields(&[("action", "suspend")]));
    assert!(none.says("Nothing is chosen"));
}
