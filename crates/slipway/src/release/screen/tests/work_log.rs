//! The work log, scheduled activities, the calendar and versions, as people use their pages without a script.

use axum::http::StatusCode;

use super::world::{Fields, World, fields, with};
use crate::seed::ADMINISTRATOR;

const ADMIN: &str = ADMINISTRATOR;

fn occurrence(world: &World) -> Fields {
    fields(&[
        ("category", &world.id("occurrence_category", "Update")),
        ("origin", &world.id("occurrence_origin", "Telephone")),
        ("minutes", "90"),
        ("contact", "Rita"),
        ("description", "Nodes drained"),
        ("occurrence", "Rack by rack,\nno pod lost"),
    ])
}

#[test]
fn the_work_log_shows_what_was_written_into_it_in_the_order_of_time() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    let log = format!("{release}/occurrences");
    assert!(world.get(ADMIN, &log).says("Nothing was written down yet"));
    assert!(world.post(ADMIN, &log, &occurrence(&world)).is_to(&log));
    let record = fields(&[("occurrence", "Began with rack 2\nat noon")]);
    assert!(
        world
            .post(ADMIN, &format!("{release}/execution_records"), &record)
            .is_to(&log)
    );
    let page = world.get(ADMIN, &log);
    let first = page.body.find("Nodes drained").unwrap();
    let second = page.body.find("Began with rack 2").unwrap();
    assert!(first < second, "F051: in the order of time");
    assert!(
        page.says("1 h 30 min") && page.says("Execution · System"),
        "{}",
        page.body
    );
    let record = world.get(ADMIN, &release);
    assert!(record.body.contains("Work log (2)"), "the strip counts them");
    let history = world.get(ADMIN, &format!("{release}/history"));
    assert!(
        history.says("Wrote into the work log: Nodes drained"),
        "{}",
        history.body
    );
    assert!(
        history.says("Nodes drained · Update · Telephone · 1 h 30 min"),
        "names, not ids"
    );
}

#[test]
fn an_incomplete_occurrence_names_every_field_and_keeps_what_was_typed() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    let log = format!("{release}/occurrences");
    let form = fields(&[("description", "Nodes drained"), ("minutes", "an hour")]);
    let refused = world.post(ADMIN, &log, &form);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "F052");
    for field in ["category", "origin", "minutes", "contact", "occurrence"] {
        let link = format!("<a href=\"#{field}\">");
        assert!(refused.body.contains(&link), "{field} is named");
    }
    assert!(refused.body.contains("value=\"Nodes drained\"") && refused.body.contains("value=\"an hour\""));
}

#[test]
fn a_category_is_made_on_the_spot_and_chosen() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    let log = format!("{release}/occurrences");
    let asked = with(
        &occurrence(&world),
        &[("step", "category"), ("new_category", "Rehearsal")],
    );
    let answer = world.post(ADMIN, &log, &asked);
    assert_eq!(answer.status, StatusCode::OK, "F052: with +");
    let made = world.id("occurrence_category", "Rehearsal");
    assert!(
        answer
            .body
            .contains(&format!("<option value=\"{made}\" selected>Rehearsal"))
    );
    assert!(answer.body.contains("value=\"Nodes drained\""), "the rest stays");
    let again = world.post(ADMIN, &log, &asked);
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "the name is taken");
    assert!(again.body.contains("id=\"new_category-error\""));
    let unnamed = with(&asked, &[("new_category", "")]);
    assert_eq!(
        world.post(ADMIN, &log, &unnamed).status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[test]
fn whoever_may_not_make_categories_is_not_offered_to() {
    let world = World::new();
    let employee = world.person("Bruno Lima", "bruno", "team");
    world.join(&[&employee]);
    let release = world.registered("Payments 4.2");
    let form = world.get("bruno", &format!("{release}/occurrences/new"));
    assert!(!form.says("New category"), "{}", form.body);
    let asked = with(
        &occurrence(&world),
        &[("step", "category"), ("new_category", "Rehearsal")],
    );
    let refused = world.post("bruno", &format!("{release}/occurrences"), &asked);
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let saved = world.post("bruno", &format!("{release}/occurrences"), &occurrence(&world));
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "writing is another right");
}

fn plan(world: &World) -> Fields {
    fields(&[
        ("activity_group", &world.id("activity_group", "")),
        ("at", "2026-12-10 20:00"),
        ("estimated_minutes", "45"),
        ("guidelines", "Drain the nodes"),
    ])
}

/// The address of the only activity of a release.
fn only_activity(world: &World, release: &str) -> String {
    let page = world.get(ADMIN, &format!("{release}/activities"));
    let start = format!("href=\"{release}/activities/");
    let found = page
        .body
        .match_indices(&start)
        .filter_map(|(at, _)| page.body[at + start.len()..].split('"').next())
        .find(|id| *id != "new");
    format!("{release}/activities/{}", found.unwrap())
}

#[test]
fn an_activity_is_scheduled_found_in_the_calendar_and_executed_there() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    let list = format!("{release}/activities");
    assert!(world.post(ADMIN, &list, &plan(&world)).is_to(&list));
    let page = world.get(ADMIN, &list);
    assert!(
        page.says("Drain the nodes") && page.says("45 min") && page.says("Scheduled"),
        "{}",
        page.body
    );
    let activity = only_activity(&world, &release);
    for view in ["month", "week", "day"] {
        let calendar = world.get(ADMIN, &format!("/activities?view={view}&date=2026-12-10"));
        assert!(
            calendar.body.contains(&format!("href=\"{activity}\"")),
            "{view}: {}",
            calendar.body
        );
        assert!(
            calendar.says("20:00") && calendar.says("Scheduled"),
            "{view}: the word beside the colour"
        );
    }
    assert!(
        !world
            .get(ADMIN, "/activities?view=week&date=2026-12-20")
            .body
            .contains(&activity)
    );
    let begun = fields(&[("situation", "in_execution"), ("at", "2026-12-10T20:05")]);
    assert!(world.post(ADMIN, &activity, &begun).is_to(&list), "F180");
    let suspended = fields(&[("situation", "suspended"), ("at", "2026-12-10T20:10")]);
    let refused = world.post(ADMIN, &activity, &suspended);
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a suspension says why"
    );
    assert!(refused.body.contains("id=\"suspension_reason-error\""));
    let reason = world.id("activity_suspension_reason", "Access");
    let said = with(&suspended, &[("suspension_reason", &reason), ("details", "since noon")]);
    assert!(world.post(ADMIN, &activity, &said).is_to(&list));
    assert!(world.get(ADMIN, &list).says("Access not granted yet · since noon"));
    let done = fields(&[
        ("situation", "executed"),
        ("at", "2026-12-10T21:00"),
        ("details", "All drained"),
    ]);
    assert!(world.post(ADMIN, &activity, &done).is_to(&list));
    let calendar = world.get(ADMIN, "/activities?view=month&date=2026-12-10");
    assert!(calendar.body.contains("data-situation=\"executed\"") && calendar.says("Executed"));
    let over = world.get(ADMIN, &activity);
    assert!(over.says("It was executed or canceled") && !over.body.contains("name=\"situation\""));
    let history = world.get(ADMIN, &format!("{release}/history"));
    assert!(
        history.says("Operations, 10 Dec 2026 20:00 America/Sao_Paulo: Executed"),
        "{}",
        history.body
    );
}

#[test]
fn a_bad_schedule_names_every_field_and_keeps_what_was_typed() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    let bad = fields(&[
        ("at", "someday"),
        ("estimated_minutes", "0"),
        ("guidelines", "Drain the nodes"),
    ]);
    let refused = world.post(ADMIN, &format!("{release}/activities"), &bad);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["activity_group", "at", "estimated_minutes"] {
        assert!(
            refused.body.contains(&format!("<a href=\"#{field}\">")),
            "{field} is named"
        );
    }
    assert!(refused.body.contains("value=\"someday\"") && refused.says("Drain the nodes"));
}

#[test]
fn the_calendar_narrows_to_an_activity_group() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    world.post(ADMIN, &format!("{release}/activities"), &plan(&world));
    let group = world.id("activity_group", "");
    let of = |group: &str| world.get(ADMIN, &format!("/activities?view=day&date=2026-12-10&group={group}"));
    assert!(of(&group).says("Drain the nodes"));
    assert!(!of("01939a5e-7c00-7000-8000-000000000001").says("Drain the nodes"));
}

#[test]
fn two_versions_are_compared_one_is_marked_and_brought_back() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    let revision = world.get(ADMIN, &format!("{release}/edit")).hidden("revision");
    let edited: Fields = with(&world.registration("Payments 4.3"), &[("revision", &revision)])
        .into_iter()
        .filter(|(name, _)| !["portfolio", "model", "preset_for"].contains(&name.as_str()))
        .collect();
    let saved = world.post(ADMIN, &format!("{release}/edit"), &edited);
    assert!(saved.is_to(&release), "{}", super::visible(&saved.body));
    world.post(ADMIN, &format!("{release}/occurrences"), &occurrence(&world));
    let compared = world.get(ADMIN, &format!("{release}/versions/compare?from=1&to=3"));
    assert!(compared.says("Nodes drained · Update · Telephone"), "{}", compared.body);
    assert!(
        compared.says("Title Payments 4.2 Payments 4.3"),
        "field by field: {}",
        compared.body
    );
    let same = world.get(ADMIN, &format!("{release}/versions/compare?from=2&to=2"));
    assert!(same.says("The two versions do not differ."));
    assert_eq!(
        world
            .get(ADMIN, &format!("{release}/versions/compare?from=1&to=9"))
            .status,
        StatusCode::NOT_FOUND
    );
    let version = format!("{release}/versions/1");
    let revision = world.get(ADMIN, &version).hidden("revision");
    let mark = fields(&[("revision", &revision), ("version", "1"), ("label", "As agreed")]);
    assert!(
        world.post(ADMIN, &format!("{release}/versions"), &mark).is_to(&version),
        "B195"
    );
    assert!(world.get(ADMIN, &version).says("Baseline: As agreed"));
    let versions = world.get(ADMIN, &format!("{release}/versions"));
    assert!(versions.says("Baseline: As agreed") && versions.says("Marked version 1 as the baseline “As agreed”"));
    let restore = format!("{version}/restore");
    let asked = world.get(ADMIN, &restore);
    assert!(
        asked.says("Title Payments 4.3 Payments 4.2"),
        "what it would change: {}",
        asked.body
    );
    let back = world.post(ADMIN, &restore, &fields(&[("revision", &asked.hidden("revision"))]));
    assert!(back.is_to(&release), "{}", super::visible(&back.body));
    assert!(world.get(ADMIN, &release).says("Payments 4.2"));
    let history = world.get(ADMIN, &format!("{release}/history"));
    assert!(history.says("Restored the fields of version 1"), "{}", history.body);
    let stale = world.post(ADMIN, &restore, &fields(&[("revision", "1")]));
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED, "B209");
}
