//! Every endpoint that the official SDK declares is there, or is no address at all.

use http::Method;
use serde_json::json;

use crate::support::client;

/// The endpoints of `@notionhq/client` 5.26, but for those of agents. The last word says whether they are there.
const ENDPOINTS: &str = "
GET async_tasks/{task_id} yes
GET blocks/{block_id} yes
PATCH blocks/{block_id} yes
DELETE blocks/{block_id} yes
GET blocks/{block_id}/children yes
PATCH blocks/{block_id}/children yes
POST blocks/meeting_notes no
POST blocks/meeting_notes/query no
POST comments yes
GET comments yes
GET comments/{comment_id} yes
PATCH comments/{comment_id} yes
DELETE comments/{comment_id} yes
GET custom_emojis yes
POST data_sources yes
GET data_sources/{data_source_id} yes
PATCH data_sources/{data_source_id} yes
POST data_sources/{data_source_id}/query yes
GET data_sources/{data_source_id}/templates yes
POST databases yes
GET databases/{database_id} yes
PATCH databases/{database_id} yes
POST file_uploads yes
GET file_uploads yes
GET file_uploads/{file_upload_id} yes
POST file_uploads/{file_upload_id}/send yes
POST file_uploads/{file_upload_id}/complete yes
POST oauth/token no
POST oauth/revoke no
POST oauth/introspect no
POST pages yes
GET pages/{page_id} yes
PATCH pages/{page_id} yes
POST pages/{page_id}/move yes
GET pages/{page_id}/properties/{property_id} yes
GET pages/{page_id}/markdown yes
PATCH pages/{page_id}/markdown yes
POST search yes
GET users yes
GET users/me yes
GET users/{user_id} yes
POST views yes
GET views yes
GET views/{view_id} yes
PATCH views/{view_id} yes
DELETE views/{view_id} yes
POST views/{view_id}/queries yes
GET views/{view_id}/queries/{query_id} yes
DELETE views/{view_id}/queries/{query_id} yes
";

/// The endpoints of agents, whose surface is an early one.
const AGENTS: &str = "
POST sessions
POST sessions/query
GET sessions/{session_id}
POST sessions/{session_id}/cancel
POST sessions/{session_id}/events/query
GET agents
POST agents/batch
POST agents/query
GET agents/{agent_id}
DELETE agents/{agent_id}
POST agents/{agent_id}/chat
PATCH agents/{agent_id}/credit_limit
GET agents/{agent_id}/insights
PATCH agents/{agent_id}/status
GET agents/{agent_id}/threads
POST agents/{agent_id}/threads/query
POST threads/{thread_id}/continue
GET threads/{thread_id}/messages
POST threads/{thread_id}/messages
POST threads/{thread_id}/messages/query
POST external_agent_stub/{agent_id}/sessions
GET external_agent_stub/{agent_id}/sessions/{session_id}/events
POST external_agent_stub/{agent_id}/sessions/{session_id}/messages
POST external_agent_stub/{agent_id}/vaults
PATCH external_agent_stub/{agent_id}/vaults/{vault_id}
DELETE external_agent_stub/{agent_id}/vaults/{vault_id}
";

const SOME_ID: &str = "00000000-0000-4000-8000-00000000abcd";

/// A path with an id in every place.
fn filled(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment {
        "{property_id}" => "title",
        segment if segment.starts_with('{') => SOME_ID,
        segment => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}

fn lines(table: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = table.lines().filter(|line| !line.is_empty());
    lines.map(|line| line.split(' ').collect())
}

#[tokio::test]
async fn every_endpoint_is_there_or_an_invalid_url() {
    let client = client();
    let there = lines(ENDPOINTS).map(|line| (line[0], line[1], line[2] == "yes"));
    let agents = lines(AGENTS).map(|line| (line[0], line[1], false));
    for (method, path, is_there) in there.chain(agents) {
        let body = (method == "POST" || method == "PATCH").then(|| json!({}));
        let (status, answer) = client.send(method, &filled(path), body.as_ref()).await;
        let invalid = (status, &answer["code"]) == (400, &json!("invalid_request_url"));
        assert_eq!(invalid, !is_there, "{method} {path}: {answer}");
        if invalid {
            assert_eq!(answer["message"], "Invalid request URL.");
        }
    }
}

#[tokio::test]
async fn other_methods_and_longer_paths_are_invalid_urls() {
    let client = client();
    let methods = [
        Method::GET,
        Method::POST,
        Method::PATCH,
        Method::DELETE,
        Method::PUT,
    ];
    let there: Vec<(&str, &str)> = lines(ENDPOINTS)
        .filter(|line| line[2] == "yes")
        .map(|line| (line[0], line[1]))
        .collect();
    for (_, path) in &there {
        for method in &methods {
            let found = there.contains(&(method.as_str(), path))
                // These two are ids of blocks and users to the paths beside them.
                || (*path == "users/me" && *method == Method::GET);
            let body = json!({});
            let (_, answer) = client
                .send(method.as_str(), &filled(path), Some(&body))
                .await;
            let invalid = answer["code"] == "invalid_request_url";
            assert_eq!(invalid, !found, "{method} {path}: {answer}");
        }
        let longer = format!("{}/more/and/more", filled(path));
        let (status, answer) = client.send("GET", &longer, None).await;
        assert_eq!(
            (status, &answer["code"]),
            (400, &json!("invalid_request_url")),
            "{longer}"
        );
    }
}

/// The table of what is there and what is not is part of what users read.
#[test]
fn what_is_not_there_is_listed() {
    let page = include_str!("../../../CONFORMANCE.md");
    for line in lines(ENDPOINTS) {
        let row = format!("| `{} /v1/{}` | {} |", line[0], line[1], line[2]);
        assert!(page.contains(&row), "{row}");
    }
}
