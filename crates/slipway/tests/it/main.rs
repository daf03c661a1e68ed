//! Stories over HTTP, without sockets, in a world with names; the same on both engines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may fail loudly and say what it skips"
)]

mod access;
mod bad_input;
mod cli;
mod cmdb;
mod connections;
mod coverage;
mod crashes;
mod files;
mod flow;
mod imports;
mod life;
mod mails;
mod markup;
mod notices;
mod questionnaires;
mod races;
mod release;
mod sequences;
mod support;
mod tampering;
mod versions;
mod work_log;
