//! A database: its views as tables and boards, and its schema.

mod board;
mod rows;
mod schema;
mod table;

use bytes::Bytes;
use http::{Response, StatusCode};
use maud::{Markup, html};
use notion_model::{Icon, RichText};
use serde_json::Value;
use uuid::Uuid;

use super::icons::{self, Usual};
use super::inline::rich;
use super::names;
use super::shell::{self, Content, Shell};
use super::{Ask, words};
use crate::compute::Computing;
use crate::property::PropertyKind;
use crate::render;
use crate::state::{DataSource, Database, Property, View, Workspace, id};

pub(super) use schema::show as show_schema;
pub(super) use table::{format, in_order, value};

/// The parameters of the address.
#[derive(Debug, Clone, Default)]
struct Asked {
    source: Option<Uuid>,
    view: Option<Uuid>,
    /// The ID of the property that groups a board without a view.
    board: Option<String>,
    from: usize,
}

impl Asked {
    fn of(ask: &Ask<'_>) -> Self {
        Self {
            source: ask.query("source").and_then(id::parse),
            view: ask.query("view").and_then(id::parse),
            board: ask.query("board").map(str::to_owned),
            from: ask.number("from").unwrap_or_default(),
        }
    }
}

/// The heading of a database.
#[derive(Debug)]
struct Head {
    id: Uuid,
    title: String,
    icon: Option<Icon>,
    description: Vec<RichText>,
    in_trash: bool,
    is_linked: bool,
}

/// A tab: a view of the database, or one of the viewer's own.
#[derive(Debug)]
struct Tab {
    name: String,
    href: String,
    is_current: bool,
}

/// The content below the tabs.
#[derive(Debug)]
enum Body {
    Table(table::Table),
    Board(board::Board),
    /// The reason why there is nothing to show.
    Nothing(String),
}

#[derive(Debug)]
struct Gathered {
    head: Head,
    sources: Vec<Tab>,
    tabs: Vec<Tab>,
    notes: Vec<String>,
    schema_href: Option<String>,
    body: Body,
}

/// Renders a database, given by its ID or the ID of a data source.
pub(super) async fn show(ask: &Ask<'_>, id: &str) -> Response<Bytes> {
    let Some(id) = id::parse(id) else {
        return shell::not_found(ask, "This is not an ID.").await;
    };
    let versions = shell::versions(ask);
    let asked = Asked::of(ask);
    let found = ask
        .core
        .look(|computing| {
            let workspace = computing.workspace;
            let gathered = gather(computing, id, &asked)?;
            Some((Shell::of(workspace, Some(gathered.head.id)), gathered))
        })
        .await;
    let Some((shell, found)) = found else {
        return shell::not_found(ask, "No database in this workspace has this ID.").await;
    };
    let content = Content {
        title: found.head.title.clone(),
        live: "workspace",
        place: "",
        main: html! {
            (head(&found.head, found.schema_href.as_deref()))
            @if found.sources.len() > 1 { (tabs(&found.sources, "Data sources")) }
            @if !found.tabs.is_empty() { (tabs(&found.tabs, "Views")) }
            @if !found.notes.is_empty() { p.conditions { @for note in &found.notes { span { (note) } } } }
            @match &found.body {
                Body::Table(table) => (table.show()),
                Body::Board(board) => (board.show()),
                Body::Nothing(reason) => p.empty { (reason) },
            }
        },
    };
    shell::show(ask, versions, StatusCode::OK, &shell, &content)
}

fn gather(computing: &Computing<'_>, id: Uuid, asked: &Asked) -> Option<Gathered> {
    let workspace = computing.workspace;
    let of_source = workspace
        .data_sources
        .get(&id)
        .map(|source| source.database);
    let database = workspace.databases.get(&of_source.unwrap_or(id))?;
    let views: Vec<&View> = workspace
        .views
        .values()
        .filter(|view| view.database == database.id)
        .collect();
    let asked_view = asked
        .view
        .and_then(|id| views.iter().find(|view| view.id == id).copied());
    let asked_source = asked.source.or(of_source.map(|_| id));
    let known = |id: &Uuid| database.data_sources.contains(id);
    let source = asked_source.filter(known).or_else(|| match asked_view {
        Some(view) => Some(view.data_source),
        None => database.data_sources.first().copied(),
    });
    // A linked database has views, but no data source of its own.
    let is_linked = database.data_sources.is_empty();
    let view = match asked_view {
        None if is_linked => views.first().copied(),
        view => view,
    };
    let source = source.or(view.map(|view| view.data_source));
    let source = source.and_then(|id| workspace.data_sources.get(&id));
    let head = Head {
        id: database.id,
        title: render::title_or_default(workspace, &database.face.title),
        icon: names::icon(render::icon(workspace, database.face.icon.as_ref())),
        description: description(workspace, database, source),
        in_trash: workspace.in_trash(database.id),
        is_linked,
    };
    let Some(source) = source else {
        return Some(Gathered {
            head,
            sources: Vec::new(),
            tabs: Vec::new(),
            notes: Vec::new(),
            schema_href: None,
            body: Body::Nothing("This database has no data source.".into()),
        });
    };
    let base = format!("/_viewer/database/{}?source={}", database.id, source.id);
    let (notes, body) = body(computing, source, view, asked, &base);
    Some(Gathered {
        sources: sources(workspace, database, source.id),
        tabs: views_tabs(&views, source, view, asked, &base, is_linked),
        schema_href: Some(format!("/_viewer/schema/{}", source.id)),
        head,
        notes,
        body,
    })
}

/// Returns the description of the database, else of the data source, where the documentation of a struct is.
fn description(
    workspace: &Workspace,
    database: &Database,
    source: Option<&DataSource>,
) -> Vec<RichText> {
    let own = &database.face.description;
    let runs = match source {
        Some(source) if own.is_empty() => &source.face.description,
        _ => own,
    };
    serde_json::from_value(render::rich_text(workspace, runs)).unwrap_or_default()
}

fn sources(workspace: &Workspace, database: &Database, current: Uuid) -> Vec<Tab> {
    let all = database.data_sources.iter();
    all.filter_map(|id| workspace.data_sources.get(id))
        .map(|source| Tab {
            name: render::title_or_default(workspace, &source.face.title),
            href: format!("/_viewer/database/{}?source={}", database.id, source.id),
            is_current: source.id == current,
        })
        .collect()
}

/// Returns the tabs: all rows, a board for each status and select property, and the views of the database.
fn views_tabs(
    views: &[&View],
    source: &DataSource,
    view: Option<&View>,
    asked: &Asked,
    base: &str,
    is_linked: bool,
) -> Vec<Tab> {
    let mut tabs = Vec::new();
    if !is_linked {
        tabs.push(Tab {
            name: "All rows".into(),
            href: base.to_owned(),
            is_current: view.is_none() && asked.board.is_none(),
        });
        for property in source.schema.properties.values() {
            if matches!(
                property.kind,
                PropertyKind::Status(_) | PropertyKind::Select(_)
            ) {
                let id = id::encode_property(&property.id);
                tabs.push(Tab {
                    name: format!("By {}", property.name),
                    href: format!("{base}&board={}", id::encode_property(&id)),
                    is_current: view.is_none() && asked.board.as_deref() == Some(id.as_str()),
                });
            }
        }
    }
    let of_source = views.iter().filter(|view| view.data_source == source.id);
    tabs.extend(of_source.map(|one| Tab {
        name: if one.name.is_empty() {
            one.kind.clone()
        } else {
            one.name.clone()
        },
        href: format!("{base}&view={}", one.id),
        is_current: view.is_some_and(|view| view.id == one.id),
    }));
    tabs
}

fn body(
    computing: &Computing<'_>,
    source: &DataSource,
    view: Option<&View>,
    asked: &Asked,
    base: &str,
) -> (Vec<String>, Body) {
    let schema = &source.schema;
    let mut notes = Vec::new();
    let (mut filter, mut sorts) = (&Value::Null, &Value::Null);
    let mut group = asked
        .board
        .as_deref()
        .and_then(|id| schema.find(id))
        .filter(|property| property.kind.choices().is_some());
    let mut base = base.to_owned();
    if let Some(view) = view {
        (filter, sorts) = (&view.filter, &view.sorts);
        base.push_str(&format!("&view={}", view.id));
        if !filter.is_null() {
            notes.push(format!("Filter: {}", words::filter(filter, schema)));
        }
        for sort in words::sorts(sorts, schema) {
            notes.push(format!("Sort: {sort}"));
        }
        group = group_of(view, source);
        match (view.kind.as_str(), group) {
            ("table" | "board", _) => {}
            (kind, _) => notes.push(format!("This {kind} is shown as a table.")),
        }
        if view.kind == "board" && group.is_none() {
            notes.push(
                "This board is shown as a table: what it is grouped by has no options.".into(),
            );
        }
    }
    let rows = match rows::select(computing, source, filter, sorts) {
        Ok(rows) => rows,
        Err(reason) => {
            return (
                notes,
                Body::Nothing(format!("Notion refuses this view's query: {reason}")),
            );
        }
    };
    let body = match group {
        Some(group) => Body::Board(board::gather(computing, source, group, &rows)),
        None => Body::Table(table::gather(
            computing, source, view, &rows, asked.from, &base,
        )),
    };
    (notes, body)
}

/// Returns the property that groups a board, if it has options.
fn group_of<'a>(view: &View, source: &'a DataSource) -> Option<&'a Property> {
    if view.kind != "board" {
        return None;
    }
    let id = view.configuration.get("group_by")?.get("property_id")?;
    let found = source.schema.find(id.as_str()?)?;
    found.kind.choices().is_some().then_some(found)
}

fn head(head: &Head, schema_href: Option<&str>) -> Markup {
    html! {
        div.head {
            h1 { (icons::icon(head.icon.as_ref(), Usual::Database)) span { (head.title) } }
            div.actions {
                @if let Some(href) = schema_href { a.button href=(href) { "Schema" } }
                a.button href={ "/_viewer/json/" (head.id) } { "JSON" }
            }
        }
        @if head.in_trash { p.banner { "In the trash." } }
        @if head.is_linked { p.hint { "A linked database: views of a data source that is elsewhere." } }
        @if !head.description.is_empty() { p.description { (rich(&head.description)) } }
    }
}

fn tabs(tabs: &[Tab], label: &str) -> Markup {
    html! {
        nav.tabs-bar aria-label=(label) {
            @for tab in tabs {
                a href=(tab.href) aria-current=[tab.is_current.then_some("page")] { (tab.name) }
            }
        }
    }
}
