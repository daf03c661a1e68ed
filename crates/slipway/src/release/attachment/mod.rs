//! The files of a release (O37, O58): its attachments and the documents of its phases. How files are kept is the room
//! `file`'s; here is who may add them and what the history says.

pub mod api;
pub mod command;
pub mod upload;

pub use self::api::routes;
