//! `notion mcp`: the same operations as tools for agents, over the Model Context Protocol.

mod tools;

use std::process::ExitCode;
use std::sync::Arc;

use notion_session::Session;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
    ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
    ToolAnnotations,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::transport::stdio;
use rmcp::{ErrorData, ServerHandler, ServiceExt as _};
use serde_json::{Map, Value, json};

use crate::connect::Connection;
use crate::failure::{Failure, Result};

/// Serve tools for agents over the Model Context Protocol, on the standard input and output.
///
/// The token comes from the environment or a profile, and is never an argument of a tool. Tools that change something have a dry
/// run.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let server = Server { session };
    // The handlers of one client, on one thread.
    let local = tokio::task::LocalSet::new();
    let served = local.run_until(async move {
        let service = server
            .serve(stdio())
            .await
            .map_err(|error| error.to_string())?;
        service.waiting().await.map_err(|error| error.to_string())
    });
    Box::pin(served).await.map_err(Failure::new)?;
    Ok(ExitCode::SUCCESS)
}

/// What the tools are asked of.
struct Server {
    session: Session,
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("notion", env!("CARGO_PKG_VERSION")))
            .with_instructions(
                "Pages and databases are named by id, URL or unique title. Call describe_database before query, create or set. \
                 Try changes with dry_run first.",
            )
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        // Without them the tools are of use all the same: describe_database has the schema of one.
        let schemas = tools::schemas(&self.session).await.unwrap_or_default();
        Ok(ListToolsResult::with_all_items(tools(&schemas)))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        let arguments = tools::Input::new(arguments);
        let session = &self.session;
        let result = match request.name.as_ref() {
            "search" => tools::search(session, &arguments).await,
            "get_page" => tools::get_page(session, &arguments).await,
            "describe_database" => tools::describe(session, &arguments).await,
            "query" => tools::query(session, &arguments).await,
            "create" => tools::create(session, &arguments).await,
            "set" => tools::set(session, &arguments).await,
            "append" => tools::append(session, &arguments).await,
            "edit" => tools::edit(session, &arguments).await,
            "plan" => tools::plan(session, &arguments).await,
            other => {
                return Err(ErrorData::invalid_params(
                    format!("{other:?} is not a tool"),
                    None,
                ));
            }
        };
        // A failure is the model's to read and to mend.
        Ok(match result {
            Ok(text) => CallToolResult::success(vec![ContentBlock::text(text)]),
            Err(failure) => CallToolResult::error(vec![ContentBlock::text(failure.to_string())]),
        }
        .into())
    }
}

/// What a tool does to the workspace.
enum Effect {
    Reads,
    Adds,
    Changes,
}

/// The tools. Those that take a database have the schemas of databases in their descriptions.
fn tools(schemas: &str) -> Vec<Tool> {
    let text = |about: &str| json!({ "type": "string", "description": about });
    let number = |about: &str| json!({ "type": "integer", "minimum": 1, "description": about });
    let page = text("The id, URL or unique title of the page");
    let database = text("The id, URL or unique title of the database");
    let dry_run = json!({ "type": "boolean", "description": "Report what would be done, and change nothing" });
    let properties = json!({
        "type": "object",
        "description": "Values by the names of properties, as describe_database lists them: strings, numbers, booleans, lists of \
                        names or ids; dates as 2026-12-01 or 2026-12-01/2026-12-05; null clears",
    });
    let by_schema = |about: &str| match schemas.is_empty() {
        true => about.to_owned(),
        false => format!("{about}\n\nThe databases and their properties:\n{schemas}"),
    };
    let tool =
        |name: &'static str, about: &str, effect: Effect, required: &[&str], inputs: Value| {
            let mut schema = Map::new();
            schema.insert("type".to_owned(), "object".into());
            schema.insert("properties".to_owned(), inputs);
            schema.insert("required".to_owned(), json!(required));
            schema.insert("additionalProperties".to_owned(), false.into());
            let annotations = match effect {
                Effect::Reads => ToolAnnotations::new().read_only(true),
                Effect::Adds => ToolAnnotations::new().read_only(false).destructive(false),
                Effect::Changes => ToolAnnotations::new().read_only(false).destructive(true),
            };
            Tool::new(name, about.to_owned(), Arc::new(schema)).with_annotations(annotations)
        };
    vec![
        tool(
            "search",
            "Finds pages and databases whose titles have any of the words, the latest edited first. One JSON object a line.",
            Effect::Reads,
            &["words"],
            json!({ "words": text("Words of the title; empty for all"), "limit": number("How many at most (default: 20)") }),
        ),
        tool(
            "get_page",
            "Returns a page: properties as front matter, content as Markdown. What Markdown cannot express is listed at the end. \
             With editable, the text is what the tool edit takes back: marked lines ⟦…⟧ stand for blocks that have to be kept.",
            Effect::Reads,
            &["page"],
            json!({
                "page": page,
                "editable": { "type": "boolean", "description": "Return the content alone, for the tool edit" },
                "max_characters": number("Where the text is cut, which is reported (default: 50000)"),
            }),
        ),
        tool(
            "describe_database",
            "Returns the schema of a database: its properties with their types and options, and the language of the filters that \
             query takes.",
            Effect::Reads,
            &["database"],
            json!({ "database": database }),
        ),
        tool(
            "query",
            &by_schema(
                "Returns rows of a database as JSON objects, one a line. Reports if there may be more.",
            ),
            Effect::Reads,
            &["database"],
            json!({
                "database": database,
                "where": text("A filter: Status = Done and (Due < today or Estimate > 5) and not Tags contains later"),
                "sort": text("Names of properties, with - for descending: -Due, Name"),
                "columns": { "type": "array", "items": { "type": "string" }, "description": "Which properties (default: all)" },
                "limit": number("How many at most (default: 50)"),
            }),
        ),
        tool(
            "create",
            &by_schema(
                "Creates a page in a page, or a row of a database, with content. Returns its id and URL.",
            ),
            Effect::Adds,
            &["parent", "title"],
            json!({
                "parent": text("The id, URL or unique title of a page or database"),
                "title": text("The title"),
                "properties": properties,
                "markdown": text("The content"),
                "dry_run": dry_run,
            }),
        ),
        tool(
            "set",
            &by_schema(
                "Sets properties of a row. Values that do not fit the schema are refused before anything is sent.",
            ),
            Effect::Changes,
            &["page", "properties"],
            json!({ "page": page, "properties": properties, "dry_run": dry_run }),
        ),
        tool(
            "append",
            "Appends Markdown to a page.",
            Effect::Adds,
            &["page", "markdown"],
            json!({ "page": page, "markdown": text("The content"), "dry_run": dry_run }),
        ),
        tool(
            "edit",
            "Replaces the content of a page by an edited text of get_page with editable. Sends the smallest set of block changes; \
             blocks that did not change keep their ids and comments. Returns the changes.",
            Effect::Changes,
            &["page", "markdown"],
            json!({ "page": page, "markdown": text("The whole edited text, with its marked lines ⟦…⟧"), "dry_run": dry_run }),
        ),
        tool(
            "plan",
            "Returns what would change in a database so that it has the schema of another one. Changes nothing.",
            Effect::Reads,
            &["schema", "database"],
            json!({ "schema": text("The database with the expected schema: an id, URL or unique title"), "database": database }),
        ),
    ]
}
