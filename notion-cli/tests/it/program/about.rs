//! `notion completions`, `notion man`, and a reader that goes away.

use std::io::Read as _;
use std::process::Stdio;

use super::{World, file, program, run};

#[test]
fn completions_know_commands_and_options() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(None, &["completions", shell]).well();
        for word in ["rows", "base-url", "with-token"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn the_man_page_has_the_commands_and_each_has_its_own() {
    let page = run(None, &["man"]).well();
    assert!(
        page.contains(".TH notion 1") && page.contains("notion\\-rows(1)"),
        "{page}"
    );
    let folder = file("man");
    let path = folder.to_str().unwrap();
    assert_eq!(run(None, &["man", "--out", path]).well(), "");
    let rows = std::fs::read_to_string(folder.join("notion-rows.1")).unwrap();
    assert!(rows.contains("\\-\\-columns"), "{rows}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_closes_the_pipe_has_read_enough() {
    let world = World::new().await;
    for number in 0..200 {
        let task = super::Task {
            task: format!("{number} {}", "long ".repeat(300)),
            ..Default::default()
        };
        world.tasks.insert(task).await.unwrap();
    }
    let (tasks, uri) = (world.tasks.id().to_string(), world.server.uri());
    let mut child = program(&["rows", &tasks, "--base-url", &uri])
        .env("NOTION_TOKEN", world.server.token())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
}

#[test]
fn help_describes_commands_and_topics() {
    let help = run(None, &["help"]).well();
    assert!(help.contains("Topics: `notion help names`"), "{help}");
    // Each topic that it lists is there.
    let (_, topics) = help.split_once("Topics: `notion help names`, ").unwrap();
    let topics: Vec<&str> = topics.split('`').skip(1).step_by(2).collect();
    assert_eq!(topics.len(), 5, "{help}");
    for topic in topics {
        let text = run(None, &["help", topic]).well();
        assert!(text.lines().count() > 3, "{topic}: {text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 135),
            "{topic}"
        );
    }
    assert_eq!(
        run(None, &["help", "where"]).well(),
        run(None, &["where"]).well()
    );
    let rows = run(None, &["help", "rows"]).well();
    assert!(
        rows.contains("Usage: notion rows") && rows.contains("--columns"),
        "{rows}"
    );
    let login = run(None, &["help", "auth", "login"]).well();
    assert!(login.contains("Usage: notion auth login"), "{login}");
    let ran = run(None, &["help", "environmnt"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("did you mean \"environment\"?"),
        "{}",
        ran.err
    );
}
