//! All the ways in which the exclusive gateways ahead of a token can decide.
//! Every combination of field values that the conditions can tell apart is tried, so what is found here is a proof.

use std::collections::{BTreeMap, BTreeSet};

use super::positions::{Budget, TooMuch};
use crate::flow::condition::{Condition, Field, Shown, Value, worth_trying};
use crate::flow::definition::{EdgeIx, Flow, Guard, NodeIx, NodeKind};
use crate::flow::facts::Outcome;
use crate::flow::walk::{Stuck, chosen};

/// What each exclusive gateway that a token can come to decides.
pub(in crate::flow) type Decisions = BTreeMap<NodeIx, Result<EdgeIx, Stuck>>;

/// A combination of field values.
pub(super) type Situation = BTreeMap<Field, Value>;

/// Every different way in which the gateways behind `edge` decide after `outcome`, each with one situation for it.
pub(super) fn moves(
    flow: &Flow,
    edge: EdgeIx,
    outcome: Outcome,
    budget: &mut Budget,
) -> Result<BTreeMap<Decisions, Situation>, TooMuch> {
    let mut domains = worth_trying(conditions_behind(flow, edge));
    domains.insert(Field::Outcome, vec![Value::Word(outcome as usize)]);
    let mut moves = BTreeMap::new();
    let mut situations = Situations::over(&domains);
    while let Some(situation) = situations.next() {
        let decisions = decisions(flow, edge, &situation, budget)?;
        moves.entry(decisions).or_insert(situation);
    }
    Ok(moves)
}

/// A situation as a sentence can show it.
pub(super) fn shown(situation: &Situation) -> String {
    situation
        .iter()
        .map(|(field, value)| Shown(*field, value).to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

fn decisions(flow: &Flow, edge: EdgeIx, at: &Situation, budget: &mut Budget) -> Result<Decisions, TooMuch> {
    let mut decisions = Decisions::new();
    let mut waiting = vec![edge];
    let mut met = BTreeSet::new();
    while let Some(edge) = waiting.pop() {
        let node = flow.edge(edge).to;
        if !met.insert(node) {
            continue;
        }
        budget.spend(
            1 + flow
                .node(node)
                .outgoing
                .iter()
                .map(|edge| cost(flow, *edge))
                .sum::<usize>(),
        )?;
        match flow.node(node).kind {
            NodeKind::Exclusive => {
                let decision = chosen(flow, node, &|field| {
                    at.get(&field).cloned().unwrap_or(Value::Boolean(false))
                });
                waiting.extend(decision.iter());
                decisions.insert(node, decision);
            }
            NodeKind::Parallel => waiting.extend(&flow.node(node).outgoing),
            NodeKind::Start | NodeKind::Task(_) | NodeKind::End(_) => {}
        }
    }
    Ok(decisions)
}

fn cost(flow: &Flow, edge: EdgeIx) -> usize {
    match &flow.edge(edge).guard {
        Guard::When(condition) => 1 + condition.n_comparisons(),
        Guard::Always | Guard::Otherwise => 1,
    }
}

/// The conditions on all edges that a token on `edge` may come to before it rests.
fn conditions_behind(flow: &Flow, edge: EdgeIx) -> Vec<&Condition> {
    let mut conditions = Vec::new();
    let mut waiting = vec![edge];
    let mut met = BTreeSet::new();
    while let Some(edge) = waiting.pop() {
        let node = flow.node(flow.edge(edge).to);
        if !(node.is_gateway() && met.insert(flow.edge(edge).to)) {
            continue;
        }
        for leaving in &node.outgoing {
            waiting.push(*leaving);
            if let Guard::When(condition) = &flow.edge(*leaving).guard {
                conditions.push(condition);
            }
        }
    }
    conditions
}

/// Counts through all combinations of the values of some fields.
struct Situations<'d> {
    domains: &'d BTreeMap<Field, Vec<Value>>,
    places: Option<Vec<usize>>,
}

impl<'d> Situations<'d> {
    fn over(domains: &'d BTreeMap<Field, Vec<Value>>) -> Self {
        let complete = domains.values().all(|values| !values.is_empty());
        Self {
            domains,
            places: complete.then(|| vec![0; domains.len()]),
        }
    }

    fn next(&mut self) -> Option<Situation> {
        let places = self.places.as_mut()?;
        let valued = self.domains.iter().zip(places.iter());
        let situation = valued.filter_map(|((field, values), place)| Some((*field, values.get(*place)?.clone())));
        let situation = situation.collect();
        if !count_up(places, self.domains) {
            self.places = None;
        }
        Some(situation)
    }
}

/// Goes to the next combination; false when the last one was reached.
fn count_up(places: &mut [usize], domains: &BTreeMap<Field, Vec<Value>>) -> bool {
    for (place, values) in places.iter_mut().zip(domains.values()) {
        *place += 1;
        if *place < values.len() {
            return true;
        }
        *place = 0;
    }
    false
}
