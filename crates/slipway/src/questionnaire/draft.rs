//! A form while it is being built: what a page sends, put in the order that was dragged, with one thing done to it.
//! Nothing is checked here: what is saved is read like the body of the API.

use serde_json::{Map, Value, json};
use slipway_core::questionnaire::QuestionKind;

/// A questionnaire as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    pub title: String,
    pub category: String,
    pub active: bool,
    pub groups: Vec<GroupDraft>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupDraft {
    pub title: String,
    pub items: Vec<ItemDraft>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemDraft {
    /// A text is only read.
    pub is_text: bool,
    /// Nothing for a question that is not kept yet.
    pub id: String,
    pub text: String,
    /// A word of [`QuestionKind`].
    pub wanted: String,
    pub required: bool,
    /// One a line.
    pub choices: String,
}

/// One thing that a button does to a form. Places are as they were drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    AddGroup,
    AddQuestion(usize),
    AddText(usize),
    MoveGroup(usize, Step),
    Move((usize, usize), Step),
    RemoveGroup(usize),
    Remove((usize, usize)),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Up,
    Down,
}

impl Doing {
    /// What a button says: `up.0.2`, `add_question.1`, `add_group`.
    pub fn of(word: &str) -> Option<Doing> {
        let mut parts = word.split('.');
        let verb = parts.next()?;
        let places: Vec<usize> = parts.map(str::parse).collect::<Result<_, _>>().ok()?;
        Some(match (verb, places.as_slice()) {
            ("add_group", []) => Doing::AddGroup,
            ("add_question", [group]) => Doing::AddQuestion(*group),
            ("add_text", [group]) => Doing::AddText(*group),
            ("up", [group]) => Doing::MoveGroup(*group, Step::Up),
            ("down", [group]) => Doing::MoveGroup(*group, Step::Down),
            ("up", [group, item]) => Doing::Move((*group, *item), Step::Up),
            ("down", [group, item]) => Doing::Move((*group, *item), Step::Down),
            ("remove", [group]) => Doing::RemoveGroup(*group),
            ("remove", [group, item]) => Doing::Remove((*group, *item)),
            _ => return None,
        })
    }
}

/// An item with the place it was drawn at and the place it was dragged to.
struct Dragged {
    drawn: (usize, usize),
    to: (usize, usize),
    item: ItemDraft,
}

impl Draft {
    /// An empty form: one group with one question to begin with.
    pub fn blank() -> Draft {
        Draft {
            active: true,
            groups: vec![GroupDraft {
                title: String::new(),
                items: vec![ItemDraft::question()],
            }],
            ..Draft::default()
        }
    }

    /// A kept questionnaire, or a file of one.
    pub fn of_body(body: &Value) -> Draft {
        let groups = listed(body.get("groups")).iter().map(|group| GroupDraft {
            title: text(group, "title"),
            items: listed(group.get("items")).iter().map(ItemDraft::of_body).collect(),
        });
        Draft {
            title: text(body, "title"),
            category: text(body, "category"),
            active: body.get("active").and_then(Value::as_bool).unwrap_or(true),
            groups: groups.collect(),
        }
    }

    /// What a page sent, in the order that was dragged, with what its button does.
    pub fn of_form(form: &Value, doing: Option<Doing>) -> Draft {
        let mut dragged = Vec::new();
        let mut groups = Vec::new();
        for (outer, group) in listed(form.get("groups")).iter().enumerate() {
            groups.push(text(group, "title"));
            for (inner, item) in listed(group.get("items")).iter().enumerate() {
                dragged.push(Dragged {
                    drawn: (outer, inner),
                    to: (
                        place(item, "_group").unwrap_or(outer),
                        place(item, "_at").unwrap_or(inner),
                    ),
                    item: ItemDraft::of_form(item),
                });
            }
        }
        // Of two at one place, the one that stood there before is below the one that was dragged onto it.
        dragged.sort_by_key(|one| (one.to, one.drawn == one.to));
        let mut draft = Draft {
            title: text(form, "title"),
            category: text(form, "category"),
            active: text(form, "active") == "true",
            groups: groups
                .into_iter()
                .map(|title| GroupDraft {
                    title,
                    items: Vec::new(),
                })
                .collect(),
        };
        let mut places = Vec::new();
        let last = draft.groups.len().saturating_sub(1);
        for one in dragged {
            if let Some(group) = draft.groups.get_mut(one.to.0.min(last)) {
                places.push((one.drawn, (one.to.0.min(last), group.items.len())));
                group.items.push(one.item);
            }
        }
        if let Some(doing) = doing {
            let now = |drawn| places.iter().find(|(was, _)| *was == drawn).map(|(_, now)| *now);
            draft.apply(doing, now);
        }
        draft
    }

    fn apply(&mut self, doing: Doing, now: impl Fn((usize, usize)) -> Option<(usize, usize)>) {
        match doing {
            Doing::AddGroup => self.groups.push(GroupDraft {
                title: String::new(),
                items: vec![ItemDraft::question()],
            }),
            Doing::AddQuestion(group) => self.add(group, ItemDraft::question()),
            Doing::AddText(group) => self.add(
                group,
                ItemDraft {
                    is_text: true,
                    ..ItemDraft::default()
                },
            ),
            Doing::MoveGroup(group, step) => swap(&mut self.groups, group, step),
            Doing::RemoveGroup(group) if group < self.groups.len() => drop(self.groups.remove(group)),
            Doing::RemoveGroup(_) => {}
            Doing::Move(drawn, step) => {
                if let Some((group, item)) = now(drawn) {
                    self.shift(group, item, step);
                }
            }
            Doing::Remove(drawn) => {
                if let Some((group, item)) = now(drawn)
                    && let Some(group) = self.groups.get_mut(group)
                {
                    group.items.remove(item);
                }
            }
        }
    }

    fn add(&mut self, group: usize, item: ItemDraft) {
        if let Some(group) = self.groups.get_mut(group) {
            group.items.push(item);
        }
    }

    /// Within its group, and over its edge into the next one.
    fn shift(&mut self, group: usize, item: usize, step: Step) {
        let n_items = self.groups.get(group).map_or(0, |group| group.items.len());
        let leaves = match step {
            Step::Up => item == 0,
            Step::Down => item + 1 == n_items,
        };
        if !leaves {
            if let Some(group) = self.groups.get_mut(group) {
                swap(&mut group.items, item, step);
            }
            return;
        }
        let next = match step {
            Step::Up => group.checked_sub(1),
            Step::Down => Some(group + 1).filter(|next| *next < self.groups.len()),
        };
        let Some(next) = next else { return };
        let moved = self.groups.get_mut(group).map(|group| group.items.remove(item));
        if let (Some(moved), Some(next)) = (moved, self.groups.get_mut(next)) {
            let at = if step == Step::Up { next.items.len() } else { 0 };
            next.items.insert(at, moved);
        }
    }

    /// The body that the API would have got.
    pub fn to_body(&self) -> Value {
        let groups = self.groups.iter().map(|group| {
            let items: Vec<Value> = group.items.iter().map(ItemDraft::to_body).collect();
            json!({"title": group.title, "items": items})
        });
        json!({
            "title": self.title, "category": self.category, "active": self.active,
            "groups": groups.collect::<Vec<_>>(),
        })
    }
}

impl ItemDraft {
    fn question() -> ItemDraft {
        ItemDraft {
            wanted: QuestionKind::ShortText.as_str().to_owned(),
            ..ItemDraft::default()
        }
    }

    fn of_body(body: &Value) -> ItemDraft {
        ItemDraft {
            is_text: text(body, "kind") == "text",
            id: text(body, "id"),
            text: text(body, "text"),
            wanted: text(body, "type"),
            required: body.get("required").and_then(Value::as_bool).unwrap_or_default(),
            choices: lines(body),
        }
    }

    fn of_form(form: &Value) -> ItemDraft {
        ItemDraft {
            is_text: text(form, "kind") == "text",
            id: text(form, "id"),
            text: text(form, "text"),
            wanted: text(form, "type"),
            required: text(form, "required") == "true",
            choices: lines(form),
        }
    }

    /// Whether the question offers choices.
    pub fn chooses(&self) -> bool {
        self.wanted.parse().is_ok_and(QuestionKind::chooses)
    }

    /// Choices of a question that offers none are left out: they were typed before its kind was changed.
    fn to_body(&self) -> Value {
        if self.is_text {
            return json!({"kind": "text", "text": self.text});
        }
        let choices = self.choices.lines().map(str::trim).filter(|choice| !choice.is_empty());
        let choices: Vec<&str> = choices.filter(|_| self.chooses()).collect();
        let mut body = Map::new();
        if !self.id.is_empty() {
            body.insert("id".to_owned(), self.id.clone().into());
        }
        let rest = json!({
            "kind": "question", "text": self.text, "type": self.wanted, "required": self.required, "choices": choices,
        });
        body.extend(rest.as_object().cloned().unwrap_or_default());
        Value::Object(body)
    }
}

fn swap<T>(list: &mut [T], at: usize, step: Step) {
    let other = match step {
        Step::Up => at.checked_sub(1),
        Step::Down => at.checked_add(1),
    };
    if let Some(other) = other.filter(|other| *other < list.len() && at < list.len()) {
        list.swap(at, other);
    }
}

fn text(value: &Value, field: &str) -> String {
    value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Choices, one a line: a page sends them so, a file has them in a list.
fn lines(item: &Value) -> String {
    let listed: Vec<&str> = listed(item.get("choices")).iter().filter_map(Value::as_str).collect();
    if listed.is_empty() {
        text(item, "choices")
    } else {
        listed.join("\n")
    }
}

fn place(value: &Value, field: &str) -> Option<usize> {
    value.get(field)?.as_str()?.parse().ok()
}

fn listed(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

    use super::*;
    use crate::edge::call::form_tree;

    /// Two groups, `a b` and `c`, as a page sends them.
    const SENT: &str = "title=T&category=&active=false&active=true\
        &groups.0._row=1&groups.0.title=One&groups.0.items.0.kind=question&groups.0.items.0.text=a&groups.0.items.0.type=date\
        &groups.0.items.1.kind=question&groups.0.items.1.text=b&groups.0.items.1.type=single_choice\
        &groups.0.items.1.choices=x%0D%0Ay%0D%0A\
        &groups.1._row=1&groups.1.title=&groups.1.items.0.kind=text&groups.1.items.0.text=c";

    fn shape(sent: &str, doing: &str) -> String {
        let draft = Draft::of_form(&form_tree(sent.as_bytes()), Doing::of(doing));
        let group = |group: &GroupDraft| {
            group
                .items
                .iter()
                .map(|item| item.text.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        draft.groups.iter().map(group).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn each_button_does_one_thing() {
        for (doing, expected) in [
            ("", "a b|c"),
            ("up.0.1", "b a|c"),
            ("down.0.0", "b a|c"),
            ("up.0.0", "a b|c"),
            ("down.0.1", "a|b c"),
            ("up.1.0", "a b c|"),
            ("down.1.0", "a b|c"),
            ("remove.0.0", "b|c"),
            ("remove.1", "a b"),
            ("up.1", "c|a b"),
            ("down.0", "c|a b"),
            ("add_question.1", "a b|c "),
            ("add_text.0", "a b |c"),
            ("add_group", "a b|c|"),
            ("remove.7.7", "a b|c"),
            ("remove.7", "a b|c"),
            ("sing.0", "a b|c"),
        ] {
            assert_eq!(shape(SENT, doing), expected, "{doing}");
        }
    }

    #[test]
    fn what_was_dragged_stays_where_it_was_dropped_whatever_is_done_next() {
        let dragged = format!("{SENT}&groups.0.items.0._group=1&groups.0.items.0._at=0");
        assert_eq!(shape(&dragged, ""), "b|a c");
        assert_eq!(
            shape(&dragged, "remove.0.0"),
            "b|c",
            "the button is the one it was drawn beside"
        );
        assert_eq!(shape(&dragged, "up.1.0"), "b|c a");
        let astray = format!("{SENT}&groups.0.items.0._group=9&groups.0.items.0._at=9");
        assert_eq!(shape(&astray, ""), "b|c a");
    }

    #[test]
    fn a_draft_is_the_body_it_was_drawn_from() {
        let draft = Draft::of_form(&form_tree(SENT.as_bytes()), None);
        let body = draft.to_body();
        assert_eq!(body["groups"][0]["items"][1]["choices"], json!(["x", "y"]));
        assert_eq!(
            body["groups"][0]["items"][0]["choices"],
            json!([]),
            "a date offers none"
        );
        assert_eq!(
            body["groups"][1],
            json!({"title": "", "items": [{"kind": "text", "text": "c"}]})
        );
        assert_eq!(Draft::of_body(&body).to_body(), body);
    }
}
