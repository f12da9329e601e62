//! `notion plan`.

use std::process::ExitCode;

use notion_session::Session;
use notion_session::model::{DataSource, PropertyId, plain_text};
use notion_session::plan::Plan;
use notion_session::schema::SchemaNode;

use crate::connect::Connection;
use crate::failure::{DIFFERENCES, Failure, Result, in_command_words};
use crate::names;
use crate::show::print;
use crate::sources;

/// Print what would change in a database so that it has another schema.
///
/// Nothing is changed. The exit code is 0 if nothing would change, and 3 if something would.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The expected schema: a file that `notion pull --json` wrote, or the id, URL or title of a database.
    schema: String,
    /// The id, URL or title of the database that would change.
    database: String,
    /// Print the plan as JSON, which `notion apply` applies.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let read = async |word: &String| {
        sources::read(std::slice::from_ref(word), false, &arguments.connection).await
    };
    let wanted = read(&arguments.schema).await?;
    let live = read(&arguments.database).await?;
    let [live] = &live[..] else {
        return Err(Failure::new(format!(
            "{} has {} data sources: name the one that is meant by its id",
            arguments.database,
            live.len()
        )));
    };
    let plan = Plan::between(&node(pick(&arguments.schema, &wanted, live)?, live), live);
    print(&match arguments.json {
        true => plan.to_json()? + "\n",
        false => in_command_words(&format!("{plan}\n")),
    })?;
    Ok(match plan.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(DIFFERENCES),
    })
}

/// The schema that is meant: the only one, or that of the same data source, or the only one of the same title.
fn pick<'a>(word: &str, wanted: &'a [DataSource], live: &DataSource) -> Result<&'a DataSource> {
    let title = plain_text(&live.title);
    let mut of_title = wanted.iter().filter(|it| plain_text(&it.title) == title);
    let same = wanted.iter().find(|it| it.id == live.id);
    match (wanted, same, of_title.next(), of_title.next()) {
        ([one], ..) | (_, Some(one), ..) | (_, None, Some(one), None) => Ok(one),
        _ => Err(Failure::new(format!(
            "{word} has {} schemas, and it is not told which one is meant for {title:?}: pull one alone",
            wanted.len()
        ))),
    }
}

/// What would change in a database so that it has the schema of another one, as text. Two requests for each.
pub(super) async fn described(session: &Session, schema: &str, database: &str) -> Result<String> {
    let wanted = names::database(session, schema)
        .await?
        .data_source()
        .await?;
    let live = names::database(session, database)
        .await?
        .data_source()
        .await?;
    let plan = Plan::between(&node(&wanted, &live), &live);
    Ok(in_command_words(&format!("{plan}\n")))
}

/// A schema as it is wanted of a data source. The ids of properties say something in the data source that they are of,
/// as long as the properties are there.
fn node(wanted: &DataSource, live: &DataSource) -> SchemaNode {
    let mut node = SchemaNode::live(wanted);
    let is_other = wanted.id != live.id;
    for property in &mut node.properties {
        let is_there = |id: &PropertyId| live.properties.values().any(|it| it.id == *id);
        property.id = property.id.take().filter(|id| !is_other && is_there(id));
        if is_other {
            property.refers_to = None;
        }
    }
    node
}
