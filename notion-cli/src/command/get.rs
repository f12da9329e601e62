//! `notion get`.

use std::path::PathBuf;
use std::process::ExitCode;

use notion_session::content::markdown;
use notion_session::table::csv_line;
use serde_json::{Value, json};

use crate::connect::Connection;
use crate::failure::Result;
use crate::files::{check_free, write_whole};
use crate::show::{print, report};
use crate::value::{cell, plain};
use crate::{front, names, query};

/// Print a page: its properties as front matter, and its content as Markdown.
///
/// What Markdown cannot express is listed on the standard error.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id, URL or title of the page.
    page: String,
    /// Markdown, which is the default.
    #[arg(long, conflicts_with_all = ["html", "json", "csv"])]
    md: bool,
    /// An HTML document for a browser.
    #[arg(long, conflicts_with_all = ["json", "csv"])]
    html: bool,
    /// One JSON object: the properties as plain values, and the content as Markdown.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// The properties of a row as CSV with a header, which `notion import` reads.
    #[arg(long)]
    csv: bool,
    /// The properties alone.
    #[arg(long, conflicts_with = "html")]
    properties: bool,
    /// Write to this file instead of printing.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Overwrite the file of --out if it exists already.
    #[arg(long, requires = "out")]
    force: bool,
    #[command(flatten)]
    connection: Connection,
}

/// One request for the page, one for each 100 blocks that are side by side in it, and one for each 100 elements of a property
/// beyond the first 25.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    if let Some(path) = &arguments.out {
        check_free(path, arguments.force)?;
    }
    let session = arguments.connection.open()?;
    let page = names::page(&session, &arguments.page).await?;
    let mut lost = Vec::new();
    let text = if arguments.html {
        page.export_html().await?
    } else if arguments.csv {
        csv(query::values(&session, page.data()).await?)
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

/// A header and a line: the title, and the other properties by name.
fn csv(mut values: Vec<(String, Value)>) -> String {
    values.sort_by(|(left, one), (right, other)| {
        let is_other = |value: &Value| value["type"] != "title";
        (is_other(one), left).cmp(&(is_other(other), right))
    });
    let (names, cells): (Vec<String>, Vec<String>) = values
        .into_iter()
        .map(|(name, value)| (name, cell(&plain(&value))))
        .unzip();
    csv_line(&names) + &csv_line(&cells)
}
