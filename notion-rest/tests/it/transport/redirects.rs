//! Redirects.

use super::*;

#[tokio::test]
async fn a_redirect_is_not_followed_and_names_its_target() {
    let (other, tokens) = witness().await;
    for status in [301, 302, 303, 307, 308] {
        let server = MockServer::start().await;
        let target = format!("{}/v1/pages?signature=hidden#x", other.uri());
        let answer = ResponseTemplate::new(status).insert_header("location", target);
        Mock::given(any()).respond_with(answer).mount(&server).await;
        let client = client(&server.uri());
        // Whoever redirects may have done the work before.
        let error = client.send(&creation()).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{error:?}");
        assert_eq!(client.requests_sent(), 1);
        let read = client.send(&Request::get("/v1/users")).await;
        let read = read.unwrap_err();
        assert!(matches!(read, Error::Transport(_)), "{read:?}");
        for error in [error, read] {
            let shown = format!("{error} {error:?}");
            assert!(error.to_string().contains(&other.uri()), "{error}");
            assert!(error.to_string().contains("check the base URL"), "{error}");
            assert!(!shown.contains("hidden"), "{shown}");
        }
    }
    assert!(tokens.lock().unwrap().is_empty());
}

#[tokio::test]
async fn the_answer_of_another_address_is_refused_where_a_client_of_one_s_own_follows_redirects() {
    let (other, tokens) = witness().await;
    for (status, targets) in [(301, 2), (302, 2), (303, 2), (307, 2), (308, 2)] {
        for target in ["/v1/elsewhere", &format!("{}/v1/pages", other.uri())][..targets].iter() {
            let server = MockServer::start().await;
            let answer = ResponseTemplate::new(status)
                .insert_header("location", format!("{target}?signature=hidden"));
            Mock::given(path("/v1/pages"))
                .respond_with(answer)
                .mount(&server)
                .await;
            let page = serde_json::json!({ "object": "page", "id": uuid::Uuid::nil() });
            Mock::given(path("/v1/elsewhere"))
                .respond_with(ResponseTemplate::new(200).set_body_json(page))
                .mount(&server)
                .await;
            let client = Client::builder()
                .token(TOKEN)
                .base_url(server.uri())
                .http_client(plain_http_client())
                .retry(Retry::default().waits(Duration::ZERO, Duration::ZERO))
                .build()
                .unwrap();
            let error = client.send(&creation()).await.unwrap_err();
            assert!(error.is_outcome_unknown(), "{status} {error:?}");
            assert_eq!(client.requests_sent(), 1);
            let read = Request::get("/v1/pages");
            let read = client.send(&read).await.unwrap_err();
            assert!(matches!(read, Error::Transport(_)), "{read:?}");
            let shown = format!("{error} {error:?} {read} {read:?}");
            assert!(!shown.contains("hidden"), "{shown}");
        }
    }
    // reqwest takes the token out.
    let tokens = tokens.lock().unwrap();
    assert!(tokens.iter().all(String::is_empty), "{tokens:?}");
}

/// A redirect to a port where nobody listens: the request was sent to the server that redirects, so it is not one that
/// never left.
#[tokio::test]
async fn a_followed_redirect_that_leads_nowhere_is_not_taken_for_a_request_that_never_left() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nowhere = format!("http://{}/v1/pages", free.local_addr().unwrap());
    drop(free);
    for status in [301, 302, 303, 307, 308] {
        let head = format!("HTTP/1.1 {status} x\r\nlocation: {nowhere}\r\n");
        let (url, count) = replay(&head, "").await;
        let client = Client::builder()
            .token(TOKEN)
            .base_url(&url)
            .http_client(plain_http_client())
            .retry(Retry::default().waits(Duration::ZERO, Duration::ZERO))
            .build()
            .unwrap();
        let error = client.send(&creation()).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{status} {error:?}");
        assert_eq!(count.load(Ordering::SeqCst), 1, "{status}");
    }
}

/// A reqwest client that follows redirects.
fn plain_http_client() -> reqwest::Client {
    notion_rest::http::client_builder()
        .unwrap()
        .redirect(reqwest::redirect::Policy::limited(10))
        .build()
        .unwrap()
}
