//! `notion open`.

use std::process::ExitCode;

use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::names::{self, Object};
use crate::show::print;

/// Open a page or a database in the browser.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id, URL or title of a page or database.
    object: String,
    /// Print the URL and open nothing.
    #[arg(long)]
    print: bool,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let object = names::object(&session, &arguments.object).await?;
    let url = match &object {
        Object::Page(page) => page.url(),
        Object::Database(database) => database.url(),
    };
    let url = url.ok_or_else(|| Failure::new("Notion gives no URL for it"))?;
    if !arguments.print {
        browse(url)?;
    }
    print(&format!("{url}\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// Starts the browser: the one of the variable BROWSER, or that of the system.
fn browse(url: &str) -> Result<()> {
    let chosen = std::env::var("BROWSER").unwrap_or_default();
    let (browser, started) = match chosen.trim() {
        "" => ("the browser", open::that_detached(url)),
        browser => (browser, open::with_detached(url, browser)),
    };
    started.map_err(|error| {
        Failure::new(format!(
            "{browser} cannot be started ({error}): set BROWSER to the program, or use --print"
        ))
    })
}
