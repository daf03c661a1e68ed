//! Calendars from their entries to the clock, and the calculator, on both engines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "a test may fail loudly and say things briefly"
)]

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use slipway_core::id::Id;
use uuid::Uuid;

use super::kinds::{CALENDARS, HOLIDAYS, WORKING_DAYS};
use super::query;
use crate::account::kinds::UNITS;
use crate::entry::testing::{Who, World, on_both_engines, pairs, wrong};

fn working_day(world: &World, name: &str, intervals: &[(&str, &str)]) -> Uuid {
    let intervals: Vec<Value> = intervals
        .iter()
        .map(|(start, end)| json!({"start": start, "end": end}))
        .collect();
    world
        .create(&WORKING_DAYS, json!({"name": name, "intervals": intervals}))
        .unwrap()
        .id
}

/// Monday to Friday, in São Paulo.
fn week(day: Uuid) -> Value {
    json!({"monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": day, "saturday": null, "sunday": null})
}

fn office(world: &World, intervals: &[(&str, &str)], more: Value) -> Uuid {
    let day = working_day(world, "day", intervals);
    let mut body = json!({"name": "Office", "zone": "America/Sao_Paulo", "week": week(day)});
    more.as_object()
        .unwrap()
        .iter()
        .for_each(|(name, value)| body[name] = value.clone());
    world.create(&CALENDARS, body).unwrap().id
}

fn ask(world: &World, calendar: Uuid, question: Value) -> Value {
    let answer = world.api(
        Method::POST,
        &format!("/calendars/{calendar}/working_time"),
        &[],
        &question,
    );
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.json()
}

#[test]
fn a_working_day_says_its_hours_in_order() {
    on_both_engines(|world| {
        let day = world.create(&WORKING_DAYS, world.sample(&WORKING_DAYS)).unwrap();
        assert_eq!(day.to_json(&WORKING_DAYS)["total_minutes"], json!(540));
        let night = working_day(world, "night", &[("00:00", "06:00"), ("22:00", "24:00")]);
        assert_eq!(
            world.one(&WORKING_DAYS, night).to_json(&WORKING_DAYS)["total_minutes"],
            json!(480)
        );
        for (intervals, expected) in [
            (json!([]), ("/intervals", "required")),
            (
                json!([{"start": "09:00", "end": "09:00"}]),
                ("/intervals/0/end", "not_after_start"),
            ),
            (
                json!([{"start": "13:00", "end": "18:00"}, {"start": "08:00", "end": "12:00"}]),
                ("/intervals/1/start", "out_of_order"),
            ),
            (
                json!([{"start": "08:00", "end": "12:00"}, {"start": "11:00", "end": "13:00"}]),
                ("/intervals/1/start", "out_of_order"),
            ),
            (
                json!([{"start": "8", "end": "12:00"}]),
                ("/intervals/0/start", "not_a_time"),
            ),
            (
                json!([{"start": "08:00", "end": "24:01"}]),
                ("/intervals/0/end", "not_a_time"),
            ),
            (json!([{"start": "08:00"}]), ("/intervals/0/end", "required")),
        ] {
            assert_eq!(
                wrong(world.create(&WORKING_DAYS, json!({"name": "x", "intervals": intervals}))),
                pairs(&[expected])
            );
        }
    });
}

#[test]
fn a_calendar_must_work_some_day_and_its_exceptions_must_agree() {
    on_both_engines(|world| {
        let day = working_day(world, "day", &[("08:00", "12:00")]);
        let none = json!({"monday": null, "tuesday": null, "wednesday": null, "thursday": null, "friday": null, "saturday": null, "sunday": null});
        let made = |week: &Value, exceptions: Value| {
            world.create(
                &CALENDARS,
                json!({"name": "c", "zone": "UTC", "week": week, "exceptions": exceptions}),
            )
        };
        let off = |from: &str, to: &str| json!({"kind": "day_off", "from": from, "to": to});
        let work = |from: &str, to: &str| json!({"kind": "work", "from": from, "to": to, "working_day": day});
        let worked = week(day);
        for (week, exceptions, expected) in [
            (&none, json!([]), ("/week", "no_service")),
            (
                &none,
                json!([work("2020-01-01", "2020-01-02")]),
                ("/week", "no_service"),
            ),
            (
                &worked,
                json!([off("2026-12-31", "2026-12-24")]),
                ("/exceptions/0/to", "before_start"),
            ),
            (
                &worked,
                json!([off("2026-12-24", "2026-12-31"), work("2026-12-31", "2027-01-02")]),
                ("/exceptions/1/from", "overlaps"),
            ),
            (
                &worked,
                json!([{"kind": "work", "from": "2026-12-24", "to": "2026-12-24"}]),
                ("/exceptions/0/working_day", "required"),
            ),
            (
                &worked,
                json!([{"kind": "day_off", "from": "2026-12-24", "to": "2026-12-24", "working_day": day}]),
                ("/exceptions/0/working_day", "not_on_a_day_off"),
            ),
        ] {
            assert_eq!(wrong(made(week, exceptions)), pairs(&[expected]));
        }
        assert_eq!(
            wrong(world.create(&CALENDARS, json!({"name": "c", "zone": "UTC"}))),
            pairs(&[("/week", "no_service"), ("/week", "required")])
        );
        made(&none, json!([work("2027-01-01", "2027-01-02")])).expect("exceptions alone can be the work");
    });
}

#[test]
fn the_calculator_answers_as_the_documents_reckon() {
    on_both_engines(|world| {
        // B098 and B215: 08–12 and 13–18, Monday 2026-11-23 to Tuesday, in São Paulo (-03:00).
        let calendar = office(world, &[("08:00", "12:00"), ("13:00", "18:00")], json!({}));
        let minutes = |start: &str, end: &str| ask(world, calendar, json!({"start": start, "end": end}));
        assert_eq!(
            minutes("2026-11-23T12:00:00Z", "2026-11-24T13:00:00Z"),
            json!({"minutes": 600})
        );
        assert_eq!(
            minutes("2026-11-23T12:00:00Z", "2026-11-24T18:00:00Z"),
            json!({"minutes": 840})
        );
        assert_eq!(
            minutes("2026-11-23T09:00:00-03:00", "2026-11-23T09:00:00-03:00"),
            json!({"minutes": 0})
        );
        let deadline = ask(
            world,
            calendar,
            json!({"start": "2026-11-23T12:00:00Z", "minutes": 600}),
        );
        assert_eq!(deadline, json!({"deadline": "2026-11-24T13:00:00Z"}));
    });
}

#[test]
fn suspensions_hold_the_clock() {
    on_both_engines(|world| {
        let calendar = office(world, &[("08:00", "18:00")], json!({}));
        let asked =
            |suspensions: Value| json!({"start": "2026-11-23T12:00:00Z", "minutes": 240, "suspensions": suspensions});
        let paused = json!([{"from": "2026-11-23T13:00:00Z", "to": "2026-11-23T14:30:00Z"}]);
        assert_eq!(
            ask(world, calendar, asked(paused)),
            json!({"deadline": "2026-11-23T17:30:00Z"})
        );
        let open = json!([{"from": "2026-11-23T13:00:00Z", "to": null}]);
        assert_eq!(ask(world, calendar, asked(open)), json!({"deadline": null}));
    });
}

#[test]
fn holidays_count_where_they_are_and_only_if_the_calendar_says_so() {
    on_both_engines(|world| {
        let company = world.create(&UNITS, json!({"name": "company"})).unwrap().id;
        let branch = world
            .create(&UNITS, json!({"name": "branch", "parent": company}))
            .unwrap()
            .id;
        let other = world.create(&UNITS, json!({"name": "other"})).unwrap().id;
        for (name, date, every_year, unit) in [
            ("everywhere", "2026-11-24", false, json!(null)),
            ("every year", "2020-11-25", true, json!(null)),
            ("company", "2026-11-26", false, json!(company)),
            ("off", "2026-11-27", false, json!(null)),
        ] {
            let body =
                json!({"name": name, "date": date, "every_year": every_year, "unit": unit, "active": name != "off"});
            world.create(&HOLIDAYS, body).unwrap();
        }
        let considers = office(world, &[("08:00", "18:00")], json!({"holidays": true}));
        let asked = |unit: Value| json!({"start": "2026-11-23T03:00:00Z", "end": "2026-11-28T03:00:00Z", "unit": unit});
        assert_eq!(
            ask(world, considers, asked(json!(null))),
            json!({"minutes": 1800}),
            "Tuesday and Wednesday are off"
        );
        assert_eq!(ask(world, considers, asked(json!(company))), json!({"minutes": 1200}));
        assert_eq!(
            ask(world, considers, asked(json!(branch))),
            json!({"minutes": 1200}),
            "a branch has its company's holidays"
        );
        assert_eq!(ask(world, considers, asked(json!(other))), json!({"minutes": 1800}));
        let day = world.one(&CALENDARS, considers).values["week"]["monday"].clone();
        let body = json!({"name": "Works", "zone": "America/Sao_Paulo", "week": {"monday": day, "tuesday": day}});
        let works = world.create(&CALENDARS, body).unwrap().id;
        assert_eq!(ask(world, works, asked(json!(null))), json!({"minutes": 1200}));
    });
}

#[test]
fn a_wrong_question_is_told_field_by_field() {
    on_both_engines(|world| {
        let calendar = office(world, &[("08:00", "18:00")], json!({}));
        for (question, expected) in [
            (json!({}), vec![("/end", "required"), ("/start", "required")]),
            (
                json!({"start": "2026-11-23T12:00:00Z", "end": "2026-11-23T12:00:00Z", "minutes": 1}),
                vec![("/minutes", "either_or")],
            ),
            (
                json!({"start": "2026-11-23T12:00:00Z", "end": "2026-11-23T11:00:00Z"}),
                vec![("/end", "before_start")],
            ),
            (
                json!({"start": "tomorrow", "minutes": -1}),
                vec![("/minutes", "out_of_range"), ("/start", "not_an_instant")],
            ),
            (
                json!({"start": "2026-11-23T12:00:00Z", "minutes": 9_000_000}),
                vec![("/minutes", "beyond_search")],
            ),
            (
                json!({"start": "2026-11-23T12:00:00Z", "minutes": 1, "suspensions": [
                    {"from": "2026-11-23T13:00:00Z", "to": "2026-11-23T12:00:00Z"}, {"from": "2026-11-23T13:00:00Z"}, {"from": "2026-11-23T14:00:00Z"}]}),
                vec![("/suspensions/0/to", "before_start"), ("/suspensions/2/to", "two_open")],
            ),
        ] {
            let answer = world.api(
                Method::POST,
                &format!("/calendars/{calendar}/working_time"),
                &[],
                &question,
            );
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{question}");
            let errors = answer.json()["errors"].clone();
            let mut told: Vec<_> = errors
                .as_array()
                .unwrap()
                .iter()
                .map(|error| {
                    (
                        error["pointer"].as_str().unwrap().to_owned(),
                        error["code"].as_str().unwrap().to_owned(),
                    )
                })
                .collect();
            told.sort();
            assert_eq!(
                told,
                expected
                    .iter()
                    .map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned()))
                    .collect::<Vec<_>>(),
                "{question}"
            );
        }
        let nowhere = world.api(
            Method::POST,
            &format!("/calendars/{}/working_time", Uuid::from_u128(5)),
            &[],
            &json!({"start": "2026-11-23T12:00:00Z", "minutes": 1}),
        );
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_clock_of_a_release_comes_from_the_same_calendar() {
    on_both_engines(|world| {
        let sample = world.create(&CALENDARS, world.sample(&CALENDARS)).unwrap();
        let calendar = world
            .look(move |look| Ok(query::load(look.tx, Id::new(sample.id))?))
            .unwrap();
        let start = "2026-11-23T12:00:00Z".parse().unwrap();
        let end = "2026-11-24T13:00:00Z".parse().unwrap();
        assert_eq!(
            calendar.working_minutes(start, end, &slipway_core::clock::Pauses::none()),
            600
        );
        let absent = world
            .look(|look| Ok(query::load(look.tx, Id::new(Uuid::from_u128(5)))?))
            .unwrap_err();
        assert_eq!(absent.code, crate::edge::Code::NotFound);
    });
}

#[test]
fn the_page_asks_in_the_calendars_zone_and_answers_in_words() {
    on_both_engines(|world| {
        let calendar = office(world, &[("08:00", "12:00"), ("13:00", "18:00")], json!({}));
        let page = |query: &str| world.get(Who::Nobody, &format!("/admin/calendars/{calendar}/working_time{query}"));
        let empty = page("");
        assert_eq!((empty.status, empty.body.matches("<h1").count()), (StatusCode::OK, 1));
        let minutes = page("?start=2026-11-23T09:00&end=2026-11-24T15:00");
        assert!(minutes.body.contains("14:00"), "{}", minutes.body);
        let deadline = page(
            "?start=2026-11-23T09:00&minutes=600&suspensions.0.from=2026-11-23T10:00&suspensions.0.to=2026-11-23T11:00",
        );
        assert!(
            deadline.body.contains("datetime=\"2026-11-24T14:00:00Z\""),
            "{}",
            deadline.body
        );
        let wrong = page("?start=2026-11-23T09:00&end=yesterday");
        assert!(
            wrong.status == StatusCode::UNPROCESSABLE_ENTITY
                && wrong.body.contains("id=\"end-error\"")
                && wrong.body.contains("value=\"yesterday\"")
        );
    });
}
