//! What is true and allowed in Slipway: rules without IO, without a clock of their own, without HTTP or SQL.

pub mod activity;
pub mod actor;
pub mod clock;
pub mod cmdb;
pub mod file;
pub mod flow;
pub mod fold;
pub mod id;
pub mod kind;
pub mod policy;
pub mod questionnaire;
pub mod release;
mod word;

pub use word::UnknownWord;
