//! Formats of lists, files that exist already, and disks that are full.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use super::{Ran, Task, World, file, finished, program};

fn title(number: usize) -> String {
    format!("task {number}{}", " long".repeat(20))
}

async fn world_with_rows(count: usize) -> World {
    let world = World::new().await;
    for number in 0..count {
        let task = Task {
            task: title(number),
            ..Default::default()
        };
        world.tasks.insert(task).await.unwrap();
    }
    world
}

/// An empty folder.
fn folder(name: &str) -> PathBuf {
    let folder = file(name);
    let _missing = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The names in a folder.
fn names(folder: &PathBuf) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_come_in_all_formats() {
    let world = World::new().await;
    let home = world.session.get_page(world.server.home()).await.unwrap();
    home.comment("well, \"done\"").await.unwrap();
    let task = Task {
        task: "one".to_owned(),
        ..Default::default()
    };
    world.tasks.insert(task).await.unwrap();
    for (words, header) in [
        (&["ls"][..], "id,title,url"),
        (&["search", "Tasks"], "id,type,title,url"),
        (&["whoami"], "id,name,workspace"),
        (
            &["comments", "Home"],
            "id,discussion_id,author,created_time,text",
        ),
        (&["get", "one"], "Task,Done,Estimate,Project,Stage"),
        (&["rows", "Tasks"], "Task,Done,Estimate,Project,Stage"),
    ] {
        let csv = world.run(&[words, &["--csv"]].concat()).well();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let names: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        assert_eq!(names.join(","), header, "{words:?}");
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let json = world.run(&[words, &["--json"]].concat()).well();
        let objects: Vec<Value> = json
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(objects.len(), records.len(), "{words:?}");
        // The same values in both. Those of rows are lists, too, and are compared where they are read back.
        for (record, object) in records.iter().zip(&objects) {
            for (name, cell) in names.iter().zip(record) {
                if let Some(value) = object.get(name) {
                    assert_eq!(value.as_str(), Some(cell), "{words:?} {name}");
                }
            }
        }
        let markdown = world.run(&[words, &["--md"]].concat()).well();
        assert!(
            markdown.starts_with(if words[0] == "get" { "---\n" } else { "| " }),
            "{markdown}"
        );
        assert_eq!(
            world.run(&[words, &["--csv", "--json"]].concat()).code,
            Some(2)
        );
    }
    // What Markdown cannot say is reported.
    let ran = world.run(&["get", "Home"]);
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.err
            .starts_with("not in the Markdown: [0]: a database is a link in Markdown\n"),
        "{}",
        ran.err
    );
    let comments = world.run(&["comments", "Home", "--csv"]).well();
    assert!(
        comments.trim_end().ends_with(",\"well, \"\"done\"\"\""),
        "{comments}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_as_csv_is_read_back() {
    let world = world_with_rows(1).await;
    let title = title(0);
    let path = folder("row-as-csv").join("row.csv");
    let path = path.to_str().unwrap();
    world.run(&["get", &title, "--csv", "--out", path]).well();
    let out = world
        .run(&["import", "Tasks", path, "--key", "Task"])
        .well();
    assert_eq!(out, "Tasks: 0 inserted, 0 updated, 1 unchanged\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_go_to_a_file_in_the_format_of_its_name() {
    let world = world_with_rows(3).await;
    let folder = folder("rows-to-files");
    for (name, option) in [
        ("rows.csv", "--csv"),
        ("rows.jsonl", "--json"),
        ("rows.md", "--md"),
    ] {
        let path = folder.join(name);
        assert_eq!(
            world
                .run(&["rows", "Tasks", "--out", path.to_str().unwrap()])
                .well(),
            ""
        );
        let printed = world.run(&["rows", "Tasks", option]).well();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), printed, "{name}");
    }
    let path = folder.join("failed.csv");
    let words = [
        "rows",
        "Tasks",
        "--where",
        "Nothing = 1",
        "--out",
        path.to_str().unwrap(),
    ];
    world.run(&words).failed();
    assert_eq!(names(&folder), ["rows.csv", "rows.jsonl", "rows.md"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_exists_already_is_overwritten_only_by_force() {
    let world = world_with_rows(1).await;
    let folder = folder("existing");
    let path = folder.join("mine");
    let words: [&[&str]; 3] = [&["rows", "Tasks"], &["get", "Home"], &["backup"]];
    for words in words {
        std::fs::write(&path, "mine").unwrap();
        let words = [words, &["--out", path.to_str().unwrap()]].concat();
        let before = world.server.requests().len();
        let sentence = world.run(&words).badly();
        assert_eq!(
            sentence,
            format!(
                "{} exists already: name another file, or overwrite it with --force",
                path.display()
            )
        );
        assert_eq!(world.server.requests().len(), before, "{words:?}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
        let ran = world.run(&[&words[..], &["--force"]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_ne!(std::fs::read_to_string(&path).unwrap(), "mine", "{words:?}");
    }
    assert_eq!(names(&folder), ["mine"]);

    // An export overwrites what it wrote itself, and nothing else.
    let out = self::folder("existing-export");
    std::fs::write(out.join("Tasks.md"), "mine").unwrap();
    let words = ["export", "Tasks", "--out", out.to_str().unwrap()];
    let sentence = world.run(&words).badly();
    assert!(sentence.contains("Tasks.md exists already"), "{sentence}");
    assert_eq!(
        std::fs::read_to_string(out.join("Tasks.md")).unwrap(),
        "mine"
    );
    world.run(&[&words[..], &["--force"]].concat()).well();
    world.run(&["set", &title(0), "Estimate=3"]).well();
    world.run(&words).well();
}

/// Runs the program where no file may be larger than 4 KiB: writing fails as on a full disk, with another number.
#[cfg(unix)]
fn limited(world: &World, words: &[&str]) -> Ran {
    let mut command = Command::new("sh");
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    command
        .args(["-c", script, env!("CARGO_BIN_EXE_notion")])
        .args(words);
    command.args(["--base-url", &world.server.uri()]);
    command.env("NOTION_TOKEN", world.server.token());
    finished(command)
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_an_error_and_leaves_no_part_of_a_file() {
    let world = world_with_rows(100).await;
    let folder = folder("full");
    for (name, words) in [
        ("rows.csv", &["rows", "Tasks"][..]),
        ("backup.json", &["backup"]),
        ("export", &["export", "Tasks"]),
    ] {
        let path = folder.join(name);
        let words = [words, &["--out", path.to_str().unwrap()]].concat();
        let ran = limited(&world, &words);
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        assert!(
            ran.err.contains("cannot be written (File too large")
                && ran.err.contains("is as it was before"),
            "{}",
            ran.err
        );
        match name {
            // The folder has whole files alone.
            "export" => assert!(!path.join("Tasks.md").exists()),
            _ => assert!(!path.exists()),
        }
    }
    let only_folders = |name: &String| folder.join(name).is_dir();
    assert!(
        names(&folder).iter().all(only_folders),
        "{:?}",
        names(&folder)
    );

    // A file of a page that does not fit.
    let big = folder.join("big.bin");
    std::fs::write(&big, vec![7; 20_000]).unwrap();
    let block = world
        .run(&["upload", big.to_str().unwrap(), "--to", "Home"])
        .well();
    std::fs::remove_file(&big).unwrap();
    let path = folder.join("fetched.bin");
    let ran = limited(
        &world,
        &["fetch", block.trim(), "--out", path.to_str().unwrap()],
    );
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("File too large"), "{}", ran.err);
    assert!(!path.exists());
    assert!(
        names(&folder).iter().all(only_folders),
        "{:?}",
        names(&folder)
    );

    // And the standard output.
    let mut command = program(&["rows", "Tasks", "--base-url", &world.server.uri()]);
    command.env("NOTION_TOKEN", world.server.token());
    command.stdout(
        std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap(),
    );
    let ended = command
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .unwrap();
    let err = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{err}");
    assert!(
        err.contains("the standard output cannot be written: No space left on device"),
        "{err}"
    );
}
