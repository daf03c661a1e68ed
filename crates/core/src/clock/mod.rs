//! The working-time clock: calendars, working minutes, deadlines.
//! Marks in, minutes out: nothing here reads the time of day, stores anything or knows what a release is.
//! Ledgers of frozen days, breach latches and recomputation after a calendar change belong to the application.

mod calendar;
mod deadline;
mod pause;
#[cfg(test)]
mod tests;
mod working_day;
mod working_time;

pub use calendar::{Calendar, CalendarError, Exception, ExceptionDay, Holiday, Holidays, MonthDay, SEARCH_DAYS, Week};
pub use deadline::{DeadlineError, delay_minutes};
pub use pause::{Pause, PauseError, Pauses};
pub use working_day::{Interval, TimeOfDay, WorkingDay, WorkingDayError};
