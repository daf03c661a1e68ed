//! Whether an answer fits its question, and whether a form is answered as a whole. What came in is told apart only by
//! its shape, so that a page's text and the API's number are read by one rule.

use std::collections::BTreeMap;

use jiff::civil::Date;
use uuid::Uuid;

use super::form::{Form, Question, QuestionId, QuestionKind};
use crate::word::words;

/// An answer as it came in.
#[derive(Debug, Clone, PartialEq)]
pub enum Given<'a> {
    /// Nothing was said.
    Nothing,
    /// A text; forms write everything as one.
    Text(&'a str),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Several texts.
    List(Vec<&'a str>),
    /// Something that no question asks for.
    Other,
}

/// An answer that fits.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// In words, or the choice that was made.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Date(Date),
    /// Yes or no.
    Flag(bool),
    /// The choices that were made, in the order of the question.
    Choices(Vec<String>),
    /// A file of the release.
    Attachment(Uuid),
}

/// The answers to a form, by question. One that was left open is not among them.
pub type Answers = BTreeMap<QuestionId, Answer>;

words!(
    /// Why an answer does not fit.
    Wrong {
        /// The question wants an answer.
        Required = "required",
        /// Not a text.
        NotText = "not_text",
        /// More characters than the question takes.
        TooLong = "too_long",
        /// A line end in a text on one line.
        LineBreak = "line_break",
        /// A character that cannot be seen.
        ControlCharacter = "control_character",
        /// Not a number.
        NotANumber = "not_a_number",
        /// Not a day.
        NotADate = "not_a_date",
        /// Neither yes nor no.
        NotAFlag = "not_a_flag",
        /// None of the choices.
        NotAChoice = "not_a_choice",
        /// Not a list.
        NotAList = "not_a_list",
        /// Not the id of a file.
        NotAnId = "not_an_id",
    }
);

/// The most characters of an answer on one line.
pub const SHORT_CHARS: usize = 255;
/// The most characters of an answer on several lines.
pub const LONG_CHARS: usize = 65_000;

impl Form {
    /// Reads what was given to each question; names every answer that does not fit and every one that is missing.
    pub fn read<'a>(&self, given: impl Fn(&QuestionId) -> Given<'a>) -> Result<Answers, Vec<(QuestionId, Wrong)>> {
        let (mut answers, mut wrong) = (Answers::new(), Vec::new());
        for question in self.questions() {
            let Some(id) = &question.id else { continue };
            match question.read(&given(id)) {
                Ok(Some(answer)) => drop(answers.insert(id.clone(), answer)),
                Ok(None) => {}
                Err(why) => wrong.push((id.clone(), why)),
            }
        }
        if wrong.is_empty() { Ok(answers) } else { Err(wrong) }
    }
}

impl Question {
    /// The most characters an answer may have, for the kinds that are written freely.
    pub fn max_chars(&self) -> Option<usize> {
        match self.kind {
            QuestionKind::ShortText => Some(SHORT_CHARS),
            QuestionKind::LongText => Some(LONG_CHARS),
            QuestionKind::Number
            | QuestionKind::Date
            | QuestionKind::YesNo
            | QuestionKind::SingleChoice
            | QuestionKind::MultipleChoice
            | QuestionKind::Attachment => None,
        }
    }

    /// Reads what was given: nothing when the question may stay open.
    pub fn read(&self, given: &Given<'_>) -> Result<Option<Answer>, Wrong> {
        if is_nothing(given) {
            return if self.required { Err(Wrong::Required) } else { Ok(None) };
        }
        let answer = match self.kind {
            QuestionKind::ShortText | QuestionKind::LongText => self.text(given).map(Answer::Text),
            QuestionKind::Number => number(given).map(Answer::Number),
            QuestionKind::Date => parsed(given, Wrong::NotADate).map(Answer::Date),
            QuestionKind::YesNo => flag(given).map(Answer::Flag),
            QuestionKind::SingleChoice => self.choice(given).map(Answer::Text),
            QuestionKind::MultipleChoice => self.choices(given).map(Answer::Choices),
            QuestionKind::Attachment => parsed(given, Wrong::NotAnId).map(Answer::Attachment),
        };
        answer.map(Some)
    }

    fn text(&self, given: &Given<'_>) -> Result<String, Wrong> {
        let Given::Text(text) = given else {
            return Err(Wrong::NotText);
        };
        let text = text.trim().replace("\r\n", "\n");
        let is_short = self.kind == QuestionKind::ShortText;
        if is_short && text.contains(['\n', '\r']) {
            return Err(Wrong::LineBreak);
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            return Err(Wrong::ControlCharacter);
        }
        if self.max_chars().is_some_and(|max| text.chars().count() > max) {
            return Err(Wrong::TooLong);
        }
        Ok(text)
    }

    fn choice(&self, given: &Given<'_>) -> Result<String, Wrong> {
        let Given::Text(text) = given else {
            return Err(Wrong::NotAChoice);
        };
        self.offered(text).ok_or(Wrong::NotAChoice)
    }

    fn offered(&self, text: &str) -> Option<String> {
        self.choices.iter().find(|choice| *choice == text.trim()).cloned()
    }

    /// Each choice once, in the order of the question.
    fn choices(&self, given: &Given<'_>) -> Result<Vec<String>, Wrong> {
        let Given::List(list) = given else {
            return Err(Wrong::NotAList);
        };
        let made: Option<Vec<String>> = list.iter().map(|text| self.offered(text)).collect();
        let made = made.ok_or(Wrong::NotAChoice)?;
        Ok(self
            .choices
            .iter()
            .filter(|choice| made.contains(choice))
            .cloned()
            .collect())
    }
}

fn is_nothing(given: &Given<'_>) -> bool {
    match given {
        Given::Nothing => true,
        Given::Text(text) => text.trim().is_empty(),
        Given::List(list) => list.is_empty(),
        Given::Number(_) | Given::Flag(_) | Given::Other => false,
    }
}

/// A single comma is a decimal point to most readers of this program.
fn number(given: &Given<'_>) -> Result<f64, Wrong> {
    let number = match given {
        Given::Number(number) => Some(*number),
        Given::Text(text) => {
            let has_comma_alone = text.matches(',').count() == 1 && !text.contains('.');
            let plain = if has_comma_alone {
                text.replace(',', ".")
            } else {
                (*text).to_owned()
            };
            plain.trim().parse().ok()
        }
        Given::Nothing | Given::Flag(_) | Given::List(_) | Given::Other => None,
    };
    number
        .filter(|number: &f64| number.is_finite())
        .ok_or(Wrong::NotANumber)
}

fn flag(given: &Given<'_>) -> Result<bool, Wrong> {
    match given {
        Given::Flag(flag) => Ok(*flag),
        Given::Text("true") => Ok(true),
        Given::Text("false") => Ok(false),
        Given::Nothing | Given::Text(_) | Given::Number(_) | Given::List(_) | Given::Other => Err(Wrong::NotAFlag),
    }
}

fn parsed<T: std::str::FromStr>(given: &Given<'_>, otherwise: Wrong) -> Result<T, Wrong> {
    match given {
        Given::Text(text) => text.trim().parse().map_err(|_| otherwise),
        Given::Nothing | Given::Number(_) | Given::Flag(_) | Given::List(_) | Given::Other => Err(otherwise),
    }
}
