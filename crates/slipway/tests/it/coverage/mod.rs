//! What must hold for everything there is, so that nothing new can forget it.

mod codes;
mod errors;
mod events;
mod permissions;
mod statements;
mod texts;
