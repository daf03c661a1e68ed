//! The rules of people's entries, on both engines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use serde_json::json;
use slipway_core::actor::{Area, Reach};
use slipway_core::id::Id;

use super::*;
use crate::account::query;
use crate::edge::Code;
use crate::entry::testing::{ACCOUNT, Who, World, on_both_engines, pairs, wrong};

#[test]
fn a_unit_cannot_belong_to_itself_however_far_up() {
    on_both_engines(|world| {
        let root = world.create(&UNITS, json!({"name": "root"})).unwrap();
        let middle = world
            .create(&UNITS, json!({"name": "middle", "parent": root.id}))
            .unwrap();
        let leaf = world
            .create(&UNITS, json!({"name": "leaf", "parent": middle.id}))
            .unwrap();
        for below in [root.id, middle.id, leaf.id] {
            assert_eq!(
                wrong(world.amend(&UNITS, &root, json!({"parent": below}))),
                pairs(&[("/parent", "circle")])
            );
        }
        world
            .amend(&UNITS, &leaf, json!({"parent": root.id}))
            .expect("a shorter way up is no circle");
    });
}

#[test]
fn a_place_has_two_coordinates_or_none() {
    on_both_engines(|world| {
        assert_eq!(
            wrong(world.create(&UNITS, json!({"name": "a", "latitude": 10}))),
            pairs(&[("/longitude", "required")])
        );
        let beyond = json!({"name": "a", "latitude": 90.1, "longitude": "west"});
        assert_eq!(
            wrong(world.create(&UNITS, beyond)),
            pairs(&[("/latitude", "out_of_range"), ("/longitude", "not_a_number")])
        );
        let somewhere = world
            .create(&UNITS, json!({"name": "a", "latitude": 10, "longitude": "-46.5"}))
            .unwrap();
        assert_eq!(
            (&somewhere.values["latitude"], &somewhere.values["longitude"]),
            (&json!(10.0), &json!(-46.5))
        );
    });
}

#[test]
fn zones_are_of_the_iana_database() {
    on_both_engines(|world| {
        assert_eq!(
            wrong(world.create(&UNITS, json!({"name": "a", "zone": "Mars/Olympus"}))),
            pairs(&[("/zone", "not_a_zone")])
        );
        let unit = world
            .create(&UNITS, json!({"name": "a", "zone": "america/sao_paulo"}))
            .unwrap();
        assert_eq!(unit.values["zone"], json!("America/Sao_Paulo"), "in its own spelling");
    });
}

#[test]
fn a_contract_does_not_end_before_it_begins() {
    on_both_engines(|world| {
        let body = json!({"number": "1", "client": "c", "start": "2026-12-01", "end": "2026-11-30"});
        assert_eq!(
            wrong(world.create(&CONTRACTS, body)),
            pairs(&[("/end", "before_start")])
        );
        world
            .create(
                &CONTRACTS,
                json!({"number": "1", "client": "c", "start": "2026-12-01", "end": "2026-12-01"}),
            )
            .unwrap();
        world
            .create(&CONTRACTS, json!({"number": "2", "client": "c", "start": "2026-12-01"}))
            .unwrap();
    });
}

#[test]
fn a_group_with_members_is_not_deleted() {
    on_both_engines(|world| {
        let group = world.create(&GROUPS, world.sample(&GROUPS)).unwrap();
        let refused = world.remove(&GROUPS, &group).unwrap_err();
        assert_eq!(
            (refused.code, &refused.members["used_by"]),
            (Code::InUse, &json!([{"kind": "employee", "count": 1}]))
        );
        let empty = world.amend(&GROUPS, &group, json!({"members": []})).unwrap();
        world.remove(&GROUPS, &empty).unwrap();
    });
}

#[test]
fn each_right_brings_those_it_includes() {
    on_both_engines(|world| {
        let body = json!({"name": "p", "rights": {"release": ["delete"], "portfolio": ["save"], "report": []}});
        let profile = world.create(&PROFILES, body).unwrap();
        let expected = json!({"release": ["search", "save", "delete"], "portfolio": ["search", "save"]});
        assert_eq!(profile.values["rights"], expected);
        let bad = json!({"name": "q", "rights": {"release": ["fly"], "kitchen": ["save"]}});
        let expected = [
            ("/rights/kitchen", "unknown_field"),
            ("/rights/release/0", "not_a_choice"),
        ];
        assert_eq!(wrong(world.create(&PROFILES, bad)), pairs(&expected));
    });
}

#[test]
fn nobody_gives_more_rights_than_they_have() {
    on_both_engines(|world| {
        let mighty = json!({"name": "mighty", "rights": {"directory": ["delete"], "audit": ["search"]}});
        let refused = world.create_as(Who::Clerk, &PROFILES, mighty.clone()).unwrap_err();
        assert_eq!(refused.code, Code::Forbidden);
        let modest = json!({"name": "modest", "rights": {"directory": ["search"]}});
        let modest = world.create_as(Who::Clerk, &PROFILES, modest).unwrap();
        let mighty = world.create(&PROFILES, mighty).unwrap();
        let lowered = world
            .amend_as(Who::Clerk, &PROFILES, &mighty, json!({"rights": {"audit": []}}))
            .unwrap_err();
        assert_eq!(
            lowered.code,
            Code::Forbidden,
            "nor takes rights from those who have more"
        );

        let user = |profile: uuid::Uuid| json!({"employee": world.some("employee"), "login": "u", "profile": profile});
        assert_eq!(
            world.create_as(Who::Clerk, &USERS, user(mighty.id)).unwrap_err().code,
            Code::Forbidden
        );
        let user = world.create_as(Who::Clerk, &USERS, user(modest.id)).unwrap();
        let raised = world
            .amend_as(Who::Clerk, &USERS, &user, json!({"profile": mighty.id}))
            .unwrap_err();
        assert_eq!(raised.code, Code::Forbidden);
        let raised = world.amend(&USERS, &user, json!({"profile": mighty.id})).unwrap();
        let stolen = world
            .amend_as(
                Who::Clerk,
                &USERS,
                &raised,
                json!({"password": "correct horse battery"}),
            )
            .unwrap_err();
        assert_eq!(
            stolen.code,
            Code::Forbidden,
            "a new password would hand the rights over"
        );
    });
}

/// Gives the person who acts in tests an account of their own.
fn own_account(world: &World) -> (crate::entry::store::Entry, crate::entry::store::Entry) {
    let everything = json!({"name": "own", "rights": {"directory": ["delete"], "release": ["save"]}});
    let profile = world.create(&PROFILES, everything).unwrap();
    let body = json!({"employee": world.some("employee"), "login": "ada", "profile": profile.id});
    let user = world.create(&USERS, body).unwrap();
    world.make_own(user.id);
    (profile, crate::entry::store::Entry { id: ACCOUNT, ..user })
}

#[test]
fn nobody_shuts_themselves_out() {
    on_both_engines(|world| {
        let (profile, user) = own_account(world);
        let other = world.create(&PROFILES, json!({"name": "less", "rights": {}})).unwrap();
        let any = |patch| wrong(world.amend_any(&USERS, user.id, patch));
        assert_eq!(any(json!({"active": false})), pairs(&[("/active", "own_access")]));
        assert_eq!(any(json!({"profile": other.id})), pairs(&[("/profile", "own_access")]));
        assert_eq!(wrong(world.remove_any(&USERS, user.id)), pairs(&[("", "own_access")]));
        for (patch, field) in [
            (json!({"active": false}), "/active"),
            (json!({"may_enter": false}), "/may_enter"),
            (json!({"rights": {"directory": ["search"]}}), "/rights"),
        ] {
            assert_eq!(
                wrong(world.amend(&PROFILES, &profile, patch)),
                pairs(&[(field, "own_access")])
            );
        }
        world
            .amend(&PROFILES, &profile, json!({"rights": {"release": []}}))
            .expect("other rights may go");
    });
}

#[test]
fn a_password_is_hashed_hidden_and_ends_sessions() {
    on_both_engines(|world| {
        let mut sample = world.sample(&USERS);
        sample["password"] = json!("short");
        assert_eq!(
            wrong(world.create(&USERS, sample.clone())),
            pairs(&[("/password", "secret_length")])
        );
        sample["password"] = json!("correct horse battery");
        let user = world.create(&USERS, sample).unwrap();
        let account = Id::new(user.id);
        world
            .look(move |look| Ok(crate::account::store::is_set_up(look.tx)?))
            .unwrap();
        let told = world.history(&USERS, user.id);
        let told = told.iter().map(|event| event.changes.clone()).collect::<String>();
        assert!(
            told.contains("***") && !told.contains("battery") && !told.contains("argon2"),
            "{told}"
        );

        world.keep_house(move |tx| crate::account::store::open_session(tx, &[7; 32], account));
        world
            .amend(&USERS, &user, json!({"password": "another good phrase"}))
            .unwrap();
        let session = world
            .look(|look| Ok(crate::account::store::by_session(look.tx, &[7; 32])?))
            .unwrap();
        assert!(session.is_none());
    });
}

#[test]
fn what_a_profile_says_is_what_the_policy_reads() {
    on_both_engines(|world| {
        let profile = world.create(&PROFILES, world.sample(&PROFILES)).unwrap();
        let rights = query::rights(&profile.values["rights"].to_string());
        assert!(rights.reach(Area::Release, Reach::Save) && !rights.reach(Area::Release, Reach::Delete));
        assert!(rights.reach(Area::Portfolio, Reach::Search) && !rights.reach(Area::Directory, Reach::Search));
    });
}

#[test]
fn what_a_group_says_is_what_a_member_may() {
    on_both_engines(|world| {
        let contract = world.some("contract");
        let mut sample = world.sample(&GROUPS);
        sample["contracts"] = json!([contract]);
        sample["suspend_reactivate"] = json!(true);
        sample["members"] = json!([{"employee": world.create(&EMPLOYEES, world.sample(&EMPLOYEES)).unwrap().id}]);
        let employee: slipway_core::id::Id<slipway_core::kind::Employee> =
            sample["members"][0]["employee"].as_str().unwrap().parse().unwrap();
        let group = world.create(&GROUPS, sample).unwrap();
        let flow = Id::new(world.some("flow"));
        world
            .look(move |look| {
                let memberships = crate::account::store::memberships(look.tx, employee)?;
                assert_eq!(memberships.len(), 1);
                assert_eq!(memberships[0].group.uuid(), group.id);
                assert!(memberships[0].suspends && memberships[0].contracts.contains(&Id::new(contract)));
                let actions = &memberships[0].flows[&flow];
                assert_eq!(
                    actions.iter().map(|action| action.as_str()).collect::<Vec<_>>(),
                    ["create", "execute"]
                );
                Ok(())
            })
            .unwrap();
    });
}
