//! `notion export`: a tree of Markdown files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use notion_session::content::{link_to_page, mention, paragraph};
use notion_session::session::FileSource;

use super::{Task, World, file};

/// All files in a folder, by their paths.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(&path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The relative links of a Markdown file lead to files.
fn check_links(folder: &Path, name: &str, text: &str) {
    for part in text.split("](").skip(1) {
        let link = part.split(')').next().unwrap();
        if !link.contains("://") {
            let target = folder.join(name).parent().unwrap().join(link);
            assert!(target.exists(), "{link} of {name}");
        }
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = file(name);
    let _missing = std::fs::remove_dir_all(&folder);
    folder
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_and_all_in_it_become_files_whose_links_work_offline() {
    let world = World::new().await;
    let home = world.session.get_page(world.server.home()).await.unwrap();
    let plans = world
        .session
        .create_page(&home, "Plans/2026")
        .await
        .unwrap();
    let goals = world.session.create_page(&plans, "Goals").await.unwrap();
    let twin = world.session.create_page(&plans, "goals").await.unwrap();
    plans
        .append([paragraph("See ".to_owned()), link_to_page(goals.id())])
        .await
        .unwrap();
    twin.append([paragraph("Back to " + mention(plans.id()))])
        .await
        .unwrap();
    let letter = world
        .session
        .upload(FileSource::bytes(
            "my letter.txt",
            "Dear Ada".as_bytes().to_vec(),
        ))
        .await
        .unwrap();
    plans.attach(&letter).await.unwrap();
    for name in ["Write", "Read"] {
        let task = Task {
            task: name.into(),
            estimate: Some(2.0),
            ..Default::default()
        };
        world.tasks.insert(task).await.unwrap();
    }

    let out = folder("export");
    let words = ["export", "Home", "--out", out.to_str().unwrap()];
    let printed = world.run(&words);
    assert_eq!(printed.code, Some(0), "{}", printed.err);
    assert!(
        printed.out.ends_with(": 8 pages and databases\n"),
        "{}",
        printed.out
    );
    let first = files(&out);
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    for name in [
        "Home.md",
        "Home/Plans-2026.md",
        "Home/Plans-2026/Goals.md",
        "Home/Plans-2026.files/my-letter.txt",
        "Home/Tasks.md",
        "Home/Tasks/Write.md",
        "Home/Projects.md",
    ] {
        assert!(names.contains(&name), "{name} is missing in {names:?}");
    }
    let twin = names
        .iter()
        .find(|name| name.starts_with("Home/Plans-2026/goals-"))
        .unwrap();
    assert_eq!(first["Home/Plans-2026.files/my-letter.txt"], b"Dear Ada");
    let text = |name: &str| String::from_utf8(first[name].clone()).unwrap();
    assert!(
        text("Home/Tasks/Write.md").contains("\n  \"Estimate\": 2.0\n")
            || text("Home/Tasks/Write.md").contains("\n  \"Estimate\": 2\n")
    );
    assert!(
        text("Home/Tasks.md").contains("- [Read](Tasks/Read.md)\n- [Write](Tasks/Write.md)\n"),
        "{}",
        text("Home/Tasks.md")
    );
    assert!(
        text("Home/Plans-2026.md").contains("(Plans-2026/Goals.md)"),
        "{}",
        text("Home/Plans-2026.md")
    );
    assert!(
        text("Home/Plans-2026.md").contains("(Plans-2026.files/my-letter.txt)"),
        "{}",
        text("Home/Plans-2026.md")
    );
    assert!(text(twin).contains("](../Plans-2026.md)"), "{}", text(twin));
    for (name, _) in first.iter().filter(|(name, _)| name.ends_with(".md")) {
        check_links(&out, name, &text(name));
    }

    // The same again; what is gone is removed, and nothing else.
    std::fs::write(out.join("mine.txt"), "mine").unwrap();
    world.run(&words);
    let mut second = files(&out);
    assert_eq!(second.remove("mine.txt").unwrap(), b"mine");
    assert_eq!(first, second);
    world.run(&["trash", &goals.id().to_string()]).well();
    world.run(&words);
    let third = files(&out);
    assert!(!third.contains_key("Home/Plans-2026/Goals.md") && third.contains_key("mine.txt"));
}
