//! What is refused, and how it is said.

use std::net::{Ipv4Addr, TcpListener};

use super::{World, file, run};

const NOBODY: &str = "38c9ce7b-60a4-8100-8000-0000000000ff";

#[test]
fn a_token_is_needed() {
    let expected = "no token: run `notion auth login --with-token`, or set the environment variable NOTION_TOKEN to the \
                    token of your integration (https://www.notion.so/profile/integrations)";
    for words in [&["pull", NOBODY][..], &["rows", NOBODY], &["ls"]] {
        assert_eq!(run(None, words).badly(), expected);
        assert_eq!(run(Some("  "), words).badly(), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_not_shared_is_told_as_such() {
    let world = World::new().await;
    for command in ["pull", "rows"] {
        let sentence = world.run(&[command, NOBODY]).badly();
        assert!(sentence.contains(NOBODY), "{sentence}");
        assert!(sentence.to_lowercase().contains("share"), "{sentence}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_no_database() {
    let world = World::new().await;
    let home = world.server.home().to_string();
    for command in ["pull", "rows"] {
        let sentence = world.run(&[command, &home]).badly();
        assert!(
            sentence.contains("is the id of a page, not of a database"),
            "{sentence}"
        );
    }
    let sentence = world.run(&["ls", &world.tasks.id().to_string()]).badly();
    assert!(
        sentence.contains("is the id of a database, not of a page"),
        "{sentence}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_is_not_repeated() {
    let world = World::new().await;
    let words = [
        "pull",
        &world.tasks.id().to_string(),
        "--base-url",
        &world.server.uri(),
    ];
    let sentence = run(Some("ntn_wrong"), &words).badly();
    assert!(sentence.contains("401"), "{sentence}");
    assert!(!sentence.contains("ntn_wrong"), "{sentence}");
}

#[test]
fn without_a_network_the_address_is_told() {
    // A port that was free a moment ago and that nobody listens at.
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let uri = format!("http://127.0.0.1:{port}");
    let sentence = run(Some("ntn_example"), &["pull", NOBODY, "--base-url", &uri]).badly();
    assert!(sentence.contains(NOBODY), "{sentence}");
    assert!(!sentence.contains("ntn_example"), "{sentence}");
}

#[test]
fn a_base_url_that_is_not_one_is_refused_by_the_name_of_its_option() {
    let sentence = run(Some("ntn_example"), &["ls", "--base-url", "nowhere"]).badly();
    assert!(
        sentence.contains("`--base-url` is not a base URL"),
        "{sentence}"
    );
}

#[test]
fn files_that_hold_no_schemas_are_told_as_such() {
    let begin = "this is not a file of schemas, as `notion pull --json` writes it: ";
    for (name, text, reason) in [
        ("none.json", "not JSON", "expected ident at line 1 column 2"),
        ("list.json", "[]", "the key \"notion_schemas\" is missing"),
        (
            "new.json",
            "{\"notion_schemas\": 2}",
            "it is of version 2, and this program reads version 1",
        ),
        (
            "empty.json",
            "{\"notion_schemas\": 1}",
            "invalid type: null, expected a sequence",
        ),
        (
            "untitled.json",
            "{\"notion_schemas\": 1, \"data_sources\": [{\"object\": \"data_source\", \"id\": \"38c9ce7b-60a4-8100-8000-0000000000ff\", \"title\": [], \"properties\": {}}]}",
            "the data source 38c9ce7b-60a4-8100-8000-0000000000ff has no title property",
        ),
    ] {
        let path = file(name);
        std::fs::write(&path, text).unwrap();
        let path = path.to_str().unwrap();
        assert_eq!(
            run(None, &["pull", path]).badly(),
            format!("{path}: {begin}{reason}")
        );
    }
    let sentence = run(None, &["pull", "is-not-there.json"]).badly();
    assert!(
        sentence.starts_with("is-not-there.json: No such file"),
        "{sentence}"
    );
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    let schemas = file("nothing.json");
    std::fs::write(&schemas, "{\"notion_schemas\": 1, \"data_sources\": []}").unwrap();
    let words = [
        "pull",
        schemas.to_str().unwrap(),
        "--out",
        "/is/not/there.rs",
    ];
    let sentence = run(None, &words).badly();
    assert!(
        sentence.starts_with("/is/not/there.rs: No such file"),
        "{sentence}"
    );
}

#[test]
fn a_port_in_use_is_told() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let sentence = run(None, &["serve", "--port", &port.to_string()]).badly();
    assert!(
        sentence.starts_with(&format!("cannot listen at 127.0.0.1:{port}: ")),
        "{sentence}"
    );
}

#[test]
fn wrong_words_end_with_two_and_help_with_zero() {
    for words in [
        &["pul"][..],
        &["pull"],
        &["pull", "a", "--limit", "3"],
        &[],
        &["rows", "a", "--csv", "--json"],
    ] {
        let ran = run(None, words);
        assert_eq!((ran.code, &*ran.out), (Some(2), ""), "{words:?}");
        assert!(ran.err.contains("Usage: notion"), "{}", ran.err);
    }
    for words in [
        &["--help"][..],
        &["--version"],
        &["help", "serve"],
        &["pull", "--help"],
        &["rows", "--help"],
    ] {
        assert!(run(None, words).well().contains("notion"), "{words:?}");
    }
}
