//! `slipway generate`: volume for measurements. How it is made is in `demo::generate`.

use std::time::Instant;

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tokio::runtime::Runtime;

use super::{Failure, progress, say, store};
use crate::config::Config;
use crate::demo::generate::{Volume, fill};

/// More would only tell how large the disk is.
const MOST: u64 = 5_000_000;

/// How much of what. Configuration items and relationships join with the CMDB.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// How many releases, at most 5000000
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST))]
    releases: u64,
    /// The same seed and day give the same releases
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The day after the last release was registered; today when absent
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
}

/// Adds releases to a store.
pub fn generate(config: Config, args: &GenerateArgs) -> Result<(), Failure> {
    let runtime = Runtime::new()?;
    let app = store::ready(config, &runtime)?;
    let today = TimeZone::UTC.to_datetime(app.now()).date();
    let volume = Volume {
        n_releases: args.releases,
        seed: args.seed,
        until: args.until.unwrap_or(today),
    };
    let bar = progress::bar(args.releases, "releases");
    let began = Instant::now();
    let made = runtime.block_on(fill(&app, volume, |n_done| bar.set_position(n_done)))?;
    bar.finish_and_clear();
    app.db().close();
    say(&format!(
        "generated releases {} to {} ({} open) with {} events in {:.1} s",
        made.first,
        made.last,
        made.n_open,
        made.n_events,
        began.elapsed().as_secs_f64()
    ))
}
