//! What is left to Notion, and what it costs.

use super::*;

#[tokio::test]
async fn notion_refuses_once_a_session() {
    let World { things, server, .. } = world().await;
    let session = things.session().clone();
    let t = Thing::COL;
    let by = |filter: Filter<Thing>| things.query().filter(filter);
    for (query, requests) in [
        (by(t.twice.gt(1)), 2),
        (by(t.twice.lt(1)), 1),
        (by(t.twice.is_empty() & t.amount.is_empty()), 1),
        (by(t.loud.is_empty()), 2),
        (by(t.loud.is_not_empty() | t.twice.gt(1)), 1),
        // Notion does not say which of several it means: both are left out from then on.
        (by(t.open.eq(true) & t.later.is_empty()), 2),
        (by(t.open.eq(false)), 1),
        (by(t.later.past_week()), 1),
    ] {
        let shown = format!("{query:?}");
        let (rows, sent) = cost(&session, query.all()).await;
        rows.unwrap();
        assert_eq!(sent, requests, "{shown}");
    }
    for (sent, query) in [
        cost(&session, by(t.twice.gt(1)).count()).await.1,
        cost(&session, by(t.twice.gt(1)).first()).await.1,
        cost(&session, by(t.twice.eq(4)).limit(3).all()).await.1,
    ]
    .into_iter()
    .zip(["count", "first", "limit"])
    {
        assert_eq!(sent, 1, "{query}");
    }
    // What another session knows is its own.
    let other = self::session(&server);
    let others = other.bind::<Thing>(things.id()).await.unwrap();
    let query = others.query().filter(t.twice.gt(1));
    assert_eq!(cost(&other, query.all()).await.1, 2);
}

#[tokio::test]
async fn what_notion_can_filter_by_is_left_to_it() {
    let World { things, server, .. } = world().await;
    let t = Thing::COL;
    let filter = t.done.eq(true) & t.twice.gt(1) & (t.loud.is_empty() | t.amount.gt(1));
    let query = || {
        things
            .query()
            .filter(filter.clone())
            .select(|t| t.name)
            .limit(2)
    };
    query().all().await.unwrap();
    server.clear_requests();
    query().all().await.unwrap();
    let [request] = &server.requests()[..] else {
        panic!("one request is enough");
    };
    let body: Value = request.body.clone().unwrap();
    let source = things.data_source().await.unwrap();
    let id = |name: &str| json!(source.properties[name].id);
    assert_eq!(
        body["filter"],
        json!({ "property": id("Done"), "checkbox": { "equals": true } })
    );
    assert_eq!(
        body["page_size"], 100,
        "how many rows pass is not known before"
    );
    // The rows bring what they are filtered by, and no more.
    let fetched: Vec<_> = url::form_urlencoded::parse(request.query.as_bytes())
        .map(|(key, value)| (key.into_owned(), json!(value)))
        .collect();
    let expected =
        ["Name", "Twice", "Loud", "Amount"].map(|name| ("filter_properties".to_owned(), id(name)));
    assert_eq!(fetched, expected);
}

#[tokio::test]
async fn a_query_that_leaves_all_to_notion_says_why_it_fails() {
    let World { things, server, .. } = world().await;
    let session = things.session().clone();
    let t = Thing::COL;
    let query = || {
        let filter = t.done.eq(true) & (t.twice.gt(1) | t.loud.is_empty());
        things.query().filter(filter).pushdown_only()
    };
    for requests in [1, 0] {
        let (result, sent) = cost(&session, query().all()).await;
        let error = result.unwrap_err();
        assert_eq!(sent, requests, "{error}");
        assert!(matches!(error, Error::UnfilterableFormula(_)), "{error}");
        let text = error.to_string();
        for part in [
            "\"Thing\"",
            "`Twice`, `Loud`",
            "save it",
            "`empty()`",
            "`pushdown_only`",
        ] {
            assert!(text.contains(part), "{part:?} is missing in {text}");
        }
        let (result, sent) = cost(&session, query().count()).await;
        assert!(result.is_err());
        assert_eq!(sent, 0);
    }
    // In a new session, after somebody has saved the formulas, Notion filters.
    save(&server, &things, &FORMULAS);
    let other = self::session(&server);
    let others = other.bind::<Thing>(things.id()).await.unwrap();
    let filter = t.done.eq(true) & (t.twice.gt(1) | t.loud.is_empty());
    let query = others.query().filter(filter).pushdown_only();
    let (rows, sent) = cost(&other, query.all()).await;
    assert_eq!(sent, 1);
    assert!(!rows.unwrap().is_empty());
}

#[tokio::test]
async fn a_formula_of_several_types_is_filtered_by_too() {
    #[derive(NotionSchema, Clone, Debug, Default)]
    struct Mixed {
        name: Title,
        done: bool,
        #[notion(formula = r#"if({done}, now(), "")"#)]
        when: Formula<DateTime>,
    }
    let server = Server::new();
    server.freeze(NOW.parse().unwrap());
    let session = session(&server);
    let home = home(&session).await;
    let mixed = session.create_db::<Mixed>(&home).await.unwrap();
    save(&server, &mixed, &["When"]);
    for done in [true, false, true] {
        // Not read back: a row of the other type does not fit the struct.
        let body = json!({
            "parent": { "data_source_id": mixed.data_source_id() },
            "properties": { "Done": { "checkbox": done } },
        });
        let request = notion_session::http::Request::post("/v1/pages").json(body);
        session.client().send(&request).await.unwrap();
    }
    let t = Mixed::COL;
    // A row of the other type is filtered without being read; one that passes is read, and fits.
    let today = mixed.query().filter(t.when.eq(Relative::Today));
    assert_eq!(today.all().await.unwrap().len(), 2);
    assert_eq!(
        mixed
            .query()
            .filter(t.when.is_empty())
            .count()
            .await
            .unwrap(),
        1
    );
}

#[tokio::test]
async fn days_go_by_the_server_s_clock_over_the_network() {
    let World { server, things, .. } = world().await;
    let running = server.serve((std::net::Ipv4Addr::LOCALHOST, 0).into());
    let running = running.await.unwrap();
    let session = Session::builder()
        .token(running.token())
        .base_url(running.uri())
        .pace(Pace::unlimited())
        .build()
        .unwrap();
    let bound = session.bind::<Thing>(things.id()).await.unwrap();
    let t = Thing::COL;
    let today = bound.query().filter(t.later.eq(Relative::Today));
    let rows = today.all().await.unwrap();
    assert!(!rows.is_empty());
    assert_eq!(
        rows.len(),
        bound
            .query()
            .filter(t.due.eq(Relative::Today))
            .count()
            .await
            .unwrap()
    );
}

/// Every hundredth item passes the filters.
#[derive(NotionSchema, Clone, Debug, Default)]
struct Item {
    name: Title,
    number: Option<u32>,
    #[notion(formula = "{number} % 100")]
    rest: Formula<u32>,
}

async fn items(rows: u32, a_minute: u32) -> (Server, Database<Item>) {
    let server = Server::new();
    let session = session(&server);
    let home = home(&session).await;
    let items = session.create_db::<Item>(&home).await.unwrap();
    let start: Timestamp = "2026-01-01T00:00:30Z".parse().unwrap();
    let mut snapshot = server.snapshot();
    let pages = snapshot["pages"].as_array_mut().unwrap();
    for number in 0..rows {
        let created = start + SignedDuration::from_mins(i64::from(number / a_minute));
        pages.push(json!({
            "object": "page",
            "id": uuid::Uuid::from_u128(0x38c9_ce7b_60a4_8100_9000_0000_0000_0000 + u128::from(number)),
            "created_time": created.to_string(),
            "last_edited_time": created.to_string(),
            "parent": {
                "type": "data_source_id",
                "data_source_id": items.data_source_id(),
                "database_id": items.id(),
            },
            "properties": {
                "Name": { "id": "title", "type": "title", "title": [
                    { "type": "text", "text": { "content": format!("Item {number}") } }
                ] },
                "Number": { "type": "number", "number": number },
            },
        }));
    }
    server.restore(&snapshot).unwrap();
    server.clear_requests();
    (server, items)
}

#[tokio::test]
async fn more_rows_than_notion_gives_of_a_query_are_filtered_too() {
    let (server, items) = items(10_600, 4_000).await;
    let t = Item::COL;
    let query = || items.query().filter(t.rest.eq(7));
    let numbers =
        |rows: Vec<Row<Item>>| -> Vec<u32> { rows.iter().filter_map(|row| row.number).collect() };
    let ascending: Vec<u32> = (0..10_600).filter(|number| number % 100 == 7).collect();
    let descending: Vec<u32> = ascending.iter().rev().copied().collect();
    assert_eq!(numbers(query().all().await.unwrap()), descending);
    let refused = server
        .requests()
        .iter()
        .filter(|one| one.status == 400)
        .count();
    assert_eq!(refused, 1);
    assert_eq!(query().count().await.unwrap(), 106);
    // Of one minute, the newest row comes first.
    let oldest = query().sort(timestamp::created().asc());
    let mut by_minute = descending.clone();
    by_minute.sort_by_key(|number| number / 4_000);
    assert_eq!(
        numbers(oldest.limit(102).all().await.unwrap()),
        by_minute[..102]
    );

    // In an order of its own: sorted in the session, and of a stream an error rather than a part.
    let sorted = || query().sort(t.number.asc());
    assert_eq!(
        numbers(sorted().limit(103).all().await.unwrap()),
        ascending[..103]
    );
    let error = sorted().limit(103).stream().try_collect::<Vec<_>>().await;
    assert!(matches!(error, Err(Error::QueryLimit(..))), "{error:?}");
    // As many as pass among the first 10,000.
    let few: Vec<_> = sorted().limit(100).stream().try_collect().await.unwrap();
    assert_eq!(numbers(few), ascending[..100]);
    let last = items.query().filter(t.rest.eq(7) & t.number.gt(10_500));
    let last = last.sort(t.number.asc()).first().await.unwrap().unwrap();
    assert_eq!(last.number, Some(10_507));

    // In another session the formula is saved in Notion, and changed through the API while rows are read.
    save(&server, &items, &["Rest"]);
    let session = self::session(&server);
    let items = session.bind::<Item>(items.id()).await.unwrap();
    server.clear_requests();
    let mut rows = items.query().filter(t.rest.ge(0)).stream();
    let mut numbers = Vec::new();
    for _ in 0..100 {
        numbers.push(rows.try_next().await.unwrap().unwrap().number.unwrap());
    }
    let other = self::session(&server);
    let path = format!("/v1/data_sources/{}", items.data_source_id());
    let body =
        json!({ "properties": { "Rest": { "formula": { "expression": "prop(\"Number\")" } } } });
    let request = notion_session::http::Request::patch(path).json(body);
    other.client().send(&request).await.unwrap();
    // The next query, after the first 10,000 rows, is refused.
    while let Some(row) = rows.try_next().await.unwrap() {
        numbers.push(row.number.unwrap());
    }
    assert_eq!(numbers, (0..10_600).rev().collect::<Vec<_>>());
    let refused = server
        .requests()
        .iter()
        .filter(|one| one.status == 400)
        .count();
    assert_eq!(refused, 1);
}

#[tokio::test]
async fn an_event_reports_it() {
    let World { things, .. } = world().await;
    let (recorder, guard) = Recorder::start("notion_session::query");
    let query = || things.query().filter(Thing::COL.twice.gt(1));
    query().all().await.unwrap();
    query().all().await.unwrap();
    drop(guard);
    let lines = recorder.lines();
    let [first, second] = &lines[..] else {
        panic!("{lines:#?}");
    };
    let source = things.data_source_id().to_string();
    assert!(
        first.starts_with("WARN") && first.contains("saved in Notion"),
        "{first}"
    );
    assert!(second.starts_with("DEBUG"), "{second}");
    for line in [first, second] {
        assert!(
            line.contains(&source) && line.contains("[\"Twice\"]"),
            "{line}"
        );
    }
}
