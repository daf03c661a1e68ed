//! Settings in `SLIPWAY_…` variables. A value is taken as it is written: a password of digits stays a text.

use std::ffi::OsString;

use figment::value::{Dict, Map, Value};
use figment::{Error, Metadata, Profile, Provider};

use super::ConfigError;

const PREFIX: &str = "SLIPWAY_";

/// Every setting that the environment can say, by its key.
const TEXTS: &[&str] = &[
    "listen",
    "database_url",
    "files",
    "base_url",
    "admin_password",
    "smtp_url",
    "mail_sender",
    "zone",
    "language",
    "log",
    "log_format",
];
const NUMBERS: &[&str] = &["requests_a_minute", "commit_group"];

/// Variables that are no settings: `slipway user` reads a password from the first, tests find their server by the other.
const OTHERS: &[&str] = &["password", "test_postgres"];

/// What the environment says.
#[derive(Debug)]
pub struct Environment(Dict);

impl Environment {
    /// Reads the variables of this process.
    pub fn of_process() -> Result<Environment, ConfigError> {
        Environment::of(std::env::vars_os())
    }

    fn of(variables: impl Iterator<Item = (OsString, OsString)>) -> Result<Environment, ConfigError> {
        let mut said = Dict::new();
        for (name, value) in variables {
            let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else {
                continue;
            };
            let key = name.trim_start_matches(PREFIX).to_lowercase();
            if TEXTS.contains(&key.as_str()) || NUMBERS.contains(&key.as_str()) {
                let value = value.into_string().map_err(|_| ConfigError::NotText(name.to_owned()))?;
                said.insert(key.clone(), typed(&key, value));
            } else if let Some(meant) = meant(&key) {
                let (name, meant) = (name.to_owned(), format!("{PREFIX}{}", meant.to_uppercase()));
                return Err(ConfigError::UnknownVariable { name, meant });
            }
        }
        Ok(Environment(said))
    }
}

fn typed(key: &str, value: String) -> Value {
    match value.parse::<u64>() {
        Ok(number) if NUMBERS.contains(&key) => number.into(),
        Ok(_) | Err(_) => value.into(),
    }
}

/// The setting that a key which is none was meant for: one that begins like it, or that it differs from by a letter or
/// two. Others are let be: schedulers of containers name variables of their own after the service.
fn meant(key: &str) -> Option<&'static str> {
    if OTHERS.contains(&key) {
        return None;
    }
    let begins = |setting: &str| key.len() > 2 && setting.starts_with(key);
    let is_near = |setting: &&&str| begins(setting) || n_differing(key, setting) <= 1 + setting.len() / 10;
    TEXTS.iter().chain(NUMBERS).find(is_near).copied()
}

/// How many letters have to be put in, taken out or changed to make one word the other.
fn n_differing(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (taken, letter) in one.chars().enumerate() {
        let mut diagonal = taken;
        let mut left = taken + 1;
        for (place, found) in row.iter_mut().zip(std::iter::once(None).chain(other.iter().map(Some))) {
            let Some(found) = found else {
                *place = left;
                continue;
            };
            let above = *place;
            left = (diagonal + usize::from(*found != letter)).min(above + 1).min(left + 1);
            diagonal = above;
            *place = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

impl Provider for Environment {
    fn metadata(&self) -> Metadata {
        let variable = |_: &Profile, keys: &[&str]| format!("{PREFIX}{}", keys.join("_").to_uppercase());
        Metadata::named("the environment").interpolater(variable)
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        Ok(Map::from([(Profile::Default, self.0.clone())]))
    }
}

#[cfg(test)]
mod tests {
    use figment::Figment;
    use figment::providers::Serialized;

    use super::*;
    use crate::config::Config;

    fn of(variables: &[(&str, &str)]) -> Result<Environment, ConfigError> {
        Environment::of(variables.iter().map(|(name, value)| (name.into(), value.into())))
    }

    fn read(variables: &[(&str, &str)]) -> Config {
        let figment = Figment::from(Serialized::defaults(Config::default())).merge(of(variables).unwrap());
        figment.extract().unwrap()
    }

    #[test]
    fn texts_stay_texts_and_numbers_are_numbers() {
        let config = read(&[
            ("SLIPWAY_ADMIN_PASSWORD", "01234567890"),
            ("SLIPWAY_REQUESTS_A_MINUTE", "7"),
            ("OTHER", "1"),
        ]);
        assert_eq!(config.admin_password.as_deref(), Some("01234567890"));
        assert_eq!(config.requests_a_minute, 7);
        let figment = Figment::from(Serialized::defaults(Config::default()));
        let wrong = figment
            .merge(of(&[("SLIPWAY_REQUESTS_A_MINUTE", "many")]).unwrap())
            .extract::<Config>();
        let told = wrong.unwrap_err().to_string();
        assert!(
            told.contains("SLIPWAY_REQUESTS_A_MINUTE") && told.contains("many"),
            "{told}"
        );
    }

    #[test]
    fn every_key_is_a_setting() {
        let all: Vec<(String, &str)> = TEXTS
            .iter()
            .chain(NUMBERS)
            .map(|key| (format!("{PREFIX}{}", key.to_uppercase()), "1"))
            .collect();
        let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        assert_eq!(read(&all).listen, "1");
    }

    #[test]
    fn a_mistyped_variable_is_refused_and_a_foreign_one_is_not() {
        for (name, meant) in [
            ("SLIPWAY_LISTN", "SLIPWAY_LISTEN"),
            ("SLIPWAY_DATABASE", "SLIPWAY_DATABASE_URL"),
            ("SLIPWAY_SMTP", "SLIPWAY_SMTP_URL"),
            ("SLIPWAY_LANG", "SLIPWAY_LANGUAGE"),
            ("SLIPWAY_LOGFORMAT", "SLIPWAY_LOG_FORMAT"),
        ] {
            let told = of(&[(name, "x")]).unwrap_err().to_string();
            assert!(
                told.contains(name) && told.ends_with(&format!("{meant} was meant")),
                "{told}"
            );
        }
        for name in [
            "SLIPWAY_PORT_8080_TCP_ADDR",
            "SLIPWAY_SERVICE_HOST",
            "SLIPWAY_PASSWORD",
            "SLIPWAY_TEST_POSTGRES",
            "SLIPWAY_HOME",
        ] {
            assert!(of(&[(name, "x")]).is_ok(), "{name}");
        }
    }

    #[test]
    fn letters_are_counted() {
        for (one, other, expected) in [
            ("zone", "zone", 0),
            ("zon", "zone", 1),
            ("log", "logs", 1),
            ("lgo", "log", 2),
            ("", "zone", 4),
        ] {
            assert_eq!(n_differing(one, other), expected, "{one} {other}");
        }
    }
}
