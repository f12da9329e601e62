//! `GET /data_sources/{id}/templates`, and what becomes of a page that is made after a template.
//!
//! The API cannot make templates: they come with a snapshot, as pages with the key `template`.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::block::{self, Place};
use crate::error::{ApiError, Result};
use crate::exchange::Incoming;
use crate::exchange::Reply;
use crate::property::values::relate;
use crate::render::Object;
use crate::state::id;
use crate::state::{Page, PageParent, Parent, Template, Workspace, text};
use crate::validate::{Cursor, paging_of_query};

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
            (!page.in_trash).then_some((page.id, name, template.is_default))
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

/// The template that a body names for a page with this parent. Choice: a data source without a default template gives
/// none, and pages that are no rows have none.
pub(super) fn named(
    workspace: &Workspace,
    parent: PageParent,
    body: &Value,
) -> Result<Option<Uuid>> {
    let templates: &[Template] = match parent {
        PageParent::DataSource(id) => &workspace.data_source(id)?.templates,
        _ => &[],
    };
    let kind = body.pointer("/template/type").and_then(Value::as_str);
    match kind {
        Some("default") => Ok(templates
            .iter()
            .find(|template| template.is_default)
            .map(|template| template.page)),
        Some("template_id") => {
            let id = body
                .pointer("/template/template_id")
                .and_then(Value::as_str)
                .and_then(id::parse)
                .ok_or_else(|| ApiError::undefined("template.template_id"))?;
            if templates.iter().any(|template| template.page == id) {
                Ok(Some(id))
            } else {
                Err(workspace.not_found("template", id))
            }
        }
        _ => Ok(None),
    }
}

/// A template takes the place of content of one's own.
pub(super) fn check_alone(body: &Value) -> Result<()> {
    let kind = body.pointer("/template/type").and_then(Value::as_str);
    if kind.is_none_or(|kind| kind == "none") {
        return Ok(());
    }
    let other = ["children", "content", "markdown"]
        .into_iter()
        .find(|key| body.get(*key).is_some());
    other.map_or(Ok(()), |key| Err(ApiError::one_of(&["template", key])))
}

/// Gives a page what its template has and it has not: values, icon and cover; and the template's blocks behind its own.
///
/// Notion does this some time later. Here it is done at once.
pub(super) fn apply(workspace: &mut Workspace, page: Uuid, template: Uuid) {
    let Some(from) = workspace.pages.get(&template).cloned() else {
        return;
    };
    let Page {
        cells, icon, cover, ..
    } = from;
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
        page.icon = page.icon.take().or(icon);
        page.cover = page.cover.take().or(cover);
    }
    let drafts = workspace
        .children_of(template)
        .into_iter()
        .filter_map(|child| block::copy(workspace, child))
        .collect();
    block::insert(workspace, Parent::Page(page), drafts, Place::End);
}
