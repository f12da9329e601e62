//! `notion mirror sync`, killed at random moments, and on a disk that is full.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::{Task, World, file, program};

/// How many times it is killed, unless `NOTION_MIRROR_KILLS` says otherwise.
const KILLS: u64 = 12;

/// Checks that committed rows are complete, that no lease remains, and that the next run continues.
#[tokio::test(flavor = "multi_thread")]
async fn a_sync_that_is_killed_again_and_again_is_finished_by_the_next() {
    let folder = file("mirror-kills");
    let _earlier = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    kill_again_and_again(folder.join("notion.db").to_str().unwrap()).await;
    std::fs::remove_dir_all(&folder).unwrap();
}

/// The same in a database of its own on the server of `NOTION_MIRROR_TEST_PG`.
#[tokio::test(flavor = "multi_thread")]
async fn a_sync_to_postgres_that_is_killed_is_finished_by_the_next() {
    let Ok(server) = std::env::var("NOTION_MIRROR_TEST_PG") else {
        println!("not run on PostgreSQL: NOTION_MIRROR_TEST_PG is not set");
        return;
    };
    let name = format!("mirror_kills_{}", std::process::id());
    // `notion mirror sql` is read-only.
    let created = Command::new("psql")
        .args([&server, "-q", "-c", &format!("CREATE DATABASE {name}")])
        .status();
    if !created.is_ok_and(|status| status.success()) {
        println!("not run on PostgreSQL: psql could not create a database");
        return;
    }
    let (base, _) = server.rsplit_once('/').unwrap();
    kill_again_and_again(&format!("{base}/{name}")).await;
}

async fn kill_again_and_again(store: &str) {
    let world = World::new().await;
    insert(&world).await;
    let uri = world.server.uri();
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
    is_finished_by_the_next(&world, store);
}

/// With a limit on the size of files, which SQLite meets as it meets a full disk: a write fails.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_an_error_and_the_next_run_goes_on() {
    let world = World::new().await;
    insert(&world).await;
    let folder = file("mirror-full");
    let _earlier = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("notion.db");
    let store = path.to_str().unwrap();
    let command = program(&[]);
    // Blocks of 1,024 bytes; the mirror takes more than 1 MiB. Without the signal a write fails.
    let shell =
        "trap '' XFSZ; ulimit -f 300; exec \"$0\" mirror sync --to \"$1\" --base-url \"$2\"";
    let done = Command::new("bash")
        .args(["-c", shell])
        .arg(command.get_program())
        .args([store, &world.server.uri()])
        .env("NOTION_TOKEN", world.server.token())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{error}");
    assert!(error.contains("the store of the mirror failed"), "{error}");
    is_finished_by_the_next(&world, store);
    std::fs::remove_dir_all(&folder).unwrap();
}

async fn insert(world: &World) {
    let rows = (0..700).map(|number| Task {
        task: format!("Task {number}"),
        ..Default::default()
    });
    let rows: Vec<Task> = rows.collect();
    assert_eq!(world.tasks.insert_all(rows).await.len(), 700);
}

fn is_finished_by_the_next(world: &World, store: &str) {
    let ran = world.run(&["mirror", "sync", "--content", "--to", store]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let verified = world.run(&["mirror", "verify", "--to", store]).well();
    assert_eq!(verified, "The mirror equals Notion.\n");
    let select = "SELECT COUNT(*), COUNT(DISTINCT task) FROM tasks";
    let count = super::run(None, &["mirror", "sql", select, "--csv", "--to", store]);
    assert!(count.well().ends_with("700,700\r\n"));
}
