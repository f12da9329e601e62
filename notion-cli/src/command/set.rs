//! `notion set`.

use std::process::ExitCode;

use notion_session::session::AnyValue;
use notion_session::table::text;
use notion_session::{Database, Page, Session};

use crate::ask::confirm;
use crate::assign::{self, Assignment};
use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::names::{self, Object};
use crate::query::{self, Question};
use crate::show::print;

/// Set properties of a page, or of all rows that an expression finds: `Estimate=3`, `Tags+=urgent`, `Tags-=later`, `Due=` to
/// clear.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id, URL or title of the page; with --where, of the database.
    page: String,
    /// What to set.
    #[arg(required = true, value_name = "NAME=VALUE")]
    assignments: Vec<String>,
    /// Make the options of selects that do not exist yet.
    #[arg(long)]
    create_options: bool,
    /// Which rows of the database to change; `notion where` describes the expression.
    #[arg(long = "where", value_name = "EXPR")]
    filter: Option<String>,
    /// Print which rows would be changed, and change none.
    #[arg(long, requires = "filter")]
    dry_run: bool,
    /// Do not ask before several rows are changed.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    connection: Connection,
}

/// One request for the page, one for its schema, and one for the change.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    if let Some(filter) = &arguments.filter {
        return many(&session, &arguments, filter).await;
    }
    let mut page = match names::object(&session, &arguments.page).await? {
        Object::Page(page) => page,
        Object::Database(_) => {
            return Err(Failure::new(format!(
                "{:?} is a database: name a row by its id or URL, or rows of it with --where",
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

/// Changes all rows that an expression finds. One request for each 100, and one for each.
async fn many(session: &Session, arguments: &Arguments, filter: &str) -> Result<ExitCode> {
    let database = names::database(session, &arguments.page).await?;
    let source = database.data_source().await?;
    let words = &arguments.assignments;
    let assignments = assign::read(session, &source, words, arguments.create_options).await?;
    let question = Question {
        filter: Some(filter),
        ..Question::default()
    };
    let pages = query::all(&database, question).await?;
    if arguments.dry_run {
        for page in &pages {
            print(&described(session, page, &assignments).await?)?;
        }
        print("nothing was sent\n")?;
        return Ok(ExitCode::SUCCESS);
    }
    for page in &pages {
        print(&format!("{}  {}\n", page.id(), page.title()))?;
    }
    if pages.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let count = pages.len();
    let question = format!(
        "Set {} in {count} rows of {:?}?",
        words.join(", "),
        database.title()
    );
    confirm(&question, arguments.yes || count == 1)?;
    let failed = query::for_each(pages, async |mut page| {
        change(session, &mut page, &assignments).await
    });
    match failed.await {
        0 => Ok(ExitCode::SUCCESS),
        failed => Err(Failure::new(format!(
            "{failed} of {count} rows were not changed, and are named above"
        ))),
    }
}

/// What would change in a page, in the form of a plan: each value with the one that it replaces.
async fn described(session: &Session, page: &Page, assignments: &[Assignment]) -> Result<String> {
    let mut lines = format!("{}  {}\n", page.id(), page.title());
    for assignment in assignments {
        let name = assignment.name();
        let old = page.data().properties.get(name);
        let old = old.map(|value| text(&value.kind)).unwrap_or_default();
        let new = text(&assignment.on(session, page.data()).await?);
        if old != new {
            lines += &format!("  ~ {name}: {old:?} becomes {new:?}\n");
        }
    }
    Ok(lines)
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
