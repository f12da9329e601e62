//! `/views`, `/views/{id}` and `/views/{id}/queries`.

use std::sync::LazyLock;

use jiff::ToSpan as _;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::block::{self, Place};
use crate::compute::Computing;
use crate::error::{ApiError, Result};
use crate::exchange::Incoming;
use crate::exchange::Reply;
use crate::query::{Filter, Sorts, filter_shape, sorts_shape};
use crate::render::{self, Object};
use crate::state::id::{self, IdKind, encode_property};
use crate::state::{DataSource, Database, Page, Parent, Property, Run, View, ViewQuery, Workspace};
use crate::validate::{
    Cursor, Paging, Shape, check_body, optional, paging_of_body, paging_of_query, required,
};

/// What a view can be.
const KINDS: &[&str] = &[
    "table",
    "board",
    "list",
    "calendar",
    "timeline",
    "gallery",
    "form",
    "chart",
    "map",
    "dashboard",
];

static CREATE: LazyLock<Shape> = LazyLock::new(|| {
    let page = Shape::Object(vec![
        required("page_id", Shape::Uuid),
        optional("type", Shape::OneOf(&["page_id"])),
    ]);
    let position = Shape::Object(vec![
        required("type", Shape::OneOf(&["after_block"])),
        required("block_id", Shape::Uuid),
    ]);
    let view_position = Shape::Union(vec![
        Shape::Object(vec![
            required("type", Shape::OneOf(&["after_view"])),
            required("view_id", Shape::Uuid),
        ]),
        Shape::Object(vec![required("type", Shape::OneOf(&["start", "end"]))]),
    ]);
    let row = || Shape::Number {
        min: Some(0),
        max: None,
    };
    let placement = Shape::Union(vec![
        Shape::Object(vec![
            required("type", Shape::OneOf(&["existing_row"])),
            required("row_index", row()),
        ]),
        Shape::Object(vec![
            required("type", Shape::OneOf(&["new_row"])),
            optional("row_index", row()),
        ]),
    ]);
    Shape::Object(vec![
        required("data_source_id", Shape::Uuid),
        required("name", Shape::TEXT),
        required("type", Shape::OneOf(KINDS)),
        optional("database_id", Shape::Uuid),
        optional("view_id", Shape::Uuid),
        optional("filter", filter_shape()),
        optional("sorts", sorts_shape()),
        optional("quick_filters", Shape::map(Shape::Any)),
        optional(
            "create_database",
            Shape::Object(vec![
                required("parent", page),
                optional("position", position),
            ]),
        ),
        optional("configuration", Shape::map(Shape::Any)),
        optional("position", view_position),
        optional("placement", placement),
    ])
});

static UPDATE: LazyLock<Shape> = LazyLock::new(|| {
    Shape::Object(vec![
        optional("name", Shape::TEXT),
        optional("filter", Shape::nullable(filter_shape())),
        optional("sorts", Shape::nullable(sorts_shape())),
        optional("quick_filters", Shape::nullable(Shape::map(Shape::Any))),
        optional("configuration", Shape::map(Shape::Any)),
    ])
});

static QUERY: LazyLock<Shape> = LazyLock::new(|| {
    Shape::Object(vec![optional(
        "page_size",
        Shape::Number {
            min: Some(1),
            max: Some(100),
        },
    )])
});

/// Makes a view of a data source: in a database, or in one that is made for it. Choice: views that belong to a
/// dashboard are listed with its database.
pub(crate) fn create(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let body = request.json()?;
    check_body(&CREATE, body, request.version)?;
    let id_of = |path: &str| {
        body.pointer(path)
            .and_then(Value::as_str)
            .and_then(id::parse)
    };
    let source = id_of("/data_source_id").ok_or_else(|| ApiError::undefined("data_source_id"))?;
    let source = workspace.data_source(source)?;
    let source_id = source.id;
    check_query(workspace, source, &body)?;
    let existing = match (id_of("/database_id"), id_of("/view_id")) {
        (Some(id), None) => Some(workspace.database(id)?.id),
        (None, Some(id)) => Some(view(workspace, id)?.database),
        (None, None) => None,
        (Some(_), Some(_)) => {
            return Err(ApiError::one_of(&[
                "database_id",
                "view_id",
                "create_database",
            ]));
        }
    };
    let above = id_of("/create_database/parent/page_id");
    let above = above
        .map(|id| workspace.page(id).map(|page| page.id))
        .transpose()?;
    let kind = text(&body, "type");
    let name = text(&body, "name");
    let place = place(workspace, &body, above)?;
    let position = position(workspace, existing.unwrap_or_default(), &body)?;

    let database = match (existing, above) {
        (Some(id), None) => id,
        (None, Some(above)) => linked_database(workspace, above, place),
        _ => {
            return Err(ApiError::one_of(&[
                "database_id",
                "view_id",
                "create_database",
            ]));
        }
    };
    let id = workspace.ids.made(IdKind::View);
    let history = workspace.new_history();
    let configuration = configuration(workspace, source_id, &kind, body.get("configuration"));
    let part = |key: &str| body.get(key).cloned().unwrap_or(Value::Null);
    let view = View {
        id,
        database,
        data_source: source_id,
        history,
        name,
        kind,
        filter: part("filter"),
        sorts: part("sorts"),
        quick_filters: part("quick_filters"),
        configuration,
    };
    let at = position.unwrap_or(workspace.views.len());
    workspace.views.shift_insert(at, id, view);
    reply(workspace, id)
}

/// The configuration of a view, with the keys that Notion's types require of its kind and without nulls. Choice: it
/// groups by the first property that can be grouped by, and shows the first date.
fn configuration(workspace: &Workspace, source: Uuid, kind: &str, given: Option<&Value>) -> Value {
    let mut shown = Map::new();
    shown.insert("type".into(), kind.into());
    for (key, value) in given.and_then(Value::as_object).into_iter().flatten() {
        if !value.is_null() {
            shown.insert(key.clone(), value.clone());
        }
    }
    let schema = workspace
        .data_sources
        .get(&source)
        .map(|source| &source.schema);
    let first = |kinds: &[&str]| {
        let properties = schema.map(|schema| schema.in_order()).unwrap_or_default();
        let find = |kind: &&str| properties.iter().find(|p| p.kind.name() == *kind).copied();
        kinds.iter().find_map(find)
    };
    let missing = match kind {
        "board" => {
            let group = first(&["status", "select", "multi_select", "checkbox", "title"]);
            group.map(|property| ("group_by", group_by(property)))
        }
        "calendar" | "timeline" => {
            let date = first(&["date", "created_time", "last_edited_time"]);
            let id = date.map_or_else(
                || "created_time".to_owned(),
                |date| encode_property(&date.id),
            );
            Some(("date_property_id", json!(id)))
        }
        "chart" => Some(("chart_type", json!("column"))),
        "dashboard" => Some(("rows", json!([]))),
        _ => None,
    };
    if let Some((key, value)) = missing {
        shown.entry(key).or_insert(value);
    }
    Value::Object(shown)
}

fn group_by(property: &Property) -> Value {
    let kind = property.kind.name();
    let group = Object::new()
        .put("type", kind)
        .put("property_id", encode_property(&property.id));
    let group = match kind {
        "status" => group.put("group_by", "option"),
        "title" => group.put("group_by", "exact"),
        _ => group,
    };
    group.put("sort", json!({ "type": "manual" })).into()
}

/// Where a new view stands among all views, where a request says it. Choice: before the first, or behind another, view
/// of the same database.
fn position(workspace: &Workspace, database: Uuid, body: &Value) -> Result<Option<usize>> {
    let after = body
        .pointer("/position/view_id")
        .and_then(Value::as_str)
        .and_then(id::parse);
    if let Some(after) = after {
        let found = workspace.views.get_full(&after);
        return match found.filter(|(_, _, view)| view.database == database) {
            Some((at, _, _)) => Ok(Some(at + 1)),
            None => Err(workspace.not_found("view", after)),
        };
    }
    let at_start = body.pointer("/position/type") == Some(&json!("start"));
    let mut views = workspace.views.values();
    Ok(at_start.then(|| {
        views
            .position(|view| view.database == database)
            .unwrap_or_default()
    }))
}

fn place(workspace: &Workspace, body: &Value, above: Option<Uuid>) -> Result<Place> {
    let after = body
        .pointer("/create_database/position/block_id")
        .and_then(Value::as_str)
        .and_then(id::parse);
    match (after, above) {
        (Some(after), Some(above)) if !workspace.children_of(above).contains(&after) => {
            Err(workspace.not_found("block", after))
        }
        (Some(after), _) => Ok(Place::After(after)),
        _ => Ok(Place::End),
    }
}

/// A database that only shows another one's data source: it has none of its own.
fn linked_database(workspace: &mut Workspace, above: Uuid, place: Place) -> Uuid {
    let id = workspace.ids.random();
    let database = Database {
        id,
        parent: Parent::Page(above),
        history: workspace.new_history(),
        title: vec![Run::text("Untitled")],
        description: Vec::new(),
        icon: None,
        cover: None,
        is_inline: true,
        is_locked: false,
        in_trash: false,
        data_sources: Vec::new(),
    };
    workspace.databases.insert(id, database);
    block::new_child(workspace, Parent::Page(above), id, place);
    id
}

/// Lists the views of a database or of a data source, by their ids.
pub(crate) fn list(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let paging = paging_of_query(request, Cursor::Opaque)?;
    let id_of = |key: &str| match request.query(key) {
        None => Ok(None),
        Some(text) => id::parse(text)
            .map(Some)
            .ok_or_else(|| ApiError::query_id(key, text)),
    };
    let (database, source) = (id_of("database_id")?, id_of("data_source_id")?);
    match (database, source) {
        (None, None) => return Err(ApiError::query_undefined("database_id")),
        (Some(id), _) => workspace.database(id).map(|_| ())?,
        (None, Some(id)) => workspace.data_source(id).map(|_| ())?,
    }
    let wanted = |view: &&View| {
        database.is_none_or(|id| view.database == id)
            && source.is_none_or(|id| view.data_source == id)
    };
    let views: Vec<Uuid> = workspace
        .views
        .values()
        .filter(wanted)
        .map(|view| view.id)
        .collect();
    let (shown, next) = paging.cut(&views, |id| *id)?;
    let results = shown
        .iter()
        .map(|id| json!({ "object": "view", "id": id }))
        .collect();
    Ok(Reply::ok(render::list("view", results, next).into_map()))
}

/// Shows a view.
pub(crate) fn retrieve(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    reply(workspace, request.path_id("view_id")?)
}

/// Changes a view.
pub(crate) fn update(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("view_id")?;
    let body = request.json()?;
    check_body(&UPDATE, body, request.version)?;
    let source = view(workspace, id)?.data_source;
    check_query(workspace, workspace.data_source(source)?, &body)?;
    let kind = view(workspace, id)?.kind.clone();
    let configured = body
        .get("configuration")
        .map(|given| configuration(workspace, source, &kind, Some(given)));
    let (now, by) = (workspace.clock.now(), workspace.bot);
    if let Some(view) = workspace.views.get_mut(&id) {
        let part = |key: &str| body.get(key).cloned();
        if body.get("name").is_some() {
            view.name = text(&body, "name");
        }
        view.filter = part("filter").unwrap_or(view.filter.take());
        view.sorts = part("sorts").unwrap_or(view.sorts.take());
        view.quick_filters = part("quick_filters").unwrap_or(view.quick_filters.take());
        if let Some(changed) = &configured {
            view.configuration.clone_from(changed);
        }
        view.history.edited = now;
        view.history.edited_by = by;
    }
    reply(workspace, id)
}

/// Deletes a view.
pub(crate) fn delete(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("view_id")?;
    let shown = render::deleted_view(view(workspace, id)?).into_map();
    workspace.views.shift_remove(&id);
    Ok(Reply::ok(shown))
}

/// Carries a view's filter and sorts out, and keeps the result for a quarter of an hour.
pub(crate) fn create_query(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("view_id")?;
    let body = request.json()?;
    check_body(&QUERY, body, request.version)?;
    let (pages, capped) = pages(workspace, view(workspace, id)?)?;
    if Computing::new(workspace).is_interrupted() {
        // The request is answered again.
        return Err(ApiError::of_status(503));
    }
    let expires = workspace
        .clock
        .now()
        .checked_add(15.minutes())
        .unwrap_or_else(|_| workspace.clock.now());
    let query = ViewQuery {
        id: workspace.fleeting_ids.random(),
        view: id,
        expires,
        pages,
        capped,
    };
    let (results, next) = page_of(&query, &paging_of_body(&body))?;
    let reached = capped && next.is_none();
    let shown = render::view_query(&query, results, next);
    let shown = if reached {
        render::incomplete(shown)
    } else {
        shown
    }
    .into_map();
    workspace.view_queries.insert(query.id, query);
    Ok(Reply::ok(shown))
}

/// Shows a page of a query's result.
pub(crate) fn query_results(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let query = query(workspace, request)?;
    let paging = paging_of_query(request, Cursor::Opaque)?;
    let (results, next) = page_of(query, &paging)?;
    let reached = query.capped && next.is_none();
    let list = render::list("page", results, next);
    let list = if reached {
        render::incomplete(list)
    } else {
        list
    };
    Ok(Reply::ok(list.into_map()))
}

/// Forgets a query's result.
pub(crate) fn delete_query(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = query(workspace, request)?.id;
    workspace.view_queries.remove(&id);
    let body = render::Object::new()
        .put("object", "view_query")
        .put("id", id.to_string())
        .put("deleted", true);
    Ok(Reply::ok(body.into_map()))
}

fn query<'a>(workspace: &'a Workspace, request: &Incoming<'_>) -> Result<&'a ViewQuery> {
    let view_id = request.path_id("view_id")?;
    let id = request.path_id("query_id")?;
    view(workspace, view_id)?;
    let now = workspace.clock.now();
    let found = workspace
        .view_queries
        .get(&id)
        .filter(|query| query.view == view_id && query.expires > now);
    found.ok_or_else(|| workspace.not_found("view_query", id))
}

fn page_of(query: &ViewQuery, paging: &Paging) -> Result<(Vec<Value>, Option<String>)> {
    let (shown, next) = paging.cut(&query.pages, |page| *page)?;
    Ok((
        shown
            .iter()
            .map(|id| json!({ "object": "page", "id": id }))
            .collect(),
        next,
    ))
}

/// The pages that a view shows, and whether there are more than a query gives.
fn pages(workspace: &Workspace, view: &View) -> Result<(Vec<Uuid>, bool)> {
    let source = workspace.data_source(view.data_source)?;
    let computing = Computing::new(workspace);
    let filter = (!view.filter.is_null())
        .then(|| Filter::parse(&view.filter, source, &computing))
        .transpose()?;
    let sorts = Sorts::parse(Some(&view.sorts), &source.schema)?;
    let rows: Vec<&Page> = source
        .rows
        .iter()
        .rev()
        .filter_map(|row| workspace.pages.get(row))
        .filter(|page| !page.in_trash)
        .filter(|page| {
            filter
                .as_ref()
                .is_none_or(|filter| filter.passes(&computing, &source.schema, page))
        })
        .collect();
    let max_rows = workspace.max_query_results;
    let capped = rows.len() > max_rows;
    let rows = sorts.order(&computing, &source.schema, rows, max_rows);
    Ok((rows.into_iter().map(|page| page.id).collect(), capped))
}

/// The filter and the sorts of a view name properties that are there. Choice: a view cannot filter by a formula that a
/// query cannot filter by.
fn check_query(workspace: &Workspace, source: &DataSource, body: &Value) -> Result<()> {
    if let Some(filter) = body.get("filter").filter(|filter| !filter.is_null()) {
        Filter::parse(filter, source, &Computing::new(workspace))?;
    }
    Sorts::parse(body.get("sorts"), &source.schema).map(|_| ())
}

fn view(workspace: &Workspace, id: Uuid) -> Result<&View> {
    workspace
        .views
        .get(&id)
        .ok_or_else(|| workspace.not_found("view", id))
}

fn text(body: &Value, key: &str) -> String {
    body.get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn reply(workspace: &Workspace, id: Uuid) -> Result<Reply> {
    Ok(Reply::ok(render::view(view(workspace, id)?).into_map()))
}
