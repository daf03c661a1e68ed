//! Reminds of deadlines: once before each and once when it has passed, by bell and mail (B120). A suspended release has
//! no deadline to be reminded of; one that gets another deadline is reminded of that one anew.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use slipway_core::id::Id;
use slipway_core::kind::{Account, Release as ReleaseKind};
use slipway_db::{Error, ReadTx, Row, Sql, WriteTx, params, statements};

use super::{mail, subject};
use crate::app::App;
use crate::catalogue;
use crate::edge::{Fault, Language, Texts, page, urls};
use crate::work::bell::{self, Ring};
use crate::work::outbox::{self, Letter};

statements! {
    DUE = "select r.id, r.number, r.title, r.deadline from release r where r.state = 'open' and r.deleted_at is null and r.status <> 'suspended' \
           and r.deadline > $1 and r.deadline <= $2 and not exists (select 1 from release_reminder m where m.release = r.id and m.kind = $3 \
           and m.deadline = r.deadline) order by r.deadline, r.id limit 200";
    KEEP = "insert into release_reminder (release, kind, deadline, at) values ($1, $2, $3, $4) on conflict (release, kind, deadline) do nothing";
    HANDS = "select a.id, e.email, a.language, true from release_task t left join release_share s on s.task = t.id \
             join account a on a.id = t.responsible or a.id = s.account join employee e on e.id = a.employee \
             where t.release = $1 and t.completed_at is null and a.active and a.deleted_at is null order by a.id";
    CREW = "select a.id, e.email, a.language, m.receives_mail from release_task t join group_member m on m.work_group = t.work_group \
            join employee e on e.id = m.employee join account a on a.employee = e.id \
            where t.release = $1 and t.completed_at is null and a.active and a.deleted_at is null order by a.id";
}

/// What was missed longer ago is no news, and a store that comes back after weeks does not call everybody.
const NO_NEWS_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Which of the two reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reminder {
    Near,
    Missed,
}

impl Reminder {
    fn as_str(self) -> &'static str {
        match self {
            Reminder::Near => "near",
            Reminder::Missed => "missed",
        }
    }

    /// The end of the notice's key.
    fn news(self) -> &'static str {
        match self {
            Reminder::Near => "deadline-near",
            Reminder::Missed => "deadline-missed",
        }
    }
}

/// A release whose deadline is near or has passed.
#[derive(Debug, Clone)]
struct Due {
    release: Id<ReleaseKind>,
    number: i64,
    title: String,
    deadline: Timestamp,
}

/// Somebody who works on it.
#[derive(Debug, Clone)]
struct Person {
    account: Id<Account>,
    address: String,
    language: Option<String>,
    is_mailed: bool,
}

/// One turn of the work.
pub async fn remind(app: App) -> Result<(), Fault> {
    let now = app.now();
    let wanted = app
        .db()
        .read(|tx| Ok::<_, Fault>(catalogue::query::reminding(tx)?))
        .await?;
    if let Some(minutes) = wanted.lead_minutes {
        let until = now.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(now);
        turn(&app, Reminder::Near, (now, until)).await?;
    }
    if wanted.overdue {
        let from = now.checked_sub(NO_NEWS_AFTER).unwrap_or(now);
        turn(&app, Reminder::Missed, (from, now)).await?;
    }
    Ok(())
}

/// Reminds of all deadlines of a span, a few hundred a transaction, so that nobody's write waits long.
async fn turn(app: &App, reminder: Reminder, span: (Timestamp, Timestamp)) -> Result<(), Fault> {
    loop {
        let (inside, at) = (app.clone(), app.now());
        let n_told = app
            .db()
            .keep_house(at, move |tx| tell(&inside, tx, reminder, span))
            .await?;
        if n_told == 0 {
            return Ok(());
        }
        app.mail_waits().notify_one();
    }
}

fn tell(
    app: &App,
    tx: &WriteTx<'_>,
    reminder: Reminder,
    (from, until): (Timestamp, Timestamp),
) -> Result<usize, Fault> {
    let due = tx.query(DUE, params![from, until, reminder.as_str()], |row| {
        Ok(Due {
            release: row.get(0)?,
            number: row.get(1)?,
            title: row.get(2)?,
            deadline: row.get(3)?,
        })
    })?;
    let is_mailed = !catalogue::query::mail_is_switched_off(tx)?;
    for due in &due {
        let kept = tx.execute(KEEP, params![due.release, reminder.as_str(), due.deadline, tx.at()])?;
        if kept == 0 {
            continue;
        }
        let mut reached = BTreeSet::new();
        for person in people(tx, due.release)? {
            if reached.insert(person.account) {
                ring(tx, reminder, due, person.account)?;
                if is_mailed && person.is_mailed {
                    write(app, tx, reminder, due, &person)?;
                }
            }
        }
    }
    Ok(due.len())
}

/// Whoever has the task, or everybody in its group where nobody has.
fn people(tx: &ReadTx<'_>, release: Id<ReleaseKind>) -> Result<Vec<Person>, Error> {
    let named = named(tx, HANDS, release)?;
    if named.is_empty() {
        return self::named(tx, CREW, release);
    }
    Ok(named)
}

fn named(tx: &ReadTx<'_>, sql: Sql, release: Id<ReleaseKind>) -> Result<Vec<Person>, Error> {
    tx.query(sql, params![release], |row: &Row<'_>| {
        Ok(Person {
            account: row.get(0)?,
            address: row.get(1)?,
            language: row.get(2)?,
            is_mailed: row.get(3)?,
        })
    })
}

fn facts(tx: &ReadTx<'_>, due: &Due, deadline: String) -> Result<Vec<(&'static str, String)>, Error> {
    let prefix = catalogue::query::release_prefix(tx)?;
    Ok(vec![
        ("number", format!("{prefix}{}", due.number)),
        ("title", due.title.clone()),
        ("deadline", deadline),
    ])
}

fn ring(tx: &WriteTx<'_>, reminder: Reminder, due: &Due, account: Id<Account>) -> Result<(), Fault> {
    let told = Ring {
        kind: reminder.news(),
        about: subject(due.release),
        link: urls::release(due.number),
        facts: facts(tx, due, due.deadline.to_string())?,
    };
    Ok(bell::ring(tx, tx.at(), account, &told)?)
}

fn write(app: &App, tx: &WriteTx<'_>, reminder: Reminder, due: &Due, person: &Person) -> Result<(), Fault> {
    let tag = person.language.as_deref();
    let language = tag.and_then(Language::from_tag).unwrap_or_else(|| app.language());
    let texts = Texts(language);
    let deadline = page::moment(due.deadline, app.zone(), texts).words;
    let link = format!("{}{}", app.config().public_address(), urls::release(due.number));
    let (subject_line, body) = mail::told(texts, reminder.news(), &facts(tx, due, deadline)?, &link);
    let letter = Letter {
        recipient: person.address.clone(),
        language,
        subject: subject_line,
        body,
    };
    outbox::queue_at(tx, tx.at(), subject(due.release), &letter)
}
