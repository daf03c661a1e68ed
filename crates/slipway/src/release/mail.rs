//! The mails of a release: queued in the transaction of the event that calls for them (R18, B159). Whom an event
//! concerns is `tell`'s word, sending another room's.

pub mod filling;
pub mod preview;

use std::collections::BTreeMap;

use slipway_core::id::Id;
use slipway_core::kind::{Account, Group};
use slipway_core::release::Release;
use slipway_db::{ReadTx, params, statements};

use filling::{Facts, filled, values};

use crate::act::Act;
use crate::catalogue::{self, template};
use crate::edge::{Fault, Language, Texts, urls};
use crate::work::outbox::{self, Letter};

statements! {
    TEMPLATE = "select language, subject, body from mail_template where lower(identifier) = lower($1) and active and deleted_at is null";
    ACCOUNT_READER = "select e.email, a.language from account a join employee e on e.id = a.employee where a.id = $1";
    TICKED_MEMBERS = "select e.email, (select a.language from account a where a.employee = e.id and a.deleted_at is null order by a.id limit 1) \
                      from group_member m join employee e on e.id = m.employee \
                      where m.work_group = $1 and m.receives_mail and e.active and e.deleted_at is null order by m.position";
    GROUP_LIST = "select email from work_group where id = $1 and deleted_at is null";
}

/// Which of the model's three mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    Creation,
    AnyChange,
    Closing,
}

/// One address and the language that is read there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    pub address: String,
    pub language: Language,
}

/// Queues the mails of one event: one for each address, whatever brought it there (R18). `crews` are the groups with a
/// new task, `named` the people who are told of their own, with the middle of the text's key.
pub fn send(
    act: &Act<'_>,
    release: &Release,
    occasion: Occasion,
    crews: &[Id<Group>],
    named: &[(Id<Account>, &'static str)],
) -> Result<(), Fault> {
    if catalogue::query::mail_is_switched_off(act.tx())? {
        return Ok(());
    }
    let facts = Facts::of(act.tx(), release)?;
    let mut post = Post {
        act,
        release,
        facts: &facts,
        texts: BTreeMap::new(),
        reached: Vec::new(),
    };
    if is_wanted(act.tx(), release, &facts, occasion)? {
        for reader in requester(act, release, &facts) {
            post.by_template(facts.template(occasion), reader)?;
        }
    }
    for (account, news) in named {
        post.in_own_words(*account, news)?;
    }
    for group in crews {
        for reader in crew(act, *group)? {
            post.by_template(facts.template(Occasion::AnyChange), reader)?;
        }
    }
    Ok(())
}

/// The mails of one event while they are written.
struct Post<'a> {
    act: &'a Act<'a>,
    release: &'a Release,
    facts: &'a Facts,
    /// Filled subjects and bodies, by template and language.
    texts: BTreeMap<(String, Language), Option<Letter>>,
    /// The addresses that have theirs.
    reached: Vec<String>,
}

impl Post<'_> {
    fn by_template(&mut self, identifier: &str, reader: Reader) -> Result<(), Fault> {
        let key = (identifier.to_owned(), reader.language);
        if !self.texts.contains_key(&key) {
            let letter = self.letter(identifier, reader.language)?;
            self.texts.insert(key.clone(), letter);
        }
        match self.texts.get(&key) {
            Some(Some(letter)) => self.queue(&Letter {
                recipient: reader.address,
                ..letter.clone()
            }),
            Some(None) | None => Ok(()),
        }
    }

    /// A mail to nobody yet.
    fn letter(&self, identifier: &str, wanted: Language) -> Result<Option<Letter>, Fault> {
        let Some((language, subject, body)) = text_in(self.act.tx(), identifier, wanted)? else {
            return Ok(None);
        };
        let values = values(
            &self.act.look(),
            self.act.app,
            (self.release, self.facts),
            Texts(language),
        )?;
        let (subject, body) = filled(&subject, &body, &values);
        Ok(Some(Letter {
            recipient: String::new(),
            language,
            subject,
            body,
        }))
    }

    /// What the bell says, as a mail (B165).
    fn in_own_words(&mut self, account: Id<Account>, news: &str) -> Result<(), Fault> {
        let found = self.act.tx().query_opt(ACCOUNT_READER, params![account], |row| {
            Ok((row.get::<String>(0)?, row.get::<Option<String>>(1)?))
        })?;
        let Some((recipient, tag)) = found else { return Ok(()) };
        let language = language_of(self.act, tag.as_deref());
        let facts = super::tell::facts(self.act.tx(), self.release, &self.act.actor().name)?;
        let link = format!(
            "{}{}",
            self.act.app.config().public_address(),
            urls::release(self.release.number)
        );
        let (subject, body) = told(Texts(language), news, &facts, &link);
        self.queue(&Letter {
            recipient,
            language,
            subject,
            body,
        })
    }

    fn queue(&mut self, letter: &Letter) -> Result<(), Fault> {
        let address = letter.recipient.to_lowercase();
        if self.reached.contains(&address) {
            return Ok(());
        }
        self.reached.push(address);
        outbox::queue(self.act, super::subject(self.release.id), letter)
    }
}

/// A notice in words, as subject and body of a mail.
pub fn told(texts: Texts, news: &str, facts: &[(&'static str, String)], link: &str) -> (String, String) {
    let key = format!("notice-{news}");
    let escaped: Vec<_> = facts
        .iter()
        .map(|(name, value)| (*name, outbox::escaped(value)))
        .collect();
    let body = format!(
        "<p>{}</p><p><a href=\"{}\">{}</a></p>",
        texts.spoken(&key, &escaped),
        outbox::escaped(link),
        texts.text("notice-open")
    );
    (texts.spoken(&key, facts), body)
}

/// The requester, and the contact when that is another address (B154).
fn requester(act: &Act<'_>, release: &Release, facts: &Facts) -> Vec<Reader> {
    let language = language_of(act, facts.requester_language.as_deref());
    let reader = |address: &str| Reader {
        address: address.to_owned(),
        language,
    };
    vec![reader(&facts.requester_email), reader(&release.sheet.contact.email)]
}

/// Who reads the mail of a group: its list, in the installation's language, and the members ticked (F 3.7, B157).
pub fn crew(act: &Act<'_>, group: Id<Group>) -> Result<Vec<Reader>, Fault> {
    let tx = act.tx();
    let list = tx
        .query_opt(GROUP_LIST, params![group], |row| row.get::<String>(0))?
        .unwrap_or_default();
    let listed = list.split_whitespace().map(|address| Reader {
        address: address.to_owned(),
        language: act.app.language(),
    });
    let members = tx.query(TICKED_MEMBERS, params![group], |row| {
        Ok((row.get::<String>(0)?, row.get::<Option<String>>(1)?))
    })?;
    let members = members.into_iter().map(|(address, tag)| Reader {
        address,
        language: language_of(act, tag.as_deref()),
    });
    // A member who is also on the list reads it in their own language.
    Ok(members.chain(listed).collect())
}

fn language_of(act: &Act<'_>, tag: Option<&str>) -> Language {
    tag.and_then(Language::from_tag).unwrap_or_else(|| act.app.language())
}

/// The box on the release, or the group's own word for all its releases (F011, B164); between creation and closing only
/// as far as the installation mails requesters at all (parameter 31).
fn is_wanted(tx: &ReadTx<'_>, release: &Release, facts: &Facts, occasion: Occasion) -> Result<bool, Fault> {
    let notify = release.sheet.notify;
    Ok(match occasion {
        Occasion::Creation => notify.creation || facts.demands.creation,
        Occasion::AnyChange => {
            (notify.any_change || facts.demands.any_change) && catalogue::query::requesters_are_mailed(tx)?
        }
        Occasion::Closing => notify.closing || facts.demands.closing,
    })
}

/// The template of an identifier in the reader's language, else in English, else in whichever there is (B166).
fn text_in(tx: &ReadTx<'_>, identifier: &str, wanted: Language) -> Result<Option<(Language, String, String)>, Fault> {
    let found = tx.query(TEMPLATE, params![identifier], |row| {
        Ok((row.get::<String>(0)?, row.get(1)?, row.get::<String>(2)?))
    })?;
    let mut texts: Vec<_> = found
        .into_iter()
        .filter_map(|(tag, subject, body)| {
            Some((
                Language::from_tag(&tag)?,
                subject,
                template::as_html(&body).into_owned(),
            ))
        })
        .collect();
    texts.sort_by_key(|(language, ..)| (*language != wanted, *language != Language::English, *language));
    Ok(texts.into_iter().next())
}
