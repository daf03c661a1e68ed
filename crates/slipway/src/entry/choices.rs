//! What may be chosen of a target: all of it where that is little, what matches some words where it is much, and the one
//! entry that somebody means who types its name. Names of what may be chosen are no secret to anybody who may log in.

use slipway_db::{Error, ReadTx, Row, Select, params};
use uuid::Uuid;

use super::kind::Target;
use super::{registry, sql};
use slipway_core::fold::{fold, pattern};

/// From here on a list is not offered whole.
pub const MANY: usize = 200;
/// What type-ahead answers at most.
const OFFERED: u32 = 20;

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub id: Uuid,
    pub label: String,
}

/// Everything that may be chosen of a target, by name; none when it is too much to offer.
pub fn all(tx: &ReadTx<'_>, target: Target) -> Result<Option<Vec<Offer>>, Error> {
    let found = found(tx, target, None, u32::try_from(MANY + 1).unwrap_or(u32::MAX))?;
    Ok((found.len() <= MANY).then_some(found))
}

fn found(tx: &ReadTx<'_>, target: Target, words: Option<&str>, limit: u32) -> Result<Vec<Offer>, Error> {
    let Some(known) = sql::about_target(target.name) else {
        return Ok(Vec::new());
    };
    let mut select = Select::narrowing(known.choices);
    let search = registry::named(target.name).map(|kind| kind.search);
    if let (Some(words), Some(search)) = (words, search) {
        select = select.filter(search, pattern(words));
    }
    let read = |row: &Row<'_>| {
        Ok(Offer {
            id: row.get(0)?,
            label: row.get(1)?,
        })
    };
    if search.is_some() {
        return select.order("t.folded, t.id").limit(limit).all(tx, read);
    }
    // What is no kind has no folded title; it is little, and is searched and put in order here.
    let words = fold(words.unwrap_or_default());
    let mut options = select.all(tx, read)?;
    options.retain(|option| fold(&option.label).contains(words.trim()));
    options.sort_by_cached_key(|option| fold(&option.label));
    options.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(options)
}

/// What may be chosen of a target that is referred to by tag: `(tag, label)`.
pub fn tags(tx: &ReadTx<'_>, target: Target) -> Result<Vec<(String, String)>, Error> {
    let known = sql::about_target(target.name).and_then(|known| known.tags);
    known.map_or_else(
        || Ok(Vec::new()),
        |tags| tx.query(tags, &[], |row| Ok((row.get(0)?, row.get(1)?))),
    )
}

/// What matches some words.
pub fn matching(tx: &ReadTx<'_>, target: Target, words: &str) -> Result<Vec<Offer>, Error> {
    found(tx, target, Some(words), OFFERED)
}

/// What an exact name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Called {
    One(Uuid),
    Nothing,
    Several,
}

/// The entry of exactly this name, upper and lower case aside: for files, which cannot be asked back.
pub fn called(tx: &ReadTx<'_>, target: Target, name: &str) -> Result<Called, Error> {
    let Some(known) = sql::about_target(target.name) else {
        return Ok(Called::Nothing);
    };
    let found = tx.query_known(known.called, params![name.trim()], |row| row.get(0))?;
    Ok(match found.as_slice() {
        [] => Called::Nothing,
        [one] => Called::One(*one),
        _ => Called::Several,
    })
}

/// The one entry whose name somebody typed; none when there is none or more than one.
pub fn meant(tx: &ReadTx<'_>, target: Target, typed: &str) -> Result<Option<Uuid>, Error> {
    let options = matching(tx, target, typed)?;
    let mut exact = options
        .iter()
        .filter(|option| fold(&option.label) == fold(typed.trim()));
    let only = match (exact.next(), exact.next()) {
        (Some(one), None) => Some(one),
        (Some(_), Some(_)) => None,
        (None, _) => options.first().filter(|_| options.len() == 1),
    };
    Ok(only.map(|option| option.id))
}
