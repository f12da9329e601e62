//! `POST /pages`, `GET` and `PATCH /pages/{id}`.

use std::sync::LazyLock;

use serde_json::{Value, json};
use uuid::Uuid;

use super::markdown::queued;
use super::templates;
use crate::block::{self, Place};
use crate::compute::Computing;
use crate::error::{ApiError, Result};
use crate::exchange::Reply;
use crate::exchange::{Incoming, Version};
use crate::markdown;
use crate::parse;
use crate::property::values::Values;
use crate::render;
use crate::state::id::{self, IdKind};
use crate::state::{Map, Page, PageParent, Parent, Property, TITLE, Workspace};
use crate::validate::common::{cover, icon, tagged_only};
use crate::validate::{Shape, check_body, only_in, optional, property, required};

static CREATE: LazyLock<Shape> = LazyLock::new(|| {
    Shape::Object(vec![
        optional("parent", parent_shape()),
        optional("properties", property::values()),
        optional("icon", Shape::nullable(icon())),
        optional("cover", Shape::nullable(cover())),
        optional("children", block::children_shape()),
        optional("content", block::children_shape()),
        optional("position", position_shape()),
        optional("markdown", Shape::TEXT),
        optional("allow_async", Shape::Bool),
        optional("template", template_shape(true)),
    ])
});

static UPDATE: LazyLock<Shape> = LazyLock::new(|| {
    Shape::Object(vec![
        optional("properties", property::values()),
        optional("icon", Shape::nullable(icon())),
        optional("cover", Shape::nullable(cover())),
        optional("is_locked", Shape::Bool),
        optional("erase_content", Shape::Bool),
        optional("in_trash", Shape::Bool),
        only_in(Version::V2025, "archived", Shape::Bool),
        optional("is_archived", Shape::Bool),
        optional("template", template_shape(false)),
    ])
});

fn parent_shape() -> Shape {
    tagged_only(vec![
        ("page_id", Shape::Uuid),
        ("database_id", Shape::Uuid),
        ("data_source_id", Shape::Uuid),
        ("workspace", Shape::True),
    ])
}

fn template_shape(new: bool) -> Shape {
    let zone = || optional("timezone", Shape::TEXT);
    let mut arms = vec![
        Shape::Object(vec![required("type", Shape::OneOf(&["default"])), zone()]),
        Shape::Object(vec![
            required("type", Shape::OneOf(&["template_id"])),
            required("template_id", Shape::Uuid),
            zone(),
        ]),
    ];
    if new {
        arms.push(Shape::Object(vec![required(
            "type",
            Shape::OneOf(&["none"]),
        )]));
    }
    Shape::Union(arms)
}

fn position_shape() -> Shape {
    Shape::Union(vec![
        Shape::Object(vec![
            required("type", Shape::OneOf(&["after_block"])),
            required("after_block", crate::validate::common::reference()),
        ]),
        Shape::Object(vec![required(
            "type",
            Shape::OneOf(&["page_start", "page_end"]),
        )]),
    ])
}

/// Makes a page or a row.
pub(crate) fn create(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let body = request.json()?;
    check_body(&CREATE, body, request.version)?;
    let parent = read_parent(workspace, body.get("parent"))?;
    let place = read_place(workspace, parent, body.get("position"))?;
    let icon = body
        .get("icon")
        .map_or(Ok(None), |icon| parse::icon(icon, workspace))?;
    let cover = body
        .get("cover")
        .map_or(Ok(None), |cover| parse::cover(cover, workspace))?;
    let children = block::drafts(
        body.get("children").or_else(|| body.get("content")),
        workspace,
        false,
    )?;
    templates::check_alone(&body)?;
    let template = templates::named(workspace, parent, &body)?;
    let mut properties = body.get("properties").cloned().unwrap_or_else(|| json!({}));
    let content = match body.get("markdown").and_then(Value::as_str) {
        None => Vec::new(),
        Some(_)
            if body
                .get("children")
                .or_else(|| body.get("content"))
                .is_some() =>
        {
            return Err(ApiError::one_of(&["markdown", "children"]));
        }
        Some(text) => read_markdown(workspace, text, &mut properties),
    };
    let values = Values::read(workspace, parent, Some(&properties))?;

    values.take_ids(workspace);
    let page = Page {
        id: workspace.ids.made(IdKind::Block),
        parent,
        history: workspace.new_history(),
        icon,
        cover,
        in_trash: false,
        is_locked: false,
        cells: Map::default(),
        number: 0,
    };
    let page_id = add(workspace, page, place);
    values.write(workspace, page_id);
    block::insert(workspace, Parent::Page(page_id), children, Place::End);
    block::insert(workspace, Parent::Page(page_id), content, Place::End);
    if let Some(template) = template {
        templates::apply(workspace, page_id, template);
    }
    let shown = reply(workspace, request, page_id)?;
    if body.get("allow_async").and_then(Value::as_bool) == Some(true)
        && body.get("markdown").is_some()
    {
        return Ok(queued(workspace, request.operation(), shown.body));
    }
    Ok(shown)
}

/// The blocks of a text. Its first heading is the title, where the properties have none.
fn read_markdown(workspace: &Workspace, text: &str, properties: &mut Value) -> Vec<block::Draft> {
    let mut text = text;
    if let (Some((title, rest)), Some(properties)) =
        (markdown::title_and_rest(text), properties.as_object_mut())
        && !properties.contains_key(TITLE)
    {
        properties.insert(TITLE.into(), json!([{ "text": { "content": title } }]));
        text = rest;
    }
    markdown::read(text, workspace)
}

/// Puts a new page under its parent.
fn add(workspace: &mut Workspace, page: Page, place: Place) -> Uuid {
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
    let body = request.json()?;
    check_body(&UPDATE, body, request.version)?;
    let page = workspace.page(id)?;
    let trash = in_trash(&body);
    if page.in_trash && trash != Some(false) {
        return Err(ApiError::archived_page());
    }
    check_trash(page, trash)?;
    let template = templates::named(workspace, page.parent, &body)?;
    let icon = body
        .get("icon")
        .map(|icon| parse::icon(icon, workspace))
        .transpose()?;
    let cover = body
        .get("cover")
        .map(|cover| parse::cover(cover, workspace))
        .transpose()?;
    let values = Values::read(workspace, page.parent, body.get("properties"))?;

    values.take_ids(workspace);
    values.write(workspace, id);
    if body.get("erase_content").and_then(Value::as_bool) == Some(true) {
        erase(workspace, id);
    }
    if let Some(template) = template {
        templates::apply(workspace, id, template);
    }
    if let Some(page) = workspace.pages.get_mut(&id) {
        if let Some(icon) = icon {
            page.icon = icon;
        }
        if let Some(cover) = cover {
            page.cover = cover;
        }
        if let Some(locked) = body.get("is_locked").and_then(Value::as_bool) {
            page.is_locked = locked;
        }
        if let Some(trash) = trash {
            page.in_trash = trash;
        }
    }
    workspace.touch(id);
    reply(workspace, request, id)
}

/// Pages at the top of the workspace neither go to the trash nor come back.
pub(crate) fn check_trash(page: &Page, trash: Option<bool>) -> Result<()> {
    match trash {
        Some(trash) if page.parent == PageParent::Workspace && trash != page.in_trash => {
            Err(ApiError::workspace_page(trash))
        }
        _ => Ok(()),
    }
}

/// What a body says about the trash, in either version's word.
pub(crate) fn in_trash(body: &Value) -> Option<bool> {
    body.get("in_trash")
        .or_else(|| body.get("archived"))
        .and_then(Value::as_bool)
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
fn read_parent(workspace: &Workspace, parent: Option<&Value>) -> Result<PageParent> {
    let id_of = |key: &str| {
        parent
            .and_then(|p| p.get(key))
            .and_then(Value::as_str)
            .and_then(id::parse)
    };
    let (found, id) = if let Some(id) = id_of("page_id") {
        if workspace.blocks.contains_key(&id) {
            (PageParent::Block(id), id)
        } else {
            (PageParent::Page(workspace.page(id)?.id), id)
        }
    } else if let Some(id) = id_of("data_source_id") {
        (PageParent::DataSource(workspace.data_source(id)?.id), id)
    } else if let Some(id) = id_of("database_id") {
        let database = workspace.database(id)?;
        match database.data_sources.as_slice() {
            [only] => (PageParent::DataSource(*only), id),
            [] => return Err(ApiError::no_data_sources(id)),
            sources => return Err(ApiError::many_data_sources(id, sources)),
        }
    } else {
        return Err(ApiError::no_workspace_pages());
    };
    if workspace.in_trash(id) {
        return Err(ApiError::archived_block());
    }
    Ok(found)
}

fn read_place(
    workspace: &Workspace,
    parent: PageParent,
    position: Option<&Value>,
) -> Result<Place> {
    let Some(position) = position else {
        return Ok(Place::End);
    };
    match position.get("type").and_then(Value::as_str) {
        Some("page_start") => Ok(Place::Start),
        Some("after_block") => {
            let after = position
                .pointer("/after_block/id")
                .and_then(Value::as_str)
                .and_then(id::parse);
            let after = after.ok_or_else(|| ApiError::undefined("position.after_block.id"))?;
            let above = match parent {
                PageParent::Page(id) | PageParent::Block(id) => id,
                _ => Uuid::nil(),
            };
            if !workspace.children_of(above).contains(&after) {
                return Err(workspace.not_found("block", after));
            }
            Ok(Place::After(after))
        }
        _ => Ok(Place::End),
    }
}
