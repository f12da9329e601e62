//! `notion trash`, `notion restore` and `notion mv`: where pages and databases are.

use std::process::ExitCode;

use notion_session::Database;

use crate::ask::confirm;
use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::names::{self, Object};
use crate::query::{self, Question};
use crate::show::print;

/// Move a page or a database to the trash.
#[derive(clap::Args)]
pub(crate) struct Trash {
    /// The id, URL or title of the page or database.
    object: String,
    /// Which rows of the database to move to the trash, in place of the database; `notion where` describes the
    /// expression.
    #[arg(long = "where", value_name = "EXPR")]
    filter: Option<String>,
    /// Print which rows would be moved to the trash, and move none.
    #[arg(long, requires = "filter")]
    dry_run: bool,
    /// Do not ask before a database or several rows are moved to the trash.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Take a page or a database out of the trash.
#[derive(clap::Args)]
pub(crate) struct Restore {
    /// The id or URL of the page or database: titles in the trash are not searched.
    object: String,
    #[command(flatten)]
    connection: Connection,
}

/// Move a page or a database to another parent.
#[derive(clap::Args)]
pub(crate) struct Move {
    /// The id, URL or title of the page or database.
    object: String,
    /// The id, URL or title of the page, or of the database for a page that becomes a row.
    parent: String,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn trash(arguments: Trash) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    if let Some(filter) = &arguments.filter {
        let database = names::database(&session, &arguments.object).await?;
        return trash_rows(&database, filter, &arguments).await;
    }
    match names::object(&session, &arguments.object).await? {
        Object::Page(mut page) => {
            page.trash().await?;
            print(&format!(
                "{}  {} is in the trash\n",
                page.id(),
                page.title()
            ))?;
        }
        Object::Database(mut database) => {
            let what = format!(
                "Move the database {:?} with all its rows to the trash?",
                database.title()
            );
            confirm(&what, arguments.yes)?;
            database.trash_database().await?;
            print(&format!(
                "{}  {} is in the trash\n",
                database.id(),
                database.title()
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// One request for each 100 rows, and one for each.
async fn trash_rows(database: &Database, filter: &str, arguments: &Trash) -> Result<ExitCode> {
    let question = Question {
        filter: Some(filter),
        ..Question::default()
    };
    let pages = query::all(database, question).await?;
    let sign = if arguments.dry_run { "- " } else { "" };
    for page in &pages {
        print(&format!("{sign}{}  {}\n", page.id(), page.title()))?;
    }
    if arguments.dry_run {
        print("nothing was sent\n")?;
    }
    if arguments.dry_run || pages.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let count = pages.len();
    let question = format!("Move {count} rows of {:?} to the trash?", database.title());
    confirm(&question, arguments.yes)?;
    match query::for_each(pages, async |mut page| Ok(page.trash().await?)).await {
        0 => Ok(ExitCode::SUCCESS),
        failed => Err(Failure::new(format!(
            "{failed} of {count} rows are not in the trash, and are named above"
        ))),
    }
}

pub(crate) async fn restore(arguments: Restore) -> Result<ExitCode> {
    if !names::is_id(&arguments.object) {
        return Err(Failure::usage(format!(
            "{:?} is not an id or URL: titles in the trash are not searched",
            arguments.object
        )));
    }
    let session = arguments.connection.open()?;
    match names::object(&session, &arguments.object).await? {
        Object::Page(mut page) => {
            page.restore().await?;
            print(&format!("{}  {} is restored\n", page.id(), page.title()))?;
        }
        Object::Database(mut database) => {
            database.restore_database().await?;
            print(&format!(
                "{}  {} is restored\n",
                database.id(),
                database.title()
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn moved(arguments: Move) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let object = names::object(&session, &arguments.object).await?;
    let parent = names::object(&session, &arguments.parent).await?;
    match (object, parent) {
        (Object::Page(mut page), Object::Page(parent)) => {
            page.move_to(&parent).await?;
            print(&format!(
                "{}  {} is in {}\n",
                page.id(),
                page.title(),
                parent.title()
            ))?;
        }
        (Object::Page(mut page), Object::Database(parent)) => {
            page.move_to(&parent).await?;
            print(&format!(
                "{}  {} is in {}\n",
                page.id(),
                page.title(),
                parent.title()
            ))?;
        }
        (Object::Database(mut database), Object::Page(parent)) => {
            database.move_to(&parent).await?;
            print(&format!(
                "{}  {} is in {}\n",
                database.id(),
                database.title(),
                parent.title()
            ))?;
        }
        (Object::Database(_), Object::Database(_)) => {
            return Err(Failure::new(
                "a database cannot be in a database: name a page as the parent",
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}
