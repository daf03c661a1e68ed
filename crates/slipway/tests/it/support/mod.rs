//! The world of the stories: one small company on a fresh store, a clock that stands still until told to go on, and
//! clients that speak to the router as the network would.

mod client;
pub mod smtp;
mod world;

pub use client::{Answer, Client, multipart};
pub use world::{World, each};
