//! Every limit, on either side of it.

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use crate::support::{Client, client, id, text};

/// A limit: what is sent for a number, the number that goes, and what is said of the next one.
async fn limit(
    client: &Client,
    method: &str,
    path: &str,
    body: impl Fn(usize) -> Value,
    most: usize,
    place: &str,
) {
    client.ok(method, path, body(most)).await;
    let message = client.refused(method, path, body(most + 1)).await;
    let line = format!("{place} should be ≤ `{most}`, instead was `{}`.", most + 1);
    assert!(
        message.lines().any(|found| found.ends_with(&line)),
        "{message}\n{line}"
    );
}

fn paragraph(rich_text: Value) -> Value {
    json!({ "children": [{ "paragraph": { "rich_text": rich_text } }] })
}

fn runs(count: usize) -> Value {
    (0..count)
        .map(|n| json!({ "text": { "content": format!("{n} ") } }))
        .collect()
}

fn address(length: usize) -> String {
    format!("https://example.com/{}", "x".repeat(length - 20))
}

#[tokio::test]
async fn texts_of_blocks() {
    let client = client();
    let home = client.home();
    let path = format!("blocks/{home}/children");
    let place = "body.children[0].paragraph.rich_text";
    let content = |n| paragraph(text(&"x".repeat(n)));
    limit(
        &client,
        "PATCH",
        &path,
        content,
        2000,
        &format!("{place}[0].text.content.length"),
    )
    .await;
    // Characters are counted as JavaScript counts them: this one is two.
    let fishes = |n: usize| paragraph(text(&"🐟".repeat(n)));
    client.ok("PATCH", &path, fishes(1000)).await;
    client.refused("PATCH", &path, fishes(1001)).await;
    let link =
        |n| paragraph(json!([{ "text": { "content": "x", "link": { "url": address(n) } } }]));
    limit(
        &client,
        "PATCH",
        &path,
        link,
        2000,
        &format!("{place}[0].text.link.url.length"),
    )
    .await;
    let equation = |n| paragraph(json!([{ "equation": { "expression": "x".repeat(n) } }]));
    limit(
        &client,
        "PATCH",
        &path,
        equation,
        1000,
        &format!("{place}[0].equation.expression.length"),
    )
    .await;
    limit(
        &client,
        "PATCH",
        &path,
        |n| paragraph(runs(n)),
        100,
        &format!("{place}.length"),
    )
    .await;
    let block = |n: usize| json!({ "children": [{ "equation": { "expression": "x".repeat(n) } }] });
    limit(
        &client,
        "PATCH",
        &path,
        block,
        1000,
        "body.children[0].equation.expression.length",
    )
    .await;
    for kind in ["bookmark", "embed"] {
        let body = |n| json!({ "children": [{ kind: { "url": address(n) } }] });
        limit(
            &client,
            "PATCH",
            &path,
            body,
            2000,
            &format!("body.children[0].{kind}.url.length"),
        )
        .await;
    }
    let image = |n| json!({ "children": [{ "image": { "external": { "url": address(n) } } }] });
    limit(
        &client,
        "PATCH",
        &path,
        image,
        2000,
        "body.children[0].image.external.url.length",
    )
    .await;
}

#[tokio::test]
async fn numbers_of_blocks() {
    let client = client();
    let path = format!("blocks/{}/children", client.home());
    let divider = json!({ "divider": {} });
    let flat = |n: usize| json!({ "children": vec![divider.clone(); n] });
    limit(&client, "PATCH", &path, flat, 100, "body.children.length").await;
    let inner = |n: usize| json!({ "children": [{ "toggle": { "rich_text": [], "children": vec![divider.clone(); n] } }] });
    limit(
        &client,
        "PATCH",
        &path,
        inner,
        100,
        "body.children[0].toggle.children.length",
    )
    .await;
    let page = |n: usize| json!({ "parent": { "page_id": client.home() }, "properties": {}, "children": vec![divider.clone(); n] });
    limit(&client, "POST", "pages", page, 100, "body.children.length").await;
    // 1,000 in all: ten toggles with 99 in them, and 10 or 11 more.
    let many = |more: usize| {
        let toggle =
            json!({ "toggle": { "rich_text": [], "children": vec![divider.clone(); 98] } });
        let mut all = vec![toggle; 10];
        all.extend(vec![divider.clone(); more]);
        json!({ "children": all })
    };
    client.ok("PATCH", &path, many(10)).await;
    let message = client.refused("PATCH", &path, many(11)).await;
    assert!(message.contains("1000"), "{message}");
}

#[tokio::test]
async fn values_of_properties() {
    let client = client();
    let (_, other) = client
        .database("Other", json!({ "Name": { "title": {} } }))
        .await;
    let (_, source) = client
        .database(
            "T",
            json!({
                "Name": { "title": {} }, "Text": { "rich_text": {} }, "Mail": { "email": {} }, "Phone": { "phone_number": {} },
                "Url": { "url": {} }, "Tags": { "multi_select": {} }, "Kind": { "select": {} }, "People": { "people": {} },
                "Links": { "relation": { "data_source_id": id(&other), "single_property": {} } },
                "Files": { "files": {} },
            }),
        )
        .await;
    let page = client.row(&source, json!({})).await;
    let path = format!("pages/{}", id(&page));
    let people = client.get("users").await["results"][0]["id"].clone();
    let row = client.row(&other, json!({})).await["id"].clone();
    let set = |name: &str, value: Value| json!({ "properties": { name: value } });
    let longest = |name: &str, kind: &str, n: usize| set(name, json!({ kind: "x".repeat(n) }));
    for (name, kind) in [("Mail", "email"), ("Phone", "phone_number")] {
        let place = format!("body.properties.{name}.{kind}.length");
        limit(
            &client,
            "PATCH",
            &path,
            |n| longest(name, kind, n),
            200,
            &place,
        )
        .await;
    }
    limit(
        &client,
        "PATCH",
        &path,
        |n| set("Url", json!({ "url": address(n) })),
        2000,
        "body.properties.Url.url.length",
    )
    .await;
    for (name, kind) in [("Name", "title"), ("Text", "rich_text")] {
        let place = format!("body.properties.{name}.{kind}");
        limit(
            &client,
            "PATCH",
            &path,
            |n| set(name, json!({ kind: runs(n) })),
            100,
            &format!("{place}.length"),
        )
        .await;
        let content = |n| set(name, json!({ kind: text(&"x".repeat(n)) }));
        limit(
            &client,
            "PATCH",
            &path,
            content,
            2000,
            &format!("{place}[0].text.content.length"),
        )
        .await;
    }
    let tags = |n: usize| {
        let tags: Vec<Value> = (0..n)
            .map(|n| json!({ "name": format!("tag {n}") }))
            .collect();
        set("Tags", json!({ "multi_select": tags }))
    };
    limit(
        &client,
        "PATCH",
        &path,
        tags,
        100,
        "body.properties.Tags.multi_select.length",
    )
    .await;
    let kind = |n: usize| set("Kind", json!({ "select": { "name": "x".repeat(n) } }));
    limit(
        &client,
        "PATCH",
        &path,
        kind,
        100,
        "body.properties.Kind.select.name.length",
    )
    .await;
    let many = |n: usize, id: &Value| -> Vec<Value> { vec![json!({ "id": id }); n] };
    let all = |n| set("People", json!({ "people": many(n, &people) }));
    limit(
        &client,
        "PATCH",
        &path,
        all,
        100,
        "body.properties.People.people.length",
    )
    .await;
    let links = |n| set("Links", json!({ "relation": many(n, &row) }));
    limit(
        &client,
        "PATCH",
        &path,
        links,
        100,
        "body.properties.Links.relation.length",
    )
    .await;
    let file = json!({ "name": "f", "external": { "url": "https://example.com/f" } });
    let files = |n: usize| set("Files", json!({ "files": vec![file.clone(); n] }));
    limit(
        &client,
        "PATCH",
        &path,
        files,
        100,
        "body.properties.Files.files.length",
    )
    .await;
}

#[tokio::test]
async fn schemas() {
    let client = client();
    let (_, source) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    let path = format!("data_sources/{}", id(&source));
    let described =
        |n: usize| json!({ "properties": { "D": { "number": {}, "description": "x".repeat(n) } } });
    limit(
        &client,
        "PATCH",
        &path,
        described,
        280,
        "body.properties.D.description.length",
    )
    .await;
    let options = |n: usize| {
        let options: Vec<Value> = (0..n)
            .map(|n| json!({ "name": format!("option {n}") }))
            .collect();
        json!({ "properties": { "S": { "select": { "options": options } } } })
    };
    limit(
        &client,
        "PATCH",
        &path,
        options,
        100,
        "body.properties.S.select.options.length",
    )
    .await;

    // 50 KB in all, and the largest property is named.
    let formula = |n: usize| json!({ "properties": { "F": { "formula": { "expression": format!("\"{}\"", "x".repeat(n)) } } } });
    client.ok("PATCH", &path, formula(30_000)).await;
    let message = client.refused("PATCH", &path, formula(60_000)).await;
    let before = client.get(&path).await;
    let name = before["properties"]["F"]["id"].as_str().unwrap();
    assert!(
        message.contains(&format!("\"F\" (ID: {name})")),
        "{message}"
    );
    assert!(message.contains("51200"), "{message}");
    // What is too large already may shrink.
    client.ok("PATCH", &path, formula(10)).await;
}

#[tokio::test]
async fn comments_and_uploads() {
    let client = client();
    let mut uploads = Vec::new();
    for _ in 0..4 {
        let upload = json!({ "mode": "external_url", "external_url": "data:text/plain,hello", "filename": "a.txt" });
        uploads.push(
            json!({ "file_upload_id": id(&client.ok("POST", "file_uploads", upload).await) }),
        );
    }
    let comment = |n: usize| json!({ "parent": { "page_id": client.home() }, "rich_text": text("x"), "attachments": uploads[..n] });
    limit(
        &client,
        "POST",
        "comments",
        comment,
        3,
        "body.attachments.length",
    )
    .await;
    let parts =
        |n: usize| json!({ "mode": "multi_part", "filename": "a.txt", "number_of_parts": n });
    client.ok("POST", "file_uploads", parts(10_000)).await;
    client.ok("POST", "file_uploads", parts(1)).await;
    assert_eq!(
        client.refused("POST", "file_uploads", parts(10_001)).await,
        "body failed validation: body.number_of_parts should be ≤ `10000` or `undefined`, instead was `10001`."
    );
    assert_eq!(
        client.refused("POST", "file_uploads", parts(0)).await,
        "body failed validation: body.number_of_parts should be ≥ `1` or `undefined`, instead was `0`."
    );
    // Names are counted in bytes: an "é" is two.
    let named =
        |n: usize| json!({ "filename": format!("{}{}.txt", "é".repeat(448), "x".repeat(n - 900)) });
    limit(
        &client,
        "POST",
        "file_uploads",
        named,
        900,
        "body.filename.length",
    )
    .await;
    let external =
        |n| json!({ "mode": "external_url", "filename": "a.txt", "external_url": address(n) });
    limit(
        &client,
        "POST",
        "file_uploads",
        external,
        2000,
        "body.external_url.length",
    )
    .await;
}

#[tokio::test]
async fn pages_of_lists() {
    let client = client();
    let (_, source) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    let path = format!("data_sources/{}/query", id(&source));
    for path in [path.as_str(), "search"] {
        client.ok("POST", path, json!({ "page_size": 100 })).await;
        assert_eq!(
            client
                .refused("POST", path, json!({ "page_size": 101 }))
                .await,
            "body failed validation: body.page_size should be ≤ `100` or `undefined`, instead was `101`."
        );
        client.ok("POST", path, json!({ "page_size": 1 })).await;
        client
            .refused("POST", path, json!({ "page_size": -1 }))
            .await;
        client
            .refused("POST", path, json!({ "page_size": "5" }))
            .await;
    }
    let children = format!("blocks/{}/children", client.home());
    for path in ["users", "file_uploads", "custom_emojis", children.as_str()] {
        assert_eq!(
            client
                .send("GET", &format!("{path}?page_size=100"), None)
                .await
                .0,
            200
        );
        let (status, answer) = client
            .send("GET", &format!("{path}?page_size=101"), None)
            .await;
        assert_eq!(
            (status, &answer["message"]),
            (
                400,
                &json!(
                    "query failed validation: query.page_size should be ≤ `100` or `undefined`, instead was `101`."
                )
            ),
            "{path}"
        );
    }
}

#[tokio::test]
async fn bodies_up_to_500_kilobytes() {
    let client = client();
    // Blanks are bytes too.
    let body = |length: usize| {
        let start = json!({ "query": "nothing" }).to_string();
        format!("{start}{}", " ".repeat(length - start.len()))
    };
    let send = async |length: usize| {
        let request = Request::post("/v1/search")
            .header("authorization", format!("Bearer {}", client.server.token()))
            .header("notion-version", "2026-03-11")
            .header("content-type", "application/json")
            .body(Bytes::from(body(length)))
            .unwrap();
        let response = client.server.call(request).await;
        let answer: Value = serde_json::from_slice(response.body()).unwrap();
        (response.status().as_u16(), answer["code"].clone())
    };
    assert_eq!(send(500 * 1024).await.0, 200);
    assert_eq!(send(500 * 1024 + 1).await, (400, json!("validation_error")));
}

#[tokio::test]
async fn conditions_of_filters() {
    let client = client();
    let (_, source) = client
        .database(
            "T",
            json!({ "Name": { "title": {} }, "N": { "number": {} } }),
        )
        .await;
    let path = format!("data_sources/{}/query", id(&source));
    let condition = json!({ "property": "N", "number": { "equals": 1 } });
    let many = |n: usize| json!({ "filter": { "or": vec![condition.clone(); n] } });
    limit(&client, "POST", &path, many, 100, "body.filter.or.length").await;
    let sort = json!({ "property": "N", "direction": "ascending" });
    let sorts = |n: usize| json!({ "sorts": vec![sort.clone(); n] });
    limit(&client, "POST", &path, sorts, 100, "body.sorts.length").await;
    // Two levels of `and` and `or` go, three do not.
    let two = json!({ "filter": { "and": [{ "or": [condition.clone()] }] } });
    client.ok("POST", &path, two).await;
    let three = json!({ "filter": { "and": [{ "or": [{ "and": [condition] }] }] } });
    client.refused("POST", &path, three).await;
}
