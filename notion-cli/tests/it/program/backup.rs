//! `notion backup`, and a local server that begins with what it wrote.

use std::collections::BTreeSet;

use notion_local::{Running, Server};
use notion_session::content::{image, paragraph, todo, toggle};
use notion_session::session::FileSource;
use serde_json::Value;

use super::{Task, World, file, run};

async fn restored(path: &str) -> Running {
    let snapshot: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let server = Server::builder().snapshot(&snapshot).unwrap();
    server
        .serve((std::net::Ipv4Addr::LOCALHOST, 0).into())
        .await
        .unwrap()
}

fn ids(snapshot: &Value, list: &str) -> BTreeSet<String> {
    let objects = snapshot[list].as_array().unwrap().iter();
    objects
        .map(|object| object["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_is_the_workspace() {
    let world = World::new().await;
    let home = world.session.get_page(world.server.home()).await.unwrap();
    let page = world.session.create_page(&home, "Plans").content([
        paragraph("a"),
        toggle("b").children([todo("c").checked(), toggle("d").children([paragraph("e")])]),
        image("https://example.com/a.png"),
    ]);
    let page = page.await.unwrap();
    let letter = world
        .session
        .upload(FileSource::bytes(
            "letter.txt",
            "Dear Ada".as_bytes().to_vec(),
        ))
        .await
        .unwrap();
    let attached = page.attach(&letter).await.unwrap();
    page.comment("Really?").await.unwrap();
    let first = page.content().await.unwrap()[0].id.unwrap();
    world
        .session
        .get_block(first)
        .await
        .unwrap()
        .comment("Here?")
        .await
        .unwrap();
    let project = world.projects.insert(Default::default()).await.unwrap();
    for number in 0..30 {
        let task = Task {
            task: format!("t{number}"),
            project: project.id().into(),
            ..Default::default()
        };
        let row = world.tasks.insert(task).await.unwrap();
        if number == 0 {
            world
                .session
                .get_page(&row)
                .await
                .unwrap()
                .append("In a row.")
                .await
                .unwrap();
        }
    }

    let path = file("backup.json");
    let _missing = std::fs::remove_file(&path);
    let path = path.to_str().unwrap();
    let words = ["backup", "--out", path, "--block-comments"];
    let out = world.run(&words).well();
    assert!(
        out.contains("33 pages, 2 databases") && out.contains("2 comments, 1 files"),
        "{out}"
    );

    // All that the server has is in it, under the same ids.
    let written: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let own = world.server.snapshot();
    for list in [
        "pages",
        "databases",
        "data_sources",
        "blocks",
        "comments",
        "views",
        "users",
        "file_uploads",
    ] {
        assert_eq!(ids(&written, list), ids(&own, list), "{list}");
    }

    // What a server answers that begins with it is the same, object by object.
    let server = restored(path).await;
    let again = file("backup-again.json");
    let _missing = std::fs::remove_file(&again);
    let again = again.to_str().unwrap();
    let uri = server.uri();
    run(
        Some(server.token()),
        &[
            "backup",
            "--out",
            again,
            "--block-comments",
            "--base-url",
            &uri,
        ],
    )
    .well();
    let second: Value = serde_json::from_slice(&std::fs::read(again).unwrap()).unwrap();
    for list in [
        "pages",
        "databases",
        "data_sources",
        "blocks",
        "comments",
        "views",
        "users",
        "file_uploads",
    ] {
        let by_id = |snapshot: &Value| {
            let mut objects = snapshot[list].as_array().unwrap().clone();
            objects.sort_by_key(|object| object["id"].to_string());
            objects
        };
        assert_eq!(ids(&second, list), ids(&written, list), "{list}");
        for (one, other) in by_id(&written).iter().zip(by_id(&second)) {
            let comparable = |object: &Value| {
                // A signed link to a file expires at another time.
                let mut object = object.clone();
                forget(&mut object);
                object
            };
            assert_eq!(comparable(one), comparable(&other), "{list}");
        }
    }
    let back = file("backup-letter.txt");
    let _missing = std::fs::remove_file(&back);
    let words = [
        "fetch",
        &attached.id().to_string(),
        "--out",
        back.to_str().unwrap(),
        "--base-url",
        &uri,
    ];
    run(Some(server.token()), &words).well();
    assert_eq!(std::fs::read_to_string(back).unwrap(), "Dear Ada");

    // `serve --snapshot` opens the file itself.
    let bare = file("backup-bare.json");
    let _missing = std::fs::remove_file(&bare);
    let out = world
        .run(&["backup", "--out", bare.to_str().unwrap(), "--no-files"])
        .well();
    assert!(out.contains("1 comments"), "{out}");
    restored(bare.to_str().unwrap()).await;
}

fn forget(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(forget),
        Value::Object(object) => {
            object.remove("expiry_time");
            object.values_mut().for_each(forget);
        }
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_cannot_be_written_leaves_what_was_there() {
    let world = World::new().await;
    let sentence = world
        .run(&["backup", "--out", "/is/not/there.json"])
        .badly();
    assert!(
        sentence == "/is/not/there.json cannot be written: /is/not is not a folder",
        "{sentence}"
    );
}
