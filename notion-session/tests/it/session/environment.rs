//! Sessions from the environment. A process's environment is safe to set only before it starts: so each case starts this
//! program again.

use std::process::Command;

use notion_session::{Config, Error, Session};

/// Runs one of the ignored tests below with `NOTION_TOKEN` set to this, or not set.
fn run(case: &str, token: Option<&str>) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    // Tests are called by their modules without the program's name.
    let (_, module) = module_path!().split_once("::").unwrap();
    command
        .args(["--ignored", "--exact", &format!("{module}::{case}")])
        .env_remove("NOTION_TOKEN");
    if let Some(token) = token {
        command.env("NOTION_TOKEN", token);
    }
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{case} with {token:?}:\n{text}"
    );
}

#[test]
fn a_token_is_taken() {
    run("with_a_token", Some("ntn_example"));
    run("with_a_token", Some(" ntn_example\n"));
}

#[test]
fn none_and_an_empty_one_are_errors() {
    run("without_a_token", None);
    run("without_a_token", Some(""));
    run("without_a_token", Some(" \n"));
}

#[test]
#[ignore = "started by the tests above"]
fn with_a_token() {
    let config = Config::from_env().unwrap();
    assert!(!format!("{config:?}").contains("ntn_example"));
    Session::from_env().unwrap();
    Session::new(Config::from_toml("timeout = 3").unwrap()).unwrap();
}

#[test]
#[ignore = "started by the tests above"]
fn without_a_token() {
    for error in [
        Session::from_env().unwrap_err(),
        Config::from_env().unwrap_err(),
        Session::new(Config::from_toml("timeout = 3").unwrap()).unwrap_err(),
        Session::builder().build().unwrap_err(),
    ] {
        assert!(matches!(error, Error::NoToken), "{error:?}");
        assert!(error.to_string().contains("NOTION_TOKEN"), "{error}");
    }
}
