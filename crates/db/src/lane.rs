//! Work on its way from a caller to the thread that owns a connection, and the answer on its way back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::Error;
use crate::engine::Engine;

/// How a transaction has to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Keep,
    Undo,
    /// It collided with another one at this statement; nothing of it can be kept, but another run may succeed.
    Rerun(&'static str),
}

/// A closure of a caller with its types hidden, so that different ones wait in one queue.
pub(crate) trait Work: Send {
    /// Runs the closure. May be called again; the last result counts.
    fn run(&mut self, engine: &dyn Engine) -> Verdict;

    /// Answers the caller: with the closure's result, or with the reason why it could not be kept.
    fn settle(self: Box<Self>, end: Result<(), Error>);

    /// False if the caller went away.
    fn is_awaited(&self) -> bool;

    /// What kind of transaction the closure needs.
    fn access(&self) -> Access;
}

/// The two kinds of transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Reads only, and is cut off after this time.
    Read(Duration),
    Write,
}

/// The closure `run` of one caller, who waits at `answer`.
pub(crate) struct Task<T, E, F> {
    run: F,
    access: Access,
    result: Option<Result<T, E>>,
    answer: Answer<Result<T, E>>,
}

impl<T, E, F> Task<T, E, F>
where
    F: FnMut(&dyn Engine) -> (Result<T, E>, Verdict) + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    pub(crate) fn boxed(run: F, access: Access, answer: Answer<Result<T, E>>) -> Box<dyn Work> {
        Box::new(Self {
            run,
            access,
            result: None,
            answer,
        })
    }
}

impl<T, E, F> Work for Task<T, E, F>
where
    F: FnMut(&dyn Engine) -> (Result<T, E>, Verdict) + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, engine: &dyn Engine) -> Verdict {
        // The closure is run again only after a rollback, and what it captured is the caller's to keep re-runnable.
        let end = catch_unwind(AssertUnwindSafe(|| (self.run)(engine)));
        let (result, verdict) = end.unwrap_or_else(|_| {
            tracing::error!("the code inside a transaction panicked; it was rolled back");
            (Err(E::from(Error::Panicked)), Verdict::Undo)
        });
        self.result = Some(result);
        verdict
    }

    fn settle(self: Box<Self>, end: Result<(), Error>) {
        let result = match (end, self.result) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(E::from(Error::unavailable("the transaction was not begun"))),
            (Err(err), _) => Err(E::from(err)),
        };
        self.answer.send(result);
    }

    fn is_awaited(&self) -> bool {
        self.answer.is_awaited()
    }

    fn access(&self) -> Access {
        self.access
    }
}

/// Where the result goes: to a task of the async runtime, or to a blocked thread.
pub(crate) enum Answer<R> {
    Async(oneshot::Sender<R>),
    Blocking(SyncSender<R>),
}

impl<R> Answer<R> {
    fn send(self, result: R) {
        // A caller who went away needs no answer.
        match self {
            Self::Async(sender) => drop(sender.send(result)),
            Self::Blocking(sender) => drop(sender.send(result)),
        }
    }

    fn is_awaited(&self) -> bool {
        match self {
            Self::Async(sender) => !sender.is_closed(),
            Self::Blocking(_) => true,
        }
    }
}

/// Work that waits for its thread.
pub(crate) struct Queued {
    pub(crate) work: Box<dyn Work>,
    since: Instant,
}

impl Queued {
    pub(crate) fn new(work: Box<dyn Work>) -> Self {
        Self {
            work,
            since: Instant::now(),
        }
    }

    /// The work, unless nobody waits for it any more or it waited so long that its caller should try again later.
    pub(crate) fn still_wanted(self) -> Option<Box<dyn Work>> {
        if !self.work.is_awaited() {
            return None;
        }
        if self.since.elapsed() > LONGEST_WAIT {
            self.work.settle(Err(Error::unavailable("too much work is waiting")));
            return None;
        }
        Some(self.work)
    }
}

/// Work that waited longer is refused: its caller has most likely given up, and the queue has to get shorter.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// The sending half of a bounded queue, which can be closed while others hold it.
pub(crate) struct Lane<M> {
    sender: RwLock<Option<SyncSender<M>>>,
}

impl<M> Lane<M> {
    pub(crate) fn bounded(capacity: usize) -> (Self, Receiver<M>) {
        let (sender, receiver) = sync_channel(capacity);
        (
            Self {
                sender: RwLock::new(Some(sender)),
            },
            receiver,
        )
    }

    /// Never waits: a full queue means overload, which is answered at once.
    pub(crate) fn send(&self, message: M) -> Result<(), Error> {
        let guard = self.sender.read().unwrap_or_else(PoisonError::into_inner);
        let sender = guard.as_ref().ok_or(Error::unavailable("the store is closed"))?;
        sender.try_send(message).map_err(|err| match err {
            TrySendError::Full(_) => Error::unavailable("too much work is waiting"),
            TrySendError::Disconnected(_) => Error::unavailable("the store is closed"),
        })
    }

    /// Lets the threads at the other end finish what waits, then end.
    pub(crate) fn close(&self) {
        self.sender.write().unwrap_or_else(PoisonError::into_inner).take();
    }
}
