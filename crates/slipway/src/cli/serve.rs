//! `slipway serve` and `slipway demo`: open the store, set it up, listen, end cleanly.

use std::net::SocketAddr;

use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::{Failure, say, store};
use crate::app::App;
use crate::config::{Config, Flags};
use crate::edge::endpoint;
use crate::edge::headers::Transport;
use crate::edge::serve::{Bounds, listen as open_port, serve as serve_connections};
use crate::{account, demo, operation, seed, wiring, work};

/// Runs the server until it is told to end.
pub fn serve(config: Config) -> Result<(), Failure> {
    log_to_stderr(&config);
    let db = store::open(&config)?;
    db.migrate(crate::app::machine_clock()())?;
    let runtime = Runtime::new()?;
    let app = App::new(db, config, crate::app::machine_clock(), account::query::identify);
    let password = app.config().admin_password.clone();
    runtime.block_on(async {
        seed::install(&app, password.as_deref()).await?;
        listen(&app).await
    })?;
    app.db().close();
    Ok(())
}

/// Runs the server on a throw-away store with a fictitious company.
pub fn demo(mut config: Config, flags: &Flags) -> Result<(), Failure> {
    let folder = std::env::temp_dir().join(format!("slipway-demo-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    if flags.database_url.is_none() {
        config.database_url = format!("sqlite://{}", folder.join("slipway.db").display());
    }
    if flags.files.is_none() {
        config.files = folder.join("files");
    }
    log_to_stderr(&config);
    let db = store::open(&config)?;
    db.migrate(crate::app::machine_clock()())?;
    let runtime = Runtime::new()?;
    let app = App::new(db, config, crate::app::machine_clock(), account::query::identify);
    let ended = runtime.block_on(async {
        seed::install(&app, Some(demo::PASSWORD)).await?;
        let people = demo::fill(&app).await?;
        say(&format!("Slipway demo: {}", app.config().public_address()))?;
        for (login, role) in people {
            say(&format!("  {login:<12} {password}   {role}", password = demo::PASSWORD))?;
        }
        listen(&app).await
    });
    app.db().close();
    drop(app);
    // The store was made to be thrown away; what cannot be removed is the temporary folder's to keep.
    let _ = std::fs::remove_dir_all(&folder);
    ended
}

async fn listen(app: &App) -> Result<(), Failure> {
    let address = app.config().listen.clone();
    refuse_open_plain(app, &address)?;
    operation::install_metrics();
    let socket = tokio::net::lookup_host(&address)
        .await
        .ok()
        .and_then(|mut found| found.next());
    let opened = socket
        .ok_or_else(|| std::io::Error::other("it names no address of this machine"))
        .and_then(open_port);
    let listener = opened.map_err(|source| Failure::Listen {
        address: address.clone(),
        source,
    })?;
    let router = endpoint::router(app, &wiring::routes());
    let house = tokio::spawn(work::run(app.clone(), wiring::JOBS));
    tracing::info!(server.address = %address, "listening at {}", app.config().public_address());
    let drained = serve_connections(listener, router, Bounds::default(), told_to_end()?).await;
    house.abort();
    tracing::info!(connections.cut = drained.n_cut, "ended");
    Ok(())
}

/// Cookies without TLS belong on the machine itself: a public plain address is refused, unless a proxy speaks TLS
/// before it, which the public address says.
fn refuse_open_plain(app: &App, address: &str) -> Result<(), Failure> {
    let is_tls = Transport::of(&app.config().public_address()) == Transport::Tls;
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
        .with_writer(std::io::stderr);
    // A second subscriber in one process, as in tests, leaves the first in place.
    let _ = if config.log_format == "json" {
        subscriber.json().try_init()
    } else {
        subscriber.try_init()
    };
}
