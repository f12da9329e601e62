//! Stores that cannot be used, schemas that are odd, and data sources that go away.

use std::time::Duration;

use notion_mirror::{Error, Mirror};
use serde_json::json;

use crate::support::store::{Place, on_each_store};
use crate::support::world::{World, text, title};

#[tokio::test]
async fn a_second_run_says_who_holds_the_mirror() {
    on_each_store(async |place: Place| {
        let world = World::new();
        let (_, source) = world
            .database("Tasks", json!({ "Task": { "title": {} } }))
            .await;
        world.row(&source, json!({ "Task": title("One") })).await;
        let (first, second) = (place.mirror().await, place.mirror().await);
        let session = world.session();
        // The first answer of the first run takes a while, in which the second begins.
        let slow =
            notion_local::FaultRule::new(notion_local::Fault::Delay(Duration::from_millis(300)));
        world
            .server
            .fail_when(slow.on("POST", "/v1/data_sources/{id}/query"));
        let late = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            second.sync(&session).database(source.as_str()).await
        };
        let run = async { first.sync(&session).database(source.as_str()).await };
        let (done, refused) = futures_util::future::join(run, late).await;
        assert_eq!(done.unwrap().new, 1);
        match refused {
            Err(Error::Held { holder }) => {
                assert!(holder.contains(&std::process::id().to_string()), "{holder}");
            }
            other => panic!("{other:?}"),
        }
        second
            .sync(&session)
            .database(source.as_str())
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_not_a_mirror_is_not_written_to() {
    let place = Place::file();
    let path = place.address();
    std::fs::write(&path, "text").unwrap();
    assert!(matches!(
        Mirror::open(&path).await,
        Err(Error::NotAMirror { .. })
    ));

    let other = Place::file();
    let connection = format!("sqlite://{}?mode=rwc", other.address());
    let mut connection = <sqlx::SqliteConnection as sqlx::Connection>::connect(&connection)
        .await
        .unwrap();
    sqlx::query("CREATE TABLE notes (text)")
        .execute(&mut connection)
        .await
        .unwrap();
    assert!(matches!(
        Mirror::open(other.address()).await,
        Err(Error::NotAMirror { .. })
    ));
    let tables = other.rows("SELECT name FROM sqlite_master").await;
    assert_eq!(tables, [[Some("notes".to_owned())]]);
}

#[tokio::test]
async fn a_mirror_of_a_later_version_is_not_opened() {
    on_each_store(async |place: Place| {
        place.mirror().await.close().await.unwrap();
        place
            .run(&format!("UPDATE {} SET version = 99", place.meta("format")))
            .await;
        let error = Mirror::connect(&place.address()).await.unwrap_err();
        assert!(matches!(error, Error::Newer { found: 99, .. }), "{error}");
    })
    .await;
}

#[tokio::test]
async fn odd_names_of_properties_become_columns() {
    on_each_store(async |place: Place| {
        let world = World::new();
        let long = "very long ".repeat(20);
        let names = [
            "select",
            "SELECT",
            "Order",
            "id",
            "🚀",
            "🎉",
            "a\"b",
            "x'; DROP TABLE tasks; --",
            "{pages}",
            "?u",
            "a.b",
            long.as_str(),
            "_raw",
            "1",
            "Due",
            "Due end",
            "due_end",
        ];
        let mut properties = json!({ "Task": { "title": {} } });
        for name in names {
            properties[name] = if name == "Due" {
                json!({ "date": {} })
            } else {
                json!({ "number": {} })
            };
        }
        let (_, source) = world.database("select", properties).await;
        let mut values = json!({ "Task": title("One") });
        for (number, name) in names.iter().enumerate().filter(|(_, name)| **name != "Due") {
            values[*name] = json!({ "number": number });
        }
        world.row(&source, values).await;
        let mirror = place.mirror().await;
        let report = mirror
            .sync(&world.session())
            .database(source.as_str())
            .await
            .unwrap();
        assert_eq!((report.new, report.incomplete), (1, 0), "{report:?}");
        let columns = format!(
            "SELECT property, column_name FROM {}",
            place.meta("columns")
        );
        for row in place.rows(&columns).await {
            let (property, column) = (row[0].clone().unwrap(), row[1].clone().unwrap());
            let Some(number) = names
                .iter()
                .position(|name| *name == property && *name != "Due")
            else {
                continue;
            };
            let value = place
                .one(&format!("SELECT \"{column}\" FROM \"select_\""))
                .await;
            assert_eq!(value, number.to_string(), "{property}");
        }
    })
    .await;
}

#[tokio::test]
async fn five_hundred_properties_are_mirrored() {
    on_each_store(async |place: Place| {
        let world = World::new();
        let mut properties = json!({ "Task": { "title": {} } });
        for number in 0..499 {
            properties[format!("Property {number}")] = json!({ "number": {} });
        }
        let (_, source) = world.database("Wide", properties).await;
        for number in 0..3 {
            world
                .row(
                    &source,
                    json!({ "Task": title("One"), "Property 498": { "number": number } }),
                )
                .await;
        }
        let mirror = place.mirror().await;
        let report = mirror
            .sync(&world.session())
            .database(source.as_str())
            .await
            .unwrap();
        assert_eq!(report.new, 3);
        assert_eq!(place.one("SELECT SUM(property_498) FROM wide").await, "3");
    })
    .await;
}

#[tokio::test]
async fn a_title_of_another_table_does_not_move_rows() {
    on_each_store(async |place: Place| {
        let world = World::new();
        let (_, a) = world
            .database("Tasks", json!({ "Task": { "title": {} } }))
            .await;
        let (_, b) = world
            .database("Tasks", json!({ "Task": { "title": {} } }))
            .await;
        world.row(&a, json!({ "Task": title("a") })).await;
        world.row(&b, json!({ "Task": title("b") })).await;
        let (mirror, session) = (place.mirror().await, world.session());
        mirror
            .sync(&session)
            .database(a.as_str())
            .database(b.as_str())
            .await
            .unwrap();
        assert_eq!(place.one("SELECT task FROM tasks").await, "a");
        assert_eq!(place.one("SELECT task FROM tasks_2").await, "b");
        let renamed = json!({ "title": [{ "text": { "content": "tasks_2" } }] });
        world
            .ok("PATCH", &format!("data_sources/{a}"), renamed)
            .await;
        mirror.sync(&session).everything().await.unwrap();
        assert_eq!(place.one("SELECT task FROM tasks").await, "a");
    })
    .await;
}

#[tokio::test]
async fn a_data_source_that_goes_away_keeps_its_rows_with_their_states() {
    on_each_store(async |place: Place| {
        let world = World::new();
        let (database, source) = world.database("Tasks", json!({ "Task": { "title": {} } })).await;
        world.row(&source, json!({ "Task": title("One") })).await;
        let (mirror, session) = (place.mirror().await, world.session());
        mirror.sync(&session).everything().await.unwrap();
        world.ok("PATCH", &format!("databases/{database}"), json!({ "in_trash": true })).await;
        let report = mirror.sync(&session).everything().await.unwrap();
        assert_eq!(report.gone, 1, "{report:?}");
        assert_eq!(place.one("SELECT _state FROM tasks").await, "trashed");
        world.ok("PATCH", &format!("databases/{database}"), json!({ "in_trash": false })).await;
        mirror.sync(&session).everything().await.unwrap();
        assert_eq!(place.one("SELECT _state FROM tasks").await, "live");

        // To another database: the same data source, the same table.
        let (other, _) = world.database("Other", json!({ "Name": { "title": {} } })).await;
        let parent = json!({ "parent": { "type": "database_id", "database_id": other } });
        world.ok("PATCH", &format!("data_sources/{source}"), parent).await;
        mirror.sync(&session).everything().await.unwrap();
        assert_eq!(place.one("SELECT _state FROM tasks").await, "live");
        let moved = format!("SELECT CAST(database_id AS text) FROM {} WHERE title = 'Tasks'", place.meta("sources"));
        assert_eq!(place.one(&moved).await, other);

        // Out of sight: another integration does not see it.
        let page = world.ok("POST", "pages", json!({
            "parent": { "type": "page_id", "page_id": world.server.home() }, "properties": { "title": title("Alone") },
        })).await;
        let id = text(&page["id"]).as_str().try_into().unwrap();
        let token = world.server.add_integration("Other", [id]);
        let blind = notion_session::Session::builder().local_server(world.server.clone()).token(token).build().unwrap();
        mirror.sync(&blind).everything().await.unwrap();
        assert_eq!(place.one("SELECT _state FROM tasks").await, "unreachable");
    })
    .await;
}

#[tokio::test]
async fn a_connection_that_is_lost_is_an_error_and_the_next_run_goes_on() {
    let Some(place) = Place::server().await else {
        return println!("not run on PostgreSQL: NOTION_MIRROR_TEST_PG is not set");
    };
    let world = World::new();
    let (_, source) = world
        .database("Tasks", json!({ "Task": { "title": {} } }))
        .await;
    for number in 0..250 {
        let values = json!({ "Task": title(&number.to_string()) });
        world.row(&source, values).await;
    }
    let (mirror, session) = (place.mirror().await, world.session());
    // Three answers of a second each. The connection ends when the first was committed.
    let slow = notion_local::FaultRule::new(notion_local::Fault::Delay(Duration::from_secs(1)));
    world
        .server
        .fail_when(slow.on("POST", "/v1/data_sources/{id}/query").times(3));
    let run = async { mirror.sync(&session).database(source.as_str()).await };
    let cut = async {
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        place
            .run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'notion-mirror'",
            )
            .await;
    };
    let (lost, ()) = futures_util::future::join(run, cut).await;
    assert!(matches!(lost, Err(Error::Store { .. })), "{lost:?}");
    world.server.clear_faults();

    let status = mirror.status().await.unwrap();
    assert!(status.last_error.is_some(), "{status:?}");
    let report = mirror
        .sync(&session)
        .database(source.as_str())
        .await
        .unwrap();
    assert!(report.is_complete(), "{report:?}");
    assert_eq!(place.one("SELECT COUNT(*) FROM tasks").await, "250");
    assert_eq!(mirror.verify(&session).await.unwrap(), []);
}

#[tokio::test]
async fn a_store_that_is_read_only_is_an_error() {
    let Some(place) = Place::server().await else {
        return println!("not run on PostgreSQL: NOTION_MIRROR_TEST_PG is not set");
    };
    let world = World::new();
    place.mirror().await.close().await.unwrap();
    let address = format!(
        "{}?options=-c%20default_transaction_read_only=on",
        place.address()
    );
    let mirror = Mirror::connect(&address).await.unwrap();
    let error = mirror
        .sync(&world.session())
        .everything()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("read-only"), "{error}");
    let writable = place.mirror().await;
    writable.sync(&world.session()).everything().await.unwrap();
}
