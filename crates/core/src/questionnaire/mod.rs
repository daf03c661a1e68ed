//! Questionnaires: what a form can ask, whether an answer fits its question, and which forms a task of a release still
//! waits for (`functional.md` 2.11). Who may confirm is `policy`'s question; where forms are kept, nobody's here.

pub mod answer;
pub mod binding;
pub mod form;

#[cfg(test)]
mod tests;

pub use answer::{Answer, Answers, Given, Wrong};
pub use binding::{Checklists, Confirmation, Demand, Lack, Missing, Sheet};
pub use form::{Flaw, FlawKind, Form, Group, Item, Question, QuestionId, QuestionKind};
