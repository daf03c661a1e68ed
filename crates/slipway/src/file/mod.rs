//! Files: their bytes beside the store, by content, and what each is attached to. Any kind of record can have them; whose
//! record it is, and who may add to it, is the business of the noun that has it.

pub mod attachment;
pub mod command;
pub mod disk;
pub mod download;
pub mod query;
pub mod receive;
pub mod store;
pub mod sweep;
pub mod verify;

pub use self::attachment::Attachment;
