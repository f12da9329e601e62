//! `notion mirror sync`, killed at random moments.

use std::process::Stdio;
use std::time::Duration;

use super::{Task, World, file, program};

/// How many times it is killed, unless `NOTION_MIRROR_KILLS` says otherwise.
const KILLS: u64 = 12;

/// Checks that committed rows are complete, that no lease remains, and that the next run continues.
#[tokio::test(flavor = "multi_thread")]
async fn a_sync_that_is_killed_again_and_again_is_finished_by_the_next() {
    let world = World::new().await;
    let rows = (0..700).map(|number| Task {
        task: format!("Task {number}"),
        ..Default::default()
    });
    let rows: Vec<Task> = rows.collect();
    let inserted = world.tasks.insert_all(rows).await;
    assert_eq!(inserted.len(), 700);
    let folder = file("mirror-kills");
    let _earlier = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("notion.db");
    let (store, uri) = (path.to_str().unwrap(), world.server.uri());
    let words = [
        "mirror",
        "sync",
        "--content",
        "--to",
        store,
        "--base-url",
        &uri,
    ];

    let kills = std::env::var("NOTION_MIRROR_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok());
    for number in 0..kills.unwrap_or(KILLS) {
        let mut child = program(&words)
            .env("NOTION_TOKEN", world.server.token())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Spread over the time that a run takes, not equal from run to run.
        tokio::time::sleep(Duration::from_millis(20 + number * 37 % 400)).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let ran = world.run(&words[..words.len() - 2]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let verified = world.run(&["mirror", "verify", "--to", store]).well();
    assert_eq!(verified, "The mirror equals Notion.\n");
    let count = super::run(
        None,
        &[
            "mirror",
            "sql",
            "SELECT COUNT(*), COUNT(DISTINCT task) FROM tasks",
            "--csv",
            "--to",
            store,
        ],
    );
    assert!(count.well().ends_with("700,700\r\n"));
    std::fs::remove_dir_all(&folder).unwrap();
}
