//! More rows and references than Notion gives in one answer, and databases with several data sources.

use std::collections::HashSet;

use notion_local::Server;
use serde_json::{Value, json};

use super::{World, run, sorted};

/// A server with a database of so many rows, so many of them created in each minute; the first has all pages that are
/// given as references. Gives the id of the database.
fn rows(count: u32, a_minute: u32) -> (Server, String) {
    const DATABASE: &str = "38c9ce7b-60a4-4100-8000-000000000001";
    const SOURCE: &str = "38c9ce7b-60a4-8100-8000-000000000002";
    let start: notion_session::model::jiff::Timestamp = "2026-01-01T00:00:30Z".parse().unwrap();
    let pages: Vec<Value> = (0..count)
        .map(|number| {
            let minutes = i64::from(number / a_minute);
            let created = start + notion_session::model::jiff::SignedDuration::from_mins(minutes);
            json!({
                "object": "page",
                "id": format!("38c9ce7b-60a4-8100-9000-{number:012}"),
                "created_time": created.to_string(),
                "last_edited_time": created.to_string(),
                "parent": { "type": "data_source_id", "data_source_id": SOURCE, "database_id": DATABASE },
                "properties": {
                    "Name": { "id": "title", "type": "title", "title": [
                        { "type": "text", "text": { "content": format!("row {number}") } }
                    ] },
                },
            })
        })
        .collect();
    let snapshot = json!({
        "data_sources": [{
            "object": "data_source", "id": SOURCE, "title": [], "parent": { "database_id": DATABASE },
            "properties": { "Name": { "id": "title", "name": "Name", "type": "title", "title": {} } },
        }],
        "pages": pages,
    });
    let server = Server::builder().snapshot(&snapshot).unwrap();
    (server, DATABASE.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn more_rows_than_notion_gives_for_one_query_are_printed() {
    let (server, database) = rows(10_500, 3_000);
    let running = server
        .serve((std::net::Ipv4Addr::LOCALHOST, 0).into())
        .await
        .unwrap();
    let uri = running.uri();
    for (limit, expected) in [(None, 10_500), (Some("10250"), 10_250)] {
        let mut words = vec!["rows", &database, "--csv", "--base-url", &uri];
        words.extend(limit.into_iter().flat_map(|limit| ["--limit", limit]));
        let out = run(Some(running.token()), &words).well();
        let names: Vec<&str> = out.lines().skip(1).collect();
        assert_eq!(names.len(), expected);
        assert_eq!(names[0], "row 10499", "newest first");
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_the_rows_is_not_a_success() {
    let (server, database) = rows(10_050, 10_050);
    let running = server
        .serve((std::net::Ipv4Addr::LOCALHOST, 0).into())
        .await
        .unwrap();
    let uri = running.uri();
    let words = ["rows", &database, "--csv", "--base-url", &uri];
    let ran = run(Some(running.token()), &words);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.out.lines().count(), 10_001);
    for part in ["error: ", "10,000", "2026-01-01T00:00:00"] {
        assert!(ran.err.contains(part), "{part:?} is missing in {}", ran.err);
    }
    // What was asked for is all there.
    let words = [&words[..], &["--limit", "10000"]].concat();
    assert_eq!(
        run(Some(running.token()), &words).well().lines().count(),
        10_001
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn all_references_of_a_row_are_printed() {
    let world = World::new().await;
    let project = world.projects.insert(Default::default()).await.unwrap();
    let mut expected = Vec::new();
    for number in 0..27 {
        let task = super::Task {
            task: format!("task {number}"),
            project: project.id().into(),
            ..Default::default()
        };
        expected.push(world.tasks.insert(task).await.unwrap().id().to_string());
    }
    let out = world
        .run(&["rows", &world.projects.id().to_string(), "--json"])
        .well();
    let row: Value = serde_json::from_str(&out).unwrap();
    let tasks = row["properties"]["Tasks"].as_array().unwrap();
    let tasks: Vec<&str> = tasks.iter().map(|id| id.as_str().unwrap()).collect();
    assert_eq!(tasks, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_data_source_of_a_database_has_its_line() {
    let world = World::new().await;
    let tasks = &world.tasks;
    let done = tasks.add_data_source("Done").await.unwrap();
    let line = |id: String, title: &str| format!("{id}  {title}");
    let (first, second) = (
        tasks.data_source_id().to_string(),
        done.data_source_id().to_string(),
    );
    let projects = line(world.projects.id().to_string(), "Projects");
    let one = line(first.clone(), "Tasks / Tasks");
    let other = line(second.clone(), "Tasks / Done");
    let mut expected = vec![&*projects, &*one, &*other];
    expected.sort_unstable();
    let home = world.server.home().to_string();
    assert_eq!(sorted(&world.run(&["ls"]).well()), expected);
    assert_eq!(sorted(&world.run(&["ls", &home]).well()), expected);

    // Their ids are what the other commands take.
    for (id, header) in [(&first, "Task,"), (&second, "Name\r\n")] {
        let out = world.run(&["rows", id, "--csv"]).well();
        assert!(out.starts_with(header), "{out}");
        world.run(&["pull", id]).well();
    }
    let sentence = world.run(&["rows", &tasks.id().to_string()]).badly();
    for part in [
        "2 data sources",
        "\"Tasks\"",
        "\"Done\"",
        &first,
        &second,
        "pass the id of one of them",
    ] {
        assert!(sentence.contains(part), "{part:?} is missing in {sentence}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn control_characters_are_kept_in_a_pipe() {
    let world = World::new().await;
    let title = "a\u{1b}[31m\u{202e}b\u{9b}";
    let task = super::Task {
        task: title.to_owned(),
        ..Default::default()
    };
    world.tasks.insert(task).await.unwrap();
    let id = world.tasks.id().to_string();
    for words in [&["rows", &id][..], &["rows", &id, "--csv"]] {
        let out = world.run(words).well();
        assert!(out.contains(title), "{out:?}");
    }
    let row: Value = serde_json::from_str(&world.run(&["rows", &id, "--json"]).well()).unwrap();
    assert_eq!(row["properties"]["Task"], title);
}
