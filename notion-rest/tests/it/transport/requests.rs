//! What is sent, and how often.

use super::*;

#[tokio::test]
async fn token_version_and_body_arrive() {
    let server = MockServer::start().await;
    Mock::given(method("PATCH"))
        .and(path("/v1/pages/1"))
        .and(header("authorization", format!("Bearer {TOKEN}")))
        .and(header("notion-version", "2026-03-11"))
        .and(header("content-type", "application/json"))
        .respond_with(|seen: &Seen| ResponseTemplate::new(200).set_body_bytes(seen.body.clone()))
        .mount(&server)
        .await;
    let request =
        Request::new(Method::Patch, "/v1/pages/1").json(serde_json::json!({ "in_trash": true }));
    let response = client(&server.uri()).send(&request).await.unwrap();
    assert_eq!(response.body().as_ref(), br#"{"in_trash":true}"#);
}

#[tokio::test]
async fn retry_after_is_honoured() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(429).insert_header("retry-after", "1"))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_json(serde_json::json!({})))
        .mount(&server)
        .await;
    let client = client(&server.uri());
    let start = Instant::now();
    client.send(&creation()).await.unwrap();
    assert!(
        start.elapsed() >= Duration::from_secs(1),
        "came back after {:?}",
        start.elapsed()
    );
    assert_eq!(client.requests_sent(), 2);
}

#[tokio::test]
async fn a_retry_after_too_long_to_wait_for_is_told() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(429)
        .insert_header("retry-after", "3600")
        .set_body_json(serde_json::json!({ "object": "error", "status": 429, "code": "rate_limited", "message": "x" }));
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let error = client(&server.uri()).send(&creation()).await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(
        error.as_api().unwrap().retry_after,
        Some(Duration::from_secs(3600))
    );
    assert!(error.to_string().contains("3600 s"), "{error}");
}

/// The connection breaks after the request was read: the creation may have happened.
#[tokio::test]
async fn a_creation_whose_answer_was_lost_is_sent_once() {
    let (url, count) = stage(|_, stream| Box::pin(async move { drop(stream) })).await;
    let error = client(&url).send(&creation()).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error:?}");
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

/// Half an answer is no answer.
#[tokio::test]
async fn a_creation_whose_answer_was_cut_is_sent_once() {
    let (url, count) = stage(|_, mut stream| {
        Box::pin(async move {
            let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"object\":";
            stream.write_all(half).await.unwrap();
        })
    })
    .await;
    let error = client(&url).send(&creation()).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error:?}");
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn reading_is_sent_again_when_the_connection_breaks() {
    let (url, count) = stage(|number, mut stream| {
        Box::pin(async move {
            if number == 2 {
                let whole = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
                stream.write_all(whole).await.unwrap();
            }
        })
    })
    .await;
    let response = client(&url).send(&Request::get("/v1/users")).await.unwrap();
    assert_eq!(response.body().as_ref(), b"{}");
    assert_eq!(count.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_given_up() {
    let (url, count) = stage(|_, stream| {
        Box::pin(async move {
            let _open = stream;
            std::future::pending::<()>().await;
        })
    })
    .await;
    let build = |retries| {
        Client::builder()
            .token(TOKEN)
            .base_url(&url)
            .timeout(Duration::from_millis(200))
            .retry(
                Retry::default()
                    .retries(retries)
                    .waits(Duration::ZERO, Duration::ZERO),
            )
            .build()
            .unwrap()
    };
    let error = build(3).send(&creation()).await.unwrap_err();
    assert!(error.is_timeout() && error.is_outcome_unknown(), "{error}");
    assert_eq!(count.load(Ordering::SeqCst), 1);

    let error = build(1).send(&Request::get("/v1/users")).await.unwrap_err();
    assert!(error.is_timeout() && !error.is_outcome_unknown(), "{error}");
    assert!(error.to_string().contains("waited 0.2 s"), "{error}");
    assert_eq!(count.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_unreachable() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let client = client(&url);
    let error = client.send(&creation()).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(
        error.is_transport() && error.to_string().contains("could not be reached"),
        "{error}"
    );
    // Nothing was sent, so even a creation is tried again.
    assert_eq!(client.requests_sent(), 4);
}

#[tokio::test]
async fn durations_without_end_are_no_trouble_on_a_socket() {
    let (url, _) = replay("HTTP/1.1 200 OK\r\n", "{}").await;
    let client = Client::builder()
        .token(TOKEN)
        .base_url(&url)
        .timeout(Duration::MAX)
        .connect_timeout(Duration::MAX)
        .retry(Retry::default().waits(Duration::MAX, Duration::MAX))
        .pace(Pace::per_window(u32::MAX, Duration::MAX))
        .build()
        .unwrap();
    client.send(&creation()).await.unwrap();
    client.send(&creation()).await.unwrap();
}

#[tokio::test]
async fn a_closed_client_sends_nothing() {
    let (server, tokens) = witness().await;
    let client = client(&server.uri());
    let other_handle = client.clone();
    client.close();
    let error = other_handle.send(&creation()).await.unwrap_err();
    assert!(matches!(error, Error::Closed), "{error:?}");
    assert!(tokens.lock().unwrap().is_empty());
}
