//! Who is told that something happened to a release: its requester by mail, the group that has new work by mail and
//! bell, and the people whose task came or went. What a mail says is `mail`'s.

use std::collections::BTreeMap;

use slipway_core::id::Id;
use slipway_core::kind::{Account, Employee, Group};
use slipway_core::release::Release;
use slipway_core::release::record::{OpenTask, Share};
use slipway_db::{ReadTx, params, statements};

use super::mail::{self, Occasion};
use super::subject;
use crate::act::Act;
use crate::catalogue;
use crate::edge::{Fault, urls};
use crate::work::bell::{self, Ring};

statements! {
    ACCOUNTS_OF_GROUP = "select a.id from account a join group_member m on m.employee = a.employee \
                         where m.work_group = $1 and a.active and a.deleted_at is null order by a.id";
    ACCOUNTS_OF_EMPLOYEE = "select a.id from account a where a.employee = $1 and a.active and a.deleted_at is null order by a.id";
}

/// What somebody is told about their task. In order of weight: who is concerned twice is told the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum News {
    /// They are responsible now (B064).
    Assigned,
    /// Somebody else is responsible in their place (R13).
    TakenOver,
    /// The task went to another group, and is nobody's there (B060–B062).
    Redirected,
    /// The task is shared with them (R12).
    Shared,
    /// The task is shared with their group.
    SharedGroup,
    /// It is for them, the requester, to go on (F054).
    YourTurn,
    /// Their group has a new task (B157).
    GroupTask,
}

impl News {
    fn as_str(self) -> &'static str {
        match self {
            News::Assigned => "assigned",
            News::TakenOver => "taken-over",
            News::Redirected => "redirected",
            News::Shared => "shared",
            News::SharedGroup => "shared-group",
            News::YourTurn => "your-turn",
            News::GroupTask => "group-task",
        }
    }

    /// Whether it comes by mail too (B165). A group has its own list for mail.
    fn is_mailed(self) -> bool {
        matches!(self, News::Assigned | News::TakenOver | News::Redirected | News::Shared)
    }
}

/// Tells of a registration.
pub fn registered(act: &Act<'_>, release: &Release) -> Result<(), Fault> {
    tell(act, &[], release, Occasion::Creation)
}

/// Tells of everything that happens afterwards: closing's own mail when it closes, the actions' otherwise (R18, B158).
pub fn changed(act: &Act<'_>, before: &Release, after: &Release) -> Result<(), Fault> {
    let occasion = if after.is_closed() {
        Occasion::Closing
    } else {
        Occasion::AnyChange
    };
    tell(act, &before.tasks, after, occasion)
}

fn tell(act: &Act<'_>, before: &[OpenTask], after: &Release, occasion: Occasion) -> Result<(), Fault> {
    let mut news = news(act.tx(), before, after)?;
    news.remove(&act.actor().account);
    let mut by_kind: BTreeMap<News, Vec<Id<Account>>> = BTreeMap::new();
    for (account, what) in &news {
        by_kind.entry(*what).or_default().push(*account);
    }
    for (what, accounts) in &by_kind {
        people(act, after, accounts, what.as_str())?;
    }
    let named: Vec<_> = news
        .iter()
        .filter(|(_, what)| what.is_mailed())
        .map(|(account, what)| (*account, what.as_str()))
        .collect();
    mail::send(act, after, occasion, &crews(before, after), &named)
}

/// Rings the bell of people about a release, in the words of `notice-…`: watchers, and whoever else asked to hear of it.
pub fn people(act: &Act<'_>, release: &Release, accounts: &[Id<Account>], kind: &'static str) -> Result<(), Fault> {
    let ring = Ring {
        kind,
        about: subject(release.id),
        link: urls::release(release.number),
        facts: facts(act.tx(), release, &act.actor().name)?,
    };
    for account in accounts {
        bell::ring(act.tx(), act.at, *account, &ring)?;
    }
    Ok(())
}

/// What the words of a notice about a release may name.
pub fn facts(tx: &ReadTx<'_>, release: &Release, actor: &str) -> Result<Vec<(&'static str, String)>, Fault> {
    let prefix = catalogue::query::release_prefix(tx)?;
    Ok(vec![
        ("actor", actor.to_owned()),
        ("number", format!("{prefix}{}", release.number)),
        ("title", release.sheet.title.clone()),
    ])
}

/// What each person is told, once, by what differs in the open tasks.
fn news(tx: &ReadTx<'_>, before: &[OpenTask], after: &Release) -> Result<BTreeMap<Id<Account>, News>, Fault> {
    let mut told = BTreeMap::new();
    let mut note = |account: Id<Account>, what: News| {
        let known = told.entry(account).or_insert(what);
        *known = (*known).min(what);
    };
    for task in &after.tasks {
        let old = before.iter().find(|old| old.id == task.id);
        let had = old.and_then(|old| old.responsible);
        if let Some(account) = task.responsible.filter(|account| Some(*account) != had) {
            note(account, News::Assigned);
        }
        if let Some(account) = had.filter(|account| Some(*account) != task.responsible) {
            let lost = task.responsible.map_or(News::Redirected, |_| News::TakenOver);
            note(account, lost);
        }
        for share in task
            .shared_with
            .iter()
            .filter(|share| old.is_none_or(|old| !old.shared_with.contains(share)))
        {
            match share {
                Share::Account(account) => note(*account, News::Shared),
                Share::Group(group) => members(tx, *group)?
                    .into_iter()
                    .for_each(|account| note(account, News::SharedGroup)),
            }
        }
        if old.is_none() && task.requester_only {
            let accounts = own_accounts(tx, after.sheet.requester)?;
            for account in accounts {
                note(account, News::YourTurn);
            }
        }
    }
    for group in crews(before, after) {
        members(tx, group)?
            .into_iter()
            .for_each(|account| note(account, News::GroupTask));
    }
    Ok(told)
}

/// The groups that have a task now which they had not before, and which nobody has taken (B157).
fn crews(before: &[OpenTask], after: &Release) -> Vec<Id<Group>> {
    let is_new = |task: &&OpenTask| {
        let old = before.iter().find(|old| old.id == task.id);
        old.is_none_or(|old| old.group != task.group) && !task.requester_only && task.responsible.is_none()
    };
    let mut groups: Vec<_> = after.tasks.iter().filter(is_new).map(|task| task.group).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// The accounts of the people of a group.
pub fn members(tx: &ReadTx<'_>, group: Id<Group>) -> Result<Vec<Id<Account>>, Fault> {
    Ok(tx.query(ACCOUNTS_OF_GROUP, params![group], |row| row.get(0))?)
}

fn own_accounts(tx: &ReadTx<'_>, employee: Id<Employee>) -> Result<Vec<Id<Account>>, Fault> {
    Ok(tx.query(ACCOUNTS_OF_EMPLOYEE, params![employee], |row| row.get(0))?)
}
