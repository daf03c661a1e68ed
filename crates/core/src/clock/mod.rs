//! The working-time clock: calendars, working minutes, deadlines (`reliability.md` 5).
