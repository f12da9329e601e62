//! The session's members against the local server: what they give, what they cost, and what they refuse.

use notion_local::{Fault, Server};
use notion_session::api::CreateDataSource;
use notion_session::http::Retry;
use notion_session::model::{BlockKind, Empty, Paragraph, ParentKind, RichText, SchemaKind};
use notion_session::{Error, Page, Session};

use crate::support::{Cost, NOWHERE, home};

#[tokio::test]
async fn handles_cross_threads() {
    fn assert_bounds<T: Clone + Send + Sync + 'static>() {}
    assert_bounds::<Session>();
    assert_bounds::<Page>();
    assert_bounds::<notion_session::Database>();

    let session = Session::local();
    let other = session.clone();
    let title = tokio::spawn(async move { home(&other).await.title() })
        .await
        .unwrap();
    assert_eq!(title, "Home");
}

#[tokio::test]
async fn a_wrong_token_is_told() {
    let session = Session::builder()
        .local_server(Server::new())
        .token("ntn_wrong")
        .build()
        .unwrap();
    for error in [
        session.raise_for_status().await.unwrap_err(),
        session.whoami().await.unwrap_err(),
    ] {
        assert!(error.is_unauthorized() && error.is_session(), "{error}");
        let text = error.to_string();
        assert!(
            text.contains("check the token") && !text.contains("ntn_wrong"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn everything_fails_after_closing() {
    let session = Session::local();
    let mut home = home(&session).await;
    let api = session.api();
    session.close();
    assert!(session.is_closed());
    let cost = Cost::of(&session);
    macro_rules! closed {
        ($($call:expr),* $(,)?) => {$(
            assert!(matches!($call.await.map_err(Error::from), Err(Error::SessionClosed)), stringify!($call));
        )*};
    }
    closed!(
        session.raise_for_status(),
        session.whoami(),
        session.all_users(),
        session.search_user("x"),
        session.get_user(NOWHERE),
        session.get_page(home.id()),
        session.get_page("no id at all"),
        session.create_page(home.id(), "x"),
        session.search_page("Home"),
        session.all_pages(),
        session.get_block(home.id()),
        session.get_db(NOWHERE),
        session.search_db("x"),
        session.all_dbs(),
        session.create_untyped_db(home.id(), "x"),
        home.reload(),
        home.trash(),
        api.users().me(),
    );
    assert_eq!(cost.so_far(), 0);
}

#[tokio::test]
async fn whoami_is_fetched_once_even_by_many_at_a_time_and_survives_an_empty_store() {
    let session = Session::local();
    let tasks: Vec<_> = (0..5)
        .map(|_| {
            let session = session.clone();
            tokio::spawn(async move { session.whoami().await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let me = session.whoami().await.unwrap();
    session.cache().clear();
    assert_eq!(session.get_user(me.id()).await.unwrap(), me);
    assert_eq!(session.client().requests_sent(), 1);
    session.get_user(me.id()).fresh().await.unwrap();
    assert_eq!(session.client().requests_sent(), 2);
}

#[tokio::test]
async fn an_unknown_user_is_told() {
    let session = Session::local();
    let error = session.get_user(NOWHERE).await.unwrap_err();
    assert!(matches!(error, Error::UnknownUser(_)), "{error:?}");
    assert!(error.to_string().contains(NOWHERE));
}

#[tokio::test]
async fn a_page_id_that_is_none_or_another_s_is_told() {
    let session = Session::local();
    let home = home(&session).await;
    let database = session.create_untyped_db(&home, "Tasks").await.unwrap();
    let paragraph = BlockKind::Paragraph(Paragraph {
        rich_text: vec![RichText::text("x")],
        ..Paragraph::default()
    });
    let block = session
        .api()
        .blocks()
        .append(home.id(), &[paragraph.into()])
        .await
        .unwrap()
        .results[0]
        .id;

    let cost = Cost::of(&session);
    let error = session.get_page("not an id").await.unwrap_err();
    assert!(matches!(error, Error::InvalidId(_)), "{error:?}");
    assert_eq!(cost.so_far(), 0);

    let error = session
        .get_page(database.id().to_string())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::WrongKind(_)), "{error:?}");
    assert!(
        error
            .to_string()
            .contains("is the id of a database, not of a page: get it with `get_db`"),
        "{error}"
    );
    assert_eq!(cost.so_far(), 2);

    let error = session.get_page(block.to_string()).await.unwrap_err();
    assert!(
        error.to_string().contains("is the id of a block"),
        "{error}"
    );
    let error = session.get_db(home.id().to_string()).await.unwrap_err();
    assert!(error.to_string().contains("is the id of a page"), "{error}");

    let error = session.get_page(NOWHERE).await.unwrap_err();
    assert!(error.is_not_found(), "{error:?}");
    let error = session.get_db(NOWHERE).await.unwrap_err();
    assert!(error.is_not_found(), "{error:?}");
    let error = session.get_block(NOWHERE).await.unwrap_err();
    assert!(error.is_not_found(), "{error:?}");
}

#[tokio::test]
async fn gets_come_from_the_store_unless_fresh() {
    let session = Session::local();
    let home = home(&session).await;
    let page = session.create_page(&home, "Plans").await.unwrap();
    let database = session.create_untyped_db(&page, "Tasks").await.unwrap();
    let row = session.create_page(&database, "Read").await.unwrap();

    let cost = Cost::of(&session);
    assert_eq!(session.get_page(&page).await.unwrap(), page);
    assert_eq!(session.get_page(row.id()).await.unwrap(), row);
    assert_eq!(session.get_db(database.id()).await.unwrap(), database);
    assert_eq!(cost.so_far(), 0);
    assert_eq!(
        session.get_page(&page).fresh().await.unwrap().title(),
        "Plans"
    );
    assert_eq!(
        session.get_db(database.id()).fresh().await.unwrap(),
        database
    );
    assert_eq!(cost.so_far(), 2);
    // A block is not the page that has the same id.
    session.get_block(&page).await.unwrap();
    session.get_block(&page).await.unwrap();
    assert_eq!(cost.so_far(), 3);
}

#[tokio::test]
async fn a_search_hit_costs_no_request_of_its_own() {
    let session = Session::local();
    let home = home(&session).await;
    session.create_untyped_db(&home, "Tasks").await.unwrap();
    session.cache().clear();

    let cost = Cost::of(&session);
    let database = session.search_db("Tasks").await.unwrap().item().unwrap();
    let again = session.get_db(database.data_source_id()).await.unwrap();
    assert_eq!(again.title(), "Tasks");
    assert_eq!(again.parent().unwrap().page_id(), Some(home.id()));
    assert_eq!(
        database
            .properties()
            .await
            .unwrap()
            .keys()
            .collect::<Vec<_>>(),
        ["Name"]
    );
    assert_eq!(cost.so_far(), 1);
}

#[tokio::test]
async fn what_is_trashed_leaves_the_store_with_all_that_lives_in_it() {
    let session = Session::local();
    let home = home(&session).await;
    let mut page = session.create_page(&home, "Plans").await.unwrap();
    let inner = session.create_page(&page, "Details").await.unwrap();
    let database = session.create_untyped_db(&page, "Tasks").await.unwrap();
    let row = session.create_page(&database, "Read").await.unwrap();
    page.trash().await.unwrap();
    assert!(page.is_in_trash());

    let cost = Cost::of(&session);
    for id in [page.id(), inner.id(), row.id()] {
        let _ = session.get_page(id).await;
    }
    assert!(cost.so_far() >= 3, "something still came from the store");
    assert!(session.search_page("Plans").await.unwrap().is_empty());

    page.restore().await.unwrap();
    let cost = Cost::of(&session);
    assert!(!session.get_page(page.id()).await.unwrap().is_in_trash());
    assert_eq!(cost.so_far(), 0);
    assert_eq!(
        session.search_page("Plans").await.unwrap().item().unwrap(),
        page
    );
}

#[tokio::test]
async fn pages_are_made_in_pages_and_in_databases_by_handle_and_by_id() {
    let session = Session::local();
    let home = home(&session).await;
    let database = session.create_untyped_db(&home, "Tasks").await.unwrap();
    let in_page = [
        session.create_page(&home, "a").await.unwrap(),
        session.create_page(home.id(), "b").await.unwrap(),
        session.create_page(home.url().unwrap(), "c").await.unwrap(),
    ];
    for page in in_page {
        assert_eq!(page.parent().unwrap().page_id(), Some(home.id()));
    }
    let in_database = [
        session.create_page(&database, "d").await.unwrap(),
        session.create_page(database.id(), "e").await.unwrap(),
        session
            .create_page(database.data_source_id(), "f")
            .await
            .unwrap(),
    ];
    for page in in_database {
        let ParentKind::DataSource { id, database_id } = page.parent().unwrap().kind else {
            panic!("{page:?}")
        };
        assert_eq!(
            (id, database_id),
            (database.data_source_id().cast(), Some(database.id()))
        );
    }
    let error = session.create_untyped_db(&database, "x").await.unwrap_err();
    assert!(matches!(error, Error::WrongKind(_)), "{error:?}");
}

#[tokio::test]
async fn a_parent_that_is_not_there_or_no_page_is_told() {
    let session = Session::local();
    let home = home(&session).await;
    let database = session.create_untyped_db(&home, "Tasks").await.unwrap();
    for error in [
        session.create_page(NOWHERE, "x").await.unwrap_err(),
        session.create_untyped_db(NOWHERE, "x").await.unwrap_err(),
    ] {
        assert!(error.is_not_found(), "{error:?}");
    }
    for error in [
        session
            .create_page(database.id().to_string(), "x")
            .await
            .unwrap_err(),
        session
            .create_untyped_db(database.id().to_string(), "x")
            .await
            .unwrap_err(),
    ] {
        assert!(matches!(error, Error::WrongKind(_)), "{error:?}");
    }
    assert!(matches!(
        session.create_page("no id", "x").await,
        Err(Error::InvalidId(_))
    ));
}

#[tokio::test]
async fn of_several_data_sources_the_one_that_is_meant_must_be_named() {
    let session = Session::local();
    let home = home(&session).await;
    let database = session.create_untyped_db(&home, "Both").await.unwrap();
    let name = SchemaKind::Title(Empty::default()).into();
    let properties = [("Name".to_owned(), Some(name))].into_iter().collect();
    let second = CreateDataSource {
        title: vec![RichText::text("Second")],
        ..CreateDataSource::in_database(database.id(), properties)
    };
    let second = session.api().data_sources().create(&second).await.unwrap();

    let error = session.get_db(database.id()).fresh().await.unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, Error::DataSourceCount(_)), "{error:?}");
    assert!(
        text.contains("2 data sources") && text.contains(&second.id.to_string()),
        "{text}"
    );
    let error = session.create_page(database.id(), "x").await.unwrap_err();
    assert!(matches!(error, Error::DataSourceCount(_)), "{error:?}");

    let found = session.get_db(second.id).await.unwrap();
    assert_eq!(
        (found.title(), found.id()),
        ("Second".to_owned(), database.id())
    );
    let row = session.create_page(&found, "x").await.unwrap();
    assert_eq!(row.parent().unwrap().data_source_id(), Some(second.id));
}

#[tokio::test]
async fn a_title_is_split_where_it_is_long_and_refused_where_it_is_too_long() {
    let session = Session::local();
    let home = home(&session).await;
    let long = "x".repeat(4_321);
    assert_eq!(
        session.create_page(&home, &long).await.unwrap().title(),
        long
    );

    let cost = Cost::of(&session);
    let too_long = "x".repeat(200_001);
    let error = session.create_page(&home, &too_long).await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    let error = session
        .create_untyped_db(&home, &too_long)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    assert_eq!(cost.so_far(), 0);
}

#[tokio::test]
async fn a_parent_in_the_trash_is_refused_and_nothing_is_made() {
    let session = Session::local();
    let home = home(&session).await;
    let mut page = session.create_page(&home, "Old").await.unwrap();
    page.trash().await.unwrap();
    let error = session.create_page(&page, "New").await.unwrap_err();
    assert!(error.as_api().is_some(), "{error:?}");
    let error = session.create_untyped_db(&page, "New").await.unwrap_err();
    assert!(error.as_api().is_some(), "{error:?}");
    assert!(session.search_page("New").await.unwrap().is_empty());
    assert!(session.all_dbs().await.unwrap().is_empty());
}

#[tokio::test]
async fn searches_are_exact_or_by_substring_and_in_both_directions() {
    let server = Server::new();
    let session = Session::builder().local_server(server).build().unwrap();
    let home = home(&session).await;
    for title in ["Plans", "Plans for May", "plans", "Unplanned"] {
        session.create_page(&home, title).await.unwrap();
    }
    let titles =
        |pages: notion_session::Found<Page>| pages.iter().map(Page::title).collect::<Vec<_>>();
    let sorted = |mut titles: Vec<String>| {
        titles.sort();
        titles
    };
    assert_eq!(
        titles(session.search_page("Plans").await.unwrap()),
        ["Plans"]
    );
    assert_eq!(titles(session.search_page("Plan").await.unwrap()), [""; 0]);
    let all = titles(session.search_page("PLAN").substring().await.unwrap());
    assert_eq!(
        sorted(all),
        ["Plans", "Plans for May", "Unplanned", "plans"]
    );
    assert_eq!(
        titles(
            session
                .search_page("lans")
                .substring()
                .exact()
                .await
                .unwrap()
        ),
        [""; 0]
    );
    assert_eq!(session.all_pages().await.unwrap().len(), 5);

    let error = session
        .search_page("lans")
        .substring()
        .await
        .unwrap()
        .item()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("expected one page \"lans\", found 3: "),
        "{error}"
    );
}

/// Times are cut to the minute, so the order of what was made within one is open: only the times are compared.
#[tokio::test]
async fn the_latest_edited_come_first_unless_reversed() {
    let session = Session::local();
    let home = home(&session).await;
    session.create_page(&home, "A").await.unwrap();
    let times = |pages: notion_session::Found<Page>| -> Vec<String> {
        pages
            .iter()
            .map(|page| page.last_edited_time().unwrap().to_string())
            .collect()
    };
    let forward = times(session.all_pages().await.unwrap());
    assert!(forward.is_sorted_by(|a, b| a >= b), "{forward:?}");
    let backward = times(session.all_pages().reverse().await.unwrap());
    assert!(backward.is_sorted(), "{backward:?}");
}

#[tokio::test]
async fn trashed_databases_are_found_when_asked_for_only() {
    let session = Session::local();
    let home = home(&session).await;
    let mut old = session.create_untyped_db(&home, "Old").await.unwrap();
    let new = session.create_untyped_db(&home, "New").await.unwrap();
    old.trash_database().await.unwrap();
    assert_eq!(session.all_dbs().await.unwrap().item().unwrap(), new);
    assert!(session.search_db("Old").await.unwrap().is_empty());
    assert_eq!(
        session
            .search_db("Old")
            .include_trashed()
            .await
            .unwrap()
            .item()
            .unwrap(),
        old
    );
    for all in [
        session.all_dbs().include_trashed(),
        session.all_dbs().include_trashed().reverse(),
    ] {
        assert_eq!(all.await.unwrap().len(), 2);
    }
    old.restore_database().await.unwrap();
    assert_eq!(session.all_dbs().await.unwrap().len(), 2);
}

#[tokio::test]
async fn lists_of_more_than_a_hundred_come_whole() {
    let session = Session::local();
    let home = home(&session).await;
    let database = session.create_untyped_db(&home, "Tasks").await.unwrap();
    for n in 0..105 {
        session
            .create_page(&database, format!("Task {n}"))
            .await
            .unwrap();
    }
    let cost = Cost::of(&session);
    assert_eq!(session.all_pages().await.unwrap().len(), 106);
    assert_eq!(cost.so_far(), 2);
    let query = notion_session::api::QueryDataSource::default();
    let rows = session
        .api()
        .data_sources()
        .query(database.data_source_id(), &query)
        .page_size(50)
        .all();
    assert_eq!(rows.await.unwrap().len(), 105);
    assert_eq!(cost.so_far(), 5);
}

#[tokio::test]
async fn an_answer_that_is_not_what_it_should_be_names_the_place() {
    let session = Session::local();
    let call = session
        .api()
        .request::<Vec<String>>(notion_session::http::Request::get("/v1/users/me"));
    let error = call.await.unwrap_err();
    assert!(error.is_decode(), "{error:?}");
    assert!(
        error.to_string().contains("the answer to GET /v1/users/me"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn faults_that_the_server_orders_are_met() {
    let session = Session::local();
    let server = session.local_server().unwrap();
    let home = home(&session).await;

    server.fail_next(Fault::RateLimited { retry_after: 30 });
    let start = tokio::time::Instant::now();
    session.create_page(&home, "Plans").await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 30);

    server.fail_next(Fault::Status(503));
    session.get_page(&home).fresh().await.unwrap();

    server.fail_next(Fault::Lost);
    let cost = Cost::of(&session);
    let error = session.create_page(&home, "Once").await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error:?}");
    assert_eq!(cost.so_far(), 1);
    assert_eq!(session.search_page("Once").await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_small_store_forgets_and_all_still_works() {
    let session = Session::builder()
        .local_server(Server::new())
        .cache_bytes(3_000)
        .build()
        .unwrap();
    let home = home(&session).await;
    let mut pages = Vec::new();
    for n in 0..20 {
        pages.push(
            session
                .create_page(&home, format!("Page {n}"))
                .await
                .unwrap(),
        );
    }
    let stats = session.cache().stats();
    assert!(stats.bytes <= 3_000 && stats.evictions > 0, "{stats:?}");
    for page in pages {
        assert_eq!(
            session.get_page(page.id()).await.unwrap().title(),
            page.title()
        );
    }
}

#[tokio::test]
async fn without_retries_the_first_error_is_final() {
    let session = Session::builder()
        .local_server(Server::new())
        .retry(Retry::never())
        .build()
        .unwrap();
    session
        .local_server()
        .unwrap()
        .fail_next(Fault::Status(500));
    let error = session.whoami().await.unwrap_err();
    assert_eq!(error.as_api().unwrap().status, 500);
    // What failed is not kept.
    session.whoami().await.unwrap();
    assert_eq!(session.client().requests_sent(), 2);
}

#[tokio::test]
async fn the_same_over_tcp() {
    let server = Server::new();
    let token = server.token().to_owned();
    let running = server.serve("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let session = Session::builder()
        .token(token)
        .base_url(running.uri())
        .build()
        .unwrap();
    let home = home(&session).await;
    let page = session.create_page(&home, "Plans").await.unwrap();
    assert_eq!(session.get_page(page.id()).fresh().await.unwrap(), page);
    assert_eq!(session.client().requests_sent(), 3);
}

#[tokio::test]
async fn the_own_bot_is_known_without_the_right_to_read_users() {
    let server = Server::new();
    let session = crate::support::without_retries(&server);
    let me = session.whoami().await.unwrap();
    let other = crate::support::without_retries(&server);
    let path = format!("/v1/users/{}", me.id());
    for status in [403, 404] {
        let refused = notion_local::FaultRule::new(Fault::Status(status)).on("GET", &path);
        server.fail_when(refused);
        let found = other.get_user(me.id()).fresh().await.unwrap();
        assert_eq!((found.id(), found.name()), (me.id(), me.name()));
    }
    let path = format!("/v1/users/{NOWHERE}");
    server.fail_when(notion_local::FaultRule::new(Fault::Status(403)).on("GET", &path));
    let error = other.get_user(NOWHERE).await.unwrap_err();
    assert!(error.is_forbidden(), "{error}");
    let error = other.get_user(NOWHERE).await.unwrap_err();
    assert!(matches!(error, Error::UnknownUser(_)), "{error}");
}

#[tokio::test]
async fn a_row_that_was_fetched_alone_is_in_the_store_until_it_is_changed() {
    use notion_session::model::Page as PageData;
    use notion_session::prelude::*;

    #[derive(NotionSchema, Debug)]
    struct Task {
        name: Title,
        done: bool,
    }
    let session = Session::local();
    let home = home(&session).await;
    let tasks = session.create_db::<Task>(&home).await.unwrap();
    let new = Task {
        name: "Write".into(),
        done: false,
    };
    let id = tasks.insert(new).await.unwrap().id();
    let cache = session.cache();
    assert!(!cache.contains::<PageData>(id.cast()));
    let mut row = tasks.get(id).await.unwrap();
    assert!(cache.contains::<PageData>(id.cast()));
    let cost = Cost::of(&session);
    assert_eq!(row.page(&session).await.unwrap().title(), "Write");
    assert_eq!(cost.so_far(), 0);

    row.done = true;
    tasks.save(&mut row).await.unwrap();
    assert!(!cache.contains::<PageData>(id.cast()));
    assert!(
        row.page(&session)
            .await
            .unwrap()
            .get::<bool>("Done")
            .unwrap()
    );
    let pages = cache.all::<PageData>();
    assert!(pages.iter().any(|page| page.id == id.cast()));
    cache.remove::<PageData>(id.cast());
    assert!(cache.get::<PageData>(id.cast()).is_none());
}
