//! The tour of the documentation: its commands run, and print what it shows.

#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Stdio};

use notion_local::Server;

use super::file;

/// Returns true if a text is as expected; `…` matches anything.
fn matches(expected: &str, found: &str) -> bool {
    let Some((first, rest)) = expected.split_once('…') else {
        return expected == found;
    };
    let Some(mut left) = found.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = rest.split('…').collect();
    for (index, part) in parts.iter().enumerate() {
        if index + 1 == parts.len() {
            return left.ends_with(part);
        }
        match left.find(part) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tour_of_the_documentation_runs() {
    let server = Server::start().await.unwrap();
    let folder = file("tour");
    let _missing = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_notion"));
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let tour = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/command-line.md");
    let tour = std::fs::read_to_string(tour).unwrap();
    let mut commands = 0;
    let mut variables = String::new();
    for block in tour.split("```console\n").skip(1) {
        let (block, _) = block.split_once("```").unwrap();
        for step in format!("\n{block}").split("\n$ ").skip(1) {
            let (command, expected) = step.split_once('\n').unwrap_or((step, ""));
            commands += 1;
            let ended = Command::new("sh")
                .args(["-c", &format!("{variables}{command}")])
                .current_dir(&folder)
                .env("PATH", &path)
                .env("NOTION_TOKEN", server.token())
                .env("NOTION_BASE_URL", server.uri())
                .env("XDG_CONFIG_HOME", &folder)
                .env_remove("NO_COLOR")
                .stdin(Stdio::null())
                .output()
                .unwrap();
            // A variable is there for the commands that follow.
            if command.starts_with("HOME_ID=") {
                variables = format!("{command}\n");
            }
            assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{command}");
            let found = String::from_utf8(ended.stdout)
                .unwrap()
                .replace("\r\n", "\n");
            let expected = expected.trim_end();
            assert!(
                matches(expected, found.trim_end()),
                "{command}\nshould print\n{expected}\nand prints\n{found}"
            );
        }
    }
    assert!(commands > 20, "{commands}");
}

#[test]
fn the_readme_is_short_and_its_commands_are_understood() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    assert!(
        readme.lines().count() <= 150,
        "{} lines",
        readme.lines().count()
    );
    let (_, block) = readme
        .split_once("## On the command line\n\n```sh\n")
        .unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let commands: Vec<_> = block
        .lines()
        .filter(|line| line.starts_with("notion "))
        .collect();
    assert_eq!(commands.len(), 7);
    for line in commands {
        let command = format!(
            "\"{}\"{}",
            env!("CARGO_BIN_EXE_notion"),
            line.strip_prefix("notion").unwrap()
        );
        let ended = Command::new("sh")
            .args(["-c", &command])
            .env_remove("NOTION_TOKEN")
            .env("XDG_CONFIG_HOME", file("no-configuration"))
            .output()
            .unwrap();
        // It is understood, and fails for want of a token or of the file.
        assert_eq!(
            ended.status.code(),
            Some(1),
            "{line}: {}",
            String::from_utf8_lossy(&ended.stderr)
        );
    }
}

#[test]
fn an_ellipsis_stands_for_anything() {
    for (expected, found, is_match) in [
        ("a", "a", true),
        ("a", "b", false),
        ("…  Home", "12  Home", true),
        ("a … b … c", "a 1 b 2 c", true),
        ("a … b … c", "a 1 c", false),
        ("x…", "x\nmore", true),
    ] {
        assert_eq!(matches(expected, found), is_match, "{expected} {found}");
    }
}
