//! The token game: where a release stands in its flow, and where each outcome of a task takes it.
//! Who may leave a task, and what else must be filled in first, is the release's business.

use thiserror::Error;

use super::condition::{Field, Value};
use super::definition::{EdgeIx, EndKind, Flow, NodeIx, NodeKind, Task};
use super::element::{EdgeId, EndId, TaskId};
use super::facts::{Facts, Outcome};
use super::position::{Position, Token};
use super::walk::{Marking, Moved, Place, Stuck, chosen, walk};

/// What one move did to a release's place in its flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where the release stands now.
    pub position: Position,
    /// The tasks that opened, in the order the tokens came to them.
    pub opened: Vec<TaskId>,
    /// The task that was left; none when the flow starts or is canceled from outside a task.
    pub completed: Option<TaskId>,
    /// The tasks that closed unfinished because the flow was canceled (`B089`).
    pub dropped: Vec<TaskId>,
    /// The edges that tokens went along, in order.
    pub walked: Vec<EdgeId>,
    /// How the flow ended, if it did. Only then the release closes (R1, `B092`).
    pub ended: Option<Ending>,
}

/// How a flow ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The end event that was reached; none when the flow was canceled.
    pub end: Option<EndId>,
    /// What it means. Only [`EndKind::Solved`] is a success that promotes items (`B093`, R16).
    pub kind: EndKind,
}

/// Why a task cannot be left like that. Nothing has changed then (`B052`).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refused {
    /// The flow has no such task (`B017`).
    #[error("this flow has no task {task}")]
    UnknownTask {
        /// The id that was given.
        task: TaskId,
    },
    /// The task is already finished, or its turn has not come (`B053`).
    #[error("the task {name} is not open: it is already finished, or its turn has not come")]
    NotOpen {
        /// The task.
        task: TaskId,
        /// Its plain name.
        name: String,
    },
    /// The task cannot be left with this outcome.
    #[error("the task {name} is not left with {outcome}, but with {}", words(offered))]
    NotOffered {
        /// The task.
        task: TaskId,
        /// Its plain name.
        name: String,
        /// The outcome that was given.
        outcome: Outcome,
        /// Those that the task offers; `canceled` comes on top.
        offered: Vec<Outcome>,
    },
    /// The position names something that this flow does not have: it belongs to another version (`B068`).
    #[error("the position stands on {token}, which this flow does not have")]
    ForeignPosition {
        /// What it names.
        token: Token,
    },
    /// The tokens cannot move.
    #[error(transparent)]
    Stuck(#[from] Stuck),
}

impl Flow {
    /// Begins the flow for a release like `facts`; its first task or tasks open.
    /// Conditions before the first task meet the outcome `advance`.
    pub fn start(&self, facts: &Facts) -> Result<Step, Stuck> {
        let moved = self.follow(self.start, Marking::new(), |field| field.value(Outcome::Advance, facts))?;
        Ok(self.step(None, &moved))
    }

    /// Leaves `task` with `outcome` and opens what comes next, or ends the flow.
    ///
    /// `canceled` ends the flow from any open task and needs no edge (R14). The facts are those before the move.
    ///
    /// ```
    /// use slipway_core::flow::{Facts, Flow, Level, Outcome, RELEASE_STANDARD, Status};
    ///
    /// let flow = Flow::parse(RELEASE_STANDARD).unwrap();
    /// let facts = Facts {
    ///     status: Status::InExecution,
    ///     category: "Minor".to_owned(),
    ///     impact: Level::Low,
    ///     urgency: Level::Low,
    ///     risk: Level::Low,
    ///     priority: 5,
    ///     reopen_count: 0,
    ///     has_change: false,
    ///     has_items: false,
    /// };
    /// let begun = flow.start(&facts).unwrap();
    /// assert_eq!(begun.position.to_text(), "Release");
    ///
    /// let next = flow.advance(&begun.position, &begun.opened[0], Outcome::Advance, &facts).unwrap();
    /// assert_eq!(next.position.to_text(), "Run");
    /// assert_eq!(flow.task(&next.opened[0]).unwrap().name("pt-BR"), "Execução");
    /// ```
    pub fn advance(
        &self,
        position: &Position,
        task: &TaskId,
        outcome: Outcome,
        facts: &Facts,
    ) -> Result<Step, Refused> {
        let (at, open) = self.open_task(position, task)?;
        if outcome == Outcome::Canceled {
            return Ok(canceled(position, Some(task)));
        }
        if !open.outcomes.contains(&outcome) {
            return Err(not_offered(open, outcome));
        }
        let mut marking = self.marking(position)?;
        marking.remove(&Place::Task(at));
        let moved = self.follow(at, marking, |field| field.value(outcome, facts))?;
        Ok(self.step(Some(task), &moved))
    }

    /// Ends the flow from wherever it stands, closing every open task (`B090`, R14).
    pub fn cancel(&self, position: &Position) -> Step {
        canceled(position, None)
    }

    /// For every outcome, the step that [`Flow::advance`] would take, or why it would be refused.
    pub fn outcomes(&self, task: &TaskId, position: &Position, facts: &Facts) -> Vec<(Outcome, Result<Step, Refused>)> {
        Outcome::ALL
            .iter()
            .map(|outcome| (*outcome, self.advance(position, task, *outcome, facts)))
            .collect()
    }

    fn open_task(&self, position: &Position, id: &TaskId) -> Result<(NodeIx, &Task), Refused> {
        let Some((at, task)) = self.find_task(id) else {
            return Err(Refused::UnknownTask { task: id.clone() });
        };
        if position.is_on(id) {
            Ok((at, task))
        } else {
            Err(Refused::NotOpen {
                task: id.clone(),
                name: task.wording.plain.clone(),
            })
        }
    }

    fn find_task(&self, id: &TaskId) -> Option<(NodeIx, &Task)> {
        self.node_ixs().find_map(|ix| match &self.node(ix).kind {
            NodeKind::Task(task) if task.id == *id => Some((ix, task)),
            NodeKind::Start | NodeKind::Task(_) | NodeKind::Exclusive | NodeKind::Parallel | NodeKind::End(_) => None,
        })
    }

    /// Moves the token that leaves `from`, a start event or a task, along its only edge.
    fn follow(&self, from: NodeIx, marking: Marking, value_of: impl Fn(Field) -> Value) -> Result<Moved, Stuck> {
        let node = self.node(from);
        let Some(edge) = node.outgoing.first() else {
            return Err(Stuck::NoEdge {
                gateway: node.id.clone(),
            });
        };
        walk(self, marking, *edge, |gateway| chosen(self, gateway, &value_of))
    }

    fn step(&self, completed: Option<&TaskId>, moved: &Moved) -> Step {
        Step {
            position: self.position(&moved.marking),
            opened: moved.opened.iter().map(|task| self.node(*task).id.as_task()).collect(),
            completed: completed.cloned(),
            dropped: Vec::new(),
            walked: moved.walked.iter().map(|edge| self.edge(*edge).id.clone()).collect(),
            ended: moved.ended.and_then(|end| self.ending(end)),
        }
    }

    fn ending(&self, end: NodeIx) -> Option<Ending> {
        let node = self.node(end);
        match node.kind {
            NodeKind::End(kind) => Some(Ending {
                end: Some(node.id.as_end()),
                kind,
            }),
            NodeKind::Start | NodeKind::Task(_) | NodeKind::Exclusive | NodeKind::Parallel => None,
        }
    }

    pub(super) fn position(&self, marking: &Marking) -> Position {
        marking
            .iter()
            .map(|place| match place {
                Place::Task(task) => Token::Task(self.node(*task).id.as_task()),
                Place::Join(edge) => Token::Join(self.edge(*edge).id.clone()),
            })
            .collect()
    }

    fn marking(&self, position: &Position) -> Result<Marking, Refused> {
        position
            .tokens()
            .map(|token| {
                self.place(token)
                    .ok_or_else(|| Refused::ForeignPosition { token: token.clone() })
            })
            .collect()
    }

    fn place(&self, token: &Token) -> Option<Place> {
        match token {
            Token::Task(task) => self.find_task(task).map(|(at, _)| Place::Task(at)),
            Token::Join(id) => {
                let edge = EdgeIx(self.edges.iter().position(|edge| edge.id == *id)?);
                let into = &self.node(self.edge(edge).to).kind;
                matches!(into, NodeKind::Parallel).then_some(Place::Join(edge))
            }
        }
    }
}

fn canceled(position: &Position, task: Option<&TaskId>) -> Step {
    let dropped = position.tasks().filter(|open| Some(*open) != task).cloned().collect();
    Step {
        position: Position::default(),
        opened: Vec::new(),
        completed: task.cloned(),
        dropped,
        walked: Vec::new(),
        ended: Some(Ending {
            end: None,
            kind: EndKind::Canceled,
        }),
    }
}

fn not_offered(task: &Task, outcome: Outcome) -> Refused {
    Refused::NotOffered {
        task: task.id.clone(),
        name: task.wording.plain.clone(),
        outcome,
        offered: task.outcomes.iter().copied().collect(),
    }
}

fn words(outcomes: &[Outcome]) -> String {
    outcomes
        .iter()
        .map(|outcome| outcome.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}
