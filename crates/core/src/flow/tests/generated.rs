//! Properties of flows that nobody drew: the proof against the running game, and no panic whatever comes in.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use proptest::prelude::*;
use proptest::sample::Index;

use super::builds::{Writer, block, changes, crossed, graph, retyped, spoiled};
use super::sketch::{HEAD, any_facts, file};
use crate::flow::bpmn::unproved;
use crate::flow::{Facts, Flow, Outcome, Position, RELEASE_REQUESTER, RELEASE_STANDARD, Refused, Status, Stuck, Token};

/// What XML is made of, and HEAD so that some of it is read as BPMN.
const SCRAPS: &[&str] = &[
    HEAD,
    "</process></definitions>",
    "<",
    ">",
    "/>",
    "</",
    "<!",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE",
    "[",
    "]",
    "<?",
    "?>",
    "<?xml version='1.0'",
    " encoding='utf-8'",
    "&",
    "&#",
    "&#x",
    "lt;",
    "20;",
    ";",
    "'",
    "\"",
    "=",
    " ",
    "\n",
    "é",
    "a",
    " id='a'",
    "x:",
    " xmlns:x='u'",
    " xmlns=''",
    "<userTask",
    "<sequenceFlow",
    " sourceRef='a'",
    " targetRef='a'",
    "<conditionExpression>",
    "<slipway:task",
    "<extensionElements>",
    "</extensionElements>",
    " outcomes='advance'",
    "<endEvent id='e'/>",
    "<startEvent id='s'/>",
    "\0",
];

/// The positions that come next after each position: the nowhere position when the flow ends.
type Games = BTreeMap<Position, BTreeSet<Position>>;

/// Everything that the running game can do. It fails where an open task offers an outcome that does not move,
/// or a position comes about from which no game ends.
/// The facts vary in what the conditions of generated and shipped flows ask for.
fn play_out(flow: &Flow) -> Result<Games, String> {
    let by_priority = (1..=5).map(|priority| Facts {
        priority,
        ..any_facts()
    });
    let solved = Facts {
        status: Status::Solved,
        ..any_facts()
    };
    let all_facts: Vec<_> = by_priority.chain([solved]).collect();
    let mut waiting = VecDeque::new();
    for facts in &all_facts {
        waiting.push_back(flow.start(facts).map_err(|stuck| stuck.to_string())?.position);
    }
    let mut games = Games::new();
    while let Some(position) = waiting.pop_front() {
        if games.contains_key(&position) {
            continue;
        }
        let mut after = BTreeSet::new();
        for facts in &all_facts {
            after.extend(positions_after(flow, &position, facts)?);
        }
        waiting.extend(after.iter().cloned());
        games.insert(position, after);
    }
    match never_ending(&games) {
        Some(position) => Err(format!("{} never ends", position.to_text())),
        None => Ok(games),
    }
}

fn positions_after(flow: &Flow, position: &Position, facts: &Facts) -> Result<Vec<Position>, String> {
    let mut after = Vec::new();
    for task in position.tasks() {
        let offered = &flow.task(task).unwrap().outcomes;
        for (outcome, result) in flow.outcomes(task, position, facts) {
            match result {
                Ok(step) if outcome == Outcome::Canceled => assert!(step.position.is_ended() && step.ended.is_some()),
                Ok(step) => {
                    assert_eq!(step.position.is_ended(), step.ended.is_some());
                    assert!(step.opened.iter().all(|task| step.position.is_on(task)));
                    assert_eq!(step.completed.as_ref(), Some(task));
                    after.push(step.position);
                }
                Err(Refused::NotOffered { .. }) => assert!(!offered.contains(&outcome), "{task} {outcome}"),
                Err(other) => return Err(format!("{task} left with {outcome} in {}: {other}", position.to_text())),
            }
        }
    }
    Ok(after)
}

fn never_ending(games: &Games) -> Option<&Position> {
    let mut ending = BTreeSet::from([Position::default()]);
    loop {
        let n_before = ending.len();
        let more = games
            .iter()
            .filter(|(_, after)| !after.is_disjoint(&ending))
            .map(|(position, _)| position.clone());
        ending.extend(more.collect::<Vec<_>>());
        if ending.len() == n_before {
            return games.keys().find(|position| !ending.contains(position));
        }
    }
}

/// What the proof says about a file must be what playing it shows.
fn assert_judged_rightly(file: &str) {
    let faults = [
        "no_true_edge",
        "several_true_edges",
        "tokens_meet",
        "open_branch",
        "waiting",
        "dead_position",
    ];
    match Flow::parse(file) {
        Ok(flow) => drop(play_out(&flow).unwrap_or_else(|fault| panic!("accepted, but {fault}: {file}"))),
        Err(refusals) if refusals.iter().any(|one| faults.contains(&one.reason.code())) => {
            assert!(
                play_out(&unproved(file.as_bytes())).is_err(),
                "{refusals}, but it plays: {file}"
            );
        }
        Err(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_well_built_flow_is_accepted_and_every_game_of_it_can_end(block in block()) {
        let sketch = Writer::flow(&block);
        let flow = Flow::parse(file(&sketch));
        let flow = flow.unwrap_or_else(|refusals| panic!("{sketch}\n{refusals}"));
        let games = play_out(&flow).unwrap_or_else(|fault| panic!("{sketch}\n{fault}"));
        for position in games.keys() {
            prop_assert_eq!(&Position::from_text(&position.to_text()).unwrap(), position);
        }
    }

    #[test]
    fn every_task_that_is_not_open_is_refused(block in block(), priority in 1..=5u8) {
        let flow = Flow::parse(file(&Writer::flow(&block))).unwrap();
        let facts = Facts { priority, ..any_facts() };
        let position = flow.start(&facts).unwrap().position;
        for task in flow.tasks().filter(|task| !position.is_on(&task.id)) {
            let refused = flow.advance(&position, &task.id, Outcome::Advance, &facts);
            let not_open = matches!(refused, Err(Refused::NotOpen { .. }));
            prop_assert!(not_open, "{}", task.id);
        }
    }

    #[test]
    fn no_position_that_is_made_up_panics_or_leaves_a_gateway_undecided(
        block in block(),
        places in prop::collection::vec((any::<bool>(), any::<Index>()), 0..5),
    ) {
        let flow = Flow::parse(file(&Writer::flow(&block))).unwrap();
        let token = |(on_edge, at): (bool, Index)| {
            if on_edge {
                Token::Join(flow.diagram().lines[at.index(flow.diagram().lines.len())].edge.clone())
            } else {
                Token::Task(flow.tasks().nth(at.index(flow.tasks().count())).unwrap().id.clone())
            }
        };
        let position: Position = places.into_iter().map(token).collect();
        for task in flow.tasks() {
            for (_, result) in flow.outcomes(&task.id, &position, &any_facts()) {
                let stuck = |refused| if let Refused::Stuck(stuck) = refused { Some(stuck) } else { None };
                let undecided = matches!(
                    result.err().and_then(stuck),
                    Some(Stuck::NoEdge { .. } | Stuck::SeveralEdges { .. })
                );
                prop_assert!(!undecided, "{} in {}", task.id, position.to_text());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn every_graph_is_judged_rightly(sketch in graph()) {
        assert_judged_rightly(&file(&sketch));
    }

    #[test]
    fn every_flow_with_crossed_edges_is_judged_rightly(
        block in block(),
        one in any::<Index>(),
        other in any::<Index>(),
    ) {
        assert_judged_rightly(&file(&crossed(&Writer::flow(&block), one, other)));
    }

    #[test]
    fn every_flow_with_a_gateway_of_the_other_kind_is_judged_rightly(
        block in block(),
        at in any::<Index>(),
    ) {
        assert_judged_rightly(&file(&retyped(&Writer::flow(&block), at)));
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Flow::parse(&bytes).is_err());
    }

    #[test]
    fn no_scraps_of_xml_panic(scraps in prop::collection::vec(prop::sample::select(SCRAPS), 0..30)) {
        prop_assert!(Flow::parse(scraps.concat()).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn no_spoiled_file_panics_and_what_is_still_accepted_is_sound(
        standard in any::<bool>(),
        changes in changes(),
    ) {
        let file = if standard { RELEASE_STANDARD } else { RELEASE_REQUESTER };
        match Flow::parse(spoiled(file, &changes)) {
            Ok(flow) => drop(play_out(&flow).unwrap_or_else(|fault| panic!("accepted, but {fault}"))),
            Err(refusals) => {
                prop_assert!(refusals.iter().count() > 0);
                prop_assert!(refusals.iter().all(|one| one.line > 0 && !one.reason.to_string().is_empty()));
            }
        }
    }

    #[test]
    fn no_spoiled_sketch_panics(block in block(), changes in changes()) {
        let file = file(&Writer::flow(&block));
        if let Ok(flow) = Flow::parse(spoiled(&file, &changes)) {
            drop(play_out(&flow).unwrap_or_else(|fault| panic!("accepted, but {fault}")));
        }
    }
}
