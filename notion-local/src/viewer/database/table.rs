//! Tables of rows.

use maud::{Markup, html};
use notion_model::{Icon, PropertyValue};
use serde_json::Value;
use uuid::Uuid;

use crate::compute::Computing;
use crate::property::{self, PropertyKind, relation};
use crate::render::{self, Object};
use crate::state::id::{self, encode_property};
use crate::state::{DataSource, Page, Property, TITLE, View};
use crate::viewer::icons::{self, Usual};
use crate::viewer::names::{self, Names};
use crate::viewer::{cells, links, words};

/// The number of rows on one page.
const PAGE: usize = 50;

/// A column.
#[derive(Debug)]
struct Column {
    name: String,
    kind: String,
    format: Option<String>,
    is_title: bool,
    is_number: bool,
}

#[derive(Debug)]
struct Row {
    id: Uuid,
    icon: Option<Icon>,
    values: Vec<PropertyValue>,
}

/// One page of the rows of a view.
#[derive(Debug)]
pub(super) struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
    names: Names,
    from: usize,
    total: usize,
    base: String,
}

/// Reads one page of rows.
pub(super) fn gather(
    computing: &Computing<'_>,
    source: &DataSource,
    view: Option<&View>,
    rows: &[Uuid],
    from: usize,
    base: &str,
) -> Table {
    let workspace = computing.workspace;
    let from = from.min(rows.len().saturating_sub(1)) / PAGE * PAGE;
    let shown = properties(source, view);
    let mut names = Names::default();
    let pages = rows.iter().skip(from).take(PAGE);
    let pages = pages.filter_map(|id| workspace.pages.get(id));
    let read: Vec<Row> = pages
        .map(|page| Row {
            id: page.id,
            icon: names::icon(render::icon(workspace, page.face.icon.as_ref())),
            values: shown
                .iter()
                .map(|property| {
                    let read = value(computing, page, property);
                    names::collect(workspace, &read.kind, &mut names);
                    read
                })
                .collect(),
        })
        .collect();
    Table {
        columns: shown.into_iter().map(column).collect(),
        rows: read,
        names,
        from,
        total: rows.len(),
        base: base.to_owned(),
    }
}

/// Returns a value in the type of `notion-model`.
pub(in crate::viewer) fn value(
    computing: &Computing<'_>,
    page: &Page,
    property: &Property,
) -> PropertyValue {
    let kind = property.kind.name();
    let object = Object::new()
        .put("id", encode_property(&property.id))
        .put("type", kind)
        .put(kind, property::render(computing, page, property));
    let object = match property.kind {
        PropertyKind::Relation(_) => object.put(
            "has_more",
            relation::has_more(computing.workspace, page.cells.get(&property.id)),
        ),
        _ => object,
    };
    serde_json::from_value(object.into()).unwrap_or_default()
}

/// Returns the format of a number property.
pub(in crate::viewer) fn format(property: &Property) -> Option<String> {
    match &property.kind {
        PropertyKind::Number { format } => Some(format.clone()),
        _ => None,
    }
}

fn column(property: &Property) -> Column {
    Column {
        name: property.name.clone(),
        kind: words::type_name(&property.kind),
        format: format(property),
        is_title: &*property.id == TITLE,
        is_number: matches!(property.kind, PropertyKind::Number { .. }),
    }
}

/// Returns the columns: by default the title, then the others in their order of creation. A view may reorder and hide them.
fn properties<'a>(source: &'a DataSource, view: Option<&View>) -> Vec<&'a Property> {
    let schema = &source.schema;
    let mut all: Vec<&Property> = Vec::new();
    let configured = view.and_then(|view| view.configuration.get("properties"));
    let configured = configured.and_then(Value::as_array);
    let mut hidden = Vec::new();
    for one in configured.into_iter().flatten() {
        let id = one.get("property_id").and_then(Value::as_str);
        let Some(property) = id.and_then(|id| schema.find(&id::percent_decode(id))) else {
            continue;
        };
        if one.get("visible").and_then(Value::as_bool) == Some(false) {
            hidden.push(&property.id);
        } else {
            all.push(property);
        }
    }
    let in_order = in_order(source);
    let rest = in_order
        .into_iter()
        .filter(|one| !hidden.contains(&&one.id) || &*one.id == TITLE);
    for property in rest {
        if !all.iter().any(|known| known.id == property.id) {
            all.push(property);
        }
    }
    all
}

/// Returns the properties, the title first, then by order of creation.
pub(in crate::viewer) fn in_order(source: &DataSource) -> Vec<&Property> {
    let mut all: Vec<&Property> = source.schema.properties.values().collect();
    all.sort_by_key(|property| &*property.id != TITLE);
    all
}

impl Table {
    pub(super) fn show(&self) -> Markup {
        html! {
            div.wide.rows tabindex="0" role="region" aria-label="Rows" {
                table.database {
                    thead {
                        tr { @for column in &self.columns {
                            th scope="col" title=(column.kind) { (column.name) " " small { (column.kind) } }
                        } }
                    }
                    tbody { @for row in &self.rows { (self.row(row)) } }
                }
            }
            @if self.total == 0 {
                p.empty { "No rows. They appear here as they are inserted." }
            } @else {
                (self.pages())
            }
        }
    }

    fn row(&self, row: &Row) -> Markup {
        html! {
            tr id={ "r-" (row.id) } {
                @for (column, value) in self.columns.iter().zip(&row.values) {
                    @let cell = cells::value(value, column.format.as_deref(), &self.names);
                    @if column.is_title {
                        th scope="row" { (title(row, &cell)) }
                    } @else {
                        td.number[column.is_number] { (cell) }
                    }
                }
            }
        }
    }

    fn pages(&self) -> Markup {
        let to = (self.from + PAGE).min(self.total);
        let last = (self.total - 1) / PAGE * PAGE;
        let link = |from: usize| format!("{}&from={from}", self.base);
        html! {
            nav.pages aria-label="Pages" {
                @if self.from > 0 {
                    a.button href=(link(0)) { "First" }
                    a.button href=(link(self.from - PAGE)) rel="prev" { "Previous" }
                }
                span { (self.from + 1) "–" (to) " of " (self.total) @if self.total == 1 { " row" } @else { " rows" } }
                @if to < self.total {
                    a.button href=(link(to)) rel="next" { "Next" }
                    a.button href=(link(last)) { "Last" }
                }
            }
        }
    }
}

/// Renders the title as a link to the page of the row; links inside the title are text.
fn title(row: &Row, cell: &Markup) -> Markup {
    let text = match row.values.iter().find_map(PropertyValue::as_title) {
        Some(runs) => notion_model::plain_text(runs),
        None => cell.0.clone(),
    };
    let text = if text.trim().is_empty() {
        "Untitled".to_owned()
    } else {
        text
    };
    html! {
        a.page href=(links::object(row.id)) {
            @if row.icon.is_some() { (icons::icon(row.icon.as_ref(), Usual::Page)) }
            span { (text) }
        }
    }
}
