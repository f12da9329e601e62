//! Refusals of Notion at any moment of a query.

use super::*;

/// Refuses filters that contain a word, and answers others with a page of rows and then the end.
struct Refuses {
    word: &'static str,
    /// Only after the first page.
    later: bool,
    rows: [Value; 2],
}

impl wiremock::Respond for Refuses {
    fn respond(&self, request: &wiremock::Request) -> wiremock::ResponseTemplate {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let filter = body["filter"].to_string();
        let is_later = !body["start_cursor"].is_null();
        if filter.contains(self.word) && is_later >= self.later {
            return wiremock::ResponseTemplate::new(400).set_body_json(json!({
                "object": "error", "status": 400, "code": "validation_error",
                "message": "Unable to filter based on a formula of unknown type",
            }));
        }
        let more = filter.contains(self.word);
        // Nothing was created before the rows.
        let is_before = filter.contains("before") && !filter.contains("on_or_after");
        let rows = if is_before { &[][..] } else { &self.rows };
        wiremock::ResponseTemplate::new(200).set_body_json(json!({
            "object": "list", "results": rows, "has_more": more,
            "next_cursor": more.then_some("next"),
        }))
    }
}

/// What only Notion has said the settings of.
#[derive(NotionSchema, Clone, Debug, Default)]
struct Loose {
    name: Title,
    rest: Formula<u32>,
    total: Rollup<f64>,
}

/// A session with a server that refuses filters with a word, and its database with two rows.
async fn refusing(word: &'static str, later: bool) -> (wiremock::MockServer, Database<Loose>) {
    use wiremock::matchers::{method, path_regex};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    let id = |number: u8| format!("38c9ce7b-60a4-4100-8000-0000000000{number:02}");
    let property = |name: &str, id: &str, kind: &str, config: Value| json!({ "id": id, "name": name, "description": null, "type": kind, kind: config });
    let source = json!({
        "object": "data_source", "id": id(1), "title": [], "properties": {
            "Name": property("Name", "title", "title", json!({})),
            "Rest": property("Rest", "rest", "formula", json!({ "expression": "1" })),
            "Total": property("Total", "totl", "rollup", json!({
                "function": "sum", "relation_property_name": "R", "relation_property_id": "R",
                "rollup_property_name": "N", "rollup_property_id": "N",
            })),
        },
        "parent": { "type": "database_id", "database_id": id(2) },
    });
    let database = json!({
        "object": "database", "id": id(2), "title": [], "description": [],
        "data_sources": [{ "id": id(1), "name": "Loose" }],
    });
    let rows = [(3, 1), (4, 2)].map(|(row, number)| {
        json!({
            "object": "page", "id": id(row), "url": "https://app.notion.com/p/x",
            "created_time": "2026-06-17T00:00:00.000Z", "last_edited_time": "2026-06-17T00:00:00.000Z",
            "parent": { "type": "data_source_id", "data_source_id": id(1), "database_id": id(2) },
            "properties": {
                "Name": { "id": "title", "type": "title", "title": [] },
                "Rest": { "id": "rest", "type": "formula", "formula": { "type": "number", "number": number } },
                "Total": { "id": "totl", "type": "rollup", "rollup": {
                    "type": "number", "number": number, "function": "sum",
                } },
            },
        })
    });
    let mock = MockServer::start().await;
    let refuses = Refuses { word, later, rows };
    Mock::given(method("POST"))
        .respond_with(refuses)
        .mount(&mock)
        .await;
    for (path, answer) in [
        ("^/v1/databases/", database),
        ("^/v1/data_sources/", source),
    ] {
        let answer = ResponseTemplate::new(200).set_body_json(answer);
        let get = Mock::given(method("GET")).and(path_regex(path));
        get.respond_with(answer).mount(&mock).await;
    }
    let session = Session::builder()
        .token("ntn_example")
        .base_url(mock.uri())
        .pace(Pace::unlimited())
        .build()
        .unwrap();
    let loose = session.bind::<Loose>(id(2)).await.unwrap();
    (mock, loose)
}

#[tokio::test]
async fn a_rollup_that_notion_refuses_is_filtered_by_here() {
    let (_mock, loose) = refusing("rollup", false).await;
    let t = Loose::COL;
    let session = loose.session().clone();
    for requests in [2, 1] {
        let query = loose.query().filter(t.total.ge(2));
        let (rows, sent) = cost(&session, query.all()).await;
        assert_eq!((rows.unwrap().len(), sent), (1, requests));
    }
}

#[tokio::test]
async fn what_is_not_about_a_formula_is_an_error() {
    let (_mock, loose) = refusing("created_time", false).await;
    let session = loose.session().clone();
    let old = timestamp::created().before(day("2026-06-18"));
    let (result, sent) = cost(&session, loose.query().filter(old).all()).await;
    let error = result.unwrap_err().to_string();
    assert!(
        error.contains("formula of unknown type") && error.contains("save it"),
        "{error}"
    );
    assert_eq!(sent, 1);
}

#[tokio::test]
async fn a_refusal_in_the_middle_of_a_query_loses_no_row_and_gives_none_twice() {
    let (_mock, loose) = refusing("formula", true).await;
    let t = Loose::COL;
    let (rows, sent) = cost(loose.session(), loose.query().filter(t.rest.ge(1)).all()).await;
    // The first answer, the refusal, the minute once more, and what is beyond it.
    assert_eq!((rows.unwrap().len(), sent), (2, 4));

    // In an order of its own the rows cannot be gone on with.
    let (_mock, loose) = refusing("formula", true).await;
    let sorted = loose.query().filter(t.rest.ge(1)).sort(t.name.asc());
    let error = sorted.stream().try_collect::<Vec<_>>().await.unwrap_err();
    assert!(error.is_validation(), "{error}");
}

#[tokio::test]
async fn what_a_page_does_not_hold_is_asked_of_notion() {
    let server = Server::new();
    let session = session(&server);
    let home = home(&session).await;
    let (groups, things) = session.create_dbs::<(Group, Thing)>(&home).await.unwrap();
    let mut all = Vec::new();
    for number in 0..60 {
        let row = Group {
            name: format!("group {number}").into(),
            ..Group::default()
        };
        all.push(groups.insert(row).await.unwrap().id());
    }
    let mut expected = Vec::new();
    for (minute, range) in [(0, 0..40), (0, 20..60), (1, 0..30), (2, 30..35)] {
        server.freeze(format!("2026-06-17T09:{minute:02}:00Z").parse().unwrap());
        let row = Thing {
            group: all[range.clone()].iter().copied().collect(),
            ..Thing::default()
        };
        let row = things.insert(row).await.unwrap();
        if range.contains(&32) {
            expected.push(row.id());
        }
    }
    expected.reverse();
    let t = Thing::COL;
    let related = || t.group.contains(all[32]) | t.twice.eq(1);
    assert_eq!(ids(things.query().filter(related())).await, expected);
    // The group is not among the first 25 of three rows, which were created in two minutes.
    let (count, sent) = cost(&session, things.query().filter(related()).count()).await;
    assert_eq!((count.unwrap(), sent), (3, 3));
    let named = |name: &str| t.names.any(|title| title.eq(name)) | t.twice.eq(1);
    assert_eq!(
        ids(things.query().filter(named("group 32"))).await,
        expected
    );
    let none = t.names.none(|title| title.eq("group 32")) | t.twice.eq(1);
    assert_eq!(things.query().filter(none).count().await.unwrap(), 1);
    let every = t.names.every(|title| title.starts_with("group")) | t.twice.eq(1);
    assert_eq!(things.query().filter(every).count().await.unwrap(), 4);
}
