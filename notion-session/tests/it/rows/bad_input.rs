//! What goes wrong between reading and writing, and what is wrong from the start, on the local server.

use futures_util::TryStreamExt;
use jiff::{SignedDuration, Timestamp};
use notion_local::Server;
use notion_session::column::timestamp;
use notion_session::http::Request;
use notion_session::prelude::*;
use notion_session::session::Outcome;
use notion_session::{Database, Error, Session};
use serde_json::{Value, json};

use crate::support::open;

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Task {
    name: Title,
    notes: Option<String>,
    estimate: Option<f64>,
    done: bool,
    when: Option<DateRange>,
    project: Relation<Project>,
}

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Project {
    name: Title,
}

struct World {
    server: Server,
    session: Session,
    projects: Database<Project>,
    tasks: Database<Task>,
}

async fn world() -> World {
    let server = Server::new();
    let (session, home) = open(&server).await;
    let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await.unwrap();
    World {
        server,
        session,
        projects,
        tasks,
    }
}

fn task(name: impl Into<Title>) -> Task {
    Task {
        name: name.into(),
        ..Task::default()
    }
}

/// So many tasks, so many of them created in each minute.
async fn many(world: &World, rows: usize, a_minute: usize) {
    let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    for number in 0..rows {
        let minute = i64::try_from(number / a_minute).unwrap();
        world
            .server
            .freeze(start + SignedDuration::from_mins(minute));
        let new = task(format!("Task {number}"));
        world.tasks.insert(new).await.unwrap();
    }
}

#[tokio::test]
async fn a_lost_cursor_costs_no_row_where_the_order_is_that_of_creation() {
    for a_minute in [1, 30, 260] {
        for oldest_first in [false, true] {
            let world = world().await;
            many(&world, 260, a_minute).await;
            let query = || match oldest_first {
                true => world.tasks.query().sort(timestamp::created().asc()),
                false => world.tasks.query(),
            };
            let mut expected = query().all().await.unwrap();
            let mut rows = query().stream();
            let mut found = Vec::new();
            for _ in 0..100 {
                found.push(rows.try_next().await.unwrap().unwrap().id());
            }
            // The row that the next answer would begin with.
            let mut next = expected.remove(100);
            world.session.trash(&mut next).await.unwrap();
            let shown = format!("{a_minute} a minute, oldest first: {oldest_first}");
            while let Some(row) = rows
                .try_next()
                .await
                .unwrap_or_else(|error| panic!("{shown}: {error}"))
            {
                found.push(row.id());
            }
            let mut expected: Vec<_> = expected.iter().map(Row::id).collect();
            expected.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, expected, "{shown}");
        }
    }
}

#[tokio::test]
async fn a_lost_cursor_is_an_error_in_another_order() {
    let world = world().await;
    many(&world, 150, 150).await;
    let by_name = || world.tasks.query().sort(Task::COL.name.asc());
    let mut rows = by_name().all().await.unwrap();
    let mut pages = by_name().pages();
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.len(), 100);
    world.session.trash(&mut rows[100]).await.unwrap();
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.is_validation(), "{error}");
    let text = error.to_string();
    assert!(
        text.contains("start_cursor") && text.contains("ask again from the beginning"),
        "{text}"
    );
    assert!(pages.next().await.is_none(), "an error is the end");
}

#[tokio::test]
async fn a_row_that_is_in_the_trash_by_now_is_told() {
    let world = world().await;
    let mut row = world.tasks.insert(task("Write")).await.unwrap();
    let mut same = row.clone();
    world.session.trash(&mut same).await.unwrap();

    row.done = true;
    let error = world.session.save(&mut row).await.unwrap_err();
    assert!(
        error.is_validation() && error.to_string().contains("archived"),
        "{error}"
    );
    let error = world.session.save_checked(&mut row).await.unwrap_err();
    assert!(
        matches!(&error, Error::Conflict(conflict) if conflict.in_trash),
        "{error}"
    );
    let error = world
        .session
        .update(&row, |t| t.done.set(true))
        .await
        .unwrap_err();
    assert!(error.is_validation(), "{error}");
    assert_eq!(row.changes(), ["Done"], "the row keeps its changes");

    world.session.restore(&mut same).await.unwrap();
    world.session.save(&mut row).await.unwrap();
    assert!(row.changes().is_empty() && row.done);
}

#[tokio::test]
async fn a_value_that_somebody_else_has_changed_is_told_or_overwritten_as_one_asks_for() {
    let world = world().await;
    let mut row = world.tasks.insert(task("Write")).await.unwrap();
    let theirs = world.session.update(&row, |t| {
        (t.estimate.set(8.0), t.notes.set("Theirs".to_owned()))
    });
    theirs.await.unwrap();

    row.estimate = Some(2.0);
    let mut checked = row.clone();
    let error = world.session.save_checked(&mut checked).await.unwrap_err();
    let Error::Conflict(conflict) = &error else {
        panic!("{error}");
    };
    let found: Vec<_> = conflict
        .properties
        .iter()
        .map(|found| [&*found.property, &*found.in_notion, &*found.to_be_written])
        .collect();
    assert_eq!(found, [["Estimate", "8", "2"]]);
    // Unchecked, what was changed here wins, and what was not stays theirs.
    world.session.save(&mut row).await.unwrap();
    assert_eq!(
        (row.estimate, row.notes.as_deref()),
        (Some(2.0), Some("Theirs"))
    );
}

#[tokio::test]
async fn a_property_that_is_gone_or_another_by_now_is_told_when_it_is_written() {
    let world = world().await;
    let tasks = &world.tasks;
    let mut row = tasks.insert(task("Write")).await.unwrap();
    let change = async |properties: Value| {
        let path = format!("/v1/data_sources/{}", tasks.data_source_id());
        let request = Request::patch(path).json(json!({ "properties": properties }));
        world.session.client().send(&request).await.unwrap();
    };
    change(json!({ "Estimate": null, "Notes": { "checkbox": {} } })).await;

    row.estimate = Some(2.0);
    let error = world.session.save(&mut row).await.unwrap_err();
    assert!(error.is_validation(), "{error}");
    assert_eq!(row.changes(), ["Estimate"]);
    let error = tasks
        .insert(Task {
            notes: Some("x".into()),
            ..task("Read")
        })
        .await
        .unwrap_err();
    assert!(
        error.is_validation() && error.to_string().contains("checkbox"),
        "{error}"
    );
    let t = Task::COL;
    for filter in [t.estimate.gt(1), t.notes.contains("x")] {
        let shown = filter.to_string();
        let error = tasks.query().filter(filter).all().await.unwrap_err();
        assert!(error.is_validation(), "{shown}: {error}");
    }
    // A row can be in Notion although what it came back as does not fit: that is no failure to insert.
    let error = tasks.insert(task("Rest")).await.unwrap_err();
    assert!(
        error.is_decode() && error.to_string().contains("cannot read Task"),
        "{error}"
    );
    let outcomes = tasks.insert_all([task("Sleep")]).await;
    assert!(
        matches!(&outcomes[0], Outcome::Unknown(error) if error.is_decode()),
        "{outcomes:?}"
    );
    let names = tasks.query().select(|t| t.name).all().await.unwrap();
    assert_eq!(names.len(), 3, "{names:?}");
}

#[tokio::test]
async fn a_date_that_ends_before_it_starts_is_refused_wherever_it_is_written() {
    let world = world().await;
    let day = |text: &str| text.parse::<Date>().unwrap();
    let time = |text: &str| text.parse::<DateTime>().unwrap();
    let mut row = world.tasks.insert(task("Write")).await.unwrap();
    world.server.clear_requests();
    for (when, words) in [
        (
            DateRange::new(day("2026-02-02"), day("2026-02-01")),
            "ends before it starts",
        ),
        (
            // The clock of the end shows more, and it is earlier.
            DateRange::new(
                time("2026-02-02T09:00:00+00:00"),
                time("2026-02-02T09:30:00+01:00"),
            ),
            "ends before it starts",
        ),
        (
            DateRange::new(day("2026-02-02"), time("2026-02-03T09:00:00Z")),
            "mixes a day with an instant",
        ),
    ] {
        row.when = Some(when);
        let new = Task {
            when: Some(when),
            ..task("Read")
        };
        let errors = [
            world.tasks.insert(new.clone()).await.map(drop).unwrap_err(),
            world
                .tasks
                .insert_with(|t| (t.name.set("Read"), t.when.set(when)))
                .await
                .map(drop)
                .unwrap_err(),
            world.session.save(&mut row).await.unwrap_err(),
            world.session.save_checked(&mut row).await.unwrap_err(),
            world
                .session
                .update(&row, |t| t.when.set(when))
                .await
                .map(drop)
                .unwrap_err(),
        ];
        for error in errors {
            assert!(matches!(error, Error::Refused(_)), "{error}");
            let text = error.to_string();
            assert!(text.contains(words) && text.contains("When"), "{text}");
        }
    }
    assert!(world.server.requests().is_empty());
}

#[test]
fn an_unknown_time_zone_is_told_and_not_taken_for_utc() {
    let error = "2026-06-27T18:01:00[Mars/Olympus]"
        .parse::<DateTime>()
        .unwrap_err();
    assert!(error.to_string().contains("Mars/Olympus"), "{error}");

    // Notion writes offsets; should it not, the zone counts.
    let page = |zone: &str| {
        json!({
            "object": "page", "id": "38c9ce7b-60a4-8100-8000-000000000001",
            "created_time": "2026-06-27T16:01:00.000Z", "last_edited_time": "2026-06-27T16:01:00.000Z",
            "parent": { "type": "data_source_id", "data_source_id": "38c9ce7b-60a4-8100-8000-000000000002",
                        "database_id": "38c9ce7b-60a4-8100-8000-000000000003" },
            "in_trash": false, "url": "https://app.notion.com/p/x",
            "properties": {
                "Name": { "id": "title", "type": "title", "title": [] },
                "Start": { "id": "a%3Bx", "type": "date",
                           "date": { "start": "2026-06-27T18:01:00.000", "end": null, "time_zone": zone } },
            },
        })
    };
    #[derive(NotionSchema, Debug)]
    struct Event {
        name: Title,
        start: Option<DateTime>,
    }
    let rows = json!({
        "object": "list", "results": [page("Europe/Berlin"), page("Mars/Olympus")], "next_cursor": null, "has_more": false,
        "type": "page_or_data_source", "page_or_data_source": {},
    });
    let rows = notion_session::row::read_rows::<Event>(rows.to_string().as_bytes(), None).unwrap();
    let start = rows[0].as_ref().unwrap().start.unwrap();
    assert_eq!(start.to_string(), "2026-06-27T18:01:00+02:00");
    let error = rows[1].as_ref().unwrap_err();
    assert!(error.is_decode(), "{error}");
    let text = error.to_string();
    assert!(
        text.contains("Mars/Olympus") && text.contains("`Start`") && text.contains("Event"),
        "{text}"
    );
}

#[tokio::test]
async fn an_id_of_another_schema_s_row_is_told() {
    let world = world().await;
    let project = world
        .projects
        .insert(Project {
            name: "Launch".into(),
        })
        .await
        .unwrap();
    // The compiler refuses the id itself; without its type it passes.
    let untyped: PageId = project.id().cast();
    let error = world.tasks.get(untyped.cast()).await.unwrap_err();
    assert!(error.is_decode(), "{error}");
    let text = error.to_string();
    assert!(
        text.contains("`Task`") && text.contains("another data source"),
        "{text}"
    );

    // A task where a project belongs: Notion refuses it.
    let other = world.tasks.insert(task("Read")).await.unwrap();
    let wrong: PageId = other.id().cast();
    let new = Task {
        project: [wrong.cast()].into(),
        ..task("Write")
    };
    let error = world.tasks.insert(new).await.unwrap_err();
    assert!(error.is_validation() || error.is_not_found(), "{error}");
}
