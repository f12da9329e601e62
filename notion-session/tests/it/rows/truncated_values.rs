//! Parts of values that Notion truncates: never taken for whole ones, never written back, and completed only by answers that
//! are lists of their items.

#![expect(clippy::needless_pass_by_value)]

use std::sync::{Arc, Mutex};

use notion_local::Server;
use notion_session::http::{Request, Retry};
use notion_session::model::{RichText as Run, ValueKind};
use notion_session::prelude::*;
use notion_session::{Database, Error, Session};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request as Seen, ResponseTemplate, matchers};

use crate::support::{open, server_with_people, user};

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Meeting {
    #[notion(title)]
    name: RichText,
    done: bool,
    people: People,
    minutes: RichText,
    about: Relation<Topic>,
    related: Relation<Topic>,
}

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Topic {
    name: Title,
}

struct World {
    server: Server,
    session: Session,
    meetings: Database<Meeting>,
    topics: Vec<PageId<Topic>>,
}

/// A workspace with 40 people and 40 topics.
async fn world() -> World {
    let server = server_with_people(40);
    let (session, home) = open(&server).await;
    let (topics, meetings) = session.create_dbs::<(Topic, Meeting)>(&home).await.unwrap();
    let mut ids = Vec::new();
    for number in 0..40 {
        let name = format!("Topic {number}").into();
        ids.push(topics.insert(Topic { name }).await.unwrap().id());
    }
    World {
        server,
        session,
        meetings,
        topics: ids,
    }
}

fn text(mentions: u128) -> RichText {
    let mentions: Vec<_> = (0..mentions)
        .map(|number| Run::mention_user(user(number)))
        .collect();
    mentions.into()
}

impl World {
    /// A meeting of whose values Notion has more than it shows: 30 of each, or where a text is cut off is not recorded, 25.
    fn large(&self, name: RichText) -> Meeting {
        Meeting {
            name,
            people: (0..30).map(user).collect(),
            minutes: text(25),
            about: self.topics[..30].iter().copied().collect(),
            related: self.topics[..30].iter().copied().collect(),
            ..Meeting::default()
        }
    }

    async fn insert_large(&self) -> Row<Meeting> {
        let row = self.meetings.insert(self.large(text(25))).await.unwrap();
        assert!(!row.name.is_complete() && !row.minutes.is_complete());
        assert_eq!((row.about.len(), row.about.is_complete()), (25, false));
        assert_eq!((row.people.len(), row.people.is_complete()), (25, false));
        row
    }

    async fn json(&self, path: &str) -> Value {
        let answer = self.session.client().send(&Request::get(path)).await;
        serde_json::from_slice(answer.unwrap().body()).unwrap()
    }

    /// How many elements Notion has of each.
    async fn sizes(&self, id: PageId<Meeting>) -> [usize; 5] {
        let page = self.session.get_page(id).await.unwrap();
        let mut sizes = [0; 5];
        for (size, name) in sizes.iter_mut().zip(PROPERTIES) {
            *size = match page.whole_property(name).await.unwrap().kind {
                ValueKind::Relation(pages) => pages.len(),
                ValueKind::People(people) => people.len(),
                ValueKind::Title(runs) | ValueKind::RichText(runs) => runs.len(),
                other => unreachable!("{other:?}"),
            };
        }
        sizes
    }
}

/// The properties that Notion truncates.
const PROPERTIES: [&str; 5] = ["Name", "People", "Minutes", "About", "Related"];

/// Changes one of the properties.
type Change = fn(&mut Meeting, &Meeting);

/// Gives a property the value of another meeting.
const ASSIGN: [Change; 5] = [
    |to, from| to.name = from.name.clone(),
    |to, from| to.people = from.people.clone(),
    |to, from| to.minutes = from.minutes.clone(),
    |to, from| to.about = from.about.clone(),
    |to, from| to.related = from.related.clone(),
];

/// Gives a property what is known of its part, as a whole value.
const SEEN_AS_WHOLE: [Change; 5] = [
    |to, from| to.name = from.name.to_vec().into(),
    |to, from| to.people = from.people.to_vec().into(),
    |to, from| to.minutes = from.minutes.to_vec().into(),
    |to, from| to.about = from.about.to_vec().into(),
    |to, from| to.related = from.related.to_vec().into(),
];

/// Adds an element to a property, or takes one out.
const EDIT: [Change; 5] = [
    |to, _| to.name.push(Run::text("!")),
    |to, _| to.people.push(user(39)),
    |to, _| to.minutes.push(Run::text("!")),
    |to, _| {
        to.about.remove(to.about[0]);
    },
    |to, _| {
        to.related.remove(to.related[0]);
    },
];

/// A session whose requests for single properties are answered with this; what it writes is kept.
async fn hostile(
    world: &World,
    row: &Row<Meeting>,
    answer: impl Fn(&Value) -> Value + Send + Sync + 'static,
) -> (MockServer, Session, Arc<Mutex<Vec<String>>>) {
    let server = MockServer::start().await;
    let source = format!("/v1/data_sources/{}", world.meetings.data_source_id());
    let source = world.json(&source).await;
    let page = world.json(&format!("/v1/pages/{}", row.id())).await;
    let writes = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&writes);
    Mock::given(matchers::any())
        .respond_with(move |request: &Seen| {
            let path = request.url.path();
            if path.starts_with("/v1/data_sources/") {
                return ResponseTemplate::new(200).set_body_json(&source);
            }
            if let Some((_, id)) = path.split_once("/properties/") {
                let properties = source["properties"].as_object().unwrap();
                let property = properties
                    .values()
                    .find(|found| found["id"] == *id)
                    .unwrap();
                let wire = property["type"].as_str().unwrap();
                let property = json!({ "id": id, "type": wire });
                return ResponseTemplate::new(200).set_body_json(answer(&property));
            }
            if request.method.as_str() == "GET" {
                return ResponseTemplate::new(200).set_body_json(&page);
            }
            seen.lock()
                .unwrap()
                .push(format!("{} {path}", request.method));
            ResponseTemplate::new(404).set_body_json(json!({}))
        })
        .mount(&server)
        .await;
    let session = Session::builder()
        .token("ntn_never_shown")
        .base_url(server.uri())
        .retry(Retry::never())
        .build()
        .unwrap();
    (server, session, writes)
}

fn list(property: &Value, results: Value) -> Value {
    let wire = property["type"].as_str().unwrap();
    json!({
        "object": "list", "results": results, "next_cursor": null, "has_more": false, "type": "property_item",
        "property_item": { "id": property["id"], "next_url": null, "type": wire, wire: {} },
    })
}

/// One item, of a content that each of the four types can be read from.
fn item(property: &Value) -> Value {
    let wire = property["type"].as_str().unwrap();
    let content = json!({
        "id": "38c9ce7b-60a4-8100-8000-000000000001", "object": "user",
        "type": "text", "text": { "content": "a" }, "plain_text": "a",
    });
    json!({ "object": "property_item", "type": wire, "id": property["id"], wire: content })
}

/// The answer with one of its members replaced.
fn with(mut answer: Value, pointer: &str, value: Value) -> Value {
    *answer.pointer_mut(pointer).unwrap() = value;
    answer
}

/// The answer without one of its members.
fn without(mut answer: Value, key: &str) -> Value {
    answer.as_object_mut().unwrap().remove(key).unwrap();
    answer
}

type Answer = fn(&Value) -> Value;

/// Answers under status 200 that are not a list of the items of the property.
const WRONG: &[(&str, Answer)] = &[
    ("null", |_| Value::Null),
    ("a number", |_| json!(5)),
    ("a string", |_| json!("list")),
    ("a bare list", |_| json!([])),
    ("an empty object", |_| json!({})),
    (
        "an error",
        |_| json!({ "object": "error", "status": 502, "code": "bad_gateway", "message": "Bad." }),
    ),
    (
        "a page",
        |_| json!({ "object": "page", "id": "x", "properties": {} }),
    ),
    ("an item of it", item),
    (
        "an item of another type",
        |_| json!({ "object": "property_item", "type": "number", "id": "x", "number": null }),
    ),
    ("a list of blocks", |p| {
        with(list(p, json!([])), "/type", json!("block"))
    }),
    ("a list without a type", |p| {
        without(list(p, json!([])), "type")
    }),
    ("a list about nothing", |p| {
        without(list(p, json!([])), "property_item")
    }),
    ("a list about null", |p| {
        with(list(p, json!([])), "/property_item", Value::Null)
    }),
    ("a list of another property", |p| {
        with(
            list(p, json!([item(p)])),
            "/property_item/id",
            json!("othr"),
        )
    }),
    ("a list of another type", |p| {
        with(list(p, json!([])), "/property_item/type", json!("number"))
    }),
    ("items of another property", |p| {
        list(p, json!([item(p), with(item(p), "/id", json!("othr"))]))
    }),
    ("items of another type", |p| {
        list(p, json!([with(item(p), "/type", json!("select"))]))
    }),
    ("items without content", |p| {
        let wire = p["type"].as_str().unwrap();
        list(p, json!([without(item(p), wire)]))
    }),
    ("items of null", |p| {
        let wire = format!("/{}", p["type"].as_str().unwrap());
        list(p, json!([with(item(p), &wire, Value::Null)]))
    }),
    ("items without ids of their property", |p| {
        list(p, json!([without(item(p), "id")]))
    }),
    ("null items", |p| list(p, json!([null]))),
    ("items that are pages", |p| {
        list(p, json!([{ "object": "page", "id": "x" }]))
    }),
    ("results that are null", |p| list(p, Value::Null)),
    ("results that are an object", |p| list(p, json!({}))),
    ("no results", |p| without(list(p, json!([])), "results")),
    ("more and no cursor", |p| {
        with(list(p, json!([item(p)])), "/has_more", json!(true))
    }),
    ("no word of more", |p| {
        without(list(p, json!([item(p)])), "has_more")
    }),
];

#[tokio::test]
async fn an_answer_that_is_not_a_list_of_the_items_completes_nothing() {
    let world = world().await;
    let row = world.insert_large().await;
    for (name, answer) in WRONG {
        let (_server, session, writes) = hostile(&world, &row, answer).await;
        let mut row = row.clone();
        let rows = std::slice::from_mut(&mut row);
        let errors = [
            session.complete(rows, |m| m.name).await,
            session.complete(rows, |m| m.people).await,
            session.complete(rows, |m| m.minutes).await,
            session.complete(rows, |m| m.about).await,
            session.load(rows, |m| m.about).await.map(|_| ()),
        ];
        for (property, error) in ["Name", "People", "Minutes", "About", "About"]
            .iter()
            .zip(errors)
        {
            let error = error.unwrap_err();
            // What is not even an object of Notion's is reported with the path that was asked.
            let place = match &error {
                Error::Decode(_) => *property,
                Error::ForeignAnswer(_) => "/properties/",
                error => panic!("{name}: {error}"),
            };
            let words = error.to_string();
            assert!(
                words.contains(place) && words.contains(&row.id().to_string()),
                "{name}: {words}"
            );
        }
        assert!(
            !(row.name.is_complete()
                || row.people.is_complete()
                || row.minutes.is_complete()
                || row.about.is_complete()),
            "{name}"
        );
        assert_eq!(row.changes(), [""; 0], "{name}");

        // The untyped page asks in the same way.
        let page = session.get_page(row.id()).await.unwrap();
        for property in PROPERTIES {
            let error = page.whole_property(property).await.unwrap_err();
            assert!(
                matches!(error, Error::Decode(_) | Error::ForeignAnswer(_)),
                "{name}: {error}"
            );
        }

        // A save of it is refused, and nothing is sent.
        let before = row.clone();
        for (edit, property) in EDIT.iter().zip(PROPERTIES) {
            let mut row = row.clone();
            edit(&mut row, &before);
            assert_eq!(row.changes(), [property], "{name}");
            let error = session.save(&mut row).await.unwrap_err();
            assert!(
                matches!(error, Error::Refused(_)) && error.to_string().contains(property),
                "{name}: {error}"
            );
        }
        assert_eq!(*writes.lock().unwrap(), [""; 0], "{name}");
    }
}

#[tokio::test]
async fn what_is_a_list_of_the_items_completes() {
    let world = world().await;
    let row = world.insert_large().await;
    let answers: [(Answer, usize); 2] = [
        (|p| list(p, json!([item(p), item(p)])), 2),
        // Somebody took them all out in the meantime.
        (|p| list(p, json!([])), 0),
    ];
    for (answer, count) in answers {
        let (_server, session, _) = hostile(&world, &row, answer).await;
        let mut row = row.clone();
        let rows = std::slice::from_mut(&mut row);
        session.complete(rows, |m| m.people).await.unwrap();
        session.complete(rows, |m| m.minutes).await.unwrap();
        session.complete(rows, |m| m.about).await.unwrap();
        assert_eq!((row.people.len(), row.people.is_complete()), (count, true));
        assert_eq!(row.minutes.is_empty(), count == 0);
        assert!(row.about.is_complete() && row.changes().is_empty());
    }
}

#[tokio::test]
async fn what_is_known_of_a_part_is_not_the_whole() {
    let world = world().await;
    let row = world.insert_large().await;
    for (place, (change, property)) in SEEN_AS_WHOLE.iter().zip(PROPERTIES).enumerate() {
        // What was seen becomes all that there is.
        let mut changed = row.clone();
        change(&mut changed, &row);
        assert_eq!(changed.changes(), [property]);
        let mut checked = changed.clone();
        let error = world.session.save_checked(&mut checked).await.unwrap_err();
        assert!(
            matches!(error, Error::Refused(_)) && error.to_string().contains(property),
            "{error}"
        );
        world.session.save(&mut changed).await.unwrap();
        assert_eq!(world.sizes(row.id()).await[place], 25, "{property}");
        // Where Notion has no more, it is the same again.
        assert_eq!(changed.changes(), [""; 0]);
    }
}

#[tokio::test]
async fn a_part_of_one_row_is_not_a_part_of_another() {
    let world = world().await;
    let one = world.insert_large().await;
    // It begins alike and goes on differently.
    let mut other = world.large(text(25));
    other.people = (0..25).chain(30..35).map(user).collect();
    other.about = (0..25).chain(30..40).map(|at| world.topics[at]).collect();
    other.related = other.about.clone();
    let other = world.meetings.insert(other).await.unwrap();
    assert_eq!((&one.people, &one.about), (&other.people, &other.about));
    let sizes = world.sizes(other.id()).await;

    world.server.clear_requests();
    for (assign, property) in ASSIGN.iter().zip(PROPERTIES) {
        let mut changed = other.clone();
        assign(&mut changed, &one);
        assert_eq!(changed.changes(), [property]);
        for checked in [false, true] {
            let error = if checked {
                world.session.save_checked(&mut changed).await.unwrap_err()
            } else {
                world.session.save(&mut changed).await.unwrap_err()
            };
            assert!(
                matches!(error, Error::Refused(_)) && error.to_string().contains(property),
                "{error}"
            );
        }
        // Its own part, wherever it was in the meantime, is what it was.
        assign(&mut changed, &other.clone());
        assert_eq!(changed.changes(), [""; 0]);
    }
    // One relation of a row is not another of the same row.
    let mut changed = other.clone();
    changed.about = other.related.clone();
    assert_eq!(changed.changes(), ["About"]);
    assert!(world.session.save(&mut changed).await.is_err());
    // And a part is not inserted.
    let error = world.meetings.insert(one.clone().into_inner()).await;
    assert!(matches!(error, Err(Error::Refused(_))), "{error:?}");
    assert!(world.server.requests().is_empty());
    assert_eq!(world.sizes(other.id()).await, sizes);
}

#[tokio::test]
async fn a_whole_value_is_checked_against_the_whole_value_in_notion() {
    let world = world().await;
    let id = world.insert_large().await.id();
    let mut mine = world.meetings.get(id).await.unwrap();
    let rows = std::slice::from_mut(&mut mine);
    world.session.complete(rows, |m| m.about).await.unwrap();
    let mut theirs = mine.clone();

    // Nobody else changed it.
    mine.about.push(world.topics[30]);
    world.session.save_checked(&mut mine).await.unwrap();
    assert_eq!(world.sizes(id).await[3], 31);

    // Somebody changed what no row shows: the 31st page.
    theirs.about.push(world.topics[31]);
    let error = world.session.save_checked(&mut theirs).await.unwrap_err();
    assert!(matches!(error, Error::Conflict(_)), "{error}");
    assert_eq!(world.sizes(id).await[3], 31);
}

#[tokio::test]
async fn an_upsert_compares_whole_values_with_whole_values() {
    let world = world().await;
    let large = || world.large("Weekly".into());
    let row = world.meetings.insert(large()).await.unwrap();
    assert!(!row.about.is_complete() && row.name.is_complete());

    // 30 are the same 30.
    let done = world
        .meetings
        .upsert_all([large()], |m| m.name)
        .await
        .unwrap();
    assert_eq!((done.unchanged(), done.updated()), (1, 0), "{done:?}");

    // What a row shows of them is not all of them, and is written.
    for change in SEEN_AS_WHOLE.iter().skip(1) {
        let mut part = large();
        change(&mut part, &row);
        let differs = part != large();
        let done = world.meetings.upsert_all([part], |m| m.name).await.unwrap();
        assert_eq!(done.updated(), usize::from(differs), "{done:?}");
        let done = world
            .meetings
            .upsert_all([large()], |m| m.name)
            .await
            .unwrap();
        assert_eq!(done.updated(), usize::from(differs), "{done:?}");
    }
    assert_eq!(world.sizes(row.id()).await, [1, 30, 25, 30, 30]);

    // A part is refused by name, whether or not it begins alike.
    world.server.clear_requests();
    for (change, property) in ASSIGN.iter().zip(PROPERTIES).skip(1) {
        let mut part = Meeting {
            name: "Weekly".into(),
            ..Meeting::default()
        };
        change(&mut part, &row);
        let done = world.meetings.upsert_all([part], |m| m.name).await.unwrap();
        let [notion_session::session::Upsert::Failed(error)] = &done.outcomes[..] else {
            unreachable!("{done:?}");
        };
        assert!(
            matches!(error, Error::Refused(_)) && error.to_string().contains(property),
            "{error}"
        );
    }
    let writes = world.server.requests();
    assert!(
        writes
            .iter()
            .all(|request| request.method == "GET" || request.path.ends_with("/query"))
    );
}

#[tokio::test]
async fn a_part_is_not_written_by_assignments_or_to_pages_without_a_schema() {
    let world = world().await;
    let row = world.insert_large().await;
    let whole = world.sizes(row.id()).await;
    let session = &world.session;
    world.server.clear_requests();
    let part = row.clone().into_inner();
    let errors = [
        session.update(&row, |m| m.name.set(part.name)).await,
        session.update(&row, |m| m.people.set(part.people)).await,
        session.update(&row, |m| m.minutes.set(part.minutes)).await,
        session.update(&row, |m| m.about.set(part.about)).await,
    ];
    for error in errors {
        assert!(matches!(error, Err(Error::Refused(_))), "{error:?}");
    }
    let mut page = session.get_page(row.id()).await.unwrap();
    world.server.clear_requests();
    for property in ["People", "Minutes", "About"] {
        let shown = page.property(property).unwrap().clone();
        let error = page.update().set(property, shown).await.unwrap_err();
        assert!(
            matches!(error, Error::Refused(_)) && error.to_string().contains(property),
            "{error}"
        );
    }
    let error = page
        .update()
        .set("Minutes", row.minutes.clone())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    assert!(world.server.requests().is_empty());
    // What was read whole can be written.
    for property in ["People", "Minutes", "About"] {
        let all = page.whole_property(property).await.unwrap();
        page.update().set(property, all).await.unwrap();
    }
    assert_eq!(world.sizes(row.id()).await, whole);
}
