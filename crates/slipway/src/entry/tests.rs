//! What holds for every kind alike, by its sample, on both engines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail loudly and say things briefly"
)]

mod lists;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::control::Control;
use super::kind::{Field, Kind, Need, Values};
use super::store::Entry;
use super::testing::{Who, World, on_both_engines, pairs, rename, wrong};
use super::{command, query, registry, sheet, sql};
use crate::account::kinds::{CONTRACTS, EMPLOYEES, GROUPS, LOCATIONS, UNITS};
use crate::audit;
use crate::edge::Code;

fn history(world: &World, kind: &'static Kind, entry: &Entry) -> Vec<audit::Event> {
    world.history(kind, entry.id)
}

/// What the history says the record is, as the record itself would be written.
fn told(kind: &Kind, history: &[audit::Event]) -> Values {
    let state = audit::state_after(history, i64::MAX);
    let kept = kind
        .fields
        .iter()
        .filter(|field| !matches!(field.control, Control::Secret(_) | Control::Computed(_)));
    kept.map(|field| {
        (
            field.name.to_owned(),
            state.get(field.name).cloned().unwrap_or(Value::Null),
        )
    })
    .collect()
}

fn secrets_of(kind: &Kind) -> usize {
    kind.fields
        .iter()
        .filter(|field| matches!(field.control, Control::Secret(_)))
        .count()
}

#[test]
fn every_statement_is_understood_by_both_engines() {
    let statements = sql::statements();
    assert!(statements.len() > 20 * 6, "{} statements", statements.len());
    on_both_engines(|world| {
        let statements = statements.clone();
        world
            .look(move |look| Ok(statements.iter().try_for_each(|statement| look.tx.check(*statement))?))
            .unwrap();
    });
}

#[test]
fn every_kind_keeps_what_its_sample_says_and_its_history_tells_the_same() {
    on_both_engines(|world| {
        for kind in registry::kinds() {
            let sample = world.sample(kind);
            let entry = world.create(kind, sample.clone()).unwrap();
            let shown = entry.to_json(kind);
            for (name, value) in sample.as_object().unwrap() {
                match kind.field(name).unwrap().control {
                    Control::Secret(_) => assert_eq!(shown.get(name), None, "{kind:?} shows {name}"),
                    _ => assert_eq!(&shown[name], value, "{kind:?}.{name}"),
                }
            }
            let history = history(world, kind, &entry);
            assert_eq!((history.len(), entry.revision), (1, 1), "{kind:?}: one event");
            assert_eq!(history[0].kind, "created", "{kind:?}");
            assert_eq!(told(kind, &history), entry.values, "{kind:?}");
            assert_eq!(world.one(kind, entry.id), entry, "{kind:?} reads back");
            let created = entry.created.as_ref().unwrap();
            assert_eq!(
                (created.name.as_str(), entry.updated.as_ref()),
                ("Ada", Some(created)),
                "{kind:?}"
            );
        }
    });
}

#[test]
fn an_edit_leaves_one_event_with_what_changed_and_asks_for_the_state_that_was_seen() {
    on_both_engines(|world| {
        for kind in registry::kinds() {
            let first = world.create(kind, world.sample(kind)).unwrap();
            let patch = json!({kind.title: "another"});
            let second = world.amend(kind, &first, patch.clone()).unwrap();
            let past = history(world, kind, &second);
            assert_eq!((past.len(), second.revision), (2, 2), "{kind:?}");
            let changed = past[1].changes();
            assert_eq!(changed.len(), 1, "{kind:?}: {changed:?}");
            assert_eq!(
                (changed[0]["field"].as_str(), &changed[0]["new"]),
                (Some(kind.title), &json!("another")),
                "{kind:?}"
            );
            assert_eq!(told(kind, &past), second.values, "{kind:?}");

            let stale = world.amend(kind, &first, json!({kind.title: "third"})).unwrap_err();
            assert_eq!(stale.code, Code::Stale, "{kind:?}");
            assert_eq!(
                stale.members["since"].as_array().unwrap().len(),
                1,
                "{kind:?} names who changed what"
            );

            let same = world.amend(kind, &second, patch).unwrap();
            assert_eq!(same, second, "{kind:?}: nothing changed, nothing happened");
            assert_eq!(history(world, kind, &same).len(), 2, "{kind:?}");
        }
    });
}

#[test]
fn an_answer_can_be_sent_back_whole_but_not_with_other_words_in_what_is_only_read() {
    on_both_engines(|world| {
        for kind in registry::kinds() {
            let entry = world.create(kind, world.sample(kind)).unwrap();
            let shown = entry.to_json(kind);
            assert_eq!(world.amend(kind, &entry, shown.clone()).unwrap(), entry, "{kind:?}");
            let mut bent = shown;
            bent["created_at"] = json!("2020-01-01T00:00:00Z");
            assert_eq!(
                wrong(world.amend(kind, &entry, bent)),
                pairs(&[("/created_at", "read_only")]),
                "{kind:?}"
            );
        }
    });
}

/// A patch that empties every list, so that nothing is linked any more.
fn emptied(kind: &Kind) -> Value {
    let lists = kind
        .fields
        .iter()
        .filter(|field| matches!(field.control, Control::Links(_) | Control::Rows(_)));
    let lists = lists.filter(|field| field.need == Need::Optional);
    Value::Object(lists.map(|field| (field.name.to_owned(), json!([]))).collect())
}

#[test]
fn a_deleted_entry_is_gone_but_for_auditors() {
    on_both_engines(|world| {
        for kind in registry::kinds() {
            let entry = world.create(kind, world.sample(kind)).unwrap();
            let entry = world.amend(kind, &entry, emptied(kind)).unwrap();
            let n_events = history(world, kind, &entry).len();
            world.remove(kind, &entry).unwrap();
            let id = entry.id;
            let gone = world.amend(kind, &entry, json!({kind.title: "x"})).unwrap_err();
            assert_eq!(gone.code, Code::NotFound, "{kind:?}");
            let gone = world
                .look_as(Who::Clerk, move |look| query::one(look, &UNITS, id))
                .unwrap_err();
            assert_eq!(gone.code, Code::NotFound);
            assert!(
                world.one(kind, id).deleted_at.is_some(),
                "{kind:?}: an auditor finds it"
            );
            let listed = world
                .look(move |look| query::page(look, kind, &query::asked(kind, &Map::new())?))
                .unwrap();
            assert!(listed.entries.iter().all(|entry| entry.id != id), "{kind:?}");
            assert_eq!(history(world, kind, &entry).len(), n_events + 1, "{kind:?}");
            world.create(kind, world.sample(kind)).expect("its name is free again");
        }
    });
}

#[test]
fn what_is_referred_to_cannot_be_deleted_and_the_refusal_names_the_user() {
    on_both_engines(|world| {
        for kind in registry::kinds() {
            world.create(kind, world.sample(kind)).unwrap();
            for registry::Reference { field, target, .. } in registry::references(kind.fields) {
                let Some(used) = registry::named(target.name) else {
                    continue;
                };
                if !kind.sample.contains(&format!("\"@{}\"", target.name)) {
                    continue;
                }
                let entry = world.one(used, world.some(target.name));
                let refused = world.remove(used, &entry).unwrap_err();
                assert_eq!(refused.code, Code::InUse, "{kind:?}.{field}");
                let users = refused.members["used_by"].to_string();
                assert!(
                    users.contains(kind.target.name) || target.name == "group",
                    "{kind:?}.{field}: {users}"
                );
            }
        }
    });
}

#[test]
fn unique_fields_are_unique_among_what_is_not_deleted() {
    on_both_engines(|world| {
        for kind in registry::kinds() {
            let sample = world.sample(kind);
            world.create(kind, sample.clone()).unwrap();
            for (_, field) in kind.taken {
                let mut other = sample.clone();
                rename(kind, &mut other, "other");
                other[*field] = json!(sample[*field].as_str().unwrap().to_uppercase());
                assert_eq!(
                    wrong(world.create(kind, other)),
                    pairs(&[(&format!("/{field}"), "taken")]),
                    "{kind:?}"
                );
            }
        }
    });
}

#[test]
fn rights_are_asked_for_every_kind() {
    on_both_engines(|world| {
        for kind in registry::kinds() {
            let entry = world.create(kind, world.sample(kind)).unwrap();
            let id = entry.id;
            let codes = [
                world.create_as(Who::Nobody, kind, world.sample(kind)).unwrap_err().code,
                world.amend_as(Who::Nobody, kind, &entry, json!({})).unwrap_err().code,
                world
                    .act(Who::Nobody, move |act| {
                        command::remove(act, kind, id, crate::edge::Precondition::Any)
                    })
                    .unwrap_err()
                    .code,
                world
                    .look_as(Who::Nobody, move |look| query::one(look, kind, id))
                    .unwrap_err()
                    .code,
                world
                    .look_as(Who::Nobody, move |look| {
                        query::page(look, kind, &query::asked(kind, &Map::new())?)
                    })
                    .unwrap_err()
                    .code,
            ];
            assert!(codes.iter().all(|code| *code == Code::Forbidden), "{kind:?}: {codes:?}");
        }
    });
}

#[test]
fn every_bad_field_is_named_at_once() {
    on_both_engines(|world| {
        let gone = uuid::Uuid::from_u128(7);
        let body = json!({
            "email": "nobody", "unit": gone, "location": "here", "kind": "robot", "phone": "x".repeat(41), "shoe_size": 42,
        });
        let expected = [
            ("/email", "not_an_address"),
            ("/kind", "not_a_choice"),
            ("/location", "not_an_id"),
            ("/name", "required"),
            ("/phone", "too_long"),
            ("/shoe_size", "unknown_field"),
            ("/unit", "unknown_reference"),
        ];
        assert_eq!(wrong(world.create(&EMPLOYEES, body)), pairs(&expected));
        let rows = json!({
            "name": "G", "acronym": "G", "email": ["a@b.example", "nobody"],
            "members": [{"employee": gone}, {"receives_mail": "often"}],
            "flow_permissions": [{"flow": gone, "actions": ["create", "fly"]}, {"flow": gone, "actions": []}],
            "mandatory_mail": {"creation": 1},
        });
        let expected = [
            ("/email/1", "not_an_address"),
            ("/flow_permissions/0/actions/1", "not_a_choice"),
            ("/flow_permissions/0/flow", "unknown_reference"),
            ("/flow_permissions/1/flow", "repeated"),
            ("/flow_permissions/1/flow", "unknown_reference"),
            ("/mandatory_mail/creation", "not_a_flag"),
            ("/members/0/employee", "unknown_reference"),
            ("/members/1/employee", "required"),
            ("/members/1/receives_mail", "not_a_flag"),
        ];
        assert_eq!(wrong(world.create(&GROUPS, rows)), pairs(&expected));
    });
}

#[test]
fn what_is_inactive_stays_where_it_is_but_is_not_chosen_again() {
    on_both_engines(|world| {
        let location = world.create(&LOCATIONS, world.sample(&LOCATIONS)).unwrap();
        let unit = world.one(&UNITS, world.some("unit"));
        world.amend(&UNITS, &unit, json!({"active": false})).unwrap();
        let renamed = world.amend(&LOCATIONS, &location, json!({"name": "Hall 3"})).unwrap();
        assert_eq!(renamed.values["unit"], json!(unit.id.to_string()));
        let body = json!({"name": "Hall 4", "unit": unit.id});
        assert_eq!(
            wrong(world.create(&LOCATIONS, body)),
            pairs(&[("/unit", "inactive_reference")])
        );
    });
}

#[test]
fn a_field_is_cleared_by_null_and_left_alone_by_silence() {
    on_both_engines(|world| {
        let employee = world.create(&EMPLOYEES, world.sample(&EMPLOYEES)).unwrap();
        let cleared = world
            .amend(&EMPLOYEES, &employee, json!({"phone": null, "position": ""}))
            .unwrap();
        assert_eq!(
            (&cleared.values["phone"], &cleared.values["position"]),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(cleared.values["extension"], employee.values["extension"]);
        let group = world.create(&GROUPS, world.sample(&GROUPS)).unwrap();
        let mailed = world
            .amend(&GROUPS, &group, json!({"mandatory_mail": {"creation": true}}))
            .unwrap();
        assert_eq!(
            mailed.values["mandatory_mail"],
            json!({"creation": true, "actions": false, "closing": true})
        );
    });
}

#[test]
fn a_pair_is_told_in_both_histories() {
    on_both_engines(|world| {
        let unit = world.create(&UNITS, world.sample(&UNITS)).unwrap();
        let mut body = world.sample(&CONTRACTS);
        body["units"] = json!([unit.id]);
        let contract = world.create(&CONTRACTS, body).unwrap();
        let linked = world.one(&UNITS, unit.id);
        assert_eq!(linked.values["contracts"], json!([contract.id.to_string()]));
        assert_eq!(linked.revision, 2);
        let past = history(world, &UNITS, &linked);
        assert_eq!(told(&UNITS, &past), linked.values);
        let stale = world.amend(&UNITS, &unit, json!({"name": "x"})).unwrap_err();
        assert_eq!(stale.code, Code::Stale, "whoever edits the unit meanwhile is told");

        let unlinked = world.amend(&UNITS, &linked, json!({"contracts": []})).unwrap();
        let contract = world.one(&CONTRACTS, contract.id);
        assert_eq!((&contract.values["units"], contract.revision), (&json!([]), 2));
        assert_eq!(
            told(&CONTRACTS, &history(world, &CONTRACTS, &contract)),
            contract.values
        );
        assert_eq!(told(&UNITS, &history(world, &UNITS, &unlinked)), unlinked.values);
    });
}

#[test]
fn the_schema_of_a_body_requires_what_the_reading_requires() {
    for kind in registry::kinds() {
        let schema = sheet::body_schema(kind);
        let required: BTreeSet<&str> = schema["required"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let described: BTreeSet<&str> = kind
            .fields
            .iter()
            .filter(|field| field.need == Need::Required)
            .map(|field| field.name)
            .collect();
        assert_eq!(required, described, "{kind:?}");
        let properties: BTreeSet<&str> = schema["properties"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let written: BTreeSet<&str> = kind
            .fields
            .iter()
            .filter(|field| !field.is_read_only())
            .map(|field| field.name)
            .collect();
        assert_eq!(properties, written, "{kind:?}");
    }
}

#[test]
fn descriptions_hold_together() {
    let mut names = BTreeSet::new();
    for kind in registry::kinds() {
        assert!(names.insert(kind.target.name), "{kind:?} twice");
        assert!(kind.field(kind.title).is_some(), "{kind:?} has its title");
        for sort in kind.sorts {
            let field = kind.field(sort).expect("a field");
            assert!(
                field.need == Need::Required || matches!(field.control, Control::Choice { otherwise: Some(_), .. }),
                "{kind:?} sorts by a field that may be empty: {sort}"
            );
        }
        for (_, field) in kind.taken {
            assert!(kind.field(field).is_some(), "{kind:?}.{field}");
        }
        if let Some(field) = kind.within {
            assert!(
                matches!(kind.field(field).unwrap().control, Control::Reference(_)),
                "{kind:?}.{field}"
            );
        }
        assert!(secrets_of(kind) <= 1 && !kind.fields.is_empty(), "{kind:?}");
        mirrors(kind);
    }
    let targets = registry::targets();
    assert_eq!(
        targets.iter().map(|target| target.table).collect::<BTreeSet<_>>().len(),
        targets.len(),
        "one name a table"
    );
}

/// A mirror shows the same pairs from the other side.
fn mirrors(kind: &'static Kind) {
    let links = |field: &Field| {
        if let Control::Links(links) = field.control {
            Some(links)
        } else {
            None
        }
    };
    for link in kind.fields.iter().filter_map(links) {
        let Some(mirror) = link.mirror else { continue };
        let other = registry::named(link.target.name)
            .unwrap()
            .field(mirror)
            .and_then(links)
            .expect("links");
        assert_eq!(
            (other.table, other.own, other.other, other.target.name),
            (link.table, link.other, link.own, kind.target.name)
        );
    }
}
