//! `POST /data_sources`, `GET` and `PATCH /data_sources/{id}`.

use std::sync::LazyLock;

use serde_json::Value;
use uuid::Uuid;

use super::databases::is_inside;
use super::pages::in_trash;
use crate::error::{ApiError, Result};
use crate::exchange::Reply;
use crate::exchange::{Incoming, Version};
use crate::parse;
use crate::render;
use crate::schema;
use crate::state::id::{self, IdKind};
use crate::state::{DataSource, Run, Workspace};
use crate::validate::common::{icon, rich_text, tagged_only};
use crate::validate::{Shape, check_body, only_in, optional, property, required};

static CREATE: LazyLock<Shape> = LazyLock::new(|| {
    Shape::Object(vec![
        required("parent", parent_shape()),
        required("properties", property::config_map()),
        optional("title", rich_text()),
        optional("icon", Shape::nullable(icon())),
    ])
});

static UPDATE: LazyLock<Shape> = LazyLock::new(|| {
    Shape::Object(vec![
        optional("title", rich_text()),
        optional("icon", Shape::nullable(icon())),
        optional("properties", property::config_changes()),
        optional("in_trash", Shape::Bool),
        only_in(Version::V2025, "archived", Shape::Bool),
        optional("parent", parent_shape()),
    ])
});

fn parent_shape() -> Shape {
    tagged_only(vec![("database_id", Shape::Uuid)])
}

/// Adds a data source to a database.
pub(crate) fn create(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let body = request.json()?;
    check_body(&CREATE, body, request.version)?;
    let database_id = read_parent(workspace, body.get("parent"))?;
    let title = parse::rich_text(body.get("title").unwrap_or(&Value::Null), workspace)?;
    let icon = body
        .get("icon")
        .map_or(Ok(None), |icon| parse::icon(icon, workspace))?;
    let mut ids = workspace.ids.clone();
    let id = ids.made(IdKind::DataSource);
    let name = render::title_or_default(workspace, &title);
    let mut changes = schema::create(
        workspace,
        ids,
        id,
        &name,
        body.get("properties").and_then(Value::as_object),
    )?;

    let schema = changes.take(id);
    changes.apply(workspace);
    let history = workspace.new_history();
    let source = DataSource {
        id,
        database: database_id,
        history,
        title,
        description: Vec::new(),
        icon,
        cover: None,
        is_inline: workspace
            .databases
            .get(&database_id)
            .is_some_and(|database| database.is_inline),
        in_trash: false,
        schema,
        rows: Vec::new(),
        next_number: 1,
        templates: Vec::new(),
    };
    workspace.data_sources.insert(id, source);
    if let Some(database) = workspace.databases.get_mut(&database_id) {
        database.data_sources.push(id);
    }
    reply(workspace, request, id)
}

/// Shows a data source.
pub(crate) fn retrieve(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("data_source_id")?;
    reply(workspace, request, id)
}

/// Changes a data source: title, icon, schema, trash, database.
pub(crate) fn update(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("data_source_id")?;
    let body = request.json()?;
    check_body(&UPDATE, body, request.version)?;
    let source = workspace.data_source(id)?;
    let trash = in_trash(&body);
    if workspace.in_trash(id) && trash != Some(false) {
        return Err(ApiError::archived_block());
    }
    let parent = body
        .get("parent")
        .map(|parent| read_parent(workspace, Some(parent)))
        .transpose()?;
    if parent.is_some_and(|database| is_inside(workspace, database, id)) {
        // Choice: no source has the text.
        return Err(ApiError::validation(
            "A data source cannot be moved into itself.",
        ));
    }
    let title = body
        .get("title")
        .map(|title| parse::rich_text(title, workspace))
        .transpose()?;
    let icon = body
        .get("icon")
        .map(|icon| parse::icon(icon, workspace))
        .transpose()?;
    let changes = match body.get("properties").and_then(Value::as_object) {
        None => None,
        Some(properties) => {
            let name =
                render::title_or_default(workspace, title.as_deref().unwrap_or(&source.title));
            Some(schema::update(
                workspace,
                id,
                &name,
                &source.schema,
                properties,
            )?)
        }
    };

    if let Some(changes) = changes {
        changes.apply(workspace);
    }
    if let Some(title) = title {
        set_title(workspace, id, title);
    }
    if let Some(parent) = parent {
        relocate(workspace, id, parent);
    }
    if let Some(source) = workspace.data_sources.get_mut(&id) {
        if let Some(icon) = icon {
            source.icon = icon;
        }
        if let Some(trash) = trash {
            source.in_trash = trash;
        }
    }
    workspace.touch(id);
    reply(workspace, request, id)
}

/// A new title of the only data source is the database's new title too. An empty one becomes the default there.
fn set_title(workspace: &mut Workspace, id: Uuid, title: Vec<Run>) {
    let Some(source) = workspace.data_sources.get_mut(&id) else {
        return;
    };
    source.title.clone_from(&title);
    let database = source.database;
    if let Some(database) = workspace.databases.get_mut(&database)
        && database.data_sources.len() == 1
    {
        database.title = title;
        workspace.touch(source_database(workspace, id));
    }
}

fn source_database(workspace: &Workspace, id: Uuid) -> Uuid {
    workspace
        .data_sources
        .get(&id)
        .map(|source| source.database)
        .unwrap_or_default()
}

fn relocate(workspace: &mut Workspace, id: Uuid, database: Uuid) {
    let before = source_database(workspace, id);
    if before == database {
        return;
    }
    if let Some(before) = workspace.databases.get_mut(&before) {
        before.data_sources.retain(|source| *source != id);
    }
    if let Some(after) = workspace.databases.get_mut(&database) {
        after.data_sources.push(id);
    }
    if let Some(source) = workspace.data_sources.get_mut(&id) {
        source.database = database;
    }
}

fn read_parent(workspace: &Workspace, parent: Option<&Value>) -> Result<Uuid> {
    let id = parent
        .and_then(|p| p.get("database_id"))
        .and_then(Value::as_str)
        .and_then(id::parse);
    let id = id.ok_or_else(|| ApiError::undefined("parent.database_id"))?;
    let id = workspace.database(id)?.id;
    if workspace.in_trash(id) {
        return Err(ApiError::archived_block());
    }
    Ok(id)
}

fn reply(workspace: &Workspace, request: &Incoming<'_>, id: Uuid) -> Result<Reply> {
    let source = workspace.data_source(id)?;
    Ok(Reply::ok(
        render::data_source(workspace, source, request.version).into_map(),
    ))
}
