//! `notion get`.

use std::path::PathBuf;
use std::process::ExitCode;

use notion_session::content::markdown;
use serde_json::json;

use crate::connect::Connection;
use crate::failure::Result;
use crate::files::write_whole;
use crate::show::{print, report};
use crate::{front, names, query};

/// Print a page: its properties as front matter, and its content as Markdown.
///
/// What Markdown cannot express is listed on the standard error.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id, URL or title of the page.
    page: String,
    /// Markdown, which is the default.
    #[arg(long, conflicts_with_all = ["html", "json"])]
    md: bool,
    /// An HTML document for a browser.
    #[arg(long, conflicts_with = "json")]
    html: bool,
    /// One JSON object: the properties as plain values, and the content as Markdown.
    #[arg(long)]
    json: bool,
    /// The properties alone.
    #[arg(long, conflicts_with = "html")]
    properties: bool,
    /// Write to this file instead of printing.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    connection: Connection,
}

/// One request for the page, one for each 100 blocks that are side by side in it, and one for each 100 elements of a property
/// beyond the first 25.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let page = names::page(&session, &arguments.page).await?;
    let mut lost = Vec::new();
    let text = if arguments.html {
        page.export_html().await?
    } else {
        let values = query::values(&session, page.data()).await?;
        let body = match arguments.properties {
            true => None,
            false => Some(page.export_markdown().await?),
        };
        let body = body.map(
            |markdown::Markdown {
                 text, lost: all, ..
             }| {
                lost = all;
                text
            },
        );
        if arguments.json {
            let mut object = front::to_json(page.data(), &values);
            if let Some(body) = body {
                object["markdown"] = json!(body);
            }
            format!("{object}\n")
        } else {
            let front = front::write(page.data(), &values);
            match body {
                Some(body) if !body.is_empty() => format!("{front}\n{body}"),
                _ => front,
            }
        }
    };
    match &arguments.out {
        Some(path) => write_whole(path, text.as_bytes())?,
        None => print(&text)?,
    }
    for loss in lost {
        report(&format!("not in the Markdown: {loss}"));
    }
    Ok(ExitCode::SUCCESS)
}
