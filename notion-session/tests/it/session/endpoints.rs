//! The raw layer against the list of endpoints that the official SDK 5.26 declares.

#![expect(clippy::needless_pass_by_value)]

use std::collections::{BTreeMap, BTreeSet};

use notion_session::api::{
    Api, Call, CreateComment, CreateDataSource, CreateDatabase, CreateFileUpload, CreatePage,
    CreateView, ExternalAccount, Grant, InitialDataSource, ListTemplates, NowOrLater,
    QueryDataSource, SearchParams, UpdateDataSource, UpdateDatabase, UpdatePage, UpdateView,
};
use notion_session::http::{Body, ClientCredentials, Pace, Retry};
use notion_session::model::{
    BlockKind, BlockRequest, Empty, InsertContent, MarkdownChange, MarkdownRequest, PageId,
    Paragraph, Parent, PropertyId, RichText, SchemaKind, ValueKind, ViewType,
};
use notion_session::{Error, Session, rest};
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

/// Goes once to every endpoint that the local server has.
async fn tour(api: &Api, home: PageId) -> notion_session::Result<()> {
    let me = api.users().me().await?;
    api.users().retrieve(me.id).await?;
    api.users().list().await?;
    api.custom_emojis(None).await?;
    api.search(&SearchParams::query("Home")).await?;

    let title = ValueKind::Title(vec![RichText::text("Tour")]).into();
    let page = CreatePage {
        properties: [("title".to_owned(), title)].into_iter().collect(),
        ..CreatePage::in_parent(Parent::page(home))
    };
    let (first, second) = (
        api.pages().create(&page).await?.id,
        api.pages().create(&page).await?.id,
    );
    api.pages().retrieve(first).await?;
    api.pages()
        .update(
            first,
            &UpdatePage {
                is_locked: Some(false),
                ..UpdatePage::default()
            },
        )
        .await?;
    api.pages().r#move(first, &Parent::page(second)).await?;
    api.pages()
        .property(first, &PropertyId::from("title"))
        .await?;
    api.pages().markdown(first).await?;
    let NowOrLater::Later(task) = api
        .pages()
        .update_markdown(first, &insert("# Hello"))
        .await?
    else {
        panic!("it was permitted to be done later");
    };
    api.async_task(&task.id).await?;

    let block = api
        .blocks()
        .append(first, &[paragraph("a")])
        .await?
        .results
        .remove(0)
        .id;
    api.blocks().retrieve(block).await?;
    api.blocks().children(first).await?;
    api.blocks().update(block, &paragraph("b")).await?;
    let comment = CreateComment::on(Parent::page(first), vec![RichText::text("c")]);
    let comment = api.comments().create(&comment).await?.id;
    api.comments().retrieve(comment).await?;
    api.comments().list(first).await?;
    api.comments()
        .update(comment, &[RichText::text("d")])
        .await?;
    api.comments().delete(comment).await?;
    api.blocks().delete(block).await?;

    let upload = api
        .file_uploads()
        .create(&CreateFileUpload::default())
        .await?
        .id;
    api.file_uploads()
        .send(upload, "a.txt", "text/plain", "a")
        .await?;
    api.file_uploads().retrieve(upload).await?;
    api.file_uploads().list(None).await?;
    let parts = CreateFileUpload {
        mode: Some(notion_session::model::FileUploadMode::MultiPart),
        filename: Some("b.txt".to_owned()),
        content_type: Some("text/plain".to_owned()),
        number_of_parts: Some(1),
        ..CreateFileUpload::default()
    };
    let upload = api.file_uploads().create(&parts).await?.id;
    api.file_uploads()
        .send_part(upload, 1, "b.txt", "text/plain", "b")
        .await?;
    api.file_uploads().complete(upload).await?;

    let name = || {
        [(
            "Name".to_owned(),
            Some(SchemaKind::Title(Empty::default()).into()),
        )]
    };
    let database = CreateDatabase {
        initial_data_source: Some(InitialDataSource {
            properties: name().into(),
        }),
        ..CreateDatabase::in_parent(Parent::page(home))
    };
    let database = api.databases().create(&database).await?;
    api.databases().retrieve(database.id).await?;
    api.databases()
        .update(
            database.id,
            &UpdateDatabase {
                is_locked: Some(true),
                ..UpdateDatabase::default()
            },
        )
        .await?;
    let source = CreateDataSource::in_database(database.id, name().into());
    let source = api.data_sources().create(&source).await?.id;
    api.data_sources().retrieve(source).await?;
    let renamed = UpdateDataSource {
        title: Some(vec![RichText::text("More")]),
        ..UpdateDataSource::default()
    };
    api.data_sources().update(source, &renamed).await?;
    api.data_sources()
        .query(source, &QueryDataSource::default())
        .await?;
    api.data_sources()
        .templates(source, &ListTemplates::default())
        .await?;

    let view = CreateView::in_database(database.id, source, "All", ViewType::Table);
    let view = api.views().create(&view).await?.id;
    api.views().retrieve(view).await?;
    api.views()
        .update(
            view,
            &UpdateView {
                name: Some("Every".to_owned()),
                ..UpdateView::default()
            },
        )
        .await?;
    api.views().of_database(database.id).await?;
    let query = api.views().query(view, Some(1)).await?.id;
    api.views().query_results(view, query).await?;
    api.views().delete_query(view, query).await?;
    api.views().delete(view).await?;
    Ok(())
}

#[tokio::test]
async fn every_endpoint_that_the_sdk_declares_is_reached() {
    let session = Session::local();
    let home = session
        .search_page("Home")
        .await
        .unwrap()
        .item()
        .unwrap()
        .id();
    tour(&session.api(), home).await.unwrap();

    let server = session.local_server().unwrap();
    let reached: BTreeSet<&str> = server
        .requests()
        .iter()
        .inspect(|request| assert!(request.status < 300, "{request:?}"))
        .map(|request| declared(&request.method, &request.path))
        .collect();
    let left: Vec<&str> = DECLARED
        .iter()
        .filter(|(_, address, _)| !reached.contains(address))
        .map(|(name, ..)| *name)
        .collect();
    // The local server has no OAuth: the tests below reach it on a server that they make.
    assert_eq!(left, ["oauth.token", "oauth.introspect", "oauth.revoke"]);
}

/// The names of what calls send, by the address that they go to.
#[derive(Default)]
struct Sent(BTreeMap<&'static str, BTreeSet<String>>);

impl Sent {
    fn add<T>(&mut self, call: Call<T>) {
        let request = call.request().unwrap();
        let names = self
            .0
            .entry(declared(request.method.as_str(), &request.path))
            .or_default();
        names.extend(request.query.iter().map(|(name, _)| name.clone()));
        match &request.body {
            Body::Json(body) => names.extend(body.as_object().unwrap().keys().cloned()),
            Body::Multipart(parts) => names.extend(parts.iter().map(|part| part.name.clone())),
            _ => {}
        }
    }
}

/// A value of the type that the place wants, from JSON.
fn of<T: serde::de::DeserializeOwned>(json: serde_json::Value) -> T {
    serde_json::from_value(json).unwrap()
}

#[tokio::test]
async fn every_parameter_that_the_sdk_declares_can_be_given() {
    use notion_session::api::{
        Change, CreateViewDatabase, SearchSort, UseTemplate, WidgetPlacement,
    };
    use notion_session::model::{
        BlockPosition, Direction, DiscussionId, File, FileUploadMode, FileUploadStatus, Filter,
        FilterKind, Icon, QuickFilter, ReplaceContent, ReplaceContentRange, SearchFilter,
        SearchObject, Sort, UpdateContent, ViewPosition,
    };

    let session = Session::local();
    let api = session.api();
    let id = uuid::Uuid::from_u128(1);
    let page = PageId::<()>::from(id);
    let source = notion_session::model::DataSourceId::<()>::from(id);
    let block = notion_session::model::BlockId::from(id);
    let text = || vec![RichText::text("x")];
    let icon = || Icon::emoji("🐱");
    let cover = || File::external("https://example.com/a.png");
    let values = || {
        [("title".to_owned(), ValueKind::Title(text()).into())]
            .into_iter()
            .collect()
    };
    let sort = || Sort::by_property("Name", Direction::Ascending);
    let filter = || Filter::property("Done", FilterKind::Checkbox(of(json!({ "equals": true }))));
    let properties = || {
        [(
            "Name".to_owned(),
            Some(SchemaKind::Title(Empty::default()).into()),
        )]
    };
    let mut sent = Sent::default();

    sent.add(api.blocks().update(
        block,
        &BlockRequest {
            in_trash: Some(false),
            ..paragraph("x")
        },
    ));
    sent.add(api.blocks().children(block).page_size(2).start_cursor("x"));
    sent.add(
        api.blocks()
            .append_at(block, &[paragraph("x")], BlockPosition::after(block)),
    );
    sent.add(api.databases().create(&CreateDatabase {
        parent: Parent::page(page),
        title: text(),
        description: text(),
        is_inline: Some(true),
        initial_data_source: Some(InitialDataSource::default()),
        icon: Some(icon()),
        cover: Some(cover()),
    }));
    sent.add(api.databases().update(
        id.into(),
        &UpdateDatabase {
            parent: Some(Parent::page(page)),
            title: Some(text()),
            description: Some(text()),
            is_inline: Some(true),
            icon: Some(icon()),
            cover: Some(cover()),
            in_trash: Some(true),
            is_locked: Some(true),
        },
    ));
    let query = QueryDataSource {
        filter: Some(filter()),
        sorts: vec![sort()],
        in_trash: Some(true),
        result_type: Some(SearchObject::Page),
        filter_properties: vec!["title".to_owned()],
    };
    sent.add(
        api.data_sources()
            .query(source, &query)
            .page_size(2)
            .start_cursor("x"),
    );
    let mut more = CreateDataSource::in_database(id.into(), properties().into());
    (more.title, more.icon) = (text(), Some(icon()));
    sent.add(api.data_sources().create(&more));
    sent.add(api.data_sources().update(
        source,
        &UpdateDataSource {
            title: Some(text()),
            icon: icon().into(),
            properties: properties().into(),
            in_trash: Some(true),
            parent: Some(Parent::database(id.into())),
        },
    ));
    let list = ListTemplates {
        name: Some("x".into()),
        start_cursor: Some("x".into()),
        page_size: Some(2),
    };
    sent.add(api.data_sources().templates(source, &list));
    let template = || Some(UseTemplate::Default { timezone: None });
    let new = CreatePage {
        parent: Parent::page(page),
        properties: values(),
        icon: Some(icon()),
        cover: Some(cover()),
        children: vec![paragraph("x")],
        markdown: Some("x".into()),
        template: template(),
        position: Some(BlockPosition::after(block)),
    };
    sent.add(api.pages().create(&new).filter_properties(["title"]));
    sent.add(api.pages().create_later(&new));
    sent.add(api.pages().retrieve(page).filter_properties(["title"]));
    let update = UpdatePage {
        properties: values(),
        icon: Change::Clear,
        cover: Change::Clear,
        is_locked: Some(true),
        in_trash: Some(true),
        is_archived: Some(true),
        template: template(),
        erase_content: Some(true),
    };
    sent.add(
        api.pages()
            .update(page, &update)
            .filter_properties(["title"]),
    );
    sent.add(api.pages().r#move(page, &Parent::page(page)));
    sent.add(
        api.pages()
            .property(page, &PropertyId::from("title"))
            .page_size(2)
            .start_cursor("x"),
    );
    sent.add(api.pages().markdown_with_transcripts(page));
    for change in [
        MarkdownChange::InsertContent(InsertContent::default()),
        MarkdownChange::ReplaceContentRange(ReplaceContentRange::default()),
        MarkdownChange::UpdateContent(UpdateContent::default()),
        MarkdownChange::ReplaceContent(ReplaceContent::default()),
    ] {
        sent.add(api.pages().update_markdown(page, &markdown(change)));
    }
    sent.add(api.users().list().page_size(2).start_cursor("x"));
    sent.add(api.custom_emojis(Some("x")).page_size(2).start_cursor("x"));
    sent.add(api.comments().create(&CreateComment {
        parent: Some(Parent::page(page)),
        discussion_id: Some(DiscussionId::from(id)),
        rich_text: text(),
        markdown: Some("x".into()),
        attachments: vec![of(json!({ "type": "file_upload", "file_upload_id": id }))],
        display_name: Some(of(json!({ "type": "integration" }))),
    }));
    sent.add(api.comments().list(block).page_size(2).start_cursor("x"));
    sent.add(api.comments().update(id.into(), &text()));
    sent.add(api.comments().update_markdown(id.into(), "x"));
    sent.add(api.file_uploads().create(&CreateFileUpload {
        mode: Some(FileUploadMode::ExternalUrl),
        filename: Some("a".into()),
        content_type: Some("text/plain".into()),
        number_of_parts: Some(2),
        external_url: Some("https://example.com".into()),
    }));
    sent.add(
        api.file_uploads()
            .list(Some(FileUploadStatus::Pending))
            .page_size(2)
            .start_cursor("x"),
    );
    sent.add(
        api.file_uploads()
            .send_part(id.into(), 1, "a", "text/plain", "a"),
    );
    let quick: QuickFilter = of(json!({ "checkbox": { "equals": true } }));
    let view = CreateView {
        view_id: Some(id.into()),
        create_database: Some(CreateViewDatabase { page, after: None }),
        filter: Some(filter()),
        sorts: vec![sort()],
        quick_filters: [("Done".to_owned(), quick)].into_iter().collect(),
        configuration: Some(of(json!({ "type": "table" }))),
        position: Some(of::<ViewPosition>(json!({ "type": "start" }))),
        placement: Some(WidgetPlacement::NewRow { row_index: None }),
        ..CreateView::in_database(id.into(), source, "x", ViewType::Table)
    };
    sent.add(api.views().create(&view));
    sent.add(api.views().update(
        id.into(),
        &UpdateView {
            name: Some("x".into()),
            filter: Change::Clear,
            sorts: Change::Clear,
            quick_filters: Change::Clear,
            configuration: view.configuration.clone(),
        },
    ));
    sent.add(
        api.views()
            .of_database(id.into())
            .page_size(2)
            .start_cursor("x"),
    );
    sent.add(api.views().of_data_source(source));
    sent.add(api.views().query(id.into(), Some(2)));
    sent.add(
        api.views()
            .query_results(id.into(), id.into())
            .page_size(2)
            .start_cursor("x"),
    );
    let search = SearchParams {
        query: Some("x".into()),
        filter: Some(SearchFilter::of(SearchObject::Page)),
        sort: Some(SearchSort::Relevance),
    };
    sent.add(api.search(&search).page_size(2).start_cursor("x"));

    for (name, address, parameters) in DECLARED {
        if name.starts_with("oauth.") {
            continue; // Their bodies are never shown; what is sent, the tests below look at.
        }
        let sent = sent.0.remove(address).unwrap_or_default();
        let missing: Vec<_> = parameters
            .iter()
            .filter(|name| !sent.contains(**name))
            .collect();
        assert!(missing.is_empty(), "{name} cannot be given {missing:?}");
    }
}

const ID: &str = "the-client";
const SECRET: &str = "client_secret_never_shown";
const CODE: &str = "code_never_shown";
const ACCESS: &str = "ntn_access_never_shown";
const REFRESH: &str = "nrt_refresh_never_shown";

/// That none of the secrets is in a text.
fn shows_nothing(text: &str) {
    // `the-client:client_secret_never_shown` in base 64.
    const BASIC: &str = "dGhlLWNsaWVudDpjbGllbnRfc2VjcmV0X25ldmVyX3Nob3du";
    for secret in [SECRET, CODE, ACCESS, REFRESH, BASIC] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}

fn without_token(base_url: &str) -> Session {
    Session::builder()
        .without_token()
        .base_url(base_url)
        .pace(Pace::unlimited())
        .retry(Retry::default().retries(0))
        .build()
        .unwrap()
}

fn token_answer() -> serde_json::Value {
    json!({
        "access_token": ACCESS, "token_type": "bearer", "refresh_token": REFRESH,
        "bot_id": "00000000-0000-4000-8000-0000000000f1",
        "workspace_icon": null, "workspace_name": "Ours", "workspace_id": "00000000-0000-4000-8000-0000000000f0",
        "owner": { "type": "user", "user": { "object": "user", "id": "00000000-0000-4000-8000-0000000000fa" } },
        "duplicated_template_id": null, "request_id": "r",
    })
}

#[tokio::test]
async fn a_code_is_given_for_a_token_in_the_client_s_name() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/oauth/token"))
        .and(header("authorization", "Basic dGhlLWNsaWVudDpjbGllbnRfc2VjcmV0X25ldmVyX3Nob3du"))
        .and(header("notion-version", "2026-03-11"))
        .and(body_json(json!({
            "grant_type": "authorization_code", "code": CODE, "redirect_uri": "https://example.org/back",
            "external_account": { "key": "k", "name": "n" },
        })))
        .respond_with(ResponseTemplate::new(200).set_body_json(token_answer()))
        .expect(1)
        .mount(&server)
        .await;
    let (session, client) = (
        without_token(&server.uri()),
        ClientCredentials::new(ID, SECRET),
    );
    let grant = Grant::AuthorizationCode {
        code: CODE.into(),
        redirect_uri: Some("https://example.org/back".to_owned()),
        external_account: Some(ExternalAccount {
            key: "k".to_owned(),
            name: "n".to_owned(),
        }),
    };
    let api = session.api();
    let call = api.oauth(&client).token(&grant);
    assert!(!call.request().unwrap().repeatable);
    shows_nothing(&format!("{call:?} {grant:?} {client:?}"));
    let token = call.await.unwrap();
    shows_nothing(&format!("{token:?}"));
    assert_eq!(
        secrecy::ExposeSecret::expose_secret(&token.access_token),
        ACCESS
    );
    assert_eq!(token.workspace_name.as_deref(), Some("Ours"));
    assert!(matches!(
        token.owner,
        notion_session::api::TokenOwner::User(_)
    ));
}

#[tokio::test]
async fn tokens_are_renewed_looked_at_and_revoked() {
    let server = MockServer::start().await;
    for (what, body, answer) in [
        (
            "token",
            json!({ "grant_type": "refresh_token", "refresh_token": REFRESH }),
            token_answer(),
        ),
        (
            "introspect",
            json!({ "token": ACCESS }),
            json!({ "active": true, "scope": "read", "iat": 7 }),
        ),
        (
            "revoke",
            json!({ "token": ACCESS }),
            json!({ "request_id": "r" }),
        ),
    ] {
        Mock::given(method("POST"))
            .and(path(format!("/v1/oauth/{what}")))
            .and(body_json(body))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .expect(1)
            .mount(&server)
            .await;
    }
    let (session, client) = (
        without_token(&server.uri()),
        ClientCredentials::new(ID, SECRET),
    );
    let api = session.api();
    let oauth = api.oauth(&client);
    let token = oauth.token(&Grant::refresh(REFRESH)).await.unwrap();
    let known = oauth.introspect(&token.access_token).await.unwrap();
    assert_eq!(
        (known.active, known.scope.as_deref(), known.issued_at),
        (true, Some("read"), Some(7))
    );
    oauth.revoke(&token.access_token).await.unwrap();
}

#[tokio::test]
async fn neither_a_refusal_nor_an_unreadable_answer_shows_a_secret() {
    let server = MockServer::start().await;
    let refusal = json!({
        "object": "error", "status": 400, "code": "invalid_grant", "message": "Invalid code: this code has been revoked.",
    });
    let mut odd = token_answer();
    odd["owner"] = json!(ACCESS);
    for (what, answer) in [
        ("token", ResponseTemplate::new(400).set_body_json(refusal)),
        (
            "introspect",
            ResponseTemplate::new(200).set_body_json(json!({ "active": ACCESS })),
        ),
    ] {
        Mock::given(path(format!("/v1/oauth/{what}")))
            .respond_with(answer)
            .mount(&server)
            .await;
    }
    let (session, client) = (
        without_token(&server.uri()),
        ClientCredentials::new(ID, SECRET),
    );
    let api = session.api();
    let error = api
        .oauth(&client)
        .token(&Grant::code(CODE))
        .await
        .unwrap_err();
    assert_eq!(
        error.as_api().unwrap().code,
        notion_session::error::Code::InvalidGrant
    );
    shows_nothing(&format!("{error} {error:?}"));
    let error = api
        .oauth(&client)
        .introspect(&ACCESS.into())
        .await
        .unwrap_err();
    assert!(
        error.is_decode() && error.to_string().contains("`active`"),
        "{error}"
    );
    shows_nothing(&format!("{error} {error:?}"));

    server.reset().await;
    Mock::given(path("/v1/oauth/token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(odd))
        .mount(&server)
        .await;
    let error = api
        .oauth(&client)
        .token(&Grant::code(CODE))
        .await
        .unwrap_err();
    shows_nothing(&format!("{error} {error:?}"));
}

#[tokio::test]
async fn without_a_token_nothing_else_leaves() {
    let server = MockServer::start().await;
    let session = without_token(&server.uri());
    assert!(matches!(session.whoami().await, Err(Error::NoToken)));
    let answer: rest::Result<serde_json::Value> = session.api().get("/v1/anything").await;
    assert!(matches!(answer, Err(rest::Error::NoToken)));
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_verbs_reach_what_no_method_covers() {
    let server = MockServer::start().await;
    for verb in ["GET", "POST", "PATCH", "DELETE"] {
        Mock::given(method(verb))
            .and(path("/v1/brand_new/thing"))
            .and(header("authorization", "Bearer ntn_x"))
            .respond_with(ResponseTemplate::new(200).set_body_json(json!([verb])))
            .expect(1)
            .mount(&server)
            .await;
    }
    let session = Session::builder()
        .token("ntn_x")
        .base_url(server.uri())
        .build()
        .unwrap();
    let (api, path) = (session.api(), "/v1/brand_new/thing");
    let body = json!({ "a": 1 });
    let answers: [(String,); 4] = [
        api.get(path).await.unwrap(),
        api.post(path, &body).await.unwrap(),
        api.patch(path, &body).await.unwrap(),
        api.delete(path).query("x", "y").await.unwrap(),
    ];
    assert_eq!(
        answers.map(|(verb,)| verb),
        ["GET", "POST", "PATCH", "DELETE"]
    );
    let seen = server.received_requests().await.unwrap();
    assert_eq!(seen[1].body, br#"{"a":1}"#);
    assert_eq!(seen[3].url.query(), Some("x=y"));
}
