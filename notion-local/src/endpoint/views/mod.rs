//! `/views`, `/views/{id}` and `/views/{id}/queries`.

mod body;
mod queries;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::block::{self, ChildPosition};
use crate::compute::Computing;
use crate::error::{ApiError, Result};
use crate::exchange::{Incoming, Reply};
use crate::query::{Filter, FilterBody, Sorts, SortsBody};
use crate::render::{self, Object};
use crate::state::id::{self, IdKind, encode_property};
use crate::state::{DataSource, Database, Face, Parent, Property, Run, View, Workspace};
use crate::validate::{AnyMap, Cursor, paging_of_query};

use body::{CreateView, NewDatabase, Position, UpdateView};

pub(crate) use queries::{create_query, delete_query, query_results};

/// Makes a view of a data source: in a database, or in one that is made for it. Choice: views that belong to a
/// dashboard are listed with its database.
pub(crate) fn create(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let body: CreateView<'_> = request.body()?;
    let source = workspace.data_source(body.data_source_id)?;
    let source_id = source.id;
    check_query(workspace, source, body.filter, body.sorts)?;
    let one = || ApiError::one_of(&["database_id", "view_id", "create_database"]);
    let existing = match (body.database_id, body.view_id) {
        (Some(id), None) => Some(workspace.database(id)?.id),
        (None, Some(id)) => Some(view(workspace, id)?.database),
        (None, None) => None,
        (Some(_), Some(_)) => return Err(one()),
    };
    let new = body.create_database.as_ref();
    let above = new.map(|new| workspace.page(new.parent.page_id).map(|page| page.id));
    let above = above.transpose()?;
    let place = find_place(workspace, new, above)?;
    let position = find_position(workspace, existing.unwrap_or_default(), body.position)?;

    let database = match (existing, above) {
        (Some(id), None) => id,
        (None, Some(above)) => linked_database(workspace, above, place),
        _ => return Err(one()),
    };
    let id = workspace.ids.made(IdKind::View);
    let history = workspace.new_history();
    let kind = body.kind.as_str();
    let configuration = configuration(workspace, source_id, kind, body.configuration);
    let view = View {
        id,
        database,
        data_source: source_id,
        history,
        name: body.name.to_owned(),
        kind: kind.to_owned(),
        filter: body
            .filter
            .map(|filter| filter.0.clone())
            .unwrap_or_default(),
        sorts: body.sorts.map(|sorts| sorts.0.clone()).unwrap_or_default(),
        quick_filters: kept(body.quick_filters),
        configuration,
    };
    let at = position.unwrap_or(workspace.views.len());
    workspace.views.shift_insert(at, id, view);
    reply(workspace, id)
}

/// A map as it is kept.
fn kept(map: Option<AnyMap<'_>>) -> Value {
    map.map(|map| Value::Object(map.0.clone()))
        .unwrap_or_default()
}

/// The configuration of a view, with the keys that Notion's types require of its kind and without nulls. Choice: it
/// groups by the first property that can be grouped by, and shows the first date.
fn configuration(
    workspace: &Workspace,
    source: Uuid,
    kind: &str,
    given: Option<AnyMap<'_>>,
) -> Value {
    let mut shown = Map::new();
    shown.insert("type".into(), kind.into());
    for (key, value) in given.iter().flat_map(|given| given.0) {
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
fn find_position(
    workspace: &Workspace,
    database: Uuid,
    position: Option<Position>,
) -> Result<Option<usize>> {
    match position {
        None | Some(Position::End) => Ok(None),
        Some(Position::Start) => {
            let mut views = workspace.views.values();
            let first = views.position(|view| view.database == database);
            Ok(Some(first.unwrap_or_default()))
        }
        Some(Position::After(after)) => match workspace.views.get_full(&after) {
            Some((at, _, view)) if view.database == database => Ok(Some(at + 1)),
            _ => Err(workspace.not_found("view", after)),
        },
    }
}

fn find_place(
    workspace: &Workspace,
    new: Option<&NewDatabase>,
    above: Option<Uuid>,
) -> Result<ChildPosition> {
    let after = new.and_then(|new| new.position.as_ref());
    match (after.map(|after| after.block_id), above) {
        (Some(after), Some(above)) if !workspace.children_of(above).contains(&after) => {
            Err(workspace.not_found("block", after))
        }
        (Some(after), _) => Ok(ChildPosition::After(after)),
        _ => Ok(ChildPosition::End),
    }
}

/// A database that only shows another one's data source: it has none of its own.
fn linked_database(workspace: &mut Workspace, above: Uuid, place: ChildPosition) -> Uuid {
    let id = workspace.ids.random();
    let database = Database {
        id,
        parent: Parent::Page(above),
        history: workspace.new_history(),
        face: Face {
            title: vec![Run::text("Untitled")],
            is_inline: true,
            ..Face::default()
        },
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
    let body: UpdateView<'_> = request.body()?;
    let source = view(workspace, id)?.data_source;
    let filter = body.filter.and_then(|filter| filter.0);
    let sorts = body.sorts.and_then(|sorts| sorts.0);
    check_query(workspace, workspace.data_source(source)?, filter, sorts)?;
    let kind = view(workspace, id)?.kind.clone();
    let configured = body
        .configuration
        .map(|given| configuration(workspace, source, &kind, Some(given)));
    let (now, by) = (workspace.clock.now(), workspace.bot);
    if let Some(view) = workspace.views.get_mut(&id) {
        if let Some(name) = body.name {
            name.clone_into(&mut view.name);
        }
        if body.filter.is_some() {
            view.filter = filter.map(|filter| filter.0.clone()).unwrap_or_default();
        }
        if body.sorts.is_some() {
            view.sorts = sorts.map(|sorts| sorts.0.clone()).unwrap_or_default();
        }
        if let Some(quick_filters) = body.quick_filters {
            view.quick_filters = kept(quick_filters.0);
        }
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

/// The filter and the sorts of a view name properties that are there. Choice: a view cannot filter by a formula that a
/// query cannot filter by.
fn check_query(
    workspace: &Workspace,
    source: &DataSource,
    filter: Option<FilterBody<'_>>,
    sorts: Option<SortsBody<'_>>,
) -> Result<()> {
    if let Some(filter) = filter {
        Filter::parse(filter.0, source, &Computing::new(workspace))?;
    }
    Sorts::parse(sorts.map(|sorts| sorts.0), &source.schema).map(|_| ())
}

fn view(workspace: &Workspace, id: Uuid) -> Result<&View> {
    workspace
        .views
        .get(&id)
        .ok_or_else(|| workspace.not_found("view", id))
}

fn reply(workspace: &Workspace, id: Uuid) -> Result<Reply> {
    Ok(Reply::ok(render::view(view(workspace, id)?).into_map()))
}
