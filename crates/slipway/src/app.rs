//! What one running Slipway consists of: store, settings, clock. The only file that may read the clock.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slipway_db::Db;
use tokio::sync::Notify;

use crate::act::Identify;
use crate::cmdb::graph::Graphs;
use crate::config::Config;
use crate::edge::Language;
use crate::edge::throttle::Throttle;
use crate::flow::Flows;

/// Where instants come from. Tests give their own.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The clock of the machine, cut to microseconds, so that what is stored equals what was answered.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
pub fn machine_clock() -> Clock {
    Arc::new(|| to_microseconds(Timestamp::now()))
}

/// An instant without its nanoseconds.
pub fn to_microseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// One running Slipway, cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    db: Db,
    config: Config,
    clock: Clock,
    identify: Identify,
    zone: TimeZone,
    language: Language,
    throttle: Throttle,
    flows: Flows,
    mail_waits: Notify,
    import_waits: Notify,
    graphs: Graphs,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("config", &self.0.config)
            .finish_non_exhaustive()
    }
}

impl App {
    pub fn new(db: Db, config: Config, clock: Clock, identify: Identify) -> App {
        let zone = config
            .zone
            .as_deref()
            .and_then(|zone| TimeZone::get(zone).ok())
            .unwrap_or_else(TimeZone::system);
        let language = Language::from_tag(&config.language).unwrap_or_default();
        let throttle = Throttle::default().with_requests_a_minute(config.requests_a_minute);
        App(Arc::new(Inner {
            db,
            config,
            clock,
            identify,
            zone,
            language,
            throttle,
            flows: Flows::default(),
            mail_waits: Notify::new(),
            import_waits: Notify::new(),
            graphs: Graphs::default(),
        }))
    }

    pub fn db(&self) -> &Db {
        &self.0.db
    }

    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The instant of a request or a job: asked once, then passed on.
    pub fn now(&self) -> Timestamp {
        (self.0.clock)()
    }

    pub fn identify(&self) -> Identify {
        self.0.identify
    }

    /// The installation's zone.
    pub fn zone(&self) -> &TimeZone {
        &self.0.zone
    }

    /// The installation's language.
    pub fn language(&self) -> Language {
        self.0.language
    }

    pub fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    /// The graph of failure.
    pub fn graphs(&self) -> &Graphs {
        &self.0.graphs
    }

    /// Parsed flows, by version.
    pub fn flows(&self) -> &Flows {
        &self.0.flows
    }

    /// Rings when an import waits.
    pub fn import_waits(&self) -> &Notify {
        &self.0.import_waits
    }

    /// Rings when an act that queued mails has committed.
    pub fn mail_waits(&self) -> &Notify {
        &self.0.mail_waits
    }
}
