//! `GET /data_sources/{id}/templates`, and what becomes of a page that is made after a template.
//!
//! The API cannot make templates: they come with a snapshot, as pages with the key `template`.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::block::{self, ChildPosition};
use crate::error::{ApiError, Result};
use crate::exchange::Incoming;
use crate::exchange::Reply;
use crate::property::values::relate;
use crate::render::Object;
use crate::state::{self, Page, PageParent, Parent, Workspace, text};
use crate::validate::{Body, Cursor, Shape, optional, paging_of_query, required};

/// Lists the templates of a data source. The list has neither `object` nor `request_id`.
pub(crate) fn list(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("data_source_id")?;
    let paging = paging_of_query(request, Cursor::Opaque)?;
    let wanted = request.query("name").map(str::to_lowercase);
    let source = workspace.data_source(id)?;
    let found: Vec<(Uuid, String, bool)> = source
        .templates
        .iter()
        .filter_map(|template| {
            let page = workspace.pages.get(&template.page)?;
            let name = text::plain(workspace, page.title());
            (!page.face.in_trash).then_some((page.id, name, template.is_default))
        })
        // Choice: a part of the name is enough, without its case.
        .filter(|(_, name, _)| {
            wanted
                .as_ref()
                .is_none_or(|wanted| name.to_lowercase().contains(wanted))
        })
        .collect();
    let (shown, next) = paging.cut(&found, |(id, _, _)| *id)?;
    let templates: Vec<Value> = shown
        .iter()
        .map(|(id, name, is_default)| json!({ "id": id, "name": name, "is_default": is_default }))
        .collect();
    let body = Object::new()
        .put("templates", templates)
        .put("has_more", next.is_some())
        .put("next_cursor", next);
    Ok(Reply {
        status: 200,
        body: body.into_map(),
        with_request_id: false,
    })
}

/// The template that a page is made after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Template {
    /// The data source's default.
    Default,
    Id(Uuid),
}

impl Template {
    fn arms() -> Vec<Shape> {
        let zone = || optional("timezone", Shape::TEXT);
        vec![
            Shape::Object(vec![required("type", Shape::OneOf(&["default"])), zone()]),
            Shape::Object(vec![
                required("type", Shape::OneOf(&["template_id"])),
                required("template_id", Shape::Uuid),
                zone(),
            ]),
        ]
    }
}

impl<'a> Body<'a> for Template {
    fn shape() -> Shape {
        Shape::Union(Self::arms())
    }

    fn read(value: &'a Value) -> Option<Self> {
        match value.get("type")?.as_str()? {
            "default" => Some(Self::Default),
            _ => Uuid::read(value.get("template_id")?).map(Self::Id),
        }
    }
}

/// The template of a new page, which may be none.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewTemplate(pub(super) Option<Template>);

impl<'a> Body<'a> for NewTemplate {
    fn shape() -> Shape {
        let mut arms = Template::arms();
        let none = required("type", Shape::OneOf(&["none"]));
        arms.push(Shape::Object(vec![none]));
        Shape::Union(arms)
    }

    fn read(value: &'a Value) -> Option<Self> {
        match value.get("type")?.as_str()? {
            "none" => Some(Self(None)),
            _ => Template::read(value).map(|template| Self(Some(template))),
        }
    }
}

/// Looks for the template of a page with this parent. Choice: a data source without a default template gives none, and pages
/// that are not rows have none.
pub(super) fn find(
    workspace: &Workspace,
    parent: PageParent,
    template: Option<Template>,
) -> Result<Option<Uuid>> {
    let templates: &[state::Template] = match parent {
        PageParent::DataSource(id) => &workspace.data_source(id)?.templates,
        _ => &[],
    };
    match template {
        None => Ok(None),
        Some(Template::Default) => Ok(templates
            .iter()
            .find(|template| template.is_default)
            .map(|template| template.page)),
        Some(Template::Id(id)) if templates.iter().any(|template| template.page == id) => {
            Ok(Some(id))
        }
        Some(Template::Id(id)) => Err(workspace.not_found("template", id)),
    }
}

/// A template takes the place of content of one's own, which stands under these keys.
pub(super) fn check_alone(template: Option<Template>, others: [(&str, bool); 3]) -> Result<()> {
    let other = others.into_iter().find(|(_, is_there)| *is_there);
    match (template, other) {
        (Some(_), Some((key, _))) => Err(ApiError::one_of(&["template", key])),
        _ => Ok(()),
    }
}

/// Gives a page what its template has and it has not: values, icon and cover; and the template's blocks behind its own.
///
/// Notion does this some time later. Here it is done at once.
pub(super) fn apply(workspace: &mut Workspace, page: Uuid, template: Uuid) {
    let Some(from) = workspace.pages.get(&template).cloned() else {
        return;
    };
    let Page { cells, face, .. } = from;
    for (property, cell) in cells {
        let is_there = workspace
            .pages
            .get(&page)
            .is_none_or(|page| page.cells.contains_key(&property));
        if is_there {
            continue;
        }
        if let crate::state::Cell::Relation(pages) = &cell {
            relate(workspace, page, &property, pages);
        }
        if let Some(page) = workspace.pages.get_mut(&page) {
            page.cells.insert(property, cell);
        }
    }
    if let Some(page) = workspace.pages.get_mut(&page) {
        page.face.icon = page.face.icon.take().or(face.icon);
        page.face.cover = page.face.cover.take().or(face.cover);
    }
    let drafts = workspace
        .children_of(template)
        .into_iter()
        .filter_map(|child| block::copy(workspace, child))
        .collect();
    block::insert(workspace, Parent::Page(page), drafts, ChildPosition::End);
}
