//! `notion create`.

use std::collections::BTreeSet;
use std::process::ExitCode;

use notion_session::Session;
use notion_session::model::{
    DataSource, DataSourceId, FileKind, IconKind, SchemaKind, SelectOption, StatusSchema,
};
use notion_session::schema::{NodeKind, SchemaGraph, SchemaNode, Target};
use serde_json::json;

use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::names;
use crate::output::{Format, Listing};
use crate::show::{print, report};
use crate::sources;

/// Create databases from schemas: from a file that `notion pull --json` wrote, or like databases that exist.
///
/// Related schemas are created in the order that takes the fewest requests, and their relations lead to each other. What Notion's
/// API cannot create, such as buttons, is left out and reported. Rows and views are not copied.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A file that `notion pull --json` wrote, or the ids, URLs or titles of databases.
    #[arg(required = true, value_name = "SCHEMAS")]
    schemas: Vec<String>,
    /// The id, URL or title of the page that the databases are created in.
    #[arg(long = "in", value_name = "PAGE")]
    page: String,
    /// Also databases like those that relations of databases in Notion lead to, and so on.
    #[arg(long)]
    with_related: bool,
    /// Print the requests that would be sent, and send none of them.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    connection: Connection,
}

/// One request for the page, one for each data source elsewhere that a relation leads to, and those that `--dry-run` prints.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let found = sources::read(
        &arguments.schemas,
        arguments.with_related,
        &arguments.connection,
    )
    .await?;
    let session = arguments.connection.open()?;
    let page = names::page(&session, &arguments.page).await?;
    let (graph, left_out) = graph(&found);
    for line in &left_out {
        report(&format!("left out: {line}"));
    }
    check_targets(&session, &graph).await?;
    let plan = session.plan_graph(graph.clone())?;
    if arguments.dry_run {
        print(&format!("{plan}\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let made = session.create_graph(graph, &page).await?;
    let mut listing = Listing::new(arguments.format, &["id", "title", "url"]);
    for database in made {
        let (id, title) = (database.id().to_string(), database.title());
        let line = format!("{id}  {title}");
        listing.object(&line, &[json!(id), json!(title), json!(database.url())])?;
    }
    listing.end()?;
    Ok(ExitCode::SUCCESS)
}

/// The schemas as they can be created, related among each other, and what of them is left out.
fn graph(found: &[DataSource]) -> (SchemaGraph, Vec<String>) {
    let mut left_out = Vec::new();
    let place = |id: DataSourceId| found.iter().position(|source| source.id == id);
    let mut schemas = Vec::with_capacity(found.len());
    for (own, source) in found.iter().enumerate() {
        let mut node = SchemaNode::live(source);
        let mut note = |name: &str, why: &str| {
            left_out.push(format!("{name:?} of {:?}: {why}", node.title));
        };
        node.properties.retain_mut(|property| {
            // Ids are of the data source that the schema was read from.
            property.id = None;
            property.refers_to = None;
            let name = &property.name;
            match &mut property.kind {
                NodeKind::Plain(kind) => match creatable(kind) {
                    true => renew(kind),
                    false => {
                        let kind = kind.type_name().replace('_', " ");
                        note(name, &format!("Notion's API does not create the type {kind}"));
                        return false;
                    }
                },
                NodeKind::Undefined(kind) => {
                    note(name, &format!("the {kind} has no definition that the API shows"));
                    return false;
                }
                NodeKind::Relation { target, back } => {
                    if let Target::DataSource(id) = target
                        && let Some(schema) = place(*id)
                    {
                        *target = Target::Schema(schema);
                    }
                    let why = match target {
                        Target::Schema(schema) if *schema == own => {
                            "Notion's API creates no two-way relation of a database to itself"
                        }
                        Target::Schema(_) => return true,
                        _ => "it leads to a database that is not among the schemas, and which is not changed",
                    };
                    if back.take().is_some() {
                        note(name, &format!("its other side, because {why}; it is one-way"));
                    }
                }
                _ => {}
            }
            true
        });
        if node
            .icon
            .take_if(|icon| matches!(icon.kind, IconKind::Hosted(_)))
            .is_some()
        {
            note(
                "icon",
                "Notion holds the file of it, and takes no link to it",
            );
        }
        if node
            .cover
            .take_if(|cover| matches!(cover.kind, FileKind::Hosted(_)))
            .is_some()
        {
            note(
                "cover",
                "Notion holds the file of it, and takes no link to it",
            );
        }
        schemas.push(node);
    }
    (SchemaGraph { schemas }, left_out)
}

/// Whether a request can ask for the type.
fn creatable(kind: &SchemaKind) -> bool {
    let known = notion_vocabulary::PropertyType::parse(kind.type_name());
    known.is_some_and(|kind| kind == notion_vocabulary::PropertyType::Title || kind.is_addable())
}

/// Takes the ids out of the settings: the new property has its own. A request cannot set the groups of a status.
fn renew(kind: &mut SchemaKind) {
    let anonymous = |options: &mut Vec<SelectOption>| {
        for option in options {
            option.id = None;
        }
    };
    match kind {
        SchemaKind::Select(schema) | SchemaKind::MultiSelect(schema) => {
            anonymous(&mut schema.options);
        }
        SchemaKind::Status(schema) => {
            anonymous(&mut schema.options);
            *schema = StatusSchema {
                options: std::mem::take(&mut schema.options),
                ..StatusSchema::default()
            };
        }
        _ => {}
    }
}

/// Refuses relations to what is neither among the schemas nor in this workspace, before anything is created.
async fn check_targets(session: &Session, graph: &SchemaGraph) -> Result<()> {
    let mut checked = BTreeSet::new();
    for schema in &graph.schemas {
        for property in &schema.properties {
            let NodeKind::Relation {
                target: Target::DataSource(id),
                ..
            } = &property.kind
            else {
                continue;
            };
            if !checked.insert(id.to_string()) {
                continue;
            }
            match session.api().data_sources().retrieve(*id).await {
                Ok(_) => {}
                Err(error) if error.is_not_found() => {
                    return Err(Failure::new(format!(
                        "{:?} of {:?} leads to the data source {id}, which is neither among the schemas nor shared with the \
                         integration: pull it too (`notion pull --json --with-related`), or share it",
                        property.name, schema.title
                    )));
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(())
}
