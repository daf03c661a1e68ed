//! The pages of logging in: first start, log-in, log-out, own settings and tokens.

use askama::Template;
use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};
use slipway_core::actor::TokenScope;

use super::command::{self, Attempt, Preferences, TokenWish};
use super::{api, password, store};
use crate::edge::page::{self, Crumb, Frame, Moment};
use crate::edge::{Call, Code, Fault, FieldError, Reply, Routes, Texts, reader, urls};

pub fn routes() -> Routes {
    Routes::new()
        .page(Method::GET, urls::LOGIN, login)
        .public()
        .page(Method::POST, urls::LOGIN, log_in)
        .public()
        .page(Method::GET, urls::SETUP, setup)
        .public()
        .page(Method::POST, urls::SETUP, set_up)
        .public()
        .page(Method::POST, urls::LOGOUT, log_out)
        .page(Method::GET, urls::SETTINGS, settings)
        .page(Method::POST, urls::SETTINGS, save_settings)
        .page(Method::POST, "/me/password", change_password)
        .page(Method::POST, "/me/tokens", make_token)
        .page(Method::POST, "/me/tokens/{id}/revoke", revoke_token)
        .page(Method::POST, urls::PREFERENCES, preferences)
}

#[derive(Debug, Template)]
#[template(path = "account/screen/login.html")]
struct LoginPage {
    t: Texts,
    page: Frame,
    next: String,
    login: String,
    /// What was wrong, or empty.
    error: String,
}

async fn login(call: Call) -> Result<Reply, Fault> {
    if !call.app.db().read(|tx| Ok::<_, Fault>(store::is_set_up(tx)?)).await? {
        return Ok(Reply::see_other(urls::SETUP));
    }
    login_page(&call, "", None)
}

fn login_page(call: &Call, login: &str, fault: Option<&Fault>) -> Result<Reply, Fault> {
    let t = call.texts();
    let next = call.asked("next").map(str::to_owned);
    let view = LoginPage {
        page: Frame::bare(call, t.text("login-title")),
        next: urls::local(next.as_deref()).to_owned(),
        login: login.to_owned(),
        error: fault.map(|fault| fault.detail(t)).unwrap_or_default(),
        t,
    };
    let status = fault
        .and_then(|fault| StatusCode::from_u16(fault.code.status()).ok())
        .unwrap_or(StatusCode::OK);
    page::html_with(status, &view)
}

async fn log_in(call: Call) -> Result<Reply, Fault> {
    let form = call.form();
    let text = |name: &str| form.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
    let attempt = Attempt {
        login: text("login"),
        password: text("password"),
    };
    if attempt.login.is_empty() || attempt.password.is_empty() {
        return login_page(&call, &text("login"), Some(&Fault::new(Code::WrongPassword)));
    }
    match command::log_in(&call, attempt).await {
        Ok(secret) => {
            let next = text("next");
            Ok(
                Reply::see_other(urls::local(Some(&next)))
                    .with(header::SET_COOKIE, api::session_cookie(&call, &secret)),
            )
        }
        Err(fault) if matches!(fault.code, Code::WrongPassword | Code::TooMany) => {
            login_page(&call, &text("login"), Some(&fault))
        }
        Err(fault) => Err(fault),
    }
}

async fn log_out(call: Call) -> Result<Reply, Fault> {
    api::end_session(&call, Reply::see_other(urls::LOGIN)).await
}

#[derive(Debug, Template)]
#[template(path = "account/screen/setup.html")]
struct SetupPage {
    t: Texts,
    page: Frame,
    error: String,
    min_length: usize,
}

/// The first page of a new installation asks for the administrator's password (R20). Afterwards it does not exist.
async fn setup(call: Call) -> Result<Reply, Fault> {
    must_be_new(&call).await?;
    setup_page(&call, "", StatusCode::OK)
}

async fn must_be_new(call: &Call) -> Result<(), Fault> {
    let done = call.app.db().read(|tx| Ok::<_, Fault>(store::is_set_up(tx)?)).await?;
    if done {
        Err(Fault::new(Code::AlreadySetUp))
    } else {
        Ok(())
    }
}

fn setup_page(call: &Call, error: &str, status: StatusCode) -> Result<Reply, Fault> {
    let t = call.texts();
    let error = error.to_owned();
    page::html_with(
        status,
        &SetupPage {
            page: Frame::bare(call, t.text("setup-title")),
            error,
            min_length: password::MIN_LENGTH,
            t,
        },
    )
}

async fn set_up(call: Call) -> Result<Reply, Fault> {
    must_be_new(&call).await?;
    let form = call.form();
    let text = |name: &str| form.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
    let (chosen, again) = (text("password"), text("again"));
    let t = call.texts();
    if chosen.chars().count() < password::MIN_LENGTH {
        let error = t.with("field-password-too-short", "min", password::MIN_LENGTH);
        return setup_page(&call, &error, StatusCode::UNPROCESSABLE_ENTITY);
    }
    if chosen != again {
        return setup_page(
            &call,
            &t.text("field-passwords-differ"),
            StatusCode::UNPROCESSABLE_ENTITY,
        );
    }
    let hash = password::hash(&call.app, chosen.clone()).await?;
    command::set_first_password(&call.app, call.caller.at, call.caller.request, hash).await?;
    let secret = command::log_in(
        &call,
        Attempt {
            login: command::ADMINISTRATOR.to_owned(),
            password: chosen,
        },
    )
    .await?;
    Ok(Reply::see_other(urls::HOME).with(header::SET_COOKIE, api::session_cookie(&call, &secret)))
}

#[derive(Debug)]
struct TokenShown {
    id: String,
    name: String,
    public: String,
    scope: String,
    created: Moment,
    expires: Option<Moment>,
    used: Option<Moment>,
}

#[derive(Debug, Template)]
#[template(path = "account/screen/settings.html")]
struct SettingsPage {
    t: Texts,
    page: Frame,
    name: String,
    login: String,
    zone: String,
    tokens: Vec<TokenShown>,
    scopes: Vec<(&'static str, String)>,
    /// The text of a token just made: shown this once.
    new_token: String,
    errors: Vec<String>,
    min_length: usize,
}

async fn settings(call: Call) -> Result<Reply, Fault> {
    settings_page(&call, String::new(), None).await
}

async fn settings_page(call: &Call, new_token: String, fault: Option<Fault>) -> Result<Reply, Fault> {
    let shown = call.clone();
    let (errors, status) = match &fault {
        Some(fault) => {
            let t = call.texts();
            let errors = fault.errors.iter().map(|error| error.message(t)).collect::<Vec<_>>();
            let told = if errors.is_empty() {
                vec![fault.detail(t)]
            } else {
                errors
            };
            (
                told,
                StatusCode::from_u16(fault.code.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
            )
        }
        None => (Vec::new(), StatusCode::OK),
    };
    call.app
        .look(&call.caller, move |look| {
            let t = look.texts();
            let frame =
                Frame::of(&shown, look, t.text("settings-title")).crumbs([Crumb::here(t.text("settings-title"))]);
            let tokens = store::tokens_of(look.tx, look.actor().account)?;
            let tokens = tokens.into_iter().map(|token| TokenShown {
                id: token.id.to_string(),
                name: token.name,
                public: token.public,
                scope: t.text(&format!("scope-{}", token.scope)),
                created: frame.moment(token.created_at),
                expires: token.expires_at.map(|at| frame.moment(at)),
                used: token.used_at.map(|at| frame.moment(at)),
            });
            let view = SettingsPage {
                tokens: tokens.collect(),
                name: look.actor().name.clone(),
                login: look.person.login.clone(),
                zone: look
                    .person
                    .zone
                    .as_ref()
                    .and_then(|zone| zone.iana_name())
                    .unwrap_or("")
                    .to_owned(),
                scopes: TokenScope::WORDS
                    .iter()
                    .map(|word| (*word, t.text(&format!("scope-{word}"))))
                    .collect(),
                new_token: new_token.clone(),
                errors: errors.clone(),
                min_length: password::MIN_LENGTH,
                page: frame,
                t,
            };
            page::html_with(status, &view)
        })
        .await
}

async fn save_settings(call: Call) -> Result<Reply, Fault> {
    let asked = match reader::read(&call.form(), Preferences::read) {
        Ok(asked) => asked,
        Err(fault) => return settings_page(&call, String::new(), Some(fault)).await,
    };
    call.app
        .act(&call.caller, move |act| command::set_preferences(act, &asked))
        .await?;
    Ok(Reply::see_other(format!("{}?said=said-saved", urls::SETTINGS)))
}

/// The person menu's buttons: whichever was pressed. Theme, contrast and density live in the browser alone.
async fn preferences(call: Call) -> Result<Reply, Fault> {
    let mut form = call.form();
    let back = form.get("back").and_then(Value::as_str).map(str::to_owned);
    if let Some(fields) = form.as_object_mut() {
        fields.retain(|name, _| name == "language");
        if !fields.is_empty() {
            let asked = reader::read(&Value::Object(fields.clone()), Preferences::read)?;
            call.app
                .act(&call.caller, move |act| command::set_preferences(act, &asked))
                .await?;
        }
    }
    Ok(Reply::see_other(urls::local(back.as_deref())))
}

async fn change_password(call: Call) -> Result<Reply, Fault> {
    let form = call.form();
    let text = |name: &str| form.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
    let (old, chosen, again) = (text("old"), text("password"), text("again"));
    let (login, account) = call
        .app
        .look(&call.caller, |look| {
            Ok((look.person.login.clone(), look.actor().account))
        })
        .await?;
    let mut errors = Vec::new();
    if chosen.chars().count() < password::MIN_LENGTH {
        errors.push(FieldError::new("/password", "password_too_short").with("min", password::MIN_LENGTH));
    }
    if chosen != again {
        errors.push(FieldError::new("/again", "passwords_differ"));
    }
    let hash = call
        .app
        .db()
        .read(move |tx| Ok::<_, Fault>(store::by_login(tx, &login)?))
        .await?
        .and_then(|(_, hash)| hash);
    if !password::matches(&call.app, old, hash).await? {
        errors.push(FieldError::new("/old", "wrong_password"));
    }
    if !errors.is_empty() {
        return settings_page(&call, String::new(), Some(Fault::invalid(errors))).await;
    }
    let hash = password::hash(&call.app, chosen).await?;
    call.app
        .act(&call.caller, move |act| command::set_password(act, account, &hash))
        .await?;
    Ok(Reply::see_other(urls::LOGIN))
}

async fn make_token(call: Call) -> Result<Reply, Fault> {
    let form = call.form();
    let days = form
        .get("days")
        .and_then(Value::as_str)
        .and_then(|days| days.parse::<i64>().ok());
    let mut asked = json!({"name": form.get("name"), "scope": form.get("scope")});
    let expires = days.and_then(|days| {
        call.caller
            .at
            .checked_add(jiff::SignedDuration::from_hours(24 * days))
            .ok()
    });
    if let (Some(fields), Some(at)) = (asked.as_object_mut(), expires) {
        fields.insert("expires_at".to_owned(), at.to_string().into());
    }
    let wish = match reader::read(&asked, TokenWish::read) {
        Ok(wish) => wish,
        Err(fault) => return settings_page(&call, String::new(), Some(fault)).await,
    };
    let (_, text) = call
        .app
        .act(&call.caller, move |act| {
            command::make_token(act, act.actor().account, &wish)
        })
        .await?;
    settings_page(&call, text, None).await
}

async fn revoke_token(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    call.app
        .act(&call.caller, move |act| {
            command::revoke_token(act, id, crate::edge::Precondition::Any)
        })
        .await?;
    Ok(Reply::see_other(format!("{}?said=said-revoked", urls::SETTINGS)))
}
