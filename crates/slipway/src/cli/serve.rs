//! `slipway serve` and `slipway demo`: open the port and the store, set it up, serve, end cleanly.

use std::future::Future;
use std::io::{self, IsTerminal as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::{Failure, progress, say, store};
use crate::act::new_uuid;
use crate::app::{App, machine_clock};
use crate::config::{Config, Flags};
use crate::edge::endpoint;
use crate::edge::headers::Transport;
use crate::edge::serve::{Bounds, listen, serve as serve_connections};
use crate::{account, demo, mail, operation, seed, wiring, work};

/// Runs the server until it is told to end.
pub fn serve(mut config: Config) -> Result<(), Failure> {
    log_to_stderr(&config);
    let runtime = Runtime::new()?;
    let listener = runtime.block_on(open_port(&mut config))?;
    let app = store::ready(config, &runtime)?;
    let served = runtime.block_on(async {
        run(&app, listener, told_to_end()?).await;
        Ok(())
    });
    app.db().close();
    served
}

/// Runs the server on a throw-away store with a fictitious company.
pub fn demo(mut config: Config, flags: &Flags) -> Result<(), Failure> {
    if flags.database_url.is_some() || flags.files.is_some() {
        let why = "a demo has a store and files of its own, which it throws away: leave --database and --files out";
        return Err(Failure::Usage(why.to_owned()));
    }
    let folder = ThrowAway::new();
    config.database_url = format!("sqlite://{}", folder.0.join("slipway.db").display());
    config.files = folder.0.join("files");
    // Nobody gets mail from a company that does not exist.
    config.smtp_url = None;
    config.zone.get_or_insert_with(|| demo::ZONE.to_owned());
    log_to_stderr(&config);
    let runtime = Runtime::new()?;
    let listener = runtime.block_on(open_port(&mut config))?;
    let app = founded(config, &runtime)?;
    let served = runtime.block_on(show(&app, listener));
    app.db().close();
    served
}

/// A store that has been set up when the company began.
fn founded(config: Config, runtime: &Runtime) -> Result<App, Failure> {
    let db = store::open(&config)?;
    store::apply(&db)?;
    let founded_at = demo::founded_at(machine_clock()());
    let then = App::new(
        db.clone(),
        config.clone(),
        Arc::new(move || founded_at),
        account::query::identify,
    );
    runtime.block_on(seed::install(&then, Some(demo::PASSWORD)))?;
    Ok(App::new(db, config, machine_clock(), account::query::identify))
}

async fn show(app: &App, listener: TcpListener) -> Result<(), Failure> {
    let mut end = pin!(told_to_end()?);
    let wheel = progress::wheel("making up a company");
    let people = tokio::select! {
        filled = demo::fill(app) => filled?,
        () = &mut end => return Ok(()),
    };
    wheel.finish_and_clear();
    say(&format!("Slipway demo at {}", app.config().public_address()))?;
    say("Log in as one of these; nothing is kept when the demo ends.")?;
    for (login, role) in people {
        say(&format!("  {login:<8} {password}  {role}", password = demo::PASSWORD))?;
    }
    run(app, listener, end).await;
    Ok(())
}

/// A folder that goes when the demo does.
struct ThrowAway(PathBuf);

impl ThrowAway {
    /// A name that nobody else has. The folder itself is made by whoever opens the store, for its owner alone.
    fn new() -> ThrowAway {
        let name = format!("slipway-demo-{}", new_uuid(machine_clock()()));
        ThrowAway(std::env::temp_dir().join(name))
    }
}

impl Drop for ThrowAway {
    fn drop(&mut self) {
        // What cannot be removed is the temporary folder's to keep.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Opens the port before anything is done to the store, and settles which one it is where any would do.
async fn open_port(config: &mut Config) -> Result<TcpListener, Failure> {
    refuse_open_plain(config)?;
    let refused = |source| Failure::Listen {
        address: config.listen.clone(),
        source,
    };
    let socket = tokio::net::lookup_host(&config.listen)
        .await
        .ok()
        .and_then(|mut found| found.next());
    let socket = socket
        .ok_or_else(|| io::Error::other("it names no address of this machine"))
        .map_err(refused)?;
    let listener = listen(socket).map_err(refused)?;
    if socket.port() == 0 {
        config.listen = listener.local_addr()?.to_string();
    }
    Ok(listener)
}

/// Serves and does the work of the background until told to end.
async fn run(app: &App, listener: TcpListener, end: impl Future<Output = ()>) {
    operation::install_metrics();
    let router = endpoint::router(app, &wiring::routes());
    if let Err(fault) = mail::courier::resume(app).await {
        tracing::warn!(
            fault.code = fault.code.slug(),
            "mails that a former process had taken wait for their leases"
        );
    }
    let house = tokio::spawn(work::run(app.clone(), wiring::JOBS));
    let address = &app.config().listen;
    tracing::info!(server.address = %address, "listening at {}", app.config().public_address());
    let drained = serve_connections(listener, router, Bounds::default(), end).await;
    house.abort();
    tracing::info!(connections.cut = drained.n_cut, "ended");
}

/// Cookies without TLS belong on the machine itself: a public plain address is refused, unless a proxy speaks TLS
/// before it, which the public address says.
fn refuse_open_plain(config: &Config) -> Result<(), Failure> {
    let address = &config.listen;
    let is_tls = Transport::of(&config.public_address()) == Transport::Tls;
    let is_loopback = match address.parse::<SocketAddr>() {
        Ok(socket) => socket.ip().is_loopback(),
        Err(_) => address.starts_with("localhost:"),
    };
    if is_tls || is_loopback {
        return Ok(());
    }
    Err(Failure::Refused(format!(
        "{address} is open to other machines and the public address is not https: set --base-url to the https address of the proxy in front"
    )))
}

/// Listens to the signals from now on; what it answers completes with the first one.
fn told_to_end() -> Result<impl Future<Output = ()>, Failure> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn log_to_stderr(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr);
    // A second subscriber in one process, as in tests, leaves the first in place.
    let _ = if config.log_format == "json" {
        subscriber.json().try_init()
    } else {
        subscriber.try_init()
    };
}
