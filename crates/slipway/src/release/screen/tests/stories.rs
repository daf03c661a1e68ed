//! What people do on the pages, as their forms send it without a script.

use axum::http::StatusCode;

use super::world::{Fields, World, fields, with};
use crate::seed::ADMINISTRATOR;

const ADMIN: &str = ADMINISTRATOR;

#[test]
fn a_release_is_registered_worked_through_and_closed() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    let page = world.get(ADMIN, &release);
    assert!(
        page.says("Payments 4.2") && page.says("In execution") && page.says("Capture"),
        "{}",
        page.body
    );

    let form = |path: &str, pairs: &[(&str, &str)]| {
        let revision = world.get(ADMIN, &format!("{release}/{path}")).hidden("revision");
        let form: Fields = with(&fields(&[("revision", &revision)]), pairs);
        world.post(ADMIN, &format!("{release}/{}", path.split('?').next().unwrap()), &form)
    };
    assert!(form("capture", &[]).is_to(&release));
    assert!(
        world.get(ADMIN, &release).says("Send to Run"),
        "the primary action names the next task"
    );
    for next in ["Run", "Test", "Homologation"] {
        assert!(form("advance?outcome=advance", &[("outcome", "advance")]).is_to(&release));
        assert!(world.get(ADMIN, &release).says("Capture"), "{next} is free");
        assert!(form("capture", &[]).is_to(&release));
    }
    assert!(world.get(ADMIN, &release).says("Decide: solved or not solved"));

    let refused = form("advance?outcome=solved", &[("outcome", "solved")]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "F045");
    for field in ["release_date", "solution_category", "closure"] {
        assert!(
            refused.body.contains(&format!("<a href=\"#{field}\">")),
            "{field} is named"
        );
    }
    let category = world.id("solution_category", "");
    let done = form(
        "advance?outcome=solved",
        &[
            ("outcome", "solved"),
            ("release_date", "2026-12-05"),
            ("solution_category", &category),
            ("closure", "As asked"),
        ],
    );
    assert!(done.is_to(&release), "{}", super::visible(&done.body));
    let page = world.get(ADMIN, &release);
    assert!(page.says("Solved") && page.says("Closed") && page.says("As asked"));
    let history = world.get(ADMIN, &format!("{release}/history"));
    assert!(history.says("chain verified") && history.says("Closed as solved") && history.says("Registered from"));
    assert!(world.get(ADMIN, &format!("{release}/versions/1")).says("Payments 4.2"));
    let flow = world.get(ADMIN, &format!("{release}/flow"));
    assert!(flow.body.contains("class=\"edge done\"") && flow.says("Homologation"));
}

#[test]
fn every_bad_field_is_named_at_once_and_what_was_typed_stays() {
    let world = World::new();
    let form = with(
        &world.registration("Payments 4.2"),
        &[
            ("title", ""),
            ("contact.email", "nobody"),
            ("deployment.end", "2026-12-04T19:00"),
            ("version", "4.2.0"),
        ],
    );
    let answer = world.post(ADMIN, "/releases", &form);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["title", "contact.email", "deployment.end"] {
        assert!(
            answer.body.contains(&format!("<a href=\"#{field}\">")),
            "the summary names {field}"
        );
        assert!(
            answer.body.contains(&format!("id=\"{field}-error\"")),
            "{field} says what is wrong"
        );
    }
    assert!(answer.body.contains("value=\"4.2.0\"") && answer.body.contains("value=\"nobody\""));
    assert!(!world.get(ADMIN, "/releases").says("Payments 4.2"), "nothing was saved");
}

#[test]
fn a_model_presets_and_a_requester_fills_without_a_script() {
    let world = World::new();
    world.person("Bruno Lima", "bruno", "team");
    let model = world.id("model", "Major");
    let asked = with(
        &world.registration("Payments 4.2"),
        &[
            ("step", "fields"),
            ("requester", ""),
            ("requester_text", "bruno lima"),
            ("model", &model),
            ("preset_for", ""),
            ("executor_group", ""),
        ],
    );
    let answer = world.post(ADMIN, "/releases", &asked);
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("value=\"bruno@example.org\""), "F004");
    assert!(
        answer.body.contains("name=\"impact\" value=\"high\" checked"),
        "F006: impact of the model"
    );
    assert!(
        answer
            .body
            .contains(&format!("<option value=\"{}\" selected", world.id("group", ""))),
        "F006: group of the model"
    );
    assert!(
        answer.says("of working time, due 4 Dec 2026 23:00"),
        "the term is told before anything is saved"
    );
    assert!(answer.says("High"), "high and medium are priority 2");
}

#[test]
fn dates_are_read_as_people_type_them() {
    let world = World::new();
    let typed = with(
        &world.registration("Words"),
        &[("deployment.start", "4 Dec 20:00"), ("deployment.end", "4 Dec 23:30")],
    );
    let answer = world.post(ADMIN, "/releases", &typed);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", super::visible(&answer.body));
    assert!(world.get(ADMIN, &answer.location).says("4 Dec 2026 20:00 – 23:30"));
}

#[test]
fn a_button_pressed_twice_registers_once() {
    let world = World::new();
    let form = with(&world.registration("Once"), &[("key", "pressed-twice")]);
    let first = world.post(ADMIN, "/releases", &form);
    let second = world.post(ADMIN, "/releases", &form);
    assert_eq!((first.status, &first.location), (second.status, &second.location));
    let changed = world.post(ADMIN, "/releases", &with(&form, &[("title", "Twice")]));
    assert_eq!(
        changed.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the form was gone back to and changed"
    );
    assert!(changed.says("Send it once more") && changed.hidden("key") != "pressed-twice");
}

#[test]
fn warnings_are_shown_after_registering() {
    let world = World::new();
    let past = with(
        &world.registration("Late start"),
        &[("planning.start", "2026-11-01T09:00")],
    );
    let answer = world.post(ADMIN, "/releases", &past);
    assert!(
        answer.location.contains("warned=start-in-the-past"),
        "{}",
        answer.location
    );
    assert!(world.get(ADMIN, &answer.location).says("The start lies in the past"));
}

#[test]
fn somebody_without_the_right_has_no_button_and_no_form() {
    let world = World::new();
    world.person("Vera Reads", "vera", "Viewer");
    assert!(!world.get("vera", "/releases").says("Register release"));
    assert_eq!(world.get("vera", "/releases/new").status, StatusCode::FORBIDDEN);
    assert_eq!(
        world.post("vera", "/releases", &world.registration("Mine")).status,
        StatusCode::FORBIDDEN
    );
}

#[test]
fn a_release_one_may_not_see_is_not_there() {
    let world = World::new();
    world.person("Vera Reads", "vera", "Viewer");
    let release = world.registered("Hidden");
    for page in [
        "",
        "/actions",
        "/edit",
        "/capture",
        "/advance",
        "/situation",
        "/history",
        "/versions/1",
        "/flow",
    ] {
        assert_eq!(
            world.get("vera", &format!("{release}{page}")).status,
            StatusCode::NOT_FOUND,
            "{page}"
        );
    }
    assert!(!world.get("vera", "/releases?view=all").says("Hidden"), "F031");
}

#[test]
fn the_desk_shows_open_releases_first_and_each_filter_as_a_chip() {
    let world = World::new();
    world.registered("Payments 4.2");
    world.registered("Portal 7");
    let desk = world.get(ADMIN, "/releases");
    assert!(
        desk.says("Payments 4.2") && desk.says("Portal 7") && desk.says("1–2 of 2"),
        "{}",
        super::visible(&desk.body)
    );
    assert!(
        desk.body.contains("href=\"/releases?view=all\""),
        "the chip State can be removed"
    );
    let searched = world.get(ADMIN, "/releases?q=portal&state=open");
    assert!(searched.says("Portal 7") && !searched.says("Payments 4.2"), "F021");
    assert!(
        world.get(ADMIN, "/releases?q=REL-1").says("Payments 4.2"),
        "a number is found with its prefix"
    );
    let none = world.get(ADMIN, "/releases?state=closed");
    assert!(none.says("No release matches these filters"));
}

#[test]
fn a_filter_form_leads_to_a_clean_address() {
    let world = World::new();
    let group = world.id("group", "");
    let sent = world.get(
        ADMIN,
        "/releases?q=&status=solved&status=canceled&executor_group=&executor_group_text=REL&unit_text=&sort=",
    );
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(
        sent.location,
        format!("/releases?status=solved,canceled&executor_group={group}")
    );
    let unclear = world.get(ADMIN, "/releases?executor_group=&executor_group_text=nonsense");
    assert_eq!(unclear.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unclear.says("Nothing is called “nonsense”"));
}

#[test]
fn pages_lead_on_and_back() {
    let world = World::new();
    world.set("rows_per_page", 10);
    for number in 1..=23 {
        world.registered(&format!("Release number {number}."));
    }
    let pages = ["1–10 of 23", "11–20 of 23", "21–23 of 23"];
    let mut page = world.get(ADMIN, "/releases");
    for shown in pages {
        assert!(page.says(shown), "{shown} in {}", super::visible(&page.body));
        if shown != pages[2] {
            page = world.get(ADMIN, &link(&page.body, "next"));
        }
    }
    assert!(page.says("Release number 1.") && !page.body.contains("rel=\"next\""));
    for shown in ["11–20 of 23", "1–10 of 23"] {
        page = world.get(ADMIN, &link(&page.body, "prev"));
        assert!(page.says(shown), "{shown} in {}", super::visible(&page.body));
    }
    assert!(page.says("Release number 23.") && !page.body.contains("rel=\"prev\""));
}

/// Where the pager leads.
fn link(html: &str, rel: &str) -> String {
    let (_, rest) = html.split_once(&format!("rel=\"{rel}\" href=\"")).expect("a link");
    rest.split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

#[test]
fn taking_over_asks_and_names_the_person() {
    let world = World::new();
    let bruno = world.person("Bruno Lima", "bruno", "team");
    world.join(&[&bruno]);
    let release = world.registered("Payments 4.2");
    let path = format!("{release}/capture");
    let revision = world.get(ADMIN, &path).hidden("revision");
    assert!(
        world
            .post(ADMIN, &path, &fields(&[("revision", &revision)]))
            .is_to(&release)
    );

    let page = world.get("bruno", &path);
    assert!(page.says("Administrator has it now"), "{}", super::visible(&page.body));
    let late = world.post("bruno", &path, &fields(&[("revision", &page.hidden("revision"))]));
    assert_eq!(
        late.status,
        StatusCode::CONFLICT,
        "F042: without the question answered nothing is taken"
    );
    assert!(late.says("Administrator is responsible"));
    let taken = world.post(
        "bruno",
        &path,
        &fields(&[("revision", &page.hidden("revision")), ("take_over", "true")]),
    );
    assert!(taken.is_to(&release));
    assert!(
        world
            .get("bruno", &format!("{release}/history"))
            .says("Took the task Release over from Administrator")
    );
}

/// What the edit form of a release sends when nothing is changed.
fn edit_form(world: &World, release: &str) -> Fields {
    let page = world.get(ADMIN, &format!("{release}/edit"));
    let form = world.registration("Payments 4.2");
    let form = form
        .into_iter()
        .filter(|(name, _)| !["portfolio", "model", "preset_for"].contains(&name.as_str()))
        .collect();
    with(&form, &[("revision", &page.hidden("revision"))])
}

#[test]
fn two_people_editing_at_once_are_shown_both_versions() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    let (path, form) = (format!("{release}/edit"), edit_form(&world, &release));
    let theirs = with(&form, &[("title", "Payments API 4.2"), ("version", "4.2.1")]);
    assert!(world.post(ADMIN, &path, &theirs).is_to(&release));

    let mine = with(&form, &[("title", "Payments core 4.2"), ("contact.name", "Bruno Lima")]);
    let conflict = world.post(ADMIN, &path, &mine);
    assert_eq!(conflict.status, StatusCode::PRECONDITION_FAILED, "B209");
    assert!(
        conflict.says("Payments API 4.2") && conflict.says("Payments core 4.2"),
        "both versions of the title"
    );
    assert!(
        conflict.body.contains("name=\"take.title\""),
        "the title is to be decided"
    );
    assert!(
        !conflict.body.contains("name=\"take.version\""),
        "the version was changed by one alone"
    );
    assert!(conflict.says("changed this release meanwhile"));

    let decided = with(
        &mine,
        &[
            ("revision", &conflict.hidden("revision")),
            ("version", &conflict.hidden("version")),
            ("take.title", "theirs"),
        ],
    );
    assert!(world.post(ADMIN, &path, &decided).is_to(&release));
    let page = world.get(ADMIN, &release);
    assert!(page.says("Payments API 4.2") && page.says("4.2.1") && page.says("Bruno Lima"));
}

#[test]
fn a_field_can_be_cleared_and_the_history_tells_old_and_new() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    let path = format!("{release}/edit");
    let first = with(&edit_form(&world, &release), &[("version", "4.2.0")]);
    assert!(world.post(ADMIN, &path, &first).is_to(&release));
    let second = with(&edit_form(&world, &release), &[("version", "")]);
    assert!(world.post(ADMIN, &path, &second).is_to(&release));
    let history = world.get(ADMIN, &format!("{release}/history"));
    assert!(history.body.contains("<del>4.2.0</del>"), "B208, F013");
    assert!(history.says("Changed: Version"));
}

#[test]
fn contract_and_start_stay_once_the_first_task_is_left() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    for (path, pairs) in [
        ("capture", &[][..]),
        ("advance", &[("outcome", "advance")][..]),
        ("capture", &[][..]),
    ] {
        let revision = world.get(ADMIN, &format!("{release}/{path}")).hidden("revision");
        world.post(
            ADMIN,
            &format!("{release}/{path}"),
            &with(&fields(&[("revision", &revision)]), pairs),
        );
    }
    let page = world.get(ADMIN, &format!("{release}/edit"));
    assert!(page.says("Stays as it is once the first task is left"), "R10");
    let moved = with(&edit_form(&world, &release), &[("planning.start", "2026-12-01T10:00")]);
    let refused = world.post(ADMIN, &format!("{release}/edit"), &moved);
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("planning.start"), "the locked field is named");
}

#[test]
fn canceling_and_keeping_the_situation_have_their_pages() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    let category = world.id("solution_category", "");
    let page = world.get(ADMIN, &format!("{release}/situation"));
    assert!(
        page.body.contains("value=\"in_execution\" checked"),
        "B074: the current one is chosen"
    );
    let ending = [("solution_category", category.as_str()), ("closure", "Done")];
    let shown = world.post(
        ADMIN,
        &format!("{release}/situation"),
        &with(
            &fields(&ending),
            &[("status", "canceled"), ("step", "fields"), ("revision", "1")],
        ),
    );
    assert_eq!(shown.status, StatusCode::OK, "only the fields are drawn");
    assert!(shown.body.contains("name=\"closure\""));
    let set = with(
        &fields(&ending),
        &[("status", "canceled"), ("revision", &page.hidden("revision"))],
    );
    assert!(world.post(ADMIN, &format!("{release}/situation"), &set).is_to(&release));
    assert!(
        world.get(ADMIN, "/releases").says("Canceled"),
        "F071: it stays on the desk"
    );

    let page = world.get(ADMIN, &format!("{release}/advance?outcome=canceled"));
    let cancel = with(
        &fields(&[("outcome", "canceled")]),
        &[("revision", &page.hidden("revision"))],
    );
    let done = world.post(ADMIN, &format!("{release}/advance"), &cancel);
    assert!(done.is_to(&release), "{}", super::visible(&done.body));
    assert!(world.get(ADMIN, &release).says("Closed"));
}

#[test]
fn the_actions_of_a_row_say_why_the_rest_cannot() {
    let world = World::new();
    let release = world.registered("Payments 4.2");
    let menu = world.get(ADMIN, &format!("{release}/actions"));
    assert!(menu.body.contains("data-sheet-part"), "a list opens it in a dialog");
    assert!(menu.says("Capture") && menu.says("Edit") && menu.says("Cancel release"));
}

#[test]
fn home_shows_what_waits_and_help_says_where_help_is() {
    let world = World::new();
    world.registered("Payments 4.2");
    let home = world.get(ADMIN, "/");
    assert!(
        home.says("My groups, nobody yet 1") && home.says("Payments 4.2"),
        "{}",
        super::visible(&home.body)
    );
    assert!(world.get(ADMIN, "/help").body.contains("/api/docs"));
}

#[test]
fn the_type_ahead_answers_what_matches() {
    let world = World::new();
    world.person("Bruno Lima", "bruno", "team");
    let found = world.get(ADMIN, "/lookup/requesters?q=brun");
    assert!(
        found.body.contains("\"label\":\"Bruno Lima\"") && found.body.contains("bruno@example.org"),
        "{}",
        found.body
    );
    assert_eq!(world.get(ADMIN, "/lookup/secrets?q=a").status, StatusCode::NOT_FOUND);
}
