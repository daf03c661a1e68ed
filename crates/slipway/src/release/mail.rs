//! Which mails an event of a release calls for. They are queued in the event's own transaction (R18, B159);
//! sending is another room's business.

use slipway_core::id::Id;
use slipway_core::kind::{Account, Group, Model};
use slipway_core::release::{Release, delay_minutes};
use slipway_db::{ReadTx, params, statements};

use crate::act::Act;
use crate::catalogue::template;
use crate::edge::{Fault, Language, Texts, page, urls};
use crate::work::outbox::{self, Letter};

statements! {
    TEMPLATES = "select c.identifier, a.identifier, f.identifier from model m join mail_template c on c.id = m.mail_creation \
                 join mail_template a on a.id = m.mail_actions join mail_template f on f.id = m.mail_completion where m.id = $1";
    TEMPLATE = "select language, subject, body from mail_template where lower(identifier) = lower($1) and active and deleted_at is null";
    READER = "select e.name, e.email, (select a.language from account a where a.employee = e.id and a.deleted_at is null order by a.id limit 1) \
              from employee e where e.id = $1";
    ACCOUNT_READER = "select e.name, e.email, a.language from account a join employee e on e.id = a.employee where a.id = $1";
    GROUP_FLAGS = "select acronym, name, mail_creation, mail_actions, mail_closing from work_group where id = $1";
    NAMES = "select p.name, m.name, c.number, u.name from release r join portfolio p on p.id = r.portfolio join model m on m.id = r.model \
             join contract c on c.id = r.contract join unit u on u.id = r.unit where r.id = $1";
}

/// Which of the model's three mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    Creation,
    AnyChange,
    Closing,
}

/// Queues the mail of an occasion to the requester, and to the contact when that is another address (B154).
pub fn announce(act: &Act<'_>, release: &Release, occasion: Occasion) -> Result<(), Fault> {
    if !is_wanted(act, release, occasion)? {
        return Ok(());
    }
    let tx = act.tx();
    let Some(identifier) = identifier(tx, release.model, occasion)? else {
        return Ok(());
    };
    let reader = tx.query_opt(READER, params![release.sheet.requester], |row| {
        Ok((
            row.get::<String>(0)?,
            row.get::<String>(1)?,
            row.get::<Option<String>>(2)?,
        ))
    })?;
    let Some((_, address, language)) = reader else {
        return Ok(());
    };
    let language = language
        .as_deref()
        .and_then(Language::from_tag)
        .unwrap_or_else(|| act.app.language());
    let Some((language, subject, body)) = text_in(tx, &identifier, language)? else {
        return Ok(());
    };
    let values = values(act, release, Texts(language))?;
    let found = |name: &str| {
        values
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    };
    let mut recipients = vec![address];
    let contact = &release.sheet.contact.email;
    if !recipients.iter().any(|known| known.eq_ignore_ascii_case(contact)) {
        recipients.push(contact.clone());
    }
    for recipient in recipients {
        let letter = Letter {
            recipient,
            language,
            subject: template::fill(&subject, |name| found(name).map(outbox::on_one_line)),
            body: template::fill(&body, |name| found(name).map(outbox::escaped)),
        };
        outbox::queue(act, super::subject(release.id), &letter)?;
    }
    Ok(())
}

/// Tells somebody that their task was taken over (R13).
pub fn tell_taken_over(act: &Act<'_>, release: &Release, from: Id<Account>) -> Result<(), Fault> {
    let reader = act.tx().query_opt(ACCOUNT_READER, params![from], |row| {
        Ok((row.get::<String>(1)?, row.get::<Option<String>>(2)?))
    })?;
    let Some((recipient, language)) = reader else {
        return Ok(());
    };
    let language = language
        .as_deref()
        .and_then(Language::from_tag)
        .unwrap_or_else(|| act.app.language());
    let texts = Texts(language);
    let values = [
        ("name".into(), act.actor().name.clone()),
        ("number".into(), release.number.to_string()),
        ("title".into(), release.sheet.title.clone()),
    ];
    let escaped: Vec<_> = values
        .iter()
        .map(|(name, value)| (std::borrow::Cow::clone(name), outbox::escaped(value)))
        .collect();
    let letter = Letter {
        recipient,
        language,
        subject: texts.filled("mail-taken-over-subject", &values),
        body: texts.filled("mail-taken-over-body", &escaped),
    };
    outbox::queue(act, super::subject(release.id), &letter)
}

/// The box on the release, or the group's own word for all its releases (F011, B164).
fn is_wanted(act: &Act<'_>, release: &Release, occasion: Occasion) -> Result<bool, Fault> {
    let notify = release.sheet.notify;
    let (_, _, creation, actions, closing) = group(act.tx(), release.sheet.executor_group)?;
    Ok(match occasion {
        Occasion::Creation => notify.creation || creation,
        Occasion::AnyChange => notify.any_change || actions,
        Occasion::Closing => notify.closing || closing,
    })
}

type GroupRow = (String, String, bool, bool, bool);

fn group(tx: &ReadTx<'_>, group: Id<Group>) -> Result<GroupRow, Fault> {
    let row = tx.query_one(GROUP_FLAGS, params![group], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
    })?;
    Ok(row)
}

fn identifier(tx: &ReadTx<'_>, model: Id<Model>, occasion: Occasion) -> Result<Option<String>, Fault> {
    let row = tx.query_opt(TEMPLATES, params![model], |row| {
        Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
    })?;
    Ok(row.map(|(creation, actions, completion)| match occasion {
        Occasion::Creation => creation,
        Occasion::AnyChange => actions,
        Occasion::Closing => completion,
    }))
}

/// The template of an identifier in the reader's language, else in English, else in whichever there is (B166).
fn text_in(tx: &ReadTx<'_>, identifier: &str, wanted: Language) -> Result<Option<(Language, String, String)>, Fault> {
    let found = tx.query(TEMPLATE, params![identifier], |row| {
        Ok((row.get::<String>(0)?, row.get(1)?, row.get(2)?))
    })?;
    let mut texts: Vec<_> = found
        .into_iter()
        .filter_map(|(tag, subject, body)| Some((Language::from_tag(&tag)?, subject, body)))
        .collect();
    texts.sort_by_key(|(language, ..)| (*language != wanted, *language != Language::English, *language));
    Ok(texts.into_iter().next())
}

/// What the placeholders of release templates stand for (F 2.17, B161, B163).
fn values(act: &Act<'_>, release: &Release, texts: Texts) -> Result<Vec<(&'static str, String)>, Fault> {
    let tx = act.tx();
    let zone = act.app.zone();
    let moment = |at| page::moment(at, zone, texts).words;
    let (acronym, group_name, ..) = group(tx, release.sheet.executor_group)?;
    let requester: Option<String> = tx.query_opt(READER, params![release.sheet.requester], |row| row.get(0))?;
    let (portfolio, model, contract, unit): (String, String, String, String) =
        tx.query_one(NAMES, params![release.id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
    let flow = act.app.flows().version(tx, release.flow, release.flow_version)?;
    let task = release
        .tasks
        .first()
        .and_then(|task| flow.task(&task.node))
        .map_or("", |task| task.name(texts.0.tag()));
    let responsible = release
        .tasks
        .first()
        .and_then(|task| task.responsible)
        .map(|account| super::query::person_name(&act.look(), account));
    let responsible = responsible.unwrap_or_default();
    let solution: Option<String> = match release.closing.solution_category {
        Some(category) => tx.query_opt(super::query::SOLUTION_CATEGORY, params![category], |row| row.get(0))?,
        None => None,
    };
    let sheet = &release.sheet;
    let word = |kind: &str, value: &str| texts.text(&format!("{kind}-{}", value.replace('_', "-")));
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let address = format!("{}{}", act.app.config().public_address(), urls::release(release.number));
    Ok(vec![
        ("NUMBER", release.number.to_string()),
        ("TITLE", sheet.title.clone()),
        ("DESCRIPTION", text(&sheet.description)),
        ("REQUESTER", requester.unwrap_or_default()),
        ("CONTACT", sheet.contact.name.clone()),
        ("EMAIL", sheet.contact.email.clone()),
        ("UNIT", unit),
        ("CONTRACT", contract),
        ("PORTFOLIO", portfolio),
        ("MODEL", model),
        ("CATEGORY", word("category", release.category.as_str())),
        ("IMPACT", word("level", sheet.impact.as_str())),
        ("URGENCY", word("level", sheet.urgency.as_str())),
        ("RISK", word("level", sheet.risk.as_str())),
        ("PRIORITY", release.priority.number().to_string()),
        ("STATUS", word("status", release.status.as_str())),
        ("TASK", task.to_owned()),
        ("GROUP", format!("{acronym} · {group_name}")),
        ("RESPONSIBLE", responsible),
        ("ACTOR", act.actor().name.clone()),
        ("VERSION", text(&sheet.version)),
        (
            "RELEASE_DATE",
            sheet.release_date.map(|date| date.to_string()).unwrap_or_default(),
        ),
        ("PLANNED_START", moment(release.timing.planned_start)),
        ("PLANNED_END", moment(release.timing.planned_end)),
        ("PLANNING_START", moment(sheet.planning.starts_at())),
        ("PLANNING_END", moment(sheet.planning.ends_at())),
        ("DEPLOYMENT_START", moment(sheet.deployment.starts_at())),
        ("DEPLOYMENT_END", moment(sheet.deployment.ends_at())),
        ("DEADLINE", moment(release.timing.deadline)),
        (
            "DELAY",
            delay_minutes(release, act.at).map(page::hours).unwrap_or_default(),
        ),
        ("SOLUTION_CATEGORY", solution.unwrap_or_default()),
        ("CLOSURE", text(&release.closing.text)),
        ("CREATED_AT", moment(release.created.0)),
        (
            "CLOSED_AT",
            release.closing.closed.map(|(at, _)| moment(at)).unwrap_or_default(),
        ),
        ("LINK", address),
    ])
}
