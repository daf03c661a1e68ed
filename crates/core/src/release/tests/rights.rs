//! Who may do what to a release: `docs/rights.md`, the complete matrix of `functional.md` 1.2. What a state refuses on top
//! is `docs/states.md`.

use std::fmt::Write as _;

use super::*;
use crate::actor::{Area, Reach};
use crate::policy::{Denied, Relations};

/// Somebody, and how the release relates to them.
struct Who {
    name: &'static str,
    person: Actor,
    relations: Relations,
}

fn with(reach: Option<Reach>, groups: &[(u128, &[FlowAction], bool)]) -> Actor {
    let mut rights = Rights::default();
    if let Some(reach) = reach {
        rights.grant(Area::Release, reach);
    }
    let member = |(group, actions, suspends): &(u128, &[FlowAction], bool)| Membership {
        group: id(*group),
        contracts: [id(4)].into(),
        flows: if actions.is_empty() {
            [].into()
        } else {
            [(id(3), actions.iter().copied().collect())].into()
        },
        suspends: *suspends,
    };
    Actor {
        rights,
        memberships: groups.iter().map(member).collect(),
        ..actor(50)
    }
}

/// A release that concerns nobody drawn here: each adds what makes it theirs.
fn far() -> Relations {
    Relations {
        flow: id(3),
        contract: id(999),
        requester: id(900),
        created_by: id(901),
        executor_group: id(902),
        first_group: id(903),
        responsible: Vec::new(),
        task_groups: Vec::new(),
        shared_with: Vec::new(),
        shared_groups: Vec::new(),
        requester_only: false,
        allows_reopening: false,
    }
}

#[expect(clippy::too_many_lines, reason = "one list, read from top to bottom")]
fn everybody() -> Vec<Who> {
    let me = actor(50);
    let every = FlowAction::ALL;
    let who = |name, person, relations| Who {
        name,
        person,
        relations,
    };
    let in_group = |relations: Relations| Relations {
        executor_group: id(GROUP),
        ..relations
    };
    vec![
        who(
            "a stranger with every right",
            with(Some(Reach::Delete), &[(GROUP, every, true)]),
            far(),
        ),
        who(
            "the requester, without any right",
            with(None, &[]),
            Relations {
                requester: me.employee,
                ..far()
            },
        ),
        who(
            "the requester, who may save",
            with(Some(Reach::Save), &[]),
            Relations {
                requester: me.employee,
                ..far()
            },
        ),
        who(
            "the registrar, who may save",
            with(Some(Reach::Save), &[]),
            Relations {
                created_by: me.account,
                ..far()
            },
        ),
        who(
            "the executor group, who may search",
            with(Some(Reach::Search), &[(GROUP, every, false)]),
            in_group(far()),
        ),
        who(
            "the executor group, no right on the flow",
            with(Some(Reach::Save), &[(GROUP, &[], false)]),
            in_group(far()),
        ),
        who(
            "the executor group, which executes",
            with(Some(Reach::Save), &[(GROUP, &[FlowAction::Execute], false)]),
            in_group(far()),
        ),
        who(
            "the executor group, every right on the flow",
            with(Some(Reach::Save), &[(GROUP, every, false)]),
            in_group(far()),
        ),
        who(
            "the same, who may delete",
            with(Some(Reach::Delete), &[(GROUP, every, false)]),
            in_group(far()),
        ),
        who(
            "the executor group, which has the switch",
            with(Some(Reach::Save), &[(GROUP, &[], true)]),
            in_group(far()),
        ),
        who(
            "the first group, no right on the flow",
            with(Some(Reach::Save), &[(GROUP, &[], false)]),
            Relations {
                first_group: id(GROUP),
                ..far()
            },
        ),
        who(
            "another group of flow and contract, every right",
            with(Some(Reach::Save), &[(GROUP, every, false)]),
            Relations {
                contract: id(4),
                ..far()
            },
        ),
        who(
            "the responsible, no right on the flow",
            with(Some(Reach::Save), &[]),
            Relations {
                responsible: vec![me.account],
                ..far()
            },
        ),
        who(
            "whom the task is shared with, no right on the flow",
            with(Some(Reach::Save), &[]),
            Relations {
                shared_with: vec![me.account],
                ..far()
            },
        ),
        who(
            "a group it is shared with, no right on the flow",
            with(Some(Reach::Save), &[(GROUP, &[], false)]),
            Relations {
                shared_groups: vec![id(GROUP)],
                ..far()
            },
        ),
        who(
            "the administrator, in no group",
            Actor {
                rights: Rights::all(),
                memberships: Vec::new(),
                ..actor(50)
            },
            far(),
        ),
    ]
}

fn cell(who: &Who, action: ReleaseAction, relations: &Relations) -> String {
    match policy::may(&who.person, action, relations) {
        Ok(_) => "**yes**".to_owned(),
        Err(Denied::Hidden) => "hidden".to_owned(),
        Err(Denied::Profile(area, reach)) => format!("profile: {area} {reach}"),
        Err(Denied::Flow(right)) => format!("flow: {right}"),
        Err(Denied::Special(special)) => format!("profile: {special}"),
        Err(Denied::NotConcerned) => "not concerned".to_owned(),
        Err(Denied::RequesterOnly) => "requester only".to_owned(),
        Err(Denied::Scope(..)) => "token".to_owned(),
    }
}

/// One table: a row for everybody, a column for every action.
fn table(change: impl Fn(Relations) -> Relations, actions: &[ReleaseAction]) -> String {
    let heads: Vec<&str> = actions.iter().map(|action| action.as_str()).collect();
    let mut table = format!("| Who | {} |\n|---|{}\n", heads.join(" | "), "---|".repeat(heads.len()));
    for who in everybody() {
        let relations = change(who.relations.clone());
        let cells: Vec<String> = actions.iter().map(|action| cell(&who, *action, &relations)).collect();
        writeln!(table, "| {} | {} |", who.name, cells.join(" | ")).unwrap();
    }
    table
}

fn document() -> String {
    let every = table(|relations| relations, ReleaseAction::ALL);
    let requester_only = table(
        |relations| Relations {
            requester_only: true,
            ..relations
        },
        &[ReleaseAction::Capture, ReleaseAction::Advance],
    );
    let reopening = table(
        |relations| Relations {
            allows_reopening: true,
            ..relations
        },
        &[ReleaseAction::Reopen],
    );
    format!(
        "# Rights on a release\n\n\
         Who may do what, asked of the policy itself: the profile, the groups' rights on the flow, and how the release relates to the person must all allow it.\n\
         \"hidden\" answers 404, every other refusal 403 and names the right that is missing.\n\
         What the state of the release refuses on top is `docs/states.md`.\n\
         This page is made by `cargo run -p xtask -- docs`.\n\n\
         ## Every action\n\n{every}\n\
         ## A task that belongs to the requester alone\n\n{requester_only}\n\
         ## A flow that allows reopening\n\n{reopening}"
    )
}

#[test]
fn the_document_of_rights_is_what_the_policy_says() {
    super::documents::hold("rights.md", &document());
}

#[test]
fn nobody_without_a_relation_sees_anything() {
    let strangers = everybody();
    let stranger = &strangers[0];
    for action in ReleaseAction::ALL {
        assert_eq!(cell(stranger, *action, &stranger.relations), "hidden", "{action}: F031");
    }
}
