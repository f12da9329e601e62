//! Answers without end.

use super::*;

/// An answer that never ends, in whatever way its length is announced and whatever its status is.
#[tokio::test]
async fn an_answer_without_end_is_given_up_at_the_limit() {
    const LIMIT: usize = 100_000;
    for status in [200, 400, 404, 500] {
        for chunked in [true, false] {
            let (url, sent) = flood(status, chunked).await;
            let client = Client::builder()
                .token(TOKEN)
                .base_url(&url)
                .retry(Retry::default().waits(Duration::ZERO, Duration::ZERO))
                .max_response_bytes(LIMIT)
                .build()
                .unwrap();
            let error = client.send(&creation()).await.unwrap_err();
            assert!(error.is_outcome_unknown(), "{error:?}");
            let read = Request::get("/v1/users");
            let read = client.send(&read).await.unwrap_err();
            assert!(!read.is_outcome_unknown(), "{read:?}");
            for error in [error, read] {
                let text = error.to_string();
                assert!(text.contains("100000 bytes"), "{text}");
                assert!(text.contains("`max_response_bytes`"), "{text}");
                assert!(text.len() < 500, "{text}");
            }
            // The same would come again, so it is asked for once.
            assert_eq!(client.requests_sent(), 2);
            // What lies in the buffers of sockets is beyond what was read.
            let sent = sent.load(Ordering::SeqCst);
            assert!(sent < 64 << 20, "{sent} bytes were taken");
        }
    }
}

#[tokio::test]
async fn an_announced_length_beyond_the_limit_is_not_waited_for() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100001\r\n\r\n{";
    let (url, _) = replay_bytes(head.as_bytes().to_vec()).await;
    let builder = || Client::builder().token(TOKEN).base_url(&url);
    let client = builder().max_response_bytes(100_000).build().unwrap();
    let error = client.send(&creation()).await.unwrap_err();
    assert!(error.to_string().contains("100000 bytes"), "{error}");
    let error = builder().max_response_bytes(0).build().unwrap_err();
    assert!(
        error.to_string().contains("`max_response_bytes`"),
        "{error}"
    );
}

#[tokio::test]
async fn an_answer_as_large_as_the_limit_is_read() {
    let body = format!("{{\"x\":\"{}\"}}", "y".repeat(992));
    assert_eq!(body.len(), 1_000);
    let (url, _) = replay("HTTP/1.1 200 OK\r\n", &body).await;
    for (limit, fits) in [(999, false), (1_000, true), (1_001, true)] {
        let client = Client::builder().token(TOKEN).base_url(&url);
        let client = client.max_response_bytes(limit).build().unwrap();
        let answer = client.send(&creation()).await;
        assert_eq!(answer.is_ok(), fits, "{limit}");
    }
    // In process as well.
    let server = notion_local::Server::new();
    let client = Client::builder().local_server(server);
    let client = client.max_response_bytes(100).build().unwrap();
    let error = client.api().users().me().await.unwrap_err();
    assert!(error.to_string().contains("100 bytes"), "{error}");
}

/// A server whose answers do not end. Counts the bytes that were taken from it.
async fn flood(status: u16, chunked: bool) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let counter = Arc::clone(&counter);
            tokio::spawn(async move {
                read_request(&mut stream).await;
                let coding = if chunked {
                    "transfer-encoding: chunked\r\n"
                } else {
                    ""
                };
                let head = format!("HTTP/1.1 {status} x\r\nconnection: close\r\n{coding}\r\n");
                let blanks = " ".repeat(0x1000);
                let piece = if chunked {
                    format!("1000\r\n{blanks}\r\n")
                } else {
                    blanks
                };
                if stream.write_all(head.as_bytes()).await.is_err() {
                    return;
                }
                while stream.write_all(piece.as_bytes()).await.is_ok() {
                    counter.fetch_add(piece.len(), Ordering::SeqCst);
                }
            });
        }
    });
    (url, count)
}
