//! A visit: opening, looking around, by the mouse and by the keyboard alone.

use fantoccini::key::Key;

use crate::support::{Browser, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_opens_the_printed_address_and_looks_around() {
    let world = World::new().await;
    let page = world.page().await;
    let Some(browser) = Browser::visit(&world).await else {
        return;
    };
    browser.reads("Recently edited").await;
    browser.follow("Tasks").await;
    browser.reads("1–5 of 5 rows").await;
    browser.reads("Write the README").await;
    browser.follow("By Status").await;
    browser
        .sees(".board section[aria-label=Done] article")
        .await;
    browser.follow("Schema").await;
    browser.reads("Projects, both ways as Tasks").await;
    browser
        .go(&world.address(&format!("/_viewer/page/{page}")))
        .await;
    browser
        .reads("Nothing is published before the examples run.")
        .await;
    browser.reads("Shall we wait for the audit?").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_is_enough() {
    let world = World::new().await;
    for number in 0..60 {
        world.insert(&format!("Row {number}")).await;
    }
    let Some(browser) = Browser::visit(&world).await else {
        return;
    };
    browser.press("/").await;
    browser.press("tasks").await;
    browser.press(&char::from(Key::Enter).to_string()).await;
    browser.reads("1 title with “tasks”").await;
    browser.press("j").await;
    browser.press(&char::from(Key::Enter).to_string()).await;
    browser.reads("1–50 of 65 rows").await;
    browser.press("]").await;
    browser.reads("51–65 of 65 rows").await;
    browser.press("[").await;
    browser.reads("1–50 of 65 rows").await;
    browser.press("j").await;
    browser.press("j").await;
    browser.press("k").await;
    browser.press(&char::from(Key::Enter).to_string()).await;
    browser.reads("Row 59").await;
    // The first stop of the tab key leads past the side.
    browser.press(&char::from(Key::Tab).to_string()).await;
    let focused = browser
        .run("return document.activeElement.textContent")
        .await;
    assert_eq!(focused, "Skip to the content");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_key_signs_in_with_the_token() {
    let world = World::new().await;
    let Some(browser) = Browser::start().await else {
        return;
    };
    browser.go(&world.address("/")).await;
    let field = browser.sees("#token").await;
    field.send_keys("wrong").await.unwrap();
    browser.press(&char::from(Key::Enter).to_string()).await;
    browser.reads("This is not the server's token.").await;
    let field = browser.sees("#token").await;
    field.send_keys(world.running.token()).await.unwrap();
    browser.press(&char::from(Key::Enter).to_string()).await;
    browser.reads("Recently edited").await;
    // A browser tells of the two pages with the status 401.
    browser.client.close().await.unwrap();
}
