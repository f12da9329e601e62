//! `notion set`.

use std::process::ExitCode;

use notion_session::session::AnyValue;
use notion_session::{Database, Page, Session};

use crate::assign::{self, Assignment};
use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::names::{self, Object};
use crate::show::print;

/// Set properties of a page: `Estimate=3`, `Tags+=urgent`, `Tags-=later`, `Due=` to clear.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id, URL or title of the page.
    page: String,
    /// What to set.
    #[arg(required = true, value_name = "NAME=VALUE")]
    assignments: Vec<String>,
    /// Make the options of selects that do not exist yet.
    #[arg(long)]
    create_options: bool,
    #[command(flatten)]
    connection: Connection,
}

/// One request for the page, one for its schema, and one for the change.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let mut page = match names::object(&session, &arguments.page).await? {
        Object::Page(page) => page,
        Object::Database(_) => {
            return Err(Failure::new(format!(
                "{:?} is a database: `notion set` changes the properties of a page; name a row by its id or URL",
                arguments.page
            )));
        }
    };
    let Some(database) = database_of(&session, &page).await? else {
        return title(page, &arguments.assignments).await;
    };
    let source = database.data_source().await?;
    let words = &arguments.assignments;
    let assignments = assign::read(&session, &source, words, arguments.create_options).await?;
    change(&session, &mut page, &assignments).await?;
    print(&format!("{}  {}\n", page.id(), page.title()))?;
    Ok(ExitCode::SUCCESS)
}

/// Sends all assignments in one request.
pub(super) async fn change(
    session: &Session,
    page: &mut Page,
    assignments: &[Assignment],
) -> Result<()> {
    let mut values = Vec::new();
    for assignment in assignments {
        values.push((
            assignment.name(),
            assignment.on(session, page.data()).await?,
        ));
    }
    let mut update = page.update();
    for (name, value) in values {
        update = update.set(name, AnyValue::from(value));
    }
    Ok(update.await?)
}

/// A page in a page has its title alone.
async fn title(mut page: Page, words: &[String]) -> Result<ExitCode> {
    let word = match words {
        [word] => word
            .strip_prefix("title=")
            .or_else(|| word.strip_prefix("Title=")),
        _ => None,
    };
    let Some(title) = word else {
        return Err(Failure::new(format!(
            "{:?} is not a row of a database: it has a title, title=TEXT, and no other properties",
            page.title()
        )));
    };
    page.set_title(title).await?;
    print(&format!("{}  {}\n", page.id(), page.title()))?;
    Ok(ExitCode::SUCCESS)
}

/// The database that a page is a row of.
async fn database_of(session: &Session, page: &Page) -> Result<Option<Database>> {
    let source = page
        .parent()
        .and_then(notion_session::model::Parent::data_source_id);
    Ok(match source {
        Some(source) => Some(session.get_db(source).await?),
        None => None,
    })
}
