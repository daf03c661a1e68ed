//! What every page shows around its content: rail, top bar, language, person. Which entries the rail has is
//! `wiring.rs`'s word; what stands in the middle, the screens'.

use askama::Template;
use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::text::{Language, Texts};
use super::{Call, Fault, Reply, assets, urls};
use crate::act::Look;

/// An entry of the rail.
#[derive(Debug, Clone)]
pub struct RailEntry {
    pub href: String,
    pub icon: &'static str,
    pub label: String,
    pub current: bool,
    /// A formatted number, or empty.
    pub count: String,
    /// A shortcut like `g r`, or empty.
    pub keys: &'static str,
    /// Whether a line stands above it.
    pub rule: bool,
}

/// A step of the place the page is at, from the outside in; the last one has no address.
#[derive(Debug, Clone)]
pub struct Crumb {
    pub href: String,
    pub label: String,
}

impl Crumb {
    pub fn to(href: impl Into<String>, label: impl Into<String>) -> Crumb {
        Crumb {
            href: href.into(),
            label: label.into(),
        }
    }

    pub fn here(label: impl Into<String>) -> Crumb {
        Crumb::to("", label)
    }
}

#[derive(Debug, Clone, Default)]
pub struct PersonShown {
    pub name: String,
    pub initials: String,
    pub login: String,
}

/// Something said once at the top of a page.
#[derive(Debug, Clone)]
pub struct Notice {
    /// `ok`, `info`, `warn`, `bad` or `frozen`.
    pub kind: &'static str,
    pub text: String,
}

/// What the installation says to its reader on every page, until they have seen or confirmed it (F161).
#[derive(Debug, Clone, Default)]
pub struct Banner {
    pub title: String,
    /// A few words more, or nothing.
    pub short: String,
    /// Where it is read whole.
    pub href: String,
    /// Where the answer goes, and what it is called.
    pub action: String,
    pub answer: String,
    /// Whether seeing it is not enough.
    pub asks_confirmation: bool,
}

/// What waits for a reader: the number at the bell, and what stands on every page.
#[derive(Debug, Clone, Default)]
pub struct Waiting {
    pub n_unread: i64,
    pub banners: Vec<Banner>,
}

#[derive(Debug, Clone)]
pub struct LanguageShown {
    pub code: &'static str,
    pub name: &'static str,
    pub current: bool,
    pub href: String,
}

#[derive(Debug, Clone)]
pub struct Links {
    pub home: &'static str,
    pub search: &'static str,
    /// Empty: nothing answers while typing yet.
    pub find: &'static str,
    pub unread: &'static str,
    pub help: &'static str,
    pub preferences: &'static str,
    pub settings: &'static str,
    pub log_out: &'static str,
    pub api: &'static str,
}

const LINKS: Links = Links {
    home: urls::HOME,
    search: urls::RELEASES,
    find: "",
    unread: urls::NOTICES,
    help: urls::HELP,
    preferences: urls::PREFERENCES,
    settings: urls::SETTINGS,
    log_out: urls::LOGOUT,
    api: urls::API_DOCS,
};

/// An instant as pages show it: for the machine and for the reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moment {
    pub instant: String,
    pub words: String,
}

/// The fields that `frame.html` and `bare.html` read.
#[derive(Debug, Clone)]
pub struct Frame {
    pub title: String,
    pub lang: &'static str,
    pub theme: String,
    pub nonce: String,
    pub css: &'static str,
    pub js: &'static str,
    pub icons: &'static str,
    pub favicon: &'static str,
    pub rail: Vec<RailEntry>,
    pub crumbs: Vec<Crumb>,
    pub person: PersonShown,
    pub unread: String,
    pub banners: Vec<Banner>,
    pub query: String,
    pub path: String,
    pub zone: String,
    pub version: &'static str,
    pub notice: Option<Notice>,
    pub languages: Vec<LanguageShown>,
    pub links: Links,
    texts: Texts,
    tz: TimeZone,
}

impl Frame {
    /// The frame of a page for somebody not logged in.
    pub fn bare(call: &Call, title: String) -> Frame {
        Frame::new(call, call.caller.language, call.app.zone().clone(), title)
    }

    /// The frame of a page for a logged-in person.
    pub fn of(call: &Call, look: &Look<'_>, title: String) -> Frame {
        let tz = look.person.zone.clone().unwrap_or_else(|| call.app.zone().clone());
        let mut frame = Frame::new(call, look.language, tz, title);
        let path = call.uri.split('?').next().unwrap_or("/");
        frame.rail = crate::wiring::rail(look, path);
        let waiting = crate::wiring::waiting(look);
        frame.unread = match waiting.n_unread {
            0 => String::new(),
            n => number(n, frame.texts),
        };
        // The list of notices says them itself.
        frame.banners = if path == urls::NOTICES {
            Vec::new()
        } else {
            waiting.banners
        };
        frame.person = PersonShown {
            name: look.actor().name.clone(),
            initials: initials(&look.actor().name),
            login: look.person.login.clone(),
        };
        frame.notice = call
            .asked("said")
            .filter(|key| key.starts_with("said-"))
            .map(|key| Notice {
                kind: "ok",
                text: frame.texts.text(key),
            });
        frame
    }

    fn new(call: &Call, language: Language, tz: TimeZone, title: String) -> Frame {
        let path = call.uri.split('?').next().unwrap_or("/");
        let languages = Language::ALL.map(|known| LanguageShown {
            code: known.tag(),
            name: known.own_name(),
            current: known == language,
            href: format!("{path}?lang={}", known.tag()),
        });
        Frame {
            title,
            lang: language.tag(),
            theme: "system".to_owned(),
            nonce: call.nonce.clone(),
            css: assets::asset("app.css"),
            js: assets::asset("app.js"),
            icons: assets::asset("icons.svg"),
            favicon: assets::asset("favicon.svg"),
            rail: Vec::new(),
            crumbs: Vec::new(),
            person: PersonShown::default(),
            unread: String::new(),
            banners: Vec::new(),
            query: call.asked("q").unwrap_or("").to_owned(),
            path: call.uri.clone(),
            zone: tz.iana_name().unwrap_or("UTC").to_owned(),
            version: env!("CARGO_PKG_VERSION"),
            notice: None,
            languages: languages.to_vec(),
            links: LINKS,
            texts: Texts(language),
            tz,
        }
    }

    pub fn crumbs(mut self, crumbs: impl IntoIterator<Item = Crumb>) -> Frame {
        self.crumbs = crumbs.into_iter().collect();
        self
    }

    /// The zone that times are shown in.
    pub fn tz(&self) -> &TimeZone {
        &self.tz
    }

    /// An instant in the reader's zone and language, to the minute.
    pub fn moment(&self, at: Timestamp) -> Moment {
        moment(at, &self.tz, self.texts)
    }
}

#[cfg(test)]
impl Banner {
    /// One that is to be confirmed.
    fn samples(language: Language) -> Vec<Banner> {
        vec![Banner {
            title: "Maintenance <tonight>".to_owned(),
            short: "From ten to eleven".to_owned(),
            href: urls::NOTICES.to_owned(),
            action: "/notices/1/confirm".to_owned(),
            answer: Texts(language).text("notice-confirm"),
            asks_confirmation: true,
        }]
    }
}

/// A frame without a request, for the samples of views.
#[cfg(test)]
impl Frame {
    pub fn sample(language: Language) -> Frame {
        let entry = |href: &str, icon, label: &str| RailEntry {
            href: href.to_owned(),
            icon,
            label: Texts(language).text(label),
            current: false,
            count: String::new(),
            keys: "",
            rule: false,
        };
        Frame {
            title: "Sample".to_owned(),
            lang: language.tag(),
            theme: "system".to_owned(),
            nonce: "nonce".to_owned(),
            css: "/assets/app.css",
            js: "/assets/app.js",
            icons: "/assets/icons-c69180de90.svg",
            favicon: "/assets/favicon.svg",
            rail: vec![
                entry(urls::HOME, "home", "rail-home"),
                entry(urls::RELEASES, "releases", "rail-releases"),
            ],
            crumbs: Vec::new(),
            person: PersonShown {
                name: "Ana Souza".to_owned(),
                initials: "AS".to_owned(),
                login: "ana".to_owned(),
            },
            unread: String::new(),
            banners: Banner::samples(language),
            query: String::new(),
            path: "/sample".to_owned(),
            zone: "America/Sao_Paulo".to_owned(),
            version: env!("CARGO_PKG_VERSION"),
            notice: None,
            languages: Vec::new(),
            links: LINKS,
            texts: Texts(language),
            tz: TimeZone::get("America/Sao_Paulo").unwrap_or(TimeZone::UTC),
        }
    }
}

/// An instant in a zone, in the words of a language: `2 Dec 2026 20:00`.
pub fn moment(at: Timestamp, tz: &TimeZone, texts: Texts) -> Moment {
    let local = at.to_zoned(tz.clone());
    let month = texts.text(&format!("month-{}", local.month()));
    let words = format!(
        "{} {month} {} {:02}:{:02}",
        local.day(),
        local.year(),
        local.hour(),
        local.minute()
    );
    Moment {
        instant: at.to_string(),
        words,
    }
}

/// The first letters of the first and last word of a name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// Working or wall-clock minutes as people read them: `14:05` hours.
pub fn hours(minutes: u64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// A number with the language's thousands mark.
pub fn number(value: i64, texts: Texts) -> String {
    let digits = value.unsigned_abs().to_string();
    let mark = texts.text("thousands-mark");
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push_str(&mark);
        }
        grouped.push(digit);
    }
    if value < 0 { format!("-{grouped}") } else { grouped }
}

/// Renders a view as the answer of a page.
pub fn html(view: &impl Template) -> Result<Reply, Fault> {
    view.render().map(Reply::html).map_err(Fault::internal)
}

/// Renders a form again with what was typed and what was wrong with it.
pub fn html_with(status: StatusCode, view: &impl Template) -> Result<Reply, Fault> {
    html(view).map(|reply| reply.status(status))
}

/// The page that a refused request of a person ends on.
#[derive(Debug, Template)]
#[template(path = "edge/page/fault.html")]
pub struct FaultPage {
    pub t: Texts,
    pub page: Frame,
    pub status: u16,
    pub title: String,
    pub detail: String,
    /// What is wrong with each field, where the page has no form to show it at.
    pub errors: Vec<String>,
    pub request_id: String,
    /// Where to log in again, when that is what is needed (B210).
    pub login: String,
}
