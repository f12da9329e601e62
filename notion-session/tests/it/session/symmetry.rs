//! Calls of one kind that have one shape: what is got by an ID, what reads many rows, what Notion shows in part.

use std::sync::{Arc, Mutex};

use notion_local::Server;
use notion_session::Error;
use notion_session::model::{AsyncTaskId, DataSourceId, PageId};
use notion_session::prelude::*;
use notion_session::session::PartialObject;
use serde_json::json;

use crate::support::{NOWHERE, cost, local, open, results, with_answer};

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Projects")]
struct Project {
    #[notion(title)]
    name: String,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Tasks")]
struct Task {
    #[notion(title)]
    task: String,
    #[notion(two_way = tasks)]
    project: Relation<Project>,
}

#[tokio::test]
async fn parents_and_unknown_users_are_got_from_the_store_or_fresh() {
    let (session, home) = local().await;
    let page = session.create_page(&home, "Plans").await.unwrap();
    let (parent, requests) = cost(&session, page.get_parent()).await;
    assert_eq!(parent.unwrap().unwrap().as_page(), Some(&home));
    assert_eq!(requests, 0);
    let (parent, requests) = cost(&session, page.get_parent().fresh()).await;
    assert_eq!(parent.unwrap().unwrap().as_page().unwrap().id(), home.id());
    assert_eq!(requests, 1);

    let nobody = session.get_user_or_unknown(NOWHERE).fresh().await.unwrap();
    assert!(nobody.is_unknown());
    let error = session.get_user_or_unknown("not an ID").await.unwrap_err();
    assert!(matches!(error, Error::InvalidId(_)), "{error}");
    let id = AsyncTaskId::from("no-such-task");
    let error = session.get_task(&id).fresh().await.unwrap_err();
    assert!(error.is_not_found() || error.is_validation(), "{error}");
}

/// 3 projects: the first with 30 tasks, the second with 28, the third with none.
async fn world() -> (Session, Vec<Row<Project>>) {
    let (session, home) = local().await;
    let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await.unwrap();
    for (name, count) in [("A", 30), ("B", 28), ("C", 0)] {
        let project = Project {
            name: name.into(),
            ..Project::default()
        };
        let project = projects.insert(project).await.unwrap();
        let related = Relation::from(&project);
        let task = move |number| Task {
            task: format!("{name} {number}"),
            project: related.clone(),
        };
        let all = tasks.insert_all((0..count).map(task)).await;
        assert!(all.iter().all(|outcome| outcome.row().is_some()));
    }
    let rows = projects.query().sort(Project::COL.name.asc()).all().await;
    (session, rows.unwrap())
}

#[tokio::test]
async fn completions_report_progress_and_stream() {
    let (session, mut rows) = world().await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let report = Arc::clone(&seen);
    let mut copy = rows.clone();
    session
        .complete(&mut copy, |p| p.tasks)
        .concurrency(1)
        .on_progress(move |progress| {
            report
                .lock()
                .unwrap()
                .push((progress.done(), progress.total));
        })
        .await
        .unwrap();
    assert_eq!(*seen.lock().unwrap(), [(1, Some(2)), (2, Some(2))]);
    assert_eq!((copy[0].tasks.len(), copy[1].tasks.len()), (30, 28));

    let ids: Vec<_> = rows.iter().map(Row::id).collect();
    let mut completed = session.complete(&mut rows, |p| p.tasks).stream();
    assert_eq!(completed.next().await.unwrap().unwrap(), ids[0]);
    assert_eq!(completed.next().await.unwrap().unwrap(), ids[1]);
    assert!(completed.next().await.is_none());
    drop(completed);
    assert!(rows.iter().all(|row| row.tasks.is_complete()));
}

#[tokio::test]
async fn loads_report_progress_and_stream() {
    let (session, mut rows) = world().await;
    session.complete(&mut rows, |p| p.tasks).await.unwrap();
    for by_scan in [false, true] {
        let load = || {
            let load = session.load(&rows, |p| p.tasks).concurrency(2);
            if by_scan { load.by_scan() } else { load }
        };
        let seen = Arc::new(Mutex::new(Vec::new()));
        let report = Arc::clone(&seen);
        let tasks = load()
            .on_progress(move |progress| {
                report
                    .lock()
                    .unwrap()
                    .push((progress.succeeded, progress.total));
            })
            .await
            .unwrap();
        assert_eq!((tasks.len(), tasks.missing().len()), (58, 0));
        let seen = seen.lock().unwrap().clone();
        assert_eq!(seen.len(), 58);
        assert_eq!(seen.last(), Some(&(58, Some(58))));

        let mut stream = load().stream();
        let mut names = Vec::new();
        while let Some(task) = stream.next().await {
            names.push(task.unwrap().task.clone());
        }
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 58, "each once");
    }
}

#[tokio::test]
async fn a_row_stands_for_its_page_and_a_user_for_its_id() {
    let (session, rows) = world().await;
    let tasks = session.search_db("Tasks").await.unwrap().item().unwrap();
    let tasks = session.bind::<Task>(&tasks).await.unwrap();
    let t = Task::COL;
    let of_b = tasks.query().filter(t.project.contains(&rows[1])).all();
    assert_eq!(of_b.await.unwrap().len(), 28);
    let both: Relation<Project> = rows[..2].iter().collect();
    assert_eq!(both.ids(), [rows[0].id(), rows[1].id()]);
    assert_eq!(PageId::from(&rows[0]), rows[0].id());
    let me = session.whoami().await.unwrap();
    let people: People = [&me].into_iter().collect();
    assert_eq!(People::from(&me), people);
    assert_eq!(People::from(me.id()), people);
}

#[tokio::test]
async fn what_notion_shows_without_its_content_is_not_an_untitled_page() {
    let server = Server::new();
    let (_, home) = open(&server).await;
    let hidden: PageId = "00000000-0000-4000-8000-00000000aaaa".parse().unwrap();
    let source: DataSourceId = "00000000-0000-4000-8000-00000000bbbb".parse().unwrap();
    let partial_page = json!({ "object": "page", "id": hidden });
    let answer = json!([partial_page, { "object": "data_source", "id": source }]);
    let session = with_answer(&server, "/v1/search", results(&answer)).await;
    let found = session.all_pages().await.unwrap();
    assert!(found.is_empty());
    let partial = [
        PartialObject::Page(hidden),
        PartialObject::DataSource(source),
    ];
    assert_eq!(found.partial(), partial);
    assert!(session.search_page("").await.unwrap().is_empty());
    assert!(session.all_dbs().await.unwrap().is_empty());
    assert!(session.cache().is_empty());
    // A whole page is still found and got.
    assert_eq!(session.get_page(home.id()).await.unwrap().title(), "Home");

    let path = format!("/v1/pages/{hidden}");
    let session = with_answer(&server, &path, partial_page).await;
    let error = session.get_page(hidden).await.unwrap_err();
    assert!(matches!(error, Error::WrongKind(_)), "{error}");
    assert!(error.to_string().contains("without its content"), "{error}");
    assert!(session.cache().is_empty());
}

#[tokio::test]
async fn a_whole_word_in_a_substring_saves_the_list_of_everything() {
    let (session, home) = local().await;
    for number in 0..120 {
        let title = format!("Note {number}");
        session.create_page(&home, title).await.unwrap();
    }
    let wall = session
        .create_page(&home, "The great wall of China")
        .await
        .unwrap();
    session
        .create_page(&home, "A great wallet of mine")
        .await
        .unwrap();
    let (found, requests) = cost(&session, session.search_page("EAT wall o").substring()).await;
    assert_eq!(
        (found.unwrap().item().unwrap(), requests),
        (wall.clone(), 1)
    );
    let (found, requests) = cost(&session, session.search_page("t wal").substring()).await;
    assert_eq!(
        (found.unwrap().len(), requests),
        (2, 2),
        "everything is listed"
    );
}
