//! What a server on a socket owes to those who ask it, and what it does not answer.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use notion_local::{Running, Server};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{Client, client, control, id, raw};

async fn serve(server: Server) -> Running {
    server.serve("127.0.0.1:0".parse().unwrap()).await.unwrap()
}

/// A request with a head of its own. Gives the status and all that comes back.
async fn ask(running: &Running, method: &str, path: &str, head: &str, body: &str) -> (u16, String) {
    let request = format!(
        "{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n{head}\r\n{body}",
        body.len()
    );
    let answer = String::from_utf8_lossy(&raw(running, request.as_bytes()).await).into_owned();
    let status = answer.get(9..12).and_then(|status| status.parse().ok());
    (status.unwrap_or_default(), answer)
}

#[tokio::test]
async fn foreign_hosts_and_origins_are_refused_on_every_route() {
    let server = Server::builder().allow_host("notion.internal").build();
    let running = serve(server).await;
    let (token, home) = (running.token().to_owned(), running.home());
    let auth = format!("Authorization: Bearer {token}\r\nNotion-Version: 2026-03-11\r\n");
    let own = running.address();
    let routes = [
        ("GET", "/v1/users/me".to_owned()),
        ("POST", "/v1/search".to_owned()),
        ("PATCH", format!("/v1/pages/{home}")),
        ("DELETE", format!("/v1/blocks/{home}")),
        ("GET", "/v1/nowhere".to_owned()),
        ("GET", "/_local/snapshot".to_owned()),
        ("GET", "/_local/requests".to_owned()),
        ("POST", "/_local/reset".to_owned()),
        (
            "GET",
            "/_local/files/00000000-0000-4000-8000-000000000000".to_owned(),
        ),
        ("GET", "/".to_owned()),
        ("OPTIONS", "/v1/users/me".to_owned()),
    ];
    let before = running.snapshot();
    for (method, path) in &routes {
        for head in [
            "Host: evil.example\r\n".to_owned(),
            format!("Host: evil.example:{}\r\n", own.port()),
            format!("Host: {own}\r\nOrigin: http://evil.example\r\n"),
            format!("Host: {own}\r\nOrigin: null\r\n"),
            "Host: 127.0.0.1.evil.example\r\nOrigin: http://127.0.0.1\r\n".to_owned(),
        ] {
            let (status, answer) =
                ask(&running, method, path, &format!("{head}{auth}"), "{}").await;
            assert_eq!(status, 403, "{method} {path} {head}: {answer}");
            assert!(answer.contains("--allow-host"), "{answer}");
            assert!(
                !answer.to_ascii_lowercase().contains("access-control"),
                "{answer}"
            );
            assert!(!answer.contains(&token), "{answer}");
        }
        let absolute = format!("http://evil.example{path}");
        let (status, _) = ask(
            &running,
            method,
            &absolute,
            &format!("Host: {own}\r\n{auth}"),
            "{}",
        )
        .await;
        assert_eq!(status, 403, "{method} {absolute}");
    }
    assert_eq!(running.snapshot(), before, "nothing was done");
    assert_eq!(running.requests().len(), 0);
    for head in [
        format!("Host: {own}\r\n"),
        format!("Host: localhost:{}\r\n", own.port()),
        format!("Host: {own}\r\nOrigin: http://localhost:3000\r\n"),
        "Host: [::1]\r\n".to_owned(),
        "Host: Notion.Internal:80\r\n".to_owned(),
        "Host: notion.internal\r\nOrigin: https://notion.internal\r\n".to_owned(),
    ] {
        let (status, answer) = ask(
            &running,
            "GET",
            "/v1/users/me",
            &format!("{head}{auth}"),
            "",
        )
        .await;
        assert_eq!(status, 200, "{head}: {answer}");
        let (status, answer) = ask(
            &running,
            "GET",
            "/_local/clock",
            &format!("{head}{auth}"),
            "",
        )
        .await;
        assert_eq!(status, 200, "{head}: {answer}");
    }
}

#[tokio::test]
async fn beyond_loopback_the_token_of_a_seed_is_not_enough() {
    let anywhere = "0.0.0.0:0".parse().unwrap();
    let error = Server::new().serve(anywhere).await.unwrap_err().to_string();
    assert!(error.contains("random_token"), "{error}");
    for any in ["[::]:0", "0.0.0.0:0"] {
        // Not every machine has IPv6.
        let refused = Server::builder()
            .seed(9)
            .build()
            .serve(any.parse().unwrap())
            .await;
        assert!(refused.is_err(), "{any}");
    }
    let first = Server::builder().random_token().build();
    let second = Server::builder().random_token().build();
    assert_ne!(first.token(), second.token());
    assert_eq!(
        first.home(),
        Server::new().home(),
        "ids come from the seed all the same"
    );
    let known = Server::new().token().to_owned();
    let running = first.clone().serve(anywhere).await.unwrap();
    let client = Client {
        server: first.clone(),
        version: "2026-03-11",
    };
    client.get("users/me").await;

    // The token of the seed is not accepted, whatever workspace is put in.
    let status = async |token: &str| {
        let request = Request::get("/v1/users/me")
            .header("authorization", format!("Bearer {token}"))
            .header("notion-version", "2026-03-11")
            .body(Bytes::new());
        first.call(request.unwrap()).await.status().as_u16()
    };
    let own = first.token().to_owned();
    let other = Server::new();
    let reader = other.add_integration("Reader", [other.home()]);
    for step in 0..4 {
        match step {
            0 => {}
            1 => first.reset().unwrap(),
            2 => first.reset_with(5).unwrap(),
            _ => first.restore(&other.snapshot()).unwrap(),
        }
        assert_eq!(
            (status(&own).await, status(&known).await),
            (200, 401),
            "{step}"
        );
        assert_eq!(status(&reader).await, 401);
        assert_eq!(status("ntn_local0000000000000005").await, 401);
        assert_eq!(first.token(), own);
    }
    let added = first.add_integration("Writer", [first.home()]);
    assert_eq!(status(&added).await, 200);
    let same = Server::new();
    same.restore(&other.snapshot()).unwrap();
    assert_ne!(same.add_integration("Writer", [same.home()]), added);
    drop(running);

    // One that is given, or that a snapshot names, is enough.
    let given = Server::builder().token("ntn_mine").build();
    assert_eq!(given.token(), "ntn_mine");
    given.serve(anywhere).await.unwrap();
    let named: Value = serde_json::from_str(include_str!("workspace.json")).unwrap();
    let named = Server::builder().random_token().snapshot(&named).unwrap();
    assert_eq!(named.token(), "ntn_main");
    named.serve(anywhere).await.unwrap();
}

#[tokio::test]
async fn a_data_file_keeps_the_token_that_it_got() {
    let directory = crate::support::Directory::new("tokens");
    let path = directory.file();
    let first = Server::open(&path).await.unwrap();
    let known = first.token().to_owned();
    let home = first.home();
    drop(first);
    let open = async |builder: notion_local::Builder| builder.open(&path).await.unwrap();
    let random = open(Server::builder().random_token()).await;
    let token = random.token().to_owned();
    assert_ne!(token, known);
    drop(random);
    assert_eq!(open(Server::builder().random_token()).await.token(), token);
    assert_eq!(open(Server::builder()).await.token(), token);
    let given = open(Server::builder().token("ntn_given")).await;
    assert_eq!((given.token(), given.home()), ("ntn_given", home));
    drop(given);
    assert_eq!(open(Server::builder()).await.token(), "ntn_given");
}

/// Sends a file and gives the answer to whoever asks for it.
async fn uploaded(server: &Server, filename: &str, content_type: &str) -> Response<Bytes> {
    let client = Client {
        server: server.clone(),
        version: "2026-03-11",
    };
    let body = json!({ "filename": filename, "content_type": content_type });
    let upload = client.ok("POST", "file_uploads", body).await;
    let form = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n<script>alert(1)</script>\r\n--x--\r\n";
    let request = Request::post(format!("/v1/file_uploads/{}/send", id(&upload)))
        .header("authorization", format!("Bearer {}", server.token()))
        .header("notion-version", "2026-03-11")
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Bytes::from(form))
        .unwrap();
    assert_eq!(server.call(request).await.status(), 200);
    let path = format!("/_local/files/{}", id(&upload));
    server
        .call(Request::get(path).body(Bytes::new()).unwrap())
        .await
}

#[tokio::test]
async fn what_was_uploaded_does_not_run() {
    let server = Server::new();
    let shown = [
        "image/png",
        "image/jpeg",
        "IMAGE/GIF",
        "image/webp; q=1",
        "audio/mpeg",
        "video/mp4",
        "application/pdf",
        " application/pdf ",
    ];
    let saved = [
        "text/html",
        "image/svg+xml",
        "IMAGE/SVG+XML; charset=utf-8",
        "text/javascript",
        "application/javascript",
        "text/xml",
        "application/xml",
        "application/xhtml+xml",
        "text/plain",
        "application/json",
        "application/octet-stream",
        "image/",
        "image",
        "image/svg",
        "pdf",
        "text/html; image/png",
        "application/pdf+html",
        "multipart/form-data",
        "x",
        "video/x+xml",
    ];
    for (kind, is_shown) in shown
        .iter()
        .map(|kind| (kind, true))
        .chain(saved.iter().map(|kind| (kind, false)))
    {
        let answer = uploaded(&server, "a \"b\"\r\n.unknown", kind).await;
        assert_eq!(answer.status(), 200, "{kind}");
        let header = |name: &str| {
            answer
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(
            header("content-security-policy").as_deref(),
            Some("sandbox"),
            "{kind}"
        );
        assert_eq!(
            header("x-content-type-options").as_deref(),
            Some("nosniff"),
            "{kind}"
        );
        assert!(header("content-type").is_some());
        match header("content-disposition") {
            None => assert!(is_shown, "{kind}"),
            Some(disposition) => {
                assert!(!is_shown, "{kind}");
                assert_eq!(
                    disposition,
                    "attachment; filename*=UTF-8''a%20%22b%22%0D%0A.unknown"
                );
            }
        }
    }
    // A type that cannot be a header is not left out.
    let answer = uploaded(&server, "a.unknown", "text/html\r\nx: y").await;
    assert_eq!(answer.headers()["content-type"], "application/octet-stream");
    assert!(answer.headers().contains_key("content-disposition"));
}

#[tokio::test]
async fn addresses_of_files_elsewhere_are_valid_and_never_raw() {
    let client = client();
    let import =
        |url: &str| json!({ "mode": "external_url", "filename": "a.txt", "external_url": url });
    for url in [
        "http://127.0.0.1:9/a b",
        "http://example.com/\r\nSet-Cookie: a=b",
        "http://a@b/",
        "http://a:b@example.com/x",
        "http:///x",
        "ftp://example.com/x",
        "javascript:alert(1)",
        "/x",
        "https://",
        "http://example.com:99999/",
        "http://exa mple.com",
        "x",
        "https://example.com/\u{0}",
        "http://[::1",
        " https://example.com/",
    ] {
        let message = client.refused("POST", "file_uploads", import(url)).await;
        assert!(
            message.contains("external_url should be a valid url"),
            "{url:?}: {message}"
        );
    }
    for (url, expected) in [
        ("HTTPS://Example.com", "https://example.com/"),
        (
            "https://example.com/a%20b?c#d",
            "https://example.com/a%20b?c",
        ),
        ("https://example.com/ä", "https://example.com/%C3%A4"),
    ] {
        let upload = client.ok("POST", "file_uploads", import(url)).await;
        let path = format!("/_local/files/{}", id(&upload));
        let answer = client
            .server
            .call(Request::get(path).body(Bytes::new()).unwrap())
            .await;
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["location"]),
            (302, &expected.parse().unwrap())
        );
        assert_eq!(answer.headers()["content-security-policy"], "sandbox");
    }
    // Nor does a snapshot bring any in.
    let mut snapshot = client.server.snapshot();
    for url in ["http://a@b/", "x\r\ny", "http://example.com/a b"] {
        snapshot["file_uploads"][0]["url"] = json!(url);
        let error = Server::builder()
            .snapshot(&snapshot)
            .unwrap_err()
            .to_string();
        assert!(error.contains("file_uploads[0].url"), "{error}");
    }
}

#[tokio::test]
async fn a_request_without_a_valid_token_is_refused_before_its_body_comes() {
    let running = serve(Server::new()).await;
    let host = running.address();
    for (path, auth) in [
        ("/v1/pages", ""),
        ("/v1/pages", "Authorization: Bearer ntn_wrong\r\n"),
        ("/v1/pages", "Authorization: Basic x\r\n"),
        ("/v1/file_uploads/x/send", "Authorization: Bearer \r\n"),
        ("/_local/snapshot", "Authorization: Bearer ntn_wrong\r\n"),
    ] {
        // The body never comes.
        let mut socket = TcpStream::connect(host).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\n{auth}Notion-Version: 2026-03-11\r\nContent-Length: 20000000\r\n\r\n"
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        let mut status = [0; 12];
        let read =
            tokio::time::timeout(Duration::from_secs(10), socket.read_exact(&mut status)).await;
        read.unwrap_or_else(|_| panic!("{path} {auth} waits"))
            .unwrap();
        assert_eq!(&status[9..], b"401", "{path} {auth}");
    }
    // Whoever sends it nevertheless is answered, and it is not kept.
    let body = format!("\"{}\"", "x".repeat(2_000_000));
    for _ in 0..5 {
        let head = format!("Host: {host}\r\nAuthorization: Bearer ntn_wrong\r\n");
        let (status, _) = ask(&running, "POST", "/v1/pages", &head, &body).await;
        assert_eq!(status, 401);
    }
    assert_eq!(
        running
            .requests()
            .iter()
            .filter(|asked| asked.body.is_some())
            .count(),
        0
    );
    assert_eq!(
        running
            .requests()
            .iter()
            .filter(|asked| asked.status == 401)
            .count(),
        9
    );
}

#[tokio::test]
async fn the_log_is_bounded_and_shown_in_pages() {
    let client = Client {
        server: Server::builder().log(10, 100_000).build(),
        version: "2026-03-11",
    };
    for n in 0..25 {
        client
            .send("POST", "search", Some(&json!({ "query": format!("n{n}") })))
            .await;
    }
    let queries = |list: &Value| -> Vec<String> {
        let all = list.as_array().unwrap().iter();
        all.map(|asked| asked["body"]["query"].as_str().unwrap().to_owned())
            .collect()
    };
    let get = async |path: &str| control(&client.server, "GET", path, Value::Null).await;
    let (status, all) = get("requests").await;
    let expected: Vec<String> = (15..25).map(|n| format!("n{n}")).collect();
    assert_eq!((status, queries(&all)), (200, expected.clone()));
    let whole: Vec<String> = client
        .server
        .requests()
        .iter()
        .map(|asked| {
            asked.body.as_ref().unwrap()["query"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(whole, expected);
    assert_eq!(
        crate::support::keys(&all[0]),
        ["method", "path", "query", "status", "body"]
    );
    for (query, from, to) in [
        ("from=3&count=2", 3, 5),
        ("count=4", 0, 4),
        ("from=8", 8, 10),
        ("from=10", 10, 10),
        ("from=99&count=1", 10, 10),
    ] {
        let (_, page) = get(&format!("requests?{query}")).await;
        assert_eq!(queries(&page), expected[from..to], "{query}");
    }
    for query in ["from=x", "count=-1", "page=1", "from="] {
        let (status, answer) = get(&format!("requests?{query}")).await;
        assert_eq!(status, 400, "{query}: {answer}");
    }
    // By size: the oldest go first.
    let long = json!({ "query": "x".repeat(40_000) });
    for _ in 0..4 {
        client.send("POST", "search", Some(&long)).await;
    }
    assert_eq!(client.server.requests().len(), 2);
    client.server.clear_requests();
    assert_eq!(get("requests").await, (200, json!([])));
}

#[tokio::test]
async fn a_large_log_does_not_hold_others_up() {
    let running = serve(Server::new()).await;
    let client = Client {
        server: (*running).clone(),
        version: "2026-03-11",
    };
    let long = json!({ "query": "x".repeat(440_000), "more": (0..500).collect::<Vec<u32>>() });
    for _ in 0..200 {
        client.send("POST", "search", Some(&long)).await;
    }
    let host = running.address();
    let head = format!(
        "Host: {host}\r\nAuthorization: Bearer {}\r\nNotion-Version: 2026-03-11\r\n",
        running.token()
    );
    let log = ask(&running, "GET", "/_local/requests", &head, "");
    let others = async {
        let mut longest = Duration::ZERO;
        for _ in 0..20 {
            let began = Instant::now();
            let (status, _) = ask(&running, "GET", "/v1/users/me", &head, "").await;
            assert_eq!(status, 200);
            longest = longest.max(began.elapsed());
        }
        longest
    };
    let ((status, log), longest) = tokio::join!(log, others);
    assert_eq!(status, 200);
    // 64 MiB of requests of 440 KB.
    let count = log.matches("\"method\"").count();
    assert!((140..=152).contains(&count), "{count}");
    assert!(longest < Duration::from_secs(3), "{longest:?}");
}

#[tokio::test]
async fn bytes_of_uploads_that_expired_are_given_up() {
    let client = client();
    let mut uploads = Vec::new();
    for n in 0..3 {
        let url = format!("data:text/plain,{}", "x".repeat(1500 + n));
        let body = json!({ "mode": "external_url", "filename": "a.txt", "external_url": url });
        uploads.push(client.ok("POST", "file_uploads", body).await);
    }
    let parts = json!({ "mode": "multi_part", "number_of_parts": 2, "filename": "b.txt" });
    uploads.push(client.ok("POST", "file_uploads", parts).await);
    let icon = json!({ "icon": { "file_upload": { "id": id(&uploads[0]) } } });
    client
        .ok("PATCH", &format!("pages/{}", client.home()), icon)
        .await;
    let kept = || {
        client
            .server
            .snapshot()
            .to_string()
            .matches("\"content\":\"eHh4")
            .count()
    };
    assert_eq!(kept(), 3);
    client.server.advance(Duration::from_secs(2 * 3600));
    assert_eq!(kept(), 1, "only what is used is kept");
    let shown = client
        .get(&format!("file_uploads/{}", id(&uploads[1])))
        .await;
    assert_eq!(
        (&shown["status"], &shown["content_length"]),
        (&json!("expired"), &json!(1501))
    );
    let used = client
        .get(&format!("file_uploads/{}", id(&uploads[0])))
        .await;
    assert_eq!(used["status"], "uploaded");
    // They stay gone: when the clock is set back, and when the workspace is opened again.
    client.server.thaw();
    let snapshot = client.server.snapshot();
    let again = Client {
        server: Server::builder().snapshot(&snapshot).unwrap(),
        version: "2026-03-11",
    };
    assert_eq!(again.server.snapshot(), snapshot);
    for client in [&client, &again] {
        let shown = client
            .get(&format!("file_uploads/{}", id(&uploads[1])))
            .await;
        assert_eq!(
            (&shown["status"], &shown["content_length"]),
            (&json!("expired"), &json!(1501))
        );
        let body = json!({ "icon": { "file_upload": { "id": id(&uploads[1]) } } });
        client
            .refused("PATCH", &format!("pages/{}", client.home()), body)
            .await;
        for upload in &uploads[1..] {
            let path = format!("/_local/files/{}", id(upload));
            let answer = client
                .server
                .call(Request::get(path).body(Bytes::new()).unwrap())
                .await;
            assert_eq!(answer.status(), 404);
        }
    }
}

#[tokio::test]
async fn the_longest_timeout_is_one() {
    let running = serve(Server::builder().timeout(Duration::MAX).build()).await;
    let head = format!(
        "Host: {}\r\nAuthorization: Bearer {}\r\nNotion-Version: 2026-03-11\r\n",
        running.address(),
        running.token()
    );
    let (status, answer) = ask(&running, "POST", "/v1/search", &head, "{}").await;
    assert_eq!(status, 200, "{answer}");
}

#[tokio::test]
async fn half_sent_requests_are_closed_after_a_while() {
    let timeout = Duration::from_millis(300);
    let running = serve(Server::builder().timeout(timeout).build()).await;
    let (host, token) = (running.address(), running.token());
    let whole = format!(
        "POST /v1/search HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nNotion-Version: 2026-03-11\r\nContent-Length: 100\r\n\r\n{{\"query\""
    );
    let chunked = whole
        .replace("Content-Length: 100", "Transfer-Encoding: chunked")
        .replace("{\"query\"", "8\r\n{\"query\"\r\n");
    for part in [
        "",
        "G",
        "GET /v1/users",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\n",
        &whole,
        &chunked,
    ] {
        let mut socket = TcpStream::connect(host).await.unwrap();
        socket.write_all(part.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let ended =
            tokio::time::timeout(Duration::from_secs(20), socket.read_to_end(&mut answer)).await;
        assert!(ended.is_ok(), "{part:?} stays open");
        let answer = String::from_utf8_lossy(&answer);
        assert!(
            answer.is_empty()
                || answer.starts_with("HTTP/1.1 408")
                || answer.starts_with("HTTP/1.1 400"),
            "{part:?}: {answer}"
        );
        assert_eq!(
            part.contains("query"),
            answer.contains("408"),
            "{part:?}: {answer}"
        );
    }
}

#[tokio::test]
async fn whoever_waits_longest_makes_room_for_others() {
    let running = serve(Server::builder().max_connections(20).build()).await;
    let host = running.address();
    let mut idle = Vec::new();
    for _ in 0..100 {
        let mut socket = TcpStream::connect(host).await.unwrap();
        socket
            .write_all(b"GET /v1/users HTTP/1.1\r\nHost: ")
            .await
            .unwrap();
        idle.push(socket);
        if idle.len() % 10 == 0 {
            let head = format!(
                "Host: {host}\r\nAuthorization: Bearer {}\r\nNotion-Version: 2026-03-11\r\n",
                running.token()
            );
            let asked = tokio::time::timeout(
                Duration::from_secs(20),
                ask(&running, "GET", "/v1/users/me", &head, ""),
            )
            .await;
            assert_eq!(asked.unwrap().0, 200);
        }
    }
    // The first ones are closed, the last ones are open.
    let mut first = idle.remove(0);
    let ended = tokio::time::timeout(Duration::from_secs(20), first.read(&mut [0])).await;
    assert!(matches!(ended, Ok(Ok(0) | Err(_))), "{ended:?}");
    let mut last = idle.pop().unwrap();
    let open = tokio::time::timeout(Duration::from_millis(200), last.read(&mut [0])).await;
    assert!(open.is_err(), "{open:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn imports_from_a_server_that_never_answers_are_bounded() {
    crate::support::in_a_process_of_its_own(module_path!(), "imports_are_bounded");
}

#[cfg(target_os = "linux")]
#[tokio::test]
#[ignore = "started by the test above: it counts the threads of its process"]
async fn imports_are_bounded() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/file", silent.local_addr().unwrap());
    let client = client();
    let threads = || {
        let all = std::fs::read_dir("/proc/self/task").unwrap();
        let names =
            all.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
        names
            .filter(|name| name.contains("notion-local im") || name.contains("notion-local\n"))
            .count()
    };
    let began = Instant::now();
    let body = json!({ "mode": "external_url", "filename": "a.txt", "external_url": url });
    let imports = (0..100).map(|_| client.send("POST", "file_uploads", Some(&body)));
    let mut imports: Vec<_> = imports.map(Box::pin).collect();
    // All of them are under way.
    std::future::poll_fn(|context| {
        for import in &mut imports {
            assert!(import.as_mut().poll(context).is_pending());
        }
        std::task::Poll::Ready(())
    })
    .await;
    assert!(threads() <= 20, "{}", threads());
    let mut connected = Vec::new();
    while let Ok(accepted) = tokio::time::timeout(Duration::from_secs(1), silent.accept()).await {
        connected.push(accepted.unwrap());
    }
    assert_eq!(connected.len(), 16, "no more at a time");
    for import in imports {
        let (status, answer) = import.await;
        assert_eq!(status, 400, "{answer}");
    }
    assert!(
        began.elapsed() < Duration::from_secs(30),
        "{:?}",
        began.elapsed()
    );
}

#[tokio::test]
async fn events_for_a_receiver_that_never_answers_are_bounded() {
    let receiver = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/events", receiver.local_addr().unwrap());
    let client = client();
    let verify = async {
        let (mut socket, _) = receiver.accept().await.unwrap();
        let _request = socket.read(&mut [0; 4096]).await.unwrap();
        socket
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            .await
            .unwrap();
    };
    let (subscribed, ()) = tokio::join!(
        client
            .server
            .subscribe(&url, &["page.locked", "page.unlocked"]),
        verify
    );
    subscribed.unwrap();
    let path = format!("pages/{}", client.home());
    for n in 0..10_050_u32 {
        let (status, _) = client
            .send("PATCH", &path, Some(&json!({ "is_locked": n % 2 == 0 })))
            .await;
        assert_eq!(status, 200);
    }
    // One is under way, ten thousand wait.
    assert!(
        (10_000..=10_001).contains(&client.server.events_left()),
        "{}",
        client.server.events_left()
    );
    assert_eq!(
        client.server.events_left() + client.server.events_dropped(),
        10_050
    );
    let (_, shown) = control(&client.server, "GET", "webhooks", Value::Null).await;
    assert_eq!(shown["dropped"], client.server.events_dropped());
    client.server.clear_webhooks();
    assert_eq!(
        (client.server.events_left(), client.server.events_dropped()),
        (0, 0)
    );
}
