//! What an answer says of the outcome of a request.

use super::*;

/// All the answers that do not state what became of a creation. It is sent once, its outcome is unknown, and the error
/// says what was read; reading is sent again.
#[tokio::test]
async fn no_answer_but_one_of_notion_settles_a_creation() {
    const STATUSES: [u16; 23] = [
        200, 202, 204, 300, 302, 304, 307, 400, 401, 403, 404, 409, 413, 500, 502, 503, 504, 520,
        524, 527, 529, 530, 599,
    ];
    const BODIES: [(&str, &str); 9] = [
        ("empty", ""),
        ("null", "null"),
        ("string", "\"page\""),
        (
            "HTML",
            "<!DOCTYPE html><title>Sorry, you have been blocked</title>",
        ),
        ("text", "error code: 1015"),
        ("garbage", "\u{1}\u{2}{]"),
        ("half", "{\"object\":\"page\",\"id\":\"0000"),
        ("half an error", "{\"object\":\"error\",\"status\":404,\"co"),
        (
            "an error without a code",
            "{\"object\":\"error\",\"message\":\"x\"}",
        ),
    ];
    for status in STATUSES {
        for (name, body) in BODIES {
            for ray in [true, false] {
                // No body goes with these; what follows would be read as the next answer.
                let body = if matches!(status, 204 | 304) {
                    ""
                } else {
                    body
                };
                let ray_id = if ray { "cf-ray: 8c1f00-FRA\r\n" } else { "" };
                let head = format!("HTTP/1.1 {status} x\r\n{ray_id}");
                let (url, count) = replay(&head, body).await;
                let client = Client::builder()
                    .token(TOKEN)
                    .base_url(&url)
                    .pace(Pace::unlimited())
                    .retry(Retry::default().waits(Duration::ZERO, Duration::ZERO))
                    .build()
                    .unwrap();
                let place = format!("{status} {name} ray: {ray}");

                let raw = client.send(&creation()).await.unwrap_err();
                let page = notion_rest::api::CreatePage::default();
                let typed = client.api().pages().create(&page).await.unwrap_err();
                assert_eq!(count.load(Ordering::SeqCst), 2, "{place}");
                for error in [raw, typed] {
                    assert!(error.is_outcome_unknown(), "{place}: {error:?}");
                    let text = error.to_string();
                    assert!(
                        text.contains("look before you ask again"),
                        "{place}: {text}"
                    );
                    let is_redirect = (300..400).contains(&status);
                    assert!(text.contains(&status.to_string()), "{place}: {text}");
                    assert_eq!(
                        text.contains("8c1f00-FRA"),
                        ray && !is_redirect,
                        "{place}: {text}"
                    );
                    for word in ["token", "capabilit", "share the page"] {
                        assert!(!text.contains(word), "{place}: {text}");
                    }
                }

                let read = client.send(&Request::get("/v1/users/me")).await;
                let read = read.unwrap_err();
                assert!(
                    !read.is_outcome_unknown() && read.as_api().is_none(),
                    "{place}: {read:?}"
                );
                assert_eq!(count.load(Ordering::SeqCst), 2 + 4, "{place}");
            }
        }
    }
}

/// What an endpoint does not give, under a status of success: the call decides as the client does.
#[tokio::test]
async fn another_object_than_the_one_created_leaves_the_outcome_unknown() {
    let error = r#"{"object":"error","status":400,"code":"validation_error","message":"x"}"#;
    let list = r#"{"object":"list","results":[],"next_cursor":null,"has_more":false}"#;
    let user = r#"{"object":"user","id":"00000000-0000-4000-8000-000000000001"}"#;
    let task = r#"{"object":"async_task","id":"task_1","status":"queued"}"#;
    for body in ["null", "[]", "{}", "{\"ok\":true}", error, list, user, task] {
        for status in [200, 201, 202] {
            let (url, count) = replay(&format!("HTTP/1.1 {status} x\r\n"), body).await;
            let client = client(&url);
            let page = notion_rest::api::CreatePage::default();
            let failure = client.api().pages().create(&page).await.unwrap_err();
            assert!(failure.is_outcome_unknown(), "{status} {body}: {failure:?}");
            assert_eq!(count.load(Ordering::SeqCst), 1, "{status} {body}");

            let later = client.api().pages().create_later(&page).await;
            assert_eq!(later.is_ok(), body == task, "{status} {body}: {later:?}");
            let failure = later.err();
            assert!(failure.is_none_or(|failure| failure.is_outcome_unknown()));
        }
    }
}

/// Notion's own refusals are final, and nothing else is sent.
#[tokio::test]
async fn a_well_formed_error_of_notion_is_a_definite_failure() {
    for status in (400..500).filter(|status| *status != 429) {
        let body = format!(
            r#"{{"object":"error","status":{status},"code":"validation_error","message":"x","request_id":"r"}}"#
        );
        let head = format!("HTTP/1.1 {status} x\r\ncf-ray: 8c1f00-FRA\r\n");
        let (url, count) = replay(&head, &body).await;
        let error = client(&url).send(&creation()).await.unwrap_err();
        assert!(!error.is_outcome_unknown(), "{error:?}");
        assert_eq!(error.as_api().map(|error| error.status), Some(status));
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }
}

/// Trouble of the server may come after the work was done; Notion's own words are kept.
#[tokio::test]
async fn an_error_of_the_server_leaves_the_outcome_of_a_creation_unknown() {
    for status in [500, 502, 503, 504, 520, 599] {
        let body = format!(
            r#"{{"object":"error","status":{status},"code":"internal_server_error","message":"Unexpected error occurred."}}"#
        );
        let (url, count) = replay(&format!("HTTP/1.1 {status} x\r\n"), &body).await;
        let client = client(&url);
        let error = client.send(&creation()).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{error:?}");
        assert!(
            error.to_string().contains("Unexpected error occurred."),
            "{error}"
        );
        assert_eq!(error.as_api().map(|error| error.status), Some(status));
        assert_eq!(count.load(Ordering::SeqCst), 1);
        let error = client.send(&creation().repeatable(true)).await;
        let error = error.unwrap_err();
        assert!(matches!(error, Error::Api(_)), "{error:?}");
        assert_eq!(count.load(Ordering::SeqCst), 1 + 4);
    }
}
