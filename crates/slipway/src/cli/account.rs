//! `slipway user` and `slipway token`: for an administrator at the machine.

use std::io::{BufRead, IsTerminal, Write};

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use slipway_core::actor::TokenScope;
use slipway_core::id::Id;
use slipway_core::kind::Account;
use slipway_db::{ReadTx, Select};
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::{Failure, say, store};
use crate::account::command::{self, TokenWish};
use crate::account::kinds::{EMPLOYEES, PROFILES, USERS};
use crate::account::{password, store as accounts};
use crate::act::{Act, new_uuid};
use crate::app::App;
use crate::config::Config;
use crate::edge::Fault;
use crate::entry::command::create;
use crate::entry::kind::Kind;
use crate::entry::sheet::Draft;
use crate::entry::store::{self as entries, Entry};
use crate::seed;

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a log-in for an employee, made on the spot when there is none of that mail address; the password is read
    /// from `SLIPWAY_PASSWORD`, else from standard input
    #[command(after_help = "Example: slipway user add ana --name 'Ana Souza' --email ana@example.org")]
    Add {
        /// What the person types to log in
        login: String,
        /// The person's name; the log-in when absent
        #[arg(long)]
        name: Option<String>,
        /// The person's mail address; LOGIN@localhost when absent
        #[arg(long)]
        email: Option<String>,
        /// Name of the access profile; the administrator's when absent
        #[arg(long)]
        profile: Option<String>,
    },
    /// Set the password of a log-in: read from `SLIPWAY_PASSWORD`, else from standard input
    #[command(after_help = "Example: slipway user password ana < secret.txt")]
    Password {
        /// Whose password
        login: String,
    },
}

/// How far a token reaches.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Scope {
    Read,
    Write,
    Admin,
}

#[derive(Debug, Args)]
pub struct TokenArgs {
    /// Whose token
    login: String,
    /// How far it reaches
    #[arg(long, value_enum, default_value = "read")]
    scope: Scope,
    /// What it is for
    #[arg(long, default_value = "command line")]
    name: String,
}

/// A log-in that is to be.
#[derive(Debug, Clone)]
struct Newcomer {
    login: String,
    name: String,
    email: String,
    /// The name of a profile; none means the administrator's.
    profile: Option<String>,
}

/// Adds a log-in or sets its password.
pub fn user(config: Config, asked: UserCommand) -> Result<(), Failure> {
    let runtime = Runtime::new()?;
    let app = store::ready(config, &runtime)?;
    let at = app.now();
    let done = match asked {
        UserCommand::Add {
            login,
            name,
            email,
            profile,
        } => {
            let newcomer = Newcomer {
                name: name.unwrap_or_else(|| login.clone()),
                email: email.unwrap_or_else(|| format!("{login}@localhost")),
                login,
                profile,
            };
            add(&app, &runtime, newcomer)?
        }
        UserCommand::Password { login } => {
            let account = account_of(&app, &runtime, &login)?;
            let hash = runtime.block_on(password::hash(&app, read_password()?))?;
            let set = move |act: &Act<'_>| command::set_password(act, account, &hash);
            runtime.block_on(app.act_as_system(at, new_uuid(at), set))?;
            format!("set the password of {login}; its sessions have ended")
        }
    };
    app.db().close();
    say(&done)
}

fn add(app: &App, runtime: &Runtime, newcomer: Newcomer) -> Result<String, Failure> {
    let asked = newcomer.clone();
    let found = runtime.block_on(app.db().read(move |tx| around(tx, &asked)))?;
    let profile = found.profile.ok_or_else(|| {
        let name = newcomer.profile.clone().unwrap_or_default();
        Failure::Refused(format!("there is no profile {name}"))
    })?;
    let hash = runtime.block_on(password::hash(app, read_password()?))?;
    let done = format!("added {}", newcomer.login);
    let at = app.now();
    let add = move |act: &Act<'_>| {
        let employee = if let Some(employee) = found.employee {
            employee
        } else {
            let body = json!({"name": newcomer.name, "email": newcomer.email, "unit": found.unit});
            create(act, &EMPLOYEES, &Draft::plain(body))?.id
        };
        let body = json!({"employee": employee, "login": newcomer.login, "profile": profile});
        let made = create(act, &USERS, &Draft::plain(body))?;
        command::set_password(act, Id::new(made.id), &hash)
    };
    runtime.block_on(app.act_as_system(at, new_uuid(at), add))?;
    Ok(done)
}

/// What a new log-in is tied to.
#[derive(Debug)]
struct Around {
    /// Whoever has the mail address already.
    employee: Option<Uuid>,
    /// The administrator's.
    unit: Value,
    profile: Option<Uuid>,
}

fn around(tx: &ReadTx<'_>, newcomer: &Newcomer) -> Result<Around, Fault> {
    let field = |entry: &Option<Entry>, name: &str| entry.as_ref().and_then(|entry| entry.values.get(name).cloned());
    let administrator = entry(tx, &USERS, "lower(t.login) = lower($)", seed::ADMINISTRATOR)?;
    let own = field(&administrator, "employee").unwrap_or_default();
    let own = own.as_str().and_then(|id| id.parse().ok());
    let person = own.map_or(Ok(None), |id| entries::one(tx, &EMPLOYEES, id))?;
    let profile = match &newcomer.profile {
        Some(name) => entry(tx, &PROFILES, "lower(t.name) = lower($)", name)?.map(|profile| profile.id),
        None => field(&administrator, "profile").and_then(|id| id.as_str()?.parse().ok()),
    };
    let employee = entry(tx, &EMPLOYEES, "lower(t.email) = lower($)", &newcomer.email)?;
    Ok(Around {
        employee: employee.map(|employee| employee.id),
        unit: field(&person, "unit").unwrap_or_default(),
        profile,
    })
}

/// The entry of a kind for which a fragment of SQL with one text holds.
fn entry(tx: &ReadTx<'_>, kind: &'static Kind, fragment: &'static str, text: &str) -> Result<Option<Entry>, Fault> {
    let select = Select::narrowing(entries::statements(kind)?.list).filter(fragment, text);
    Ok(entries::listed(tx, kind, &select)?.into_iter().next())
}

fn account_of(app: &App, runtime: &Runtime, login: &str) -> Result<Id<Account>, Failure> {
    let asked = login.to_owned();
    let found = runtime.block_on(
        app.db()
            .read(move |tx| Ok::<_, Fault>(accounts::account_of_login(tx, &asked)?)),
    )?;
    found.ok_or_else(|| Failure::Refused(format!("there is no log-in {login}")))
}

/// Makes a token and prints it, once.
pub fn token(config: Config, args: TokenArgs) -> Result<(), Failure> {
    let runtime = Runtime::new()?;
    let app = store::ready(config, &runtime)?;
    let account = account_of(&app, &runtime, &args.login)?;
    let scope = match args.scope {
        Scope::Read => TokenScope::Read,
        Scope::Write => TokenScope::Write,
        Scope::Admin => TokenScope::Admin,
    };
    let wish = TokenWish {
        name: args.name,
        scope,
        expires_at: None,
    };
    let at = app.now();
    let make = move |act: &Act<'_>| command::make_token(act, account, &wish).map(|(_, text)| text);
    let text = runtime.block_on(app.act_as_system(at, new_uuid(at), make))?;
    app.db().close();
    say(&text)
}

fn read_password() -> Result<String, Failure> {
    let given = if let Ok(password) = std::env::var("SLIPWAY_PASSWORD") {
        password
    } else {
        if std::io::stdin().is_terminal() {
            write!(std::io::stderr().lock(), "password: ")?;
        }
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line)?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    if given.chars().count() < password::MIN_LENGTH {
        return Err(Failure::Refused(format!(
            "a password has at least {} characters",
            password::MIN_LENGTH
        )));
    }
    Ok(given)
}
