//! Sessions, the caller, personal tokens: `spec/api.md`, "Session, people, access".

use axum::http::{Method, header};
use serde_json::{Value, json};

use super::command::{self, Attempt, TokenWish};
use super::{query, store};
use crate::act::Look;
use crate::edge::headers::{self, Transport};
use crate::edge::{Call, Credential, Fault, Operation, Reply, Routes, endpoint, idempotency, reader};

const TAG: &str = "Session";

pub fn routes() -> Routes {
    let attempt = reader::schema_of(Attempt::read);
    let wish = reader::schema_of(TokenWish::read);
    let any = || json!({"type": "object"});
    Routes::new()
        .api(
            Method::POST,
            "/sessions",
            Operation::new("session_open", TAG, "Log in; sets the session cookie")
                .body(attempt)
                .answers(201, any()),
            open,
        )
        .public()
        .api(
            Method::DELETE,
            "/sessions/current",
            Operation::new("session_close", TAG, "Log out").answers_nothing(),
            close,
        )
        .api(
            Method::GET,
            "/me",
            Operation::new("me", TAG, "Who am I, with my rights").answers(200, any()),
            me,
        )
        .api(
            Method::GET,
            "/tokens",
            Operation::new("token_list", TAG, "My personal tokens").answers(200, any()),
            tokens,
        )
        .api(
            Method::POST,
            "/tokens",
            Operation::new("token_create", TAG, "Make a token; its text is shown once")
                .body(wish)
                .answers(201, any()),
            make_token,
        )
        .api(
            Method::GET,
            "/tokens/{id}",
            Operation::new("token_get", TAG, "One of my tokens").answers(200, any()),
            token,
        )
        .api(
            Method::DELETE,
            "/tokens/{id}",
            Operation::new("token_revoke", TAG, "Revoke a token")
                .if_match()
                .answers_nothing(),
            revoke,
        )
}

async fn open(call: Call) -> Result<Reply, Fault> {
    let attempt = reader::read(&call.json()?, Attempt::read)?;
    let secret = command::log_in(&call, attempt).await?;
    let caller = crate::edge::Caller {
        credential: Some(Credential::Session(endpoint::digest(&secret))),
        ..call.caller.clone()
    };
    let who = call.app.look(&caller, |look| Ok(shown(look))).await?;
    Ok(Reply::created("/api/v1/me".to_owned(), who).with(header::SET_COOKIE, session_cookie(&call, &secret)))
}

/// The session cookie: no lifetime of its own, not for scripts, not for other sites' requests.
pub fn session_cookie(call: &Call, secret: &str) -> String {
    let transport = Transport::of(&call.app.config().public_address());
    let secure = if transport == Transport::Tls { " Secure;" } else { "" };
    format!(
        "{}={secret}; Path=/;{secure} HttpOnly; SameSite=Lax",
        endpoint::cookie_name(transport)
    )
}

/// Closes the caller's session and answers with headers that make the browser forget everything.
pub async fn end_session(call: &Call, reply: Reply) -> Result<Reply, Fault> {
    if let Some(Credential::Session(digest)) = call.caller.credential.clone() {
        call.app
            .db()
            .keep_house(call.caller.at, move |tx| {
                Ok::<_, Fault>(store::close_session(tx, &digest)?)
            })
            .await?;
    }
    let expired = format!("{}; Max-Age=0", session_cookie(call, ""));
    Ok(reply.with(header::SET_COOKIE, expired).with(
        header::HeaderName::from_static("clear-site-data"),
        headers::FORGET_EVERYTHING,
    ))
}

async fn close(call: Call) -> Result<Reply, Fault> {
    end_session(&call, Reply::nothing()).await
}

async fn me(call: Call) -> Result<Reply, Fault> {
    call.app.look(&call.caller, |look| Ok(Reply::json(shown(look)))).await
}

fn shown(look: &Look<'_>) -> Value {
    let actor = look.actor();
    let groups: Vec<Value> = actor
        .memberships
        .iter()
        .map(|member| {
            let flows: Vec<Value> = member
                .flows
                .iter()
                .map(|(flow, actions)| json!({"flow": flow.to_string(), "actions": actions.iter().map(|action| action.as_str()).collect::<Vec<_>>()}))
                .collect();
            json!({"id": member.group.to_string(), "flow_permissions": flows, "suspend_reactivate": member.suspends})
        })
        .collect();
    json!({
        "id": actor.account.to_string(),
        "login": look.person.login,
        "employee": actor.employee.to_string(),
        "name": actor.name,
        "language": look.language.tag(),
        "zone": look.person.zone.as_ref().and_then(|zone| zone.iana_name()),
        "rights": query::rights_to_json(&actor.rights),
        "groups": groups,
    })
}

fn token_to_json(token: &store::Token) -> Value {
    json!({
        "id": token.id.to_string(),
        "name": token.name,
        "public": token.public,
        "scope": token.scope,
        "expires_at": token.expires_at.map(|at| at.to_string()),
        "created_at": token.created_at.to_string(),
        "used_at": token.used_at.map(|at| at.to_string()),
    })
}

async fn tokens(call: Call) -> Result<Reply, Fault> {
    call.app
        .look(&call.caller, |look| {
            let items: Vec<Value> = store::tokens_of(look.tx, look.actor().account)?
                .iter()
                .map(token_to_json)
                .collect();
            Ok(Reply::json(json!({"items": items, "next": null})))
        })
        .await
}

async fn token(call: Call) -> Result<Reply, Fault> {
    let id = call.parsed("id")?;
    call.app
        .look(&call.caller, move |look| {
            let token = store::token(look.tx, id, look.actor().account)?
                .ok_or_else(|| Fault::new(crate::edge::Code::NotFound))?;
            Ok(Reply::json(token_to_json(&token)).etag(token.revision))
        })
        .await
}

async fn make_token(call: Call) -> Result<Reply, Fault> {
    let wish = reader::read(&call.json()?, TokenWish::read)?;
    idempotency::answer(&call, move |act| {
        let (token, text) = command::make_token(act, act.actor().account, &wish)?;
        let mut shown = token_to_json(&token);
        if let Some(object) = shown.as_object_mut() {
            object.insert("token".to_owned(), text.into());
        }
        Ok(Reply::created(format!("/api/v1/tokens/{}", token.id), shown).etag(token.revision))
    })
    .await
}

async fn revoke(call: Call) -> Result<Reply, Fault> {
    let (id, precondition) = (call.parsed("id")?, call.precondition().required()?);
    idempotency::answer(&call, move |act| {
        command::revoke_token(act, id, precondition)?;
        Ok(Reply::nothing())
    })
    .await
}
