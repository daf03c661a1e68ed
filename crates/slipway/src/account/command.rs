//! Logging in and out, passwords, tokens, own preferences.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;
use slipway_core::actor::TokenScope;
use slipway_core::id::Id;
use slipway_core::kind::Account;
use uuid::Uuid;

use super::{password, store};
use crate::act::{Act, FieldChange, Happening, Subject, new_uuid};
use crate::app::App;
use crate::edge::endpoint::{digest, new_secret};
use crate::edge::{Call, Code, Fault, Language, Precondition, Reader};

/// Name and password, as typed.
#[derive(Debug)]
pub struct Attempt {
    pub login: String,
    pub password: String,
}

impl Attempt {
    pub fn read(reader: &Reader<'_>) -> Attempt {
        Attempt {
            login: reader.required_line("login", 120),
            password: reader.required_line("password", 1024),
        }
    }
}

/// Opens a session and answers its secret. Unknown names, wrong passwords and barred accounts get the same answer
/// after the same work (G32); too many tries wait (G33).
pub async fn log_in(call: &Call, attempt: Attempt) -> Result<String, Fault> {
    let (app, at) = (&call.app, call.caller.at);
    let asking = app.throttle().try_log_in(&attempt.login, call.peer, call.began)?;
    let login = attempt.login.clone();
    let found = app
        .db()
        .read(move |tx| Ok::<_, Fault>(store::by_login(tx, &login)?))
        .await?;
    let (account, hash) = found.map_or((None, None), |(account, hash)| (Some(account), hash));
    let is_right = match password::matches(app, attempt.password, hash).await {
        Ok(is_right) => is_right,
        Err(busy) => {
            app.throttle().withdraw(asking);
            return Err(busy);
        }
    };
    let Some(account) = account.filter(|_| is_right) else {
        return Err(Fault::new(Code::WrongPassword));
    };
    app.throttle().logged_in(asking, call.began);
    let secret = new_secret()?;
    let opened = digest(&secret);
    app.db()
        .keep_house(at, move |tx| Ok::<_, Fault>(store::open_session(tx, &opened, account)?))
        .await?;
    Ok(secret)
}

/// The history's name for an account.
pub fn subject(account: Id<Account>) -> Subject {
    Subject {
        kind: "user",
        id: account.uuid(),
    }
}

/// Sets a password whose hash was made before, and ends every session of the account.
pub fn set_password(act: &Act<'_>, account: Id<Account>, hash: &str) -> Result<(), Fault> {
    let change = FieldChange {
        field: "password".to_owned(),
        old: json!("***"),
        new: json!("***"),
    };
    let seq = act.record(
        subject(account),
        &Happening {
            kind: "password_changed".into(),
            changes: vec![change],
            note: None,
        },
    )?;
    store::set_password(act.tx(), account, hash, seq)?;
    store::close_sessions_of(act.tx(), account)?;
    Ok(())
}

/// The log-in of the first administrator.
pub const ADMINISTRATOR: &str = "admin";

/// Sets the first administrator's password, once.
pub async fn set_first_password(app: &App, at: Timestamp, request: Uuid, hash: String) -> Result<(), Fault> {
    app.act_as_system(at, request, move |act| {
        if store::is_set_up(act.tx())? {
            return Err(Fault::new(Code::AlreadySetUp));
        }
        let administrator =
            store::account_of_login(act.tx(), ADMINISTRATOR)?.ok_or_else(|| Fault::new(Code::NotFound))?;
        set_password(act, administrator, &hash)
    })
    .await
}

/// What a person may set about themselves.
#[derive(Debug)]
pub struct Preferences {
    pub language: Option<Language>,
    pub zone: Option<String>,
}

impl Preferences {
    pub fn read(reader: &Reader<'_>) -> Preferences {
        let language = reader.line("language", 12).map(|tag| {
            let language = Language::from_tag(&tag);
            if language.is_none() {
                reader.refuse("language", "not_a_language");
            }
            language
        });
        let zone = reader.line("zone", 64);
        if zone.as_deref().is_some_and(|zone| TimeZone::get(zone).is_err()) {
            reader.refuse("zone", "not_a_zone");
        }
        Preferences {
            language: language.flatten(),
            zone,
        }
    }
}

/// Sets the caller's language and zone; what is not said stays.
pub fn set_preferences(act: &Act<'_>, asked: &Preferences) -> Result<(), Fault> {
    let person = act.person;
    let old_language = person.language.map(Language::tag);
    let old_zone = person
        .zone
        .as_ref()
        .and_then(|zone| zone.iana_name())
        .map(str::to_owned);
    let language = asked.language.map(Language::tag).or(old_language);
    let zone = asked.zone.clone().or_else(|| old_zone.clone());
    let changes = [
        ("language", json!(old_language), json!(language)),
        ("zone", json!(old_zone), json!(zone)),
    ];
    let changes = changes.into_iter().filter(|(_, old, new)| old != new);
    let changes = changes
        .map(|(field, old, new)| FieldChange {
            field: field.to_owned(),
            old,
            new,
        })
        .collect();
    let account = act.actor().account;
    let seq = act.record(
        subject(account),
        &Happening {
            kind: "edited".into(),
            changes,
            note: None,
        },
    )?;
    store::set_preferences(act.tx(), account, language, zone.as_deref(), seq)?;
    Ok(())
}

/// A token to be made.
#[derive(Debug, Clone)]
pub struct TokenWish {
    pub name: String,
    pub scope: TokenScope,
    pub expires_at: Option<Timestamp>,
}

impl TokenWish {
    pub fn read(reader: &Reader<'_>) -> TokenWish {
        TokenWish {
            name: reader.required_line("name", 120),
            scope: reader.choice("scope", TokenScope::Read),
            expires_at: reader.instant("expires_at"),
        }
    }
}

/// Makes a token and answers it with its text, which is shown once and never again.
pub fn make_token(act: &Act<'_>, account: Id<Account>, wish: &TokenWish) -> Result<(store::Token, String), Fault> {
    if wish.expires_at.is_some_and(|expires_at| expires_at <= act.at) {
        return Err(Fault::invalid(vec![crate::edge::FieldError::new(
            "/expires_at",
            "in_the_past",
        )]));
    }
    let id = new_uuid(act.at);
    let public: String = new_secret()?
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(12)
        .collect();
    let secret = new_secret()?;
    let token = store::Token {
        id,
        name: wish.name.clone(),
        public,
        scope: wish.scope.as_str().to_owned(),
        expires_at: wish.expires_at,
        created_at: act.at,
        used_at: None,
        revision: 1,
    };
    store::insert_token(act.tx(), account, &token, &digest(&secret))?;
    let named = [
        ("name", json!(token.name)),
        ("scope", json!(token.scope)),
        ("account", json!(account.to_string())),
    ];
    let changes = named
        .into_iter()
        .map(|(field, new)| FieldChange {
            field: field.to_owned(),
            old: json!(null),
            new,
        })
        .collect();
    act.record(
        Subject { kind: "token", id },
        &Happening {
            kind: "created".into(),
            changes,
            note: None,
        },
    )?;
    let text = format!("slip_{}_{secret}", token.public);
    Ok((token, text))
}

/// Revokes one of the caller's tokens; somebody else's does not exist.
pub fn revoke_token(act: &Act<'_>, id: Uuid, precondition: Precondition) -> Result<(), Fault> {
    let token = store::token(act.tx(), id, act.actor().account)?.ok_or_else(|| Fault::new(Code::NotFound))?;
    let subject = Subject { kind: "token", id };
    act.check(precondition, subject, token.revision)?;
    store::revoke_token(act.tx(), id)?;
    act.record(
        subject,
        &Happening {
            kind: "deleted".into(),
            ..Happening::default()
        },
    )?;
    Ok(())
}
