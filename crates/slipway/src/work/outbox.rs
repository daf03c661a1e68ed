//! Mails queued in the transaction of the event that caused them (B159). Nothing is sent here: a transaction that
//! rolls back takes its mails with it.

use jiff::Timestamp;
use slipway_db::{WriteTx, params, statements};

use crate::act::{Act, Subject, new_uuid};
use crate::edge::{Fault, Language};

statements! {
    LAST_EVENT = "select id from event where record_kind = $1 and record_id = $2 order by seq desc limit 1";
    QUEUE = "insert into mail_outbox (id, record_kind, record_id, event, recipient, language, subject, body, state, attempts, queued_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', 0, $9)";
}

/// A mail to one reader.
#[derive(Debug, Clone)]
pub struct Letter {
    pub recipient: String,
    pub language: Language,
    /// One line of plain text.
    pub subject: String,
    /// HTML.
    pub body: String,
}

/// Queues a mail about the latest event of a record.
pub fn queue(act: &Act<'_>, about: Subject, letter: &Letter) -> Result<(), Fault> {
    queue_at(act.tx(), act.at, about, letter)?;
    act.has_posted();
    Ok(())
}

/// [`queue`] for jobs, which are nobody's act.
pub fn queue_at(tx: &WriteTx<'_>, at: Timestamp, about: Subject, letter: &Letter) -> Result<(), Fault> {
    let event: uuid::Uuid = tx.query_one(LAST_EVENT, params![about.kind, about.id], |row| row.get(0))?;
    let values = params![
        new_uuid(at),
        about.kind,
        about.id,
        event,
        letter.recipient,
        letter.language.tag(),
        on_one_line(&letter.subject),
        letter.body,
        at
    ];
    tx.execute(QUEUE, values)?;
    Ok(())
}

/// A value as it stands in a subject: on one line, so that it cannot become another header.
pub fn on_one_line(value: &str) -> String {
    value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A value as it stands in HTML.
pub fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            '\n' => text.push_str("<br>\n"),
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_text() {
        assert_eq!(escaped("<b>A & B</b>"), "&lt;b&gt;A &amp; B&lt;/b&gt;");
    }

    #[test]
    fn a_subject_stays_on_its_line() {
        assert_eq!(on_one_line("a\r\nBcc: everybody"), "a  Bcc: everybody");
    }
}
