//! `slipway user` and `slipway token`: for an administrator at the machine.

use std::io::{BufRead, Write};

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use slipway_core::actor::TokenScope;
use tokio::runtime::Runtime;

use super::{Failure, say, store};
use crate::account::command::{self, TokenWish};
use crate::account::{self, kinds, password};
use crate::act::new_uuid;
use crate::app::App;
use crate::config::Config;
use crate::edge::{Code, Fault};
use crate::entry::{self, sheet::Draft};
use crate::seed;

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a log-in for an employee, made on the spot when there is none of that mail address
    #[command(after_help = "Example: slipway user add ana --name 'Ana Souza' --email ana@example.org")]
    Add {
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
    /// Set the password of a log-in: read from SLIPWAY_PASSWORD, else from standard input
    #[command(after_help = "Example: slipway user password ana < secret.txt")]
    Password { login: String },
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

fn opened(config: Config) -> Result<(App, Runtime), Failure> {
    let db = store::open(&config)?;
    db.migrate(crate::app::machine_clock()())?;
    let app = App::new(db, config, crate::app::machine_clock(), account::query::identify);
    let runtime = Runtime::new()?;
    let admin_password = app.config().admin_password.clone();
    runtime.block_on(seed::install(&app, admin_password.as_deref()))?;
    Ok((app, runtime))
}

/// Adds a log-in or sets its password.
pub fn user(config: Config, asked: UserCommand) -> Result<(), Failure> {
    let (app, runtime) = opened(config)?;
    let at = app.now();
    let done = match asked {
        UserCommand::Add {
            login,
            name,
            email,
            profile,
        } => {
            let hash = runtime.block_on(password::hash(&app, read_password()?))?;
            runtime.block_on(app.act_as_system(at, new_uuid(at), move |act| {
                let name = name.clone().unwrap_or_else(|| login.clone());
                let email = email.clone().unwrap_or_else(|| format!("{login}@localhost"));
                let ids = account::query::first_ids(act.tx(), profile.as_deref())?;
                let employee = json!({"name": name, "email": email, "unit": ids.unit});
                let employee = entry::command::create(act, &kinds::EMPLOYEES, &Draft::plain(employee))?.id;
                let account = json!({"employee": employee, "login": login, "profile": ids.profile});
                let made = entry::command::create(act, &kinds::USERS, &Draft::plain(account))?;
                command::set_password(act, slipway_core::id::Id::new(made.id), &hash)?;
                Ok(format!("added {login}"))
            }))?
        }
        UserCommand::Password { login } => {
            let hash = runtime.block_on(password::hash(&app, read_password()?))?;
            runtime.block_on(app.act_as_system(at, new_uuid(at), move |act| {
                let account =
                    account::store::account_of_login(act.tx(), &login)?.ok_or_else(|| Fault::new(Code::NotFound))?;
                command::set_password(act, account, &hash)?;
                Ok(format!("set the password of {login}; its sessions have ended"))
            }))?
        }
    };
    app.db().close();
    say(&done)
}

/// Makes a token and prints it, once.
pub fn token(config: Config, args: TokenArgs) -> Result<(), Failure> {
    let (app, runtime) = opened(config)?;
    let at = app.now();
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
    let login = args.login;
    let text = runtime.block_on(app.act_as_system(at, new_uuid(at), move |act| {
        let account = account::store::account_of_login(act.tx(), &login)?.ok_or_else(|| Fault::new(Code::NotFound))?;
        command::make_token(act, account, &wish).map(|(_, text)| text)
    }))?;
    app.db().close();
    say(&text)
}

fn read_password() -> Result<String, Failure> {
    let given = match std::env::var("SLIPWAY_PASSWORD") {
        Ok(password) => password,
        Err(_) => {
            write!(std::io::stderr().lock(), "password: ")?;
            let mut line = String::new();
            std::io::stdin().lock().read_line(&mut line)?;
            line.trim_end_matches(['\r', '\n']).to_owned()
        }
    };
    if given.chars().count() < password::MIN_LENGTH {
        return Err(Failure::Refused(format!(
            "a password has at least {} characters",
            password::MIN_LENGTH
        )));
    }
    Ok(given)
}
