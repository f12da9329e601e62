//! `notion create`: databases from the file that `notion pull --json` writes.

use serde_json::{Value, json};

use super::{World, file, run};

/// A page with nothing in it.
async fn page(world: &World, title: &str) -> String {
    let home = world.session.get_page(world.server.home()).await.unwrap();
    let page = world.session.create_page(&home, title).await.unwrap();
    page.id().to_string()
}

/// A server whose ids are others.
async fn another_workspace() -> notion_local::Running {
    let server = notion_local::Server::builder().seed(7).build();
    server.serve("127.0.0.1:0".parse().unwrap()).await.unwrap()
}

/// The requests of a server that changed something, since there were so many.
fn writes(world: &World, before: usize) -> usize {
    let requests = world.server.requests();
    let is_write = |request: &&notion_local::RecordedRequest| {
        request.method != "GET" && !request.path.ends_with("/search")
    };
    requests[before..].iter().filter(is_write).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn related_databases_come_from_a_file_into_another_workspace() {
    let world = World::new().await;
    let path = file("to-create.json");
    let path = path.to_str().unwrap();
    let pull = ["pull", "Tasks", "--with-related", "--json", "--out", path];
    assert_eq!(world.run(&pull).well(), "");
    let before = world.run(&["pull", path]).well();
    drop(world);

    let server = another_workspace().await;
    let (uri, token) = (server.uri(), server.token().to_owned());
    let create = ["create", path, "--in", "Home", "--base-url", &uri];
    let plan = run(Some(&token), &[&create[..], &["--dry-run"]].concat()).well();
    assert_eq!(
        plan,
        "1. create \"Tasks\" with 4 properties\n   \
         - `Project` comes later by itself, as the other side of `Tasks` of \"Projects\"\n\
         2. create \"Projects\" with 2 properties\n   \
         - `Tasks` leads to \"Tasks\", which is there, and brings its other side `Project`\n"
    );
    assert_eq!(run(Some(&token), &["ls", "--base-url", &uri]).well(), "");
    let out = run(Some(&token), &create).well();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 2, "{out}");
    assert!(
        lines[0].ends_with("  Tasks") && lines[1].ends_with("  Projects"),
        "{out}"
    );
    // The schemas are the same, relations and all.
    let words = ["pull", "Tasks", "Projects", "--base-url", &uri];
    assert_eq!(run(Some(&token), &words).well(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_type_of_property_is_created_or_named() {
    let world = World::new().await;
    let related = world.projects.data_source_id();
    let options = json!({ "options": [{ "name": "a", "color": "red" }, { "name": "b", "color": "blue", "description": "later" }] });
    let body = json!({
        "parent": { "type": "page_id", "page_id": world.server.home() },
        "title": [{ "text": { "content": "All" } }],
        "icon": { "type": "emoji", "emoji": "🌲" },
        "initial_data_source": { "properties": {
            "Name": { "title": {} }, "Text": { "rich_text": {}, "description": "what it says" },
            "Number": { "number": { "format": "euro" } }, "Select": { "select": options },
            "Multi": { "multi_select": options }, "Status": { "status": {} }, "Date": { "date": {} },
            "People": { "people": {} }, "Files": { "files": {} }, "Check": { "checkbox": {} }, "Url": { "url": {} },
            "Email": { "email": {} }, "Phone": { "phone_number": {} }, "Place": { "place": {} },
            "Made": { "created_time": {} }, "Maker": { "created_by": {} }, "Changed": { "last_edited_time": {} },
            "Changer": { "last_edited_by": {} }, "Number of": { "unique_id": { "prefix": "ALL" } },
            "Related": { "relation": { "data_source_id": related, "type": "single_property", "single_property": {} } },
            "Count": { "rollup": { "relation_property_name": "Related", "rollup_property_name": "Name", "function": "count" } },
            "Twice": { "formula": { "expression": "prop(\"Number\") * 2" } },
            "Press": { "button": {} },
        } },
    });
    let api = world.session.api();
    let _made: Value = api.post("/v1/databases", &body).send().await.unwrap();
    let copies = page(&world, "Copies").await;
    let ran = world.run(&["create", "All", "--in", &copies, "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(
        ran.err,
        "left out: \"Press\" of \"All\": Notion's API does not create the type button\n"
    );
    let made: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(made["title"], "All");
    let id = made["id"].as_str().unwrap();
    let ids = world.run(&["ls"]).well();
    let original = ids
        .lines()
        .find(|line| line.ends_with("  All") && !line.starts_with(id))
        .unwrap();
    let original = original.split(' ').next().unwrap();
    let plan = world.run(&["plan", original, id]);
    // The button alone.
    assert_eq!(plan.code, Some(3), "{}{}", plan.out, plan.err);
    assert!(plan.out.contains("Press"), "{}", plan.out);
    for name in [
        "Text", "Number", "Select", "Multi", "Status", "Place", "Count", "Twice", "Related", "Icon",
    ] {
        assert!(!plan.out.contains(&format!("`{name}`")), "{}", plan.out);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_created_is_refused_before_anything_is() {
    let world = World::new().await;
    let path = file("alone.json");
    let path = path.to_str().unwrap();
    assert_eq!(
        world
            .run(&["pull", "Tasks", "--json", "--out", path])
            .well(),
        ""
    );
    // Into the same workspace, the relation leads to the database that is there, which is not changed.
    let copies = page(&world, "Copies").await;
    let ran = world.run(&["create", path, "--in", &copies]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.err.starts_with(
            "left out: \"Project\" of \"Tasks\": its other side, because it leads to a database"
        ),
        "{}",
        ran.err
    );
    let projects = world.session.get_db(world.projects.id()).await.unwrap();
    assert_eq!(projects.properties().await.unwrap().len(), 2);

    // Elsewhere it is missing.
    let other = World::new().await;
    let before = other.server.requests().len();
    let server = another_workspace().await;
    let words = ["create", path, "--in", "Home", "--base-url", &server.uri()];
    let ran = run(Some(server.token()), &words);
    assert_eq!((ran.code, &*ran.out), (Some(1), ""), "{}", ran.err);
    assert!(
        ran.err
            .contains("is neither among the schemas nor shared with the integration"),
        "{}",
        ran.err
    );
    let is_write =
        |request: &notion_local::RecordedRequest| request.path.starts_with("/v1/databases");
    assert!(!server.requests().iter().any(is_write));
    assert_eq!(writes(&other, before), 0);

    let failure = world.run(&["create", path, "--in", "Tasks"]).failed();
    assert!(
        failure.contains("no page has the title \"Tasks\""),
        "{failure}"
    );
    let failure = world
        .run(&["create", "is-not-there.json", "--in", "Home"])
        .badly();
    assert!(
        failure.starts_with("is-not-there.json: No such file"),
        "{failure}"
    );
}
