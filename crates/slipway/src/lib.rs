//! Slipway: release management with a CMDB. One folder a noun; `wiring.rs` is the table of contents.

pub mod account;
pub mod act;
pub mod app;
pub mod audit;
pub mod calendar;
pub mod catalogue;
pub mod cli;
pub mod cmdb;
pub mod config;
pub mod demo;
pub mod edge;
pub mod entry;
pub mod file;
pub mod flow;
pub mod home;
pub mod mail;
pub mod notice;
pub mod operation;
pub mod print;
pub mod questionnaire;
pub mod release;
pub mod seed;
pub mod wiring;
pub mod work;
