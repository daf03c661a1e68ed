//! The whole history of a release, and the record as it stood after any of its events (B193).

use askama::Template;
use slipway_core::policy::ReleaseAction;

use super::record::{self};
use super::told::{self, ChangeShown, EventShown, Teller};
use crate::audit;
use crate::edge::form::Form;
use crate::edge::page::{self, Frame, Moment};
use crate::edge::{Call, Code, Fault, Reply, Texts, urls};
use crate::release::{addition, versions};

#[derive(Debug, Template)]
#[template(path = "release/screen/history.html")]
pub struct HistoryPage {
    pub t: Texts,
    pub page: Frame,
    pub number: String,
    pub title: String,
    pub events: Vec<EventShown>,
    pub is_verified: bool,
    /// Where the chain breaks: the number of the event.
    pub broken_at: i64,
    pub versions: String,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let mut told = record::told(look, &shown, number)?;
            told.names = told::wanted(&told.events).found(look.tx)?;
            let t = look.texts();
            let heading = format!("{} · {}", t.text("release-history"), told.number());
            let page = Frame::of(&shown, look, heading).crumbs(told.crumbs(t.text("release-history")));
            let broken = audit::verify::chain(&told.events).err();
            page::html(&HistoryPage {
                number: told.number(),
                title: told.release().sheet.title.clone(),
                events: told.teller(&page).history(number, &told.events),
                is_verified: broken.is_none(),
                broken_at: broken.map_or(0, |broken| broken.seq),
                versions: urls::release_part(number, "versions"),
                page,
                t,
            })
        })
        .await
}

#[derive(Debug, Template)]
#[template(path = "release/screen/version.html")]
pub struct VersionPage {
    pub t: Texts,
    pub page: Frame,
    pub heading: String,
    pub number: String,
    pub at: Moment,
    pub who: String,
    pub what: String,
    pub fields: Vec<ChangeShown>,
    /// Addresses, or nothing at either end.
    pub earlier: String,
    pub later: String,
    pub history: String,
    /// From the version before, or nothing for the first.
    pub compare: String,
    /// Bringing it back; nothing for the version that stands.
    pub restore: String,
    /// Marking it: where that goes, for which state of the release, what it is called so far.
    pub versions: String,
    pub version: i64,
    pub revision: i64,
    pub baseline: String,
    pub form: Form,
    /// Why it cannot be marked now.
    pub reason: String,
    pub changes: Vec<ChangeShown>,
}

pub async fn version(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let version: i64 = call.parsed("version")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let told = record::told(look, &shown, number)?;
            let event = told
                .events
                .iter()
                .find(|event| event.seq == version)
                .ok_or_else(|| Fault::new(Code::NotFound))?;
            let state = audit::state_after(&told.events, version);
            let mut wanted = told::wanted_by(&state);
            wanted.add(told::wanted(std::slice::from_ref(event)));
            let names = wanted.found(look.tx)?;
            let t = look.texts();
            let heading = t.with("release-version-title", "n", version);
            let page =
                Frame::of(&shown, look, format!("{heading} · {}", told.number())).crumbs(told.crumbs(heading.clone()));
            let teller = Teller {
                t,
                frame: &page,
                names: &names,
                flow: &told.around.flow,
            };
            let here = teller
                .history(number, std::slice::from_ref(event))
                .pop()
                .unwrap_or_default();
            let address = |version: i64| {
                let is_there = told.events.iter().any(|event| event.seq == version);
                if is_there {
                    urls::release_part(number, &format!("versions/{version}"))
                } else {
                    String::new()
                }
            };
            let blocker = addition::blocker(look, &told.stored, &told.around.flow, ReleaseAction::Note);
            let restore = urls::release_part(number, &format!("versions/{version}/restore"));
            let compare = format!(
                "{}?from={}&to={version}",
                urls::release_part(number, "versions/compare"),
                version - 1
            );
            page::html(&VersionPage {
                compare: if version > 1 { compare } else { String::new() },
                restore: if version < told.stored.revision {
                    restore
                } else {
                    String::new()
                },
                versions: urls::release_part(number, "versions"),
                version,
                revision: told.stored.revision,
                baseline: versions::query::baselines(&told.events)
                    .remove(&version)
                    .unwrap_or_default(),
                form: Form::default(),
                reason: blocker.map(|fault| fault.detail(t)).unwrap_or_default(),
                number: told.number(),
                fields: teller.state(&state),
                at: here.at,
                who: here.who,
                what: here.what,
                changes: here.changes,
                earlier: address(version - 1),
                later: address(version + 1),
                history: urls::release_part(number, "history"),
                heading,
                page,
                t,
            })
        })
        .await
}

#[cfg(test)]
fn sample_moment() -> Moment {
    Moment {
        instant: "2026-12-03T02:00:00Z".to_owned(),
        words: "2 Dec 2026 23:00".to_owned(),
    }
}

#[cfg(test)]
impl HistoryPage {
    pub fn sample(language: crate::edge::Language) -> HistoryPage {
        HistoryPage {
            t: Texts(language),
            page: Frame::sample(language),
            number: "REL-1284".to_owned(),
            title: "Payments API 4.2".to_owned(),
            events: told::sample_events(&sample_moment()),
            is_verified: false,
            broken_at: 2,
            versions: urls::release_part(1284, "versions"),
        }
    }
}

#[cfg(test)]
impl VersionPage {
    pub fn sample(language: crate::edge::Language) -> VersionPage {
        let t = Texts(language);
        let field = ChangeShown {
            field: told::label(t, "title"),
            old: String::new(),
            new: "Payments API 4.2".to_owned(),
        };
        VersionPage {
            page: Frame::sample(language),
            heading: t.with("release-version-title", "n", 2),
            number: "REL-1284".to_owned(),
            at: sample_moment(),
            who: "Ana Souza".to_owned(),
            what: t.text("event-closed"),
            fields: vec![field.clone()],
            earlier: urls::release_part(1284, "versions/1"),
            later: String::new(),
            history: urls::release_part(1284, "history"),
            compare: urls::release_part(1284, "versions/compare?from=1&to=2"),
            restore: urls::release_part(1284, "versions/2/restore"),
            versions: urls::release_part(1284, "versions"),
            version: 2,
            revision: 3,
            baseline: "As agreed".to_owned(),
            form: Form::default(),
            reason: String::new(),
            changes: vec![field],
            t,
        }
    }
}
