//! `notion new`.

use std::process::ExitCode;

use notion_session::content::markdown;
use notion_session::session::AnyValue;
use serde_json::json;

use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::files::read_text;
use crate::names::{self, Object};
use crate::show::{print, report};
use crate::{assign, front};

/// Create a page in a page, or a row of a database, with content.
///
/// Prints its id and URL.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id, URL or title of the page or database that it is created in.
    parent: String,
    /// The title.
    #[arg(long)]
    title: String,
    /// A value of a property of a row: `Status=Done`. May be given several times.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// Make the options of selects that do not exist yet.
    #[arg(long)]
    create_options: bool,
    /// A Markdown file with the content, or `-` for the standard input.
    #[arg(long, value_name = "FILE")]
    md: Option<String>,
    /// One JSON object instead of a line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// One request for the parent, one for the page, and more if it has more content than Notion takes with it.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let text = arguments.md.as_deref().map(read_text).transpose()?;
    let session = arguments.connection.open()?;
    let parent = names::object(&session, &arguments.parent).await?;
    let mut new = match &parent {
        Object::Page(page) => {
            if let Some(word) = arguments.set.first() {
                return Err(Failure::usage(format!(
                    "--set {word}: the parent is a page, and a page in a page has a title and no other properties"
                )));
            }
            session.create_page(page, arguments.title.as_str())
        }
        Object::Database(database) => {
            let source = database.data_source().await?;
            let assignments =
                assign::read(&session, &source, &arguments.set, arguments.create_options).await?;
            let mut new = session.create_page(database, arguments.title.as_str());
            for assignment in assignments {
                let (name, value) = assignment.into_new();
                new = new.set(&name, AnyValue::from(value));
            }
            new
        }
    };
    let document = text.map(|text| markdown::read(front::strip(&text)));
    let document = document.unwrap_or_default();
    let lost = document.lost.clone();
    if !document.blocks.is_empty() {
        new = new.content(document);
    }
    let page = new.await?;
    for loss in lost {
        report(&format!("not in Notion: {loss}"));
    }
    let url = page.url().unwrap_or_default();
    print(&match arguments.json {
        true => format!("{}\n", json!({ "id": page.id(), "url": url })),
        false => format!("{}  {url}\n", page.id()),
    })?;
    Ok(ExitCode::SUCCESS)
}
