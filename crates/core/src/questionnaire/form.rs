//! What a form asks: groups of questions and texts, in order (F163).

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::word::words;

words!(
    /// What a question wants to have (`functional.md` 2.11; attachments from B203).
    QuestionKind {
        /// Text on one line.
        ShortText = "short_text",
        /// Text on several lines.
        LongText = "long_text",
        /// A number, with or without a fraction.
        Number = "number",
        /// A day.
        Date = "date",
        /// Yes or no.
        YesNo = "yes_no",
        /// One of the choices.
        SingleChoice = "single_choice",
        /// Any of the choices.
        MultipleChoice = "multiple_choice",
        /// A file of the release.
        Attachment = "attachment",
    }
);

impl QuestionKind {
    /// Whether the question offers choices.
    pub fn chooses(self) -> bool {
        matches!(self, QuestionKind::SingleChoice | QuestionKind::MultipleChoice)
    }
}

/// What an answer says which question it is of. It stays the same through all versions of a form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId(String);

/// The most characters of a [`QuestionId`].
const ID_CHARS: usize = 40;

impl QuestionId {
    /// The `n`th of the names that a form gives to questions without one.
    fn numbered(n: u64) -> QuestionId {
        QuestionId(format!("q{n}"))
    }

    /// The number of a name that a form gave.
    fn number(&self) -> Option<u64> {
        self.0.strip_prefix('q')?.parse().ok()
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Not a name of a question: a small letter, then small letters, digits and `_`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a name of a question")]
pub struct BadQuestionId;

impl FromStr for QuestionId {
    type Err = BadQuestionId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let begins = text.starts_with(|c: char| c.is_ascii_lowercase());
        let goes_on = text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if begins && goes_on && text.len() <= ID_CHARS {
            Ok(QuestionId(text.to_owned()))
        } else {
            Err(BadQuestionId)
        }
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// None in a form that was just written: [`Form::named`] gives one.
    pub id: Option<QuestionId>,
    /// What is asked.
    pub text: String,
    /// What the answer is.
    pub kind: QuestionKind,
    /// Whether the form can be saved without an answer.
    pub required: bool,
    /// What can be chosen; nothing for the kinds that offer no choices.
    pub choices: Vec<String>,
}

/// One line of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Wants an answer.
    Question(Question),
    /// Is only read.
    Text(String),
}

/// Items under a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What the items are about.
    pub title: String,
    /// In the order they are read.
    pub items: Vec<Item>,
}

/// A whole form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// In the order they are read.
    pub groups: Vec<Group>,
}

words!(
    /// What makes a form useless.
    FlawKind {
        /// No group at all.
        NoGroup = "no_group",
        /// Nothing is asked anywhere.
        NoQuestion = "no_question",
        /// A question to choose from offers nothing.
        NoChoices = "no_choices",
        /// A question of another kind offers choices.
        NeedlessChoices = "needless_choices",
        /// Two choices of a question are the same.
        RepeatedChoice = "repeated_choice",
        /// Two questions have one name.
        RepeatedId = "repeated_id",
    }
);

/// A flaw and where it is: indexes of group and item, none for the form as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flaw {
    /// Which group and item.
    pub at: Option<(usize, usize)>,
    /// What it is.
    pub kind: FlawKind,
}

impl Form {
    /// The questions, in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.places().map(|(_, question)| question)
    }

    fn places(&self) -> impl Iterator<Item = ((usize, usize), &Question)> {
        let groups = self.groups.iter().enumerate();
        groups.flat_map(|(outer, group)| {
            let items = group.items.iter().enumerate();
            items.filter_map(move |(inner, item)| match item {
                Item::Question(question) => Some(((outer, inner), question)),
                Item::Text(_) => None,
            })
        })
    }

    /// Everything that makes the form useless, named at once.
    pub fn flaws(&self) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        let whole = |kind| Flaw { at: None, kind };
        if self.groups.is_empty() {
            flaws.push(whole(FlawKind::NoGroup));
        } else if self.questions().next().is_none() {
            flaws.push(whole(FlawKind::NoQuestion));
        }
        let mut seen = BTreeSet::new();
        for (at, question) in self.places() {
            let is_repeated = question.id.as_ref().is_some_and(|id| !seen.insert(id));
            let repeated = is_repeated.then_some(FlawKind::RepeatedId);
            let found = repeated.into_iter().chain(question.flaw());
            flaws.extend(found.map(|kind| Flaw { at: Some(at), kind }));
        }
        flaws
    }

    /// The form with a name for every question. A name that `before` gave to a question which is gone is not given
    /// again, so that nobody reads an old answer under a new question.
    #[must_use]
    pub fn named(mut self, before: Option<&Form>) -> Form {
        let known = before.into_iter().flat_map(Form::questions).chain(self.questions());
        let highest = known.filter_map(|question| question.id.as_ref()?.number()).max();
        let mut next = highest.unwrap_or_default();
        for item in self.groups.iter_mut().flat_map(|group| &mut group.items) {
            if let Item::Question(question) = item
                && question.id.is_none()
            {
                next = next.saturating_add(1);
                question.id = Some(QuestionId::numbered(next));
            }
        }
        self
    }
}

impl Question {
    fn flaw(&self) -> Option<FlawKind> {
        let distinct: BTreeSet<&String> = self.choices.iter().collect();
        match (self.kind.chooses(), self.choices.is_empty()) {
            (true, true) => Some(FlawKind::NoChoices),
            (false, false) => Some(FlawKind::NeedlessChoices),
            (true, false) if distinct.len() < self.choices.len() => Some(FlawKind::RepeatedChoice),
            (true, false) | (false, true) => None,
        }
    }
}
