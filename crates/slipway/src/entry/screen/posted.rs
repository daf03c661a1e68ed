//! A posted form as the body that the API would have got: what belongs to the form alone is taken out.

use serde_json::{Map, Value};
use slipway_db::{Error, ReadTx};

use super::typed;
use crate::edge::Precondition;
use crate::entry::control::{Control, Rows, Word};
use crate::entry::kind::{Field, Kind};

/// A form.
#[derive(Debug, Clone)]
pub struct Posted {
    pub body: Value,
    /// The revision the form was drawn from.
    pub precondition: Precondition,
    /// Draw the form again with one more row; nothing is saved.
    pub is_redrawn: bool,
}

impl Posted {
    /// Names that begin with an underscore are the form's own.
    pub fn of(kind: &Kind, mut form: Value) -> Posted {
        let own = |name: &str| form.get(name).and_then(Value::as_str).map(str::to_owned);
        let (revision, more) = (own("_revision"), own("_more"));
        if let Some(object) = form.as_object_mut() {
            object.retain(|name, _| !name.starts_with('_'));
        }
        tidy(kind.fields, &mut form);
        let precondition = revision
            .and_then(|revision| revision.parse().ok())
            .map_or(Precondition::Absent, Precondition::Revision);
        Posted {
            body: form,
            precondition,
            is_redrawn: more.is_some(),
        }
    }

    /// Puts ids where names were typed.
    pub fn resolve(&mut self, tx: &ReadTx<'_>, kind: &Kind) -> Result<(), Error> {
        typed::resolve(tx, kind, &mut self.body)
    }
}

/// Addresses on lines become a list, rows that were ticked for removal go, and what is empty is an empty list.
fn tidy(fields: &'static [Field], body: &mut Value) {
    let Some(object) = body.as_object_mut() else { return };
    for field in fields {
        let Some(value) = object.get_mut(field.name) else {
            continue;
        };
        if matches!(field.control, Control::Words { word: Word::Email, .. })
            && let Some(text) = value.as_str()
        {
            *value = text
                .split([',', ';', '\n', ' '])
                .map(str::trim)
                .filter(|word| !word.is_empty())
                .collect();
        }
        if let Some(rows) = field.control.rows() {
            *value = kept_rows(rows, value);
        }
        if let Some(inner) = field.control.group() {
            tidy(inner, value);
        }
        if matches!(field.control, Control::Matrix(_)) && !value.is_object() {
            *value = Value::Object(Map::new());
        }
    }
}

fn kept_rows(rows: Rows, value: &mut Value) -> Value {
    let list = value.as_array_mut().map(std::mem::take).unwrap_or_default();
    let kept = list
        .into_iter()
        .filter(|row| row.get("_remove").is_none())
        .map(|mut row| {
            row.as_object_mut()
                .into_iter()
                .for_each(|row| row.retain(|name, _| !name.starts_with('_')));
            tidy(rows.fields, &mut row);
            row
        });
    kept.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

    use serde_json::json;

    use super::*;
    use crate::account::kinds::GROUPS;
    use crate::edge::call::form_tree;

    #[test]
    fn a_form_says_what_a_body_says() {
        let typed = "_revision=4&name=SRE&email=a%40b.example%0D%0Ac%40d.example&contracts%5B%5D=&service_desk=false&service_desk=true\
                     &members=&members.0.employee=1&members.0.receives_mail=false&members.1.employee=2&members.1._remove=true\
                     &members.2.employee=&members.2.employee_text=&members.2.receives_mail=false\
                     &flow_permissions=&mandatory_mail.creation=false&mandatory_mail.creation=true";
        let posted = Posted::of(&GROUPS, form_tree(typed.as_bytes()));
        let body = json!({
            "name": "SRE", "email": ["a@b.example", "c@d.example"], "contracts": [], "service_desk": "true",
            "members": [{"employee": "1", "receives_mail": "false"}], "flow_permissions": [], "mandatory_mail": {"creation": "true"},
        });
        assert_eq!(posted.body, body);
        assert_eq!(
            (posted.precondition, posted.is_redrawn),
            (Precondition::Revision(4), false)
        );
        assert!(Posted::of(&GROUPS, form_tree(b"_more=members")).is_redrawn);
    }
}
