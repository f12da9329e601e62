//! `notion search`.

use std::pin::pin;
use std::process::ExitCode;

use futures_util::TryStreamExt as _;
use notion_session::api::SearchParams;
use notion_session::model::{PageOrDataSource, plain_text};
use serde_json::json;

use crate::connect::Connection;
use crate::failure::Result;
use crate::output::{Format, Listing};

/// Find pages and databases whose titles have any of these words, the latest edited first.
///
/// Each line has the id, what it is, and the title.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Words of the title. Without any, all that is shared with the integration.
    words: Vec<String>,
    /// How many at most.
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    connection: Connection,
}

/// One request for each 100 that are found.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let params = match arguments.words.is_empty() {
        true => SearchParams::default(),
        false => SearchParams::query(arguments.words.join(" ")),
    };
    let names = ["id", "type", "title", "url"];
    let mut listing = Listing::new(arguments.format, &names);
    let mut found = pin!(session.api().search(&params).items());
    let mut count = 0;
    while count < arguments.limit
        && let Some(hit) = found.try_next().await?
    {
        let (id, kind, title, url) = match hit {
            PageOrDataSource::Page(page) => {
                let title = page.title().unwrap_or_default();
                (page.id.to_string(), "page", plain_text(title), page.url)
            }
            PageOrDataSource::DataSource(source) => {
                let title = plain_text(&source.title);
                (source.id.to_string(), "database", title, source.url)
            }
            _ => continue,
        };
        count += 1;
        let line = format!("{id}  {kind:8}  {title}");
        listing.object(&line, &[json!(id), json!(kind), json!(title), json!(url)])?;
    }
    listing.end()?;
    Ok(ExitCode::SUCCESS)
}
