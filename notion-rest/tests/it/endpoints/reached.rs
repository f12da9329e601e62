//! Every endpoint is reached.

use super::*;

/// Goes once to every endpoint that the local server has.
async fn tour(api: &Api, home: PageId) -> Result<()> {
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
        mode: Some(notion_rest::model::FileUploadMode::MultiPart),
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
    let client = Client::local();
    let api = client.api();
    let found = api.search(&SearchParams::query("Home")).await.unwrap();
    let Some(PageOrDataSource::Page(home)) = found.results.first() else {
        panic!("a new server has a page");
    };
    tour(&api, home.id).await.unwrap();

    let server = client.local_server().unwrap();
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
