//! The program `notion` as a person runs it, on a local server.

mod about;
mod auth;
mod backup;
mod changes;
mod create;
mod daily;
mod edit;
mod export;
mod expression;
mod import;
mod listen;
mod many;
mod mcp;
#[cfg(feature = "mirror")]
mod mirror;
#[cfg(feature = "mirror")]
mod mirror_kills;
mod names;
mod output;
mod readme;
mod refused;
mod relations;
mod schemas;
mod serve;
mod table;
#[cfg(unix)]
mod terminal;
mod tour;

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use notion_local::{Running, Server};
use notion_session::prelude::*;

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Projects")]
struct Project {
    #[notion(title)]
    name: String,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
}

/// What is to be done.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Tasks")]
struct Task {
    #[notion(title)]
    task: String,
    estimate: Option<f64>,
    stage: Option<Stage>,
    done: bool,
    #[notion(two_way = tasks)]
    project: Relation<Project>,
}

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Stage {
    #[notion(color = gray)]
    Backlog,
    #[notion(color = green)]
    Done,
}

/// A server with two related databases, and some rows.
struct World {
    server: Running,
    session: Session,
    projects: notion_session::Database<Project>,
    tasks: notion_session::Database<Task>,
}

impl World {
    async fn new() -> World {
        let server = Server::start().await.unwrap();
        let session = Session::builder()
            .token(server.token())
            .base_url(server.uri())
            .build()
            .unwrap();
        let home = session.search_page("Home").await.unwrap().item().unwrap();
        let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await.unwrap();
        World {
            server,
            session,
            projects,
            tasks,
        }
    }

    /// What the program prints on a terminal of 80 columns, with the server's token.
    #[cfg(unix)]
    fn show(&self, words: &[&str]) -> String {
        let uri = self.server.uri();
        let words = [words, &["--base-url", &uri]].concat();
        terminal::printed(self.server.token(), &words, 80)
    }

    /// Runs the program with the server's token.
    fn run(&self, words: &[&str]) -> Ran {
        let mut words = words.to_vec();
        let uri = self.server.uri();
        words.extend(["--base-url", &uri]);
        let ran = run(Some(self.server.token()), &words);
        let shown = format!("{}{}", ran.out, ran.err);
        assert!(!shown.contains(self.server.token()), "{shown}");
        ran
    }
}

/// What the program has said.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    /// What it printed, after it did all that it was told.
    #[track_caller]
    fn well(self) -> String {
        assert_eq!((self.code, &*self.err), (Some(0), ""), "{}", self.out);
        self.out
    }

    /// What it reported when it refused, which is one sentence.
    #[track_caller]
    fn badly(self) -> String {
        let sentence = self.failed();
        assert_eq!(sentence.lines().count(), 1, "{sentence}");
        sentence
    }

    /// What it reported when it failed, in one or several lines.
    #[track_caller]
    fn failed(self) -> String {
        assert_eq!((self.code, &*self.out), (Some(1), ""), "{}", self.err);
        let sentence = self.err.strip_prefix("error: ").unwrap_or_default();
        sentence.trim_end().to_owned()
    }
}

/// The program, with nothing of the environment that it reads.
fn program(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_notion"));
    for name in [
        "NOTION_TOKEN",
        "NOTION_BASE_URL",
        "NOTION_PROFILE",
        "NO_COLOR",
        "EDITOR",
        "VISUAL",
    ] {
        command.env_remove(name);
    }
    command
        .env("XDG_CONFIG_HOME", file("no-configuration"))
        // The keyring is the user's, and no test's.
        .env("NOTION_KEYRING", "off")
        .args(words);
    command
}

/// Runs the program, whose environment has no other token.
fn run(token: Option<&str>, words: &[&str]) -> Ran {
    let mut command = program(words);
    if let Some(token) = token {
        command.env("NOTION_TOKEN", token);
    }
    finished(command)
}

/// Runs a program with text at its standard input.
fn run_with_input(mut command: Command, input: &str) -> Ran {
    use std::io::Write as _;
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that has failed already does not read.
    let _unread = child.stdin.take().unwrap().write_all(input.as_bytes());
    ran(child.wait_with_output().unwrap())
}

fn finished(mut command: Command) -> Ran {
    ran(command.stdin(Stdio::null()).output().unwrap())
}

fn ran(output: Output) -> Ran {
    let Output {
        status,
        stdout,
        stderr,
    } = output;
    Ran {
        code: status.code(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

/// The place for a file of one test.
fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// The lines of a text in the order of the alphabet.
fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<_> = text.lines().collect();
    lines.sort_unstable();
    lines
}
