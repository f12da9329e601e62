//! What the program prints to a terminal: nothing that a terminal obeys.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::process::{Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::{Task, World};

/// What the program prints, to both of its outputs, on a terminal of its own.
fn printed(token: &str, words: &[&str]) -> String {
    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&controller).unwrap();
    unlockpt(&controller).unwrap();
    let name = ptsname(&controller, Vec::new()).unwrap();
    let path = OsStr::from_bytes(name.as_bytes());
    let terminal = File::options().read(true).write(true).open(path).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_notion"));
    command
        .env("NOTION_TOKEN", token)
        .args(words)
        .stdin(Stdio::null())
        .stdout(terminal.try_clone().unwrap())
        .stderr(terminal);
    let mut child = command.spawn().unwrap();
    // The last handles of the terminal on this side.
    drop(command);
    let mut controller = File::from(controller);
    let mut printed = Vec::new();
    // It ends with an error on Linux when the program has ended.
    let _closed = controller.read_to_end(&mut printed);
    child.wait().unwrap();
    String::from_utf8(printed).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_terminal_obeys_is_shown_and_not_sent() {
    let world = World::new().await;
    let evil = "in\u{1b}[2Jvoice\u{202e}fdp.exe\u{9b}1A";
    let task = Task {
        task: evil.to_owned(),
        ..Default::default()
    };
    world.tasks.insert(task).await.unwrap();
    let home = world.session.get_page(world.server.home()).await.unwrap();
    world.session.create_untyped_db(&home, evil).await.unwrap();
    let (uri, token) = (world.server.uri(), world.server.token().to_owned());
    let tasks = world.tasks.id().to_string();
    let shown = "in\\u{1b}[2Jvoice\\u{202e}fdp.exe\\u{9b}1A";
    for words in [
        &["rows", &*tasks][..],
        &["rows", &tasks, "--csv"],
        &["rows", &tasks, "--json"],
        &["ls"],
        // As the argument of an error.
        &["pull", evil],
        &["rows", evil],
    ] {
        let out = printed(&token, &[words, &["--base-url", &uri]].concat());
        let obeyed = |one: char| one == '\u{202e}' || one.is_control() && !"\r\n\t".contains(one);
        assert!(!out.contains(obeyed), "{words:?}: {out:?}");
        assert!(out.contains("\\u{202e}fdp.exe"), "{words:?}: {out:?}");
    }
    // The table is as wide as what is shown.
    let out = printed(&token, &["rows", &tasks, "--base-url", &uri]);
    assert!(out.contains(shown), "{out}");
    let widths: Vec<usize> = out.lines().map(|line| line.chars().count()).collect();
    assert!(widths.iter().all(|width| *width == widths[0]), "{out}");
}
