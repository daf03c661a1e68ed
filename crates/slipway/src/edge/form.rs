//! A form as it is shown again: what was typed, and what was wrong with it, by the names of its fields.
//! Reading a form into core types is `reader.rs`'s; which fields there are, the screens'.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Fault, Texts};

/// One thing to choose, as `fields.html` draws it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    /// Drawn in tiles alone.
    pub icon: String,
    pub selected: bool,
    pub disabled: bool,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice {
            value: value.into(),
            label: label.into(),
            ..Choice::default()
        }
    }

    pub fn hint(self, hint: impl Into<String>) -> Choice {
        Choice {
            hint: hint.into(),
            ..self
        }
    }

    pub fn icon(self, icon: impl Into<String>) -> Choice {
        Choice {
            icon: icon.into(),
            ..self
        }
    }
}

/// Marks the choice of a value as the one that is made.
pub fn select(mut choices: Vec<Choice>, value: &str) -> Vec<Choice> {
    for choice in &mut choices {
        choice.selected = choice.value == value;
    }
    choices
}

/// What is wrong with one field; an empty field means the form as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub field: String,
    /// As the summary says it, which stands away from the field.
    pub message: String,
    /// As it is said at the field.
    pub here: String,
}

/// Everything that is wrong with a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Errors {
    pub all: Vec<Wrong>,
}

impl Errors {
    /// What a fault says about the fields of a form: `/contact/name` is the field `contact.name`. A fault that names no
    /// field is told about the form as a whole.
    pub fn of_fault(fault: &Fault, texts: Texts) -> Errors {
        let mut errors = Errors::default();
        for error in &fault.errors {
            errors.add(field_of(&error.pointer), error.message(texts));
        }
        if errors.all.is_empty() {
            errors.add(String::new(), fault.detail(texts));
        }
        errors
    }

    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        let message = message.into();
        self.all.push(Wrong {
            field: field.into(),
            here: message.clone(),
            message,
        });
    }

    /// What is wrong with a field, or nothing.
    pub fn of(&self, field: &str) -> &str {
        self.all
            .iter()
            .find(|wrong| wrong.field == field)
            .map_or("", |wrong| &wrong.here)
    }

    /// Puts the label of its field before each message of the summary.
    pub fn labelled(mut self, label: impl Fn(&str) -> Option<String>) -> Errors {
        for wrong in &mut self.all {
            if let Some(label) = label(&wrong.field) {
                wrong.message = format!("{label}: {}", wrong.message);
            }
        }
        self
    }
}

/// The name of the field that a pointer leads to.
pub fn field_of(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', ".")
}

/// What stands in the fields of a form, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Form {
    pub errors: Errors,
    values: BTreeMap<String, String>,
}

impl Form {
    /// A form over a tree as [`super::Call::form`] and the API's bodies have it.
    pub fn over(tree: &Value) -> Form {
        let mut values = BTreeMap::new();
        flatten(tree, "", &mut values);
        Form {
            errors: Errors::default(),
            values,
        }
    }

    pub fn with_errors(self, errors: Errors) -> Form {
        Form { errors, ..self }
    }

    /// What stands in a field; nothing in one that was never filled.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// Whether a box is ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.value(name) == "true"
    }

    /// Every field with something in it.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn flatten(value: &Value, name: &str, into: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                let name = if name.is_empty() {
                    field.clone()
                } else {
                    format!("{name}.{field}")
                };
                flatten(value, &name, into);
            }
        }
        Value::Null | Value::Array(_) => {}
        Value::String(text) => drop(into.insert(name.to_owned(), text.clone())),
        Value::Bool(_) | Value::Number(_) => drop(into.insert(name.to_owned(), value.to_string())),
    }
}

/// The text at a dotted name of a tree.
pub fn text_at<'a>(tree: &'a Value, name: &str) -> &'a str {
    let found = name.split('.').try_fold(tree, |tree, part| tree.get(part));
    found.and_then(Value::as_str).unwrap_or("")
}

/// Puts a value at a dotted name of a tree.
pub fn put(tree: &mut Value, name: &str, value: impl Into<Value>) {
    let mut place = tree;
    for part in name.split('.') {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        let Some(fields) = place.as_object_mut() else { return };
        place = fields.entry(part).or_insert(Value::Null);
    }
    *place = value.into();
}

/// Takes a field that is the form's own business and no part of what is asked.
pub fn take(tree: &mut Value, name: &str) -> Option<String> {
    let taken = tree.as_object_mut()?.shift_remove(name)?;
    taken.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test may fail loudly"
    )]
    use serde_json::json;

    use super::*;
    use crate::edge::{Code, FieldError, Language};

    #[test]
    fn a_form_shows_the_values_of_a_tree_by_their_dotted_names() {
        let form =
            Form::over(&json!({"title": "A", "contact": {"name": "Ana", "notes": null}, "notify": {"creation": true}}));
        assert_eq!(form.value("contact.name"), "Ana");
        assert_eq!(form.value("contact.notes"), "");
        assert!(form.is_ticked("notify.creation"));
    }

    #[test]
    fn errors_are_told_at_the_field_their_pointer_names() {
        let fault = Fault::invalid(vec![FieldError::new("/contact/name", "required")]);
        let errors = Errors::of_fault(&fault, Texts(Language::English));
        assert_eq!(errors.all[0].field, "contact.name");
        assert!(!errors.of("contact.name").is_empty());
        assert_eq!(errors.of("title"), "");
    }

    #[test]
    fn a_fault_without_fields_is_told_about_the_whole_form() {
        let errors = Errors::of_fault(&Fault::new(Code::ReleaseClosed), Texts(Language::English));
        assert_eq!(errors.all.len(), 1);
        assert_eq!(errors.all[0].field, "");
    }

    #[test]
    fn putting_and_taking_reach_the_same_place() {
        let mut tree = json!({"a": "1"});
        put(&mut tree, "contact.name", "Ana");
        assert_eq!(text_at(&tree, "contact.name"), "Ana");
        assert_eq!(take(&mut tree, "a").as_deref(), Some("1"));
        assert_eq!(take(&mut tree, "a"), None);
    }
}
