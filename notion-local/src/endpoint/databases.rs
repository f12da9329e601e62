//! `POST /databases`, `GET` and `PATCH /databases/{id}`.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::block::{self, ChildPosition};
use crate::error::{ApiError, Result};
use crate::exchange::{Incoming, Reply};
use crate::face::{FaceBody, FaceChange, above, is_inside};
use crate::parse::{CoverBody, IconBody, TextBody};
use crate::render;
use crate::schema::{self, ConfigsBody};
use crate::state::{DataSource, Database, Face, Parent, Run, View, Workspace};
use crate::validate::{In2025, Nullable, True, body, tagged, trash};

body! {
    /// The body of `POST /databases`.
    struct CreateDatabase<'a> {
        parent: NewParent,
        title: Option<TextBody<'a>>,
        description: Option<TextBody<'a>>,
        is_inline: Option<bool>,
        initial_data_source: Option<InitialDataSource<'a>>,
        icon: Option<IconBody<'a>>,
        cover: Option<CoverBody<'a>>,
    }
}

body! {
    struct InitialDataSource<'a> {
        properties: Option<ConfigsBody<'a>>,
    }
}

body! {
    /// The body of `PATCH /databases/{id}`.
    struct UpdateDatabase<'a> {
        parent: Option<NewParent>,
        title: Option<TextBody<'a>>,
        description: Option<TextBody<'a>>,
        is_inline: Option<bool>,
        icon: Option<IconBody<'a>>,
        cover: Option<CoverBody<'a>>,
        in_trash: Option<bool>,
        archived: In2025<bool>,
        is_locked: Option<bool>,
    }
}

tagged! {
    /// What a database is to be in.
    enum NewParent {
        Page("page_id": Uuid),
        Workspace("workspace": True),
    }
}

/// Makes a database with one data source.
pub(crate) fn create(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let body: CreateDatabase<'_> = request.body()?;
    let parent = find_parent(workspace, body.parent)?;
    let face = FaceBody {
        title: body.title,
        description: body.description,
        icon: body.icon.map(|icon| Nullable(Some(icon))),
        cover: body.cover.map(|cover| Nullable(Some(cover))),
        is_inline: body.is_inline,
        ..FaceBody::default()
    };
    let face = face.resolve(workspace)?;
    face.check_inline(&Face::default())?;
    let mut ids = workspace.ids.clone();
    let (id, source) = (ids.random(), ids.random());
    let properties = body
        .initial_data_source
        .and_then(|source| source.properties);
    let properties = properties.map(|properties| properties.0);
    let source_face = face.into_face();
    let name = render::title_or_default(workspace, &source_face.title);
    let mut changes = schema::create(workspace, ids, source, &name, properties)?;

    let schema = changes.take(source);
    changes.apply(workspace);
    let history = workspace.new_history();
    let mut face = source_face.clone();
    if face.title.is_empty() {
        // A database without a title is called so; its data source has no title then.
        face.title = vec![Run::text(name)];
    }
    let database = Database {
        id,
        parent,
        history: history.clone(),
        face,
        data_sources: vec![source],
    };
    let source = DataSource {
        id: source,
        database: id,
        history,
        face: source_face,
        schema,
        rows: Vec::new(),
        next_number: 1,
        templates: Vec::new(),
    };
    let view = default_view(workspace, &database, source.id);
    workspace.views.insert(view.id, view);
    workspace.databases.insert(id, database);
    workspace.data_sources.insert(source.id, source);
    block::new_child(workspace, parent, id, ChildPosition::End);
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
    let body: UpdateDatabase<'_> = request.body()?;
    let before = workspace.database(id)?;
    let trash = trash(body.in_trash, body.archived);
    if before.face.in_trash && trash != Some(false) {
        return Err(ApiError::archived_block());
    }
    let parent = body.parent.map(|parent| find_parent(workspace, parent));
    let parent = parent.transpose()?;
    if let Some(Parent::Page(above) | Parent::Block(above)) = parent
        && is_inside(workspace, above, id)
    {
        // Choice: no source has the text.
        return Err(ApiError::validation(
            "A database cannot be moved into itself.",
        ));
    }
    let face = FaceBody {
        title: body.title,
        description: body.description,
        icon: body.icon.map(|icon| Nullable(Some(icon))),
        cover: body.cover.map(|cover| Nullable(Some(cover))),
        is_inline: body.is_inline,
        is_locked: body.is_locked,
        in_trash: trash,
    };
    let face = face.resolve(workspace)?;
    face.check_inline(&before.face)?;

    if let Some(parent) = parent {
        relocate(workspace, id, parent);
    }
    let has_title = face.title.is_some();
    put_on(workspace, id, face);
    if has_title {
        workspace.touch(id);
    }
    reply(workspace, request, id)
}

/// Changes the face of a database, and what its data sources show of it: the title only of a single one, and neither lock
/// nor trash.
fn put_on(workspace: &mut Workspace, id: Uuid, mut face: FaceChange) {
    let Some(database) = workspace.databases.get_mut(&id) else {
        return;
    };
    face.apply(&mut database.face);
    if database.data_sources.len() != 1 {
        face.title = None;
    }
    (face.is_locked, face.in_trash) = (None, None);
    for source in &database.data_sources {
        if let Some(source) = workspace.data_sources.get_mut(source) {
            face.apply(&mut source.face);
        }
    }
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
    block::new_child(workspace, parent, id, ChildPosition::End);
    touch_parent(workspace, parent);
}

fn touch_parent(workspace: &mut Workspace, parent: Parent) {
    if let Parent::Page(id) | Parent::Block(id) = parent
        && let Some(page) = workspace.page_of(id)
    {
        workspace.touch(page);
    }
}

fn find_parent(workspace: &Workspace, parent: NewParent) -> Result<Parent> {
    match parent {
        NewParent::Page(id) => above(workspace, id),
        NewParent::Workspace(True) => Err(ApiError::no_workspace_pages()),
    }
}

fn reply(workspace: &Workspace, request: &Incoming<'_>, id: Uuid) -> Result<Reply> {
    let database = workspace.database(id)?;
    Ok(Reply::ok(
        render::database(workspace, database, request.version).into_map(),
    ))
}
