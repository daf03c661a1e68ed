//! The fields that the pages of a release's life ask, and what people typed in them as the API wants it.

use jiff::tz::TimeZone;
use serde_json::Value;
use slipway_core::flow::Status;
use slipway_core::release::Release;

use super::super::lookup::{self, Field, Looked};
use crate::act::Look;
use crate::app::App;
use crate::edge::form::{Choice, Errors, Form, put, select, text_at};
use crate::edge::page::Frame;
use crate::edge::{Fault, Texts, when};
use crate::release::offer::{self, Lookup};
use crate::release::read::local;

/// A field as the page draws it.
#[derive(Debug, Clone)]
pub enum Input {
    Select {
        name: &'static str,
        label: String,
        choices: Vec<Choice>,
        none: String,
        required: bool,
        hint: String,
    },
    Text {
        name: &'static str,
        label: String,
        required: bool,
        hint: String,
    },
    Moment(WallTime),
    Person {
        name: &'static str,
        label: String,
        looked: Looked,
        hint: String,
    },
    Tick {
        name: &'static str,
        label: String,
        hint: String,
    },
}

/// A field for a wall time, which its zone makes an instant.
#[derive(Debug, Clone)]
pub struct WallTime {
    pub name: &'static str,
    pub label: String,
    pub value: String,
    pub zone: String,
}

/// What could be made of what was typed.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    user: Looked,
    pub errors: Errors,
}

/// The fields with an instant: typed as a wall time in the person's zone.
fn moment_of(verb: &str) -> Option<&'static str> {
    match verb {
        "change_deadline" => Some("deadline"),
        "reopen" => Some("planned_end"),
        _ => None,
    }
}

/// Puts what the API wants in the place of what people type: the id of a person, the instant of a wall time.
pub fn settle(look: &Look<'_>, app: &App, verb: &str, form: &mut Value) -> Result<Filled, Fault> {
    let mut filled = Filled::default();
    if verb == "delegate" {
        let field = Field {
            name: "user",
            lookup: Lookup::Users,
            texts: look.texts(),
        };
        filled.user = lookup::settle(look.tx, form, &field, &mut filled.errors)?;
    }
    if let Some(name) = moment_of(verb) {
        let zone = look.person.zone.clone().unwrap_or_else(|| app.zone().clone());
        let now = look.at.to_zoned(zone.clone()).datetime();
        let read = when::read(text_at(form, name), now, look.language);
        if let Some(at) = read.and_then(|time| zone.to_timestamp(time).ok()) {
            put(form, name, at.to_string());
        }
    }
    Ok(filled)
}

/// What the fields are made from.
pub struct Asking<'a> {
    pub look: &'a Look<'a>,
    /// The release it is about; none where it is about many.
    pub release: Option<&'a Release>,
    pub frame: &'a Frame,
    pub form: &'a Form,
    pub filled: &'a Filled,
    /// Whether a new run must end at another time than the last one.
    pub needs_end: bool,
}

impl std::fmt::Debug for Asking<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asking").finish_non_exhaustive()
    }
}

impl Asking<'_> {
    fn t(&self) -> Texts {
        self.look.texts()
    }

    /// The fields of a verb.
    pub fn of(&self, verb: &str) -> Result<Vec<Input>, Fault> {
        Ok(match verb {
            "suspend" => vec![
                self.justification()?,
                self.text("complement", Required::No, "release-complement-hint"),
            ],
            "delegate" => self.delegate()?,
            "reopen" if self.needs_end || !self.form.value("planned_end").is_empty() => {
                vec![self.text("reason", Required::Yes, ""), self.moment("planned_end", None)]
            }
            "reopen" => vec![self.text("reason", Required::Yes, "")],
            "reclassify" => vec![self.model()?],
            "change_deadline" => vec![
                self.moment("deadline", self.deadline()),
                self.text("justification", Required::Yes, ""),
            ],
            _ => Vec::new(),
        })
    }

    fn label(&self, name: &str) -> String {
        self.t().text(&format!("release-field-{}", name.replace('_', "-")))
    }

    fn text(&self, name: &'static str, required: Required, hint: &str) -> Input {
        Input::Text {
            name,
            label: self.label(name),
            required: required == Required::Yes,
            hint: if hint.is_empty() {
                String::new()
            } else {
                self.t().text(hint)
            },
        }
    }

    fn justification(&self) -> Result<Input, Fault> {
        let offers = offer::justifications(self.look.tx)?;
        let hint = if offers.is_empty() {
            self.t().text("release-no-justification")
        } else {
            String::new()
        };
        Ok(Input::Select {
            name: "justification",
            label: self.label("justification"),
            choices: self.chosen(offers, "justification"),
            none: self.t().text("release-choose"),
            required: true,
            hint,
        })
    }

    fn delegate(&self) -> Result<Vec<Input>, Fault> {
        let t = self.t();
        let groups = offer::groups(self.look.tx, None)?;
        Ok(vec![
            Input::Select {
                name: "group",
                label: self.label("group"),
                choices: self.chosen(groups, "group"),
                none: t.text("release-no-group"),
                required: false,
                hint: String::new(),
            },
            Input::Person {
                name: "user",
                label: self.label("user"),
                looked: self.filled.user.clone(),
                hint: t.text("release-delegate-hint"),
            },
            Input::Tick {
                name: "make_responsible",
                label: t.text("release-make-responsible"),
                hint: t.text("release-make-responsible-hint"),
            },
            self.text("justification", Required::No, ""),
        ])
    }

    fn model(&self) -> Result<Input, Fault> {
        let own = self.release.map(|release| release.model);
        let models = offer::models(self.look)?
            .into_iter()
            .filter(|model| Some(model.id) != own);
        let choices = models.map(|model| {
            let label = format!("{} / {}", model.portfolio.name, model.name);
            Choice::new(model.id.to_string(), label)
        });
        Ok(Input::Select {
            name: "model",
            label: self.label("model"),
            choices: select(choices.collect(), self.form.value("model")),
            none: self.t().text("release-choose"),
            required: true,
            hint: String::new(),
        })
    }

    fn chosen(&self, offers: Vec<offer::Offer>, name: &str) -> Vec<Choice> {
        let choices = offers
            .into_iter()
            .map(|offer| Choice::new(offer.id.to_string(), offer.label).hint(offer.hint));
        select(choices.collect(), self.form.value(name))
    }

    /// The present deadline, to begin from; none is shown while it does not count.
    fn deadline(&self) -> Option<jiff::Timestamp> {
        self.release
            .filter(|release| release.status != Status::Suspended)
            .map(|release| release.timing.deadline)
    }

    fn moment(&self, name: &'static str, otherwise: Option<jiff::Timestamp>) -> Input {
        let zone = self.frame.tz();
        let wall = |at: jiff::Timestamp| local(zone.to_datetime(at));
        let typed = self.form.value(name);
        let value = match typed.parse::<jiff::Timestamp>() {
            Ok(at) => wall(at),
            Err(_) if typed.is_empty() => otherwise.map(wall).unwrap_or_default(),
            Err(_) => typed.to_owned(),
        };
        Input::Moment(WallTime {
            name,
            label: self.label(name),
            value,
            zone: zone_name(zone),
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Required {
    Yes,
    No,
}

fn zone_name(zone: &TimeZone) -> String {
    zone.iana_name().unwrap_or("UTC").to_owned()
}

/// One field of each sort, for the samples of views.
#[cfg(test)]
pub fn sample(t: Texts) -> Vec<Input> {
    vec![
        Input::Select {
            name: "justification",
            label: t.text("release-field-justification"),
            choices: vec![Choice::new("1", "Waiting for the supplier")],
            none: t.text("release-choose"),
            required: true,
            hint: t.text("release-no-justification"),
        },
        Input::Text {
            name: "complement",
            label: t.text("release-field-complement"),
            required: false,
            hint: t.text("release-complement-hint"),
        },
        Input::Moment(WallTime {
            name: "deadline",
            label: t.text("release-field-deadline"),
            value: "2026-12-04T23:00".to_owned(),
            zone: "America/Sao_Paulo".to_owned(),
        }),
        Input::Person {
            name: "user",
            label: t.text("release-field-user"),
            looked: Looked::default(),
            hint: t.text("release-delegate-hint"),
        },
        Input::Tick {
            name: "make_responsible",
            label: t.text("release-make-responsible"),
            hint: t.text("release-make-responsible-hint"),
        },
    ]
}
