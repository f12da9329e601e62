//! Webhooks reach a receiver on this machine, signed, in Notion's words.

use bytes::Bytes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::Request;
use notion_local::{Server, WebhookError};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::support::{Client, client, control, id, keys, text};

/// A program that takes webhooks.
struct Receiver {
    url: String,
    taken: mpsc::UnboundedReceiver<(String, String)>,
}

impl Receiver {
    /// It answers with these statuses, and with 200 from then on.
    async fn new(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/events?of=notion", listener.local_addr().unwrap());
        let (send, taken) = mpsc::unbounded_channel();
        let mut statuses: Vec<u16> = statuses.iter().rev().copied().collect();
        tokio::spawn(async move {
            loop {
                let (mut socket, _) = listener.accept().await.unwrap();
                let mut bytes = Vec::new();
                let (head, body) = loop {
                    let mut part = [0; 4096];
                    let length = socket.read(&mut part).await.unwrap();
                    bytes.extend_from_slice(&part[..length]);
                    let text = String::from_utf8(bytes.clone()).unwrap();
                    if let Some((head, body)) = text.split_once("\r\n\r\n")
                        && body.len() == content_length(head)
                    {
                        break (head.to_owned(), body.to_owned());
                    }
                };
                let status = statuses.pop().unwrap_or(200);
                let answer = format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\n\r\n");
                socket.write_all(answer.as_bytes()).await.unwrap();
                let _nobody = send.send((head, body));
            }
        });
        Self { url, taken }
    }

    async fn next(&mut self) -> (String, Value) {
        let (head, body) = self.taken.recv().await.unwrap();
        (head, serde_json::from_str(&body).unwrap())
    }

    /// The next events, with the ids of what they are about.
    async fn events(&mut self, count: usize) -> Vec<(String, String)> {
        let mut events = Vec::new();
        for _ in 0..count {
            let (_, event) = self.next().await;
            let name = event["type"].as_str().unwrap().to_owned();
            events.push((name, event["entity"]["id"].as_str().unwrap().to_owned()));
        }
        events
    }
}

fn content_length(head: &str) -> usize {
    header(head, "content-length").parse().unwrap()
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    let line = head
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}: ")));
    line.unwrap().split_once(": ").unwrap().1
}

fn signature(token: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(token.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    let bytes = mac.finalize().into_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={hex}")
}

fn page(parent: &str) -> Value {
    json!({ "parent": { "page_id": parent }, "properties": { "title": { "title": text("x") } } })
}

#[tokio::test]
async fn events_are_signed_and_say_who_did_what_when() {
    let client = client();
    client
        .server
        .freeze("2026-05-04T03:02:01.5Z".parse().unwrap());
    let mut receiver = Receiver::new(&[]).await;
    let webhook = client.server.subscribe(&receiver.url, &[]).await.unwrap();
    // First the token, alone.
    let (head, body) = receiver.next().await;
    assert!(
        head.starts_with("POST /events?of=notion HTTP/1.1"),
        "{head}"
    );
    assert_eq!(
        body,
        json!({ "verification_token": webhook.verification_token })
    );

    let made = client.ok("POST", "pages", page(&client.home())).await;
    let (head, body) = receiver.taken.recv().await.unwrap();
    assert_eq!(header(&head, "content-type"), "application/json");
    assert_eq!(
        header(&head, "x-notion-signature"),
        signature(&webhook.verification_token, &body)
    );
    let event: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        keys(&event),
        [
            "id",
            "timestamp",
            "workspace_id",
            "workspace_name",
            "subscription_id",
            "integration_id",
            "authors",
            "attempt_number",
            "api_version",
            "type",
            "entity",
            "data"
        ]
    );
    let me = client.get("users/me").await;
    assert_eq!(event["timestamp"], "2026-05-04T03:02:01.500Z");
    assert_eq!(event["workspace_id"], me["bot"]["workspace_id"]);
    assert_eq!(event["workspace_name"], me["bot"]["workspace_name"]);
    assert_eq!(event["subscription_id"], webhook.id.to_string());
    assert_eq!(event["integration_id"], me["id"]);
    assert_eq!(event["authors"], json!([{ "id": me["id"], "type": "bot" }]));
    assert_eq!(event["attempt_number"], 1);
    assert_eq!(event["type"], "page.created");
    assert_eq!(event["entity"], json!({ "id": made["id"], "type": "page" }));
    assert_eq!(
        event["data"],
        json!({ "parent": { "id": client.home(), "type": "page" } })
    );
    let (_, next) = receiver.next().await;
    assert_ne!(next["id"], event["id"]);
    assert!(!format!("{webhook:?}").contains("secret_"));
}

#[tokio::test]
async fn all_that_requests_do_is_told() {
    let client = client();
    let mut receiver = Receiver::new(&[]).await;
    client.server.subscribe(&receiver.url, &[]).await.unwrap();
    receiver.next().await;
    let home = client.home();
    let told = |events: &[(&str, &str)]| -> Vec<(String, String)> {
        let owned = |&(name, id): &(&str, &str)| (name.to_owned(), id.to_owned());
        events.iter().map(owned).collect()
    };

    // Pages.
    let page = client.ok("POST", "pages", page(&home)).await;
    let page = id(&page);
    assert_eq!(
        receiver.events(2).await,
        told(&[("page.created", page), ("page.content_updated", &home)])
    );
    let change = json!({ "is_locked": true, "properties": { "title": { "title": text("y") } } });
    client.ok("PATCH", &format!("pages/{page}"), change).await;
    let (_, locked) = receiver.next().await;
    assert_eq!(locked["type"], "page.locked");
    let (_, changed) = receiver.next().await;
    assert_eq!(changed["type"], "page.properties_updated");
    assert_eq!(changed["data"]["updated_properties"], json!(["title"]));
    for (change, name) in [
        (json!({ "is_locked": false }), "page.unlocked"),
        (json!({ "in_trash": true }), "page.deleted"),
        (json!({ "in_trash": false }), "page.undeleted"),
    ] {
        client.ok("PATCH", &format!("pages/{page}"), change).await;
        assert_eq!(receiver.events(1).await, told(&[(name, page)]));
        if name != "page.unlocked" {
            assert_eq!(
                receiver.events(1).await,
                told(&[("page.content_updated", &home)])
            );
        }
    }
    // What changes nothing is not told.
    client
        .ok(
            "PATCH",
            &format!("pages/{page}"),
            json!({ "in_trash": false }),
        )
        .await;
    client
        .refused("PATCH", &format!("pages/{page}"), json!({ "is_locked": 1 }))
        .await;
    let other = client.ok("POST", "pages", self::page(&home)).await;
    receiver.events(2).await;
    let parent = json!({ "parent": { "page_id": id(&other) } });
    client
        .ok("POST", &format!("pages/{page}/move"), parent)
        .await;
    let (_, moved) = receiver.next().await;
    assert_eq!(moved["type"], "page.moved");
    assert_eq!(
        moved["data"]["parent"],
        json!({ "id": id(&other), "type": "page" })
    );

    // Blocks.
    let children =
        json!({ "children": [{ "paragraph": { "rich_text": text("a") } }, { "divider": {} }] });
    let made = client
        .ok("PATCH", &format!("blocks/{page}/children"), children)
        .await;
    let (_, event) = receiver.next().await;
    assert_eq!(
        (&event["type"], &event["entity"]["id"]),
        (&json!("page.content_updated"), &json!(page))
    );
    let both = json!([
        { "id": made["results"][0]["id"], "type": "block" },
        { "id": made["results"][1]["id"], "type": "block" },
    ]);
    assert_eq!(event["data"]["updated_blocks"], both);
    let block = id(&made["results"][0]);
    client
        .ok(
            "PATCH",
            &format!("blocks/{block}"),
            json!({ "paragraph": { "rich_text": text("b") } }),
        )
        .await;
    client
        .ok("DELETE", &format!("blocks/{block}"), json!({}))
        .await;
    assert_eq!(
        receiver.events(2).await,
        told(&[
            ("page.content_updated", page),
            ("page.content_updated", page)
        ])
    );
    let markdown = json!({ "type": "replace_content", "replace_content": { "new_str": "# One" } });
    client
        .ok("PATCH", &format!("pages/{page}/markdown"), markdown)
        .await;
    assert_eq!(
        receiver.events(1).await,
        told(&[("page.content_updated", page)])
    );

    // Databases, data sources, rows.
    let (database, source) = client
        .database(
            "D",
            json!({ "Name": { "title": {} }, "N": { "number": {} } }),
        )
        .await;
    let (database, data_source) = (id(&database), id(&source));
    assert_eq!(
        receiver.events(2).await,
        told(&[
            ("database.created", database),
            ("page.content_updated", &home)
        ])
    );
    let row = client
        .row(&source, json!({ "Name": { "title": text("r") } }))
        .await;
    let (_, event) = receiver.next().await;
    assert_eq!(
        event["data"]["parent"],
        json!({ "id": database, "type": "database", "data_source_id": data_source })
    );
    assert_eq!(
        receiver.events(1).await,
        told(&[("data_source.content_updated", data_source)])
    );
    client
        .ok(
            "PATCH",
            &format!("pages/{}", id(&row)),
            json!({ "properties": { "N": { "number": 1 } } }),
        )
        .await;
    let (_, event) = receiver.next().await;
    assert_eq!(
        event["data"]["updated_properties"],
        json!([source["properties"]["N"]["id"]])
    );
    let schema = json!({ "properties": {
        "N": null, "Name": { "name": "Title" },
        "Self": { "relation": { "data_source_id": data_source, "single_property": {} } },
    } });
    client
        .ok("PATCH", &format!("data_sources/{data_source}"), schema)
        .await;
    let (_, event) = receiver.next().await;
    assert_eq!(event["type"], "data_source.schema_updated");
    let updated = event["data"]["updated_properties"].as_array().unwrap();
    let mut actions: Vec<(&str, &str)> = updated
        .iter()
        .map(|one| {
            (
                one["name"].as_str().unwrap(),
                one["action"].as_str().unwrap(),
            )
        })
        .collect();
    actions.sort_unstable();
    assert_eq!(
        actions,
        [("N", "deleted"), ("Self", "created"), ("Title", "updated")]
    );
    // A two-way relation changes both ends.
    let schema = json!({ "R": { "relation": { "data_source_id": data_source, "dual_property": {} } }, "Name": { "title": {} } });
    let (second, _) = client.database("E", schema).await;
    assert_eq!(
        receiver.events(3).await,
        told(&[
            ("database.created", id(&second)),
            ("page.content_updated", &home),
            ("data_source.schema_updated", data_source),
        ])
    );
    let body =
        json!({ "parent": { "database_id": database }, "properties": { "Name": { "title": {} } } });
    let added = client.ok("POST", "data_sources", body).await;
    assert_eq!(
        receiver.events(1).await,
        told(&[("data_source.created", id(&added))])
    );
    for (change, name) in [
        (json!({ "in_trash": true }), "data_source.deleted"),
        (json!({ "in_trash": false }), "data_source.undeleted"),
        (
            json!({ "parent": { "type": "database_id", "database_id": id(&second) } }),
            "data_source.moved",
        ),
    ] {
        client
            .ok("PATCH", &format!("data_sources/{}", id(&added)), change)
            .await;
        assert_eq!(receiver.events(1).await, told(&[(name, id(&added))]));
    }
    for (change, name) in [
        (json!({ "in_trash": true }), "database.deleted"),
        (json!({ "in_trash": false }), "database.undeleted"),
    ] {
        client
            .ok("PATCH", &format!("databases/{database}"), change)
            .await;
        assert_eq!(
            receiver.events(2).await,
            told(&[(name, database), ("page.content_updated", &home)])
        );
    }
    let parent = json!({ "parent": { "type": "page_id", "page_id": page } });
    client
        .ok("PATCH", &format!("databases/{database}"), parent)
        .await;
    assert_eq!(
        receiver.events(1).await,
        told(&[("database.moved", database)])
    );

    // Views, comments, uploads.
    let view = json!({ "database_id": database, "data_source_id": data_source, "name": "V", "type": "list" });
    let view = client.ok("POST", "views", view).await;
    let (_, event) = receiver.next().await;
    assert_eq!(
        (&event["type"], &event["data"]["view_type"]),
        (&json!("view.created"), &json!("list"))
    );
    client
        .ok(
            "PATCH",
            &format!("views/{}", id(&view)),
            json!({ "name": "W" }),
        )
        .await;
    let (_, event) = receiver.next().await;
    assert_eq!(
        (&event["type"], &event["data"]["updated_fields"]),
        (&json!("view.updated"), &json!(["name"]))
    );
    client
        .ok("DELETE", &format!("views/{}", id(&view)), json!({}))
        .await;
    assert_eq!(
        receiver.events(1).await,
        told(&[("view.deleted", id(&view))])
    );

    let comment = json!({ "parent": { "page_id": page }, "rich_text": text("hm") });
    let comment = client.ok("POST", "comments", comment).await;
    let path = format!("comments/{}", id(&comment));
    client
        .ok("PATCH", &path, json!({ "rich_text": text("ah") }))
        .await;
    client.ok("DELETE", &path, json!({})).await;
    for name in ["comment.created", "comment.updated", "comment.deleted"] {
        let (_, event) = receiver.next().await;
        assert_eq!(event["type"], name);
        assert_eq!(
            event["entity"],
            json!({ "id": comment["id"], "type": "comment" })
        );
        assert_eq!(
            event["data"],
            json!({ "parent": { "id": page, "type": "page" }, "page_id": page })
        );
    }
    let upload = client.ok("POST", "file_uploads", json!({})).await;
    assert_eq!(
        receiver.events(1).await,
        told(&[("file_upload.created", id(&upload))])
    );
    let file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x--\r\n";
    let request = Request::post(format!("/v1/file_uploads/{}/send", id(&upload)))
        .header("authorization", format!("Bearer {}", client.server.token()))
        .header("notion-version", client.version)
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Bytes::from(file))
        .unwrap();
    assert_eq!(client.server.call(request).await.status(), 200);
    assert_eq!(
        receiver.events(1).await,
        told(&[("file_upload.completed", id(&upload))])
    );
}

#[tokio::test]
async fn receivers_are_told_what_they_want_and_may_know() {
    let client = client();
    let given = client.ok("POST", "pages", page(&client.home())).await;
    let token = client
        .server
        .add_integration("Reader", [id(&given).parse().unwrap()]);
    let mut reader = Receiver::new(&[]).await;
    let mut all = Receiver::new(&[]).await;
    let server = &client.server;
    server.subscribe_as(&token, &reader.url, &[]).await.unwrap();
    server.subscribe(&all.url, &["page.created"]).await.unwrap();
    reader.next().await;
    all.next().await;

    let hidden = client.ok("POST", "pages", page(&client.home())).await;
    let inside = client.ok("POST", "pages", page(id(&given))).await;
    let event = |name: &str, about: &Value| (name.to_owned(), id(about).to_owned());
    assert_eq!(
        reader.events(2).await,
        [
            event("page.created", &inside),
            event("page.content_updated", &given)
        ]
    );
    assert_eq!(
        all.events(2).await,
        [
            event("page.created", &hidden),
            event("page.created", &inside)
        ]
    );
}

#[tokio::test]
async fn what_is_not_taken_is_sent_again() {
    let client = client();
    let mut receiver = Receiver::new(&[200, 500, 404]).await;
    let webhook = client
        .server
        .subscribe(&receiver.url, &["page.created"])
        .await
        .unwrap();
    receiver.next().await;
    client.ok("POST", "pages", page(&client.home())).await;
    client.ok("POST", "pages", page(&client.home())).await;
    let mut sent = Vec::new();
    for attempt in [1, 2, 3, 1] {
        let (head, body) = receiver.taken.recv().await.unwrap();
        assert_eq!(
            header(&head, "x-notion-signature"),
            signature(&webhook.verification_token, &body)
        );
        let event: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(event["attempt_number"], attempt);
        sent.push(event);
    }
    assert_eq!(sent[0]["id"], sent[2]["id"]);
    assert_ne!(sent[0]["id"], sent[3]["id"]);
    // The answer to the last one is on its way.
    while client.server.events_left() > 0 {
        tokio::task::yield_now().await;
    }
    let deliveries = client.server.deliveries();
    let statuses: Vec<_> = deliveries.iter().map(|one| one.status).collect();
    assert_eq!(statuses, [Some(500), Some(404), Some(200), Some(200)]);
    let events: Vec<&Value> = deliveries.iter().map(|one| &one.event).collect();
    assert_eq!(events, sent.iter().collect::<Vec<_>>());
}

#[tokio::test]
async fn nothing_is_sent_to_strangers() {
    let server = Server::new();
    let elsewhere = "http://example.com/events";
    assert_eq!(
        server.subscribe(elsewhere, &[]).await.unwrap_err(),
        WebhookError::Address(elsewhere.into())
    );
    let refusing = Receiver::new(&[403]).await;
    let error = server.subscribe(&refusing.url, &[]).await.unwrap_err();
    assert!(error.to_string().ends_with("it answers 403"), "{error}");
    // A port that was free a moment ago.
    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let error = server
        .subscribe(&format!("http://{closed}"), &[])
        .await
        .unwrap_err();
    assert!(matches!(error, WebhookError::Unverified { .. }), "{error}");
    let good = Receiver::new(&[]).await;
    assert_eq!(
        server
            .subscribe(&good.url, &["page.eaten"])
            .await
            .unwrap_err(),
        WebhookError::Event("page.eaten".into())
    );
    let error = server
        .subscribe_as("ntn_nobody", &good.url, &[])
        .await
        .unwrap_err();
    assert_eq!(error, WebhookError::Token);
    assert!(!error.to_string().contains("ntn_nobody"));
    assert_eq!(server.webhooks(), []);
}

#[tokio::test]
async fn programs_in_other_languages_subscribe() {
    let client = client();
    let mut receiver = Receiver::new(&[]).await;
    let body = json!({ "url": receiver.url, "events": ["page.created"] });
    let (status, webhook) = control(&client.server, "POST", "webhooks", body).await;
    assert_eq!(status, 200, "{webhook}");
    let (_, handshake) = receiver.next().await;
    assert_eq!(
        handshake["verification_token"],
        webhook["verification_token"]
    );
    client.ok("POST", "pages", page(&client.home())).await;
    let (_, event) = receiver.next().await;
    assert_eq!(event["subscription_id"], webhook["id"]);
    while client.server.events_left() > 0 {
        tokio::task::yield_now().await;
    }
    let (_, shown) = control(&client.server, "GET", "webhooks", json!({})).await;
    let delivery = json!({ "webhook": webhook["id"], "status": 200, "event": event });
    assert_eq!(
        shown,
        json!({ "webhooks": [webhook], "deliveries": [delivery], "left": 0 })
    );
    for body in [
        json!({}),
        json!({ "url": "http://example.com" }),
        json!({ "url": receiver.url, "events": [1] }),
        json!({ "url": receiver.url, "event": [] }),
    ] {
        let (status, answer) = control(&client.server, "POST", "webhooks", body).await;
        assert_eq!(status, 400, "{answer}");
    }
    assert_eq!(
        control(&client.server, "DELETE", "webhooks", json!({}))
            .await
            .0,
        200
    );
    assert_eq!(client.server.webhooks(), []);
    // Nor after a reset.
    let again = Client {
        server: client.server.clone(),
        version: client.version,
    };
    again.server.subscribe(&receiver.url, &[]).await.unwrap();
    again.server.reset().unwrap();
    assert_eq!(again.server.webhooks(), []);
}
