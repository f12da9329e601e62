//! `notion mirror`.

use super::{Project, Task, World, file};

/// The arguments of a command, with the store.
fn words<'a>(command: &[&'a str], store: &'a str) -> Vec<&'a str> {
    [&["mirror"], command, &["--to", store]].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mirror_is_synced_queried_searched_and_verified() {
    let world = World::new().await;
    let launch = Project {
        name: "Launch".into(),
        ..Default::default()
    };
    let launch = world.projects.insert(launch).await.unwrap();
    let write = Task {
        task: "Write the docs".into(),
        estimate: Some(2.5),
        project: launch.id().into(),
        ..Default::default()
    };
    let mut row = world.tasks.insert(write).await.unwrap();
    let folder = file("mirror");
    let _earlier = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("notion.db");
    let store = path.to_str().unwrap();

    let summary = world.run(&words(&["sync"], store)).well();
    assert!(
        summary.contains("tasks") && summary.contains("2 new"),
        "{summary}"
    );
    let again = world.run(&words(&["sync", "--json"], store)).well();
    let again: serde_json::Value = serde_json::from_str(&again).unwrap();
    assert_eq!((&again["new"], &again["changed"]), (&0.into(), &0.into()));

    let join = "SELECT t.task, t.estimate, p.name FROM tasks t JOIN tasks__project l ON l.row_id = t.id \
                JOIN projects p ON p.id = l.target_id";
    let csv = super::run(None, &words(&["sql", join, "--csv"], store)).well();
    assert_eq!(csv, "task,estimate,name\r\nWrite the docs,2.5,Launch\r\n");
    let refused = super::run(None, &words(&["sql", "DELETE FROM tasks"], store)).badly();
    assert!(refused.contains("readonly"), "{refused}");
    let hits = super::run(None, &words(&["search", "docs", "--csv"], store)).well();
    assert!(hits.contains("Write the docs"), "{hits}");
    let status = super::run(None, &words(&["status"], store)).well();
    assert!(
        status.contains("projects") && status.contains("live"),
        "{status}"
    );

    assert_eq!(
        world.run(&words(&["verify"], store)).well(),
        "The mirror equals Notion.\n"
    );
    row.done = true;
    world.session.save(&mut row).await.unwrap();
    let differs = world.run(&words(&["verify"], store));
    assert_eq!(differs.code, Some(3));
    assert_eq!(differs.out, format!("tasks  {}  differs\n", row.id()));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_a_mirror_is_left_alone() {
    let world = World::new().await;
    let path = file("not-a-mirror.db");
    std::fs::write(&path, "somebody's notes").unwrap();
    let store = path.to_str().unwrap();
    let refused = world.run(&words(&["sync"], store)).badly();
    assert!(refused.contains("is not a mirror"), "{refused}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "somebody's notes");
    std::fs::remove_file(&path).unwrap();
}

#[cfg(feature = "parquet")]
#[tokio::test(flavor = "multi_thread")]
async fn a_mirror_is_exported_as_parquet() {
    let world = World::new().await;
    world.tasks.insert(Task::default()).await.unwrap();
    let folder = file("mirror-export");
    let _earlier = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let (path, to) = (folder.join("notion.db"), folder.join("export"));
    let (store, to) = (path.to_str().unwrap(), to.to_str().unwrap());
    world.run(&words(&["sync"], store)).well();
    let export = ["mirror", "export", "--from", store, "--to", to];
    let shown = super::run(None, &export).well();
    assert!(
        shown.contains("tasks") && shown.contains("version 1:"),
        "{shown}"
    );
    let json = super::run(None, &[&export[..], &["--json", "--keep", "1"]].concat()).well();
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["version"], 2);
    let file = report["tables"][0]["file"].as_str().unwrap();
    assert!(folder.join("export").join(file).is_file(), "{file}");
    let refused = super::run(
        None,
        &["mirror", "export", "--from", store, "--to", "gs://x"],
    )
    .badly();
    assert!(refused.contains("s3://bucket/prefix"), "{refused}");
    std::fs::remove_dir_all(&folder).unwrap();
}
