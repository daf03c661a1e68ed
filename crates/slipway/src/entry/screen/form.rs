//! The form of a kind as a template meets it: one input a field, and what is wrong at which of them. How the inputs
//! come about is `drawing`'s.

use super::words;
use crate::edge::form::{self, Choice, Errors, Wrong};
use crate::edge::{Fault, FieldError, Texts};
use crate::entry::kind::Kind;

/// One field of a form.
#[derive(Debug)]
pub struct Input {
    /// Its name and its id.
    pub name: String,
    pub label: String,
    pub hint: String,
    pub required: bool,
    pub kind: InputKind,
}

impl Input {
    /// Browsers offer no stored password for somebody else's account.
    pub fn autocomplete(&self) -> &'static str {
        if matches!(self.kind, InputKind::Line { kind: "password", .. }) {
            "new-password"
        } else {
            "off"
        }
    }

    /// Whether none of the choices is chosen.
    pub fn is_unchosen(&self) -> bool {
        matches!(&self.kind, InputKind::Tiles(choices) if choices.iter().all(|choice| !choice.selected))
    }
}

#[derive(Debug)]
pub enum InputKind {
    /// One line: the type of the input, its value, its greatest length or 0.
    Line {
        kind: &'static str,
        value: String,
        max: usize,
    },
    Long {
        value: String,
        max: usize,
    },
    Flag {
        checked: bool,
    },
    /// Up to seven choices as cards.
    Cards(Vec<Choice>),
    /// More choices as a list with type-ahead.
    Combobox(Vec<Choice>),
    /// Choices with pictures.
    Tiles(Vec<Choice>),
    /// Many entries: the server is asked while one types.
    Lookup {
        id: String,
        shown: String,
        url: String,
    },
    /// Any number of these.
    Checks(Vec<Choice>),
    /// Linked entries, and a field to link one more, when all there are cannot be offered.
    Linked {
        chosen: Vec<Choice>,
        url: String,
    },
    Group(Vec<Input>),
    Rows {
        heads: Vec<String>,
        rows: Vec<Vec<Input>>,
    },
    Matrix {
        heads: Vec<String>,
        rows: Vec<MatrixLine>,
    },
}

/// One line of a matrix.
#[derive(Debug)]
pub struct MatrixLine {
    pub name: String,
    pub label: String,
    /// Whether its words are not those of the heads.
    pub is_other: bool,
    pub choices: Vec<Choice>,
}

/// The errors of a refused body, each at the input that is nearest to it.
pub fn errors_of(t: Texts, kind: &Kind, inputs: &[Input], fault: &Fault) -> Errors {
    let mut names = Vec::new();
    for input in inputs {
        names_of(input, &mut names);
    }
    Errors {
        all: fault.errors.iter().map(|error| wrong(t, kind, &names, error)).collect(),
    }
}

fn names_of<'i>(input: &'i Input, names: &mut Vec<(&'i str, &'i str)>) {
    names.push((&input.name, &input.label));
    if let InputKind::Group(inner) = &input.kind {
        for inner in inner {
            names_of(inner, names);
        }
    }
    if let InputKind::Rows { rows, .. } = &input.kind {
        for inner in rows.iter().flatten() {
            names_of(inner, names);
        }
    }
}

fn wrong(t: Texts, kind: &Kind, names: &[(&str, &str)], error: &FieldError) -> Wrong {
    let place = form::field_of(&error.pointer);
    let is_at = |name: &str| {
        place
            .strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let found = names
        .iter()
        .filter(|(name, _)| is_at(name))
        .max_by_key(|(name, _)| name.len());
    let here = error.message(t);
    let (field, label) = match found {
        Some((name, label)) => ((*name).to_owned(), (*label).to_owned()),
        None => (String::new(), words::label(t, kind, &[place.as_str()])),
    };
    let message = if place.is_empty() {
        here.clone()
    } else {
        format!("{label}: {here}")
    };
    Wrong { field, message, here }
}
