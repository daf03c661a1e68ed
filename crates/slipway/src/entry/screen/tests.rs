//! Every page of every kind, as a person without a script meets them, in three languages.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail loudly and say things briefly"
)]

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::place;
use crate::account::kinds::{EMPLOYEES, GROUPS, PROFILES, UNITS};
use crate::catalogue::kinds::{MODELS, PORTFOLIOS};
use crate::entry::control::{Control, Word};
use crate::entry::kind::Kind;
use crate::entry::registry;
use crate::entry::testing::{Answer, Who, World, on_both_engines, rename};

/// A body as the fields of a form: `a.b=`, `rows.0.c=`, `list[]=`.
fn typed(kind: &Kind, body: &Value) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in body.as_object().unwrap() {
        match kind.field(name).unwrap().control {
            Control::Words { word: Word::Email, .. } => {
                let lines: Vec<&str> = value.as_array().unwrap().iter().filter_map(Value::as_str).collect();
                pairs.push((name.clone(), lines.join("\r\n")));
            }
            _ if kind.within == Some(name) => {}
            _ => flatten(name, value, &mut pairs),
        }
    }
    pairs
}

fn flatten(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(inner, value)| flatten(&format!("{name}.{inner}"), value, pairs)),
        Value::Array(items) if items.iter().any(Value::is_object) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| flatten(&format!("{name}.{index}"), item, pairs));
        }
        Value::Array(items) => items.iter().for_each(|item| flatten(&format!("{name}[]"), item, pairs)),
        Value::String(text) => pairs.push((name.to_owned(), text.clone())),
        Value::Null => pairs.push((name.to_owned(), String::new())),
        Value::Bool(_) | Value::Number(_) => pairs.push((name.to_owned(), value.to_string())),
    }
}

/// What holds for every page: one heading, no key in the place of a text.
fn sound(page: &Answer, what: &str) {
    assert_eq!(page.body.matches("<h1").count(), 1, "{what}: one h1");
    for key in ["entry-", ">field-", ">parameter-", ">portfolio-", ">reckon-"] {
        let found = page
            .body
            .find(key)
            .map(|at| page.body.get(at..(at + 60).min(page.body.len())).unwrap_or_default());
        assert_eq!(found, None, "{what}: a text is missing");
    }
}

fn home(world: &World, kind: &'static Kind) -> String {
    place::new(
        kind,
        place::whole_of(kind).map(|whole| (whole, world.some(whole.target.name))),
    )
}

fn revision(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("name=\"_revision\" value=\"").expect("a revision");
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn every_kind_is_made_seen_changed_and_deleted_on_pages() {
    on_both_engines(|world| {
        for kind in registry::kinds() {
            let what = format!("{kind:?}");
            let blank = world.get(Who::Administrator, &home(world, kind));
            assert_eq!(blank.status, StatusCode::OK, "{what}");
            sound(&blank, &what);

            let made = world.post(&home(world, kind), &typed(kind, &world.sample(kind)));
            assert_eq!(made.status, StatusCode::SEE_OTHER, "{what}: {}", made.body);
            let place = made.location.split('?').next().unwrap().to_owned();
            let id: uuid::Uuid = place.rsplit('/').next().unwrap().parse().unwrap();
            let entry = world.one(kind, id);
            let shown = entry.to_json(kind);
            for (name, value) in world.sample(kind).as_object().unwrap() {
                if !matches!(kind.field(name).unwrap().control, Control::Secret(_)) {
                    assert_eq!(&shown[name], value, "{what}.{name} by a form is as by the API");
                }
            }

            let seen = world.get(Who::Administrator, &made.location);
            sound(&seen, &what);
            let listed = world.get(Who::Administrator, &place::list(kind));
            sound(&listed, &what);

            let edited = world.get(Who::Administrator, &place::edit(kind, id));
            sound(&edited, &what);
            let mut body = typed(kind, &world.sample(kind));
            body.retain(|(name, _)| name != "password");
            body.push(("_revision".to_owned(), revision(&edited)));
            let again = world.post(&place::edit(kind, id), &body);
            assert_eq!(again.status, StatusCode::SEE_OTHER, "{what}: {}", again.body);
            assert_eq!(
                world.one(kind, id).revision,
                1,
                "{what}: the same form again changes nothing"
            );

            sound(&world.get(Who::Administrator, &place::delete(kind, id)), &what);
        }
    });
}

#[test]
fn pages_speak_three_languages() {
    on_both_engines(|world| {
        for kind in registry::kinds() {
            let entry = world.create(kind, world.sample(kind)).unwrap();
            world.amend(kind, &entry, json!({kind.title: "renamed"})).unwrap();
            for language in ["en", "pt-BR", "es"] {
                let places = [
                    home(world, kind),
                    place::list(kind),
                    place::one(kind, entry.id),
                    place::edit(kind, entry.id),
                ];
                for place in places {
                    let page = world.get(Who::Administrator, &format!("{place}?lang={language}"));
                    assert_eq!(page.status, StatusCode::OK, "{place}");
                    sound(&page, &format!("{place} in {language}"));
                    assert!(page.body.contains(&format!("lang=\"{language}\"")), "{place}");
                }
            }
        }
        for place in ["/admin", "/admin/parameters"] {
            for language in ["en", "pt-BR", "es"] {
                sound(
                    &world.get(Who::Administrator, &format!("{place}?lang={language}")),
                    place,
                );
            }
        }
    });
}

#[test]
fn a_refused_form_keeps_what_was_typed_and_says_what_is_wrong_where() {
    on_both_engines(|world| {
        let typed = [
            ("name", "Ana <b>"),
            ("email", "nobody"),
            ("unit", ""),
            ("kind", "employee"),
            ("active", "false"),
        ];
        let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let refused = world.post("/admin/employees/new", &typed);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        sound(&refused, "refused");
        for expected in [
            "value=\"Ana &#60;b&#62;\"",
            "value=\"nobody\"",
            "id=\"email-error\"",
            "id=\"unit-error\"",
            "href=\"#email\"",
        ] {
            assert!(refused.body.contains(expected), "{expected} in {}", refused.body);
        }
        assert!(
            !refused
                .body
                .contains("id=\"active\" name=\"active\" value=\"true\" checked"),
            "the tick that was taken away stays away"
        );
    });
}

#[test]
fn rows_are_added_and_removed_without_a_script() {
    on_both_engines(|world| {
        let employee = world.some("employee").to_string();
        let mut typed = vec![
            ("name".to_owned(), "G".to_owned()),
            ("acronym".to_owned(), "G".to_owned()),
            ("members".to_owned(), String::new()),
            ("members.0.employee".to_owned(), employee.clone()),
            ("members.0.receives_mail".to_owned(), "true".to_owned()),
            ("members.1.employee".to_owned(), String::new()),
        ];
        let mut more = typed.clone();
        more.push(("_more".to_owned(), "members".to_owned()));
        let redrawn = world.post("/admin/groups/new", &more);
        assert_eq!(redrawn.status, StatusCode::OK);
        assert!(
            redrawn.body.contains("name=\"members.1.employee\""),
            "an empty row follows"
        );
        assert!(!redrawn.body.contains("members.2.employee"));

        let made = world.post("/admin/groups/new", &typed);
        let id: uuid::Uuid = made
            .location
            .split('?')
            .next()
            .unwrap()
            .rsplit('/')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert_eq!(
            world.one(&GROUPS, id).values["members"],
            json!([{"employee": employee, "receives_mail": true}])
        );

        typed.push(("members.0._remove".to_owned(), "true".to_owned()));
        typed.push(("_revision".to_owned(), "1".to_owned()));
        let saved = world.post(&place::edit(&GROUPS, id), &typed);
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        assert_eq!(world.one(&GROUPS, id).values["members"], json!([]));
    });
}

#[test]
fn a_name_that_is_typed_instead_of_picked_is_understood() {
    on_both_engines(|world| {
        let unit = world.create(&UNITS, json!({"name": "Ação Norte"})).unwrap();
        let typed = |unit: &str, picked: &str| {
            [
                ("name", "Ana"),
                ("email", "ana@example.org"),
                ("unit_text", unit),
                ("unit", picked),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let made = world.post("/admin/employees/new", &typed("acao norte", ""));
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        let id: uuid::Uuid = made
            .location
            .split('?')
            .next()
            .unwrap()
            .rsplit('/')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert_eq!(world.one(&EMPLOYEES, id).values["unit"], json!(unit.id));
        let stale_pick = world.post("/admin/employees/new", &typed("nowhere", &unit.id.to_string()));
        assert_eq!(
            stale_pick.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "what stands in the field counts, not what was picked before"
        );
    });
}

#[test]
fn whoever_saves_over_somebody_else_is_told_what_changed() {
    on_both_engines(|world| {
        let unit = world.create(&UNITS, json!({"name": "North"})).unwrap();
        world.amend(&UNITS, &unit, json!({"zone": "UTC"})).unwrap();
        let typed = [("name", "North-East"), ("zone", "Europe/Lisbon"), ("_revision", "1")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let stale = world.post(&place::edit(&UNITS, unit.id), &typed);
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        sound(&stale, "stale");
        for expected in ["Ada", "Europe/Lisbon", "UTC", "value=\"North-East\""] {
            assert!(stale.body.contains(expected), "{expected}");
        }
        assert_eq!(revision(&stale), "2", "saving again decides");
    });
}

#[test]
fn what_is_used_is_not_offered_for_deletion_and_says_by_whom() {
    on_both_engines(|world| {
        world.create(&EMPLOYEES, world.sample(&EMPLOYEES)).unwrap();
        let unit = world.some("unit");
        let page = world.get(Who::Administrator, &place::delete(&UNITS, unit));
        assert!(
            page.body.contains("Employees: ") && !page.body.contains("name=\"_revision\""),
            "{}",
            page.body
        );
        let free = world.create(&UNITS, json!({"name": "free"})).unwrap();
        let asked = world.get(Who::Administrator, &place::delete(&UNITS, free.id));
        let gone = world.post(
            &place::delete(&UNITS, free.id),
            &[("_revision".to_owned(), revision(&asked))],
        );
        assert_eq!(
            (gone.status, gone.location.as_str()),
            (StatusCode::SEE_OTHER, "/admin/units?said=said-deleted")
        );
    });
}

#[test]
fn pages_ask_for_rights_as_the_api_does() {
    on_both_engines(|world| {
        for kind in registry::kinds() {
            let entry = world.create(kind, world.sample(kind)).unwrap();
            for place in [
                home(world, kind),
                place::list(kind),
                place::one(kind, entry.id),
                place::edit(kind, entry.id),
                place::delete(kind, entry.id),
            ] {
                assert_eq!(world.get(Who::Nobody, &place).status, StatusCode::FORBIDDEN, "{place}");
            }
        }
        assert_eq!(world.get(Who::Nobody, "/admin").status, StatusCode::FORBIDDEN);
        assert_eq!(
            world.get(Who::Nobody, "/admin/parameters").status,
            StatusCode::FORBIDDEN
        );
        let clerk = world.get(Who::Clerk, "/admin");
        assert!(clerk.body.contains("/admin/units") && !clerk.body.contains("/admin/justifications"));
    });
}

#[test]
fn type_ahead_finds_by_folded_words_and_flows_too() {
    on_both_engines(|world| {
        world.create(&UNITS, json!({"name": "São Paulo"})).unwrap();
        world
            .create(&UNITS, json!({"name": "São José", "active": false}))
            .unwrap();
        let found: Value = serde_json::from_str(&world.get(Who::Nobody, "/admin/lookup/units?q=sao").body).unwrap();
        assert_eq!(
            found
                .as_array()
                .unwrap()
                .iter()
                .map(|offer| &offer["label"])
                .collect::<Vec<_>>(),
            ["São Paulo"]
        );
        let flow = world.some("flow");
        let found: Value = serde_json::from_str(&world.get(Who::Nobody, "/admin/lookup/flows?q=").body).unwrap();
        assert_eq!(found[0]["id"], json!(flow));
        assert_eq!(
            world.get(Who::Nobody, "/admin/lookup/secrets").status,
            StatusCode::NOT_FOUND
        );
    });
}

#[test]
fn portfolios_show_their_models_by_status() {
    on_both_engines(|world| {
        let mut sample = world.sample(&MODELS);
        world.create(&MODELS, sample.clone()).unwrap();
        rename(&MODELS, &mut sample, "Retired");
        sample["status"] = json!("retired");
        world.create(&MODELS, sample).unwrap();
        let portfolio = place::one(&PORTFOLIOS, world.some("portfolio"));
        let tiles = world.get(Who::Administrator, "/portfolio");
        sound(&tiles, "tiles");
        assert!(tiles.body.contains(&portfolio));
        let active = world.get(Who::Administrator, &portfolio);
        sound(&active, "inside");
        assert!(
            active.body.contains("Application release") && !active.body.contains("Retired Application"),
            "{}",
            active.body
        );
        let retired = world.get(Who::Administrator, &format!("{portfolio}?status=retired"));
        assert!(retired.body.contains("Retired Application"));
        assert_eq!(
            retired.body.matches("<span class=\"n\">1</span>").count(),
            2,
            "each tab says how many there are"
        );
    });
}

#[test]
fn lists_turn_pages_both_ways() {
    on_both_engines(|world| {
        for n in 0..25 {
            world.create(&UNITS, json!({"name": format!("unit {n:02}")})).unwrap();
        }
        let link = |page: &Answer, rel: &str| {
            let (_, rest) = page.body.split_once(&format!("rel=\"{rel}\" href=\"")).expect(rel);
            rest.split('"').next().unwrap().replace("&#38;", "&")
        };
        let first = world.get(Who::Administrator, "/admin/units?limit=10");
        let second = world.get(Who::Administrator, &link(&first, "next"));
        assert!(
            second.body.contains("unit 10") && second.body.contains("11–20 of 25"),
            "{}",
            second.body
        );
        let third = world.get(Who::Administrator, &link(&second, "next"));
        assert!(third.body.contains("unit 24") && !third.body.contains("rel=\"next\""));
        let back = world.get(Who::Administrator, &link(&third, "prev"));
        assert!(
            back.body.contains("unit 10")
                && back.body.contains("unit 19")
                && !back.body.contains("unit 20")
                && back.body.contains("11–20")
        );
        let front = world.get(Who::Administrator, &link(&back, "prev"));
        assert!(front.body.contains("unit 00") && !front.body.contains("rel=\"prev\""));
    });
}

#[test]
fn the_rights_of_a_profile_are_ticked_in_a_matrix() {
    on_both_engines(|world| {
        let profile = world.create(&PROFILES, world.sample(&PROFILES)).unwrap();
        let form = world.get(Who::Administrator, &place::edit(&PROFILES, profile.id));
        assert!(form.body.contains("name=\"rights.release[]\" value=\"save\" checked"));
        assert!(!form.body.contains("name=\"rights.release[]\" value=\"delete\" checked"));
        assert!(
            form.body
                .contains("name=\"rights.special[]\" value=\"all_releases\" checked")
        );
        let none = [
            ("name", "Empty"),
            ("rights.release[]", ""),
            ("rights.portfolio[]", ""),
            ("rights.special[]", ""),
            ("_revision", "1"),
        ];
        let saved = world.post(
            &place::edit(&PROFILES, profile.id),
            &none.map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let kept = world.one(&PROFILES, profile.id).values["rights"].clone();
        assert_eq!(kept.get("release"), None, "a right that is unticked is gone: {kept}");
        assert_eq!(kept.get("portfolio"), None, "{kept}");
    });
}
