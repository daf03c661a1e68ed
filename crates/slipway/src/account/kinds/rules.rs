//! Rules of people's entries that a single field cannot have.

use serde_json::{Value, json};
use slipway_core::actor::{Area, Reach, Rights};
use slipway_core::policy::Denied;
use slipway_db::{ReadTx, Sql, params};
use uuid::Uuid;

use super::{PROFILES, SPECIAL, USERS, text};
use crate::account::query;
use crate::act::Look;
use crate::edge::{Code, Fault, FieldError};
use crate::entry::kind::{Checking, Intent, Values, id_in};
use crate::entry::store::{self, Entry};

/// The units from one up to its root.
const ABOVE: Sql = Sql::new(
    "unit.above",
    "with recursive above (id, parent) as (\
     select u.id, u.parent from unit u where u.id = $1 \
     union select u.id, u.parent from unit u join above a on u.id = a.parent) \
     select id from above",
);

/// Every statement of this file, for the test that prepares each on both engines.
pub const ALL: &[Sql] = &[ABOVE];

/// A unit with all units it belongs to.
pub fn units_above(tx: &ReadTx<'_>, unit: Uuid) -> Result<Vec<Uuid>, slipway_db::Error> {
    tx.query(ABOVE, params![unit], |row| row.get(0))
}

/// A unit is not its own parent, however far up; and a place has two coordinates.
pub fn unit(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    if let Some(parent) = id_in(values, "parent")
        && units_above(checking.look.tx, parent)?.contains(&checking.id)
    {
        checking.refuse(FieldError::new("/parent", "circle"));
    }
    for (one, other) in [("latitude", "longitude"), ("longitude", "latitude")] {
        if values.get(one).is_some_and(Value::is_number) && values.get(other).is_some_and(Value::is_null) {
            checking.refuse(FieldError::new(format!("/{other}"), "required"));
        }
    }
    Ok(())
}

/// A contract does not end before it begins.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a kind\'s rules")]
pub fn contract(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    if let (Some(start), Some(end)) = (text(values, "start"), text(values, "end"))
        && end < start
    {
        checking.refuse(FieldError::new("/end", "before_start"));
    }
    Ok(())
}

/// A group goes when nobody is in it any more (F 2.13); who else uses it is asked of everybody.
pub fn group_guard(look: &Look<'_>, group: &Entry, intent: Intent) -> Result<(), Fault> {
    let n_members = group
        .values
        .get("members")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    if intent == Intent::Change || n_members == 0 {
        return Ok(());
    }
    let told = format!("{} ({n_members})", look.texts().text("entry-employee-plural"));
    Err(Fault::new(Code::InUse)
        .with("users", told)
        .member("used_by", json!([{"kind": "employee", "count": n_members}])))
}

/// Nobody gives a profile that reaches further than their own, and nobody shuts themselves out.
pub fn user(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    if let Some(profile) = id_in(values, "profile").filter(|_| checking.changes(values, "profile")) {
        within_own(checking.look, &rights_of_profile(checking.look, profile)?)?;
    }
    if checking.id == checking.look.actor().account.uuid() {
        for field in ["profile", "active"] {
            if checking.changes(values, field) {
                checking.refuse(FieldError::new(format!("/{field}"), "own_access"));
            }
        }
    }
    Ok(())
}

/// Somebody with more rights is not changed by somebody with fewer: a new password would hand them over.
pub fn user_guard(look: &Look<'_>, user: &Entry, intent: Intent) -> Result<(), Fault> {
    if intent == Intent::Remove && user.id == look.actor().account.uuid() {
        return Err(Fault::invalid(vec![FieldError::new("", "own_access")]));
    }
    let profile = id_in(&user.values, "profile").unwrap_or_default();
    Ok(within_own(look, &rights_of_profile(look, profile)?)?)
}

/// Each right brings those it includes; nobody gives more than they have, and nobody takes their own way in.
pub fn profile(checking: &Checking<'_>, values: &mut Values) -> Result<(), Fault> {
    complete(values);
    let rights = rights_in(values);
    within_own(checking.look, &rights)?;
    if own_profile(checking.look)? == Some(checking.id) {
        let keeps_directory = rights.reach(Area::Directory, Reach::Save);
        let kept = [
            ("rights", keeps_directory),
            ("may_enter", flag(values, "may_enter")),
            ("active", flag(values, "active")),
        ];
        for (field, _) in kept.into_iter().filter(|(_, kept)| !kept) {
            checking.refuse(FieldError::new(format!("/{field}"), "own_access"));
        }
    }
    Ok(())
}

/// As [`user_guard`], for what a profile gives.
pub fn profile_guard(look: &Look<'_>, profile: &Entry, _: Intent) -> Result<(), Fault> {
    Ok(within_own(look, &rights_in(&profile.values))?)
}

fn flag(values: &Values, field: &str) -> bool {
    values.get(field).and_then(Value::as_bool).unwrap_or(false)
}

/// `save` is written with `search`, `delete` with both.
fn complete(values: &mut Values) {
    let Some(matrix) = values.get_mut("rights").and_then(Value::as_object_mut) else {
        return;
    };
    for (_, words) in matrix.iter_mut().filter(|(area, _)| *area != SPECIAL) {
        let held = words
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|word| word.as_str()?.parse::<Reach>().ok())
            .max();
        *words = Reach::ALL
            .iter()
            .filter(|reach| Some(**reach) <= held)
            .map(|reach| reach.as_str())
            .collect();
    }
}

fn rights_in(values: &Values) -> Rights {
    query::rights(&values.get("rights").map(Value::to_string).unwrap_or_default())
}

fn rights_of_profile(look: &Look<'_>, profile: Uuid) -> Result<Rights, Fault> {
    let found = store::one(look.tx, &PROFILES, profile)?;
    Ok(found.map(|profile| rights_in(&profile.values)).unwrap_or_default())
}

fn own_profile(look: &Look<'_>) -> Result<Option<Uuid>, Fault> {
    let own = store::one(look.tx, &USERS, look.actor().account.uuid())?;
    Ok(own.and_then(|user| id_in(&user.values, "profile")))
}

fn within_own(look: &Look<'_>, asked: &Rights) -> Result<(), Denied> {
    let mine = &look.actor().rights;
    let further = asked
        .reaches()
        .find(|(area, reach)| !mine.reach(*area, *reach))
        .map(|(area, reach)| Denied::Profile(area, reach));
    let special = asked
        .specials()
        .find(|special| !mine.special(*special))
        .map(Denied::Special);
    further.or(special).map_or(Ok(()), Err)
}
