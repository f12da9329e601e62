//! Pages fit into every width, and pictures of them are there to be looked at.

use std::path::PathBuf;

use crate::support::{Browser, World};

#[tokio::test(flavor = "multi_thread")]
async fn pages_fit_from_360_to_2000_pixels() {
    let world = World::new().await;
    let page = world.page().await;
    let Some(browser) = Browser::visit(&world).await else {
        return;
    };
    let source = world.tasks.id();
    let table = format!("/_viewer/database/{source}");
    browser.go(&world.address(&table)).await;
    let board = browser.run("return [...document.querySelectorAll('.tabs-bar a')].map((tab) => tab.getAttribute('href'))[1]").await;
    let bad = serde_json::json!({ "parent": { "data_source_id": world.source().await }, "properties": { "Tsak": { "title": [] } } });
    world.send("POST", "pages", &bad).await;
    let places = [
        ("home", "/".to_owned()),
        ("table", table),
        ("board", board.as_str().unwrap().to_owned()),
        ("page", format!("/_viewer/page/{page}")),
        ("schema", format!("/_viewer/schema/{source}")),
        ("requests", "/_viewer/requests".to_owned()),
        ("controls", "/_viewer/controls".to_owned()),
    ];
    let folder = std::env::var_os("SCREENSHOTS").map(PathBuf::from);
    if let Some(folder) = &folder {
        std::fs::create_dir_all(folder).unwrap();
    }
    for (name, path) in &places {
        for scheme in ["light", "dark"] {
            browser.prefer(scheme).await;
            for (width, height) in [(360, 780), (1120, 640), (2000, 1100)] {
                browser.resize(width, height).await;
                browser.go(&world.address(path)).await;
                browser.reads("Live").await;
                let overflow = browser
                    .run("return document.documentElement.scrollWidth - window.innerWidth")
                    .await;
                assert!(
                    overflow.as_i64().unwrap() <= 0,
                    "{name} at {width}: {overflow} pixels too wide"
                );
                if let Some(folder) = &folder {
                    let picture = browser.client.screenshot().await.unwrap();
                    std::fs::write(folder.join(format!("{name}-{scheme}-{width}.png")), picture)
                        .unwrap();
                }
            }
        }
    }
    browser.close().await;
}
