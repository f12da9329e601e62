//! `POST /pages`, `GET` and `PATCH /pages/{id}`.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::markdown::queued;
use super::templates::{self, NewTemplate, Template};
use crate::block::{self, BlocksBody, ChildPosition};
use crate::compute::Computing;
use crate::error::{ApiError, Result};
use crate::exchange::{Incoming, Reply};
use crate::face::{FaceBody, above, check_alive, check_trash};
use crate::markdown;
use crate::parse::{CoverBody, IconBody};
use crate::property::values::{Values, ValuesBody};
use crate::render;
use crate::state::id::{self, IdKind};
use crate::state::{self, Page, PageParent, Parent, Property, TITLE, Workspace};
use crate::validate::{
    Body, In2025, Nullable, Reference, Shape, True, body, required, tagged, trash,
};

body! {
    /// The body of `POST /pages`.
    struct CreatePage<'a> {
        parent: Option<NewParent>,
        properties: Option<ValuesBody<'a>>,
        icon: Option<Nullable<IconBody<'a>>>,
        cover: Option<Nullable<CoverBody<'a>>>,
        children: Option<BlocksBody<'a>>,
        content: Option<BlocksBody<'a>>,
        position: Option<Position>,
        markdown: Option<&'a str>,
        allow_async: Option<bool>,
        template: Option<NewTemplate>,
    }
}

body! {
    /// The body of `PATCH /pages/{id}`.
    struct UpdatePage<'a> {
        properties: Option<ValuesBody<'a>>,
        icon: Option<Nullable<IconBody<'a>>>,
        cover: Option<Nullable<CoverBody<'a>>>,
        is_locked: Option<bool>,
        erase_content: Option<bool>,
        in_trash: Option<bool>,
        archived: In2025<bool>,
        is_archived: Option<bool>,
        template: Option<Template>,
    }
}

tagged! {
    /// What a new page is to be in.
    enum NewParent {
        Page("page_id": Uuid),
        Database("database_id": Uuid),
        DataSource("data_source_id": Uuid),
        Workspace("workspace": True),
    }
}

/// Where in a page a new one goes.
#[derive(Debug, Clone, Copy)]
enum Position {
    Start,
    End,
    After(Uuid),
}

impl<'a> Body<'a> for Position {
    fn shape() -> Shape {
        Shape::Union(vec![
            Shape::Object(vec![
                required("type", Shape::OneOf(&["after_block"])),
                required("after_block", Reference::shape()),
            ]),
            Shape::Object(vec![required(
                "type",
                Shape::OneOf(&["page_start", "page_end"]),
            )]),
        ])
    }

    fn read(value: &'a Value) -> Option<Self> {
        match value.get("type")?.as_str()? {
            "page_start" => Some(Self::Start),
            "page_end" => Some(Self::End),
            _ => Reference::read(value.get("after_block")?).map(|block| Self::After(block.0)),
        }
    }
}

/// Makes a page or a row.
pub(crate) fn create(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let body: CreatePage<'_> = request.body()?;
    let parent = find_parent(workspace, body.parent)?;
    let place = find_place(workspace, parent, body.position)?;
    let face = FaceBody {
        icon: body.icon,
        cover: body.cover,
        ..FaceBody::default()
    };
    let face = face.resolve(workspace)?;
    let children = body.children.or(body.content);
    let drafts = match children {
        Some(children) => children.drafts(workspace, false)?,
        None => Vec::new(),
    };
    let others = [
        ("children", body.children.is_some()),
        ("content", body.content.is_some()),
        ("markdown", body.markdown.is_some()),
    ];
    let template = body.template.and_then(|template| template.0);
    templates::check_alone(template, others)?;
    let template = templates::find(workspace, parent, template)?;
    let empty = Map::new();
    let mut properties = body.properties.map_or(&empty, |properties| properties.0);
    let with_title;
    let content = match body.markdown {
        None => Vec::new(),
        Some(_) if children.is_some() => {
            return Err(ApiError::one_of(&["markdown", "children"]));
        }
        Some(text) => {
            let (title, rest) = title_and_rest(text, properties);
            if let Some(title) = title {
                with_title = titled(properties, title);
                properties = &with_title;
            }
            markdown::read(rest, workspace)
        }
    };
    let values = Values::read(workspace, parent, Some(properties))?;

    values.take_ids(workspace);
    let page = Page {
        id: workspace.ids.made(IdKind::Block),
        parent,
        history: workspace.new_history(),
        face: face.into_face(),
        cells: state::Map::default(),
        number: 0,
    };
    let page_id = add(workspace, page, place);
    values.write(workspace, page_id);
    block::insert(workspace, Parent::Page(page_id), drafts, ChildPosition::End);
    block::insert(
        workspace,
        Parent::Page(page_id),
        content,
        ChildPosition::End,
    );
    if let Some(template) = template {
        templates::apply(workspace, page_id, template);
    }
    let shown = reply(workspace, request, page_id)?;
    if body.allow_async == Some(true) && body.markdown.is_some() {
        return Ok(queued(workspace, request.operation(), shown.body));
    }
    Ok(shown)
}

/// The first heading of a text, if it is the title because the properties have none, and the rest of the text.
fn title_and_rest<'a>(
    text: &'a str,
    properties: &Map<String, Value>,
) -> (Option<&'a str>, &'a str) {
    match markdown::title_and_rest(text) {
        Some((title, rest)) if !properties.contains_key(TITLE) => (Some(title), rest),
        _ => (None, text),
    }
}

/// Properties with a title.
fn titled(properties: &Map<String, Value>, title: &str) -> Map<String, Value> {
    let mut properties = properties.clone();
    properties.insert(TITLE.into(), json!([{ "text": { "content": title } }]));
    properties
}

/// Puts a new page under its parent.
fn add(workspace: &mut Workspace, page: Page, place: ChildPosition) -> Uuid {
    let (id, parent) = (page.id, page.parent);
    workspace.pages.insert(id, page);
    match parent {
        PageParent::Page(above) => {
            block::new_child(workspace, Parent::Page(above), id, place);
            workspace.touch(above);
        }
        PageParent::Block(above) => block::new_child(workspace, Parent::Block(above), id, place),
        PageParent::DataSource(source) => workspace.add_row(source, id),
        PageParent::Workspace => {}
    }
    id
}

/// Shows a page.
pub(crate) fn retrieve(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("page_id")?;
    workspace.page(id)?;
    reply(workspace, request, id)
}

/// Changes a page.
pub(crate) fn update(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("page_id")?;
    let body: UpdatePage<'_> = request.body()?;
    let page = workspace.page(id)?;
    let trash = trash(body.in_trash, body.archived);
    if page.face.in_trash && trash != Some(false) {
        return Err(ApiError::archived_page());
    }
    check_trash(page, trash)?;
    let template = templates::find(workspace, page.parent, body.template)?;
    let face = FaceBody {
        icon: body.icon,
        cover: body.cover,
        is_locked: body.is_locked,
        in_trash: trash,
        ..FaceBody::default()
    };
    let face = face.resolve(workspace)?;
    let properties = body.properties.map(|properties| properties.0);
    let values = Values::read(workspace, page.parent, properties)?;

    values.take_ids(workspace);
    values.write(workspace, id);
    if body.erase_content == Some(true) {
        erase(workspace, id);
    }
    if let Some(template) = template {
        templates::apply(workspace, id, template);
    }
    if let Some(page) = workspace.pages.get_mut(&id) {
        face.apply(&mut page.face);
    }
    workspace.touch(id);
    reply(workspace, request, id)
}

/// Puts all blocks of a page into the trash.
fn erase(workspace: &mut Workspace, page: Uuid) {
    for child in workspace.children_of(page) {
        if let Some(block) = workspace.blocks.get_mut(&child) {
            block.in_trash = true;
        }
    }
}

pub(crate) fn reply(workspace: &Workspace, request: &Incoming<'_>, id: Uuid) -> Result<Reply> {
    let page = workspace.page(id)?;
    let wanted = Wanted::of(request);
    let computing = Computing::new(workspace);
    let object = render::page_of_properties(&computing, page, request.version, |property| {
        wanted.has(property)
    });
    Ok(Reply::ok(object.into_map()))
}

/// The properties that `filter_properties` asks for: by id or by name, all if it is not there.
pub(crate) struct Wanted(Option<Vec<String>>);

impl Wanted {
    pub(crate) fn of(request: &Incoming<'_>) -> Self {
        let keys: Vec<String> = request
            .query
            .iter()
            .filter(|(key, _)| key == "filter_properties" || key == "filter_properties[]")
            .map(|(_, value)| value.clone())
            .collect();
        Self((!keys.is_empty()).then_some(keys))
    }

    pub(crate) fn has(&self, property: &Property) -> bool {
        self.0.as_ref().is_none_or(|keys| {
            keys.iter().any(|key| {
                *key == *property.id
                    || *key == property.name
                    || id::percent_decode(key) == *property.id
            })
        })
    }
}

/// What a new page hangs on. The parent has to be there and not in the trash.
fn find_parent(workspace: &Workspace, parent: Option<NewParent>) -> Result<PageParent> {
    let (found, id) = match parent {
        Some(NewParent::Page(id)) => {
            return above(workspace, id).map(PageParent::from);
        }
        Some(NewParent::DataSource(id)) => {
            (PageParent::DataSource(workspace.data_source(id)?.id), id)
        }
        Some(NewParent::Database(id)) => match workspace.database(id)?.data_sources.as_slice() {
            [only] => (PageParent::DataSource(*only), id),
            [] => return Err(ApiError::no_data_sources(id)),
            sources => return Err(ApiError::many_data_sources(id, sources)),
        },
        Some(NewParent::Workspace(True)) | None => return Err(ApiError::no_workspace_pages()),
    };
    check_alive(workspace, id)?;
    Ok(found)
}

fn find_place(
    workspace: &Workspace,
    parent: PageParent,
    position: Option<Position>,
) -> Result<ChildPosition> {
    let after = match position {
        None | Some(Position::End) => return Ok(ChildPosition::End),
        Some(Position::Start) => return Ok(ChildPosition::Start),
        Some(Position::After(block)) => block,
    };
    let above = match parent {
        PageParent::Page(id) | PageParent::Block(id) => id,
        _ => Uuid::nil(),
    };
    if !workspace.children_of(above).contains(&after) {
        return Err(workspace.not_found("block", after));
    }
    Ok(ChildPosition::After(after))
}
