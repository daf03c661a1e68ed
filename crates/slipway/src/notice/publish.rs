//! Mails the notices of the installation that ask for it: once to each recipient, when the period is on, also to those
//! who join a group meanwhile.

use slipway_db::WriteTx;

use super::kinds::{self, SYSTEM_NOTIFICATION};
use super::query::wall_times_around;
use super::store::{self, Mailing};
use crate::act::Subject;
use crate::app::App;
use crate::catalogue;
use crate::edge::{Fault, Language, Texts, urls};
use crate::work::outbox::{self, Letter};

/// One turn of the work.
pub async fn mail(app: App) -> Result<(), Fault> {
    let now = app.now();
    let (latest, earliest) = wall_times_around(now);
    let due = app.db().read(move |tx| {
        if catalogue::query::mail_is_switched_off(tx)? {
            return Ok(Vec::new());
        }
        Ok::<_, Fault>(store::to_mail(tx, &latest, &earliest)?)
    });
    let is_on = |mailing: &Mailing| {
        let period = kinds::period(&mailing.start, &mailing.end, &mailing.zone);
        period.is_some_and(|period| period.starts_at() <= now && now < period.ends_at())
    };
    for mailing in due.await?.into_iter().filter(is_on) {
        let sender = app.clone();
        let n_queued = app.db().keep_house(now, move |tx| queue(&sender, tx, &mailing)).await?;
        if n_queued > 0 {
            app.mail_waits().notify_one();
        }
    }
    Ok(())
}

fn queue(app: &App, tx: &WriteTx<'_>, mailing: &Mailing) -> Result<usize, Fault> {
    let mut n_queued = 0;
    for (account, recipient, tag) in store::unmailed(tx, mailing.id)? {
        if !store::mailed(tx, mailing.id, account)? {
            continue;
        }
        let language = tag
            .as_deref()
            .and_then(Language::from_tag)
            .unwrap_or_else(|| app.language());
        let about = Subject {
            kind: SYSTEM_NOTIFICATION.name,
            id: mailing.id,
        };
        let letter = Letter {
            recipient,
            language,
            subject: mailing.title.clone(),
            body: body(app, Texts(language), mailing),
        };
        outbox::queue_at(tx, tx.at(), about, &letter)?;
        n_queued += 1;
    }
    Ok(n_queued)
}

fn body(app: &App, t: Texts, mailing: &Mailing) -> String {
    let short = mailing
        .short_description
        .as_deref()
        .map(|short| format!("<p><b>{}</b></p>", outbox::escaped(short)));
    format!(
        "{}<p>{}</p><p><a href=\"{}{}\">{}</a></p>",
        short.unwrap_or_default(),
        outbox::escaped(&mailing.description),
        outbox::escaped(&app.config().public_address()),
        urls::NOTICES,
        t.text("notice-open")
    )
}
