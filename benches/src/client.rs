//! What is measured in a process of its own: reading and writing by a session, and the same bytes by
//! reqwest alone.

use std::error::Error;

use futures_util::TryStreamExt;
use futures_util::stream::{self, StreamExt};
use notion_session::http::Pace;
use notion_session::prelude::*;
use notion_session::{Database, Session};
use serde_json::Value;

use crate::data::{Project, Stage, Tag};

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

/// Reads all rows, one after the other, and keeps none.
pub(crate) async fn read(origin: &str) -> Outcome<usize> {
    let mut rows = database(origin).await?.query().stream();
    let mut count = 0;
    while let Some(row) = rows.try_next().await? {
        count += usize::from(row.budget.is_some());
    }
    Ok(count)
}

/// A client as reqwest makes it; with the TLS that the session's has, though none is used.
fn plain_client() -> reqwest::Client {
    // The second time it is installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

/// Downloads the same answers and looks at nothing but the cursor.
pub(crate) async fn download(origin: &str) -> Outcome<usize> {
    let client = plain_client();
    let url = format!("{origin}/v1/data_sources/x/query");
    let mut body = "{\"page_size\":100}".to_owned();
    let mut count = 0;
    loop {
        let answer = client.post(&url).body(body).send().await?.bytes().await?;
        count += 100;
        // The cursor stands near the end.
        let end = String::from_utf8_lossy(&answer[answer.len().saturating_sub(200)..]).into_owned();
        let Some(cursor) = end.split("\"next_cursor\":\"").nth(1) else {
            return Ok(count);
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
pub(crate) async fn create(origin: &str, rows: u32) -> Outcome<usize> {
    let outcomes = database(origin).await?.insert_all((0..rows).map(new)).await;
    Ok(outcomes
        .iter()
        .filter(|outcome| outcome.row().is_some())
        .count())
}

/// Posts so many ready-made bodies, as many at once.
pub(crate) async fn post(origin: &str, rows: u32) -> Outcome<usize> {
    let client = plain_client();
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
    let body = Value::to_string(&body);
    let sent = stream::iter(0..rows)
        .map(|_| {
            let request = client.post(&url).body(body.clone());
            async move { request.send().await?.bytes().await }
        })
        .buffered(8)
        .try_fold(0, |count, _| async move { Ok(count + 1) });
    Ok(sent.await?)
}
