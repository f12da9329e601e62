//! Each way of reading rows, on the local server: what it gives, what it asks for, and what becomes of rows that do not fit.

use futures_util::{StreamExt, TryStreamExt};
use notion_local::Server;
use notion_session::column::timestamp;
use notion_session::http::Request;
use notion_session::prelude::*;
use notion_session::{Database, Error, Session};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

use crate::support::home;

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
enum Stage {
    Idea,
    Draft,
}

#[derive(NotionSchema, Clone, Debug, Default)]
struct Note {
    name: Title,
    number: Option<u32>,
    done: bool,
    stage: Option<Stage>,
    tags: Vec<Stage>,
    day: Option<Date>,
    time: Option<DateTime>,
    one: Option<PageId<Other>>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
struct Other {
    name: Title,
}

struct World {
    server: Server,
    session: Session,
    notes: Database<Note>,
    others: Database<Other>,
}

async fn world() -> World {
    let server = Server::new();
    let session = Session::builder()
        .local_server(server.clone())
        .build()
        .unwrap();
    let home = home(&session).await;
    let (others, notes) = session.create_dbs::<(Other, Note)>(&home).await.unwrap();
    World {
        server,
        session,
        notes,
        others,
    }
}

impl World {
    async fn insert(&self, numbers: std::ops::Range<u32>) {
        for number in numbers {
            let note = Note {
                name: format!("Note {number}").into(),
                number: Some(number),
                done: number.is_multiple_of(2),
                ..Note::default()
            };
            self.notes.insert(note).await.unwrap();
        }
    }

    /// Gives a note a value as somebody would in Notion, where no struct stands in the way.
    async fn spoil(&self, id: PageId<Note>, properties: Value) {
        let path = format!("/v1/pages/{id}");
        let request = Request::patch(path).json(json!({ "properties": properties }));
        self.session.client().send(&request).await.unwrap();
    }

    /// The page sizes that queries asked for since the last time.
    fn page_sizes(&self) -> Vec<u64> {
        let requests = self.server.requests();
        self.server.clear_requests();
        let bodies = requests
            .iter()
            .filter(|request| request.path.ends_with("/query"));
        bodies
            .map(|request| {
                request.body.as_ref().unwrap()["page_size"]
                    .as_u64()
                    .unwrap()
            })
            .collect()
    }
}

#[tokio::test]
async fn each_way_of_reading_gives_what_it_should_and_asks_for_no_more() {
    let world = world().await;
    world.insert(0..250).await;
    let n = Note::COL;
    let query = || world.notes.query().sort(n.number.asc());
    world.page_sizes();

    assert_eq!(query().all().await.unwrap().len(), 250);
    assert_eq!(world.page_sizes(), [100, 100, 100]);
    assert_eq!(query().count().await.unwrap(), 250);
    assert_eq!(world.page_sizes(), [100, 100, 100]);
    let sizes: Vec<_> = query()
        .pages()
        .map_ok(|page| page.len())
        .try_collect()
        .await
        .unwrap();
    assert_eq!((sizes, world.page_sizes().len()), (vec![100, 100, 50], 3));

    let first = query().first().await.unwrap().unwrap();
    assert_eq!((first.number, world.page_sizes()), (Some(0), vec![1]));
    assert!(
        query()
            .filter(n.number.gt(1_000))
            .first()
            .await
            .unwrap()
            .is_none()
    );
    let one = query().filter(n.number.eq(7)).one().await.unwrap();
    assert_eq!((one.number, world.page_sizes()), (Some(7), vec![1, 2]));
    for (filter, found) in [
        (n.number.gt(1_000), "found 0"),
        (n.number.lt(3), "found 2 or more"),
    ] {
        let error = query().filter(filter).one().await.unwrap_err();
        assert!(matches!(error, Error::CountMismatch(_)), "{error}");
        let text = error.to_string();
        assert!(text.contains("Number") && text.contains(found), "{text}");
    }
    world.page_sizes();

    // No more than the limit is sent.
    assert_eq!(query().limit(130).all().await.unwrap().len(), 130);
    assert_eq!(world.page_sizes(), [100, 30]);
    assert_eq!(query().limit(0).count().await.unwrap(), 0);
    assert_eq!(query().limit(130).count().await.unwrap(), 130);
    assert_eq!(world.page_sizes(), [100, 30]);

    // A stream asks for the next rows when it comes to them, and not before.
    let mut stream = query().stream();
    assert!(world.page_sizes().is_empty());
    for number in 0..100 {
        assert_eq!(
            stream.try_next().await.unwrap().unwrap().number,
            Some(number)
        );
    }
    assert_eq!(world.page_sizes(), [100]);
    assert_eq!(stream.try_next().await.unwrap().unwrap().number, Some(100));
    assert_eq!(world.page_sizes(), [100]);
    let rest: Vec<_> = stream.try_collect().await.unwrap();
    assert_eq!((rest.len(), world.page_sizes().len()), (149, 1));
}

#[tokio::test]
async fn only_the_columns_that_were_chosen_are_asked_for() {
    let world = world().await;
    world.insert(0..3).await;
    let source = world.notes.data_source().await.unwrap();
    world.server.clear_requests();
    let query = world.notes.query().sort(Note::COL.number.asc());
    let rows: Vec<(Title, Option<u32>)> = query.select(|n| (n.name, n.number)).all().await.unwrap();
    assert_eq!(rows[2], (Title::from("Note 2"), Some(2)));
    let sent = world.server.requests();
    let asked: Vec<_> = url::form_urlencoded::parse(sent[0].query.as_bytes())
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    let key = || "filter_properties".to_owned();
    let number = source.properties["Number"].id.as_str().to_owned();
    assert_eq!(asked, [(key(), "title".to_owned()), (key(), number)]);

    let names: Vec<Title> = world
        .notes
        .query()
        .select(|n| n.name)
        .limit(1)
        .all()
        .await
        .unwrap();
    assert_eq!(names, [Title::from("Note 2")]);
}

#[tokio::test]
async fn a_row_that_does_not_fit_is_named_with_page_property_and_value() {
    let world = world().await;
    let other = async |name: &str| {
        let row = Other { name: name.into() };
        world.others.insert(row).await.unwrap().id()
    };
    let (first, second) = (other("A").await, other("B").await);
    let cases = [
        (json!({ "Number": { "number": 1.5 } }), "Number", "1.5"),
        (json!({ "Number": { "number": -3 } }), "Number", "-3"),
        (
            json!({ "Stage": { "select": { "name": "Frozen" } } }),
            "Stage",
            "Frozen",
        ),
        (
            json!({ "Tags": { "multi_select": [{ "name": "Idea" }, { "name": "Odd" }] } }),
            "Tags",
            "Odd",
        ),
        (
            json!({ "Day": { "date": { "start": "2026-01-02", "end": "2026-01-05" } } }),
            "Day",
            "2026-01-02 → 2026-01-05",
        ),
        (
            json!({ "Day": { "date": { "start": "2026-01-02T10:00:00Z" } } }),
            "Day",
            "2026-01-02T10:00:00",
        ),
        (
            json!({ "Time": { "date": { "start": "2026-01-02" } } }),
            "Time",
            "2026-01-02",
        ),
        (
            json!({ "One": { "relation": [{ "id": first }, { "id": second }] } }),
            "One",
            "2 pages",
        ),
    ];
    for (properties, property, value) in cases {
        let odd = world.notes.insert(Note::default()).await.unwrap();
        world.spoil(odd.id(), properties).await;
        for error in [
            world.notes.query().all().await.unwrap_err(),
            world.notes.get(odd.id()).await.unwrap_err(),
        ] {
            assert!(error.is_decode(), "{error}");
            let text = error.to_string();
            for part in ["Note", property, value, &odd.id().to_string()] {
                assert!(text.contains(part), "`{part}` is not in: {text}");
            }
        }
        let mut odd = world.notes.query().select(|n| n.name).pages();
        assert!(
            odd.next().await.unwrap().unwrap()[0].is_ok(),
            "what is not asked for does no harm"
        );
        world.clear().await;
    }
}

impl World {
    /// Puts all notes into the trash, whether they fit or not.
    async fn clear(&self) {
        let path = format!("/v1/data_sources/{}/query", self.notes.data_source_id());
        let all = self
            .session
            .client()
            .send(&Request::post(path).json(json!({})))
            .await
            .unwrap();
        let all: Value = serde_json::from_slice(all.body()).unwrap();
        for page in all["results"].as_array().unwrap() {
            let path = format!("/v1/pages/{}", page["id"].as_str().unwrap());
            let trash = Request::patch(path).json(json!({ "in_trash": true }));
            self.session.client().send(&trash).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_row_that_does_not_fit_costs_the_others_nothing_where_that_is_asked_for() {
    let world = world().await;
    world.insert(0..120).await;
    let odd = world
        .notes
        .query()
        .filter(Note::COL.number.eq(50))
        .one()
        .await
        .unwrap();
    world
        .spoil(
            odd.id(),
            json!({ "Stage": { "select": { "name": "Frozen" } } }),
        )
        .await;
    let query = || world.notes.query().sort(Note::COL.number.asc());

    let lossy = query().all_lossy().await.unwrap();
    assert_eq!((lossy.rows.len(), lossy.failed.len()), (119, 1));
    assert!(lossy.failed[0].is_decode());

    let rows: Vec<_> = query().try_stream().collect().await;
    assert_eq!(rows.len(), 120);
    assert!(
        rows.iter()
            .enumerate()
            .all(|(place, row)| row.is_err() == (place == 50))
    );
    let pages: Vec<_> = query().pages().try_collect().await.unwrap();
    assert!(pages[0][50].is_err() && pages[1].iter().all(Result::is_ok));

    // Where it is not asked for, the error is the end.
    let mut stream = query().stream();
    for _ in 0..50 {
        stream.try_next().await.unwrap().unwrap();
    }
    assert!(stream.try_next().await.unwrap_err().is_decode());
    assert!(stream.try_next().await.unwrap().is_none());
    assert!(query().all().await.is_err());
    assert_eq!(query().count().await.unwrap(), 120);
}

#[tokio::test]
async fn rows_are_sorted_by_properties_and_by_their_own_times() {
    let world = world().await;
    for (number, minute) in [(3, 1), (1, 2), (2, 3), (1, 4)] {
        world
            .server
            .freeze(format!("2026-01-01T00:0{minute}:00Z").parse().unwrap());
        let note = Note {
            name: format!("{minute}").into(),
            number: Some(number),
            ..Note::default()
        };
        world.notes.insert(note).await.unwrap();
    }
    // The first is edited last.
    let first = world
        .notes
        .query()
        .filter(Note::COL.name.eq("1"))
        .one()
        .await
        .unwrap();
    world.server.freeze("2026-01-01T00:09:00Z".parse().unwrap());
    world
        .session
        .update(&first, |n| n.done.set(true))
        .await
        .unwrap();

    let n = Note::COL;
    let (created, edited) = (timestamp::created(), timestamp::last_edited());
    let cases: [(&[Sort<Note>], &str); 9] = [
        (&[], "4321"),
        (&[n.name.asc()], "1234"),
        (&[n.name.desc()], "4321"),
        (&[n.number.asc(), n.name.asc()], "2431"),
        (&[n.number.asc(), n.name.desc()], "4231"),
        (&[n.number.desc(), created.asc()], "1324"),
        (&[created.asc()], "1234"),
        (&[created.desc()], "4321"),
        (&[edited.desc()], "1432"),
    ];
    for (sorts, expected) in cases {
        let query = sorts
            .iter()
            .fold(world.notes.query(), |query, sort| query.sort(*sort));
        let rows = query.all().await.unwrap();
        let names: String = rows.iter().map(|row| row.name.0.as_str()).collect();
        assert_eq!(names, expected, "{sorts:?}");
    }
    let rows = world.notes.query().sort(edited.asc()).all().await.unwrap();
    assert_eq!(rows.last().map(|row| row.name.0.as_str()), Some("1"));
}

/// Notion may say with any answer that it will not give all rows. Where it says so with the first, no row is given before.
#[tokio::test]
async fn a_sorted_stream_says_that_it_cannot_as_soon_as_notion_does() {
    let notion = MockServer::start().await;
    let world = world().await;
    world.insert(0..3).await;
    // The database as the local server has it, behind a Notion that says so early.
    let answer = |path: String| async {
        let answer = world
            .session
            .client()
            .send(&Request::get(path))
            .await
            .unwrap();
        serde_json::from_slice::<Value>(answer.body()).unwrap()
    };
    let database = answer(format!("/v1/databases/{}", world.notes.id())).await;
    let source = answer(format!("/v1/data_sources/{}", world.notes.data_source_id())).await;
    let query = Request::post(format!(
        "/v1/data_sources/{}/query",
        world.notes.data_source_id()
    ))
    .json(json!({}));
    let rows = world.session.client().send(&query).await.unwrap();
    let mut rows: Value = serde_json::from_slice(rows.body()).unwrap();
    rows["has_more"] = true.into();
    rows["next_cursor"] = "s:1:2".into();
    rows["request_status"] =
        json!({ "type": "incomplete", "incomplete_reason": "query_result_limit_reached" });
    for (method, path, body) in [
        ("GET", "^/v1/databases/", &database),
        ("GET", "^/v1/data_sources/", &source),
        ("POST", "^/v1/data_sources/", &rows),
    ] {
        Mock::given(matchers::method(method))
            .and(matchers::path_regex(path))
            .respond_with(ResponseTemplate::new(200).set_body_json(body))
            .mount(&notion)
            .await;
    }
    let session = Session::builder()
        .token("ntn_example")
        .base_url(notion.uri())
        .build()
        .unwrap();
    #[derive(NotionSchema, Debug)]
    #[notion(title = "Note")]
    struct Small {
        name: Title,
        number: Option<u32>,
    }
    let notes = session.bind::<Small>(world.notes.id()).await.unwrap();
    let before = session.client().requests_sent();
    let sorted = || notes.query().sort(Small::COL.number.asc());
    let mut stream = sorted().stream();
    let error = stream.try_next().await.unwrap_err();
    assert!(matches!(error, Error::QueryLimit(..)), "{error}");
    assert!(error.to_string().contains("`all`"), "{error}");
    assert_eq!(session.client().requests_sent() - before, 1);
    // Whoever wants no more than Notion gives is not stopped.
    let three: Vec<_> = sorted().limit(3).stream().try_collect().await.unwrap();
    assert_eq!(three.len(), 3);
}
