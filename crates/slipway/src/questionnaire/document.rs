//! A form as JSON: as the API reads and shows it and as it is kept. Rules about it are `slipway_core::questionnaire`'s.

use serde_json::{Value, json};
use slipway_core::questionnaire::{Form, Group, Item, Question, QuestionId, QuestionKind};

use crate::edge::{Reader, Texts};
use crate::entry::kind::Values;

const MAX_GROUPS: usize = 50;
const MAX_ITEMS: usize = 200;
const MAX_CHOICES: usize = 100;
/// The most characters of a title and of a choice.
pub const LINE_CHARS: usize = 255;
/// The most characters of a question and of a text.
pub const TEXT_CHARS: usize = 4_000;

const QUESTION: &str = "question";
const TEXT: &str = "text";

/// What an item can be.
pub const ITEMS: &[&str] = &[QUESTION, TEXT];

/// Reads the groups of a body into the form in which they are kept; names for questions without one are given later.
/// A form with something wrong in it is null: what is wrong is refused where it stands.
pub fn read(reader: &Reader<'_>, name: &str) -> Value {
    let groups = reader.objects(name, MAX_GROUPS, |group| {
        group.demand("title");
        let title = group.line("title", LINE_CHARS);
        let items = group.objects("items", MAX_ITEMS, read_item);
        let items: Option<Vec<Item>> = items.unwrap_or_default().into_iter().collect();
        Some(Group {
            title: title?,
            items: items?,
        })
    });
    let groups: Option<Vec<Group>> = groups.and_then(|groups| groups.into_iter().collect());
    groups.map_or(Value::Null, |groups| to_json(&Form { groups }))
}

fn read_item(item: &Reader<'_>) -> Option<Item> {
    let kind = item.word("kind", ITEMS);
    item.demand("text");
    let text = item.text("text", TEXT_CHARS);
    let is_text = kind == Some(TEXT);
    if !is_text {
        item.demand("type");
    }
    let (id, wanted) = (read_id(item), item.word("type", QuestionKind::WORDS));
    let required = item.flag("required").unwrap_or_default();
    let choices = item.words("choices", MAX_CHOICES, "not_text", |choice| {
        let choice = choice.trim();
        let fits = !choice.is_empty() && choice.chars().count() <= LINE_CHARS && !choice.contains(char::is_control);
        fits.then(|| choice.to_owned())
    });
    if is_text {
        return Some(Item::Text(text?));
    }
    Some(Item::Question(Question {
        id,
        text: text?,
        kind: wanted?.parse().ok()?,
        required,
        choices: choices.unwrap_or_default(),
    }))
}

fn read_id(item: &Reader<'_>) -> Option<QuestionId> {
    let id = item.line("id", LINE_CHARS)?.parse().ok();
    if id.is_none() {
        item.refuse("id", "not_a_name");
    }
    id
}

/// The form as it is kept and shown.
pub fn to_json(form: &Form) -> Value {
    form.groups
        .iter()
        .map(|group| json!({"title": group.title, "items": group.items.iter().map(item_to_json).collect::<Value>()}))
        .collect()
}

fn item_to_json(item: &Item) -> Value {
    match item {
        Item::Text(text) => json!({"kind": TEXT, "text": text}),
        Item::Question(question) => json!({
            "kind": QUESTION,
            "id": question.id.as_ref().map(QuestionId::as_str),
            "text": question.text,
            "type": question.kind.as_str(),
            "required": question.required,
            "choices": question.choices,
        }),
    }
}

/// The form of a kept document; none where there is no such document.
pub fn form(document: &Value) -> Option<Form> {
    let groups = document.as_array()?.iter().map(|group| {
        let items = group.get("items")?.as_array()?.iter().map(item);
        Some(Group {
            title: text_at(group, "title")?,
            items: items.collect::<Option<_>>()?,
        })
    });
    Some(Form {
        groups: groups.collect::<Option<_>>()?,
    })
}

fn item(document: &Value) -> Option<Item> {
    let text = text_at(document, "text")?;
    if text_at(document, "kind")? == TEXT {
        return Some(Item::Text(text));
    }
    let choices = document.get("choices").and_then(Value::as_array).into_iter().flatten();
    Some(Item::Question(Question {
        id: text_at(document, "id").and_then(|id| id.parse().ok()),
        text,
        kind: text_at(document, "type")?.parse().ok()?,
        required: document.get("required").and_then(Value::as_bool).unwrap_or_default(),
        choices: choices.filter_map(Value::as_str).map(str::to_owned).collect(),
    }))
}

fn text_at(document: &Value, field: &str) -> Option<String> {
    document.get(field)?.as_str().map(str::to_owned)
}

/// What lists and histories say of a form.
pub fn told(t: Texts, document: &Value) -> String {
    form(document).map_or_else(String::new, |form| {
        t.with("questionnaire-questions", "n", form.questions().count())
    })
}

/// How many questions a form asks.
pub fn question_count(values: &Values) -> Value {
    let form = values.get("groups").and_then(form);
    form.map_or(Value::Null, |form| form.questions().count().into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use super::*;
    use crate::edge::reader;

    fn read_whole(groups: &Value) -> Result<Value, Vec<String>> {
        reader::read(&json!({"groups": groups}), |reader| read(reader, "groups")).map_err(|fault| {
            fault
                .errors
                .iter()
                .map(|error| format!("{} {}", error.pointer, error.code))
                .collect()
        })
    }

    #[test]
    fn a_form_is_kept_as_it_is_read_and_read_as_it_is_kept() {
        let groups = json!([{"title": "One", "items": [
            {"kind": "text", "text": "<b>Read</b> this"},
            {"kind": "question", "id": "q1", "text": "Which?", "type": "single_choice", "required": true, "choices": ["a", "b"]},
        ]}]);
        let kept = read_whole(&groups).unwrap();
        assert_eq!(kept, groups);
        assert_eq!(to_json(&form(&kept).unwrap()), kept);
        assert_eq!(question_count(&Values::from_iter([("groups".to_owned(), kept)])), 1);
    }

    #[test]
    fn everything_wrong_with_a_form_is_named_at_its_place() {
        let groups = json!([
            {"items": [{"kind": "question", "type": "sculpture"}, {"kind": "song", "text": "x", "type": "date"}]},
            {"title": "Two", "items": [{"kind": "question", "text": "?", "type": "date", "id": "1", "choices": [""], "hint": 1}]},
        ]);
        let expected = [
            "/groups/0/items/0/text required",
            "/groups/0/items/0/type not_a_choice",
            "/groups/0/items/1/kind not_a_choice",
            "/groups/0/title required",
            "/groups/1/items/0/choices/0 not_text",
            "/groups/1/items/0/hint unknown_field",
            "/groups/1/items/0/id not_a_name",
        ];
        let mut wrong = read_whole(&groups).unwrap_err();
        wrong.sort();
        assert_eq!(wrong, expected);
    }
}
