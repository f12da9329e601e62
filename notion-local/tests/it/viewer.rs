//! The pages for the browser: who may look at them, and what they show.

use bytes::Bytes;
use http::{Request, Response};
use notion_local::{Fault, Running, Server};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{Client, client, id, raw, text};

const HOST: &str = "127.0.0.1:8080";

/// A browser, without a window: it keeps the cookie.
struct Browser {
    client: Client,
    cookie: String,
}

impl Browser {
    /// A browser that has signed in with the token.
    async fn new() -> Self {
        Self::of(client()).await
    }

    async fn of(client: Client) -> Self {
        let mut browser = Self {
            client,
            cookie: String::new(),
        };
        let form = format!("token={}", browser.client.server.token());
        let answer = browser.post("/_viewer/sign-in", &form).await;
        assert_eq!(answer.status(), 303);
        browser.cookie = cookie(&answer);
        browser
    }

    async fn ask(&self, request: http::request::Builder, body: &str) -> Response<Bytes> {
        let request = request
            .header("host", HOST)
            .header("cookie", &self.cookie)
            .body(Bytes::from(body.to_owned()))
            .unwrap();
        self.client.server.call(request).await
    }

    async fn get(&self, path: &str) -> Response<Bytes> {
        self.ask(Request::get(path), "").await
    }

    /// The HTML of a page that has to be there.
    async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        html(&answer)
    }

    async fn post(&self, path: &str, form: &str) -> Response<Bytes> {
        let request = Request::post(path).header("origin", format!("http://{HOST}"));
        self.ask(request, form).await
    }
}

fn html(answer: &Response<Bytes>) -> String {
    String::from_utf8(answer.body().to_vec()).unwrap()
}

/// The cookie of an answer, without its attributes.
fn cookie(answer: &Response<Bytes>) -> String {
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"),
        "{cookie}"
    );
    cookie.split(';').next().unwrap().to_owned()
}

/// The addresses of every kind of page, of this database with this row.
fn every_page(database: &Value, source: &Value, row: &Value) -> Vec<String> {
    let (database, source, row) = (id(database), id(source), id(row));
    vec![
        "/".into(),
        "/_viewer/search?q=x".into(),
        "/_viewer/trash".into(),
        format!("/_viewer/page/{row}"),
        format!("/_viewer/database/{database}"),
        format!("/_viewer/schema/{source}"),
        format!("/_viewer/json/{row}"),
        "/_viewer/requests".into(),
        "/_viewer/requests/1".into(),
        "/_viewer/controls".into(),
        "/_viewer/snapshot.json".into(),
        "/_viewer/events".into(),
    ]
}

async fn tasks(browser: &Browser) -> (Value, Value) {
    let options = json!([{ "name": "High", "color": "red" }, { "name": "Low", "color": "blue" }]);
    let properties = json!({
        "Task": { "title": {} },
        "Due": { "date": {} },
        "Priority": { "select": { "options": options } },
        "Late": { "formula": { "expression": "prop(\"Due\") < now()" } },
    });
    browser.client.database("Tasks", properties).await
}

#[tokio::test]
async fn a_page_is_shown_to_nobody_without_the_cookie() {
    let browser = Browser::new().await;
    let (database, source) = tasks(&browser).await;
    let row = browser
        .client
        .row(&source, json!({ "Task": { "title": text("Secret row") } }))
        .await;
    for path in every_page(&database, &source, &row) {
        assert_eq!(browser.get(&path).await.status(), 200, "{path}");
        for cookie in [
            "",
            "notion_viewer_8080=",
            "notion_viewer_8080=00",
            "notion_viewer_8080=é",
        ] {
            let request = Request::get(&path).header("host", HOST);
            let request = request.header("cookie", cookie.as_bytes());
            let answer = browser
                .client
                .server
                .call(request.body(Bytes::new()).unwrap())
                .await;
            assert_eq!(answer.status(), 401, "{path} {cookie}");
            let said = html(&answer);
            assert!(
                !said.contains("Secret") && !said.contains("Tasks"),
                "{path}"
            );
            assert!(!said.contains(browser.client.server.token()), "{path}");
        }
    }
    // The cookie of another port is another server's.
    let request = Request::get("/").header("host", "127.0.0.1:9090");
    let request = request.header("cookie", &browser.cookie);
    let answer = browser
        .client
        .server
        .call(request.body(Bytes::new()).unwrap())
        .await;
    assert_eq!(answer.status(), 401);
}

#[tokio::test]
async fn nothing_can_run_in_a_page_and_no_other_host_is_asked() {
    let browser = Browser::new().await;
    let (database, source) = tasks(&browser).await;
    let bad = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'";
    let row = browser
        .client
        .row(&source, json!({ "Task": { "title": text(bad) } }))
        .await;
    let link = json!([{ "text": { "content": bad, "link": { "url": "https://example.com/\"><script>" } } }]);
    let image = json!({ "type": "external", "external": { "url": "https://example.com/a.png" } });
    let blocks = json!({ "children": [
        { "paragraph": { "rich_text": link } },
        { "image": image },
        { "code": { "rich_text": text(bad), "language": "html" } },
    ] });
    let path = format!("blocks/{}/children", id(&row));
    browser.client.ok("PATCH", &path, blocks).await;
    for path in every_page(&database, &source, &row) {
        let answer = browser.get(&path).await;
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        let policy = header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';"),
            "{policy}"
        );
        assert!(
            !policy.contains("unsafe") && !policy.contains("http"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert!(
            !answer.headers().contains_key("access-control-allow-origin"),
            "{path}"
        );
        if !header("content-type").starts_with("text/html") {
            continue;
        }
        let said = html(&answer);
        assert!(
            !said.contains("<script>") && !said.contains("<img src=x"),
            "{path}: {said}"
        );
        assert!(
            !said.contains(" style=") && !said.contains(" onclick="),
            "{path}"
        );
        for loaded in ["src=\"http", "href=\"http://example", "url("] {
            assert!(!said.contains(loaded), "{path} {loaded}");
        }
    }
}

#[tokio::test]
async fn other_origins_cannot_send_forms_or_embed_anything() {
    let browser = Browser::new().await;
    let before = browser.client.server.now();
    for origin in [
        "http://127.0.0.1:3000",
        "http://localhost:8080",
        "https://127.0.0.1",
    ] {
        let request = Request::post("/_viewer/do/clock").header("origin", origin);
        let answer = browser.ask(request, "advance=86400").await;
        assert_eq!(answer.status(), 403, "{origin}");
    }
    let answer = browser
        .ask(Request::post("/_viewer/do/clock"), "advance=86400")
        .await;
    assert_eq!(answer.status(), 403);
    let request = Request::get("/_viewer/snapshot.json").header("sec-fetch-site", "same-site");
    assert_eq!(browser.ask(request, "").await.status(), 403);
    let request = Request::get("/_viewer/events").header("sec-fetch-site", "cross-site");
    assert_eq!(browser.ask(request, "").await.status(), 403);
    let passed = browser.client.server.now().duration_since(before);
    assert!(passed.as_secs() < 3600, "{passed}");
    let answer = browser.post("/_viewer/do/clock", "advance=86400").await;
    assert_eq!(answer.status(), 303);
    let passed = browser.client.server.now().duration_since(before);
    assert!(passed.as_secs() >= 86_400, "{passed}");
}

/// What a server on a socket answers to one request.
async fn over_socket(running: &Running, path: &str, head: &str) -> String {
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{head}\r\n",
        running.address()
    );
    String::from_utf8(raw(running, request.as_bytes()).await).unwrap()
}

#[tokio::test]
async fn a_key_opens_the_viewer_once() {
    let running = Server::start().await.unwrap();
    let address = running.viewer_uri();
    let path = address.strip_prefix(&running.uri()).unwrap();
    let first = over_socket(&running, path, "").await;
    assert!(first.starts_with("HTTP/1.1 200"), "{first}");
    let (_, rest) = first.split_once("set-cookie: ").unwrap();
    let cookie = rest.split(';').next().unwrap();
    let again = over_socket(&running, path, "").await;
    assert!(again.starts_with("HTTP/1.1 401"), "{again}");
    assert!(
        again.contains("has been used already") && !again.contains("set-cookie"),
        "{again}"
    );
    let home = over_socket(&running, "/", &format!("Cookie: {cookie}\r\n")).await;
    assert!(
        home.starts_with("HTTP/1.1 200") && home.contains("<h1>Recently edited</h1>"),
        "{home}"
    );
    // Whoever opens the address once more from the history is in already.
    let again = over_socket(&running, path, &format!("Cookie: {cookie}\r\n")).await;
    assert!(again.starts_with("HTTP/1.1 200"), "{again}");
    // After a restart with the same token the cookie is still good.
    let port = running.address().port();
    drop(running);
    let restarted = Server::new()
        .serve(([127, 0, 0, 1], port).into())
        .await
        .unwrap();
    let home = over_socket(&restarted, "/", &format!("Cookie: {cookie}\r\n")).await;
    assert!(home.starts_with("HTTP/1.1 200"), "{home}");
    let other = Server::builder().token("ntn_other").build();
    drop(restarted);
    let other = other.serve(([127, 0, 0, 1], port).into()).await.unwrap();
    let home = over_socket(&other, "/", &format!("Cookie: {cookie}\r\n")).await;
    assert!(home.starts_with("HTTP/1.1 401"), "{home}");
}

#[tokio::test]
async fn the_viewers_requests_are_not_the_apis() {
    let browser = Browser::new().await;
    browser.client.server.fail_next(Fault::Status(503));
    for path in [
        "/",
        "/_viewer/requests",
        "/_viewer/style.css",
        "/favicon.ico",
    ] {
        assert_eq!(browser.get(path).await.status(), 200, "{path}");
    }
    assert_eq!(browser.client.server.requests(), []);
    assert_eq!(browser.get("/_viewer/nowhere").await.status(), 404);
    let (status, _) = browser.client.send("GET", "users/me", None).await;
    assert_eq!(status, 503);
}

#[tokio::test]
async fn rows_pages_and_boards_show_what_was_written() {
    let browser = Browser::new().await;
    let (database, source) = tasks(&browser).await;
    for (task, priority, due) in [("Pay", "High", "2020-01-01"), ("Rest", "Low", "2999-12-31")] {
        let values = json!({
            "Task": { "title": text(task) },
            "Priority": { "select": { "name": priority } },
            "Due": { "date": { "start": due } },
        });
        browser.client.row(&source, values).await;
    }
    let table = browser
        .page(&format!("/_viewer/database/{}", id(&database)))
        .await;
    for shown in [
        "<span>Pay</span>",
        "<span class=\"tag t-red\">High</span>",
        "Jan 1, 2020",
        "1–2 of 2 rows",
        "aria-label=\"checked\"",
    ] {
        assert!(table.contains(shown), "{shown}: {table}");
    }
    let (_, board) = table
        .split_once("By Priority")
        .map(|(before, _)| before.rsplit_once("href=\"").unwrap())
        .unwrap();
    let board = board.split('"').next().unwrap().replace("&amp;", "&");
    let board = browser.page(&board).await;
    assert!(board.contains("<section aria-label=\"High\">"), "{board}");
    let schema = browser
        .page(&format!("/_viewer/schema/{}", id(&source)))
        .await;
    assert!(
        schema.contains("prop(&quot;Due&quot;) &lt; now()"),
        "{schema}"
    );
    assert!(
        schema.contains("cannot filter by it until it is saved"),
        "{schema}"
    );
}

#[tokio::test]
async fn a_view_that_depends_on_the_clock_changes_with_it() {
    let browser = Browser::new().await;
    let (database, source) = tasks(&browser).await;
    browser
        .post("/_viewer/do/clock", "at=2026-06-01T12%3A00&freeze=1")
        .await;
    let values =
        json!({ "Task": { "title": text("Pay") }, "Due": { "date": { "start": "2026-12-24" } } });
    browser.client.row(&source, values).await;
    let view = json!({
        "data_source_id": id(&source),
        "database_id": id(&database),
        "name": "Overdue",
        "type": "table",
        "filter": { "property": "Due", "date": { "before": "today" } },
        "sorts": [{ "property": "Due", "direction": "ascending" }],
    });
    let view = browser.client.ok("POST", "views", view).await;
    let path = format!("/_viewer/database/{}?view={}", id(&database), id(&view));
    let before = browser.page(&path).await;
    assert!(before.contains("Filter: Due is before today"), "{before}");
    assert!(
        before.contains("Sort: Due, ascending") && before.contains("No rows."),
        "{before}"
    );
    browser.post("/_viewer/do/clock", "advance=31536000").await;
    let after = browser.page(&path).await;
    assert!(
        after.contains("<span>Pay</span>") && after.contains("1–1 of 1 row"),
        "{after}"
    );
}

#[tokio::test]
async fn the_log_shows_why_a_request_failed() {
    let browser = Browser::new().await;
    let (_, source) = tasks(&browser).await;
    let body = json!({ "parent": { "data_source_id": id(&source) }, "properties": { "Tsak": { "title": [] } } });
    browser.client.send("POST", "pages", Some(&body)).await;
    let log = browser.page("/_viewer/requests?failing=1").await;
    assert!(
        log.contains("validation_error: Tsak is not a property that exists."),
        "{log}"
    );
    assert_eq!(log.matches("<tr class=\"failed\"").count(), 1, "{log}");
    let number = browser.client.server.requests().len();
    let request = browser.page(&format!("/_viewer/requests/{number}")).await;
    for shown in [
        "curl -X POST 'http://127.0.0.1:8080/v1/pages'",
        "Authorization: Bearer $NOTION_TOKEN",
        "Notion-Version: 2026-03-11",
        "&quot;Tsak&quot;",
        "validation_error",
    ] {
        assert!(request.contains(shown), "{shown}: {request}");
    }
    assert!(!request.contains(browser.client.server.token()));
    let path = browser.page("/_viewer/requests?path=databases").await;
    assert!(
        path.contains("/v1/databases") && !path.contains("/v1/pages<"),
        "{path}"
    );
    browser.post("/_viewer/do/clear-requests", "").await;
    assert_eq!(browser.client.server.requests(), []);
    assert_eq!(
        browser
            .get(&format!("/_viewer/requests/{number}"))
            .await
            .status(),
        404
    );
}

#[tokio::test]
async fn the_controls_do_what_the_commands_do() {
    let browser = Browser::new().await;
    let form = "fault=status&status=503&seconds=1&method=GET&path=&times=2";
    assert_eq!(browser.post("/_viewer/do/fault", form).await.status(), 303);
    let controls = browser.page("/_viewer/controls").await;
    assert!(
        controls.contains("status 503 on GET any path, 2 times"),
        "{controls}"
    );
    browser.post("/_viewer/do/clear-faults", "").await;
    let (status, _) = browser.client.send("GET", "users/me", None).await;
    assert_eq!(status, 200);

    let refused = browser
        .post("/_viewer/do/fault", "fault=status&status=200&times=1")
        .await;
    assert_eq!(refused.status(), 400);
    assert!(html(&refused).contains("status should be one of an error, from 400 to 599"));

    let form = format!("name=Reader&pages={}", browser.client.home());
    assert_eq!(
        browser
            .post("/_viewer/do/integration", &form)
            .await
            .status(),
        303
    );
    assert!(
        browser
            .page("/_viewer/controls")
            .await
            .contains("<strong>Reader</strong>")
    );

    tasks(&browser).await;
    let snapshot = html(&browser.get("/_viewer/snapshot.json").await);
    browser.post("/_viewer/do/reset", "seed=").await;
    assert!(!browser.page("/").await.contains("Tasks"));
    let form = format!(
        "--x\r\nContent-Disposition: form-data; name=\"snapshot\"; filename=\"a.json\"\r\n\r\n{snapshot}\r\n--x--\r\n"
    );
    let request = Request::post("/_viewer/do/restore")
        .header("origin", format!("http://{HOST}"))
        .header("content-type", "multipart/form-data; boundary=x");
    assert_eq!(browser.ask(request, &form).await.status(), 303);
    assert!(browser.page("/").await.contains("Tasks"));
}

#[tokio::test]
async fn changes_are_told_as_they_happen() {
    let running = Server::start().await.unwrap();
    let browser = Browser::of(Client {
        server: Server::clone(&running),
        version: "2026-03-11",
    })
    .await;
    // The cookie's name has the port of the host that was asked.
    let cookie = browser
        .cookie
        .replace("8080", &running.address().port().to_string());
    let mut stream = TcpStream::connect(running.address()).await.unwrap();
    let request = format!(
        "GET /_viewer/events HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\n\r\n",
        running.address()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut said = String::new();
    let mut buffer = [0; 4096];
    let mut read = async |until: &str| {
        while !said.contains(until) {
            let count = stream.read(&mut buffer).await.unwrap();
            assert_ne!(count, 0, "{said}");
            said.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
        }
        said.clone()
    };
    let first = read("\"workspace\":0").await;
    assert!(first.contains("text/event-stream"), "{first}");
    tasks(&browser).await;
    let next = read("\"workspace\":1").await;
    assert!(next.contains("data: {\"run\":\""), "{next}");
    // An open stream does not keep the server up.
    drop(running);
}

#[tokio::test]
async fn what_is_not_a_page_is_found_from_its_id() {
    let browser = Browser::new().await;
    let (database, source) = tasks(&browser).await;
    let row = browser
        .client
        .row(&source, json!({ "Task": { "title": text("Row") } }))
        .await;
    let blocks = json!({ "children": [{ "paragraph": { "rich_text": text("x") } }] });
    let blocks = browser
        .client
        .ok("PATCH", &format!("blocks/{}/children", id(&row)), blocks)
        .await;
    let block = id(&blocks["results"][0]).to_owned();
    for (of, to) in [
        (
            id(&database),
            format!("/_viewer/database/{}", id(&database)),
        ),
        (id(&source), format!("/_viewer/database/{}", id(&source))),
        (&block, format!("/_viewer/page/{}#b-{block}", id(&row))),
    ] {
        let answer = browser.get(&format!("/_viewer/page/{of}")).await;
        assert_eq!(answer.status(), 303, "{of}");
        assert_eq!(answer.headers()["location"], to.as_str());
    }
    for path in [
        "/_viewer/page/x",
        "/_viewer/page/00000000-0000-4000-8000-000000000000",
        "/_viewer/database/x",
    ] {
        assert_eq!(browser.get(path).await.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn every_type_of_block_is_shown() {
    let browser = Browser::new().await;
    let client = &browser.client;
    let page = json!({ "parent": { "page_id": client.home() }, "properties": { "title": text("Blocks") } });
    let page = client.ok("POST", "pages", page).await;
    let path = format!("blocks/{}/children", id(&page));
    let external = |name: &str| json!({ "type": "external", "external": { "url": format!("https://example.com/{name}") } });
    let row = |cells: [&str; 2]| json!({ "table_row": { "cells": cells.map(text) } });
    let inside = |inner: &str| json!([{ "paragraph": { "rich_text": text(inner) } }]);
    let blocks = json!({ "children": [
        { "table_of_contents": {} },
        { "heading_1": { "rich_text": text("First level") } },
        { "heading_2": { "rich_text": text("Second level"), "is_toggleable": true, "children": inside("in a heading") } },
        { "heading_3": { "rich_text": text("Third level") } },
        { "paragraph": { "rich_text": text("a paragraph"), "color": "red" } },
        { "bulleted_list_item": { "rich_text": text("a bullet"), "children": inside("in a bullet") } },
        { "numbered_list_item": { "rich_text": text("number one") } },
        { "numbered_list_item": { "rich_text": text("number two") } },
        { "to_do": { "rich_text": text("a task"), "checked": true } },
        { "toggle": { "rich_text": text("a toggle"), "children": inside("in a toggle") } },
        { "quote": { "rich_text": text("a quotation") } },
        { "callout": { "rich_text": text("a callout"), "icon": { "type": "emoji", "emoji": "💡" } } },
        { "code": { "rich_text": text("fn main() {}"), "language": "rust" } },
        { "equation": { "expression": "x^2" } },
        { "divider": {} },
        { "breadcrumb": {} },
        { "table": { "table_width": 2, "has_column_header": true, "children": [row(["A", "B"]), row(["1", "2"])] } },
        { "column_list": { "children": [{ "column": { "children": inside("left") } }, { "column": { "children": inside("right") } }] } },
        { "synced_block": { "synced_from": null, "children": inside("in two places") } },
        { "bookmark": { "url": "https://example.com/bookmark" } },
        { "embed": { "url": "https://example.com/embed" } },
        { "image": external("a.png") },
        { "video": external("a.mp4") },
        { "audio": external("a.mp3") },
        { "pdf": external("a.pdf") },
        { "file": external("a.zip") },
        { "link_to_page": { "type": "page_id", "page_id": client.home() } },
    ] });
    let answer = client.ok("PATCH", &path, blocks).await;
    let all = answer["results"].as_array().unwrap();
    let synced = all
        .iter()
        .find(|block| block["type"] == "synced_block")
        .unwrap();
    let copy = json!({ "children": [{ "synced_block": { "synced_from": { "type": "block_id", "block_id": id(synced) } } }] });
    client.ok("PATCH", &path, copy).await;
    let child = json!({ "parent": { "page_id": id(&page) }, "properties": { "title": text("A page inside") } });
    client.ok("POST", "pages", child).await;

    let shown = browser.page(&format!("/_viewer/page/{}", id(&page))).await;
    let (_, content) = shown.split_once("<article class=\"content\">").unwrap();
    for block in all {
        let anchor = format!("id=\"b-{}\"", id(block));
        let is_list = block["type"] == "table_of_contents";
        assert!(content.contains(&anchor) || is_list, "{block}");
    }
    for expected in [
        "<li class=\"l1\"><a href=\"#b-",
        "First level</h2>",
        "Second level</h3></summary><div class=\"indented\">",
        "Third level</h4>",
        "class=\"c-red\">a paragraph",
        "a bullet<p",
        "number one</li><li",
        "aria-label=\"done\"",
        "<summary>a toggle</summary>",
        "a quotation</blockquote>",
        "💡",
        "<span class=\"language\">rust</span>",
        "<code class=\"math\" title=\"equation\">x^2</code>",
        "<hr",
        "<th scope=\"col\">A</th>",
        "<td>2</td>",
        "Bookmark</span><a class=\"elsewhere\" href=\"https://example.com/bookmark\"",
        "image</span><span class=\"file\"><a class=\"elsewhere\" href=\"https://example.com/a.png\"",
        "<span>Home</span>",
        "<span>A page inside</span>",
    ] {
        assert!(content.contains(expected), "{expected}: {content}");
    }
    assert_eq!(
        content.matches(">in two places</p>").count(),
        2,
        "{content}"
    );
    for inner in [
        "in a heading",
        "in a bullet",
        "in a toggle",
        "left",
        "right",
    ] {
        assert!(
            content.contains(&format!(">{inner}</p>")),
            "{inner}: {content}"
        );
    }
}

#[tokio::test]
async fn long_tables_and_logs_come_page_by_page() {
    let browser = Browser::new().await;
    let (database, source) = tasks(&browser).await;
    for number in 0..120 {
        let title = text(&format!("Row {number}."));
        browser
            .client
            .row(&source, json!({ "Task": { "title": title } }))
            .await;
    }
    let base = format!("/_viewer/database/{}", id(&database));
    let first = browser.page(&base).await;
    assert!(
        first.contains("1–50 of 120 rows") && first.contains(">Row 119.<"),
        "{first}"
    );
    assert!(
        first.contains("rel=\"next\"") && !first.contains("rel=\"prev\""),
        "{first}"
    );
    let last = browser.page(&format!("{base}?from=100")).await;
    assert!(
        last.contains("101–120 of 120 rows") && last.contains(">Row 0.<"),
        "{last}"
    );
    assert!(
        last.contains("rel=\"prev\"") && !last.contains("rel=\"next\""),
        "{last}"
    );
    // A page that is no more is the last one there is.
    let beyond = browser.page(&format!("{base}?from=9000")).await;
    assert!(beyond.contains("101–120 of 120 rows"), "{beyond}");

    let log = browser.page("/_viewer/requests").await;
    assert_eq!(log.matches("id=\"q-").count(), 100);
    let (_, older) = log.split_once("href=\"/_viewer/requests?before=").unwrap();
    let number = older.split('"').next().unwrap();
    let older = browser
        .page(&format!("/_viewer/requests?before={number}"))
        .await;
    assert_eq!(older.matches("id=\"q-").count(), 122 - 100, "{older}");
}
