//! The table of the API: one row for each method and path. Nothing else in the server looks at a path under `/v1/`.

use std::sync::LazyLock;

use http::Method;

use crate::endpoint::{
    blocks, comments, data_sources, databases, file_uploads, markdown, move_page, other, pages,
    property_items, query, search, templates, users, views,
};
use crate::error::Result;
use crate::exchange::{Incoming, Reply, pattern};
use crate::state::{Workspace, id};
use crate::webhook::Events;

/// Answers a request.
pub(crate) type Endpoint = fn(&mut Workspace, &Incoming<'_>) -> Result<Reply>;

/// One row of the table.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) method: Method,
    /// The pattern of the path after `/v1/`.
    pub(crate) path: &'static str,
    pub(crate) effect: Effect,
    pub(crate) about: About,
    pub(crate) endpoint: Endpoint,
    pub(crate) events: Events,
}

/// What an endpoint does to what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It changes nothing, or only results of queries, which are forgotten.
    Reads,
    Writes,
    /// It writes, and brings a file here first if the body names one on this machine.
    Fetches,
}

/// What a request is about: an integration has to see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// What every integration sees: users, emojis, its own tasks.
    Everyone,
    /// What the query and the body name.
    Named,
    /// What this part of the path names, and what the query and the body name.
    Path(&'static str),
}

use About::{Everyone, Named, Path};
use Effect::{Fetches, Reads, Writes};
use Method as M;

const PAGE: About = Path("page_id");
const DATABASE: About = Path("database_id");
const DATA_SOURCE: About = Path("data_source_id");
const BLOCK: About = Path("block_id");
const COMMENT: About = Path("comment_id");
const UPLOAD: About = Path("file_upload_id");
const VIEW: About = Path("view_id");

const fn row(
    method: Method,
    path: &'static str,
    effect: Effect,
    about: About,
    endpoint: Endpoint,
    events: Events,
) -> Route {
    Route {
        method,
        path,
        effect,
        about,
        endpoint,
        events,
    }
}

/// Every endpoint. Of two rows that fit a path the first one counts.
#[rustfmt::skip]
pub(crate) static TABLE: &[Route] = &[
    row(M::GET,    "users",                                  Reads,   Everyone,    users::list,              Events::None),
    row(M::GET,    "users/me",                               Reads,   Everyone,    users::me,                Events::None),
    row(M::GET,    "users/{user_id}",                        Reads,   Everyone,    users::retrieve,          Events::None),
    row(M::POST,   "pages",                                  Writes,  Named,       pages::create,            Events::Created),
    row(M::GET,    "pages/{page_id}",                        Reads,   PAGE,        pages::retrieve,          Events::None),
    row(M::PATCH,  "pages/{page_id}",                        Writes,  PAGE,        pages::update,            Events::Changed),
    row(M::GET,    "pages/{page_id}/properties/{property_id}", Reads, PAGE,        property_items::retrieve, Events::None),
    row(M::POST,   "pages/{page_id}/move",                   Writes,  PAGE,        move_page::move_page,     Events::Changed),
    row(M::GET,    "pages/{page_id}/markdown",               Reads,   PAGE,        markdown::retrieve,       Events::None),
    row(M::PATCH,  "pages/{page_id}/markdown",               Writes,  PAGE,        markdown::update,         Events::ContentReplaced),
    row(M::POST,   "databases",                              Writes,  Named,       databases::create,        Events::SchemaCreated),
    row(M::GET,    "databases/{database_id}",                Reads,   DATABASE,    databases::retrieve,      Events::None),
    row(M::PATCH,  "databases/{database_id}",                Writes,  DATABASE,    databases::update,        Events::SchemaChanged),
    row(M::POST,   "data_sources",                           Writes,  Named,       data_sources::create,     Events::SchemaCreated),
    row(M::GET,    "data_sources/{data_source_id}",          Reads,   DATA_SOURCE, data_sources::retrieve,   Events::None),
    row(M::PATCH,  "data_sources/{data_source_id}",          Writes,  DATA_SOURCE, data_sources::update,     Events::SchemaChanged),
    row(M::POST,   "data_sources/{data_source_id}/query",    Reads,   DATA_SOURCE, query::query,             Events::None),
    row(M::GET,    "data_sources/{data_source_id}/templates", Reads,  DATA_SOURCE, templates::list,          Events::None),
    row(M::POST,   "search",                                 Reads,   Named,       search::search,           Events::None),
    row(M::GET,    "blocks/{block_id}",                      Reads,   BLOCK,       blocks::retrieve,         Events::None),
    row(M::PATCH,  "blocks/{block_id}",                      Writes,  BLOCK,       blocks::update,           Events::BlockChanged),
    row(M::DELETE, "blocks/{block_id}",                      Writes,  BLOCK,       blocks::delete,           Events::BlockChanged),
    row(M::GET,    "blocks/{block_id}/children",             Reads,   BLOCK,       blocks::children,         Events::None),
    row(M::PATCH,  "blocks/{block_id}/children",             Writes,  BLOCK,       blocks::append,           Events::BlocksAppended),
    row(M::POST,   "comments",                               Writes,  Named,       comments::create,         Events::Created),
    row(M::GET,    "comments",                               Reads,   Named,       comments::list,           Events::None),
    row(M::GET,    "comments/{comment_id}",                  Reads,   COMMENT,     comments::retrieve,       Events::None),
    row(M::PATCH,  "comments/{comment_id}",                  Writes,  COMMENT,     comments::update,         Events::CommentUpdated),
    row(M::DELETE, "comments/{comment_id}",                  Writes,  COMMENT,     comments::delete,         Events::Deleted),
    row(M::POST,   "file_uploads",                           Fetches, Named,       file_uploads::create,     Events::UploadCreated),
    row(M::GET,    "file_uploads",                           Reads,   Named,       file_uploads::list,       Events::None),
    row(M::GET,    "file_uploads/{file_upload_id}",          Reads,   UPLOAD,      file_uploads::retrieve,   Events::None),
    row(M::POST,   "file_uploads/{file_upload_id}/send",     Writes,  UPLOAD,      file_uploads::send,       Events::UploadSent),
    row(M::POST,   "file_uploads/{file_upload_id}/complete", Writes,  UPLOAD,      file_uploads::complete,   Events::UploadSent),
    row(M::POST,   "views",                                  Writes,  Named,       views::create,            Events::ViewCreated),
    row(M::GET,    "views",                                  Reads,   Named,       views::list,              Events::None),
    row(M::GET,    "views/{view_id}",                        Reads,   VIEW,        views::retrieve,          Events::None),
    row(M::PATCH,  "views/{view_id}",                        Writes,  VIEW,        views::update,            Events::ViewUpdated),
    row(M::DELETE, "views/{view_id}",                        Writes,  VIEW,        views::delete,            Events::Deleted),
    row(M::POST,   "views/{view_id}/queries",                Reads,   VIEW,        views::create_query,      Events::None),
    row(M::GET,    "views/{view_id}/queries/{query_id}",     Reads,   VIEW,        views::query_results,     Events::None),
    row(M::DELETE, "views/{view_id}/queries/{query_id}",     Reads,   VIEW,        views::delete_query,      Events::None),
    row(M::GET,    "custom_emojis",                          Reads,   Everyone,    other::custom_emojis,     Events::None),
    row(M::GET,    "async_tasks/{task_id}",                  Reads,   Everyone,    other::async_task,        Events::None),
];

/// The patterns of the rows, taken apart once.
static PATTERNS: LazyLock<Vec<Vec<&str>>> = LazyLock::new(|| {
    TABLE
        .iter()
        .map(|row| row.path.split('/').collect())
        .collect()
});

/// The row of the table that matches a request.
#[derive(Debug)]
pub(crate) struct RouteMatch {
    pub(crate) route: &'static Route,
    /// The parts of the path after `/v1/`, decoded.
    pub(crate) parts: Vec<String>,
}

impl RouteMatch {
    /// Looks a request up in the table. Returns `None` for an unknown path or method, which is an invalid URL.
    pub(crate) fn of(method: &Method, path: &str) -> Option<Self> {
        let parts = path.strip_prefix(pattern::API)?.split('/');
        let parts: Vec<String> = parts.map(id::percent_decode).collect();
        let mut rows = TABLE.iter().zip(&*PATTERNS);
        let (route, _) = rows.find(|(route, pattern)| {
            route.method == *method && pattern::parts_fit(pattern, &parts)
        })?;
        Some(Self { route, parts })
    }

    /// The part of the path that says what the request is about.
    pub(crate) fn about(&self) -> Option<&str> {
        match self.route.about {
            Path(name) => pattern::value(self.route.path, &self.parts, name),
            Everyone | Named => None,
        }
    }
}

/// Returns true if a path is one of the API's, whether or not there is such an endpoint.
pub(crate) fn is_api(path: &str) -> bool {
    path.starts_with(pattern::API)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::Path as FilePath;

    use super::*;

    /// A path that fits the pattern of a row.
    fn example(route: &Route) -> String {
        let parts = route
            .path
            .split('/')
            .map(|part| match pattern::parameter(part) {
                Some(_) => "a%2Fb",
                None => part,
            });
        format!("{}{}", pattern::API, parts.collect::<Vec<_>>().join("/"))
    }

    #[test]
    fn every_row_is_reachable() {
        for route in TABLE {
            let found = RouteMatch::of(&route.method, &example(route));
            let found = found.expect(route.path);
            assert!(std::ptr::eq(found.route, route), "{}", route.path);
            assert_eq!(found.parts.len(), route.path.split('/').count());
        }
        for path in ["/v2/users", "/v1", "/v1/", "/v1/users/x/y", "/users"] {
            assert!(RouteMatch::of(&Method::GET, path).is_none(), "{path}");
        }
        assert!(RouteMatch::of(&Method::PUT, "/v1/pages").is_none());
    }

    #[test]
    fn every_row_is_unique() {
        let mut known = HashSet::new();
        for route in TABLE {
            let parts = route.path.split('/');
            let parts = parts.map(|part| pattern::parameter(part).map_or(part, |_| "{}"));
            let path: Vec<&str> = parts.collect();
            assert!(known.insert((&route.method, path)), "{}", route.path);
        }
    }

    #[test]
    fn what_a_row_is_about_is_in_its_path() {
        for route in TABLE {
            let mut parameters = route.path.split('/').filter_map(pattern::parameter);
            let first = parameters.next();
            match route.about {
                Path(name) => assert_eq!(first, Some(name), "{}", route.path),
                Named => assert_eq!(first, None, "{}", route.path),
                Everyone => {}
            }
        }
    }

    #[test]
    fn rows_tell_of_what_they_write() {
        for route in TABLE {
            let reads = route.effect == Reads;
            assert_eq!(reads, route.events == Events::None, "{}", route.path);
            assert!(reads || route.method != Method::GET, "{}", route.path);
        }
    }

    /// The code of all files but those of the tables, without tests and comments.
    fn other_code(folder: &FilePath, all: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with("src/route") {
                    other_code(&path, all);
                }
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            if text.contains("#![cfg(test)]") {
                continue;
            }
            let tests = text.find("mod tests {").unwrap_or(text.len());
            let code = text.split_at(tests).0;
            let lines = code.lines().map(str::trim);
            let code: Vec<&str> = lines.filter(|line| !line.starts_with("//")).collect();
            all.push((path.display().to_string(), code.join("\n")));
        }
    }

    #[test]
    fn no_other_code_looks_at_paths() {
        let mut all = Vec::new();
        other_code(
            &FilePath::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut all,
        );
        let all = all.iter().filter(|(name, _)| name.ends_with(".rs"));
        for (name, code) in all {
            // The two places that say how paths begin, and an address of Notion's.
            let code = code
                .replace("const API: &str = \"/v1/\";", "")
                .replace("const UPLOADS: &str = \"/_local/files/\";", "")
                .replace("\"https://api.notion.com/v1/pages/", "\"");
            for trace in ["/v1/", "/_local/", "\"/v1", "\"/_local"] {
                assert!(!code.contains(trace), "{name} names a path with {trace}");
            }
            // A request is looked up where HTTP ends and where a data file is read, and its path is nowhere else asked for.
            let asks = code.contains("uri.path()") || code.contains("uri().path()");
            let may_ask = ["http/exchange.rs", "store/entry.rs", "control/mod.rs"];
            let may_ask = may_ask.iter().any(|end| name.ends_with(end));
            assert!(!asks || may_ask, "{name} looks at the path of a request");
        }
    }
}
