//! Content, comments and search.

use notion_session::content::{paragraph, quote, todo};
use serde_json::json;

use crate::support::store::on_each_store;
use crate::support::world::{World, title};

#[tokio::test]
async fn content_is_read_once_and_again_when_it_has_changed() {
    on_each_store(async |place| {
        let world = World::new();
        let session = world.session();
        let (_, source) = world
            .database("Notes", json!({ "Name": { "title": {} } }))
            .await;
        let row = world.row(&source, json!({ "Name": title("One") })).await;
        let page = session.get_page(row.as_str()).await.unwrap();
        page.append([
            quote("Goals").children([todo("Write it")]),
            paragraph("Afterwards"),
        ])
        .await
        .unwrap();
        world.wait_minutes(5);

        let mirror = place.mirror().await;
        let sync = || async {
            mirror
                .sync(&session)
                .database(source.as_str())
                .content(true)
                .await
                .unwrap()
        };
        let report = sync().await;
        assert_eq!(report.sources[0].contents, 1);
        let blocks = place.meta("blocks");
        let texts = format!("SELECT position, type, text FROM {blocks} ORDER BY position");
        let expected = [
            ("0", "quote", "Goals"),
            ("1", "to_do", "Write it"),
            ("2", "paragraph", "Afterwards"),
        ];
        let expected = expected
            .map(|(position, kind, text)| [position, kind, text].map(|text| Some(text.to_owned())));
        assert_eq!(place.rows(&texts).await, expected);

        assert_eq!(sync().await.sources[0].contents, 0);
        page.append("One more").await.unwrap();
        world.wait_minutes(5);
        assert_eq!(sync().await.sources[0].contents, 1);
        assert_eq!(
            place.one(&format!("SELECT COUNT(*) FROM {blocks}")).await,
            "4"
        );

        let hits = mirror.search("write goals", 10).await.unwrap();
        assert_eq!(hits.len(), 1);
        assert_eq!(
            (hits[0].title.as_str(), hits[0].table.as_deref()),
            ("One", Some("notes"))
        );
        assert_eq!(mirror.search("absent", 10).await.unwrap(), []);
        assert_eq!(mirror.search("a\" OR (", 10).await.unwrap(), []);
        world.trash(&row, true).await;
        sync().await;
        assert_eq!(mirror.search("goals", 10).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn comments_are_read_on_request() {
    on_each_store(async |place| {
        let world = World::new();
        let session = world.session();
        let (_, source) = world.database("Notes", json!({ "Name": { "title": {} } })).await;
        let row = world.row(&source, json!({ "Name": title("One") })).await;
        let comment = json!({ "parent": { "page_id": row }, "rich_text": [{ "text": { "content": "Well done" } }] });
        world.ok("POST", "comments", comment).await;
        let mirror = place.mirror().await;
        mirror.sync(&session).database(source.as_str()).comments(true).await.unwrap();
        let comments = place.meta("comments");
        assert_eq!(place.one(&format!("SELECT text FROM {comments}")).await, "Well done");
    })
    .await;
}

#[tokio::test]
async fn a_query_cannot_change_anything() {
    on_each_store(async |place| {
        let world = World::new();
        let (_, source) = world
            .database("Notes", json!({ "Name": { "title": {} } }))
            .await;
        world.row(&source, json!({ "Name": title("One") })).await;
        let mirror = place.mirror().await;
        mirror
            .sync(&world.session())
            .database(source.as_str())
            .await
            .unwrap();
        let rows = mirror.query("SELECT name FROM notes").await.unwrap();
        assert_eq!(
            (rows.columns, rows.rows),
            (vec!["name".to_owned()], vec![vec![json!("One")]])
        );
        assert!(mirror.query("DELETE FROM notes").await.is_err());
        assert_eq!(place.one("SELECT COUNT(*) FROM notes").await, "1");
    })
    .await;
}
