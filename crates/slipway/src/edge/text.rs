//! Texts in the reader's language, from the locale files and nowhere else (R24).
//! Does not decide which language that is: the caller's settings and `Accept-Language` do, in `call.rs`.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

#[derive(RustEmbed)]
#[folder = "../../locales"]
struct Locales;

/// The languages every text exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum Language {
    #[default]
    English,
    Portuguese,
    Spanish,
}

impl Language {
    pub const ALL: [Language; 3] = [Language::English, Language::Portuguese, Language::Spanish];

    /// The BCP 47 tag, as the API, the store and `<html lang>` write it.
    pub const fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Portuguese => "pt-BR",
            Language::Spanish => "es",
        }
    }

    /// The language's name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Portuguese => "Português (Brasil)",
            Language::Spanish => "Español",
        }
    }

    /// Reads a tag, or any tag of the same base language (`pt`, `es-AR`).
    pub fn from_tag(tag: &str) -> Option<Language> {
        let base = tag.split(['-', '_']).next().unwrap_or(tag);
        Language::ALL.into_iter().find(|language| {
            language
                .tag()
                .split('-')
                .next()
                .is_some_and(|own| own.eq_ignore_ascii_case(base))
        })
    }

    /// The best of an `Accept-Language` header, by its weights.
    pub fn accepted(header: &str) -> Option<Language> {
        let mut best: Option<(f32, Language)> = None;
        for part in header.split(',') {
            let mut pieces = part.trim().split(';');
            let Some(language) = pieces.next().and_then(Language::from_tag) else {
                continue;
            };
            let weight = pieces
                .find_map(|p| p.trim().strip_prefix("q="))
                .and_then(|q| q.parse().ok())
                .unwrap_or(1.0);
            if weight > 0.0 && best.is_none_or(|(known, _)| weight > known) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 3]> = LazyLock::new(|| Language::ALL.map(bundle));

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let locale: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Isolation marks would end up in mail subjects, CSV cells and tests.
    bundle.set_use_isolating(false);
    for path in Locales::iter().filter(|path| path.starts_with(&format!("{}/", language.tag()))) {
        let Some(file) = Locales::get(&path) else { continue };
        let source = String::from_utf8_lossy(&file.data).into_owned();
        let resource = FluentResource::try_new(source).unwrap_or_else(|(partial, errors)| {
            tracing::error!(locale.path = %path, "locale file has {} unreadable entries", errors.len());
            partial
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(locale.path = %path, "locale file repeats {} keys", errors.len());
        }
    }
    bundle
}

/// Looks texts up in one language. A key without a text shows itself, and a test forbids that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Texts(pub Language);

/// The value of one placeholder.
pub type Arg<'a> = FluentValue<'a>;

impl Texts {
    /// The text of a key.
    pub fn text(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The text of a key with one placeholder filled.
    pub fn with<'a>(&self, key: &str, name: &'a str, value: impl Into<FluentValue<'a>>) -> String {
        let mut args = FluentArgs::new();
        args.set(name, value);
        self.format(key, Some(&args))
    }

    /// The text of a key with its placeholders filled from names and values.
    pub fn filled(&self, key: &str, values: &[(Cow<'static, str>, String)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            let value = value
                .parse::<i64>()
                .map_or_else(|_| FluentValue::from(value.as_str()), FluentValue::from);
            args.set(name.as_ref(), value);
        }
        self.format(key, Some(&args))
    }

    /// The text of a key with its placeholders filled from texts, taken as they are: a title of digits is no number.
    pub fn spoken(&self, key: &str, values: &[(&'static str, String)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, FluentValue::from(value.as_str()));
        }
        self.format(key, Some(&args))
    }

    /// Whether the key has a text in this language.
    pub fn knows(&self, key: &str) -> bool {
        self.bundle().has_message(key)
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        let [english, portuguese, spanish] = &*BUNDLES;
        match self.0 {
            Language::English => english,
            Language::Portuguese => portuguese,
            Language::Spanish => spanish,
        }
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::warn!(text.key = key, text.language = self.0.tag(), "a text is missing");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let mut text = String::new();
        let formatted = bundle.format_pattern(pattern, args, &mut errors);
        let _ = text.write_str(&formatted);
        text
    }
}

/// Every key of one language with its source text: what the locale tests compare.
pub fn keys(language: Language) -> Vec<String> {
    let mut keys = Vec::new();
    for path in Locales::iter().filter(|path| path.starts_with(&format!("{}/", language.tag()))) {
        let Some(file) = Locales::get(&path) else { continue };
        let text = String::from_utf8_lossy(&file.data).into_owned();
        keys.extend(text.lines().filter_map(|line| {
            let (key, _) = line.split_once('=')?;
            let key = key.trim_end();
            key.starts_with(|c: char| c.is_ascii_alphabetic())
                .then(|| key.to_owned())
        }));
    }
    keys.sort();
    keys
}
