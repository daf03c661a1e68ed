//! Properties of flows that nobody drew: well-built ones, arbitrary graphs, and files that went wrong.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

use proptest::prelude::*;

use super::sketch::{any_facts, file};
use crate::flow::bpmn::unproved;
use crate::flow::{Facts, Flow, Outcome, Position, RELEASE_REQUESTER, RELEASE_STANDARD, Refused, Stuck};

/// A part of a flow with one way in and one way out, and a task on every way through.
#[derive(Debug, Clone)]
enum Block {
    Task,
    Chain(Vec<Block>),
    /// One of two, by the priority.
    Either(u8, Box<Block>, Box<Block>),
    /// Both at once.
    Both(Box<Block>, Box<Block>),
    /// Again and again while its last task is not solved.
    Again(Box<Block>),
}

fn block() -> impl Strategy<Value = Block> {
    Just(Block::Task).prop_recursive(4, 14, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(Block::Chain),
            (1..5u8, inner.clone(), inner.clone()).prop_map(|(limit, one, other)| {
                // A task in front of each side keeps a decision inside from being settled by this one already.
                let side = |block| Box::new(Block::Chain(vec![Block::Task, block]));
                Block::Either(limit, side(one), side(other))
            }),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| Block::Both(Box::new(one), Box::new(other))),
            inner.prop_map(|block| Block::Again(Box::new(block))),
        ]
    })
}

/// Writes blocks as lines of a sketch, numbering their nodes.
#[derive(Default)]
struct Writer {
    sketch: String,
    n_nodes: usize,
}

impl Writer {
    /// The sketch of a flow that runs `block` and then decides whether the release is solved.
    fn flow(block: &Block) -> String {
        let mut writer = Self::default();
        let (first, last) = writer.block(block);
        writer.line("start s");
        writer.line("task Decide advance solved not_solved");
        writer.line("gate G");
        writer.line("end e");
        writer.line("end f canceled");
        writer.line(&format!("s -> {first}"));
        writer.line(&format!("{last} -> Decide"));
        writer.line("Decide -> G");
        writer.line("G -> e: outcome != \"not_solved\"");
        writer.line("G -> f else");
        writer.sketch
    }

    fn line(&mut self, line: &str) {
        writeln!(self.sketch, "{line}").unwrap();
    }

    fn node(&mut self, kind: &str, settings: &str) -> String {
        self.n_nodes += 1;
        let id = format!("N{}", self.n_nodes);
        self.line(&format!("{kind} {id} {settings}"));
        id
    }

    fn join(&mut self, from: &str, to: &str) {
        self.line(&format!("{from} -> {to}"));
    }

    /// The first and the last node of the block.
    fn block(&mut self, block: &Block) -> (String, String) {
        match block {
            Block::Task => {
                let task = self.node("task", "advance not_solved");
                (task.clone(), task)
            }
            Block::Chain(blocks) => {
                let ends: Vec<_> = blocks.iter().map(|block| self.block(block)).collect();
                for pair in ends.windows(2) {
                    self.join(&pair[0].1, &pair[1].0);
                }
                (ends[0].0.clone(), ends[ends.len() - 1].1.clone())
            }
            Block::Either(limit, one, other) => {
                let (split, merge) = (self.node("gate", ""), self.node("gate", ""));
                let (one, other) = (self.block(one), self.block(other));
                self.line(&format!("{split} -> {}: priority <= {limit}", one.0));
                self.line(&format!("{split} -> {}: priority > {limit}", other.0));
                self.join(&one.1, &merge);
                self.join(&other.1, &merge);
                (split, merge)
            }
            Block::Both(one, other) => {
                let (fork, join) = (self.node("fork", ""), self.node("fork", ""));
                for (first, last) in [self.block(one), self.block(other)] {
                    self.join(&fork, &first);
                    self.join(&last, &join);
                }
                (fork, join)
            }
            Block::Again(block) => {
                let (merge, split) = (self.node("gate", ""), self.node("gate", ""));
                let (first, last) = self.block(block);
                let task = self.node("task", "advance not_solved");
                let on = self.node("gate", "");
                self.join(&merge, &first);
                self.join(&last, &task);
                self.join(&task, &split);
                self.line(&format!("{split} -> {merge}: outcome == \"not_solved\""));
                self.line(&format!("{split} -> {on} else"));
                (merge, on)
            }
        }
    }
}

/// An arbitrary graph: most are no flow at all.
fn graph() -> impl Strategy<Value = String> {
    let kinds = prop::collection::vec(0..5usize, 1..6);
    let edges = prop::collection::vec((0..8usize, 0..8usize), 2..9);
    (kinds, edges).prop_map(|(kinds, edges)| {
        let names: Vec<_> = (0..kinds.len()).map(|n| format!("N{n}")).collect();
        let mut sketch = String::from("start s\nend e\ntask T\nT -> e\ns -> N0\n");
        for (name, kind) in names.iter().zip(kinds) {
            let kind = ["task", "gate", "gate", "fork", "fork"][kind];
            writeln!(sketch, "{kind} {name}").unwrap();
        }
        let mut n_leaving = BTreeMap::<_, u8>::new();
        for (from, to) in edges.iter().collect::<BTreeSet<_>>() {
            let (from, to) = (&names[from % names.len()], names.get(*to).map_or("T", String::as_str));
            if sketch.contains(&format!("\n{from} -> {to}")) {
                continue;
            }
            let n_leaving = n_leaving.entry(from).or_default();
            *n_leaving += 1;
            let decides = sketch.contains(&format!("\ngate {from}\n"));
            match (decides, *n_leaving) {
                (true, 1) => writeln!(sketch, "{from} -> {to} else").unwrap(),
                (true, n) => writeln!(sketch, "{from} -> {to}: priority == {}", n.min(5)).unwrap(),
                (false, _) => writeln!(sketch, "{from} -> {to}").unwrap(),
            }
        }
        sketch
    })
}

/// The positions that come next after each position: the nowhere position when the flow ends.
type Games = BTreeMap<Position, BTreeSet<Position>>;

/// Everything that the running game can do. It fails where an open task offers an outcome that does not move,
/// or a position comes about from which no game ends.
fn play_out(flow: &Flow) -> Result<Games, String> {
    let all_facts: Vec<_> = (1..=5)
        .map(|priority| Facts {
            priority,
            ..any_facts()
        })
        .collect();
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

/// The sketch with the targets of two of its edges swapped.
fn crossed(sketch: &str, one: prop::sample::Index, other: prop::sample::Index) -> String {
    let mut lines: Vec<_> = sketch.lines().map(str::to_owned).collect();
    let edges: Vec<_> = (0..lines.len()).filter(|line| lines[*line].contains(" -> ")).collect();
    let (one, other) = (edges[one.index(edges.len())], edges[other.index(edges.len())]);
    let target = |line: &str| line.split([' ', ':']).nth(2).unwrap().to_owned();
    let (first, second) = (target(&lines[one]), target(&lines[other]));
    lines[one] = lines[one].replacen(&format!("-> {first}"), &format!("-> {second}"), 1);
    lines[other] = lines[other].replacen(&format!("-> {second}"), &format!("-> {first}"), 1);
    lines.join("\n")
}

/// The sketch with one of its exclusive gateways made parallel, or the other way round.
fn retyped(sketch: &str, at: prop::sample::Index) -> String {
    let is_gateway = |line: &&str| line.starts_with("gate ") || line.starts_with("fork ");
    let gateways: Vec<_> = sketch.lines().filter(is_gateway).collect();
    let (kind, id) = gateways[at.index(gateways.len())].trim().split_once(' ').unwrap();
    let (from, to) = if kind == "gate" {
        ("gate", "fork")
    } else {
        ("fork", "gate")
    };
    let n_leaving = sketch
        .lines()
        .filter(|line| line.starts_with(&format!("{id} -> ")))
        .count();
    let mut ways = [": priority <= 2", " else"].into_iter().cycle();
    let change = |line: &str| {
        if line.trim() == format!("{from} {id}") {
            return format!("{to} {id}");
        }
        match line.strip_prefix(&format!("{id} -> ")) {
            None => line.to_owned(),
            Some(rest) => {
                let way = if to == "gate" && n_leaving > 1 {
                    ways.next().unwrap()
                } else {
                    ""
                };
                format!("{id} -> {}{way}", rest.split([' ', ':']).next().unwrap())
            }
        }
    };
    sketch.lines().map(change).collect::<Vec<_>>().join("\n")
}

fn mutated(mut file: Vec<u8>, changes: &[(u8, prop::sample::Index, prop::sample::Index, u8)]) -> Vec<u8> {
    for (kind, at, to, byte) in changes {
        let (at, to) = (at.index(file.len()), to.index(file.len()));
        let (from, to) = (at.min(to), at.max(to));
        match kind {
            0 => file[at] = *byte,
            1 => file.insert(at, *byte),
            2 => drop(file.drain(from..(from + 40).min(to))),
            3 => file.truncate(from.max(1)),
            _ => {
                let copied = file[from..to.min(from + 200)].to_vec();
                file.splice(at..at, copied);
            }
        }
    }
    file
}

fn changes() -> impl Strategy<Value = Vec<(u8, prop::sample::Index, prop::sample::Index, u8)>> {
    prop::collection::vec(
        (
            0..5u8,
            any::<prop::sample::Index>(),
            any::<prop::sample::Index>(),
            any::<u8>(),
        ),
        1..4,
    )
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
    fn no_position_that_is_made_up_panics(block in block(), tokens in prop::collection::vec((any::<bool>(), 1..12u8), 0..5)) {
        let flow = Flow::parse(file(&Writer::flow(&block))).unwrap();
        let text = |(edge, n): (bool, u8)| if edge { format!(">N{n}_N{}", n + 1) } else { format!("N{n}") };
        let text = tokens.into_iter().map(text).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("+");
        if let Ok(position) = Position::from_text(&text) {
            for task in flow.tasks() {
                for (_, result) in flow.outcomes(&task.id, &position, &any_facts()) {
                    let undecided = matches!(result, Err(Refused::Stuck(Stuck::NoEdge { .. } | Stuck::SeveralEdges { .. })));
                    prop_assert!(!undecided, "{}", text);
                }
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
        one in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
    ) {
        assert_judged_rightly(&file(&crossed(&Writer::flow(&block), one, other)));
    }

    #[test]
    fn every_flow_with_a_gateway_of_the_other_kind_is_judged_rightly(
        block in block(),
        at in any::<prop::sample::Index>(),
    ) {
        assert_judged_rightly(&file(&retyped(&Writer::flow(&block), at)));
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Flow::parse(&bytes).is_err());
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
        match Flow::parse(mutated(file.as_bytes().to_vec(), &changes)) {
            Ok(flow) => prop_assert!(play_out(&flow).is_ok()),
            Err(refusals) => {
                prop_assert!(refusals.iter().count() > 0);
                prop_assert!(refusals.iter().all(|one| one.line > 0 && !one.reason.to_string().is_empty()));
            }
        }
    }

    #[test]
    fn no_spoiled_sketch_panics(block in block(), changes in changes()) {
        let file = file(&Writer::flow(&block)).into_bytes();
        if let Ok(flow) = Flow::parse(mutated(file, &changes)) {
            prop_assert!(play_out(&flow).is_ok());
        }
    }
}
