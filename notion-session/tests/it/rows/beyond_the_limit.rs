//! More rows than Notion gives for one query, on the local server, which has the same limit.

use futures_util::TryStreamExt;
use jiff::{SignedDuration, Timestamp};
use notion_local::Server;
use notion_session::column::timestamp;
use notion_session::http::Pace;
use notion_session::prelude::*;
use notion_session::{Database, Error, Session};

use crate::support::home;

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Item {
    name: Title,
    number: Option<u32>,
    even: bool,
}

/// A database with so many rows, so many of them created in each minute.
async fn database(rows: u32, a_minute: u32) -> (Server, Database<Item>) {
    database_on(Server::new(), rows, a_minute).await
}

async fn database_on(server: Server, rows: u32, a_minute: u32) -> (Server, Database<Item>) {
    let session = Session::builder()
        .local_server(server.clone())
        .pace(Pace::unlimited())
        .build()
        .unwrap();
    let home = home(&session).await;
    let items = session.create_db::<Item>(&home).await.unwrap();
    let start: Timestamp = "2026-01-01T00:00:30Z".parse().unwrap();
    let path = "http://local/v1/pages";
    for number in 0..rows {
        let minute = SignedDuration::from_mins(i64::from(number / a_minute));
        if number.is_multiple_of(a_minute) {
            server.freeze(start + minute);
        }
        let body = serde_json::json!({
            "parent": { "type": "data_source_id", "data_source_id": items.data_source_id() },
            "properties": {
                "Name": { "title": [{ "text": { "content": format!("Item {number}") } }] },
                "Number": { "number": number },
                "Even": { "checkbox": number.is_multiple_of(2) },
            },
        });
        let request = http::Request::post(path)
            .header("authorization", format!("Bearer {}", server.token()))
            .header("notion-version", "2026-03-11")
            .header("content-type", "application/json")
            .body(body.to_string().into())
            .unwrap();
        assert_eq!(server.call(request).await.status(), 200);
    }
    server.clear_requests();
    (server, items)
}

fn numbers(rows: &[Row<Item>]) -> Vec<u32> {
    rows.iter().filter_map(|row| row.number).collect()
}

#[tokio::test]
async fn twenty_five_thousand_rows_are_read_completely() {
    let (server, items) = database(25_000, 4_000).await;
    let t = Item::COL;

    // Without a sort: what was created last comes first, and the stream goes on and on.
    let mut stream = items.query().stream();
    let mut expected = (0..25_000).rev();
    while let Some(row) = stream.try_next().await.unwrap() {
        assert_eq!(row.number, expected.next());
    }
    assert_eq!(expected.next(), None);
    // 250 answers would do if Notion gave all; each of the windows begins and ends one more, and
    // reads the rows of one minute again.
    let requests = server.requests().len();
    assert!((250..=350).contains(&requests), "{requests} requests");

    // With a filter whose top is an `or`, the groups of which fill Notion's two levels; and in an
    // order of their own, by the number in the text: not "Item 10" before "Item 9".
    let filter = (t.even.eq(true) & t.number.lt(24_000)) | t.number.eq(3) | t.number.eq(24_999);
    let mut stream = items.query().filter(filter.clone()).stream();
    let mut found = Vec::new();
    while let Some(row) = stream.try_next().await.unwrap() {
        found.push(row.number.unwrap());
    }
    let expected: Vec<_> = (0..25_000)
        .rev()
        .filter(|number| number % 2 == 0 && *number < 24_000 || [3, 24_999].contains(number))
        .collect();
    assert_eq!(found, expected);

    let sorted = items
        .query()
        .filter(filter)
        .sort(t.even.asc())
        .sort(t.name.desc());
    let expected: Vec<_> = [24_999, 3]
        .into_iter()
        .chain((0..24_000).rev().filter(|number| number % 2 == 0))
        .collect();
    assert_eq!(numbers(&sorted.all().await.unwrap()), expected);
}

#[tokio::test]
async fn ten_thousand_rows_in_each_minute_are_no_trouble() {
    // As many in a minute as Notion gives, so that each window ends between two minutes.
    let (_server, items) = database(20_001, 10_000).await;
    assert_eq!(items.query().count().await.unwrap(), 20_001);

    // The other way round, up to a limit, and of some columns.
    let oldest_first = items.query().sort(timestamp::created().asc()).limit(10_050);
    let numbers: Vec<_> = oldest_first
        .select(|t| t.number)
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(numbers.len(), 10_050);
    assert!(
        numbers[..10_000]
            .iter()
            .all(|number| number.unwrap() < 10_000)
    );
    assert!(
        numbers[10_000..]
            .iter()
            .all(|number| number.unwrap() >= 10_000)
    );
}

#[tokio::test]
async fn untyped_queries_read_beyond_the_limit_in_the_same_way() {
    let (_server, items) = database(12_000, 4_000).await;
    let untyped = items.session().get_db(items.id()).await.unwrap();
    let query = || {
        untyped
            .query_untyped()
            .filter("Even or Number >= 11000")
            .unwrap()
    };
    assert_eq!(query().count().await.unwrap(), 6_500);
    let mut all = untyped.query_untyped().stream();
    let mut expected = (0..12_000).rev();
    while let Some(page) = all.try_next().await.unwrap() {
        assert_eq!(page.get::<Option<u32>>("Number").unwrap(), expected.next());
    }
    assert_eq!(expected.next(), None);

    let sorted = untyped
        .query_untyped()
        .sort("Even, -Name")
        .unwrap()
        .all()
        .await
        .unwrap();
    let numbers = sorted.iter().map(|page| page.get::<u32>("Number").unwrap());
    let odd = (0..12_000).rev().filter(|number| number % 2 == 1);
    let even = (0..12_000).rev().filter(|number| number % 2 == 0);
    assert!(numbers.eq(odd.chain(even)));
}

#[tokio::test]
async fn more_rows_in_one_minute_are_an_error() {
    let (_server, items) = database(10_001, 10_001).await;
    let error = items.query().all().await.unwrap_err();
    assert!(matches!(error, Error::CrowdedMinute(..)), "{error}");
    assert!(
        error.to_string().contains("2026-01-01T00:00:00Z"),
        "{error}"
    );

    // What a filter finds fewer of is given.
    let t = Item::COL;
    let half = items.query().filter(t.even.eq(true)).all().await.unwrap();
    assert_eq!(half.len(), 5_001);

    // A stream cannot sort: it says so, and what to do.
    let stream = items.query().sort(t.name.asc()).stream();
    let error = stream.try_collect::<Vec<_>>().await.unwrap_err();
    assert!(matches!(error, Error::QueryLimit(..)), "{error}");
    assert!(error.to_string().contains("`all`"), "{error}");
    // One that wants no more than Notion gives can.
    let few = items.query().sort(t.name.asc()).limit(150);
    let few: Vec<_> = few.stream().try_collect().await.unwrap();
    assert_eq!(numbers(&few), (0..150).collect::<Vec<_>>());
}

/// A server may give fewer rows of a query than Notion does today. A limit below Notion's does not hide that.
#[tokio::test]
async fn a_limit_that_the_server_cuts_short_is_never_a_silent_part() {
    let server = Server::builder().max_query_results(120).build();
    let (_server, items) = database_on(server, 400, 30).await;
    let sorted = || items.query().sort(Item::COL.number.asc());
    let expected = |count| (0..count).collect::<Vec<_>>();

    // As a whole they are read again and sorted; a stream cannot be.
    let some = sorted().limit(300).all().await.unwrap();
    assert_eq!(numbers(&some), expected(300));
    let stream = sorted().limit(300).stream();
    let error = stream.try_collect::<Vec<_>>().await.unwrap_err();
    assert!(matches!(error, Error::QueryLimit(..)), "{error}");

    // A limit of exactly as many rows as the server gives is met: the result is complete.
    let some: Vec<_> = sorted().limit(120).stream().try_collect().await.unwrap();
    assert_eq!(numbers(&some), expected(120));
    // In the order of their creation the windows go on.
    let newest: Vec<_> = items.query().stream().try_collect().await.unwrap();
    let all: Vec<_> = (0..400).rev().collect();
    assert_eq!(numbers(&newest), all);
}
