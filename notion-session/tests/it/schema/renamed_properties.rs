//! Properties that somebody renames in Notion while a session goes on: it goes by their ids.

use notion_session::prelude::*;
use notion_session::{Database, Error};
use serde_json::json;

use crate::support::{change_properties, local};

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Task {
    task: Title,
    estimate: Option<f64>,
    spent: Option<f64>,
    #[notion(two_way = tasks)]
    project: Relation<Project>,
}

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Project {
    name: Title,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
    #[notion(rollup = sum(tasks.estimate))]
    effort: Rollup<f64>,
}

/// Takes every name away, and gives two properties each other's.
async fn rename_all(projects: &Database<Project>, tasks: &Database<Task>) {
    change_properties(tasks, json!({ "Estimate": { "name": "Someone else" } })).await;
    change_properties(
        tasks,
        json!({
            "Task": { "name": "Was Task" },
            "Spent": { "name": "Estimate" },
            "Project": { "name": "Was Project" },
        }),
    )
    .await;
    change_properties(tasks, json!({ "Someone else": { "name": "Spent" } })).await;
    change_properties(
        projects,
        json!({
            "Name": { "name": "Was Name" },
            "Tasks": { "name": "Was Tasks" },
            "Effort": { "name": "Was Effort" },
        }),
    )
    .await;
}

fn task(name: &str, estimate: f64, spent: f64) -> Task {
    Task {
        task: name.into(),
        estimate: Some(estimate),
        spent: Some(spent),
        ..Task::default()
    }
}

/// What was renamed after it was bound is read, written, found and sorted as before.
async fn everything_works(projects: &Database<Project>, tasks: &Database<Task>) {
    let (session, t) = (tasks.session(), Task::COL);
    let launch = projects.insert_with(|p| p.name.set("Launch"));
    let launch = launch.await.unwrap();
    let write = Task {
        project: [launch.id()].into(),
        ..task("Write", 2.0, 20.0)
    };

    // Written.
    let mut row = tasks.insert(write.clone()).await.unwrap();
    assert_eq!(*row, write);
    tasks.insert(task("Read", 1.0, 30.0)).await.unwrap();
    row.estimate = Some(3.0);
    session.save(&mut row).await.unwrap();
    row.spent = Some(21.0);
    session.save_checked(&mut row).await.unwrap();
    let row = session.update(&row, |t| t.task.set("Wrote")).await.unwrap();
    assert_eq!(
        (&*row.task, row.estimate, row.spent),
        ("Wrote", Some(3.0), Some(21.0))
    );
    assert_eq!(*tasks.get(row.id()).await.unwrap(), *row);
    let upserted = tasks.upsert_all([task("Read", 1.5, 30.0)], |t| t.task);
    let upserted = upserted.await.unwrap();
    assert_eq!((upserted.updated(), upserted.inserted()), (1, 0));

    // Found, sorted, selected, counted.
    let found = tasks
        .query()
        .filter(t.estimate.gt(2) & t.task.contains("W"));
    assert_eq!(found.count().await.unwrap(), 1);
    let sorted = tasks.query().sort(t.estimate.asc());
    let names = sorted.select(|t| (t.task, t.estimate, t.spent)).all().await;
    let read = ("Read".into(), Some(1.5), Some(30.0));
    let wrote = ("Wrote".into(), Some(3.0), Some(21.0));
    assert_eq!(names.unwrap(), [read, wrote]);

    // Followed.
    let rows = tasks.query().all().await.unwrap();
    let map = session.load(&rows, |t| t.project).await.unwrap();
    assert_eq!(map.get(launch.id()).unwrap().effort.get(), Some(&3.0));
    let mut projects = projects.query().all().await.unwrap();
    session.complete(&mut projects, |p| p.tasks).await.unwrap();
    assert_eq!(projects[0].tasks.iter().count(), 1);
}

#[tokio::test]
async fn a_session_that_was_bound_goes_by_ids() {
    let (owner, home) = local().await;
    owner.create_dbs::<(Project, Task)>(&home).await.unwrap();
    let server = owner.local_server().unwrap().clone();
    let session = Session::builder().local_server(server).build().unwrap();
    let (projects, tasks) = session
        .bind_all::<(Project, Task)>(home.id())
        .await
        .unwrap();
    rename_all(&projects, &tasks).await;
    // Whatever the store has meanwhile heard of the new names.
    projects.data_source().await.unwrap();
    tasks.data_source().await.unwrap();
    session.cache().clear();
    everything_works(&projects, &tasks).await;
}

#[tokio::test]
async fn a_session_that_created_goes_by_the_ids_that_rows_came_with() {
    let (session, home) = local().await;
    let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await.unwrap();
    // A row that is written and one that is read bring all ids.
    projects.insert(Project::default()).await.unwrap();
    session.cache().clear();
    tasks.insert(Task::default()).await.unwrap();
    for mut row in projects.query().all().await.unwrap() {
        session.trash(&mut row).await.unwrap();
    }
    for mut row in tasks.query().all().await.unwrap() {
        session.trash(&mut row).await.unwrap();
    }
    rename_all(&projects, &tasks).await;
    everything_works(&projects, &tasks).await;
}

#[tokio::test]
async fn who_binds_afterwards_is_told_of_the_new_names() {
    let (session, home) = local().await;
    let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await.unwrap();
    change_properties(&tasks, json!({ "Estimate": { "name": "Estimated" } })).await;
    let other = Session::builder()
        .local_server(session.local_server().unwrap().clone())
        .build()
        .unwrap();
    let error = other.bind::<Task>(tasks.id()).await.unwrap_err();
    assert!(matches!(error, Error::SchemaMismatch(_)), "{error}");
    let text = error.to_string();
    assert!(
        text.contains("+ Estimate  number (was it renamed to \"Estimated\"?)"),
        "{text}"
    );
    drop(projects);
}
