//! Later syncs: what has changed is read, what is gone is proved, and the schema is followed.

use std::time::Duration;

use notion_local::{Fault, FaultRule, Server};
use notion_session::model::DataSourceId;
use serde_json::json;

use crate::support::store::on_each_store;
use crate::support::world::{World, title};

fn texts(rows: &[Vec<Option<String>>]) -> Vec<String> {
    rows.iter()
        .map(|row| row[0].clone().unwrap_or_default())
        .collect()
}

#[tokio::test]
async fn a_row_that_changes_twice_in_one_minute_is_not_missed() {
    on_each_store(async |place| {
        let world = World::new();
        world.server.freeze("2026-03-01T10:00:10Z".parse().unwrap());
        let (_, source) = world
            .database("Tasks", json!({ "Task": { "title": {} } }))
            .await;
        let mut rows = Vec::new();
        for number in 0..120 {
            rows.push(
                world
                    .row(&source, json!({ "Task": title(&format!("{number}")) }))
                    .await,
            );
        }
        let (mirror, session) = (place.mirror().await, world.session());
        mirror
            .sync(&session)
            .database(source.as_str())
            .await
            .unwrap();
        world
            .update(&rows[7], json!({ "Task": title("first") }))
            .await;
        mirror
            .sync(&session)
            .database(source.as_str())
            .await
            .unwrap();
        world
            .update(&rows[7], json!({ "Task": title("second") }))
            .await;
        let report = mirror
            .sync(&session)
            .database(source.as_str())
            .await
            .unwrap();
        assert_eq!((report.changed, report.new), (1, 0));
        let found = place
            .rows("SELECT task FROM tasks WHERE task IN ('first', 'second', '7')")
            .await;
        assert_eq!(texts(&found), ["second"]);
    })
    .await;
}

#[tokio::test]
async fn rows_that_are_gone_have_tombstones_with_reasons() {
    on_each_store(async |place| {
        let world = World::new();
        let (_, a) = world
            .database("A", json!({ "Name": { "title": {} } }))
            .await;
        let (_, b) = world
            .database("B", json!({ "Name": { "title": {} } }))
            .await;
        let trashed = world.row(&a, json!({ "Name": title("trashed") })).await;
        let moved = world.row(&a, json!({ "Name": title("moved") })).await;
        world.row(&a, json!({ "Name": title("here") })).await;
        let (mirror, session) = (place.mirror().await, world.session());
        mirror.sync(&session).everything().await.unwrap();

        world.trash(&trashed, true).await;
        let parent = json!({ "parent": { "type": "data_source_id", "data_source_id": b } });
        world
            .ok("POST", &format!("pages/{moved}/move"), parent)
            .await;
        let report = mirror.sync(&session).everything().await.unwrap();
        assert_eq!(report.gone, 2, "{report:?}");
        let states = place
            .rows("SELECT name || ' ' || _state FROM a ORDER BY name")
            .await;
        assert_eq!(
            texts(&states),
            ["here live", "moved moved", "trashed trashed"]
        );
        assert_eq!(texts(&place.rows("SELECT name FROM b").await), ["moved"]);

        world.trash(&trashed, false).await;
        mirror.sync(&session).everything().await.unwrap();
        assert_eq!(
            place
                .one("SELECT _state FROM a WHERE name = 'trashed'")
                .await,
            "live"
        );
    })
    .await;
}

#[tokio::test]
async fn a_listing_that_is_cut_off_proves_nothing() {
    on_each_store(async |place| {
        let server = Server::builder().max_query_results(5).build();
        let world = World::on(server);
        world.server.freeze("2026-03-01T10:00:10Z".parse().unwrap());
        let (_, source) = world
            .database("Tasks", json!({ "Task": { "title": {} } }))
            .await;
        for number in 0..9 {
            world
                .row(&source, json!({ "Task": title(&format!("{number}")) }))
                .await;
        }
        let (mirror, session) = (place.mirror().await, world.session());
        let report = mirror
            .sync(&session)
            .database(source.as_str())
            .await
            .unwrap();
        // Nine rows of one minute, of which a query gives five.
        assert!(!report.is_complete() && report.read >= 5, "{report:?}");
        assert_eq!(report.gone, 0);
        assert_eq!(
            place
                .one("SELECT COUNT(*) FROM tasks WHERE _state <> 'live'")
                .await,
            "0"
        );
    })
    .await;
}

#[tokio::test]
async fn windows_go_beyond_the_limit_of_a_query() {
    on_each_store(async |place| {
        let world = World::on(Server::builder().max_query_results(5).build());
        world.server.freeze("2026-03-01T10:00:10Z".parse().unwrap());
        let (_, source) = world
            .database("Tasks", json!({ "Task": { "title": {} } }))
            .await;
        for number in 0..23 {
            world
                .row(&source, json!({ "Task": title(&format!("{number}")) }))
                .await;
            if number % 3 == 2 {
                world.server.advance(Duration::from_secs(60));
            }
        }
        let mirror = place.mirror().await;
        let report = mirror
            .sync(&world.session())
            .database(source.as_str())
            .await
            .unwrap();
        assert_eq!((report.new, report.is_complete()), (23, true), "{report:?}");
    })
    .await;
}

#[tokio::test]
async fn the_schema_is_followed() {
    on_each_store(async |place| {
        let world = World::new();
        let (_, source) = world.database("Tasks", json!({
            "Task": { "title": {} }, "Size": { "number": {} }, "Note": { "rich_text": {} },
        })).await;
        world.row(&source, json!({ "Task": title("One"), "Size": { "number": 3 }, "Note": { "rich_text": [{ "text": { "content": "n" } }] } })).await;
        let (mirror, session) = (place.mirror().await, world.session());
        mirror.sync(&session).database(source.as_str()).await.unwrap();

        world.schema(&source, json!({
            "Size": { "name": "Weight" }, "Note": null, "Due": { "date": {} },
        })).await;
        mirror.sync(&session).database(source.as_str()).await.unwrap();
        let found = place.rows("SELECT task, weight, note, due FROM tasks").await;
        assert_eq!(found, [[Some("One".to_owned()), Some("3".into()), Some("n".into()), None]]);
        let columns = place.meta("columns");
        assert_eq!(place.one(&format!("SELECT gone FROM {columns} WHERE column_name = 'note'")).await, "removed");

        world.schema(&source, json!({ "Weight": { "rich_text": {} } })).await;
        mirror.sync(&session).database(source.as_str()).await.unwrap();
        let found = place.rows("SELECT weight__was_number, weight FROM tasks").await;
        assert_eq!(found[0][0].as_deref(), Some("3"));
    })
    .await;
}

#[tokio::test]
async fn truncated_values_are_completed() {
    on_each_store(async |place| {
        let world = World::new();
        let (_, projects) = world.database("Projects", json!({ "Name": { "title": {} } })).await;
        let relation = json!({ "relation": { "data_source_id": projects, "type": "single_property", "single_property": {} } });
        let (_, tasks) = world.database("Tasks", json!({ "Task": { "title": {} }, "Projects": relation })).await;
        let mut targets = Vec::new();
        for number in 0..40 {
            targets.push(json!({ "id": world.row(&projects, json!({ "Name": title(&format!("{number}")) })).await }));
        }
        world.row(&tasks, json!({ "Task": title("All"), "Projects": { "relation": targets } })).await;
        let mirror = place.mirror().await;
        mirror.sync(&world.session()).everything().await.unwrap();
        assert_eq!(place.one("SELECT COUNT(DISTINCT target_id) FROM tasks__projects").await, "40");
        assert_eq!(place.one("SELECT MAX(position) FROM tasks__projects").await, "39");
    })
    .await;
}

#[tokio::test]
async fn what_could_not_be_completed_is_marked_and_repaired() {
    on_each_store(async |place| {
        let world = World::new();
        let (_, projects) = world.database("Projects", json!({ "Name": { "title": {} } })).await;
        let relation = json!({ "relation": { "data_source_id": projects, "type": "single_property", "single_property": {} } });
        let (_, tasks) = world.database("Tasks", json!({ "Task": { "title": {} }, "Projects": relation })).await;
        let mut targets = Vec::new();
        for number in 0..30 {
            targets.push(json!({ "id": world.row(&projects, json!({ "Name": title(&format!("{number}")) })).await }));
        }
        world.row(&tasks, json!({ "Task": title("All"), "Projects": { "relation": targets } })).await;
        let refused = Fault::Error { status: 400, code: "validation_error".into(), retry_after: None };
        world.server.fail_when(FaultRule::new(refused).on("GET", "/v1/pages/{id}/properties/{property}"));
        let (mirror, session) = (place.mirror().await, world.session());
        let report = mirror.sync(&session).database(tasks.as_str()).await.unwrap();
        assert_eq!(report.incomplete, 1, "{report:?}");
        assert!(place.one("SELECT CAST(_incomplete AS text) FROM tasks").await.contains("Projects"));

        let report = mirror.sync(&session).database(tasks.as_str()).await.unwrap();
        assert_eq!(report.incomplete, 0, "{report:?}");
        assert_eq!(place.rows("SELECT CAST(_incomplete AS text) FROM tasks").await, [[None]]);
        assert_eq!(place.one("SELECT COUNT(*) FROM tasks__projects").await, "30");
    })
    .await;
}

#[tokio::test]
async fn a_source_of_more_than_a_hundred_rows_shows_what_was_trashed() {
    on_each_store(async |place| {
        let world = World::new();
        let (_, source) = world
            .database("Tasks", json!({ "Task": { "title": {} } }))
            .await;
        let mut rows = Vec::new();
        for number in 0..150 {
            rows.push(
                world
                    .row(&source, json!({ "Task": title(&format!("{number}")) }))
                    .await,
            );
        }
        let (mirror, session) = (place.mirror().await, world.session());
        mirror
            .sync(&session)
            .database(source.as_str())
            .await
            .unwrap();
        world.wait_minutes(10);
        mirror
            .sync(&session)
            .database(source.as_str())
            .await
            .unwrap();
        world.trash(&rows[3], true).await;
        let id: DataSourceId = source.as_str().try_into().unwrap();
        let report = mirror.sync(&session).database(id).await.unwrap();
        assert_eq!((report.gone, report.requests), (1, 3), "{report:?}");
        assert_eq!(
            place
                .one("SELECT task FROM tasks WHERE _state = 'trashed'")
                .await,
            "3"
        );
    })
    .await;
}
