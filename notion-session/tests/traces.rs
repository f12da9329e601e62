//! What a session tells those who trace it: a span for each attempt, and never the token.

// Helpers outside of test functions may stop a test too.
#![allow(clippy::unwrap_used)]

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use notion_local::{Fault, Server};
use notion_session::Session;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes every span and event into a list.
#[derive(Clone, Default)]
struct Recorder {
    lines: Arc<Mutex<Vec<String>>>,
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("notion_session")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(span.metadata().name().to_owned());
        span.record(&mut line);
        let mut lines = self.lines.lock().unwrap();
        lines.push(line.0);
        Id::from_u64(lines.len() as u64)
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.lines.lock().unwrap().push(line.0);
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test(start_paused = true)]
async fn each_attempt_has_a_span_and_the_token_is_nowhere() {
    let recorder = Recorder::default();
    let guard = tracing::subscriber::set_default(recorder.clone());
    let server = Server::new();
    let token = server.token().to_owned();
    let session = Session::builder().local_server(server).build().unwrap();
    session
        .local_server()
        .unwrap()
        .fail_next(Fault::RateLimited { retry_after: 2 });
    session.whoami().await.unwrap();
    session.search_page("Home").await.unwrap();
    drop(guard);

    let lines = recorder.lines.lock().unwrap().clone();
    let spans: Vec<_> = lines
        .iter()
        .filter(|line| line.starts_with("notion.request"))
        .collect();
    assert_eq!(
        spans,
        [
            "notion.request method=\"GET\" path=\"/v1/users/me\" attempt=1",
            "notion.request method=\"GET\" path=\"/v1/users/me\" attempt=2",
            "notion.request method=\"POST\" path=\"/v1/search\" attempt=1",
        ]
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("WARN") && line.contains("wait=2s")),
        "{lines:#?}"
    );
    assert!(
        !lines.iter().any(|line| line.contains(&token)),
        "{lines:#?}"
    );
}
