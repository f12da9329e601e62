//! `notion mirror watch`.

use std::time::Duration;

use super::{Place, Scope, one_run};
use crate::connect::Connection;
use crate::failure::Result;
use crate::show::{print, report};

/// Bring the mirror up to date again and again, until it is interrupted.
#[derive(clap::Args)]
pub(super) struct Watch {
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    place: Place,
    /// Seconds from the end of a sync to the next.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    every: u64,
    #[command(flatten)]
    connection: Connection,
}

pub(super) async fn watch_for_ever(watch: Watch) -> Result<()> {
    let session = watch.connection.open()?;
    let mirror = watch.place.open().await?;
    loop {
        tokio::select! {
            done = one_run(&mirror, &session, &watch.scope) => match done {
                Ok(done) => print(&format!("{done}\n"))?,
                // The next sync may succeed: Notion may be out of reach for a while.
                Err(failure) => report(&format!("the sync failed and is tried again: {failure}")),
            },
            _ = tokio::signal::ctrl_c() => return Ok(()),
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(watch.every)) => {}
            _ = tokio::signal::ctrl_c() => return Ok(()),
        }
    }
}
