//! `POST /databases`, `GET` and `PATCH /databases/{id}`.

use std::sync::LazyLock;

use serde_json::{Value, json};
use uuid::Uuid;

use super::pages::in_trash;
use crate::block::{self, Place};
use crate::error::{ApiError, Result};
use crate::exchange::Reply;
use crate::exchange::{Incoming, Version};
use crate::parse;
use crate::render;
use crate::schema;
use crate::state::id;
use crate::state::{DataSource, Database, Parent, Run, View, Workspace};
use crate::validate::common::{cover, icon, rich_text, tagged_only};
use crate::validate::{Shape, check_body, only_in, optional, property, required};

static CREATE: LazyLock<Shape> = LazyLock::new(|| {
    let source = Shape::Object(vec![optional("properties", property::config_map())]);
    Shape::Object(vec![
        required("parent", parent_shape()),
        optional("title", rich_text()),
        optional("description", rich_text()),
        optional("is_inline", Shape::Bool),
        optional("initial_data_source", source),
        optional("icon", icon()),
        optional("cover", cover()),
    ])
});

static UPDATE: LazyLock<Shape> = LazyLock::new(|| {
    Shape::Object(vec![
        optional("parent", parent_shape()),
        optional("title", rich_text()),
        optional("description", rich_text()),
        optional("is_inline", Shape::Bool),
        optional("icon", icon()),
        optional("cover", cover()),
        optional("in_trash", Shape::Bool),
        only_in(Version::V2025, "archived", Shape::Bool),
        optional("is_locked", Shape::Bool),
    ])
});

fn parent_shape() -> Shape {
    tagged_only(vec![("page_id", Shape::Uuid), ("workspace", Shape::True)])
}

/// Makes a database with one data source.
pub(crate) fn create(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let body = request.json()?;
    check_body(&CREATE, body, request.version)?;
    let parent = read_parent(workspace, body.get("parent"))?;
    let given = parse::rich_text(body.get("title").unwrap_or(&Value::Null), workspace)?;
    let description = parse::rich_text(body.get("description").unwrap_or(&Value::Null), workspace)?;
    let icon = body
        .get("icon")
        .map_or(Ok(None), |icon| parse::icon(icon, workspace))?;
    let cover = body
        .get("cover")
        .map_or(Ok(None), |cover| parse::cover(cover, workspace))?;
    let is_inline = body
        .get("is_inline")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    if is_inline && cover.is_some() {
        return Err(ApiError::inline_cover());
    }
    let mut ids = workspace.ids.clone();
    let (id, source) = (ids.random(), ids.random());
    let properties = body
        .pointer("/initial_data_source/properties")
        .and_then(Value::as_object);
    let name = render::title_or_default(workspace, &given);
    let mut changes = schema::create(workspace, ids, source, &name, properties)?;

    let schema = changes.take(source);
    changes.apply(workspace);
    let history = workspace.new_history();
    let database = Database {
        id,
        parent,
        history: history.clone(),
        // A database without a title is called so; its data source has no title then.
        title: if given.is_empty() {
            vec![Run::text(name)]
        } else {
            given.clone()
        },
        description: description.clone(),
        icon: icon.clone(),
        cover: cover.clone(),
        is_inline,
        is_locked: false,
        in_trash: false,
        data_sources: vec![source],
    };
    let source = DataSource {
        id: source,
        database: id,
        history,
        title: given,
        description,
        icon,
        cover,
        is_inline,
        in_trash: false,
        schema,
        rows: Vec::new(),
        next_number: 1,
        templates: Vec::new(),
    };
    let view = default_view(workspace, &database, source.id);
    workspace.views.insert(view.id, view);
    workspace.databases.insert(id, database);
    workspace.data_sources.insert(source.id, source);
    block::new_child(workspace, parent, id, Place::End);
    touch_parent(workspace, parent);
    reply(workspace, request, id)
}

/// The table that every new database has.
fn default_view(workspace: &mut Workspace, database: &Database, data_source: Uuid) -> View {
    View {
        id: workspace.ids.random(),
        database: database.id,
        data_source,
        history: database.history.clone(),
        name: "Default view".into(),
        kind: "table".into(),
        filter: Value::Null,
        sorts: Value::Null,
        quick_filters: Value::Null,
        configuration: json!({ "type": "table" }),
    }
}

/// Shows a database.
pub(crate) fn retrieve(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("database_id")?;
    reply(workspace, request, id)
}

/// Changes a database. What its data sources show too is changed there as well. Its own `last_edited_time` moves
/// only with the title.
pub(crate) fn update(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("database_id")?;
    let body = request.json()?;
    check_body(&UPDATE, body, request.version)?;
    let before = workspace.database(id)?;
    let trash = in_trash(&body);
    if before.in_trash && trash != Some(false) {
        return Err(ApiError::archived_block());
    }
    let parent = body
        .get("parent")
        .map(|parent| read_parent(workspace, Some(parent)))
        .transpose()?;
    if let Some(Parent::Page(above) | Parent::Block(above)) = parent
        && is_inside(workspace, above, id)
    {
        // Choice: no source has the text.
        return Err(ApiError::validation(
            "A database cannot be moved into itself.",
        ));
    }
    let title = body
        .get("title")
        .map(|title| parse::rich_text(title, workspace))
        .transpose()?;
    let description = body
        .get("description")
        .map(|text| parse::rich_text(text, workspace))
        .transpose()?;
    let icon = body
        .get("icon")
        .map(|icon| parse::icon(icon, workspace))
        .transpose()?;
    let cover = body
        .get("cover")
        .map(|cover| parse::cover(cover, workspace))
        .transpose()?;
    let flag = |key: &str| body.get(key).and_then(Value::as_bool);
    if cover.is_some() && flag("is_inline").unwrap_or(before.is_inline) {
        return Err(ApiError::inline_cover());
    }

    if let Some(parent) = parent {
        relocate(workspace, id, parent);
    }
    if let Some(title) = title {
        set_title(workspace, id, &title);
    }
    let Some(database) = workspace.databases.get_mut(&id) else {
        return Err(ApiError::of_status(500));
    };
    if let Some(locked) = flag("is_locked") {
        database.is_locked = locked;
    }
    if let Some(trash) = trash {
        database.in_trash = trash;
    }
    let inline = flag("is_inline");
    database.is_inline = inline.unwrap_or(database.is_inline);
    if let Some(description) = &description {
        database.description.clone_from(description);
    }
    if let Some(icon) = &icon {
        database.icon.clone_from(icon);
    }
    if let Some(cover) = &cover {
        database.cover.clone_from(cover);
    }
    for source in database.data_sources.clone() {
        let Some(source) = workspace.data_sources.get_mut(&source) else {
            continue;
        };
        source.is_inline = inline.unwrap_or(source.is_inline);
        if let Some(description) = &description {
            source.description.clone_from(description);
        }
        if let Some(icon) = &icon {
            source.icon.clone_from(icon);
        }
        if let Some(cover) = &cover {
            source.cover.clone_from(cover);
        }
    }
    reply(workspace, request, id)
}

/// Gives a database a title, and its only data source the same.
fn set_title(workspace: &mut Workspace, id: Uuid, title: &[Run]) {
    if let Some(database) = workspace.databases.get_mut(&id) {
        database.title = title.to_vec();
        if let [only] = database.data_sources.as_slice()
            && let Some(source) = workspace.data_sources.get_mut(only)
        {
            source.title = title.to_vec();
        }
    }
    workspace.touch(id);
}

fn relocate(workspace: &mut Workspace, id: Uuid, parent: Parent) {
    if let Some(above) = workspace.parent_of(id)
        && let Some(children) = workspace.children.get_mut(&above)
    {
        children.retain(|child| *child != id);
    }
    if let Some(database) = workspace.databases.get_mut(&id) {
        database.parent = parent;
    }
    block::new_child(workspace, parent, id, Place::End);
    touch_parent(workspace, parent);
}

/// Whether `inner` is `outer` or something in it.
pub(crate) fn is_inside(workspace: &Workspace, inner: Uuid, outer: Uuid) -> bool {
    let mut at = Some(inner);
    while let Some(id) = at {
        if id == outer {
            return true;
        }
        at = workspace.parent_of(id);
    }
    false
}

pub(crate) fn touch_parent(workspace: &mut Workspace, parent: Parent) {
    if let Parent::Page(id) | Parent::Block(id) = parent
        && let Some(page) = workspace.page_of(id)
    {
        workspace.touch(page);
    }
}

fn read_parent(workspace: &Workspace, parent: Option<&Value>) -> Result<Parent> {
    let Some(id) = parent
        .and_then(|p| p.get("page_id"))
        .and_then(Value::as_str)
        .and_then(id::parse)
    else {
        return Err(ApiError::no_workspace_pages());
    };
    let parent = if workspace.blocks.contains_key(&id) {
        Parent::Block(id)
    } else {
        Parent::Page(workspace.page(id)?.id)
    };
    if workspace.in_trash(id) {
        return Err(ApiError::archived_block());
    }
    Ok(parent)
}

fn reply(workspace: &Workspace, request: &Incoming<'_>, id: Uuid) -> Result<Reply> {
    let database = workspace.database(id)?;
    Ok(Reply::ok(
        render::database(workspace, database, request.version).into_map(),
    ))
}
