//! What the program prints to a terminal: nothing that a terminal obeys.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::process::{Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::{Task, World};

/// What the program prints, to both of its outputs, on a terminal of its own with so many columns.
pub(super) fn printed(token: &str, words: &[&str], columns: u16) -> String {
    typed(super::program(words), token, columns, "")
}

/// What a program prints on a terminal, where somebody types.
pub(super) fn typed(mut command: Command, token: &str, columns: u16, keys: &str) -> String {
    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&controller).unwrap();
    unlockpt(&controller).unwrap();
    let name = ptsname(&controller, Vec::new()).unwrap();
    let path = OsStr::from_bytes(name.as_bytes());
    let terminal = File::options().read(true).write(true).open(path).unwrap();
    let size = Winsize {
        ws_row: 24,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(&terminal, size).unwrap();
    let input = match keys {
        "" => Stdio::null(),
        _ => terminal.try_clone().unwrap().into(),
    };
    command
        .env("NOTION_TOKEN", token)
        .env("TERM", "xterm")
        .stdin(input)
        .stdout(terminal.try_clone().unwrap())
        .stderr(terminal);
    let mut child = command.spawn().unwrap();
    // The last handles of the terminal on this side.
    drop(command);
    let mut controller = File::from(controller);
    controller.write_all(keys.as_bytes()).unwrap();
    let mut printed = Vec::new();
    // It ends with an error on Linux when the program has ended.
    let _closed = controller.read_to_end(&mut printed);
    child.wait().unwrap();
    String::from_utf8(printed).unwrap()
}

/// Text without the escape sequences of colors.
pub(super) fn without_color(text: &str) -> String {
    text.replace("\u{1b}[1m", "")
        .replace("\u{1b}[0m", "")
        .replace("\u{1b}[31m", "")
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
    let missing = format!("no {evil}");
    let shown = "in\\u{1b}[2Jvoice\\u{202e}fdp.exe\\u{9b}1A";
    for words in [
        &["rows", &*tasks][..],
        &["rows", &tasks, "--csv"],
        &["rows", &tasks, "--json"],
        &["ls"],
        // As the argument of an error.
        &["pull", &missing],
        &["rows", &missing],
    ] {
        let out = printed(&token, &[words, &["--base-url", &uri]].concat(), 120);
        let out = without_color(&out);
        // Nothing but colors, which are the program's own.
        let obeyed = |one: char| one == '\u{202e}' || one.is_control() && !"\r\n\t".contains(one);
        assert!(!out.contains(obeyed), "{words:?}: {out:?}");
        assert!(out.contains("\\u{202e}fdp.exe"), "{words:?}: {out:?}");
    }
    // The table is as wide as what is shown.
    let out = printed(&token, &["rows", &tasks, "--base-url", &uri], 120);
    let out = without_color(&out);
    assert!(out.contains(shown), "{out}");
    let widths: Vec<usize> = out.lines().map(|line| line.chars().count()).collect();
    assert!(widths.iter().all(|width| *width == widths[0]), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_fits_the_terminal() {
    let world = World::new().await;
    let task = Task {
        task: "A title that is longer than a narrow terminal is wide".to_owned(),
        estimate: Some(2.5),
        ..Default::default()
    };
    world.tasks.insert(task).await.unwrap();
    let (uri, token) = (world.server.uri(), world.server.token().to_owned());
    let tasks = world.tasks.id().to_string();
    for columns in [20, 40, 80, 200] {
        let out = printed(&token, &["rows", &tasks, "--base-url", &uri], columns);
        let out = without_color(&out);
        let table: Vec<&str> = out.lines().take(5).collect();
        for line in &table {
            assert!(
                line.trim_end().chars().count() <= columns.into(),
                "{columns}: {out}"
            );
        }
        assert!(table[1].contains("Task"), "{out}");
        // Columns without room are named.
        assert_eq!(
            out.contains("do not fit"),
            columns < 200,
            "{columns}: {out}"
        );
    }
    let wide = printed(&token, &["rows", &tasks, "--wide", "--base-url", &uri], 20);
    assert!(wide.contains("narrow terminal is wide"), "{wide}");
    let long = printed(&token, &["rows", &tasks, "--long", "--base-url", &uri], 20);
    assert!(long.contains("Estimate  2.5\r\n"), "{long}");
}

#[tokio::test(flavor = "multi_thread")]
async fn colors_are_for_terminals_that_want_them() {
    let world = World::new().await;
    let uri = world.server.uri();
    let tasks = world.tasks.id().to_string();
    let words = ["rows", &tasks, "--base-url", &uri];
    let shown = |words: &[&str], no_color: &str| {
        let mut command = super::program(words);
        command.env("NO_COLOR", no_color);
        typed(command, world.server.token(), 80, "").contains("\u{1b}[1m")
    };
    assert!(shown(&words, ""));
    assert!(!shown(&words, "1"));
    assert!(!shown(&[&words[..], &["--color", "never"]].concat(), ""));
    assert!(shown(&[&words[..], &["--color", "always"]].concat(), "1"));
    assert!(!world.run(&["rows", &tasks]).well().contains('\u{1b}'));
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_shown_on_a_terminal_and_in_no_pipe() {
    let world = World::new().await;
    let rows: String = (0..300).map(|number| format!("t{number}\n")).collect();
    let path = super::file("progress.csv");
    std::fs::write(&path, format!("Task\n{rows}")).unwrap();
    let words = ["import", "Tasks", path.to_str().unwrap(), "--key", "Task"];
    let out = world.show(&words);
    assert!(out.contains("importing") && out.contains("/300"), "{out}");
    assert!(out.contains("Tasks: 300 inserted"), "{out}");
    // `well` takes no word on the standard error.
    let out = world.run(&words).well();
    assert_eq!(out, "Tasks: 0 inserted, 0 updated, 300 unchanged\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_rows_are_changed_once_that_is_confirmed() {
    let world = World::new().await;
    for number in 0..3 {
        let task = Task {
            task: format!("t{number}"),
            ..Default::default()
        };
        world.tasks.insert(task).await.unwrap();
    }
    let (uri, token) = (world.server.uri(), world.server.token().to_owned());
    let set = [
        "set",
        "Tasks",
        "--where",
        "Estimate is empty",
        "Estimate=1",
        "--base-url",
        &uri,
    ];
    let trash = [
        "trash",
        "Tasks",
        "--where",
        "Estimate = 1",
        "--base-url",
        &uri,
    ];
    for (words, question) in [
        (&set[..], "Set Estimate=1 in 3 rows of \"Tasks\"? [y/N] "),
        (&trash, "Move 3 rows of \"Tasks\" to the trash? [y/N] "),
    ] {
        let no = typed(super::program(words), &token, 80, "n\n");
        assert!(
            no.contains(question) && no.contains("nothing was done"),
            "{no}"
        );
        let yes = typed(super::program(words), &token, 80, "y\n");
        assert!(yes.contains(question) && !yes.contains("error"), "{yes}");
        // Without a terminal nobody can be asked.
        let ran = world.run(&words[..words.len() - 2]);
        assert!(
            ran.out.is_empty() || ran.err.contains("--yes"),
            "{}{}",
            ran.out,
            ran.err
        );
    }
    assert_eq!(world.tasks.query().count().await.unwrap(), 0);
}
