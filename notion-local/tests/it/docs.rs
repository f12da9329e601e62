//! The page that tells how to point a client at the server tells the truth.
//!
//! What its lines do is tried where the language is there: in the shell and in Java, and, where `CLIENTS_WORK` names a
//! directory with the clients' packages, in JavaScript and Python.

use std::path::{Path, PathBuf};
use std::process::Command;

use notion_local::{Running, Server};

use crate::support::Directory;
use crate::support::not_run::does_not_run;

const PAGE: &str = include_str!("../../src/docs/clients.md");
/// Where the page has the server.
const THERE: &str = "127.0.0.1:8080";

/// The blocks of the page in a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let start = format!("```{language}\n");
    let blocks = PAGE.split(start.as_str()).skip(1);
    blocks
        .map(|block| block.split_once("\n```").unwrap().0)
        .collect()
}

#[test]
fn the_token_and_the_page_are_the_servers() {
    let server = Server::new();
    assert!(PAGE.contains(server.token()));
    assert!(PAGE.contains(&server.home().to_string()));
    let tokens = PAGE.matches("ntn_").count();
    assert_eq!(tokens, PAGE.matches(server.token()).count());
}

#[test]
fn five_lines_are_enough() {
    for language in ["sh", "js", "python", "java"] {
        let blocks = blocks(language);
        assert!(!blocks.is_empty(), "{language}");
        for block in blocks {
            assert!(block.lines().count() <= 5, "{block}");
        }
    }
}

/// Runs a block in a file of its own, and gives what it prints.
fn run(running: &Running, mut program: Command, file: &Path, block: &str) -> String {
    let block = block.replace(THERE, &running.address().to_string());
    std::fs::write(file, &block).unwrap();
    let output = program.arg(file).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{block}\n{said}\n{errors}");
    said
}

fn is_there(program: &str, argument: &str) -> bool {
    let found = Command::new(program).arg(argument).output().is_ok();
    if !found {
        does_not_run(&format!("{program} is not there"));
    }
    found
}

#[tokio::test]
async fn the_shell_makes_a_page_and_resets() {
    if !is_there("curl", "--version") || !is_there("sh", "-c") {
        return;
    }
    let directory = Directory::new("docs-shell");
    let file = directory.path().join("lines.sh");
    let running = Server::start().await.unwrap();
    let [make, reset] = blocks("sh")[..] else {
        panic!("there are other lines")
    };
    let said = run(&running, Command::new("sh"), &file, make);
    assert!(said.starts_with("{\"object\":\"page\""), "{said}");
    assert_eq!(running.requests().len(), 1);
    run(&running, Command::new("sh"), &file, reset);
    assert_eq!(running.requests().len(), 0);
}

#[tokio::test]
async fn java_asks_who_it_is() {
    if !is_there("java", "--version") {
        return;
    }
    let directory = Directory::new("docs-java");
    let file = directory.path().join("Lines.java");
    let running = Server::start().await.unwrap();
    let lines = blocks("java")[0];
    let program = format!(
        "class Lines {{ public static void main(String[] arguments) throws Exception {{\n{lines}\n}} }}"
    );
    let said = run(&running, Command::new("java"), &file, &program);
    assert!(said.contains("\"type\":\"bot\""), "{said}");
}

#[tokio::test]
async fn javascript_and_python_make_pages() {
    let Some(work) = std::env::var_os("CLIENTS_WORK").map(PathBuf::from) else {
        does_not_run("CLIENTS_WORK is not set");
        return;
    };
    let running = Server::start().await.unwrap();
    let python = work.join("python/bin/python");
    let mut all: Vec<(Command, PathBuf, &str)> = Vec::new();
    for block in blocks("js") {
        all.push((Command::new("node"), work.join("docs-lines.mjs"), block));
    }
    for block in blocks("python") {
        all.push((Command::new(&python), work.join("docs_lines.py"), block));
    }
    for (mut program, file, block) in all {
        program.env("ULTIMATE_NOTION_CONFIG", work.join("ultimate-notion.toml"));
        let said = run(&running, program, &file, block);
        assert!(said.contains("https://app.notion.com/p/Hello-"), "{said}");
    }
}
