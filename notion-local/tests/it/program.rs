//! The program: what it begins with, what it refuses, what it warns of.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::support::Directory;

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_notion-local"));
    command
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a program says that ends by itself.
fn refused(arguments: &[&str]) -> String {
    let Output {
        status,
        stderr,
        stdout,
    } = program(arguments).output().unwrap();
    assert!(!status.success());
    assert_eq!(stdout, b"");
    String::from_utf8(stderr).unwrap()
}

/// A program that runs until this is dropped.
struct Running(Child);

impl Running {
    /// The words of the lines with which it begins.
    fn said(&mut self) -> Vec<(String, String)> {
        let lines = BufReader::new(self.0.stdout.take().unwrap())
            .lines()
            .take(3);
        lines
            .map(|line| {
                let line = line.unwrap();
                let (name, value) = line.split_once(' ').unwrap();
                (name.to_owned(), value.trim().to_owned())
            })
            .collect()
    }

    /// Waits until it has ended by itself, without an error. It has 60 seconds: a machine may be slow.
    fn ends(&mut self) {
        let mut errors = self.0.stderr.take().unwrap();
        let (sender, ended) = mpsc::channel();
        // Its standard error is closed when it ends.
        std::thread::spawn(move || {
            let mut said = String::new();
            sender.send(errors.read_to_string(&mut said).map(|_| said))
        });
        let said = ended.recv_timeout(Duration::from_secs(60)).unwrap();
        assert_eq!(said.unwrap(), "");
        assert!(self.0.wait().unwrap().success());
    }
}

/// Whether a server answers at `url`.
fn answers(url: &str) -> bool {
    let address = url.strip_prefix("http://").unwrap();
    let Ok(mut socket) = TcpStream::connect(address) else {
        return false;
    };
    let request = format!("GET /v1/users HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut answer = Vec::new();
    socket.write_all(request.as_bytes()).is_ok()
        && socket.read_to_end(&mut answer).is_ok()
        && answer.starts_with(b"HTTP/1.1 401 ")
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _waited = self.0.wait();
    }
}

#[test]
fn it_says_where_it_is() {
    let mut running = Running(program(&["--port", "0", "--seed", "7"]).spawn().unwrap());
    let said = running.said();
    let server = notion_local::Server::builder().seed(7).build();
    assert!(said[0].1.starts_with("http://127.0.0.1:"), "{said:?}");
    assert_eq!(said[1], ("token".into(), server.token().to_owned()));
    assert_eq!(said[2], ("home".into(), server.home().to_string()));
}

#[test]
fn it_exits_with_its_standard_input_if_asked() {
    let mut command = program(&["--port", "0", "--exit-with-stdin"]);
    let mut running = Running(command.stdin(Stdio::piped()).spawn().unwrap());
    let url = running.said()[0].1.clone();
    let mut stdin = running.0.stdin.take().unwrap();
    // What is written there does not matter.
    stdin.write_all(b"\n\xff").unwrap();
    assert!(answers(&url));
    drop(stdin);
    running.ends();
}

#[test]
fn it_outlives_its_standard_input_unless_asked() {
    let mut outlives = Running(
        program(&["--port", "0"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let url = outlives.said()[0].1.clone();
    drop(outlives.0.stdin.take());
    // In the time in which another server starts and sees the end of its input, this one would have seen it as well.
    let mut command = program(&["--port", "0", "--exit-with-stdin"]);
    let mut ends = Running(command.stdin(Stdio::null()).spawn().unwrap());
    ends.said();
    ends.ends();
    assert!(answers(&url));
}

#[test]
fn it_begins_with_a_snapshot() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/workspace.json");
    let mut running = Running(
        program(&["--port", "0", "--snapshot", path])
            .spawn()
            .unwrap(),
    );
    let said = running.said();
    assert_eq!(said[1].1, "ntn_main");
    assert_eq!(said[2].1, "22222222-0000-4000-8000-000000000001");
    drop(running);

    let directory = Directory::new("no-snapshot");
    let file = directory.file();
    let file = file.to_str().unwrap();
    let said = refused(&["--port", "0", "--snapshot", file]);
    assert!(said.starts_with(&format!("error: {file}: ")), "{said}");
    std::fs::write(file, "{\"pages\":[{}]}").unwrap();
    let said = refused(&["--port", "0", "--snapshot", file]);
    assert!(said.contains("pages[0]: it has no id"), "{said}");
    let said = refused(&["--port", "0", "--snapshot", file, "--data", file]);
    assert!(said.contains("cannot be used with"), "{said}");
}

#[test]
fn a_port_that_is_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let said = refused(&["--port", &port]);
    assert!(
        said.starts_with(&format!("error: cannot listen at 127.0.0.1:{port}: ")),
        "{said}"
    );
    let said = refused(&["--port", "99999"]);
    assert!(said.contains("99999"), "{said}");
}

#[test]
fn a_directory_is_no_data_file() {
    let directory = Directory::new("program");
    let path = directory.path().to_str().unwrap();
    let said = refused(&["--port", "0", "--data", path]);
    assert!(
        said.contains(path) && said.contains("is a directory"),
        "{said}"
    );
    assert_eq!(std::fs::read_dir(path).unwrap().count(), 0);
}

#[test]
fn beyond_loopback_it_warns() {
    for (host, warns) in [("0.0.0.0", true), ("127.0.0.1", false)] {
        let mut running = Running(program(&["--port", "0", "--host", host]).spawn().unwrap());
        assert!(running.said()[0].1.starts_with(&format!("http://{host}:")));
        // All that it has to say it has said by now.
        running.0.kill().unwrap();
        let errors = BufReader::new(running.0.stderr.take().unwrap());
        let said: Vec<String> = errors.lines().map(Result::unwrap).collect();
        assert_eq!(said.len(), usize::from(warns), "{said:?}");
        if warns {
            assert!(
                said[0].starts_with("warning: 0.0.0.0 is not a loopback address"),
                "{said:?}"
            );
        }
    }
}

#[test]
fn beyond_loopback_the_token_is_random_or_given() {
    let token = |arguments: &[&str]| {
        let mut running = Running(program(arguments).spawn().unwrap());
        running.said()[1].1.clone()
    };
    let known = notion_local::Server::new().token().to_owned();
    let beyond = ["--port", "0", "--host", "0.0.0.0"];
    let (first, second) = (token(&beyond), token(&beyond));
    assert!(first != second && first != known && second != known);
    assert!(first.len() > 30, "{first}");
    assert_eq!(token(&["--port", "0"]), known);
    for host in ["0.0.0.0", "127.0.0.1"] {
        assert_eq!(
            token(&["--port", "0", "--host", host, "--token", "ntn_mine"]),
            "ntn_mine"
        );
    }
    // A data file that was made on loopback gets another token, and keeps it.
    let directory = Directory::new("program-token");
    let file = directory.file();
    let data = ["--port", "0", "--data", file.to_str().unwrap()];
    assert_eq!(token(&data), known);
    let random = token(&[&data[..], &["--host", "0.0.0.0"]].concat());
    assert_ne!(random, known);
    assert_eq!(token(&[&data[..], &["--host", "0.0.0.0"]].concat()), random);
    assert_eq!(token(&data), random);
    for bad in [known.as_str(), "", "a b", "é"] {
        let said = refused(&["--port", "0", "--token", bad]);
        assert!(said.starts_with("error: the token should be"), "{said}");
    }
}

#[test]
fn what_cannot_be_used_is_said_in_one_sentence() {
    let directory = Directory::new("one-sentence");
    let file = directory.file();
    let file = file.to_str().unwrap();
    std::fs::write(file, "no data").unwrap();
    let folder = directory.path().to_str().unwrap();
    let within = format!("{file}/inside");
    let missing = format!("{folder}/missing/data");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let mut cases: Vec<(Vec<&str>, &str)> = vec![
        (vec!["--port", &port], &port),
        // An address of nobody (RFC 5737), a name of nobody (RFC 2606), and no name at all.
        (vec!["--host", "192.0.2.1"], "192.0.2.1"),
        (vec!["--host", "nobody.invalid"], "nobody.invalid"),
        (vec!["--host", "a b"], "a b"),
        (vec!["--host", ""], "\"\""),
        (vec!["--snapshot", &missing], &missing),
        (vec!["--snapshot", folder], folder),
        (vec!["--snapshot", file], file),
        (vec!["--snapshot", &within], &within),
        (vec!["--data", &missing], &missing),
        (vec!["--data", folder], folder),
        (vec!["--data", file], file),
        (vec!["--data", &within], &within),
    ];
    #[cfg(unix)]
    cases.extend([
        (vec!["--snapshot", "/dev/zero"], "/dev/zero"),
        (vec!["--data", "/dev/null"], "/dev/null"),
        // A folder that takes no files, even from root.
        (vec!["--data", "/proc/data"], "/proc/data"),
    ]);
    for (arguments, named) in cases {
        let output = if arguments.contains(&"--port") {
            program(&arguments).output().unwrap()
        } else {
            program(&[&arguments[..], &["--port", "0"]].concat())
                .output()
                .unwrap()
        };
        let said = String::from_utf8(output.stderr).unwrap();
        // Beyond loopback there is a warning as well.
        let said: Vec<&str> = said
            .lines()
            .filter(|line| !line.starts_with("warning: "))
            .collect();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said:?}");
        assert_eq!(said.len(), 1, "{arguments:?}: {said:?}");
        assert!(
            said[0].starts_with("error: ") && said[0].contains(named),
            "{arguments:?}: {said:?}"
        );
        assert_eq!(output.stdout, b"", "{arguments:?}");
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), "no data");
}
