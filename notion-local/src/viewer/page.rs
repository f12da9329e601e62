//! Pages and rows: properties, content, comments.

use bytes::Bytes;
use http::{Response, StatusCode};
use maud::{Markup, html};
use notion_model::{Icon, PropertyValue, RichText};
use uuid::Uuid;

use super::blocks::{self, Node};
use super::database::{format, in_order, value};
use super::icons::{self, Usual};
use super::inline::rich;
use super::names::{self, Named, Names};
use super::shell::{self, Content, Shell};
use super::{Ask, cells, links, respond, time, words};
use crate::compute::Computing;
use crate::render;
use crate::state::{History, Page, Parent, TITLE, Workspace, id};

/// The maximum number of top-level blocks on one page of the viewer.
const PAGE: usize = 3000;
/// The number of top-level blocks that are read under one lock.
const TURN: usize = 100;

/// A property of a row.
#[derive(Debug)]
struct Row {
    name: String,
    kind: String,
    format: Option<String>,
    value: PropertyValue,
}

#[derive(Debug)]
struct Remark {
    author: Option<String>,
    history: History,
    text: Vec<RichText>,
    /// The block, if it is not a comment on the page itself.
    block: Option<Uuid>,
}

/// A page without its content.
#[derive(Debug)]
struct Gathered {
    id: Uuid,
    title: String,
    icon: Option<Icon>,
    cover: Option<String>,
    in_trash: bool,
    rows: Vec<Row>,
    names: Names,
    comments: Vec<Remark>,
    history: History,
    authors: [Option<String>; 2],
    children: Vec<Uuid>,
}

/// Renders the page with this ID, or redirects to the object that has the ID.
pub(super) async fn show(ask: &Ask<'_>, id: &str) -> Response<Bytes> {
    let Some(id) = id::parse(id) else {
        return shell::not_found(ask, "This is not an ID.").await;
    };
    let versions = shell::versions(ask);
    let found = ask
        .core
        .look(|computing| {
            let workspace = computing.workspace;
            let Some(page) = workspace.pages.get(&id) else {
                return Err(elsewhere(workspace, id));
            };
            Ok((Shell::of(workspace, Some(id)), gather(computing, page)))
        })
        .await;
    let (shell, page) = match found {
        Ok(found) => found,
        Err(Some(other)) => return respond::redirect(&other),
        Err(None) => {
            return shell::not_found(ask, "Nothing in this workspace has this ID.").await;
        }
    };
    let from = ask.number("from").unwrap_or_default();
    let nodes = content(ask, &page.children, from).await;
    let content = Content {
        title: page.title.clone(),
        live: "workspace",
        place: "",
        main: html! {
            (head(&page))
            @if !page.rows.is_empty() { (properties(&page)) }
            @if !page.comments.is_empty() { (comments(&page.comments)) }
            article.content {
                @if page.children.is_empty() { p.empty { "No content." } }
                (blocks::show(&nodes))
            }
            (pages(&page, from))
            (footer(&page))
        },
    };
    shell::show(ask, versions, StatusCode::OK, &shell, &content)
}

/// Returns the address of an object that is not a page.
fn elsewhere(workspace: &Workspace, id: Uuid) -> Option<String> {
    if workspace.databases.contains_key(&id) || workspace.data_sources.contains_key(&id) {
        return Some(format!("/_viewer/database/{id}"));
    }
    if let Some(view) = workspace.views.get(&id) {
        return Some(format!("/_viewer/database/{}?view={id}", view.database));
    }
    let block = match workspace.comments.get(&id).map(|comment| comment.parent) {
        Some(Parent::Page(on) | Parent::Block(on)) => on,
        Some(Parent::Workspace) => return None,
        None => id,
    };
    let page = workspace.page_of(block)?;
    Some(format!("{}#b-{block}", links::object(page)))
}

/// Reads the blocks of a page, and releases the lock regularly.
async fn content(ask: &Ask<'_>, children: &[Uuid], from: usize) -> Vec<Node> {
    let shown: Vec<Uuid> = children.iter().copied().skip(from).take(PAGE).collect();
    let mut nodes = Vec::new();
    for turn in shown.chunks(TURN) {
        let read = ask
            .core
            .look(|computing| -> Vec<Node> {
                turn.iter()
                    .filter_map(|id| blocks::read(computing.workspace, *id))
                    .collect()
            })
            .await;
        nodes.extend(read);
        tokio::task::yield_now().await;
    }
    nodes
}

fn gather(computing: &Computing<'_>, page: &Page) -> Gathered {
    let workspace = computing.workspace;
    let mut names = Names::default();
    let source = page
        .data_source()
        .and_then(|id| workspace.data_sources.get(&id));
    let properties = source.map(in_order).unwrap_or_default();
    let rows = properties.into_iter().filter(|one| &*one.id != TITLE);
    let rows = rows.map(|property| {
        let value = value(computing, page, property);
        names::collect(workspace, &value.kind, &mut names);
        Row {
            name: property.name.clone(),
            kind: words::type_name(&property.kind),
            format: format(property),
            value,
        }
    });
    let rows = rows.collect();
    let title = Named::of(workspace, page.id).map(|named| named.title);
    let cover = render::cover(workspace, page.face.cover.as_ref());
    let cover: Option<notion_model::File> = serde_json::from_value(cover).ok().flatten();
    let name = |id: Uuid| workspace.users.get(&id).and_then(|user| user.name.clone());
    Gathered {
        id: page.id,
        title: title.unwrap_or_default(),
        icon: names::icon(render::icon(workspace, page.face.icon.as_ref())),
        cover: cover.as_ref().and_then(links::hosted),
        in_trash: workspace.in_trash(page.id),
        rows,
        names,
        comments: remarks(workspace, page.id),
        authors: [name(page.history.created_by), name(page.history.edited_by)],
        history: page.history.clone(),
        children: workspace.children_of(page.id),
    }
}

/// Returns the comments on a page and its blocks, the oldest first.
fn remarks(workspace: &Workspace, page: Uuid) -> Vec<Remark> {
    let all = workspace.comments.values().filter_map(|comment| {
        let block = match comment.parent {
            Parent::Page(on) if on == page => None,
            Parent::Block(on) if workspace.page_of(on) == Some(page) => Some(on),
            _ => return None,
        };
        let author = workspace.users.get(&comment.history.created_by);
        let text = render::rich_text(workspace, &comment.text);
        Some(Remark {
            author: author.and_then(|author| author.name.clone()),
            history: comment.history.clone(),
            text: serde_json::from_value(text).unwrap_or_default(),
            block,
        })
    });
    all.collect()
}

fn head(page: &Gathered) -> Markup {
    html! {
        @if let Some(cover) = &page.cover { img.cover src=(cover) alt=""; }
        div.head {
            h1 {
                @if page.icon.is_some() { (icons::icon(page.icon.as_ref(), Usual::Page)) }
                span { (page.title) }
            }
            div.actions { a.button href={ "/_viewer/json/" (page.id) } { "JSON" } }
        }
        @if page.in_trash { p.banner { "In the trash." } }
    }
}

fn properties(page: &Gathered) -> Markup {
    html! {
        dl.properties {
            @for row in &page.rows {
                @let shown = cells::value(&row.value, row.format.as_deref(), &page.names);
                div {
                    dt title=(row.kind) { (row.name) }
                    dd { @if shown.0.is_empty() { span.empty-value { "Empty" } } @else { (shown) } }
                }
            }
        }
    }
}

fn comments(all: &[Remark]) -> Markup {
    html! {
        section.comments aria-label="Comments" {
            h2 { "Comments" }
            @for remark in all {
                div.comment {
                    p.by {
                        (cells::people(remark.author.as_deref())) " "
                        (time::instant(remark.history.created))
                        @if let Some(block) = remark.block { " on " a href={ "#b-" (block) } { "a block" } }
                    }
                    p { (rich(&remark.text)) }
                }
            }
        }
    }
}

fn pages(page: &Gathered, from: usize) -> Markup {
    let link = |from: usize| format!("{}?from={from}", links::object(page.id));
    let total = page.children.len();
    html! {
        @if total > PAGE {
            nav.pages aria-label="Pages" {
                @if from > 0 { a.button href=(link(from.saturating_sub(PAGE))) rel="prev" { "Previous" } }
                span { "Blocks " (from + 1) "–" ((from + PAGE).min(total)) " of " (total) }
                @if from + PAGE < total { a.button href=(link(from + PAGE)) rel="next" { "Next" } }
            }
        }
    }
}

fn footer(page: &Gathered) -> Markup {
    let [created_by, edited_by] = &page.authors;
    html! {
        footer.history {
            "Created by " (created_by.as_deref().unwrap_or("somebody")) ", " (time::instant(page.history.created))
            " · edited by " (edited_by.as_deref().unwrap_or("somebody")) ", " (time::instant(page.history.edited))
        }
    }
}
