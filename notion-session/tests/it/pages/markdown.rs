//! The content of a page as Notion's Markdown: asked for, changed, and changed later.

use notion_session::error::Code;
use notion_session::http::{Pace, Retry};
use notion_session::{Page, Session};
use serde_json::json;
use wiremock::matchers::{body_partial_json, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::local;

async fn page() -> (Session, Page) {
    let (session, home) = local().await;
    let page = session.create_page(&home, "Plans").await.unwrap();
    (session, page)
}

#[tokio::test]
async fn content_is_added_replaced_and_edited_with_one_request_each() {
    let (session, page) = page().await;
    let sent = || session.client().requests_sent();
    let before = sent();
    page.append_markdown("two").await.unwrap();
    page.prepend_markdown("one").await.unwrap();
    let whole = page.append_markdown("two").await.unwrap();
    assert_eq!(whole.markdown.trim(), "one\ntwo\ntwo");
    let whole = page
        .edit_markdown("one", "1")
        .and("two", "2")
        .everywhere()
        .await
        .unwrap();
    assert_eq!(whole.markdown.trim(), "1\n2\n2");
    let whole = page.replace_markdown("# All new").await.unwrap();
    assert_eq!(whole.markdown.trim(), "# All new");
    assert_eq!(sent(), before + 5);
    assert_eq!(page.markdown().await.unwrap().markdown, whole.markdown);
    assert!(!whole.truncated && whole.unknown_block_ids.is_empty());
}

#[tokio::test]
async fn what_is_not_there_or_not_alone_is_not_replaced() {
    let (_session, page) = page().await;
    page.append_markdown("same\n\nsame").await.unwrap();
    for old in ["absent", "same"] {
        let error = page.edit_markdown(old, "x").await.unwrap_err();
        assert!(error.is_validation(), "{old}: {error}");
    }
    assert_eq!(page.markdown().await.unwrap().markdown.trim(), "same\nsame");
}

#[tokio::test]
async fn pages_in_the_page_go_only_where_that_is_allowed() {
    let (session, page) = page().await;
    let inner = session.create_page(&page, "Inner").await.unwrap();
    let error = page.replace_markdown("empty").await.unwrap_err();
    assert!(error.is_validation(), "{error}");
    assert!(
        !session
            .get_page(inner.id())
            .fresh()
            .await
            .unwrap()
            .is_in_trash()
    );
    page.replace_markdown("empty")
        .with_subpages()
        .await
        .unwrap();
    // What went with the content is not in the object store either.
    assert!(session.get_page(inner.id()).await.unwrap().is_in_trash());
}

#[tokio::test]
async fn what_notion_does_later_is_waited_for() {
    let (session, page) = page().await;
    let before = session.client().requests_sent();
    let whole = page.append_markdown("later").patiently().await.unwrap();
    assert_eq!(whole.markdown.trim(), "later");
    assert_eq!(session.client().requests_sent(), before + 2);
}

#[tokio::test]
async fn a_page_goes_to_a_file_and_comes_back_without_notion_s_markdown() {
    use notion_session::content::markdown;

    let text = "# Title\n\nSome **bold** and $e = mc^2$.\n\n> [!WARNING]\n> Mind the gap\n\n\
        1. one\n   - half\n     - [x] done\n\n<details>\n<summary>More</summary>\n\n```rust\nfn main() {}\n```\n\n</details>\n\n\
        | a | b |\n|---|---|\n| 1 | 2 |\n\n$$\nx^2\n$$\n\n---\n\n![A cat](https://example.com/cat.png)\n";
    let (session, page) = page().await;
    let document = markdown::read(text);
    assert_eq!(document.lost, []);
    page.append(document.blocks).await.unwrap();

    let written = page.export_markdown().await.unwrap();
    assert_eq!((written.text.as_str(), written.lost.len()), (text, 0));
    let html = page.export_html().await.unwrap();
    for part in [
        "<h1>Plans</h1>",
        "<h2 id=\"h1\">Title</h2>",
        "<strong>bold</strong>",
        "<li>half",
        "<summary>More</summary>",
    ] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
    // Nobody was asked for Markdown.
    let server = session.local_server().unwrap();
    assert!(
        server
            .requests()
            .iter()
            .all(|request| !request.path.ends_with("/markdown"))
    );
}

#[tokio::test]
async fn what_goes_wrong_later_is_an_error_of_notion_s() {
    let server = MockServer::start().await;
    let id = "00000000-0000-4000-8000-000000000001";
    let answer = |method_: &str, path_: String, body: serde_json::Value| {
        Mock::given(method(method_))
            .and(path(path_))
            .respond_with(ResponseTemplate::new(200).set_body_json(body))
    };
    let page =
        json!({ "object": "page", "id": id, "parent": { "type": "workspace", "workspace": true } });
    answer("GET", format!("/v1/pages/{id}"), page)
        .mount(&server)
        .await;
    let queued = json!({ "object": "async_task", "id": "task_1", "status": "queued", "poll_after_seconds": 0 });
    Mock::given(method("PATCH"))
        .and(body_partial_json(json!({ "allow_async": true })))
        .respond_with(ResponseTemplate::new(202).set_body_json(queued.clone()))
        .mount(&server)
        .await;
    answer("GET", "/v1/async_tasks/task_1".to_owned(), queued)
        .up_to_n_times(2)
        .mount(&server)
        .await;
    let failed = json!({ "object": "async_task", "id": "task_1", "status": "failed", "error": {
        "object": "error", "status": 409, "code": "conflict_error", "message": "Somebody was quicker." } });
    answer("GET", "/v1/async_tasks/task_1".to_owned(), failed)
        .mount(&server)
        .await;

    let session = Session::builder()
        .token("x")
        .base_url(server.uri())
        .pace(Pace::unlimited())
        .retry(Retry::default().retries(0))
        .build()
        .unwrap();
    let page = session.get_page(id).await.unwrap();
    let error = page.append_markdown("x").patiently().await.unwrap_err();
    let said = error.as_api().unwrap();
    assert_eq!((said.status, &said.code), (409, &Code::ConflictError));
    assert!(
        error.is_conflict() && error.to_string().contains("Somebody was quicker."),
        "{error}"
    );
    // The page, the change, and the task three times.
    assert_eq!(session.client().requests_sent(), 5);
}
