//! `notion ls`.

use std::collections::HashSet;
use std::process::ExitCode;

use notion_session::Database;
use notion_session::model::DatabaseId;

use super::print;
use crate::connect::Connection;
use crate::failure::{Failure, Result};

/// List databases: all that are shared with the integration, or those that lie in a page.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id or URL of a page.
    page: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let mut lines = String::new();
    let mut line = |id: DatabaseId, title: &str| {
        let title: String = title.replace(char::is_control, " ");
        lines.push_str(&format!("{id}  {title}\n"));
    };
    match arguments.page {
        None => {
            let all: Vec<Database> = session.all_dbs().await?.into_vec();
            all.iter()
                .for_each(|database| line(database.id(), &database.title()));
        }
        Some(word) => {
            let page = session
                .get_page(word.as_str())
                .await
                .map_err(Failure::from)?;
            // Without linked views, which are children of the page too and have no data sources.
            let mut seen = HashSet::new();
            for database in page.subdatabases().await? {
                if seen.insert(database.id()) {
                    line(database.id(), &database.title());
                }
            }
        }
    }
    print(&lines)?;
    Ok(ExitCode::SUCCESS)
}
