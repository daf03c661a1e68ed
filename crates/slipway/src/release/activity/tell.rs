//! Who is told that an activity was scheduled, changed or ended: the people of the group that carries it out, by bell, and
//! those of them who read its mail (F180, O22). Reports are theirs; they need not be told of those.

use std::collections::BTreeSet;

use slipway_core::activity::{Activity, Situation};
use slipway_core::id::Id;
use slipway_core::kind::{ActivityGroup, Group};
use slipway_core::release::Release;
use slipway_db::{params, statements};

use crate::act::Act;
use crate::catalogue;
use crate::edge::{Fault, Texts, page, urls};
use crate::release::{mail, subject, tell};
use crate::work::bell::{self, Ring};
use crate::work::outbox::{self, Letter};

statements! {
    CREW = "select g.name, g.work_group from activity_group g where g.id = $1";
}

/// Rings for one activity whose plan is another than before, or that is over; a group that loses it is told so.
pub fn planned(act: &Act<'_>, release: &Release, before: Option<&Activity>, after: &Activity) -> Result<(), Fault> {
    if after.progress.situation == Situation::Canceled {
        return ring(act, release, after, "activity-ended");
    }
    match before {
        None => ring(act, release, after, "activity-scheduled"),
        Some(before) if before.plan.activity_group == after.plan.activity_group => {
            ring(act, release, after, "activity-changed")
        }
        Some(before) => {
            ring(act, release, before, "activity-ended")?;
            ring(act, release, after, "activity-scheduled")
        }
    }
}

/// What somebody scheduled is told by bell and by mail. What follows a phase comes with an event of the release, which
/// has mails of its own: nobody gets two of one event (R18).
pub fn scheduled(act: &Act<'_>, release: &Release, activity: &Activity) -> Result<(), Fault> {
    planned(act, release, None, activity)?;
    write(act, release, activity, "activity-scheduled")
}

fn ring(act: &Act<'_>, release: &Release, activity: &Activity, news: &'static str) -> Result<(), Fault> {
    let Some((name, crew)) = crew(act, activity.plan.activity_group)? else {
        return Ok(());
    };
    let told = Ring {
        kind: news,
        about: subject(release.id),
        link: address(release, activity),
        facts: facts(act, release, name, activity.plan.starts_at().to_string())?,
    };
    for account in tell::members(act.tx(), crew)? {
        if account != act.actor().account {
            bell::ring(act.tx(), act.at, account, &told)?;
        }
    }
    Ok(())
}

/// To the list of the group and to its members ticked, each in their language and once.
fn write(act: &Act<'_>, release: &Release, activity: &Activity, news: &'static str) -> Result<(), Fault> {
    let Some((name, crew)) = crew(act, activity.plan.activity_group)? else {
        return Ok(());
    };
    if catalogue::query::mail_is_switched_off(act.tx())? {
        return Ok(());
    }
    let link = format!("{}{}", act.app.config().public_address(), address(release, activity));
    let mut reached = BTreeSet::new();
    for reader in mail::crew(act, crew)? {
        if !reached.insert(reader.address.to_lowercase()) {
            continue;
        }
        let t = Texts(reader.language);
        let when = page::moment(activity.plan.starts_at(), act.app.zone(), t).words;
        let (subject_line, body) = mail::told(t, news, &facts(act, release, name.clone(), when)?, &link);
        let letter = Letter {
            recipient: reader.address,
            language: reader.language,
            subject: subject_line,
            body,
        };
        outbox::queue(act, subject(release.id), &letter)?;
    }
    Ok(())
}

/// What an activity group is called and whose people it has, when it has any.
fn crew(act: &Act<'_>, group: Id<ActivityGroup>) -> Result<Option<(String, Id<Group>)>, Fault> {
    let (name, crew): (String, Option<Id<Group>>) = act
        .tx()
        .query_one(CREW, params![group], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(crew.map(|crew| (name, crew)))
}

fn facts(act: &Act<'_>, release: &Release, group: String, when: String) -> Result<Vec<(&'static str, String)>, Fault> {
    let mut facts = tell::facts(act.tx(), release, &act.actor().name)?;
    facts.extend([("group", group), ("when", when)]);
    Ok(facts)
}

fn address(release: &Release, activity: &Activity) -> String {
    urls::release_part(release.number, &format!("activities/{}", activity.id))
}
