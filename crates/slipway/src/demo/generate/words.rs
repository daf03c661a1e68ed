//! What generated people and releases are called: words of `words.json`, put together by chance.

use serde::Deserialize;

use super::dice::Dice;
use crate::demo::StoryError;

const STORY: &str = include_str!("words.json");

/// Lists of words, none of them empty.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    first: Vec<String>,
    last: Vec<String>,
    systems: Vec<String>,
    works: Vec<String>,
    sentences: Vec<String>,
    solved: Vec<String>,
    not_solved: Vec<String>,
}

impl Words {
    pub fn read() -> Result<Words, StoryError> {
        serde_json::from_str(STORY).map_err(StoryError::Unreadable)
    }

    /// A person's name.
    pub fn name(&self, dice: &mut Dice) -> String {
        format!(
            "{} {} {}",
            one(dice, &self.first),
            one(dice, &self.last),
            one(dice, &self.last)
        )
    }

    /// A release's title, and its version.
    pub fn title(&self, dice: &mut Dice) -> (String, String) {
        let (system, work) = (one(dice, &self.systems), one(dice, &self.works));
        let version = format!("{}.{}.{}", 1 + dice.below(12), dice.below(20), dice.below(10));
        let title = match dice.below(3) {
            0 => format!("{system} {version} – {work}"),
            1 => format!("{system}: {work}"),
            _ => format!("{work} ({system} {version})"),
        };
        (title, version)
    }

    /// A release's description: some have none.
    pub fn description(&self, dice: &mut Dice) -> Option<String> {
        let n_sentences = dice.below(5);
        let sentences: Vec<&str> = (0..n_sentences).map(|_| one(dice, &self.sentences)).collect();
        (n_sentences > 0).then(|| sentences.join("\n"))
    }

    /// What is said of a release that was solved.
    pub fn solved(&self, dice: &mut Dice) -> String {
        one(dice, &self.solved).to_owned()
    }

    /// Why something was sent back or abandoned.
    pub fn not_solved(&self, dice: &mut Dice) -> String {
        one(dice, &self.not_solved).to_owned()
    }
}

fn one<'a>(dice: &mut Dice, words: &'a [String]) -> &'a str {
    dice.any(words).map_or("", String::as_str)
}
