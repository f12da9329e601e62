//! What is measured in a process of its own: reading and writing by a session, and the same bytes by
//! reqwest alone.

use std::error::Error;

use futures_util::TryStreamExt;
use futures_util::stream::{self, StreamExt};
use notion_session::http::{NOTION_VERSION, Pace};
use notion_session::prelude::*;
use notion_session::{Database, Session};
use reqwest::header::{self, HeaderMap, HeaderValue};

use crate::data::{Project, Stage, Tag};
use crate::measure::Stopwatch;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

async fn database(origin: &str) -> Outcome<Database<Project>> {
    let session = Session::builder()
        .base_url(origin)
        .token("ntn_bench")
        .pace(Pace::unlimited())
        .build()?;
    Ok(session
        .bind::<Project>("00000000-0000-4000-8000-000000000009")
        .await?)
}

/// What was done: with how many rows, and in how much processor time. The setting up of a session or a
/// client is left out on all sides; the making of connections is not.
pub(crate) struct Done {
    pub(crate) rows: usize,
    pub(crate) seconds: f64,
}

impl Done {
    fn after(watch: &Stopwatch, rows: usize) -> Outcome<Done> {
        let seconds = watch.seconds();
        Ok(Done { rows, seconds })
    }
}

/// Reads all rows, one after the other, and keeps none.
pub(crate) async fn read(origin: &str) -> Outcome<Done> {
    let database = database(origin).await?;
    let watch = Stopwatch::start();
    let mut rows = database.query().stream();
    let mut count = 0;
    while let Some(row) = rows.try_next().await? {
        count += usize::from(row.budget.is_some());
    }
    Done::after(&watch, count)
}

/// A client as reqwest makes it, with the headers without which Notion answers nothing; and with the TLS
/// that the session's has, though none is used.
fn plain_client() -> Outcome<reqwest::Client> {
    // The second time it is installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut headers = HeaderMap::new();
    headers.insert(
        header::AUTHORIZATION,
        HeaderValue::from_static("Bearer ntn_bench"),
    );
    headers.insert("notion-version", HeaderValue::from_static(NOTION_VERSION));
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    Ok(reqwest::Client::builder()
        .default_headers(headers)
        .build()?)
}

/// Downloads the same answers and looks at nothing but the cursor.
pub(crate) async fn download(origin: &str) -> Outcome<Done> {
    let client = plain_client()?;
    let watch = Stopwatch::start();
    let url = format!("{origin}/v1/data_sources/x/query");
    let mut body = "{\"page_size\":100}".to_owned();
    let mut count = 0;
    loop {
        let answer = client.post(&url).body(body).send().await?.bytes().await?;
        count += 100;
        // The cursor stands near the end.
        let end = String::from_utf8_lossy(&answer[answer.len().saturating_sub(200)..]).into_owned();
        let Some(cursor) = end.split("\"next_cursor\":\"").nth(1) else {
            return Done::after(&watch, count);
        };
        let cursor = cursor.split('"').next().unwrap_or_default();
        body = format!("{{\"page_size\":100,\"start_cursor\":\"{cursor}\"}}");
    }
}

fn new(number: u32) -> Project {
    Project {
        name: format!("Project number {number}").into(),
        budget: Some(f64::from(number)),
        stage: Some(Stage::Draft),
        tags: vec![Tag::Red, Tag::Blue],
        due: "2026-06-27"
            .parse()
            .ok()
            .map(|day: Date| DateRange::from(day)),
        link: Some(format!("https://example.org/projects/{number}")),
        ..Project::default()
    }
}

/// Creates so many rows.
pub(crate) async fn create(origin: &str, rows: u32) -> Outcome<Done> {
    let database = database(origin).await?;
    let new: Vec<Project> = (0..rows).map(new).collect();
    let watch = Stopwatch::start();
    let mut outcomes = database.insert_all(new).stream();
    let mut count = 0;
    while let Some(outcome) = outcomes.next().await {
        count += usize::from(outcome.row().is_some());
    }
    Done::after(&watch, count)
}

/// Posts so many ready-made bodies, as many at once.
pub(crate) async fn post(origin: &str, rows: u32) -> Outcome<Done> {
    let client = plain_client()?;
    let url = format!("{origin}/v1/pages");
    let body = serde_json::json!({
        "parent": { "type": "data_source_id", "data_source_id": "38c9ce7b-60a4-8100-8000-000000000002" },
        "properties": {
            "Name": { "title": [{ "type": "text", "text": { "content": "Project number 100" } }] },
            "Budget": { "number": 100.0 }, "Done": { "checkbox": false },
            "Stage": { "select": { "name": "Draft" } },
            "Tags": { "multi_select": [{ "name": "Red" }, { "name": "Blue" }] },
            "Due": { "date": { "start": "2026-06-27", "end": null } },
            "Link": { "url": "https://example.org/projects/100" },
        },
    });
    let body = bytes::Bytes::from(body.to_string());
    let watch = Stopwatch::start();
    let sent = stream::iter(0..rows)
        .map(|_| {
            let request = client.post(&url).body(body.clone());
            async move { request.send().await?.bytes().await }
        })
        .buffered(8)
        .try_fold(0, |count, _| async move { Ok(count + 1) });
    Done::after(&watch, sent.await?)
}
