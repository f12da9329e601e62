//! What several subjects are tested with: sessions on local servers, what requests cost, and changes past the typed half.

#[allow(
    dead_code,
    reason = "the names and the HTML of examples are not asked for here"
)]
#[path = "../../../../notion-content/tests/it/support/commonmark.rs"]
pub(crate) mod commonmark;
mod cost;
#[path = "../../../../notion-content/tests/it/support/documents.rs"]
pub(crate) mod documents;
#[path = "../../../../tests/it/support/not_run.rs"]
mod not_run;
#[allow(dead_code, reason = "the client's own tests ask for more of it")]
#[path = "../../../../notion-rest/tests/it/support/servers.rs"]
pub(crate) mod servers;
pub(crate) mod traces;

use axum::extract::Request as HttpRequest;
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse;
pub(crate) use cost::{Cost, cost, sent};
use notion_local::Server;
use notion_session::http::{Request, Retry};
use notion_session::model::UserId;
use notion_session::{Database, Page, Session};
use serde_json::{Value, json};
use uuid::Uuid;

/// The ID of nothing.
pub(crate) const NOWHERE: &str = "00000000-0000-4000-8000-000000000000";

/// Returns the page that every local server begins with.
pub(crate) async fn home(session: &Session) -> Page {
    session.search_page("Home").await.unwrap().item().unwrap()
}

/// Returns a session on a server of its own, and the server's first page.
pub(crate) async fn local() -> (Session, Page) {
    let session = Session::local();
    let home = home(&session).await;
    (session, home)
}

/// Returns a session that sends every request once, whatever comes back.
pub(crate) fn without_retries(server: &Server) -> Session {
    let builder = Session::builder().local_server(server.clone());
    builder.retry(Retry::never()).build().unwrap()
}

/// Returns such a session, and the first page of its server.
pub(crate) async fn open(server: &Server) -> (Session, Page) {
    let session = without_retries(server);
    let home = home(&session).await;
    (session, home)
}

/// Returns a server with this many people more than a new one has: see [`user`].
pub(crate) fn server_with_people(count: u128) -> Server {
    let mut workspace = Server::new().snapshot();
    let users = workspace["users"].as_array_mut().unwrap();
    let person = users.iter().find(|user| user["type"] == "person").unwrap();
    let mut person = person.clone();
    for number in 0..count {
        person["id"] = json!(user(number));
        users.push(person.clone());
    }
    Server::builder().snapshot(&workspace).unwrap()
}

/// Returns the ID of a person of [`server_with_people`].
pub(crate) fn user(number: u128) -> UserId {
    UserId::from(Uuid::from_u128(
        0x0000_0000_0000_4000_8000_0000_0000_0100 + number,
    ))
}

/// Changes properties past the typed half, as somebody in Notion does.
pub(crate) async fn change_properties<S>(database: &Database<S>, properties: Value) {
    let path = format!("/v1/data_sources/{}", database.data_source_id());
    let request = Request::patch(path).json(json!({ "properties": properties }));
    database.session().client().send(&request).await.unwrap();
}

/// Returns a session on a server that answers requests to this path with this, in place of its own answer.
pub(crate) async fn with_answer(server: &Server, path: &str, answer: Value) -> Session {
    let path = path.to_owned();
    let other = from_fn(move |request: HttpRequest, next: Next| {
        let answer = (request.uri().path() == path).then(|| answer.to_string());
        async move {
            match answer {
                Some(json) => ([("content-type", "application/json")], json).into_response(),
                None => next.run(request).await,
            }
        }
    });
    let router = server.router().layer(other);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let builder = Session::builder().base_url(format!("http://{address}"));
    builder.token(server.token()).build().unwrap()
}

/// A list of results as a search or a query answers.
pub(crate) fn results(results: &Value) -> Value {
    json!({
        "object": "list", "results": results, "next_cursor": null, "has_more": false,
        "type": "page_or_data_source", "page_or_data_source": {},
    })
}
