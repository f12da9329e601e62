//! A server that answers with ready-made bytes, in a process of its own, so that what it costs is not
//! counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, Response, header};
use bytes::Bytes;

use crate::data;

/// What it answers with.
pub(crate) struct Answers {
    pub(crate) database: String,
    pub(crate) data_source: String,
    pub(crate) results: String,
    pub(crate) page: String,
}

/// Serves on a free port, prints the address, and stays.
pub(crate) async fn serve(answers: Answers) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    let answers = Arc::new(answers);
    let count = Arc::new(AtomicUsize::new(0));
    let app = Router::new().fallback(move |request: Request<Body>| {
        let (answers, count) = (Arc::clone(&answers), Arc::clone(&count));
        async move { answer(request, &answers, &count).await }
    });
    axum::serve(listener, app).await
}

async fn answer(request: Request<Body>, answers: &Answers, count: &AtomicUsize) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let method = request.method().clone();
    let body = axum::body::to_bytes(request.into_body(), 1 << 20)
        .await
        .unwrap_or_default();
    let text =
        if path.ends_with("/search") || contains(&body, b"\"last_edited_time\":{\"on_or_after") {
            // Nothing has changed, and nothing is in the trash.
            data::answer("[]", None)
        } else if path.ends_with("/query") {
            // How many answers there are stands in the number of the data source: `…/n/query`.
            let first = !contains(&body, b"start_cursor");
            let at = if first {
                0
            } else {
                count.load(Ordering::Relaxed)
            };
            count.store(at + 1, Ordering::Relaxed);
            let last = at + 1 >= answers_wanted(&path);
            let results = match std::env::var_os("BENCH_DISTINCT") {
                Some(_) => data::distinct(&answers.results, at),
                None => answers.results.clone(),
            };
            data::answer(&results, (!last).then_some(at + 1))
        } else if method == Method::POST {
            answers.page.clone()
        } else if path.starts_with("/v1/databases") {
            answers.database.clone()
        } else {
            answers.data_source.clone()
        };
    let mut response = Response::new(Body::from(Bytes::from(text)));
    let json = header::HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

fn contains(body: &[u8], word: &[u8]) -> bool {
    body.windows(word.len()).any(|part| part == word)
}

/// The environment says how many answers a query has.
fn answers_wanted(_path: &str) -> usize {
    std::env::var("BENCH_ANSWERS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(100)
}
