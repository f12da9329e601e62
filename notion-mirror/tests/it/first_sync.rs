//! The first sync: tables, columns and rows as people query them.

use serde_json::json;

use crate::support::store::{Place, on_each_store};
use crate::support::world::{World, title};

#[tokio::test]
async fn tasks_join_projects() {
    on_each_store(async |place| {
        let world = World::new();
        let (_, projects) = world.database("Projects", json!({ "Name": { "title": {} } })).await;
        let relation = json!({ "relation": { "data_source_id": projects, "type": "single_property", "single_property": {} } });
        let (_, tasks) = world.database("Tasks", json!({ "Task": { "title": {} }, "Project": relation })).await;
        let launch = world.row(&projects, json!({ "Name": title("Launch") })).await;
        world.row(&tasks, json!({ "Task": title("Write"), "Project": { "relation": [{ "id": launch }] } })).await;

        let mirror = place.mirror().await;
        let report = mirror.sync(&world.session()).everything().await.unwrap();
        assert_eq!((report.new, report.incomplete), (2, 0), "{report:?}");

        let join = r#"SELECT t.task, p.name FROM tasks t JOIN tasks__project l ON l.row_id = t.id
            JOIN projects p ON p.id = l.target_id"#;
        assert_eq!(place.rows(join).await, [[Some("Write".into()), Some("Launch".into())]]);
    })
    .await;
}

#[tokio::test]
async fn each_type_has_its_columns() {
    on_each_store(async |place| {
        let world = World::new();
        let (_, source) = world.database("All types", json!({
            "Name": { "title": {} },
            "Text": { "rich_text": {} },
            "Number": { "number": {} },
            "Done": { "checkbox": {} },
            "Due": { "date": {} },
            "Kind": { "select": { "options": [{ "name": "A" }] } },
            "Tags": { "multi_select": { "options": [{ "name": "x" }, { "name": "y" }] } },
            "Link": { "url": {} },
            "Key": { "unique_id": { "prefix": "T" } },
            "Made": { "created_time": {} },
            "Twice": { "formula": { "expression": "prop(\"Number\") * 2" } },
        })).await;
        world.row(&source, json!({
            "Name": title("One"),
            "Text": { "rich_text": [{ "text": { "content": "some" } }] },
            "Number": { "number": 2.5 },
            "Done": { "checkbox": true },
            "Due": { "date": { "start": "2026-01-02", "end": "2026-01-05" } },
            "Kind": { "select": { "name": "A" } },
            "Tags": { "multi_select": [{ "name": "x" }, { "name": "y" }] },
            "Link": { "url": "https://example.com/" },
        })).await;
        let mirror = place.mirror().await;
        mirror.sync(&world.session()).database(source.as_str()).await.unwrap();

        let columns = "SELECT name, text, number, done, kind, link, key, key_number, twice FROM all_types";
        let yes = if place.is_server() { "t" } else { "1" };
        assert_eq!(
            place.rows(columns).await,
            [["One", "some", "2.5", yes, "A", "https://example.com/", "T-1", "1", "5"].map(|text| Some(text.to_owned()))]
        );
        let (dates, expected) = if place.is_server() {
            (
                "SELECT due = '2026-01-02T00:00:00Z', due_end = '2026-01-05T00:00:00Z', due_is_date, tags = '{x,y}' FROM all_types",
                ["t", "t", "t", "t"],
            )
        } else {
            ("SELECT due, due_end, due_is_date, tags FROM all_types", ["2026-01-02", "2026-01-05", "1", r#"["x","y"]"#])
        };
        assert_eq!(place.rows(dates).await, [expected.map(|text| Some(text.to_owned()))]);
    })
    .await;
}

#[tokio::test]
async fn nothing_changed_costs_two_requests() {
    on_each_store(async |place: Place| {
        let world = World::new();
        let (_, source) = world
            .database("Tasks", json!({ "Task": { "title": {} } }))
            .await;
        for number in 0..130 {
            world
                .row(&source, json!({ "Task": title(&format!("Task {number}")) }))
                .await;
        }
        let mirror = place.mirror().await;
        let session = world.session();
        let report = mirror
            .sync(&session)
            .database(source.as_str())
            .await
            .unwrap();
        assert_eq!(report.new, 130);
        world.wait_minutes(5);
        mirror
            .sync(&session)
            .database(source.as_str())
            .await
            .unwrap();
        let report = mirror
            .sync(&session)
            .database(source.as_str())
            .await
            .unwrap();
        assert_eq!((report.new, report.changed, report.read), (0, 0, 0));
        // The schema, one query, and for the whole run the pages in the trash.
        assert_eq!(report.requests, 3, "{report:?}");
    })
    .await;
}
