//! Work that follows a commit: mails waiting to be sent, sessions and answers to be forgotten.

pub mod housekeeping;
pub mod outbox;
