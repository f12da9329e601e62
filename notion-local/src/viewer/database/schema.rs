//! The schema of a data source: properties, options, formulas.

use bytes::Bytes;
use http::{Response, StatusCode};
use maud::{Markup, html};

use super::table::in_order;
use crate::property::{Choice, PropertyKind};
use crate::state::{DataSource, Workspace, id};
use crate::viewer::names::Named;
use crate::viewer::shell::{self, Content, Shell};
use crate::viewer::{Ask, cells, words};

/// A row of the table: a property.
#[derive(Debug)]
struct Row {
    name: String,
    kind: String,
    id: String,
    description: Option<String>,
    settings: String,
    /// Options by group; the name is empty if there are no groups.
    options: Vec<(String, Vec<Choice>)>,
    formula: Option<(String, bool)>,
}

/// Renders the schema of a data source, or of the first data source of a database.
pub(in crate::viewer) async fn show(ask: &Ask<'_>, id: &str) -> Response<Bytes> {
    let Some(id) = id::parse(id) else {
        return shell::not_found(ask, "This is not an ID.").await;
    };
    let versions = shell::versions(ask);
    let found = ask
        .core
        .look(|computing| {
            let workspace = computing.workspace;
            // Most databases have one data source.
            let first = workspace.databases.get(&id);
            let first = first.and_then(|database| database.data_sources.first());
            let source = workspace.data_sources.get(first.unwrap_or(&id))?;
            let shell = Shell::of(workspace, Some(source.database));
            let named = Named::of(workspace, source.id)?;
            Some((shell, source.id, named, rows(workspace, source)))
        })
        .await;
    let Some((shell, id, named, rows)) = found else {
        return shell::not_found(ask, "No data source in this workspace has this ID.").await;
    };
    let content = Content {
        title: format!("Schema of {}", named.title),
        live: "workspace",
        place: "",
        main: html! {
            div.head {
                h1 { "Schema of " (named.title) }
                div.actions { a.button href=(named.href) { "Rows" } a.button href={ "/_viewer/json/" (id) } { "JSON" } }
            }
            p.hint { "Data source " code { (id) } }
            div.wide tabindex="0" role="region" aria-label="Properties" {
                table.schema {
                    thead { tr {
                        th scope="col" { "Property" }
                        th scope="col" { "Type" }
                        th scope="col" { "Settings" }
                        th scope="col" { "ID" }
                    } }
                    tbody { @for row in &rows { (property(row)) } }
                }
            }
        },
    };
    shell::show(ask, versions, StatusCode::OK, &shell, &content)
}

fn property(row: &Row) -> Markup {
    html! {
        tr {
            th scope="row" {
                (row.name)
                @if let Some(description) = &row.description { p.hint { (description) } }
            }
            td { (row.kind) }
            td {
                (row.settings)
                @for (group, options) in &row.options {
                    div.options {
                        @if !group.is_empty() { span.hint { (group) } }
                        @for option in options { (cells::tagged(&option.name, &option.color)) }
                    }
                }
                @if let Some((expression, is_filterable)) = &row.formula {
                    pre.formula tabindex="0" { code { (expression) } }
                    @if !is_filterable { p.hint { "Queries cannot filter by it until it is saved in Notion." } }
                }
            }
            td { code { (row.id) } }
        }
    }
}

fn rows(workspace: &Workspace, source: &DataSource) -> Vec<Row> {
    let all = in_order(source).into_iter();
    all.map(|property| Row {
        name: property.name.clone(),
        kind: words::type_name(&property.kind),
        id: id::encode_property(&property.id),
        description: property.description.clone(),
        settings: words::settings(&property.kind, workspace, source.id),
        options: options(&property.kind),
        formula: match &property.kind {
            PropertyKind::Formula(formula) => Some((
                words::formula(formula, workspace),
                formula.is_filterable(workspace, source.id),
            )),
            _ => None,
        },
    })
    .collect()
}

fn options(kind: &PropertyKind) -> Vec<(String, Vec<Choice>)> {
    match kind {
        PropertyKind::Status(status) => {
            let groups = status.groups.iter().map(|group| {
                let inside = status
                    .choices
                    .iter()
                    .filter(|choice| group.options.contains(&choice.id));
                (group.name.clone(), inside.cloned().collect())
            });
            groups.collect()
        }
        kind => match kind.choices() {
            Some(choices) => vec![(String::new(), choices.to_vec())],
            None => Vec::new(),
        },
    }
}
