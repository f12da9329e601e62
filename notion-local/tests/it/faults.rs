//! Faults that are ordered happen, to the requests that were meant, in process and over TCP.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use notion_local::{BrokenConnection, Fault, FaultRule, Server};
use serde_json::{Value, json};

use crate::support::{Client, client, control, over_tcp};

/// How many pages there are under "Home".
async fn made(client: &Client) -> usize {
    let children = client
        .get(&format!("blocks/{}/children", client.home()))
        .await;
    children["results"].as_array().unwrap().len()
}

fn page(client: &Client) -> Value {
    json!({ "parent": { "page_id": client.home() }, "properties": {} })
}

/// The log's statuses.
fn statuses(server: &Server) -> Vec<u16> {
    server.requests().iter().map(|asked| asked.status).collect()
}

#[tokio::test]
async fn an_answer_that_is_lost_had_its_effect() {
    let client = client();
    client
        .server
        .fail_when(FaultRule::new(Fault::Lost).on("POST", "/v1/pages"));
    assert_eq!(client.send("GET", "users", None).await.0, 200);
    assert_eq!(
        client.send("POST", "pages", Some(&page(&client))).await.0,
        504
    );
    assert_eq!(made(&client).await, 1);
}

#[tokio::test]
async fn errors_have_the_status_the_code_and_the_wait_that_were_ordered() {
    let client = client();
    client.server.fail_next(Fault::Error {
        status: 503,
        code: "database_connection_unavailable".into(),
        retry_after: Some(7),
    });
    let request = Request::post("/v1/pages")
        .header("authorization", format!("Bearer {}", client.server.token()))
        .header("notion-version", client.version)
        .body(Bytes::from(page(&client).to_string()))
        .unwrap();
    let answer = client.server.call(request).await;
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["retry-after"], "7");
    let body: Value = serde_json::from_slice(answer.body()).unwrap();
    assert_eq!(body["code"], "database_connection_unavailable");
    assert_eq!(
        (&body["object"], &body["status"]),
        (&json!("error"), &json!(503))
    );
    assert_eq!(made(&client).await, 0, "it had no effect");
    // Without a code it is Notion's for this status; what is no error becomes one.
    for (status, is, code) in [
        (529, 529, "service_overload"),
        (409, 409, "conflict_error"),
        (200, 500, "internal_server_error"),
        (9999, 500, "internal_server_error"),
    ] {
        client.server.fail_next(Fault::Status(status));
        let (status, body) = client.send("GET", "users", None).await;
        assert_eq!((status, &body["code"]), (is, &json!(code)));
    }
}

#[tokio::test]
async fn connections_break_before_and_after_the_effect() {
    let running = Server::start().await.unwrap();
    let client = Client {
        server: Server::clone(&running),
        version: "2026-03-11",
    };
    let body = page(&client).to_string();
    let send = async || over_tcp(&running, "POST", "/v1/pages", &body).await;
    running.fail_next(Fault::CutBefore);
    assert_eq!(send().await, None);
    assert_eq!(made(&client).await, 0);
    running.fail_next(Fault::CutAfter);
    assert_eq!(send().await, None);
    assert_eq!(made(&client).await, 1);
    let (head, _) = send().await.unwrap();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert_eq!(statuses(&running), [0, 200, 0, 200, 200]);

    // In process nothing can break, so it is said.
    let ask = || {
        Request::get("/v1/users")
            .header("authorization", format!("Bearer {}", running.token()))
            .header("notion-version", "2026-03-11")
            .body(Bytes::new())
            .unwrap()
    };
    running.fail_next(Fault::CutAfter);
    assert_eq!(running.try_call(ask()).await.unwrap_err(), BrokenConnection);
    running.fail_next(Fault::CutBefore);
    assert_eq!(running.call(ask()).await.status(), 504);
    assert_eq!(running.try_call(ask()).await.unwrap().status(), 200);
}

#[tokio::test]
async fn bodies_break_off_half_way() {
    let running = Server::start().await.unwrap();
    let client = Client {
        server: Server::clone(&running),
        version: "2026-03-11",
    };
    running.fail_next(Fault::Truncated);
    let body = page(&client).to_string();
    let (head, body) = over_tcp(&running, "POST", "/v1/pages", &body)
        .await
        .unwrap();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    let promised = head.split_once("content-length: ").unwrap().1;
    let promised: usize = promised.lines().next().unwrap().parse().unwrap();
    assert_eq!(body.len(), promised / 2);
    assert!(body.starts_with("{\"object\":\"page\""), "{body}");
    assert_eq!(made(&client).await, 1, "it was carried out");
    // In process the half is all that there is.
    running.fail_next(Fault::Truncated);
    let request = Request::get("/v1/users").body(Bytes::new()).unwrap();
    let half = running.call(request).await;
    assert!(serde_json::from_slice::<Value>(half.body()).is_err());
}

#[tokio::test]
async fn answers_wait() {
    let client = client();
    let time = Duration::from_millis(30);
    client.server.fail_next(Fault::Delay(time));
    client
        .server
        .fail_when(FaultRule::new(Fault::Status(503)).delayed(time));
    for status in [200, 503] {
        let began = Instant::now();
        assert_eq!(client.send("GET", "users", None).await.0, status);
        assert!(began.elapsed() >= time, "{:?}", began.elapsed());
    }
}

#[tokio::test]
async fn the_longest_times_end_nothing_in_a_panic() {
    let client = client();
    let rule = FaultRule::new(Fault::Delay(Duration::MAX)).delayed(Duration::MAX);
    client.server.fail_when(rule);
    let waiting = client.send("GET", "users", None);
    let waited = tokio::time::timeout(Duration::from_millis(20), waiting).await;
    assert!(waited.is_err(), "the answer is delayed");
    client.server.limit_rate(Some((0, Duration::MAX)));
    assert_eq!(client.send("GET", "users", None).await.0, 429);
}

#[tokio::test]
async fn a_share_fails_as_the_seed_has_it() {
    let failed = async |seed: u64| {
        let client = Client {
            server: Server::builder().seed(seed).build(),
            version: "2026-03-11",
        };
        let rule = FaultRule::new(Fault::Status(500)).on("GET", "/v1/users/me");
        client.server.fail_when(rule.share(0.5));
        for _ in 0..60 {
            client.send("GET", "users/me", None).await;
            client.get("users").await;
        }
        statuses(&client.server)
    };
    let first = failed(1).await;
    let count = first.iter().filter(|status| **status == 500).count();
    assert!((15..45).contains(&count), "{count}");
    assert_eq!(failed(1).await, first);
    assert_ne!(failed(2).await, first);
}

#[tokio::test]
async fn programs_in_other_languages_order_all_of_them() {
    let running = Server::start().await.unwrap();
    let client = Client {
        server: Server::clone(&running),
        version: "2026-03-11",
    };
    let order = async |rule: Value| {
        let (status, answer) = control(&running, "POST", "faults", rule.clone()).await;
        assert_eq!(status, 200, "{rule}: {answer}");
    };
    let ask = async || over_tcp(&running, "GET", "/v1/users/me", "").await;

    order(json!({ "fault": "rate_limited", "retry_after": 3 })).await;
    let (head, _) = ask().await.unwrap();
    assert!(
        head.starts_with("http/1.1 429") && head.contains("retry-after: 3"),
        "{head}"
    );

    order(json!({ "fault": "status", "status": 529, "retry_after": 2, "times": 2 })).await;
    for _ in 0..2 {
        let (head, body) = ask().await.unwrap();
        assert!(
            head.starts_with("http/1.1 529") && head.contains("retry-after: 2"),
            "{head}"
        );
        assert!(body.contains("service_overload"));
    }
    order(json!({ "fault": "status", "status": 503, "code": "of_my_own" })).await;
    assert!(ask().await.unwrap().1.contains("of_my_own"));

    order(json!({ "fault": "cut_before" })).await;
    order(json!({ "fault": "cut_after", "method": "get", "path": "/v1/users/{id}" })).await;
    assert_eq!((ask().await, ask().await), (None, None));

    order(json!({ "fault": "lost" })).await;
    assert!(ask().await.unwrap().0.starts_with("http/1.1 504"));
    order(json!({ "fault": "truncated" })).await;
    assert!(serde_json::from_str::<Value>(&ask().await.unwrap().1).is_err());

    order(json!({ "fault": "delay", "seconds": 0.03 })).await;
    order(json!({ "fault": "lost", "seconds": 0.03 })).await;
    for status in ["http/1.1 200", "http/1.1 504"] {
        let began = Instant::now();
        assert!(ask().await.unwrap().0.starts_with(status));
        assert!(began.elapsed() >= Duration::from_millis(30));
    }

    order(json!({ "fault": "lost", "path": "/v1/search", "share": 0.5 })).await;
    assert_eq!(
        control(&running, "DELETE", "faults", json!({})).await.0,
        200
    );
    for _ in 0..10 {
        client.ok("POST", "search", json!({})).await;
    }

    for rule in [
        json!({}),
        json!({ "fault": "flood" }),
        json!({ "fault": "rate_limited" }),
        json!({ "fault": "status" }),
        json!({ "fault": "status", "status": 200 }),
        json!({ "fault": "status", "status": 99999 }),
        json!({ "fault": "delay" }),
        json!({ "fault": "delay", "seconds": -1 }),
        json!({ "fault": "lost", "share": 2 }),
        json!({ "fault": "lost", "times": 1.5 }),
        json!({ "fault": "lost", "time": 3 }),
        json!([]),
    ] {
        let (status, answer) = control(&running, "POST", "faults", rule.clone()).await;
        assert_eq!(status, 400, "{rule}: {answer}");
    }
    assert!(ask().await.unwrap().0.starts_with("http/1.1 200"));
}
