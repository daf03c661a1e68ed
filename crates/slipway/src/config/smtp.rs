//! The settings of outgoing mail: which server, whether encrypted, and who it is from.

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::{AsyncSmtpTransportBuilder, Error};
use lettre::{AsyncSmtpTransport, Tokio1Executor};

/// How long the mail server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// What connections to the server of an address are made from.
///
/// `smtps://` speaks TLS from the start; `smtp://` takes `?tls=required`, `?tls=opportunistic` or `?tls=none`. Without
/// that word it is none on this machine, required where a password is sent, and opportunistic elsewhere.
pub fn transport(address: &str) -> Result<AsyncSmtpTransportBuilder, Error> {
    let (server, asked) = address.split_once('?').unwrap_or((address, ""));
    let tls = match asked {
        "" => usual(server),
        "tls=none" => "",
        asked => asked,
    };
    let mark = if tls.is_empty() { "" } else { "?" };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&format!("{server}{mark}{tls}"))?;
    Ok(builder.timeout(Some(PATIENCE)))
}

fn usual(server: &str) -> &'static str {
    let Some(rest) = server.strip_prefix("smtp://") else {
        return "";
    };
    let (secret, place) = rest.rsplit_once('@').unwrap_or(("", rest));
    let host = place.split(['/', ':']).next().unwrap_or_default();
    if matches!(host, "localhost" | "127.0.0.1") || place.starts_with("[::1]") {
        ""
    } else if secret.is_empty() {
        "tls=opportunistic"
    } else {
        "tls=required"
    }
}

/// Who mails are from: what the settings say, else `slipway` at the host of the public address.
pub fn sender(said: Option<&str>, public_address: &str) -> Option<Mailbox> {
    if let Some(said) = said {
        return said.parse().ok();
    }
    let place = public_address
        .split_once("://")
        .map_or(public_address, |(_, place)| place);
    let host = place.split(['/', ':']).next().unwrap_or_default();
    let at = |host: &str| format!("Slipway <slipway@{host}>").parse().ok();
    let is_name = host.contains(|c: char| c.is_ascii_alphabetic());
    at(host).filter(|_| is_name).or_else(|| at("localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_mail_servers() {
        for address in [
            "smtp://127.0.0.1:2525",
            "smtp://mail.example.org",
            "smtp://mail.example.org:587?tls=required",
            "smtp://mail.example.org?tls=none",
            "smtps://ana:p%40ss@mail.example.org",
            "smtp://ana:secret@mail.example.org",
        ] {
            assert!(transport(address).is_ok(), "{address}");
        }
        for address in [
            "mail.example.org",
            "http://mail.example.org",
            "smtp://",
            "smtp://x?tls=maybe",
        ] {
            assert!(transport(address).is_err(), "{address}");
        }
    }

    #[test]
    fn a_password_is_not_sent_in_clear_unless_that_is_said() {
        for (server, tls) in [
            ("smtp://localhost:25", ""),
            ("smtp://[::1]:25", ""),
            ("smtp://127.0.0.1.example.org", "tls=opportunistic"),
            ("smtp://mail.example.org", "tls=opportunistic"),
            ("smtp://ana:secret@mail.example.org", "tls=required"),
            ("smtps://mail.example.org", ""),
        ] {
            assert_eq!(usual(server), tls, "{server}");
        }
    }

    #[test]
    fn mails_are_from_the_public_address_unless_told() {
        for (said, address, from) in [
            (
                None,
                "https://slipway.example.org/x",
                Some("Slipway <slipway@slipway.example.org>"),
            ),
            (None, "http://127.0.0.1:8080", Some("Slipway <slipway@localhost>")),
            (
                Some("Releases <rel@example.org>"),
                "http://x",
                Some("Releases <rel@example.org>"),
            ),
            (Some("rel@example.org\r\nBcc: x@y.z"), "http://x", None),
            (Some("nobody"), "http://x", None),
        ] {
            assert_eq!(
                sender(said, address).map(|from| from.to_string()).as_deref(),
                from,
                "{said:?}"
            );
        }
    }
}
