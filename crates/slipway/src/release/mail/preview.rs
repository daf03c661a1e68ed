//! What a template comes to with a release that exists: for whoever writes templates.

use super::filling::{Facts, Value, filled, values};
use super::text_in;
use crate::act::Look;
use crate::app::App;
use crate::edge::{Fault, Language, Texts};
use crate::release::store::Stored;

/// A mail that is not sent.
#[derive(Debug, Clone)]
pub struct Preview {
    pub language: Language,
    pub subject: String,
    pub body: String,
    /// What each placeholder stands for.
    pub values: Vec<Value>,
}

/// The mail of an identifier about a release that the caller sees, as a reader of a language would get it.
pub fn of(
    look: &Look<'_>,
    app: &App,
    (identifier, stored): (&str, &Stored),
    wanted: Language,
) -> Result<Option<Preview>, Fault> {
    let Some((language, subject, body)) = text_in(look.tx, identifier, wanted)? else {
        return Ok(None);
    };
    let facts = Facts::of(look.tx, &stored.release)?;
    let values = values(look, app, (&stored.release, &facts), Texts(language))?;
    let (subject, body) = filled(&subject, &body, &values);
    Ok(Some(Preview {
        language,
        subject,
        body,
        values,
    }))
}
