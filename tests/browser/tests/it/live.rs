//! What happens on the server happens on the page.

use fantoccini::Locator;
use notion_local::Server;
use serde_json::json;

use crate::support::{Browser, Task, World, session};

async fn open_tasks(browser: &Browser) {
    browser.follow("Tasks").await;
    browser.reads("of 5 rows").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_appears_that_a_session_inserts() {
    let world = World::new().await;
    let Some(browser) = Browser::visit(&world).await else {
        return;
    };
    open_tasks(&browser).await;
    browser.run("window.isStillThere = true").await;
    world.insert("Buy the cake").await;
    browser.reads("Buy the cake").await;
    browser.reads("1–6 of 6 rows").await;
    let mut row = world.tasks.query().first().await.unwrap().unwrap();
    row.task = "Bake the cake".into();
    world.session.save(&mut row).await.unwrap();
    browser.reads("Bake the cake").await;
    assert_eq!(
        browser.run("return window.isStillThere").await,
        true,
        "it was not loaded anew"
    );
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_is_set_in_one_tab_and_an_overdue_view_changes_in_another() {
    let world = World::new().await;
    world
        .running
        .freeze("2026-11-01T12:00:00Z".parse().unwrap());
    let Some(browser) = Browser::visit(&world).await else {
        return;
    };
    let view = json!({
        "data_source_id": world.source().await,
        "database_id": world.tasks.id().to_string(),
        "name": "Overdue",
        "type": "table",
        "filter": { "and": [
            { "property": "Due", "date": { "before": "today" } },
            { "property": "Status", "select": { "does_not_equal": "Done" } },
        ] },
    });
    let view = world.send("POST", "views", &view).await;
    let id = view["id"].as_str().unwrap_or_else(|| panic!("{view}"));
    browser
        .go(&world.address(&format!("/_viewer/page/{id}")))
        .await;
    browser.reads("No rows.").await;
    let first = browser.client.window().await.unwrap();
    let second = browser.client.new_window(true).await.unwrap();
    browser
        .client
        .switch_to_window(second.handle)
        .await
        .unwrap();
    browser.go(&world.address("/_viewer/controls")).await;
    let year = browser
        .client
        .find(Locator::XPath("//button[text()='+1 year']"));
    year.await.unwrap().click().await.unwrap();
    browser.reads("Nov 1, 2027").await;
    browser.client.switch_to_window(first).await.unwrap();
    browser.reads("1–3 of 3 rows").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_request_is_seen_with_its_reason() {
    let world = World::new().await;
    let Some(browser) = Browser::visit(&world).await else {
        return;
    };
    browser.follow("Requests").await;
    browser.reads("/v1/search").await;
    let bad = json!({ "parent": { "data_source_id": world.source().await }, "properties": { "Tsak": { "title": [] } } });
    world.send("POST", "pages", &bad).await;
    browser
        .reads("validation_error: Tsak is not a property that exists.")
        .await;
    browser.sees("tr.failed a").await.click().await.unwrap();
    browser.reads("curl -X POST").await;
    browser.reads("\"Tsak\"").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_is_survived() {
    let world = World::new().await;
    let Some(browser) = Browser::visit(&world).await else {
        return;
    };
    open_tasks(&browser).await;
    let address = world.running.address();
    let snapshot = world.running.snapshot();
    let tasks = world.tasks.id();
    drop(world);
    browser.reads("Reconnecting…").await;
    let running = Server::builder()
        .snapshot(&snapshot)
        .unwrap()
        .serve(address)
        .await
        .unwrap();
    let session = session(&running);
    let tasks = session.bind::<Task>(tasks).await.unwrap();
    let row = Task {
        task: "After the restart".into(),
        ..Task::default()
    };
    tasks.insert(row).await.unwrap();
    browser.reads("After the restart").await;
    browser.reads("Live").await;
    // A browser tells of the connections that were refused meanwhile.
    browser.client.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_and_what_is_closed_stays_so() {
    let world = World::new().await;
    let page = world.page().await;
    let toggle = json!({ "children": [{ "toggle": {
        "rich_text": [{ "text": { "content": "More" } }],
        "children": [{ "paragraph": { "rich_text": [{ "text": { "content": "Inside" } }] } }],
    } }] });
    world
        .send("PATCH", &format!("blocks/{page}/children"), &toggle)
        .await;
    let Some(browser) = Browser::visit(&world).await else {
        return;
    };
    browser
        .go(&world.address(&format!("/_viewer/page/{page}")))
        .await;
    browser
        .client
        .find(Locator::XPath("//summary[text()='More']"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    browser
        .sees("#search")
        .await
        .send_keys("half a wo")
        .await
        .unwrap();
    let more = json!({ "children": [{ "paragraph": { "rich_text": [{ "text": { "content": "News" } }] } }] });
    world
        .send("PATCH", &format!("blocks/{page}/children"), &more)
        .await;
    browser.reads("News").await;
    assert_eq!(
        browser
            .run("return document.getElementById('search').value")
            .await,
        "half a wo"
    );
    assert_eq!(
        browser.run("return document.activeElement.id").await,
        "search"
    );
    assert_eq!(
        browser
            .run("return document.querySelector('article details').open")
            .await,
        false
    );
    browser.close().await;
}
