//! Rows written and related on the local server: what is sent, what it costs, what goes wrong.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::StreamExt;
use notion_local::{Fault, FaultRule, Server};
use notion_session::error::TransportErrorKind;
use notion_session::http::{Pace, Retry};
use notion_session::model::UserId;
use notion_session::prelude::*;
use notion_session::session::{Outcome, Progress, Upsert};
use notion_session::{Database, Error, Session};

use crate::support::{home, local};

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Task {
    name: Title,
    notes: Option<String>,
    estimate: Option<f64>,
    done: bool,
    when: Option<DateRange>,
    people: People,
    #[notion(two_way = tasks)]
    project: Relation<Project>,
    see: Relation<Project>,
}

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Project {
    name: Title,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
}

struct World {
    server: Server,
    session: Session,
    projects: Database<Project>,
    tasks: Database<Task>,
}

async fn world() -> World {
    let server = Server::new();
    let session = Session::builder()
        .local_server(server.clone())
        .pace(Pace::unlimited())
        .retry(Retry::never())
        .build()
        .unwrap();
    let home = home(&session).await;
    let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await.unwrap();
    // What a session knows of its databases it does not ask for again.
    projects.data_source().await.unwrap();
    tasks.data_source().await.unwrap();
    server.clear_requests();
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

fn project(name: impl Into<Title>) -> Project {
    Project {
        name: name.into(),
        ..Project::default()
    }
}

impl World {
    /// The requests since the last time, as `POST pages`.
    fn requests(&self) -> Vec<String> {
        let requests = self.server.requests();
        self.server.clear_requests();
        let shown = requests.iter().map(|request| {
            let path = request.path.trim_start_matches("/v1/");
            let path = path.split('/').filter(|part| part.len() != 36);
            format!("{} {}", request.method, path.collect::<Vec<_>>().join("/"))
        });
        shown.collect()
    }
}

#[tokio::test]
async fn many_rows_are_inserted_in_order_with_progress_and_an_outcome_each() {
    let world = world().await;
    let seen = Arc::new(Mutex::new(Vec::<Progress>::new()));
    let log = Arc::clone(&seen);
    let rows = (0..40).map(|number| Task {
        // One that Notion would not take.
        estimate: Some(if number == 7 {
            f64::NAN
        } else {
            f64::from(number)
        }),
        ..task(format!("Task {number}"))
    });
    let outcomes = world
        .tasks
        .insert_all(rows)
        .concurrency(4)
        .on_progress(move |progress| log.lock().unwrap().push(progress))
        .await;
    assert_eq!(outcomes.len(), 40);
    for (number, outcome) in outcomes.iter().enumerate() {
        match outcome {
            Outcome::Created(row) => assert_eq!(row.name.0, format!("Task {number}")),
            Outcome::Failed(Error::Refused(refused)) => {
                assert_eq!((number, &*refused.property), (7, "Estimate"));
            }
            other => panic!("{number}: {other:?}"),
        }
    }
    assert_eq!(
        world.requests(),
        vec!["POST pages"; 39],
        "nothing is sent of what is refused"
    );
    let seen = seen.lock().unwrap();
    let done: Vec<_> = seen.iter().map(Progress::done).collect();
    assert_eq!(done, (1..=40).collect::<Vec<_>>());
    let last = seen.last().unwrap();
    assert_eq!(
        (last.succeeded, last.failed, last.unknown, last.total),
        (39, 1, 0, Some(40))
    );
}

#[tokio::test(start_paused = true)]
async fn outcomes_keep_the_order_of_the_rows_whichever_answer_comes_first() {
    let world = world().await;
    let slow = FaultRule::new(Fault::Delay(Duration::from_secs(5))).on("POST", "/v1/pages");
    world.server.fail_when(slow.times(1));
    let rows = (0..6).map(|number| task(format!("Task {number}")));
    let outcomes = world.tasks.insert_all(rows).await;
    let names: Vec<_> = outcomes
        .iter()
        .map(|outcome| outcome.row().unwrap().name.0.as_str())
        .collect();
    assert_eq!(
        names,
        ["Task 0", "Task 1", "Task 2", "Task 3", "Task 4", "Task 5"]
    );
    // The one that was asked for first was there last.
    let row = world.tasks.query().first().await.unwrap().unwrap();
    assert_eq!(row.name.0, "Task 0");
}

#[tokio::test]
async fn a_lost_answer_is_unknown_and_an_upsert_resumes() {
    let world = world().await;
    let rows = || {
        (0..6).map(|number| Task {
            estimate: Some(f64::from(number)),
            ..task(format!("Task {number}"))
        })
    };
    world.server.fail_next(Fault::Lost);
    world.server.fail_next(Fault::Status(400));
    let outcomes: Vec<_> = world
        .tasks
        .insert_all(rows())
        .concurrency(1)
        .stream()
        .collect()
        .await;
    assert!(
        matches!(outcomes[0], Outcome::Unknown(_)),
        "{:?}",
        outcomes[0]
    );
    assert!(
        matches!(outcomes[1], Outcome::Failed(_)),
        "{:?}",
        outcomes[1]
    );
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| outcome.row().is_some())
            .count(),
        4
    );

    // The first is there although its answer was lost; the second is not. One is changed.
    let changed = rows().map(|mut row| {
        if row.estimate == Some(3.0) {
            row.notes = Some("Changed".into());
        }
        row
    });
    world.requests();
    let done = world.tasks.upsert_all(changed, |t| t.name).await.unwrap();
    assert_eq!(
        (done.inserted(), done.updated(), done.unchanged()),
        (1, 1, 4)
    );
    assert_eq!((done.failed(), done.unknown()), (0, 0));
    assert!(matches!(done.outcomes[1], Upsert::Inserted(_)));
    assert!(
        matches!(&done.outcomes[3], Upsert::Updated(row) if row.notes.as_deref() == Some("Changed"))
    );
    let mut requests = world.requests();
    requests.sort();
    assert_eq!(
        requests,
        ["PATCH pages", "POST data_sources/query", "POST pages"]
    );
    assert_eq!(world.tasks.query().count().await.unwrap(), 6);
}

/// In the process, too, a connection that is cut is a broken one, and no answer of a server.
#[tokio::test]
async fn a_connection_is_cut_without_a_socket_as_well() {
    let (session, home) = local().await;
    let server = session.local_server().unwrap();
    server.fail_when(FaultRule::new(Fault::CutAfter).on("POST", "/v1/pages"));
    let error = session.create_page(&home, "Lost").await.unwrap_err();
    let Error::OutcomeUnknown(unknown) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(unknown.kind, Some(TransportErrorKind::Broken), "{error}");
    assert_eq!(home.subpages().await.unwrap().len(), 1, "it is there");
}

/// Over a real connection, which breaks before a row is there, and after it is.
#[tokio::test]
async fn a_broken_connection_leaves_it_open_whether_a_row_is_there() {
    let server = Server::start().await.unwrap();
    let session = Session::builder()
        .token(server.token())
        .base_url(server.uri())
        .pace(Pace::unlimited())
        .build()
        .unwrap();
    let home = home(&session).await;
    let (_, tasks) = session.create_dbs::<(Project, Task)>(&home).await.unwrap();
    let rows = || (0..10).map(|number| task(format!("Task {number}")));
    server.fail_when(FaultRule::new(Fault::CutBefore).on("POST", "/v1/pages"));
    server.fail_when(FaultRule::new(Fault::CutAfter).on("POST", "/v1/pages"));
    server.fail_when(FaultRule::new(Fault::Truncated).on("POST", "/v1/pages"));
    let mut last = Progress::default();
    let seen = Arc::new(Mutex::new(Vec::<Progress>::new()));
    let log = Arc::clone(&seen);
    let outcomes = tasks
        .insert_all(rows())
        .concurrency(1)
        .on_progress(move |progress| log.lock().unwrap().push(progress))
        .await;
    for (place, outcome) in outcomes.iter().enumerate() {
        match outcome {
            Outcome::Unknown(error) if place < 3 => assert!(error.is_outcome_unknown(), "{error}"),
            Outcome::Created(_) if place >= 3 => {}
            other => panic!("{place}: {other:?}"),
        }
    }
    for progress in seen.lock().unwrap().iter() {
        assert_eq!(progress.done(), last.done() + 1);
        last = *progress;
    }
    assert_eq!(
        (last.succeeded, last.failed, last.unknown, last.total),
        (7, 0, 3, Some(10))
    );
    // None was sent a second time: the one that never arrived is missing, and none is there twice.
    assert_eq!(tasks.query().count().await.unwrap(), 9);

    let done = tasks.upsert_all(rows(), |t| t.name).await.unwrap();
    assert_eq!((done.inserted(), done.unchanged()), (1, 9));
    assert!(matches!(done.outcomes[0], Upsert::Inserted(_)));
    assert_eq!(tasks.query().count().await.unwrap(), 10);
}

#[tokio::test]
async fn an_upsert_refuses_what_it_cannot_tell_apart() {
    let world = world().await;
    for name in ["Twice", "Twice", "Once"] {
        world.tasks.insert(task(name)).await.unwrap();
    }
    let rows = [
        task("Twice"),
        task(""),
        task("Once"),
        task("Once"),
        task("New"),
    ];
    let done = world.tasks.upsert_all(rows, |t| t.name).await.unwrap();
    assert_eq!(
        (done.failed(), done.unchanged(), done.inserted()),
        (3, 1, 1)
    );
    for (place, reason) in [
        (0, "several rows in Notion"),
        (1, "empty"),
        (3, "an earlier row"),
    ] {
        let Upsert::Failed(error) = &done.outcomes[place] else {
            panic!("{place}");
        };
        assert!(error.to_string().contains(reason), "{error}");
    }
}

#[tokio::test]
async fn a_checked_save_reports_what_both_have_changed() {
    let world = world().await;
    let session = &world.session;
    let mut mine = world.tasks.insert(task("Write")).await.unwrap();
    let theirs = mine.clone();
    session
        .update(&theirs, |t| {
            (
                t.estimate.set(8.0),
                t.done.set(true),
                t.notes.set("Theirs".to_owned()),
            )
        })
        .await
        .unwrap();

    // Another property, and the same value in the same property, are no conflict.
    let mut other = mine.clone();
    other.name = "Write it".into();
    other.done = true;
    session.save_checked(&mut other).await.unwrap();
    assert_eq!((other.estimate, &*other.name), (Some(8.0), "Write it"));

    mine.estimate = Some(2.0);
    mine.notes = Some("Mine".into());
    world.requests();
    let error = session.save_checked(&mut mine).await.unwrap_err();
    assert!(error.is_conflict(), "{error}");
    let Error::Conflict(conflict) = &error else {
        panic!("{error}");
    };
    let found: Vec<_> = conflict
        .properties
        .iter()
        .map(|found| [&*found.property, &*found.in_notion, &*found.to_be_written])
        .collect();
    assert_eq!(found, [["Notes", "Theirs", "Mine"], ["Estimate", "8", "2"]]);
    assert_eq!(world.requests(), ["GET pages"]);
    assert_eq!(
        mine.changes(),
        ["Notes", "Estimate"],
        "the row keeps its changes"
    );

    // Nothing changed, nothing sent.
    session.save_checked(&mut other).await.unwrap();
    assert_eq!(world.requests(), [""; 0]);
}

#[tokio::test]
async fn a_save_keeps_formatting_that_the_struct_does_not_see() {
    let world = world().await;
    let row = world.tasks.insert(task("Write")).await.unwrap();
    let bold = serde_json::json!({ "properties": { "Notes": { "rich_text": [
        { "text": { "content": "bold" }, "annotations": { "bold": true } },
    ] } } });
    let request =
        notion_session::http::Request::patch(format!("/v1/pages/{}", row.id())).json(bold);
    world.session.client().send(&request).await.unwrap();

    let mut row = world.tasks.get(row.id()).await.unwrap();
    row.done = true;
    world.session.save(&mut row).await.unwrap();
    let page = world
        .session
        .api()
        .pages()
        .retrieve(row.id())
        .await
        .unwrap();
    let page = serde_json::to_value(page).unwrap();
    let run = &page["properties"]["Notes"]["rich_text"][0];
    assert_eq!(run["annotations"]["bold"], true);
}

#[tokio::test]
async fn both_ends_of_a_two_way_relation_agree_after_a_write() {
    let world = world().await;
    let launch = world.projects.insert(project("Launch")).await.unwrap();
    let audit = world.projects.insert(project("Audit")).await.unwrap();
    let new = Task {
        project: [launch.id()].into(),
        ..task("Write")
    };
    let mut row = world.tasks.insert(new).await.unwrap();
    let tasks_of = async |id| world.projects.get(id).await.unwrap().tasks.clone();
    assert_eq!(tasks_of(launch.id()).await, [row.id()].into());

    row.project = [audit.id()].into();
    world.session.save(&mut row).await.unwrap();
    assert!(tasks_of(launch.id()).await.is_empty());
    assert_eq!(tasks_of(audit.id()).await, [row.id()].into());
}

#[tokio::test]
async fn what_is_truncated_is_completed_on_request_and_never_written_back() {
    let world = world().await;
    let launch = world.projects.insert(project("Launch")).await.unwrap();
    let new = (0..130).map(|number| Task {
        project: [launch.id()].into(),
        ..task(format!("Task {number}"))
    });
    let new: Vec<_> = new.collect();
    let ids: Vec<_> = world.tasks.insert_all(new).concurrency(1).await;
    let ids: Vec<_> = ids
        .iter()
        .filter_map(|task| task.row().map(Row::id))
        .collect();
    let small = world.projects.insert(Project {
        tasks: [ids[0]].into(),
        ..project("Small")
    });
    small.await.unwrap();

    let p = Project::COL;
    let mut rows = world
        .projects
        .query()
        .sort(p.name.asc())
        .all()
        .await
        .unwrap();
    assert_eq!(
        (rows[0].tasks.len(), rows[0].tasks.is_complete()),
        (25, false)
    );
    rows[0].tasks.push(ids[100]);
    let error = world.session.save(&mut rows[0]).await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    let error = world
        .session
        .complete(&mut rows, |p| p.tasks)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("changed before"), "{error}");

    let mut rows = world
        .projects
        .query()
        .sort(p.name.asc())
        .all()
        .await
        .unwrap();
    world.requests();
    world
        .session
        .complete(&mut rows, |p| p.tasks)
        .await
        .unwrap();
    let requests = world.requests();
    assert_eq!(requests.len(), 2, "one for each 100 of its pages");
    assert!(
        requests
            .iter()
            .all(|request| request.starts_with("GET pages/properties"))
    );
    assert_eq!(rows[0].tasks.len(), 130);
    assert!(
        rows.iter()
            .all(|row| row.tasks.is_complete() && row.changes().is_empty())
    );
    // What is complete costs nothing.
    world
        .session
        .complete(&mut rows, |p| p.tasks)
        .await
        .unwrap();
    assert_eq!(world.requests(), [""; 0]);
    // More than Notion takes in one value is refused before anything is sent.
    let one_more = "38c9ce7b-60a4-8100-8000-000000000001";
    rows[0].tasks.push(one_more.parse().unwrap());
    let error = world.session.save(&mut rows[0]).await.unwrap_err();
    assert!(error.to_string().contains("at most 100"), "{error}");
}

#[tokio::test]
async fn twenty_five_people_are_perhaps_not_all() {
    let people: Vec<UserId> = (1..=25_u128)
        .map(|number| notion_session::model::UserId::from(uuid::Uuid::from_u128(number)))
        .collect();
    let shown = |people: &[UserId]| -> serde_json::Value {
        people
            .iter()
            .map(|id| serde_json::json!({ "object": "user", "id": id }))
            .collect()
    };
    use notion_session::schema::Property;
    let read = |count: usize| People::decode(shown(&people[..count])).unwrap();
    assert!(read(24).is_complete() && read(24).check().is_ok());
    assert!(!read(25).is_complete());
    assert!(
        read(25)
            .check()
            .unwrap_err()
            .0
            .contains("complete the people")
    );
    // What an application puts together itself is whole.
    assert!(People::from(people).check().is_ok());
}

/// What a load is given, what it finds, and what it may cost.
async fn loads(world: &World, rows: &[Row<Task>], scan: bool) -> (usize, Vec<String>) {
    world.requests();
    let load = world.session.load(rows, |t| t.project);
    let map = if scan {
        load.by_scan().await
    } else {
        load.await
    }
    .unwrap();
    for row in rows {
        assert_eq!(map.of(&row.project).count(), row.project.len());
    }
    assert!(map.missing().is_empty());
    (map.len(), world.requests())
}

#[tokio::test]
async fn related_rows_are_loaded_with_the_fewest_requests() {
    let world = world().await;
    let mut ids = Vec::new();
    for number in 0..150 {
        let row = world
            .projects
            .insert(project(format!("Project {number}")))
            .await
            .unwrap();
        ids.push(row.id());
    }
    for number in 0..220 {
        let related = if number < 210 {
            vec![ids[number % 150]]
        } else {
            Vec::new()
        };
        let new = Task {
            project: related.into(),
            ..task(format!("Task {number}"))
        };
        world.tasks.insert(new).await.unwrap();
    }
    let rows = world.tasks.query().all().await.unwrap();

    // 210 rows relate to something: three queries, each of which finds at most 100 projects.
    let (found, requests) = loads(&world, &rows, false).await;
    assert_eq!(
        (found, requests),
        (150, vec!["POST data_sources/query".to_owned(); 3])
    );
    // The database has 150 rows: two answers.
    let (found, requests) = loads(&world, &rows, true).await;
    assert_eq!(
        (found, requests),
        (150, vec!["POST data_sources/query".to_owned(); 2])
    );
    // One row relates to one page.
    let one = rows
        .iter()
        .find(|row| !row.project.is_empty())
        .unwrap()
        .clone();
    let (found, requests) = loads(&world, &[one], false).await;
    assert_eq!((found, requests), (1, vec!["GET pages".to_owned()]));
    // Rows that relate to nothing cost nothing.
    let none: Vec<_> = rows
        .iter()
        .filter(|row| row.project.is_empty())
        .cloned()
        .collect();
    let (found, requests) = loads(&world, &none, false).await;
    assert_eq!((found, requests.len()), (0, 0));
}

#[tokio::test]
async fn a_relation_of_more_than_is_shown_is_loaded_whole() {
    let world = world().await;
    let launch = world.projects.insert(project("Launch")).await.unwrap();
    let new = (0..130).map(|number| Task {
        project: [launch.id()].into(),
        ..task(format!("Task {number}"))
    });
    for outcome in world.tasks.insert_all(new.collect::<Vec<_>>()).await {
        outcome.into_result().unwrap();
    }
    let rows = world.projects.query().all().await.unwrap();
    assert_eq!(rows[0].tasks.len(), 25);
    world.requests();
    let tasks = world.session.load(&rows, |p| p.tasks).await.unwrap();
    assert_eq!((tasks.len(), tasks.missing().len()), (130, 0));
    // The relation, in two answers; and what relates back, in two answers.
    let mut requests = world.requests();
    requests.sort();
    let relation = requests
        .iter()
        .filter(|request| request.starts_with("GET pages/properties"));
    assert_eq!(relation.count(), 2, "{requests:?}");
    assert_eq!(requests[2..], ["POST data_sources/query"; 2]);
}

#[tokio::test]
async fn a_one_way_relation_is_loaded_page_by_page_and_says_what_is_missing() {
    let world = world().await;
    let mut kept = Vec::new();
    for name in ["A", "B", "C"] {
        kept.push(world.projects.insert(project(name)).await.unwrap());
    }
    let new = Task {
        see: kept.iter().map(Row::id).collect(),
        ..task("Write")
    };
    let rows = [
        world.tasks.insert(new.clone()).await.unwrap(),
        world.tasks.insert(new).await.unwrap(),
    ];
    world.session.trash(&mut kept[1]).await.unwrap();
    world.requests();
    let map = world.session.load(&rows, |t| t.see).await.unwrap();
    assert_eq!(world.requests(), ["GET pages"; 3]);
    assert_eq!(map.len(), 2);
    assert_eq!(map.missing(), [kept[1].id()]);
    assert!(map.get(kept[0].id()).is_some_and(|row| &*row.name == "A"));
}

#[tokio::test]
async fn requests_under_way_are_bounded() {
    struct Counted<I>(I, Arc<AtomicUsize>);
    impl<I: Iterator> Iterator for Counted<I> {
        type Item = I::Item;
        fn next(&mut self) -> Option<I::Item> {
            self.1.fetch_add(1, Ordering::Relaxed);
            self.0.next()
        }
    }
    let world = world().await;
    let taken = Arc::new(AtomicUsize::new(0));
    let rows = (0..100).map(|number| task(format!("Task {number}")));
    let mut stream = world
        .tasks
        .insert_all(Counted(rows, Arc::clone(&taken)))
        .concurrency(3)
        .stream();
    stream.next().await.unwrap();
    let ahead = taken.load(Ordering::Relaxed);
    assert!(
        ahead <= 5,
        "{ahead} rows were taken from the iterator for one outcome"
    );
    drop(stream);
}

#[tokio::test]
async fn what_is_too_long_is_split_or_refused_before_anything_is_sent() {
    let world = world().await;
    let long = Task {
        notes: Some("x".repeat(200_001)),
        ..task("Write")
    };
    let error = world.tasks.insert(long).await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    assert!(error.to_string().contains("200001"), "{error}");
    assert_eq!(world.requests(), [""; 0]);

    // What is long and not too long is split.
    let long = Task {
        notes: Some("long ".repeat(1_000)),
        ..task("Write")
    };
    let row = world.tasks.insert(long).await.unwrap();
    assert_eq!(row.notes.as_ref().map(String::len), Some(5_000));
}

#[tokio::test]
async fn a_property_that_was_deleted_or_retyped_meanwhile_is_told() {
    let world = world().await;
    world
        .tasks
        .insert(Task {
            estimate: Some(2.0),
            ..task("Write")
        })
        .await
        .unwrap();
    let change = async |properties: serde_json::Value| {
        let path = format!("/v1/data_sources/{}", world.tasks.data_source_id());
        let body = serde_json::json!({ "properties": properties });
        let request = notion_session::http::Request::patch(path).json(body);
        world.session.client().send(&request).await.unwrap();
    };
    // The id of a property stays when it is renamed, and it goes by that.
    let tasks = &world.tasks;
    change(serde_json::json!({ "Estimate": { "name": "Days" } })).await;
    let rows = tasks.query().filter(Task::COL.estimate.gt(1)).all().await;
    assert_eq!(rows.unwrap()[0].estimate, Some(2.0));

    change(serde_json::json!({ "Days": { "name": "Estimate" }, "Notes": { "number": {} } })).await;
    let error = tasks.query().all().await.unwrap_err();
    assert!(error.is_decode(), "{error}");
    assert!(
        error
            .to_string()
            .contains("it is a `number` property in Notion"),
        "{error}"
    );
    let lossy = tasks.query().all_lossy().await.unwrap();
    assert_eq!((lossy.rows.len(), lossy.failed.len()), (0, 1));

    change(serde_json::json!({ "Notes": null })).await;
    let error = tasks.query().all().await.unwrap_err();
    assert!(
        error.is_decode() && error.to_string().contains("`Notes`"),
        "{error}"
    );
    // Columns that are still there can be had.
    let names = tasks.query().select(|t| t.name).all().await.unwrap();
    assert_eq!(names, [Title::from("Write")]);
}

#[tokio::test]
async fn a_database_has_the_methods_of_its_rows_and_its_own_trash_has_another_name() {
    let (session, home) = local().await;
    let mut notes = session.create_db::<DatabaseNote>(&home).await.unwrap();
    let mut row = notes.insert(DatabaseNote::default()).await.unwrap();
    row.done = true;
    notes.save(&mut row).await.unwrap();
    row.done = false;
    notes.save_checked(&mut row).await.unwrap();
    let mut row = notes.update(&row, |n| n.done.set(true)).await.unwrap();
    assert!(row.done);

    notes.trash(&mut row).await.unwrap();
    assert!(row.is_in_trash() && !notes.is_in_trash());
    assert_eq!(notes.query().count().await.unwrap(), 0);
    notes.restore(&mut row).await.unwrap();
    assert!(!row.is_in_trash());
    assert_eq!(notes.query().count().await.unwrap(), 1);

    notes.trash_database().await.unwrap();
    assert!(notes.is_in_trash());
    notes.restore_database().await.unwrap();
    notes.update_database().title("Others").await.unwrap();
    assert_eq!(
        (notes.title(), notes.is_in_trash()),
        ("Others".to_owned(), false)
    );
}

#[derive(NotionSchema, Clone, Debug, Default)]
struct DatabaseNote {
    #[notion(title)]
    name: String,
    done: bool,
}
