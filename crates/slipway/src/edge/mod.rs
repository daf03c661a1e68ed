//! Where HTTP ends: requests become calls, replies become responses, refusals become problem documents.
//! No noun is known here; `wiring.rs` names them.

pub mod assets;
pub mod call;
pub mod csrf;
pub mod endpoint;
pub mod etag;
pub mod fault;
pub mod form;
pub mod headers;
pub mod idempotency;
pub mod limits;
pub mod markup;
pub mod openapi;
pub mod page;
pub mod parts;
pub mod range;
pub mod reader;
pub mod reply;
pub mod route;
pub mod serve;
pub mod text;
pub mod throttle;
pub mod upload;
pub mod urls;
pub mod when;

pub use call::{Call, Caller, Credential};
pub use etag::Precondition;
pub use fault::{Code, Fault, FieldError};
pub use reader::{Choice, Reader};
pub use reply::Reply;
pub use route::{Access, Operation, Routes};
pub use text::{Language, Texts};
