//! What is no good request is refused, in Notion's words where there are some, and the server goes on.

use notion_local::{Running, Server};
use serde_json::{Value, json};

use crate::support::{raw, text};

/// Asks over TCP, with these headers and these bytes.
async fn send(
    running: &Running,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> (u16, Value) {
    let mut request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nNotion-Version: 2026-03-11\r\nConnection: close\r\nContent-Length: {}\r\n",
        running.address(),
        running.token(),
        body.len()
    );
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    let mut bytes = request.into_bytes();
    bytes.extend_from_slice(body);
    let answer = raw(running, &bytes).await;
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or_default())
}

const JSON: &[(&str, &str)] = &[("Content-Type", "application/json")];

async fn post(running: &Running, path: &str, body: impl AsRef<[u8]>) -> (u16, Value) {
    send(running, "POST", path, JSON, body.as_ref()).await
}

fn page(running: &Running, title: &str) -> Value {
    json!({ "parent": { "page_id": running.home() }, "properties": { "title": { "title": text(title) } } })
}

/// How many pages there are under "Home", which also shows that the server is well.
async fn made(running: &Running) -> usize {
    let path = format!("/v1/blocks/{}/children", running.home());
    let (status, list) = send(running, "GET", &path, &[], b"").await;
    assert_eq!(status, 200, "{list}");
    list["results"].as_array().unwrap().len()
}

#[tokio::test]
async fn json_that_is_none_is_invalid() {
    let running = Server::start().await.unwrap();
    let error = |answer: &Value| {
        let text = |key: &str| answer[key].as_str().unwrap_or_default().to_owned();
        (text("code"), text("message"))
    };
    let invalid = (
        "invalid_json".to_owned(),
        "Error parsing JSON body.".to_owned(),
    );
    for body in [
        b"{".as_slice(),
        b"{]",
        b"{\"parent\":}",
        b"{} {}",
        b"'a'",
        b"{\"a\": NaN}",
        b"{\"a\": 01}",
        b"{\"a\": \"\n\"}",
        b"\0",
        b"\xef\xbb\xbf{}",
        // No UTF-8: nowhere, in a key, in a value, cut off, half of a pair.
        b"\xff\xfe",
        b"{\"\xc3\x28\": 1}",
        b"{\"a\": \"\xf0\x28\x8c\xbc\"}",
        b"{\"a\": \"\xe2\x82",
        b"{\"a\": \"\\ud800\"}",
        // Numbers that no computer has.
        b"{\"a\": 1e999}",
        b"{\"a\": -1e999}",
    ] {
        let (status, answer) = post(&running, "/v1/pages", body).await;
        assert_eq!(
            (status, error(&answer)),
            (400, invalid.clone()),
            "{body:?}: {answer}"
        );
    }
    for body in ["[]", "1", "\"x\"", "null", "true"] {
        let (status, answer) = post(&running, "/v1/pages", body).await;
        assert_eq!(
            (status, error(&answer)),
            (
                400,
                (
                    "validation_error".to_owned(),
                    format!(
                        "body failed validation: body should be an object, instead was `{body}`."
                    )
                )
            )
        );
    }
    assert_eq!(made(&running).await, 0);
}

#[tokio::test]
async fn what_is_nested_too_deeply_is_refused() {
    let running = Server::start().await.unwrap();
    let nest = |open: &str, inner: &str, close: &str, times: usize| {
        format!("{}{inner}{}", open.repeat(times), close.repeat(times))
    };
    for body in [
        nest("[", "", "]", 100_000),
        nest("{\"a\":", "1", "}", 80_000),
        "[".repeat(400_000),
        nest("{\"and\":[", "", "]}", 50_000),
    ] {
        let (status, answer) = post(&running, "/v1/search", body).await;
        assert_eq!((status, &answer["code"]), (400, &json!("invalid_json")));
    }
    // What can still be read as JSON is refused for what it is.
    let database = json!({
        "parent": { "page_id": running.home() },
        "initial_data_source": { "properties": { "Name": { "title": {} }, "N": { "number": {} } } },
    });
    let (_, database) = post(&running, "/v1/databases", database.to_string()).await;
    let source = database["data_sources"][0]["id"].as_str().unwrap();
    let condition = r#"{"property":"N","number":{"equals":1}}"#;
    let filter = nest("{\"and\":[", condition, "]}", 50);
    let query = format!("/v1/data_sources/{source}/query");
    let (status, answer) = post(&running, &query, format!("{{\"filter\":{filter}}}")).await;
    assert_eq!((status, &answer["code"]), (400, &json!("validation_error")));
    let blocks = nest(
        "{\"paragraph\":{\"rich_text\":[],\"children\":[",
        "",
        "]}}",
        40,
    );
    let path = format!("/v1/blocks/{}/children", running.home());
    let body = format!("{{\"children\":[{blocks}]}}");
    let (status, answer) = send(&running, "PATCH", &path, JSON, body.as_bytes()).await;
    assert_eq!((status, &answer["code"]), (400, &json!("validation_error")));
    // Formulas and Markdown are languages of their own.
    for expression in [
        nest("(", "1", ")", 100_000),
        nest("if(true, ", "1", ", 2)", 30_000),
        nest("not ", "true", "", 100_000),
        "-".repeat(400_000),
        nest("[", "1", "]", 100_000),
        format!("1{}", " + 1".repeat(90_000)),
        format!("1{}", ".abs()".repeat(60_000)),
        format!("true{}", " ? 1 : true".repeat(30_000)),
    ] {
        let schema = json!({ "properties": { "F": { "formula": { "expression": expression } } } });
        let path = format!("/v1/data_sources/{source}");
        let (status, answer) = send(
            &running,
            "PATCH",
            &path,
            JSON,
            schema.to_string().as_bytes(),
        )
        .await;
        let start = &expression[..20.min(expression.len())];
        assert!(matches!(status, 200 | 400), "{start}: {answer}");
    }
    for markdown in [
        nest("> ", "x", "", 100_000),
        nest("- ", "x", "", 100_000),
        nest("**", "x", "**", 100_000),
        nest("[", "x", "](y)", 60_000),
        nest(
            "<details>\n<summary>a</summary>\n",
            "x",
            "\n</details>",
            8_000,
        ),
        "`".repeat(400_000),
        "*".repeat(400_000),
        "[".repeat(400_000),
        "\t".repeat(400_000),
        (0..600)
            .map(|n| format!("{}- a\n", "\t".repeat(n)))
            .collect(),
        "$".repeat(400_000),
        "<".repeat(400_000),
        "|".repeat(400_000),
    ] {
        let body = json!({ "parent": { "page_id": running.home() }, "markdown": markdown });
        let (status, answer) = post(&running, "/v1/pages", body.to_string()).await;
        let start = &markdown[..20.min(markdown.len())];
        assert!(matches!(status, 200 | 400), "{start:?}: {status} {answer}");
    }
    made(&running).await;
}

#[tokio::test]
async fn bodies_over_500_kb_are_refused() {
    let running = Server::start().await.unwrap();
    let sized = |size: usize| {
        let mut body = page(&running, "x").to_string();
        body.push_str(&" ".repeat(size - body.len()));
        body
    };
    let (status, answer) = post(&running, "/v1/pages", sized(500 * 1024)).await;
    assert_eq!(status, 200, "{answer}");
    let (status, answer) = post(&running, "/v1/pages", sized(500 * 1024 + 1)).await;
    assert_eq!(
        (status, &answer["code"]),
        (400, &json!("validation_error")),
        "{answer}"
    );
    assert!(answer["message"].as_str().unwrap().contains("500 KB"));
    assert_eq!(made(&running).await, 1);
    // One that is larger than any file is not even read to its end.
    let claim = format!(
        "POST /v1/pages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nNotion-Version: 2026-03-11\r\nConnection: close\r\nContent-Length: 30000000\r\n\r\n",
        running.token()
    );
    let mut request = claim.into_bytes();
    request.resize(request.len() + 30_000_000, b' ');
    raw(&running, &request).await;
    assert_eq!(made(&running).await, 1);
}

#[tokio::test]
async fn content_types_have_to_be_true() {
    let running = Server::start().await.unwrap();
    let body = page(&running, "x").to_string();
    let path = "/v1/pages";
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "text/json",
        "",
        "application/json\u{e9}",
    ] {
        let headers = [("Content-Type", kind)];
        let (status, answer) = send(&running, "POST", path, &headers, body.as_bytes()).await;
        assert_eq!(
            (status, &answer["code"]),
            (400, &json!("invalid_json")),
            "{kind}: {answer}"
        );
        let said = answer["message"].as_str().unwrap();
        assert!(
            said.contains("Content-Type should be application/json"),
            "{said}"
        );
    }
    assert_eq!(made(&running).await, 0);
    for kind in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON",
        "application/vnd.api+json",
    ] {
        let headers = [("Content-Type", kind)];
        let (status, answer) = send(&running, "POST", path, &headers, body.as_bytes()).await;
        assert_eq!(status, 200, "{kind}: {answer}");
    }
    let (status, _) = send(&running, "POST", path, &[], body.as_bytes()).await;
    assert_eq!(status, 200, "a body that says nothing is read");
    assert_eq!(made(&running).await, 5);

    // Files come as forms, and forms have to be whole.
    let (_, upload) = post(&running, "/v1/file_uploads", "{}").await;
    let path = format!("/v1/file_uploads/{}/send", upload["id"].as_str().unwrap());
    let form = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhello\r\n--x--\r\n";
    for (kind, body) in [
        ("application/json", "{}"),
        ("application/octet-stream", "hello"),
        ("multipart/form-data", form),
        ("multipart/form-data; boundary=y", form),
        ("multipart/form-data; boundary=x", &form[..form.len() - 9]),
        ("multipart/form-data; boundary=x", ""),
    ] {
        let headers = [("Content-Type", kind)];
        let (status, answer) = send(&running, "POST", &path, &headers, body.as_bytes()).await;
        assert_eq!(
            (status, &answer["code"]),
            (400, &json!("validation_error")),
            "{kind}: {answer}"
        );
    }
}

#[tokio::test]
async fn absurd_numbers_are_refused_or_kept_as_they_are() {
    let running = Server::start().await.unwrap();
    for size in [
        "-1",
        "101",
        "1e3",
        "NaN",
        "٣",
        "%31%30%31",
        "99999999999999999999999999",
        "",
    ] {
        let path = format!("/v1/users?page_size={size}");
        let (status, answer) = send(&running, "GET", &path, &[], b"").await;
        assert_eq!(
            (status, &answer["code"]),
            (400, &json!("validation_error")),
            "{size}: {answer}"
        );
    }
    let database = json!({
        "parent": { "page_id": running.home() },
        "initial_data_source": { "properties": {
            "Name": { "title": {} }, "N": { "number": {} }, "When": { "date": {} },
            "F": { "formula": { "expression": "prop(\"N\") * prop(\"N\")" } },
        } },
    });
    let (_, database) = post(&running, "/v1/databases", database.to_string()).await;
    let source = database["data_sources"][0]["id"].as_str().unwrap();
    let query = format!("/v1/data_sources/{source}/query");
    for size in ["-1", "101", "1e30", "18446744073709551616", "\"5\"", "null"] {
        let (status, answer) = post(&running, &query, format!("{{\"page_size\":{size}}}")).await;
        let is_fine = status == 400 && answer["code"] == "validation_error";
        assert!(
            is_fine || (size == "null" && status == 200),
            "{size}: {answer}"
        );
    }
    let row = async |property: &str, value: &str| {
        let body = format!(
            "{{\"parent\":{{\"data_source_id\":\"{source}\"}},\"properties\":{{\"{property}\":{value}}}}}"
        );
        post(&running, "/v1/pages", body).await
    };
    for (given, kept) in [
        ("1e308", json!(1e308)),
        ("-1e308", json!(-1e308)),
        ("5e-324", json!(5e-324)),
        ("1e-999", json!(0)),
        ("-0.0", json!(0)),
        ("9007199254740993", json!(9_007_199_254_740_992_i64)),
        ("18446744073709551616", json!(18_446_744_073_709_551_616.0)),
    ] {
        let (status, page) = row("N", &format!("{{\"number\":{given}}}")).await;
        assert_eq!(status, 200, "{given}: {page}");
        let number = &page["properties"]["N"]["number"];
        assert_eq!(number.as_f64(), kept.as_f64(), "{given}: {number}");
        // What overflows is no number any more.
        assert!(page["properties"]["F"]["formula"].is_object());
    }
    for date in [
        "9999999-01-01",
        "2026-02-30",
        "0000-00-00",
        "2026-01-01T25:00:00Z",
        "2026-01-01T00:00:00+99:99",
        "-1",
        "99999999999999999999",
    ] {
        let (status, answer) = row("When", &json!({ "date": { "start": date } }).to_string()).await;
        assert_eq!(
            (status, &answer["code"]),
            (400, &json!("validation_error")),
            "{date}: {answer}"
        );
    }
    for date in ["9999-12-31", "0001-01-01", "9999-12-31T23:59:59+14:00"] {
        let (status, answer) = row("When", &json!({ "date": { "start": date } }).to_string()).await;
        assert!(matches!(status, 200 | 400), "{date}: {answer}");
        let (status, answer) = post(
            &running,
            &query,
            json!({ "filter": {
            "property": "When", "date": { "next_year": {} } } })
            .to_string(),
        )
        .await;
        assert_eq!(status, 200, "{answer}");
    }
}

#[tokio::test]
async fn names_of_files_are_never_paths() {
    let running = Server::start().await.unwrap();
    for name in [
        "../../../../tmp/notion-local-was-here",
        "/etc/passwd",
        "..\\..\\x",
        "a/../../b",
        "%2e%2e%2fx",
        "C:\\x",
        "a\u{0}b",
        ".",
        "..",
    ] {
        let body = json!({ "filename": name, "content_type": "text/plain" });
        let (status, upload) = post(&running, "/v1/file_uploads", body.to_string()).await;
        assert_eq!(status, 200, "{upload}");
        let id = upload["id"].as_str().unwrap();
        let form = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../x\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x--\r\n";
        let headers = [("Content-Type", "multipart/form-data; boundary=x")];
        let path = format!("/v1/file_uploads/{id}/send");
        let (status, sent) = send(&running, "POST", &path, &headers, form.as_bytes()).await;
        assert_eq!(status, 200, "{sent}");
        // It is a name, and the bytes are under an id.
        assert_eq!(sent["filename"], name);
        let answer = raw(
            &running,
            format!(
                "GET /_local/files/{id} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            )
            .as_bytes(),
        )
        .await;
        assert!(answer.ends_with(b"\r\n\r\nhello"));
    }
    assert!(!std::path::Path::new("/tmp/notion-local-was-here").exists());
    for path in [
        "/_local/files/../../../../etc/passwd",
        "/_local/files/..%2f..%2f..%2fetc%2fpasswd",
        "/_local/files//etc/passwd",
        "/_local/files/%00",
        "/_local/files/\\etc\\passwd",
    ] {
        let (status, answer) = send(&running, "GET", path, &[], b"").await;
        assert!(matches!(status, 400 | 404), "{path}: {status}");
        assert_eq!(answer, Value::Null, "{path}");
    }
    for path in [
        "/v1/../_local/snapshot",
        "/v1/%2e%2e/_local/snapshot",
        "/v1/pages/../users/me",
    ] {
        let (status, answer) = send(&running, "GET", path, &[], b"").await;
        assert_eq!(
            (status, &answer["code"]),
            (400, &json!("invalid_request_url")),
            "{path}"
        );
    }
}

#[tokio::test]
async fn requests_that_are_not_http_do_no_harm() {
    let running = Server::start().await.unwrap();
    for bytes in [
        b"\x16\x03\x01\x02\x00\x01\x00".as_slice(),
        b"GET\r\n\r\n",
        b"GET /v1/users HTTP/9.9\r\n\r\n",
        b"POST /v1/pages HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/pages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST /v1/pages HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /v1/\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ] {
        let answer = raw(&running, bytes).await;
        assert!(
            answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"),
            "{:?}",
            String::from_utf8_lossy(&answer)
        );
    }
    let long = format!(
        "GET /v1/users HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n",
        "x".repeat(1_000_000)
    );
    raw(&running, long.as_bytes()).await;
    // Bytes that are no text, where text is expected.
    let head = b"GET /v1/users HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer \xff\xfe\r\n\r\n";
    let answer = raw(&running, head).await;
    assert!(answer.starts_with(b"HTTP/1.1 401"));
    for path in [
        "/v1/users?start_cursor=%ff%fe",
        "/v1/pages/%ff%fe",
        "/v1/pages/%",
        "/v1/pages/%zz",
    ] {
        let (status, answer) = send(&running, "GET", path, &[], b"").await;
        assert_eq!(status, 400, "{path}: {answer}");
    }
    made(&running).await;
}

#[tokio::test]
async fn what_is_under_local_says_what_is_wrong() {
    let running = Server::start().await.unwrap();
    for (method, path, body, said) in [
        ("PUT", "snapshot", "{", "the body is not valid JSON"),
        ("PUT", "snapshot", "[]", "it should be an object"),
        (
            "PUT",
            "snapshot",
            "{\"pages\":[{}]}",
            "pages[0]: it has no id",
        ),
        ("POST", "clock", "nonsense", "the body is not valid JSON"),
        ("POST", "faults", "", "fault should be"),
        (
            "POST",
            "integrations",
            "{\"name\":\"x\"}",
            "pages should be",
        ),
        (
            "GET",
            "everything",
            "",
            "there is no GET /_local/everything",
        ),
        (
            "PATCH",
            "snapshot",
            "{}",
            "there is no PATCH /_local/snapshot",
        ),
    ] {
        let path = format!("/_local/{path}");
        let (status, answer) = send(&running, method, &path, JSON, body.as_bytes()).await;
        assert_eq!(status, 400, "{method} {path}: {answer}");
        let error = answer["error"].as_str().unwrap();
        assert!(error.contains(said), "{error}");
    }
    let nested = "[".repeat(1_000_000);
    let (status, _) = send(&running, "PUT", "/_local/snapshot", JSON, nested.as_bytes()).await;
    assert_eq!(status, 400);
}
