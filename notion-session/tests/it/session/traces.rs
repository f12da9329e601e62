//! What a session tells those who trace it: a span for each attempt, and never the token.

use notion_local::{Fault, Server};
use notion_session::Session;

use crate::support::traces::Recorder;

#[tokio::test(start_paused = true)]
async fn each_attempt_has_a_span_and_the_token_is_nowhere() {
    let (recorder, guard) = Recorder::start("notion_rest");
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

    let lines = recorder.lines();
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
