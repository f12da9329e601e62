//! What tests and programs ask of the server itself: clock, faults, limits, snapshots, the log.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use notion_local::Server;
use serde_json::{Value, json};

use crate::support::{Client, client, control, id, text};

#[tokio::test]
async fn clock_times_come_from_it_and_are_cut_to_the_minute() {
    let client = client();
    client
        .server
        .freeze("2026-06-27T16:53:59.9Z".parse().unwrap());
    let body = json!({ "parent": { "page_id": client.home() }, "properties": {} });
    let page = client.ok("POST", "pages", body).await;
    assert_eq!(page["created_time"], "2026-06-27T16:53:00.000Z");
    client.server.advance(Duration::from_secs(60));
    let changed = client
        .ok(
            "PATCH",
            &format!("pages/{}", id(&page)),
            json!({ "is_locked": true }),
        )
        .await;
    assert_eq!(changed["created_time"], "2026-06-27T16:53:00.000Z");
    assert_eq!(changed["last_edited_time"], "2026-06-27T16:54:00.000Z");
    let (database, _) = client
        .database("T", json!({ "Name": { "title": {} } }))
        .await;
    assert_eq!(database["created_time"], "2026-06-27T16:54:59.900+00:00");
    assert_eq!(
        control(&client.server, "POST", "clock", json!({ "advance": 3600 }))
            .await
            .0,
        200
    );
    assert_eq!(
        control(&client.server, "POST", "clock", json!({ "freeze": "soon" }))
            .await
            .0,
        400
    );
    let later = client
        .ok("PATCH", &format!("pages/{}", id(&page)), json!({}))
        .await;
    assert_eq!(later["last_edited_time"], "2026-06-27T17:54:00.000Z");
}

#[tokio::test]
async fn clock_is_set_frozen_advanced_and_thawed() {
    let client = client();
    let set = async |body: Value| {
        let (status, answer) = control(&client.server, "POST", "clock", body).await;
        assert_eq!(status, 200, "{answer}");
        answer["now"].as_str().unwrap().to_owned()
    };
    let created = async || {
        let body = json!({ "parent": { "page_id": client.home() }, "properties": {} });
        let page = client.ok("POST", "pages", body).await;
        page["created_time"].as_str().unwrap().to_owned()
    };
    // From here it runs on.
    let now = set(json!({ "set": "1999-12-31T23:59:59Z" })).await;
    assert!(
        now.starts_with("1999-12-31T23:59:59") || now.starts_with("2000-01-01"),
        "{now}"
    );
    set(json!({ "advance": 1.5 })).await;
    assert!(created().await.starts_with("2000-01-01"));
    let (_, first) = control(&client.server, "GET", "clock", json!({})).await;
    while control(&client.server, "GET", "clock", json!({})).await.1 == first {}
    client
        .server
        .set_clock("2030-05-05T00:00:00Z".parse().unwrap());
    assert!(created().await.starts_with("2030-05-05"));
    // Here it stands.
    assert_eq!(
        set(json!({ "freeze": "2026-01-01T00:00:00Z" })).await,
        "2026-01-01T00:00:00Z"
    );
    assert_eq!(set(json!({ "advance": 90 })).await, "2026-01-01T00:01:30Z");
    assert_eq!(created().await, "2026-01-01T00:01:00.000Z");
    // And this is the machine's again.
    let before = jiff_now();
    let now = set(json!({ "thaw": true })).await;
    assert!(
        now.as_str() >= before.as_str() && now.as_str() <= jiff_now().as_str(),
        "{now}"
    );

    for body in [
        json!({}),
        json!({ "set": "soon" }),
        json!({ "freeze": 1 }),
        json!({ "advance": -1 }),
        json!({ "thaw": false }),
        json!({ "freeze": "2026-01-01T00:00:00Z", "advance": 1 }),
        json!({ "frieze": "2026-01-01T00:00:00Z" }),
    ] {
        let (status, answer) = control(&client.server, "POST", "clock", body.clone()).await;
        assert_eq!(status, 400, "{body}: {answer}");
        assert!(answer["error"].is_string());
    }
}

/// The machine's time, as text that sorts.
fn jiff_now() -> String {
    Server::new().now().to_string()
}

#[tokio::test]
async fn limits_are_switched_on_and_off_while_the_server_runs() {
    let client = client();
    let limit = async |limit: Value| {
        let body = json!({ "rate_limit": limit });
        control(&client.server, "POST", "settings", body).await.0
    };
    assert_eq!(limit(json!({ "requests": 1, "seconds": 600 })).await, 200);
    assert_eq!(client.send("GET", "users", None).await.0, 200);
    assert_eq!(client.send("GET", "users", None).await.0, 429);
    assert_eq!(limit(Value::Null).await, 200);
    assert_eq!(client.send("GET", "users", None).await.0, 200);
    assert_eq!(limit(json!({ "requests": -1, "seconds": 600 })).await, 400);
    assert_eq!(limit(json!({ "requests": 0, "seconds": 600 })).await, 200);
    client.server.reset().unwrap();
    assert_eq!(client.send("GET", "users", None).await.0, 200);
}

#[tokio::test]
async fn limits_say_how_long_to_wait_and_which_one_it_was() {
    let server = Server::builder()
        .rate_limit(2, Duration::from_secs(60))
        .build();
    server.freeze("2026-01-01T00:00:00Z".parse().unwrap());
    let client = Client {
        server,
        version: "2026-03-11",
    };
    client.get("users").await;
    client.get("users").await;
    client.server.advance(Duration::from_secs(20));
    let (status, body) = client.send("GET", "users", None).await;
    assert_eq!((status, &body["code"]), (429, &json!("rate_limited")));
    assert_eq!(
        body["additional_data"]["rate_limit_reason"],
        "public_api_request_rate_limit"
    );
    client.server.advance(Duration::from_secs(40));
    client.get("users").await;
}

#[tokio::test]
async fn ids_come_from_the_seed_and_what_is_made() {
    let made = async |seed: u64, asked_between: bool| {
        let client = Client {
            server: Server::builder().seed(seed).build(),
            version: "2026-03-11",
        };
        let schema = json!({ "Name": { "title": {} }, "Kind": { "select": { "options": [{ "name": "a" }] } } });
        let (database, source) = client.database("T", schema).await;
        if asked_between {
            client.query(&source, json!({})).await;
            client.send("GET", "pages/nonsense", None).await;
        }
        let row = client
            .row(&source, json!({ "Kind": { "select": { "name": "b" } } }))
            .await;
        let kind = &source["properties"]["Kind"];
        let ids = [
            &database["id"],
            &source["id"],
            &kind["id"],
            &kind["select"]["options"][0]["id"],
            &row["id"],
            &row["properties"]["Kind"]["select"]["id"],
        ];
        ids.map(|id| id.as_str().unwrap().to_owned())
    };
    let first = made(1, false).await;
    assert_eq!(made(1, false).await, first);
    assert_eq!(made(1, true).await, first, "reading makes no ids");
    for (other, id) in made(2, false).await.iter().zip(&first) {
        assert_ne!(other, id);
    }
}

#[tokio::test]
async fn a_reset_may_begin_with_another_seed() {
    let client = client();
    let seven = Client {
        server: Server::builder().seed(7).build(),
        version: "2026-03-11",
    };
    let faults = json!({ "fault": "lost", "share": 0.5 });
    let (status, answer) = control(&client.server, "POST", "reset", json!({ "seed": 7 })).await;
    assert_eq!(
        (status, answer["home"].as_str().unwrap()),
        (200, seven.home().as_str())
    );
    let mut made = Vec::new();
    for client in [&client, &seven] {
        assert_eq!(
            control(&client.server, "POST", "faults", faults.clone())
                .await
                .0,
            200
        );
        let body = json!({ "parent": { "page_id": client.home() }, "properties": {} });
        let mut statuses = Vec::new();
        for _ in 0..20 {
            statuses.push(client.send("POST", "pages", Some(&body)).await.0);
        }
        client.server.clear_faults();
        let children = client
            .get(&format!("blocks/{}/children", client.home()))
            .await;
        let ids: Vec<String> = children["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|page| id(page).to_owned())
            .collect();
        made.push((statuses, ids));
    }
    assert_eq!(made[0], made[1]);
    assert_eq!(client.server.token(), Server::new().token());
    assert_eq!(
        control(&client.server, "POST", "reset", json!({ "seeds": 7 }))
            .await
            .0,
        400
    );
    assert_eq!(
        control(&client.server, "POST", "reset", json!({ "seed": -7 }))
            .await
            .0,
        400
    );
    client.server.reset().unwrap();
    assert_eq!(client.server.home(), Server::new().home());
}

#[tokio::test]
async fn reset_brings_the_beginning_back() {
    let client = client();
    let before = client.server.snapshot();
    let body =
        json!({ "parent": { "page_id": client.home() }, "properties": { "title": text("x") } });
    let page = client.ok("POST", "pages", body.clone()).await;
    assert_eq!(
        control(&client.server, "POST", "reset", json!({})).await.0,
        200
    );
    assert!(client.server.requests().is_empty());
    let mut after = client.server.snapshot();
    for list in ["pages"] {
        for key in ["created_time", "last_edited_time"] {
            after[list][0][key] = before[list][0][key].clone();
        }
    }
    assert_eq!(after, before);
    let again = client.ok("POST", "pages", body).await;
    assert_eq!(again["id"], page["id"], "the same seed, the same ids");
}

#[tokio::test]
async fn snapshots_and_the_log_are_there_for_other_languages() {
    let client = client();
    client.get("users").await;
    let (_, log) = control(&client.server, "GET", "requests", json!({})).await;
    assert_eq!(
        log,
        json!([{ "method": "GET", "path": "/v1/users", "query": "", "status": 200, "body": null }])
    );
    let (_, snapshot) = control(&client.server, "GET", "snapshot", json!({})).await;
    let body = json!({ "parent": { "page_id": client.home() }, "properties": {} });
    client.ok("POST", "pages", body).await;
    assert_eq!(
        control(&client.server, "PUT", "snapshot", snapshot.clone())
            .await
            .0,
        200
    );
    assert_eq!(client.server.snapshot(), snapshot);
    assert_eq!(
        control(&client.server, "PUT", "snapshot", json!({ "pages": [1] }))
            .await
            .0,
        400
    );
    assert_eq!(
        client.server.snapshot(),
        snapshot,
        "what cannot be read changes nothing"
    );
    assert_eq!(
        control(&client.server, "GET", "nothing", json!({})).await.0,
        400
    );
    let request = Request::get("/_local/snapshot").body(Bytes::new()).unwrap();
    assert_eq!(client.server.call(request).await.status(), 401);
}

#[tokio::test]
async fn names_of_other_ends_are_left_aside_when_the_server_is_told_so() {
    let client = Client {
        server: Server::builder().ignore_synced_names(true).build(),
        version: "2026-03-11",
    };
    let (_, people) = client
        .database("People", json!({ "Name": { "title": {} } }))
        .await;
    let relation = |name: &str| {
        json!({ "relation": {
            "data_source_id": people["id"],
            "dual_property": { "synced_property_name": name },
        } })
    };
    let (_, tasks) = client
        .database(
            "Tasks",
            json!({ "Name": { "title": {} }, "Owner": relation("Owns") }),
        )
        .await;
    let other = "/properties/Owner/relation/dual_property/synced_property_name";
    assert_eq!(
        tasks.pointer(other),
        Some(&json!("Related to Tasks (Owner)"))
    );
    let path = format!("data_sources/{}", id(&tasks));
    let add = json!({ "properties": { "Tester": relation("Tests") } });
    client.ok("PATCH", &path, add).await;
    let people = client.get(&format!("data_sources/{}", id(&people))).await;
    let names = people["properties"].as_object().unwrap();
    assert!(names.contains_key("Related to Tasks (Owner)"));
    assert!(names.contains_key("Related to Tasks (Tester)"));
    assert!(!names.contains_key("Owns") && !names.contains_key("Tests"));
    // A reset keeps the setting; a program in another language takes it back.
    client.server.reset().unwrap();
    let off = json!({ "ignore_synced_names": false });
    assert_eq!(
        control(&client.server, "POST", "settings", off).await.0,
        200
    );
    assert_eq!(
        control(&client.server, "POST", "settings", json!({}))
            .await
            .0,
        400
    );
    let (_, people) = client
        .database("People", json!({ "Name": { "title": {} } }))
        .await;
    let dual = json!({ "data_source_id": people["id"], "dual_property": { "synced_property_name": "Owns" } });
    let schema = json!({ "Name": { "title": {} }, "Owner": { "relation": dual } });
    let (_, tasks) = client.database("Tasks", schema).await;
    assert_eq!(tasks.pointer(other), Some(&json!("Owns")));
}

#[tokio::test]
async fn options_of_a_status_are_moved_to_another_group() {
    let client = client();
    let stage = json!({ "status": { "options": [{ "name": "Open" }, { "name": "Won" }] } });
    let (_, source) = client
        .database("T", json!({ "Name": { "title": {} }, "Stage": stage }))
        .await;
    let name = |object: &Value| object["name"].as_str().unwrap().to_owned();
    let groups = async || {
        let source = client.get(&format!("data_sources/{}", id(&source))).await;
        let status = &source["properties"]["Stage"]["status"];
        let names: Vec<(String, String)> = status["options"]
            .as_array()
            .unwrap()
            .iter()
            .map(|option| {
                let mut groups = status["groups"].as_array().unwrap().iter();
                let holds = |group: &&Value| {
                    group["option_ids"]
                        .as_array()
                        .unwrap()
                        .contains(&option["id"])
                };
                let group = groups.find(holds).unwrap();
                (name(option), name(group))
            })
            .collect();
        names
    };
    let pair = |option: &str, group: &str| (option.to_owned(), group.to_owned());
    assert_eq!(
        groups().await,
        [pair("Open", "To-do"), pair("Won", "To-do")]
    );
    let body = |property: &str, option: &str, group: &str| json!({ "data_source": id(&source), "property": property, "option": option, "group": group });
    let send = async |body: Value| control(&client.server, "POST", "options", body).await;
    assert_eq!(send(body("Stage", "Won", "Complete")).await.0, 200);
    assert_eq!(
        groups().await,
        [pair("Open", "To-do"), pair("Won", "Complete")]
    );
    // It stays in a snapshot.
    let again = Server::builder()
        .snapshot(&client.server.snapshot())
        .unwrap();
    assert_eq!(again.snapshot(), client.server.snapshot());
    for (wrong, expected) in [
        (
            body("Name", "Won", "Complete"),
            "\"Name\" is not a status property of the data source; there are: \"Stage\"",
        ),
        (
            body("Stage", "won", "Complete"),
            "\"won\" is not an option of \"Stage\"; there are: \"Open\", \"Won\"",
        ),
        (
            body("Stage", "Won", "Done"),
            "\"Done\" is not a group of \"Stage\"; there are: \"To-do\", \"In progress\", \"Complete\"",
        ),
        (
            json!({ "data_source": "x" }),
            "data_source should be an ID, got \"x\"",
        ),
        (json!({}), "data_source should be given"),
    ] {
        let (status, answer) = send(wrong).await;
        assert_eq!((status, answer["error"].as_str()), (400, Some(expected)));
    }
}

#[tokio::test]
async fn integrations_see_what_they_were_given_and_all_that_is_in_it() {
    let client = client();
    let page = |title: &str, parent: &str| json!({ "parent": { "page_id": parent }, "properties": { "title": { "title": text(title) } } });
    let given = client
        .ok("POST", "pages", page("Given", &client.home()))
        .await;
    let hidden = client
        .ok("POST", "pages", page("Hidden", &client.home()))
        .await;
    let (_, targets) = client
        .database("Targets", json!({ "Name": { "title": {} } }))
        .await;
    let target = client
        .row(&targets, json!({ "Name": { "title": text("far") } }))
        .await;
    let body = json!({
        "parent": { "page_id": id(&given) }, "initial_data_source": { "properties": {
            "Name": { "title": {} }, "R": { "relation": { "data_source_id": id(&targets), "single_property": {} } },
        } },
    });
    let database = client.ok("POST", "databases", body).await;
    let source = &database["data_sources"][0];
    let row = client.row(source, json!({ "Name": { "title": text("near") }, "R": { "relation": [{ "id": id(&target) }] } })).await;

    let body = json!({ "name": "Reader", "pages": [id(&given)] });
    let (status, answer) = control(&client.server, "POST", "integrations", body).await;
    assert_eq!(status, 200, "{answer}");
    let reader = Other {
        server: client.server.clone(),
        token: answer["token"].as_str().unwrap().to_owned(),
    };
    let (_, me) = reader.send("GET", "users/me", &json!({})).await;
    assert_eq!(me["name"], "Reader");
    let (_, main) = client.send("GET", "users/me", None).await;
    assert_eq!(main["name"], "Local integration");

    // What it was given, and what is in it.
    for path in [
        format!("pages/{}", id(&given)),
        format!("databases/{}", id(&database)),
        format!("pages/{}", id(&row)),
    ] {
        assert_eq!(reader.send("GET", &path, &json!({})).await.0, 200, "{path}");
    }
    let (_, found) = reader.send("POST", "search", &json!({})).await;
    assert_eq!(
        found["results"].as_array().unwrap().len(),
        3,
        "the page, the data source, the row: {found}"
    );
    let (_, row) = reader
        .send("GET", &format!("pages/{}", id(&row)), &json!({}))
        .await;
    assert_eq!(row["properties"]["R"]["relation"], json!([]));

    // The rest is not there, whatever is asked.
    for (method, path, body) in [
        ("GET", format!("pages/{}", id(&hidden)), json!({})),
        (
            "PATCH",
            format!("pages/{}", id(&hidden)),
            json!({ "is_locked": true }),
        ),
        (
            "GET",
            format!("blocks/{}/children", client.home()),
            json!({}),
        ),
        (
            "GET",
            format!("comments?block_id={}", id(&hidden)),
            json!({}),
        ),
        ("POST", "pages".into(), page("x", id(&hidden))),
        (
            "PATCH",
            format!("pages/{}", id(&row)),
            json!({ "properties": { "R": { "relation": [{ "id": id(&target) }] } } }),
        ),
    ] {
        let (status, answer) = reader.send(method, &path, &body).await;
        assert_eq!(
            (status, &answer["code"]),
            (404, &json!("object_not_found")),
            "{method} {path}: {answer}"
        );
        let said = answer["message"].as_str().unwrap();
        assert!(
            said.ends_with("are shared with your integration \"Reader\"."),
            "{said}"
        );
    }

    // It signs what it does, gets more, and is in the snapshot.
    let (_, made) = reader
        .send("POST", "pages", &page("Made", id(&given)))
        .await;
    assert_eq!(made["created_by"]["id"], me["id"]);
    let again = client
        .server
        .add_integration("Reader", [client.server.home()]);
    assert_eq!(again, reader.token);
    assert_eq!(
        reader
            .send("GET", &format!("pages/{}", id(&hidden)), &json!({}))
            .await
            .0,
        200
    );
    let opened = Server::builder()
        .snapshot(&client.server.snapshot())
        .unwrap();
    let opened = Other {
        server: opened,
        token: reader.token,
    };
    assert_eq!(
        opened.send("GET", "users/me", &json!({})).await.1["name"],
        "Reader"
    );
}

#[tokio::test]
async fn tokens_are_in_the_snapshot_and_hold_where_it_is_opened() {
    let seven = Server::builder().seed(7).build();
    let snapshot = seven.snapshot();
    let opened = Server::builder().seed(8).snapshot(&snapshot).unwrap();
    assert_eq!(opened.token(), seven.token());
    assert_eq!(opened.snapshot(), snapshot);

    // Put in the place of another workspace, both tokens hold: the program that did it goes on with its own.
    let other = Server::builder().seed(9).build();
    assert_ne!(other.token(), seven.token());
    other.restore(&snapshot).unwrap();
    for token in [other.token(), seven.token()] {
        let asked = Other {
            server: other.clone(),
            token: token.to_owned(),
        };
        let (status, me) = asked.send("GET", "users/me", &json!({})).await;
        assert_eq!((status, &me["id"]), (200, &snapshot["bot"]));
    }

    for (integration, reason) in [
        (json!({ "token": "x" }), "it has no bot"),
        (json!({ "bot": snapshot["bot"] }), "it has no token"),
        (
            json!({ "bot": snapshot["bot"], "token": "x", "pages": ["Home"] }),
            "its pages should be ids",
        ),
    ] {
        let error = Server::builder()
            .snapshot(&json!({ "integrations": [integration] }))
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("the snapshot cannot be read at integrations[0]: {reason}")
        );
    }
}

/// Another integration.
struct Other {
    server: Server,
    token: String,
}

impl Other {
    async fn send(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let request = Request::builder()
            .method(method)
            .uri(format!("/v1/{path}"))
            .header("authorization", format!("Bearer {}", self.token))
            .header("notion-version", "2026-03-11")
            .body(Bytes::from(body.to_string()))
            .unwrap();
        let response = self.server.call(request).await;
        (
            response.status().as_u16(),
            serde_json::from_slice(response.body()).unwrap(),
        )
    }
}
