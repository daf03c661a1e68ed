//! Settings: flags before environment before file before defaults; an unknown key is an error (`spec/cli.md`).

mod environment;
pub mod smtp;

use std::fmt;
use std::path::PathBuf;

use figment::Figment;
use figment::providers::{Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use tracing_subscriber::EnvFilter;

use self::environment::Environment;

/// Every setting of the server.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where the server listens.
    pub listen: String,
    /// `sqlite://path` or `postgres://…`.
    pub database_url: String,
    /// Folder of uploaded files.
    pub files: PathBuf,
    /// The address people reach the server at; `http://` and the listening address when empty.
    pub base_url: Option<String>,
    /// The first administrator's password; asked on the first page when absent.
    #[serde(skip_serializing)]
    pub admin_password: Option<String>,
    /// `smtp://…`; without it mails stay in the outbox.
    pub smtp_url: Option<String>,
    /// Who mails are from, `Slipway <slipway@example.org>`; `slipway` at the host of the public address when empty.
    pub mail_sender: Option<String>,
    /// IANA zone of the installation.
    pub zone: Option<String>,
    /// Language of those who chose none and whose browser says none.
    pub language: String,
    /// Log filter.
    pub log: String,
    /// `text` or `json`.
    pub log_format: String,
    /// Requests a minute that one token or session may make.
    pub requests_a_minute: u32,
    /// Most transactions one commit carries; 1 switches grouping off, for measurements.
    pub commit_group: usize,
}

/// Without what would be a secret in a log: the first password, and those in the addresses of store and mail.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("listen", &self.listen)
            .field("base_url", &self.base_url)
            .field("zone", &self.zone)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

/// What the log can be written as.
const LOG_FORMATS: [&str; 2] = ["text", "json"];

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            database_url: "sqlite://slipway-data/slipway.db".to_owned(),
            files: PathBuf::from("slipway-data/files"),
            base_url: None,
            admin_password: None,
            smtp_url: None,
            mail_sender: None,
            zone: None,
            language: "en".to_owned(),
            log: "info".to_owned(),
            log_format: "text".to_owned(),
            requests_a_minute: 600,
            commit_group: 256,
        }
    }
}

/// Settings given as flags; `None` leaves the word to environment and file.
#[derive(Debug, Clone, Default, Serialize, clap::Args)]
pub struct Flags {
    /// Settings file
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Address to listen on
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
    /// Store: `sqlite://FILE` or `postgres://…`
    #[arg(long = "database", global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    /// Folder of uploaded files
    #[arg(long, global = true, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<PathBuf>,
    /// Address people reach the server at
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// Mail server, smtp://HOST:PORT
    #[arg(long = "smtp", global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_url: Option<String>,
    /// Who mails are from
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_sender: Option<String>,
    /// Log filter, as `info` or `slipway=debug`
    #[arg(long, global = true, value_name = "FILTER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// `text` or `json`
    #[arg(long, global = true, value_name = "FORMAT", value_parser = LOG_FORMATS)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_format: Option<String>,
    /// Requests a minute that one token or session may make
    #[arg(long, global = true, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests_a_minute: Option<u32>,
    /// Most transactions one commit carries (1 switches grouping off, for measurements)
    #[arg(long, global = true, value_name = "N", hide = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit_group: Option<usize>,
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the settings cannot be read: {0}")]
    Unreadable(Box<figment::Error>),
    #[error("the settings file {} does not exist", .0.display())]
    NoFile(PathBuf),
    #[error("the environment says {name}, which is no setting: {meant} was meant")]
    UnknownVariable { name: String, meant: String },
    #[error("the value of {0} is no text")]
    NotText(String),
    #[error("`{0}` is no time zone")]
    Zone(String),
    #[error("`{0}` is no language of Slipway: en, pt-BR or es")]
    Language(String),
    #[error("the public address `{0}` must begin with http:// or https://")]
    BaseUrl(String),
    #[error("the mail server is named as smtp://HOST:PORT or smtps://HOST, with ?tls=required, opportunistic or none")]
    Smtp(#[source] Box<lettre::transport::smtp::Error>),
    #[error("`{0}` is no sender: it looks like Slipway <slipway@example.org>")]
    Sender(String),
    #[error("`{0}` is no log filter: it looks like info, or slipway=debug,warn")]
    Log(String),
    #[error("`{0}` is no log format: text or json")]
    LogFormat(String),
}

/// The settings file that is read where no other is named: in the working directory, not above it.
const FILE: &str = "slipway.toml";

impl Config {
    /// Reads the settings of this process.
    pub fn load(flags: &Flags) -> Result<Config, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(Config::default()));
        if let Some(path) = file(flags)? {
            figment = figment.merge(Toml::file_exact(path));
        }
        figment = figment
            .merge(Environment::of_process()?)
            .merge(Serialized::defaults(flags));
        let config: Config = figment
            .extract()
            .map_err(|error| ConfigError::Unreadable(Box::new(error)))?;
        config.checked()
    }

    fn checked(self) -> Result<Config, ConfigError> {
        if let Some(zone) = self
            .zone
            .as_deref()
            .filter(|zone| jiff::tz::TimeZone::get(zone).is_err())
        {
            return Err(ConfigError::Zone(zone.to_owned()));
        }
        if crate::edge::Language::from_tag(&self.language).is_none() {
            return Err(ConfigError::Language(self.language));
        }
        let is_web = |url: &str| url.starts_with("http://") || url.starts_with("https://");
        if let Some(url) = self.base_url.as_deref().filter(|url| !is_web(url)) {
            return Err(ConfigError::BaseUrl(url.to_owned()));
        }
        if let Some(address) = &self.smtp_url {
            smtp::transport(address).map_err(|error| ConfigError::Smtp(Box::new(error)))?;
        }
        if let Some(sender) = self.mail_sender.as_deref().filter(|_| self.sender().is_none()) {
            return Err(ConfigError::Sender(sender.to_owned()));
        }
        if EnvFilter::try_new(&self.log).is_err() {
            return Err(ConfigError::Log(self.log));
        }
        if !LOG_FORMATS.contains(&self.log_format.as_str()) {
            return Err(ConfigError::LogFormat(self.log_format));
        }
        Ok(self)
    }

    /// Who mails are from.
    pub fn sender(&self) -> Option<lettre::message::Mailbox> {
        smtp::sender(self.mail_sender.as_deref(), &self.public_address())
    }

    /// Whether the store belongs to this process alone, as SQLite's does.
    pub fn owns_its_store(&self) -> bool {
        !["postgres:", "postgresql:"]
            .iter()
            .any(|scheme| self.database_url.starts_with(scheme))
    }

    /// The address people reach the server at, without a slash at its end.
    pub fn public_address(&self) -> String {
        self.base_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", self.listen))
            .trim_end_matches('/')
            .to_owned()
    }
}

/// The file that is named, which has to be there, or the usual one, which need not.
fn file(flags: &Flags) -> Result<Option<PathBuf>, ConfigError> {
    match &flags.config {
        Some(path) if path.exists() => Ok(Some(path.clone())),
        Some(path) => Err(ConfigError::NoFile(path.clone())),
        None => Ok(Some(PathBuf::from(FILE)).filter(|path| path.exists())),
    }
}
