//! Flows that nobody drew: well-built ones, arbitrary graphs, and what becomes of them when something goes wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::Index;

/// A part of a flow with one way in and one way out, and a task on every way through.
#[derive(Debug, Clone)]
pub(super) enum Block {
    Task,
    Chain(Vec<Block>),
    /// One of two, by the priority.
    Either(u8, Box<Block>, Box<Block>),
    /// Both at once.
    Both(Box<Block>, Box<Block>),
    /// Again and again while its last task is not solved.
    Again(Box<Block>),
}

pub(super) fn block() -> impl Strategy<Value = Block> {
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
pub(super) struct Writer {
    sketch: String,
    n_nodes: usize,
}

impl Writer {
    /// The sketch of a flow that runs `block` and then decides whether the release is solved.
    pub(super) fn flow(block: &Block) -> String {
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
pub(super) fn graph() -> impl Strategy<Value = String> {
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

/// The sketch with the targets of two of its edges swapped.
pub(super) fn crossed(sketch: &str, one: Index, other: Index) -> String {
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
pub(super) fn retyped(sketch: &str, at: Index) -> String {
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

/// Something that goes wrong with the bytes of a file.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Replaced(Index, u8),
    Inserted(Index, u8),
    Removed(Index, usize),
    Repeated(Index, usize),
    CutOff(Index),
}

pub(super) fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Replaced(at, byte)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Inserted(at, byte)),
        (any::<Index>(), 1..60usize).prop_map(|(at, n_bytes)| Change::Removed(at, n_bytes)),
        (any::<Index>(), 1..200usize).prop_map(|(at, n_bytes)| Change::Repeated(at, n_bytes)),
        any::<Index>().prop_map(Change::CutOff),
    ];
    prop::collection::vec(change, 1..4)
}

pub(super) fn spoiled(file: &str, changes: &[Change]) -> Vec<u8> {
    let mut file = file.as_bytes().to_vec();
    for change in changes {
        // Right behind the last byte is a place too, and the only one once everything was cut off.
        let n_places = file.len() + 1;
        let at = |index: &Index| index.index(n_places);
        match change {
            Change::Replaced(index, byte) => file.iter_mut().skip(at(index)).take(1).for_each(|old| *old = *byte),
            Change::Inserted(index, byte) => file.insert(at(index), *byte),
            Change::Removed(index, n_bytes) => {
                let (from, to) = (at(index), (at(index) + n_bytes).min(file.len()));
                file.drain(from..to);
            }
            Change::Repeated(index, n_bytes) => {
                let (from, to) = (at(index), (at(index) + n_bytes).min(file.len()));
                file.extend_from_within(from..to);
                file[from..].rotate_right(to - from);
            }
            Change::CutOff(index) => file.truncate(at(index)),
        }
    }
    file
}
