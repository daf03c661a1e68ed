//! The list of everything that can be called: it builds the router, the OpenAPI document and the coverage tests,
//! so that none of the three can know a route the others do not.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::http::Method;
use serde_json::Value;

use super::{Call, Fault, Reply, limits};
use crate::act::Look;

/// A future answer.
pub type Answering = Pin<Box<dyn Future<Output = Result<Reply, Fault>> + Send>>;

/// Something that answers calls.
pub type Handler = Arc<dyn Fn(Call) -> Answering + Send + Sync>;

/// Asks for the right that a changing request needs, before anything is said of its body.
pub type Gate = Arc<dyn Fn(&Look<'_>, &Call) -> Result<(), Fault> + Send + Sync>;

/// Who may come to a route at all. What they may do there is asked in the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, logged in or not. The list of these may only shrink.
    Public,
    /// Somebody with a session or a token.
    LoggedIn,
}

/// How the body of a request reaches its handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intake {
    /// Read to its end before the handler runs, if it has no more than this many bytes.
    Whole(usize),
    /// Unread, as `Call::stream`.
    Streamed,
}

/// Whether an operation asks for the state the caller has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matching {
    /// No `If-Match`.
    None,
    /// `If-Match` is required.
    Required,
}

/// What the OpenAPI document says of a route.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Stable name of the operation, `release_capture`.
    pub name: Cow<'static, str>,
    /// The group it is listed under.
    pub tag: &'static str,
    pub summary: Cow<'static, str>,
    /// JSON Schema of the body, when there is one.
    pub body: Option<Value>,
    /// What the body is written in.
    pub media: &'static str,
    /// Media types that the body may have instead: a file as it is.
    pub files: &'static [&'static str],
    /// JSON Schema of the successful answer, when it has one.
    pub answer: Option<Value>,
    /// Status of the successful answer.
    pub status: u16,
    pub matching: Matching,
    /// Query parameters with a sentence each.
    pub query: Vec<(&'static str, &'static str)>,
}

impl Operation {
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        tag: &'static str,
        summary: impl Into<Cow<'static, str>>,
    ) -> Operation {
        Operation {
            name: name.into(),
            tag,
            summary: summary.into(),
            body: None,
            media: limits::JSON,
            files: &[],
            answer: None,
            status: 200,
            matching: Matching::None,
            query: Vec::new(),
        }
    }

    pub fn body(self, schema: Value) -> Operation {
        Operation {
            body: Some(schema),
            ..self
        }
    }

    /// A body that is a form with files.
    pub fn form(self, schema: Value) -> Operation {
        Operation {
            body: Some(schema),
            media: "multipart/form-data",
            ..self
        }
    }

    /// The body may also be a file, as it is, of one of these media types.
    pub fn or_file(self, media: &'static [&'static str]) -> Operation {
        Operation { files: media, ..self }
    }

    pub fn answers(self, status: u16, schema: Value) -> Operation {
        Operation {
            status,
            answer: Some(schema),
            ..self
        }
    }

    pub fn answers_nothing(self) -> Operation {
        Operation {
            status: 204,
            answer: None,
            ..self
        }
    }

    pub fn if_match(self) -> Operation {
        Operation {
            matching: Matching::Required,
            ..self
        }
    }

    pub fn query(mut self, parameters: &[(&'static str, &'static str)]) -> Operation {
        self.query.extend_from_slice(parameters);
        self
    }
}

/// One method on one path.
#[derive(Clone)]
pub struct Route {
    pub method: Method,
    /// The path with `{parameters}`.
    pub path: Cow<'static, str>,
    pub access: Access,
    pub handler: Handler,
    pub intake: Intake,
    /// The command asks for the right in any case; this only decides what is told first.
    pub gate: Option<Gate>,
    /// Absent on pages.
    pub operation: Option<Operation>,
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// The routes of a noun, or of all of them.
#[derive(Debug, Clone, Default)]
pub struct Routes {
    pub list: Vec<Route>,
}

/// Makes a handler of an async function.
pub fn handler<F, A>(function: F) -> Handler
where
    F: Fn(Call) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Reply, Fault>> + Send + 'static,
{
    Arc::new(move |call| Box::pin(function(call)))
}

impl Routes {
    pub fn new() -> Routes {
        Routes::default()
    }

    /// A page for logged-in people.
    pub fn page<F, A>(self, method: Method, path: impl Into<Cow<'static, str>>, function: F) -> Routes
    where
        F: Fn(Call) -> A + Send + Sync + 'static,
        A: Future<Output = Result<Reply, Fault>> + Send + 'static,
    {
        self.add(Route {
            method,
            path: path.into(),
            access: Access::LoggedIn,
            handler: handler(function),
            intake: Intake::Whole(limits::BODY_BYTES),
            gate: None,
            operation: None,
        })
    }

    /// An operation of the API for logged-in callers; the path is below `/api/v1`.
    pub fn api<F, A>(self, method: Method, path: &str, operation: Operation, function: F) -> Routes
    where
        F: Fn(Call) -> A + Send + Sync + 'static,
        A: Future<Output = Result<Reply, Fault>> + Send + 'static,
    {
        let path = Cow::Owned(format!("/api/v1{path}"));
        self.add(Route {
            method,
            path,
            access: Access::LoggedIn,
            handler: handler(function),
            intake: Intake::Whole(limits::BODY_BYTES),
            gate: None,
            operation: Some(operation),
        })
    }

    /// Opens the route added last to everybody.
    pub fn public(mut self) -> Routes {
        if let Some(route) = self.list.last_mut() {
            route.access = Access::Public;
        }
        self
    }

    /// Hands the body of the route added last to its handler as it comes: for files of any size, which the handler holds
    /// to its own limits. The waits for the client are bounded all the same (`serve.rs`).
    pub fn streams(mut self) -> Routes {
        if let Some(route) = self.list.last_mut() {
            route.intake = Intake::Streamed;
        }
        self
    }

    /// Lets the body of the route added last have this many bytes: for routes that take a file.
    pub fn body_limit(mut self, n_bytes: usize) -> Routes {
        if let Some(route) = self.list.last_mut() {
            route.intake = Intake::Whole(n_bytes);
        }
        self
    }

    /// Puts a gate before the changing requests so far that have none.
    pub fn gated(mut self, gate: impl Fn(&Look<'_>, &Call) -> Result<(), Fault> + Send + Sync + 'static) -> Routes {
        let gate: Gate = Arc::new(gate);
        let changing = self.list.iter_mut().filter(|route| !route.method.is_safe());
        for route in changing {
            route.gate.get_or_insert_with(|| Arc::clone(&gate));
        }
        self
    }

    #[expect(
        clippy::should_implement_trait,
        reason = "a list that grows by a route; nobody sums routes with `+`"
    )]
    pub fn add(mut self, route: Route) -> Routes {
        self.list.push(route);
        self
    }

    /// These routes and those of another noun.
    pub fn and(mut self, other: Routes) -> Routes {
        self.list.extend(other.list);
        self
    }
}
