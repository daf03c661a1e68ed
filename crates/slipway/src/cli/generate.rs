//! `slipway generate`.
use super::Failure;
use crate::config::Config;
#[derive(Debug, clap::Args)]
pub struct GenerateArgs {
    #[arg(long, default_value_t = 0)]
    releases: u64,
}
pub fn generate(_config: Config, _args: &GenerateArgs) -> Result<(), Failure> {
    Ok(())
}
