//! The raw layer against the list of endpoints that the official SDK 5.26 declares.

#![expect(clippy::needless_pass_by_value)]

mod oauth;
mod parameters;
mod reached;
mod verbs;

use std::collections::{BTreeMap, BTreeSet};

use notion_rest::api::{
    Api, Call, CreateComment, CreateDataSource, CreateDatabase, CreateFileUpload, CreatePage,
    CreateView, ExternalAccount, Grant, InitialDataSource, ListTemplates, NowOrLater,
    QueryDataSource, SearchParams, UpdateDataSource, UpdateDatabase, UpdatePage, UpdateView,
};
use notion_rest::http::{Body, ClientCredentials, Pace, Retry};
use notion_rest::model::{
    BlockKind, BlockRequest, Empty, InsertContent, MarkdownChange, MarkdownRequest, PageId,
    PageOrDataSource, Paragraph, Parent, PropertyId, RichText, SchemaKind, ValueKind, ViewType,
};
use notion_rest::{Client, Error, Result};
use serde_json::json;
use wiremock::matchers::{body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// What the SDK's client offers, agents and meeting notes aside: its name for it, the method, the path, and the names of
/// the parameters in query, body and form. Written from the declarations; a view's parameters are those of its types.
///
/// Left out are parameters that this version of the API has under another name: `archived` (`in_trash`) and `after`
/// (`position`), and `content`, which is `children`.
const DECLARED: &[(&str, &str, &[&str])] = &[
    ("asyncTasks.retrieve", "GET async_tasks/{}", &[]),
    ("blocks.retrieve", "GET blocks/{}", &[]),
    ("blocks.update", "PATCH blocks/{}", &["type", "in_trash"]),
    ("blocks.delete", "DELETE blocks/{}", &[]),
    (
        "blocks.children.list",
        "GET blocks/{}/children",
        &["start_cursor", "page_size"],
    ),
    (
        "blocks.children.append",
        "PATCH blocks/{}/children",
        &["children", "position"],
    ),
    ("databases.retrieve", "GET databases/{}", &[]),
    (
        "databases.create",
        "POST databases",
        &[
            "parent",
            "title",
            "description",
            "is_inline",
            "initial_data_source",
            "icon",
            "cover",
        ],
    ),
    (
        "databases.update",
        "PATCH databases/{}",
        &[
            "parent",
            "title",
            "description",
            "is_inline",
            "icon",
            "cover",
            "in_trash",
            "is_locked",
        ],
    ),
    ("dataSources.retrieve", "GET data_sources/{}", &[]),
    (
        "dataSources.query",
        "POST data_sources/{}/query",
        &[
            "filter_properties",
            "sorts",
            "filter",
            "start_cursor",
            "page_size",
            "in_trash",
            "result_type",
        ],
    ),
    (
        "dataSources.create",
        "POST data_sources",
        &["parent", "properties", "title", "icon"],
    ),
    (
        "dataSources.update",
        "PATCH data_sources/{}",
        &["title", "icon", "properties", "in_trash", "parent"],
    ),
    (
        "dataSources.listTemplates",
        "GET data_sources/{}/templates",
        &["name", "start_cursor", "page_size"],
    ),
    (
        "pages.create",
        "POST pages",
        &[
            "filter_properties",
            "parent",
            "properties",
            "icon",
            "cover",
            "children",
            "markdown",
            "allow_async",
            "template",
            "position",
        ],
    ),
    ("pages.retrieve", "GET pages/{}", &["filter_properties"]),
    (
        "pages.update",
        "PATCH pages/{}",
        &[
            "filter_properties",
            "properties",
            "icon",
            "cover",
            "is_locked",
            "template",
            "erase_content",
            "in_trash",
            "is_archived",
        ],
    ),
    ("pages.move", "POST pages/{}/move", &["parent"]),
    (
        "pages.properties.retrieve",
        "GET pages/{}/properties/{}",
        &["start_cursor", "page_size"],
    ),
    (
        "pages.retrieveMarkdown",
        "GET pages/{}/markdown",
        &["include_transcript"],
    ),
    (
        "pages.updateMarkdown",
        "PATCH pages/{}/markdown",
        &[
            "allow_async",
            "type",
            "insert_content",
            "replace_content_range",
            "update_content",
            "replace_content",
        ],
    ),
    ("users.retrieve", "GET users/{}", &[]),
    ("users.list", "GET users", &["start_cursor", "page_size"]),
    ("users.me", "GET users/me", &[]),
    (
        "customEmojis.list",
        "GET custom_emojis",
        &["start_cursor", "page_size", "name"],
    ),
    (
        "comments.create",
        "POST comments",
        &[
            "attachments",
            "display_name",
            "parent",
            "rich_text",
            "markdown",
            "discussion_id",
        ],
    ),
    (
        "comments.list",
        "GET comments",
        &["block_id", "start_cursor", "page_size"],
    ),
    ("comments.retrieve", "GET comments/{}", &[]),
    (
        "comments.update",
        "PATCH comments/{}",
        &["rich_text", "markdown"],
    ),
    ("comments.delete", "DELETE comments/{}", &[]),
    (
        "fileUploads.create",
        "POST file_uploads",
        &[
            "mode",
            "filename",
            "content_type",
            "number_of_parts",
            "external_url",
        ],
    ),
    ("fileUploads.retrieve", "GET file_uploads/{}", &[]),
    (
        "fileUploads.list",
        "GET file_uploads",
        &["status", "start_cursor", "page_size"],
    ),
    (
        "fileUploads.send",
        "POST file_uploads/{}/send",
        &["file", "part_number"],
    ),
    ("fileUploads.complete", "POST file_uploads/{}/complete", &[]),
    (
        "views.create",
        "POST views",
        &[
            "data_source_id",
            "name",
            "type",
            "database_id",
            "view_id",
            "filter",
            "sorts",
            "quick_filters",
            "create_database",
            "configuration",
            "position",
            "placement",
        ],
    ),
    ("views.retrieve", "GET views/{}", &[]),
    (
        "views.update",
        "PATCH views/{}",
        &["name", "filter", "sorts", "quick_filters", "configuration"],
    ),
    ("views.delete", "DELETE views/{}", &[]),
    (
        "views.list",
        "GET views",
        &["database_id", "data_source_id", "start_cursor", "page_size"],
    ),
    (
        "views.queries.create",
        "POST views/{}/queries",
        &["page_size"],
    ),
    (
        "views.queries.results",
        "GET views/{}/queries/{}",
        &["start_cursor", "page_size"],
    ),
    ("views.queries.delete", "DELETE views/{}/queries/{}", &[]),
    (
        "search",
        "POST search",
        &["sort", "query", "start_cursor", "page_size", "filter"],
    ),
    (
        "oauth.token",
        "POST oauth/token",
        &[
            "grant_type",
            "code",
            "redirect_uri",
            "external_account",
            "refresh_token",
        ],
    ),
    ("oauth.introspect", "POST oauth/introspect", &["token"]),
    ("oauth.revoke", "POST oauth/revoke", &["token"]),
];

/// The declared address that a request goes to.
fn declared(method: &str, path: &str) -> &'static str {
    let path = path.trim_start_matches("/v1/");
    let fits = |address: &str| {
        let (verb, pattern) = address.split_once(' ').unwrap();
        let (pattern, path) = (pattern.split('/'), path.split('/'));
        verb == method
            && pattern.clone().count() == path.clone().count()
            && pattern.zip(path).all(|(a, b)| a == b || a == "{}")
    };
    // What is written out goes before what has a placeholder: `users/me` is no user's id.
    DECLARED
        .iter()
        .map(|(_, address, _)| *address)
        .filter(|address| fits(address))
        .min_by_key(|address| address.matches("{}").count())
        .unwrap_or_else(|| panic!("the SDK does not declare {method} {path}"))
}

fn paragraph(text: &str) -> BlockRequest {
    let rich_text = vec![RichText::text(text)];
    BlockKind::Paragraph(Paragraph {
        rich_text,
        ..Paragraph::default()
    })
    .into()
}

fn markdown(kind: MarkdownChange) -> MarkdownRequest {
    MarkdownRequest {
        allow_async: Some(true),
        kind,
        ..MarkdownRequest::default()
    }
}

fn insert(text: &str) -> MarkdownRequest {
    markdown(MarkdownChange::InsertContent(InsertContent {
        content: text.to_owned(),
        ..InsertContent::default()
    }))
}
