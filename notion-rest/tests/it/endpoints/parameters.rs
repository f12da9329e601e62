//! Every parameter can be given.

use super::*;

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
    use notion_rest::api::{Change, CreateViewDatabase, SearchSort, UseTemplate, WidgetPlacement};
    use notion_rest::model::{
        BlockPosition, Direction, DiscussionId, File, FileUploadMode, FileUploadStatus, Filter,
        FilterKind, Icon, QuickFilter, ReplaceContent, ReplaceContentRange, SearchFilter,
        SearchObject, Sort, UpdateContent, ViewPosition,
    };

    let client = Client::local();
    let api = client.api();
    let id = uuid::Uuid::from_u128(1);
    let page = PageId::<()>::from(id);
    let source = notion_rest::model::DataSourceId::<()>::from(id);
    let block = notion_rest::model::BlockId::from(id);
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
