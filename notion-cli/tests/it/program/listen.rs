//! `notion listen`: receives the webhooks of the local server, and refuses what is not signed.

use std::io::{BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, ChildStdout, Stdio};

use notion_session::webhook::sign;
use serde_json::Value;

use super::{Task, World, program, run};

/// The program, after it has begun to listen.
struct Listener {
    child: Child,
    out: BufReader<ChildStdout>,
    err: BufReader<ChildStderr>,
    url: String,
}

impl Listener {
    fn start(words: &[&str], environment: &[(&str, &str)]) -> Listener {
        let mut child = program(&[&["listen", "--port", "0"], words].concat())
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut err = BufReader::new(child.stderr.take().unwrap());
        let first = line(&mut err);
        let url = first.strip_prefix("listening at ").unwrap().to_owned();
        Listener {
            child,
            out,
            err,
            url,
        }
    }

    fn event(&mut self) -> Value {
        serde_json::from_str(&line(&mut self.out)).unwrap()
    }

    /// Sends a body as Notion does, and returns the status of the answer.
    fn send(&self, body: &str, signature: Option<&str>) -> String {
        let address = self.url.strip_prefix("http://").unwrap();
        let address = address.trim_end_matches('/');
        let mut stream = TcpStream::connect(address).unwrap();
        let signature = signature
            .map(|signature| format!("X-Notion-Signature: {signature}\r\n"))
            .unwrap_or_default();
        write!(
            stream,
            "POST / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n{signature}\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().to_owned()
    }
}

/// Stops the program, also if the test fails.
impl Drop for Listener {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

fn line(from: &mut impl std::io::BufRead) -> String {
    let mut line = String::new();
    from.read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

async fn row(world: &World, title: &str) -> String {
    let task = Task {
        task: title.to_owned(),
        ..Default::default()
    };
    world.tasks.insert(task).await.unwrap().id().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_a_local_server_are_lines_of_json() {
    let world = World::new().await;
    let (uri, token) = (world.server.uri(), world.server.token().to_owned());
    let words = [
        "--subscribe",
        "--events",
        "page.created,comment",
        "--limit",
        "2",
        "--base-url",
        &uri,
    ];
    let mut listener = Listener::start(&words, &[("NOTION_TOKEN", &token)]);
    while world.server.webhooks().is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let page = row(&world, "first").await;
    // An event of another type comes in between, and is not printed.
    let mut handle = world.session.get_page(page.as_str()).await.unwrap();
    handle.set_title("renamed").await.unwrap();
    handle.comment("well done").await.unwrap();
    let events = [listener.event(), listener.event()];
    assert_eq!(events[0]["type"], "page.created");
    assert_eq!(events[0]["entity"]["id"], page);
    assert_eq!(events[1]["type"], "comment.created");
    assert_eq!(events[1]["data"]["page_id"], page);
    // The limit ends it.
    assert_eq!(listener.child.wait().unwrap().code(), Some(0));
    let mut rest = String::new();
    listener.err.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_verification_token_is_shown_and_proves_what_follows() {
    let world = World::new().await;
    let mut listener = Listener::start(&[], &[]);
    let webhook = world.server.subscribe(&listener.url, &[]).await.unwrap();
    let token = webhook.verification_token;
    assert_eq!(
        line(&mut listener.err),
        format!("verification token: {token}")
    );
    assert!(line(&mut listener.err).contains("NOTION_WEBHOOK_TOKEN"));
    let page = row(&world, "first").await;
    let mut event = listener.event();
    while event["type"] != "page.created" {
        event = listener.event();
    }
    assert_eq!(event["entity"]["id"], page);

    // Nobody else gets through, not even with a handshake of their own.
    let forged = event.to_string();
    let of_another = sign(&"another".into(), forged.as_bytes());
    let handshake = "{\"verification_token\": \"another\"}";
    for (body, signature, reason) in [
        (&*forged, None, "no header `X-Notion-Signature`"),
        (
            &forged,
            Some(&*of_another),
            "the webhook's signature is not that of its body",
        ),
        (handshake, None, "no header `X-Notion-Signature`"),
    ] {
        assert_eq!(listener.send(body, signature), "401");
        let reported = line(&mut listener.err);
        assert!(
            reported.starts_with("refused: ") && reported.contains(reason),
            "{reported}"
        );
    }

    // The next start has the token.
    let mut again = Listener::start(&["--limit", "1"], &[("NOTION_WEBHOOK_TOKEN", &token)]);
    assert_eq!(again.send(&forged, None), "401");
    let signature = sign(&token.as_str().into(), forged.as_bytes());
    assert_eq!(again.send(&forged, Some(&signature)), "200");
    assert_eq!(again.event(), event);
    assert_eq!(again.child.wait().unwrap().code(), Some(0));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_well() {
    let mut listener = Listener::start(&[], &[]);
    let pid = rustix::process::Pid::from_child(&listener.child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_eq!(listener.child.wait().unwrap().code(), Some(0));
    // And a port that somebody has is named.
    let listener = Listener::start(&[], &[]);
    let port = listener
        .url
        .trim_end_matches('/')
        .rsplit(':')
        .next()
        .unwrap();
    let failure = run(None, &["listen", "--port", port]).badly();
    assert!(
        failure.starts_with(&format!("cannot listen at 127.0.0.1:{port}: ")),
        "{failure}"
    );
}

#[test]
fn an_unknown_type_of_events_is_a_usage_error() {
    let ran = run(None, &["listen", "--events", "page.create"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("did you mean \"page.created\"?"),
        "{}",
        ran.err
    );
    // To subscribe takes a token, and only a local server accepts it.
    let failure = run(None, &["listen", "--port", "0", "--subscribe"]).badly();
    assert!(failure.starts_with("no token"), "{failure}");
}
