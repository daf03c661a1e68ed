//! A generated release as it is registered: who asks for what, and when it is to go live.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use slipway_core::flow::{Level, Position, Status};
use slipway_core::id::Id;
use slipway_core::kind::Account;
use slipway_core::release::{Closing, Notify, Phase, Priority, Release, Sheet, Timing};

use super::dice::Dice;
use super::estate::{Estate, Line, Requester};
use super::life::LifeError;
use crate::demo::plan::ZONE;

/// Everything that is settled before the first dice are thrown.
#[derive(Debug)]
pub struct Birth<'a> {
    pub estate: &'a Estate,
    pub line: &'a Line,
    pub requester: &'a Requester,
    pub by: Id<Account>,
    pub at: Timestamp,
    pub number: i64,
}

impl Birth<'_> {
    /// The release before its flow begins.
    pub fn release(&self, dice: &mut Dice) -> Result<Release, LifeError> {
        let Birth {
            line, requester, at, ..
        } = self;
        let model = &line.model;
        let sheet = self.sheet(dice)?;
        let calendar = self
            .estate
            .calendars
            .get(&(model.calendar, requester.contact.unit))
            .ok_or(LifeError::Empty)?;
        Ok(Release {
            id: Id::new(dice.id(*at)),
            number: self.number,
            portfolio: model.portfolio,
            model: model.id,
            category: model.category,
            priority: Priority::of(sheet.impact, sheet.urgency),
            timing: Timing::of(&sheet, calendar, 0),
            calendar: model.calendar,
            flow: model.flow,
            flow_version: model.flow_version,
            status: Status::InExecution,
            position: Position::default(),
            run: 1,
            tasks: Vec::new(),
            closing: Closing::default(),
            captured_at: None,
            reopen_count: 0,
            suspension: None,
            suspended_minutes: 0,
            extension_minutes: 0,
            first_group: sheet.executor_group,
            created: (*at, self.by),
            updated: (*at, self.by),
            deleted_at: None,
            sheet,
        })
    }

    fn sheet(&self, dice: &mut Dice) -> Result<Sheet, LifeError> {
        let (title, version) = self.estate.words.title(dice);
        let (planning, deployment) = self.phases(dice)?;
        let model = &self.line.model;
        Ok(Sheet {
            requester: self.requester.employee,
            contact: self.requester.contact.clone(),
            contract: dice.early(&self.line.contracts).copied().ok_or(LifeError::Empty)?,
            executor_group: model.executor_group,
            title,
            description: self
                .estate
                .words
                .description(dice)
                .or_else(|| model.requires_description.then(|| version.clone())),
            version: Some(version),
            impact: near(dice, model.impact),
            urgency: near(dice, model.urgency),
            risk: near(dice, Level::Low),
            release_date: None,
            notify: Notify {
                creation: true,
                any_change: dice.percent(70),
                closing: true,
            },
            planning,
            deployment,
        })
    }

    /// Planned for some days from the day of registration on, then deployed by day or by night.
    fn phases(&self, dice: &mut Dice) -> Result<(Phase, Phase), LifeError> {
        let born_on = TimeZone::UTC.to_datetime(self.at).date();
        let first = later(born_on, dice, 1, 3)?;
        let last = later(first, dice, 1, 12)?;
        let hour = dice.any(&[10, 14, 20, 22]).copied().unwrap_or(22);
        let deployed = later(last, dice, 0, 3)?.at(hour, 0, 0, 0);
        let ends = deployed.checked_add(i64::try_from(2 + dice.below(10)).unwrap_or(2).hours())?;
        let planning = Phase::new(first.at(9, 0, 0, 0), last.at(18, 0, 0, 0), ZONE)?;
        Ok((planning, Phase::new(deployed, ends, ZONE)?))
    }
}

/// A date so many days later at least, and up to so many more.
fn later(date: Date, dice: &mut Dice, least: i64, more: u64) -> Result<Date, jiff::Error> {
    let days = least + i64::try_from(dice.below(more)).unwrap_or_default();
    date.checked_add(days.days())
}

/// The model's level mostly, and any other sometimes.
fn near(dice: &mut Dice, usual: Level) -> Level {
    if dice.percent(60) {
        usual
    } else {
        dice.any(Level::ALL).copied().unwrap_or(usual)
    }
}
