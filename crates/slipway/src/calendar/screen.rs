//! The calculator of working time as a page: a question in the address, the answer beside it.

use askama::Template;
use axum::http::{Method, StatusCode};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use slipway_core::id::Id;
use slipway_core::kind;

use super::kinds::CALENDARS;
use super::reckon::{self, Answer, Question};
use crate::account::kinds::UNITS;
use crate::act::Look;
use crate::edge::form::{self, Choice, Errors};
use crate::edge::page::{self, Crumb, Frame, Moment};
use crate::edge::{Call, Code, Fault, Reply, Routes, Texts, reader, urls};
use crate::entry::screen::{head_of, one_place, plural};
use crate::entry::{choices, store};

pub fn routes() -> Routes {
    Routes::new().page(
        Method::GET,
        format!("{}/calendars/{{id}}/working_time", urls::ADMIN),
        calculator,
    )
}

#[derive(Debug, Template)]
#[template(path = "calendar/screen.html")]
struct ReckonPage {
    t: Texts,
    page: Frame,
    title: String,
    intro: String,
    zone: String,
    here: String,
    form: Form,
    start: String,
    end: String,
    minutes: String,
    units: Vec<Choice>,
    suspensions: Vec<Suspension>,
    /// The answer in words; the instant of a deadline beside it.
    answer: String,
    deadline: Option<Moment>,
}

#[derive(Debug)]
struct Suspension {
    from_name: String,
    from: String,
    to_name: String,
    to: String,
}

/// What the shared field macros ask for errors.
#[derive(Debug)]
struct Form {
    errors: Errors,
}

/// How many suspensions the page asks for; the API takes any number.
const N_SUSPENSIONS: usize = 3;

async fn calculator(call: Call) -> Result<Reply, Fault> {
    let (id, asked) = (call.parsed::<Id<kind::Calendar>>("id")?, call.clone());
    call.app
        .look(&call.caller, move |look| {
            let view = view(&asked, look, id)?;
            let status = if view.form.errors.all.is_empty() {
                StatusCode::OK
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            page::html_with(status, &view)
        })
        .await
}

fn view(call: &Call, look: &Look<'_>, id: Id<kind::Calendar>) -> Result<ReckonPage, Fault> {
    let calendar = store::one(look.tx, &CALENDARS, id.uuid())?.filter(|calendar| calendar.deleted_at.is_none());
    let calendar = calendar.ok_or_else(|| Fault::new(Code::NotFound))?;
    let t = look.texts();
    let zone = calendar
        .values
        .get("zone")
        .and_then(Value::as_str)
        .unwrap_or("UTC")
        .to_owned();
    let tz = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
    let asked = Asked { call, tz: &tz };
    let (answered, errors) = match asked.answer(look, id) {
        Ok(answered) => (answered, Errors::default()),
        Err(fault) if fault.code == Code::Invalid => (None, Errors::of_fault(&fault, t)),
        Err(fault) => return Err(fault),
    };
    let name = head_of(&CALENDARS, &calendar);
    let title = t.with("reckon-title", "name", name.as_str());
    let page = Frame::of(call, look, title.clone()).crumbs([
        Crumb::to(urls::ADMIN, t.text("rail-administration")),
        Crumb::to(format!("{}/calendars", urls::ADMIN), plural(t, CALENDARS.target)),
        Crumb::to(one_place(&CALENDARS, id.uuid()), name),
        Crumb::here(t.text("entry-calendar-reckon")),
    ]);
    let (answer, deadline) = answered.map(|answer| told(t, &tz, answer)).unwrap_or_default();
    Ok(ReckonPage {
        page,
        title,
        intro: t.with("reckon-intro", "zone", zone.as_str()),
        here: format!("{}/working_time", one_place(&CALENDARS, id.uuid())),
        form: Form { errors },
        start: asked.said("start"),
        end: asked.said("end"),
        minutes: asked.said("minutes"),
        units: units(look, t, &asked.said("unit"))?,
        suspensions: (0..N_SUSPENSIONS).map(|index| asked.suspension(index)).collect(),
        answer,
        deadline,
        zone,
        t,
    })
}

fn told(t: Texts, tz: &TimeZone, answer: Answer) -> (String, Option<Moment>) {
    match answer {
        Answer::Minutes(minutes) => (t.with("reckon-minutes-answer", "hours", page::hours(minutes)), None),
        Answer::Deadline(None) => (t.text("reckon-held"), None),
        Answer::Deadline(Some(at)) => (t.text("reckon-deadline-answer"), Some(page::moment(at, tz, t))),
    }
}

fn units(look: &Look<'_>, t: Texts, chosen: &str) -> Result<Vec<Choice>, Fault> {
    let known = choices::all(look.tx, UNITS.target)?.unwrap_or_default();
    let none = Choice::new("", t.text("entry-none-chosen"));
    let units = known
        .into_iter()
        .map(|unit| Choice::new(unit.id.to_string(), unit.label));
    Ok(form::select([none].into_iter().chain(units).collect(), chosen))
}

/// The question in the address.
struct Asked<'a> {
    call: &'a Call,
    tz: &'a TimeZone,
}

impl Asked<'_> {
    fn said(&self, name: &str) -> String {
        self.call.asked(name).unwrap_or_default().to_owned()
    }

    fn suspension(&self, index: usize) -> Suspension {
        let (from_name, to_name) = (format!("suspensions.{index}.from"), format!("suspensions.{index}.to"));
        Suspension {
            from: self.said(&from_name),
            to: self.said(&to_name),
            from_name,
            to_name,
        }
    }

    /// Local times of the calendar's zone as the instants the API asks for; what is none stays as it was typed.
    fn instant(&self, typed: &str) -> Value {
        let local: Option<DateTime> = typed.trim().parse().ok();
        let at: Option<Timestamp> = local.and_then(|local| self.tz.to_timestamp(local).ok());
        at.map_or_else(|| json!(typed), |at| json!(at.to_string()))
    }

    /// None when nothing is asked yet.
    fn answer(&self, look: &Look<'_>, id: Id<kind::Calendar>) -> Result<Option<Answer>, Fault> {
        let given = ["start", "end", "minutes"].map(|name| (name, self.said(name)));
        if given.iter().all(|(_, typed)| typed.is_empty()) {
            return Ok(None);
        }
        let mut body: Map<String, Value> = given
            .iter()
            .map(|(name, typed)| {
                (
                    (*name).to_owned(),
                    if *name == "minutes" {
                        json!(typed)
                    } else {
                        self.instant(typed)
                    },
                )
            })
            .collect();
        let suspensions = (0..N_SUSPENSIONS).map(|index| self.suspension(index));
        let given = suspensions.filter(|suspension| !(suspension.from.is_empty() && suspension.to.is_empty()));
        let suspensions: Value = given
            .map(|given| json!({"from": self.instant(&given.from), "to": self.instant(&given.to)}))
            .collect();
        body.insert("suspensions".to_owned(), suspensions);
        body.insert("unit".to_owned(), json!(self.said("unit")));
        let question = reader::read(&Value::Object(body), Question::read)?;
        reckon::answer(look, id, &question).map(Some)
    }
}
