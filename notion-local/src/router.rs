//! Which endpoint answers which method and path.

use bytes::Bytes;
use http::{Method, Request};

use crate::access;
use crate::endpoint::{
    blocks, comments, data_sources, databases, file_uploads, markdown, move_page, other, pages,
    property_items, query, search, templates, users, views,
};
use crate::error::{ApiError, Result};
use crate::reply::Reply;
use crate::request::Incoming;
use crate::state::Workspace;

type Endpoint = fn(&mut Workspace, &Incoming) -> Result<Reply>;

/// Answers one request.
pub(crate) fn answer(workspace: &mut Workspace, request: Request<Bytes>) -> Result<Reply> {
    let segments =
        Incoming::segments_of(request.uri().path()).ok_or_else(ApiError::invalid_request_url)?;
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    let endpoint = route(request.method(), &path).ok_or_else(ApiError::invalid_request_url)?;
    let incoming = Incoming::open(request, segments, &workspace.integrations)?;
    workspace.free_expired();
    let first = workspace.bot;
    workspace.bot = incoming.bot;
    let reply = access::check(workspace, &incoming).and_then(|()| endpoint(workspace, &incoming));
    if let Ok(reply) = &reply {
        access::give(workspace, reply);
        workspace.attach(&incoming.attached());
    }
    workspace.bot = first;
    reply
}

/// Whether a request may change what is kept. Reads do not, nor do queries, whose results are forgotten.
pub(crate) fn may_change(method: &Method, path: &str) -> bool {
    if method == Method::GET {
        return false;
    }
    let path = path.trim_start_matches("/v1/");
    let mut parts = path.split('/');
    !matches!(
        (parts.next(), parts.nth(1)),
        (Some("search"), None)
            | (Some("data_sources"), Some("query"))
            | (Some("views"), Some("queries"))
    )
}

/// The table of endpoints. A path that is not in it, or that has another method, is an invalid URL.
fn route(method: &Method, path: &[&str]) -> Option<Endpoint> {
    let endpoint: Endpoint = match (method.as_str(), path) {
        ("GET", ["users"]) => users::list,
        ("GET", ["users", "me"]) => users::me,
        ("GET", ["users", _]) => users::retrieve,
        ("POST", ["pages"]) => pages::create,
        ("GET", ["pages", _]) => pages::retrieve,
        ("PATCH", ["pages", _]) => pages::update,
        ("GET", ["pages", _, "properties", _]) => property_items::retrieve,
        ("POST", ["databases"]) => databases::create,
        ("GET", ["databases", _]) => databases::retrieve,
        ("PATCH", ["databases", _]) => databases::update,
        ("POST", ["data_sources"]) => data_sources::create,
        ("GET", ["data_sources", _]) => data_sources::retrieve,
        ("PATCH", ["data_sources", _]) => data_sources::update,
        ("POST", ["data_sources", _, "query"]) => query::query,
        ("POST", ["search"]) => search::search,
        ("GET", ["blocks", _]) => blocks::retrieve,
        ("PATCH", ["blocks", _]) => blocks::update,
        ("DELETE", ["blocks", _]) => blocks::delete,
        ("GET", ["blocks", _, "children"]) => blocks::children,
        ("PATCH", ["blocks", _, "children"]) => blocks::append,
        ("POST", ["pages", _, "move"]) => move_page::move_page,
        ("GET", ["pages", _, "markdown"]) => markdown::retrieve,
        ("PATCH", ["pages", _, "markdown"]) => markdown::update,
        ("GET", ["data_sources", _, "templates"]) => templates::list,
        ("POST", ["comments"]) => comments::create,
        ("GET", ["comments"]) => comments::list,
        ("GET", ["comments", _]) => comments::retrieve,
        ("PATCH", ["comments", _]) => comments::update,
        ("DELETE", ["comments", _]) => comments::delete,
        ("POST", ["file_uploads"]) => file_uploads::create,
        ("GET", ["file_uploads"]) => file_uploads::list,
        ("GET", ["file_uploads", _]) => file_uploads::retrieve,
        ("POST", ["file_uploads", _, "send"]) => file_uploads::send,
        ("POST", ["file_uploads", _, "complete"]) => file_uploads::complete,
        ("POST", ["views"]) => views::create,
        ("GET", ["views"]) => views::list,
        ("GET", ["views", _]) => views::retrieve,
        ("PATCH", ["views", _]) => views::update,
        ("DELETE", ["views", _]) => views::delete,
        ("POST", ["views", _, "queries"]) => views::create_query,
        ("GET", ["views", _, "queries", _]) => views::query_results,
        ("DELETE", ["views", _, "queries", _]) => views::delete_query,
        ("GET", ["custom_emojis"]) => other::custom_emojis,
        ("GET", ["async_tasks", _]) => other::async_task,
        _ => return None,
    };
    Some(endpoint)
}
