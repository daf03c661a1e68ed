//! A row of the outbox as a message: HTML and plain text beside each other, and an id that stays the same however often
//! it is sent, so that a reader's server recognises the second copy after a crash (G8).

use std::time::SystemTime;

use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, MultiPart, SinglePart};
use lettre::{Address, address::AddressError};

use super::store::Waiting;
use crate::edge::markup;

/// Why a row cannot become a message. Trying again would not help.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    #[error("the recipient's address is none")]
    Recipient(#[from] AddressError),
    #[error("the message cannot be put together")]
    Build(#[from] lettre::error::Error),
}

/// The message of a row.
pub fn of(mail: &Waiting, sender: &Mailbox) -> Result<Message, MessageError> {
    let recipient: Address = mail.recipient.parse()?;
    let html = format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"></head><body>{}</body></html>\n",
        mail.language,
        markup::harmless(&mail.body)
    );
    let parts = MultiPart::alternative()
        .singlepart(part(ContentType::TEXT_PLAIN, &markup::as_text(&mail.body)))
        .singlepart(part(ContentType::TEXT_HTML, &html));
    Ok(Message::builder()
        .message_id(Some(id(mail, sender)))
        .date(SystemTime::from(mail.queued_at))
        .from(sender.clone())
        .to(Mailbox::new(None, recipient))
        .subject(mail.subject.clone())
        .raw_header(HeaderValue::new(AUTOMATIC, "auto-generated".to_owned()))
        .multipart(parts)?)
}

/// Nobody's absence is answered to a machine (RFC 3834).
const AUTOMATIC: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");

fn id(mail: &Waiting, sender: &Mailbox) -> String {
    format!("<{}@{}>", mail.id, sender.email.domain())
}

/// Always encoded: no line of a body reaches the protocol as it was typed.
fn part(kind: ContentType, text: &str) -> SinglePart {
    let body = Body::dangerous_pre_encoded(encoded(text), ContentTransferEncoding::Base64);
    SinglePart::builder().header(kind).body(body)
}

/// Base64 in lines of 76, as RFC 2045 wants them.
fn encoded(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    let code = base64::engine::general_purpose::STANDARD.encode(text);
    let lines: Vec<&[u8]> = code.as_bytes().chunks(76).collect();
    lines.join(&b"\r\n"[..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn mail(recipient: &str, subject: &str) -> Waiting {
        Waiting {
            id: Uuid::from_u128(7),
            about: ("release".to_owned(), Uuid::from_u128(1)),
            recipient: recipient.to_owned(),
            language: "en".to_owned(),
            subject: subject.to_owned(),
            body: "<p>Hello <b>Ana</b> &lt;script&gt;</p>\n.\nQUIT".to_owned(),
            queued_at: "2026-11-23T12:00:00Z".parse().unwrap(),
            n_attempts: 0,
        }
    }

    fn sender() -> Mailbox {
        "Slipway <slipway@example.org>".parse().unwrap()
    }

    #[test]
    fn a_mail_is_the_same_however_often_it_is_sent() {
        let text = |mail| String::from_utf8(of(&mail, &sender()).unwrap().formatted()).unwrap();
        let sent = text(mail("ana@example.org", "Liberação 1 registrada"));
        assert!(
            sent.contains("Message-ID: <00000000-0000-0000-0000-000000000007@example.org>\r\n"),
            "{sent}"
        );
        assert!(sent.contains("Date: Mon, 23 Nov 2026 12:00:00 +0000\r\n"), "{sent}");
        assert!(sent.contains("multipart/alternative"), "{sent}");
        assert!(sent.contains("Auto-Submitted: auto-generated\r\n"), "{sent}");
        assert!(!sent.contains("QUIT"), "bodies are encoded: {sent}");
    }

    #[test]
    fn no_value_becomes_a_header() {
        let sent = of(&mail("ana@example.org", "a\r\nBcc: everybody@example.org"), &sender()).unwrap();
        let text = String::from_utf8(sent.formatted()).unwrap();
        assert!(!text.contains("\r\nBcc:"), "{text}");
        assert!(of(&mail("ana@example.org\r\nRCPT TO:<x@y.z>", "s"), &sender()).is_err());
    }
}
