//! Contrast, names, roles: what axe-core finds.

use serde_json::Value;

use crate::support::{Browser, World};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_serious_is_found_on_any_page() {
    let Ok(axe) = std::env::var("AXE") else {
        println!("!!! AXE is not set: the test of accessibility DOES NOT RUN");
        return;
    };
    let axe = std::fs::read_to_string(axe).unwrap();
    let world = World::new().await;
    let page = world.page().await;
    let Some(browser) = Browser::visit(&world).await else {
        return;
    };
    let source = world.tasks.id();
    let row = world.tasks.query().first().await.unwrap().unwrap().id();
    let mut paths = vec![
        "/".to_owned(),
        format!("/_viewer/page/{page}"),
        format!("/_viewer/page/{row}"),
    ];
    paths.push(format!("/_viewer/database/{source}"));
    paths.push(format!("/_viewer/schema/{source}"));
    paths.push(format!("/_viewer/json/{page}"));
    for path in [
        "requests",
        "requests/1",
        "controls",
        "trash",
        "search?q=tasks",
    ] {
        paths.push(format!("/_viewer/{path}"));
    }
    browser
        .go(&world.address(&format!("/_viewer/database/{source}")))
        .await;
    let board = browser.run("return [...document.querySelectorAll('.tabs-bar a')].map((tab) => tab.getAttribute('href'))[1]").await;
    paths.push(board.as_str().unwrap().to_owned());
    let mut found = Vec::new();
    for scheme in ["light", "dark"] {
        browser.prefer(scheme).await;
        for width in [1280, 360] {
            browser.resize(width, 900).await;
            for path in &paths {
                browser.go(&world.address(path)).await;
                browser.sees("#main").await;
                browser.run(&axe).await;
                let result = browser
                    .run("return axe.run({ resultTypes: ['violations'] })")
                    .await;
                for violation in result["violations"].as_array().unwrap() {
                    if matches!(violation["impact"].as_str(), Some("serious" | "critical")) {
                        found.push(format!("{path} {scheme} {width}: {}", said(violation)));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    browser.close().await;
}

fn said(violation: &Value) -> String {
    let nodes = violation["nodes"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let nodes: Vec<String> = nodes
        .iter()
        .take(3)
        .map(|node| format!("{} {}", node["html"], node["failureSummary"]))
        .collect();
    format!("{}: {}", violation["help"], nodes.join("; "))
}
