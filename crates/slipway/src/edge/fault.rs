//! The one place that knows which refusal is which HTTP answer: RFC 9457 problem documents.
//! Nothing here decides; rooms below say what they found, and this table says how it is told.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::text::Texts;

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $status:literal $slug:literal;)*) => {
        /// Every way a request can be refused. The slug is the `code` of the problem document and never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[doc = $doc])* $name),* }

        impl Code {
            /// All codes, for the error pages, the documentation and the test that visits each.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The HTTP status.
            pub const fn status(self) -> u16 {
                match self { $(Code::$name => $status),* }
            }

            /// The stable code of the problem document.
            pub const fn slug(self) -> &'static str {
                match self { $(Code::$name => $slug),* }
            }
        }
    };
}

codes! {
    /// The body is not JSON, or not UTF-8.
    Unreadable = 400 "request.unreadable";
    /// The `Host` header is missing or stands more than once.
    Host = 400 "request.host";
    /// No session, or one that has ended.
    NotLoggedIn = 401 "session.none";
    /// Login name and password do not belong together.
    WrongPassword = 401 "session.wrong_password";
    /// The right is missing.
    Forbidden = 403 "access.forbidden";
    /// The actor does not work on this task.
    NotConcerned = 403 "access.not_concerned";
    /// The flow gives this task to the requester alone (F054).
    RequesterOnly = 403 "access.requester_only";
    /// The token's scope does not allow this.
    Scope = 403 "access.scope";
    /// The anti-forgery proof is missing.
    Forged = 403 "access.cross_site";
    /// Unknown, deleted or not visible to the caller.
    NotFound = 404 "record.not_found";
    /// The path exists, the method does not.
    Method = 405 "request.method";
    /// The body did not arrive in time.
    TooSlow = 408 "request.timeout";
    /// Other records still use it.
    InUse = 409 "record.in_use";
    /// A release that is closed takes no more commands (B082).
    ReleaseClosed = 409 "release.not_open";
    /// A canceled release only moves on to its end.
    ReleaseCanceled = 409 "release.canceled";
    /// A suspended release refuses what R7 lists.
    ReleaseSuspended = 409 "release.suspended";
    /// Somebody else is responsible for the task.
    ReleaseHeld = 409 "release.held";
    /// Nobody has the task: there is nobody to take it over from.
    ReleaseFree = 409 "release.free";
    /// The task is already the caller's.
    ReleaseYours = 409 "release.already_yours";
    /// Nobody has captured the task yet (O09).
    ReleaseNotCaptured = 409 "release.not_captured";
    /// The named task is not an open task of this release (B017, B053).
    ReleaseTaskNotOpen = 409 "release.task_not_open";
    /// Several tasks are open and the request does not say which.
    ReleaseTaskUnclear = 409 "release.task_unclear";
    /// The model demands a linked change before the first task ends (R8).
    ReleaseNeedsChange = 409 "release.change_required";
    /// Questionnaires of the task are not answered or not confirmed (F055, B087, B088).
    ReleaseNeedsAnswers = 409 "release.questionnaires_missing";
    /// The flow has no way out of the task with this outcome (B052).
    ReleaseNoWay = 409 "release.no_way";
    /// The task does not allow the status to be changed (R4).
    ReleaseStatusFixed = 409 "release.status_fixed";
    /// Contract and planned start are locked after the first task (R10).
    ReleaseLocked = 409 "release.field_locked";
    /// The activity is executed or canceled: nothing more is reported of it.
    ActivityOver = 409 "activity.over";
    /// Only a closed release is reopened (B078).
    ReleaseNotClosed = 409 "release.not_closed";
    /// Only a suspended release is reactivated (B076).
    ReleaseNotSuspended = 409 "release.not_suspended";
    /// Work on the release has begun: it is neither deleted nor moved to another model (O04, O21).
    ReleaseBegun = 409 "release.begun";
    /// Something is attached or linked to the release, so it is not deleted (B096).
    ReleaseAttached = 409 "release.attached";
    /// The flow keeps the task with those it belongs to (O07).
    ReleaseNotDelegable = 409 "release.not_delegable";
    /// The task is shared with nobody.
    ReleaseNotShared = 409 "release.not_shared";
    /// The status of the configuration item locks it (F 6.2).
    ItemLocked = 409 "item.locked";
    /// A configuration item in production changes only under a change here (F153).
    ItemNeedsChange = 409 "item.change_required";
    /// The import is going on, or is over (G17).
    ImportOver = 409 "import.over";
    /// A flow of this name exists already.
    FlowExists = 409 "flow.exists";
    /// The file is another flow than the one it was to be a version of.
    FlowOther = 409 "flow.other";
    /// Only a mail that was given up is sent again.
    MailNotFailed = 409 "mail.not_failed";
    /// The installation already has its administrator.
    AlreadySetUp = 409 "setup.done";
    /// The record was changed since the caller read it.
    Stale = 412 "record.changed";
    /// The body is larger than the limit.
    TooLarge = 413 "request.too_large";
    /// The address is longer than the limit.
    UriTooLong = 414 "request.uri_too_long";
    /// The installation takes no files of this extension (F108).
    FileForbidden = 415 "file.forbidden";
    /// The body's media type is not one this address reads.
    MediaType = 415 "request.media_type";
    /// Well-formed, but fields are missing or wrong; `errors` names each.
    Invalid = 422 "request.invalid";
    /// The same idempotency key came with another body.
    KeyReused = 422 "idempotency.key_reused";
    /// A flow file outside the executable subset (R3).
    FlowRefused = 422 "flow.refused";
    /// `If-Match` is required.
    NoPrecondition = 428 "request.precondition_required";
    /// The header block is larger than the limit.
    HeadersTooLarge = 431 "request.header_too_large";
    /// Too many requests.
    TooMany = 429 "request.too_many";
    /// Our mistake: logged with its cause under the request id.
    Internal = 500 "server.error";
    /// An attached file is missing on disk, or is another than was uploaded.
    FileSpoilt = 500 "file.spoilt";
    /// The disk of the store is full; nothing was written.
    Full = 507 "server.full";
    /// The graph of failure is still being read from the store; try again.
    GraphLoading = 503 "cmdb.loading";
    /// The store is not reachable; try again.
    Unavailable = 503 "server.unavailable";
}

/// One wrong field: where it is (JSON pointer), a stable code, and what fills the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer into the request body, or `/query/<name>` for a query parameter.
    pub pointer: String,
    /// Stable code; the text is `field-<code>`.
    pub code: &'static str,
    /// Values for the message.
    pub args: Vec<(Cow<'static, str>, String)>,
}

impl FieldError {
    pub fn new(pointer: impl Into<String>, code: &'static str) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            args: Vec::new(),
        }
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers hand over numbers and words as they have them"
    )]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((Cow::Borrowed(name), value.to_string()));
        self
    }

    /// The message in the reader's language.
    pub fn message(&self, texts: Texts) -> String {
        texts.filled(&self.key(), &self.args)
    }

    /// The key of the message.
    pub fn key(&self) -> String {
        format!("field-{}", self.code.replace('_', "-"))
    }
}

/// A refused request: a code, what was found, and what the client may need to go on.
#[derive(Debug, thiserror::Error)]
#[error("{}", .code.slug())]
pub struct Fault {
    pub code: Code,
    pub args: Vec<(Cow<'static, str>, String)>,
    pub errors: Vec<FieldError>,
    /// Extension members of the problem document; few faults have any, so they are kept apart and the fault small.
    pub members: Box<Map<String, Value>>,
    pub retry_after_seconds: Option<u64>,
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Fault {
    pub fn new(code: Code) -> Self {
        Self {
            code,
            args: Vec::new(),
            errors: Vec::new(),
            members: Box::default(),
            retry_after_seconds: None,
            source: None,
        }
    }

    /// Input that names every bad field at once.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self {
            errors,
            ..Self::new(Code::Invalid)
        }
    }

    /// Fills a placeholder of the code's text.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers hand over numbers and words as they have them"
    )]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((Cow::Borrowed(name), value.to_string()));
        self
    }

    /// Adds an extension member to the problem document.
    pub fn member(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    pub fn caused_by(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// A mistake of ours: the cause goes to the log, never to the client.
    pub fn internal(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::new(Code::Internal).caused_by(source)
    }

    /// The short text of the code.
    pub fn title(&self, texts: Texts) -> String {
        texts.text(&format!("fault-{}", key(self.code)))
    }

    /// The key of the text that says what was found.
    pub fn detail_key(&self) -> String {
        format!("fault-{}-detail", key(self.code))
    }

    /// What was found, in the reader's language.
    pub fn detail(&self, texts: Texts) -> String {
        texts.filled(&self.detail_key(), &self.args)
    }

    /// The problem document.
    pub fn document(&self, texts: Texts, instance: &str, request_id: &str) -> Value {
        let mut document = json!({
            "type": format!("/errors/{}", self.code.slug()),
            "title": self.title(texts),
            "status": self.code.status(),
            "detail": self.detail(texts),
            "instance": instance,
            "code": self.code.slug(),
            "request_id": request_id,
        });
        if let Some(object) = document.as_object_mut() {
            if !self.errors.is_empty() {
                let errors = self.errors.iter().map(
                    |error| json!({"pointer": error.pointer, "code": error.code, "message": error.message(texts)}),
                );
                object.insert("errors".to_owned(), errors.collect());
            }
            object.extend(self.members.as_ref().clone());
        }
        document
    }
}

/// The middle of a code's locale key: `release.not_open` is told by `fault-release-not-open`.
pub fn key(code: Code) -> String {
    code.slug().replace(['.', '_'], "-")
}
