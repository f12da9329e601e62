//! The recorded queries, asked in types: what a typed query sends is what was recorded, and what Notion answered is read into
//! rows.
//!
//! A small server gives the recorded answers to the recorded requests, and to no others. The recordings are found in the
//! folder that the environment variable `NOTION_RECORDINGS` names. Without it these tests say that they did not run.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use notion_session::http::Pace;
use notion_session::prelude::*;
use notion_session::{Database, Session};
use serde::Deserialize;
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate, matchers};

use crate::support::recordings;

#[derive(NotionSchema, Debug)]
struct Numbers {
    title: Title,
    number: Option<f64>,
}

#[tokio::test]
async fn numbers() {
    let Some(replay) = Replay::of("test_query/test_number_query").await else {
        return;
    };
    let db = replay.database::<Numbers>().await;
    let n = Numbers::COL.number;
    let empty = replay.rows(&db, n.is_empty()).await;
    assert_eq!(empty[0].number, None);
    let answer = replay.rows(&db, n.eq(42)).await;
    assert_eq!(answer[0].number, Some(42.0));
    let filters = [
        n.is_not_empty(),
        n.ne(42),
        n.gt(1),
        n.ge(1),
        n.lt(42),
        n.le(42),
    ];
    for filter in filters {
        replay.rows(&db, filter).await;
    }
    replay.finish(0);
}

#[derive(NotionSchema, Debug)]
struct Person {
    title: Title,
    people: People,
    relation: Relation<Person>,
}

#[tokio::test]
async fn people_and_relations() {
    let Some(replay) = Replay::of("test_query/test_people_relation_query").await else {
        return;
    };
    let db = replay.database::<Person>().await;
    let p = Person::COL;
    let user: notion_session::model::UserId =
        "00000000-0000-4000-8000-0000000000fa".parse().unwrap();
    let page = "38c9ce7b-60a4-81df-8195-e1e6a34e4fc4"
        .parse::<PageId>()
        .unwrap();
    let filters = [
        p.people.is_empty(),
        p.people.is_not_empty(),
        p.people.contains(user),
        p.people.not_contains(user),
        p.relation.is_empty(),
        p.relation.is_not_empty(),
        p.relation.contains(page.cast()),
        p.relation.not_contains(page.cast()),
    ];
    for filter in filters {
        replay.rows(&db, filter).await;
    }
    replay.finish(0);
}

#[derive(NotionSchema, Debug)]
struct Contact {
    title: Title,
    name: String,
    #[notion(phone_number)]
    phone: Option<String>,
    #[notion(email)]
    email: Option<String>,
    #[notion(url, name = "URL")]
    url: Option<String>,
}

#[tokio::test]
async fn texts() {
    let Some(replay) = Replay::of("test_query/test_text_query").await else {
        return;
    };
    let db = replay.database::<Contact>().await;
    let c = Contact::COL;
    macro_rules! each_operator {
        ($($column:ident)*) => { [$(
            c.$column.is_empty(),
            c.$column.is_not_empty(),
            c.$column.eq("John Doe"),
            c.$column.ne("John Doe"),
            c.$column.contains("Doe"),
            c.$column.not_contains("Doe"),
            c.$column.starts_with("John"),
            c.$column.ends_with("Doe"),
        )*] };
    }
    for filter in each_operator! { title name phone email url } {
        replay.rows(&db, filter).await;
    }
    replay.finish(0);
}

#[derive(NotionSchema, Debug)]
struct Computed {
    name: Title,
    string: Formula<String>,
    number: Formula<f64>,
    checkbox: Formula<bool>,
    date: Formula<DateTime>,
}

#[tokio::test]
async fn formulas() {
    let Some(replay) = Replay::of("test_query/test_query_formula").await else {
        return;
    };
    let db = replay.database::<Computed>().await;
    let c = Computed::COL;
    let time: jiff::Timestamp = "2024-11-25T14:08:00Z".parse().unwrap();
    let day: Date = "2024-11-23".parse().unwrap();
    let filters = [
        c.string.eq("Item 1"),
        c.number.eq(1),
        c.checkbox.eq(true),
        c.date.eq(time),
        c.string.contains("1"),
        c.string.starts_with("Item"),
        c.string.is_empty(),
        c.number.is_empty(),
        c.date.is_empty(),
        c.number.le(42),
        c.date.on_or_after(day),
        c.date.next_week(),
    ];
    for filter in filters {
        replay.rows(&db, filter).await;
    }
    let rows = db.query().all().await.unwrap();
    replay.answered(&rows, 100);
    let first = db.query().first().await.unwrap().unwrap();
    assert_eq!(first.string.get().unwrap(), &*first.name);
    // Another data source, which was new and empty, was asked once.
    replay.finish(1);
}

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Status {
    Backlog,
    #[notion(name = "In Progress")]
    InProgress,
    Blocked,
    Done,
    Rejected,
}

#[derive(NotionSchema, Debug)]
struct Task {
    task: Title,
    status: Option<Status>,
    due_date: Option<DateRange>,
}

#[tokio::test]
async fn tasks_filtered_and_sorted() {
    let Some(replay) = Replay::of("test_query/test_query_new_task_db").await else {
        return;
    };
    let db = replay.database::<Task>().await;
    let t = Task::COL;
    // Before there were any.
    let rows = db.query().all().await.unwrap();
    replay.answered(&rows, 100);
    let day = |text: &str| text.parse::<Date>().unwrap();
    let by_due_and = |second| db.query().sort(t.due_date.asc()).sort(second);
    let rows = by_due_and(t.task.asc()).all().await.unwrap();
    replay.answered(&rows, 100);
    let rows = by_due_and(t.task.desc()).all().await.unwrap();
    replay.answered(&rows, 100);
    let first = t.due_date.eq(day("2024-01-01"));
    let rows = replay
        .rows(&db, first.clone() & t.status.eq(Status::Done))
        .await;
    assert_eq!(rows[0].status, Some(Status::Done));
    replay
        .rows(&db, first & t.status.eq(Status::InProgress))
        .await;
    let second = t.due_date.eq(day("2024-01-02"));
    replay
        .rows(&db, second | t.status.eq(Status::InProgress))
        .await;
    replay.finish(0);
}

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Choice {
    #[notion(name = "Option1")]
    First,
    #[notion(name = "Option2")]
    Second,
}

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Choices {
    #[notion(name = "MultiOption1")]
    First,
    #[notion(name = "MultiOption2")]
    Second,
}

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Stage {
    #[notion(name = "Not started")]
    NotStarted,
    #[notion(name = "In progress")]
    InProgress,
    Done,
}

/// A property of every kind that Notion has, but for relations: those of this database are two-way and lead back into it, which
/// a struct cannot say.
#[derive(NotionSchema, Debug)]
struct Everything {
    title: Title,
    text: RichText,
    files: Files,
    #[notion(phone_number, name = "Phone number")]
    phone: Option<String>,
    #[notion(url, name = "URL")]
    url: Option<String>,
    button: Button,
    checkbox: bool,
    #[notion(name = "Multi-Select")]
    several: Vec<Choices>,
    #[notion(name = "Created by")]
    created_by: CreatedBy,
    rollup: Rollup<i64>,
    number: Option<i64>,
    #[notion(name = "ID")]
    id: UniqueId,
    select: Option<Choice>,
    #[notion(status)]
    status: Option<Stage>,
    formula: Formula<String>,
    #[notion(name = "Created time")]
    created_time: CreatedTime,
    #[notion(name = "Last edited time")]
    last_edited_time: LastEditedTime,
    place: Option<Place>,
    date: Option<DateRange>,
    #[notion(email)]
    email: Option<String>,
    people: People,
    #[notion(name = "Last edited by")]
    last_edited_by: LastEditedBy,
}

#[tokio::test]
async fn a_property_of_every_kind() {
    let Some(replay) = Replay::of("obj_api/test_endpoints/test_retrieve_property").await else {
        return;
    };
    let db = replay.database::<Everything>().await;
    let rows = db.query().all().await.unwrap();
    replay.answered(&rows, 100);
    assert_eq!(rows[0].rollup.get(), Some(&0));
    assert_eq!(rows[0].id.number(), Some(3));
    assert_eq!(rows[0].status, Some(Stage::NotStarted));
    assert_eq!(rows[0].number, Some(2));
    assert_eq!(rows[0].text.plain_text(), "Text 2");
    replay.finish(0);
}

/// A server that gives the recorded answers of one recording, and a session that asks it.
struct Replay {
    server: MockServer,
    session: Session,
    recorded: Arc<Recorded>,
}

/// The queries of one data source that were recorded, with what was known of it.
struct Recorded {
    source: Value,
    queries: Vec<Interaction>,
    /// Which of the queries were asked.
    asked: Mutex<BTreeSet<usize>>,
    /// The body of the last query, and its answer.
    last: Mutex<(Value, Value)>,
    /// How many queries of other data sources were recorded beside them.
    others: usize,
}

#[derive(Deserialize)]
struct Interaction {
    recording: String,
    index: usize,
    path: String,
    request: Value,
    response: Value,
}

impl Replay {
    /// Plays the recording; `None` where there are no recordings.
    async fn of(recording: &str) -> Option<Replay> {
        let path = recordings::folder()?.join("recordings.jsonl");
        let text = std::fs::read_to_string(path).expect("the recordings can be read");
        let all: Vec<Interaction> = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("a line is an interaction"))
            .filter(|interaction: &Interaction| interaction.recording == recording)
            .collect();
        let is_query = |one: &&Interaction| one.path.ends_with("/query");
        // The data source that was asked most, as it was known when the last query was made.
        let paths: Vec<_> = all.iter().filter(is_query).map(|one| &one.path).collect();
        let path = paths
            .iter()
            .max_by_key(|path| paths.iter().filter(|other| other == path).count())
            .expect("the recording has queries");
        let path = (*path).clone();
        let id = path.split('/').nth(3).unwrap().to_owned();
        let source = sources(&text, &id, recording);
        let others = paths.iter().filter(|other| ***other != path).count();
        let recorded = Arc::new(Recorded {
            source,
            queries: all.into_iter().filter(|one| one.path == path).collect(),
            asked: Mutex::default(),
            last: Mutex::default(),
            others,
        });
        let server = MockServer::start().await;
        Mock::given(matchers::any())
            .respond_with(Answers(Arc::clone(&recorded)))
            .mount(&server)
            .await;
        let session = Session::builder()
            .token("ntn_example")
            .base_url(server.uri())
            .pace(Pace::unlimited())
            .build()
            .unwrap();
        Some(Replay {
            server,
            session,
            recorded,
        })
    }

    async fn database<S: NotionSchema>(&self) -> Database<S> {
        let id = self.recorded.source["parent"]["database_id"]
            .as_str()
            .unwrap();
        self.session.bind::<S>(id).await.unwrap()
    }

    /// The rows that a filter finds, which are those that were recorded for it.
    async fn rows<S: NotionSchema + Debug>(
        &self,
        db: &Database<S>,
        filter: Filter<S>,
    ) -> Vec<Row<S>> {
        let shown = filter.to_string();
        let rows = db.query().filter(filter).all().await;
        let rows = rows.unwrap_or_else(|error| panic!("{shown}: {error}"));
        self.answered(&rows, 100);
        rows
    }

    /// The rows are those of the last answer, and were asked for as it was recorded.
    fn answered<S>(&self, rows: &[Row<S>], page_size: usize) {
        let last = self.recorded.last.lock().unwrap();
        let (body, answer) = &*last;
        assert_eq!(body["page_size"], page_size);
        let found: Vec<_> = rows.iter().map(|row| row.id().to_string()).collect();
        let recorded = answer["results"].as_array().unwrap();
        let recorded: Vec<_> = recorded
            .iter()
            .map(|page| page["id"].as_str().unwrap())
            .collect();
        assert_eq!(found, recorded, "{body}");
    }

    /// All queries that were recorded of the data source were asked, and so many of others were not.
    fn finish(self, others: usize) {
        let asked = self.recorded.asked.lock().unwrap();
        for (place, query) in self.recorded.queries.iter().enumerate() {
            assert!(
                asked.contains(&place),
                "#{} was not asked: {}",
                query.index,
                query.request
            );
        }
        assert_eq!(self.recorded.others, others);
        drop(self.server);
    }
}

/// The last that was recorded of a data source in this recording, or else in any.
fn sources(text: &str, id: &str, recording: &str) -> Value {
    let all = || {
        text.lines()
            .map(|line| serde_json::from_str::<Interaction>(line).unwrap())
            .filter(|one| one.response["object"] == "data_source" && one.response["id"] == id)
    };
    let here = all().rfind(|one| one.recording == recording);
    let found = here.or_else(|| all().next_back());
    found.expect("the data source was recorded").response
}

/// Gives the recorded answers.
struct Answers(Arc<Recorded>);

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let source = &self.0.source;
        match (
            request.method.as_str(),
            request.url.path().split('/').nth(2),
        ) {
            ("GET", Some("databases")) => {
                ResponseTemplate::new(200).set_body_json(database_of(source))
            }
            ("GET", Some("data_sources")) => ResponseTemplate::new(200).set_body_json(source),
            _ => {
                let body: Value = serde_json::from_slice(&request.body).unwrap();
                let mut asked = self.0.asked.lock().unwrap();
                let mut answer = None;
                for (place, query) in self.0.queries.iter().enumerate() {
                    if same(&query.request, &by_names(&body, source)) {
                        asked.insert(place);
                        answer = Some(&query.response);
                    }
                }
                match answer {
                    Some(answer) => {
                        *self.0.last.lock().unwrap() = (body, answer.clone());
                        ResponseTemplate::new(200).set_body_json(answer)
                    }
                    None => ResponseTemplate::new(400).set_body_json(json!({
                        "object": "error", "status": 400, "code": "validation_error",
                        "message": format!("this was not recorded: {body}"),
                    })),
                }
            }
        }
    }
}

/// Whether two queries are the same. Where no order was asked for, Notion gives the newest first, and a typed query asks for
/// that, so that it can go on behind 10,000 rows.
fn same(recorded: &Value, typed: &Value) -> bool {
    let newest_first = json!([{ "timestamp": "created_time", "direction": "descending" }]);
    let mut recorded = recorded.clone();
    recorded
        .as_object_mut()
        .unwrap()
        .entry("sorts")
        .or_insert(newest_first);
    recorded == *typed
}

/// A query with the names of properties in place of their ids. A typed query goes by the ids, which stay when a property is
/// renamed; the recorded client went by the names.
fn by_names(query: &Value, source: &Value) -> Value {
    match query {
        Value::Array(items) => items.iter().map(|item| by_names(item, source)).collect(),
        Value::Object(keys) => {
            let named = |(key, value): (&String, &Value)| {
                let mut properties = source["properties"].as_object().unwrap().values();
                let property =
                    properties.find(|property| key == "property" && property["id"] == *value);
                let value = property.map_or_else(
                    || by_names(value, source),
                    |property| property["name"].clone(),
                );
                (key.clone(), value)
            };
            Value::Object(keys.iter().map(named).collect())
        }
        other => other.clone(),
    }
}

/// The database that has the data source alone.
fn database_of(source: &Value) -> Value {
    let source = source.clone();
    json!({
        "object": "database", "id": source["parent"]["database_id"], "title": source["title"],
        "description": source["description"], "parent": source["database_parent"],
        "is_inline": source["is_inline"], "in_trash": false, "is_locked": false,
        "created_time": source["created_time"], "last_edited_time": source["last_edited_time"],
        "data_sources": [{ "id": source["id"], "name": "The only one" }],
        "icon": null, "cover": null, "url": source["url"], "public_url": null,
    })
}
