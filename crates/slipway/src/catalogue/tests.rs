//! The rules of the catalogue and of parameters, and the API of entries over HTTP, on both engines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use axum::http::{Method, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};
use slipway_core::flow::Level;
use slipway_core::id::Id;
use slipway_core::release::{Category, SuspensionPolicy};

use super::kinds::{JUSTIFICATIONS, MAIL_TEMPLATES, MODELS, PORTFOLIOS};
use super::parameter::{self, Key, PARAMETERS};
use super::query;
use crate::account::kinds::CONTRACTS;
use crate::entry::testing::{Who, on_both_engines, pairs, rename, wrong};

#[test]
fn a_mail_template_names_only_what_there_is() {
    on_both_engines(|world| {
        let mut sample = world.sample(&MAIL_TEMPLATES);
        sample["subject"] = json!("${NUMBER} ${NUMERO}");
        sample["body"] = json!("${title} ${TITLE} ${X}");
        let mut told: Vec<_> = world
            .create(&MAIL_TEMPLATES, sample)
            .unwrap_err()
            .errors
            .into_iter()
            .map(|error| (error.pointer, error.code, error.args[0].1.clone()))
            .collect();
        told.sort();
        let expected = [("/body", "X"), ("/body", "title"), ("/subject", "NUMERO")];
        assert_eq!(
            told,
            expected.map(|(pointer, name)| (pointer.to_owned(), "unknown_placeholder", name.to_owned()))
        );
    });
}

#[test]
fn the_same_identifier_stands_once_in_each_language() {
    on_both_engines(|world| {
        world.create(&MAIL_TEMPLATES, world.sample(&MAIL_TEMPLATES)).unwrap();
        let mut other = world.sample(&MAIL_TEMPLATES);
        other["language"] = json!("es");
        world.create(&MAIL_TEMPLATES, other.clone()).expect("another language");
        assert_eq!(
            wrong(world.create(&MAIL_TEMPLATES, other)),
            pairs(&[("/identifier", "taken")])
        );
    });
}

#[test]
fn a_model_mails_in_words_for_releases() {
    on_both_engines(|world| {
        let mut template = world.sample(&MAIL_TEMPLATES);
        rename(&MAIL_TEMPLATES, &mut template, "ticket");
        template["process"] = json!("ticket");
        let template = world.create(&MAIL_TEMPLATES, template).unwrap().id;
        let mut sample = world.sample(&MODELS);
        sample["mail_actions"] = json!(template);
        assert_eq!(
            wrong(world.create(&MODELS, sample)),
            pairs(&[("/mail_actions", "other_process")])
        );
    });
}

#[test]
fn every_mandatory_field_of_a_model_is_asked_for() {
    on_both_engines(|world| {
        let required = [
            "/calendar",
            "/category",
            "/executor_group",
            "/flow",
            "/impact",
            "/mail_actions",
            "/mail_completion",
            "/mail_creation",
            "/name",
            "/portfolio",
            "/urgency",
        ];
        let expected = required.map(|pointer| (pointer.to_owned(), "required"));
        assert_eq!(wrong(world.create(&MODELS, json!({}))), expected);
    });
}

#[test]
fn a_justification_without_a_name_is_called_by_its_description() {
    on_both_engines(|world| {
        let body = json!({"description": "Waiting for parts\nand answers", "situation": "inactive", "suspends": true});
        let justification = world.create(&JUSTIFICATIONS, body).unwrap();
        assert_eq!(justification.values["name"], json!("Waiting for parts"));
        assert_eq!(
            (justification.active, &justification.to_json(&JUSTIFICATIONS)["active"]),
            (false, &json!(false))
        );
        let nothing = world.create(&JUSTIFICATIONS, json!({}));
        assert_eq!(
            wrong(nothing),
            pairs(&[
                ("/name", "required"),
                ("/situation", "required"),
                ("/suspends", "required")
            ])
        );
        let found = world
            .api(
                Method::GET,
                "/justifications?situation=inactive&q=parts",
                &[],
                &Value::Null,
            )
            .json();
        assert_eq!(found["items"][0]["id"], json!(justification.id));
        let active = world
            .api(Method::GET, "/justifications?situation=active", &[], &Value::Null)
            .json();
        assert_eq!(active["items"], json!([]));
    });
}

#[test]
fn releases_read_models_and_contracts_typed() {
    on_both_engines(|world| {
        let model = world.create(&MODELS, world.sample(&MODELS)).unwrap();
        let contract = world.some("contract");
        let id = Id::new(model.id);
        let read = world.look(move |look| Ok(query::model(look.tx, id)?)).unwrap().unwrap();
        assert_eq!(
            (read.name.as_str(), read.flow_version, read.impact, read.urgency),
            ("Application release", 1, Level::Medium, Level::Low)
        );
        assert_eq!(
            (read.category, read.suspension_policy),
            (Category::Minor, SuspensionPolicy::KeepDeadline)
        );
        assert!(read.is_active() && read.requires_description && !read.requires_change);
        assert!(read.allows_contract(Id::new(contract)) && !read.allows_contract(Id::new(uuid::Uuid::from_u128(3))));
        let retired = world
            .amend(&MODELS, &model, json!({"status": "retired", "contracts": []}))
            .unwrap();
        let read = world.look(move |look| Ok(query::model(look.tx, id)?)).unwrap().unwrap();
        assert!(
            !read.is_active() && read.allows_contract(Id::new(uuid::Uuid::from_u128(3))),
            "none listed is any"
        );
        assert!(!retired.active);

        let read = world
            .look(move |look| Ok(query::contract(look.tx, Id::new(contract))?))
            .unwrap()
            .unwrap();
        assert_eq!((read.groups.len(), read.units.len()), (1, 1));
        let at = |day: &str| format!("{day}T12:00:00Z").parse::<Timestamp>().unwrap();
        let valid = ["2025-12-31", "2026-01-01", "2027-12-31", "2028-01-01"].map(|day| read.is_valid_at(at(day)));
        assert_eq!(valid, [false, true, true, false]);
        let entry = world.one(&CONTRACTS, contract);
        world.amend(&CONTRACTS, &entry, json!({"active": false})).unwrap();
        let read = world
            .look(move |look| Ok(query::contract(look.tx, Id::new(contract))?))
            .unwrap()
            .unwrap();
        assert!(!read.is_valid_at(at("2026-06-01")));
    });
}

#[test]
fn parameters_have_defaults_types_and_a_history() {
    on_both_engines(|world| {
        let listed = world.api(Method::GET, "/parameters", &[], &Value::Null).json();
        assert_eq!(listed["items"].as_array().unwrap().len(), PARAMETERS.len());
        let one = world.api(Method::GET, "/parameters/groups_follow_contracts", &[], &Value::Null);
        assert_eq!(
            (one.etag.as_str(), &one.json()["value"], &one.json()["type"]),
            ("\"0\"", &json!(false), &json!("boolean"))
        );
        let path = "/parameters/groups_follow_contracts";
        let missing = world.api(Method::PUT, path, &[], &json!({"value": true}));
        assert_eq!(missing.status, StatusCode::PRECONDITION_REQUIRED);
        let set = world.api(Method::PUT, path, &[("if-match", "\"0\"")], &json!({"value": true}));
        assert_eq!(
            (set.status, set.etag.as_str(), &set.json()["value"]),
            (StatusCode::OK, "\"1\"", &json!(true))
        );
        assert!(world.look(|look| Ok(query::groups_follow_contracts(look.tx)?)).unwrap());
        let stale = world.api(Method::PUT, path, &[("if-match", "\"0\"")], &json!({"value": false}));
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        let wrong = world.api(Method::PUT, path, &[("if-match", "\"1\"")], &json!({"value": "often"}));
        assert_eq!(wrong.json()["errors"][0]["code"], json!("not_a_flag"));
        let unknown = world.api(Method::GET, "/parameters/colour_of_the_sky", &[], &Value::Null);
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);

        let words = world.api(
            Method::PUT,
            "/parameters/forbidden_extensions",
            &[("if-match", "*")],
            &json!({"value": ["EXE", "bat"]}),
        );
        assert_eq!(words.json()["value"], json!(["exe", "bat"]));
        let again = world.api(
            Method::PUT,
            "/parameters/forbidden_extensions",
            &[("if-match", "*")],
            &json!({"value": null}),
        );
        assert_eq!(again.json()["value"], again.json()["default"]);
        let limit = world
            .look(|look| Ok(parameter::integer_of(look.tx, Key::SearchLimit)?))
            .unwrap();
        assert_eq!(limit, None, "no limit");
        let prefix = world
            .look(|look| Ok(parameter::text_of(look.tx, Key::ReleasePrefix)?))
            .unwrap();
        assert_eq!(prefix, "REL-");
    });
}

#[test]
fn every_parameter_can_be_set_to_its_default_on_the_page() {
    on_both_engines(|world| {
        let page = world.get(Who::Administrator, "/admin/parameters");
        assert_eq!(page.body.matches("name=\"_revision\"").count(), PARAMETERS.len());
        let form = |value: &str| {
            [
                ("_revision".to_owned(), "0".to_owned()),
                ("value".to_owned(), value.to_owned()),
            ]
        };
        let set = world.post("/admin/parameters/rows_per_page", &form("25"));
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
        assert_eq!(
            world
                .look(|look| Ok(parameter::integer_of(look.tx, Key::RowsPerPage)?))
                .unwrap(),
            Some(25)
        );
        let refused = world.post("/admin/parameters/search_limit", &form("many"));
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("value=\"many\"") && refused.body.contains("id=\"search_limit-error\""));
    });
}

#[test]
fn the_api_answers_with_places_validators_and_reasons() {
    on_both_engines(|world| {
        let made = world.api(Method::POST, "/portfolios", &[], &world.sample(&PORTFOLIOS));
        let id = made.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(
            (made.status, made.etag.as_str(), made.location.clone()),
            (StatusCode::CREATED, "\"1\"", format!("/api/v1/portfolios/{id}"))
        );
        let path = format!("/portfolios/{id}");
        let got = world.api(Method::GET, &path, &[], &Value::Null);
        assert_eq!(
            (got.status, got.etag.as_str(), got.json()),
            (StatusCode::OK, "\"1\"", made.json())
        );
        assert_eq!(got.json()["created_by"]["name"], json!("Ada"));

        let emptied = json!({"description": null});
        assert_eq!(
            world.api(Method::PATCH, &path, &[], &emptied).status,
            StatusCode::PRECONDITION_REQUIRED
        );
        let rehearsed = world.api(
            Method::PATCH,
            &format!("{path}?dry_run=true"),
            &[("if-match", "\"1\"")],
            &emptied,
        );
        assert_eq!(
            (rehearsed.status, &rehearsed.json()["effect"]["description"]),
            (StatusCode::OK, &Value::Null)
        );
        let edited = world.api(Method::PATCH, &path, &[("if-match", "\"1\"")], &emptied);
        assert_eq!((edited.status, edited.etag.as_str()), (StatusCode::OK, "\"2\""));
        assert_eq!(
            world
                .api(Method::PATCH, &path, &[("if-match", "\"1\"")], &emptied)
                .status,
            StatusCode::PRECONDITION_FAILED
        );
        let taken = world.api(Method::POST, "/portfolios", &[], &world.sample(&PORTFOLIOS));
        assert_eq!(
            (taken.status, &taken.json()["errors"][0]["pointer"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("/name"))
        );

        let gone = world.api(Method::DELETE, &path, &[("if-match", "\"2\"")], &Value::Null);
        assert_eq!(gone.status, StatusCode::NO_CONTENT);
        let deleted = world.api(Method::GET, &path, &[], &Value::Null).json();
        assert!(deleted["deleted_at"].is_string(), "an auditor finds it: {deleted}");
        assert_eq!(
            world.api(Method::GET, "/portfolios/x", &[], &Value::Null).status,
            StatusCode::NOT_FOUND
        );
    });
}

#[test]
fn models_are_made_inside_their_portfolio() {
    on_both_engines(|world| {
        let mut sample = world.sample(&MODELS);
        let portfolio = sample["portfolio"].as_str().unwrap().to_owned();
        let inside = format!("/portfolios/{portfolio}/models");
        let contradicting = world.api(Method::POST, &inside, &[], &{
            let mut other = sample.clone();
            other["portfolio"] = json!(uuid::Uuid::from_u128(4));
            other
        });
        assert_eq!(contradicting.json()["errors"][0]["code"], json!("read_only"));
        sample.as_object_mut().unwrap().remove("portfolio");
        let made = world.api(Method::POST, &inside, &[("idempotency-key", "one")], &sample);
        assert_eq!(
            (made.status, &made.json()["portfolio"]),
            (StatusCode::CREATED, &json!(portfolio)),
            "{}",
            made.body
        );
        let repeated = world.api(Method::POST, &inside, &[("idempotency-key", "one")], &sample);
        assert_eq!(
            (repeated.status, repeated.json()["id"].clone()),
            (StatusCode::CREATED, made.json()["id"].clone())
        );
        let listed = world
            .api(
                Method::GET,
                &format!("{inside}?status=active&count=exact"),
                &[],
                &Value::Null,
            )
            .json();
        assert_eq!(
            (&listed["total"], &listed["items"][0]["id"]),
            (&json!(1), &made.json()["id"])
        );
        let nowhere = format!("/portfolios/{}/models", uuid::Uuid::from_u128(4));
        assert_eq!(
            world.api(Method::GET, &nowhere, &[], &Value::Null).status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            world.api(Method::POST, &nowhere, &[], &sample).status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        let used = world.api(
            Method::DELETE,
            &format!("/portfolios/{portfolio}"),
            &[("if-match", "*")],
            &Value::Null,
        );
        assert_eq!(
            (used.status, &used.json()["used_by"]),
            (StatusCode::CONFLICT, &json!([{"kind": "model", "count": 1}])),
            "F143"
        );
    });
}

#[test]
fn members_and_permissions_are_set_at_their_own_address() {
    on_both_engines(|world| {
        let group = world.some("group");
        let employee = world.some("employee");
        let path = format!("/groups/{group}/members");
        assert_eq!(
            world.api(Method::PUT, &path, &[], &json!([])).status,
            StatusCode::PRECONDITION_REQUIRED
        );
        let rows = json!([{"employee": employee, "receives_mail": false}]);
        let bare = world.api(Method::PUT, &path, &[("if-match", "*")], &rows);
        assert_eq!(
            (bare.status, &bare.json()["members"]),
            (StatusCode::OK, &rows),
            "{}",
            bare.body
        );
        let named = world.api(Method::PUT, &path, &[("if-match", &bare.etag)], &json!({"members": []}));
        assert_eq!((named.status, &named.json()["members"]), (StatusCode::OK, &json!([])));
        let other = world.api(
            Method::PUT,
            &path,
            &[("if-match", "*")],
            &json!({"name": "x", "members": []}),
        );
        assert_eq!(other.json()["errors"][0]["pointer"], json!("/name"));
        let permissions = json!([{"flow": world.some("flow"), "actions": ["reclassify", "create", "create"]}]);
        let set = world.api(
            Method::PUT,
            &format!("/groups/{group}/flow_permissions"),
            &[("if-match", "*")],
            &permissions,
        );
        assert_eq!(
            set.json()["flow_permissions"][0]["actions"],
            json!(["create", "reclassify"])
        );
    });
}
