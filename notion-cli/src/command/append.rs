//! `notion append`.

use std::process::ExitCode;

use notion_session::content::markdown;

use crate::connect::Connection;
use crate::failure::Result;
use crate::files::read_text;
use crate::show::report;
use crate::{front, names};

/// Append Markdown to a page.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id, URL or title of the page.
    page: String,
    /// The Markdown file, or `-` for the standard input.
    file: String,
    /// Before what the page has, and not after it.
    #[arg(long)]
    at_start: bool,
    #[command(flatten)]
    connection: Connection,
}

/// One request for the page, and as few as Notion takes for the content.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let text = read_text(&arguments.file)?;
    let session = arguments.connection.open()?;
    let page = names::page(&session, &arguments.page).await?;
    let document = markdown::read(front::strip(&text));
    for loss in &document.lost {
        report(&format!("not in Notion: {loss}"));
    }
    if !document.blocks.is_empty() {
        let append = page.append(document);
        match arguments.at_start {
            true => append.at_start().await?,
            false => append.await?,
        };
    }
    Ok(ExitCode::SUCCESS)
}
