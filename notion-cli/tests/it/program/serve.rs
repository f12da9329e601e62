//! `notion serve`.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use super::run;

/// A program that runs until this is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _waited = self.0.wait();
    }
}

#[test]
fn what_it_prints_is_what_the_other_commands_need() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_notion"));
    let command = command
        .args(["serve", "--port", "0"])
        .stdout(Stdio::piped());
    let mut server = Running(command.spawn().unwrap());
    let lines = BufReader::new(server.0.stdout.take().unwrap()).lines();
    let printed: Vec<_> = lines.take(6).map(Result::unwrap).collect();
    let value = |at: usize, name: &str| {
        let (found, value) = printed[at].split_once(' ').unwrap();
        assert_eq!(found, name);
        value.trim()
    };
    let (url, token, home) = (value(0, "url"), value(1, "token"), value(2, "home"));
    assert_eq!(
        run(Some(token), &["ls", home, "--base-url", url]).well(),
        ""
    );
    // A shell takes the line as it is.
    assert_eq!(
        printed[5],
        format!("export NOTION_BASE_URL={url} NOTION_TOKEN={token}")
    );
}
