//! `POST /data_sources`, `GET` and `PATCH /data_sources/{id}`.

use uuid::Uuid;

use crate::error::{ApiError, Result};
use crate::exchange::{Incoming, Reply};
use crate::face::{FaceBody, check_alive, is_inside};
use crate::parse::{IconBody, TextBody};
use crate::render;
use crate::schema::{self, ChangesBody, ConfigsBody};
use crate::state::id::IdKind;
use crate::state::{DataSource, Run, Workspace};
use crate::validate::{In2025, Nullable, body, tagged, trash};

body! {
    /// The body of `POST /data_sources`.
    struct CreateDataSource<'a> {
        parent: InDatabase,
        properties: ConfigsBody<'a>,
        title: Option<TextBody<'a>>,
        icon: Option<Nullable<IconBody<'a>>>,
    }
}

body! {
    /// The body of `PATCH /data_sources/{id}`.
    struct UpdateDataSource<'a> {
        title: Option<TextBody<'a>>,
        icon: Option<Nullable<IconBody<'a>>>,
        properties: Option<ChangesBody<'a>>,
        in_trash: Option<bool>,
        archived: In2025<bool>,
        parent: Option<InDatabase>,
    }
}

tagged! {
    /// What a data source is to be in.
    enum InDatabase {
        Database("database_id": Uuid),
    }
}

/// Adds a data source to a database.
pub(crate) fn create(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let body: CreateDataSource<'_> = request.body()?;
    let database_id = find_parent(workspace, body.parent)?;
    let face = FaceBody {
        title: body.title,
        icon: body.icon,
        ..FaceBody::default()
    };
    let mut face = face.resolve(workspace)?.into_face();
    let mut ids = workspace.ids.clone();
    let id = ids.made(IdKind::DataSource);
    let name = render::title_or_default(workspace, &face.title);
    let mut changes = schema::create(workspace, ids, id, &name, Some(body.properties.0))?;

    let schema = changes.take(id);
    changes.apply(workspace);
    let database = workspace.databases.get(&database_id);
    face.is_inline = database.is_some_and(|database| database.face.is_inline);
    let source = DataSource {
        id,
        database: database_id,
        history: workspace.new_history(),
        face,
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
    let body: UpdateDataSource<'_> = request.body()?;
    let source = workspace.data_source(id)?;
    let trash = trash(body.in_trash, body.archived);
    if workspace.in_trash(id) && trash != Some(false) {
        return Err(ApiError::archived_block());
    }
    let parent = body.parent.map(|parent| find_parent(workspace, parent));
    let parent = parent.transpose()?;
    if parent.is_some_and(|database| is_inside(workspace, database, id)) {
        // Choice: no source has the text.
        return Err(ApiError::validation(
            "A data source cannot be moved into itself.",
        ));
    }
    let face = FaceBody {
        title: body.title,
        icon: body.icon,
        in_trash: trash,
        ..FaceBody::default()
    };
    let face = face.resolve(workspace)?;
    let changes = match body.properties {
        None => None,
        Some(properties) => {
            let title = face.title.as_ref().unwrap_or(&source.face.title);
            let name = render::title_or_default(workspace, title);
            let changes = schema::update(workspace, id, &name, &source.schema, properties.0)?;
            Some(changes)
        }
    };

    if let Some(changes) = changes {
        changes.apply(workspace);
    }
    if let Some(title) = &face.title {
        pass_title_on(workspace, id, title);
    }
    if let Some(parent) = parent {
        relocate(workspace, id, parent);
    }
    if let Some(source) = workspace.data_sources.get_mut(&id) {
        face.apply(&mut source.face);
    }
    workspace.touch(id);
    reply(workspace, request, id)
}

/// A new title of the only data source is the database's new title too. An empty one becomes the default there.
fn pass_title_on(workspace: &mut Workspace, id: Uuid, title: &[Run]) {
    let database = database_of(workspace, id);
    if let Some(database) = workspace.databases.get_mut(&database)
        && database.data_sources.len() == 1
    {
        database.face.title = title.to_vec();
        let id = database.id;
        workspace.touch(id);
    }
}

fn database_of(workspace: &Workspace, id: Uuid) -> Uuid {
    workspace
        .data_sources
        .get(&id)
        .map(|source| source.database)
        .unwrap_or_default()
}

fn relocate(workspace: &mut Workspace, id: Uuid, database: Uuid) {
    let before = database_of(workspace, id);
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

fn find_parent(workspace: &Workspace, parent: InDatabase) -> Result<Uuid> {
    let InDatabase::Database(id) = parent;
    let id = workspace.database(id)?.id;
    check_alive(workspace, id)?;
    Ok(id)
}

fn reply(workspace: &Workspace, request: &Incoming<'_>, id: Uuid) -> Result<Reply> {
    let source = workspace.data_source(id)?;
    Ok(Reply::ok(
        render::data_source(workspace, source, request.version).into_map(),
    ))
}
