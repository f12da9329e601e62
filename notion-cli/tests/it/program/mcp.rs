//! `notion mcp`, by its messages. The official client runs in `.ci/mcp`.

use serde_json::{Value, json};

use super::{World, program, run_with_input};

/// The texts that the calls of tools give, each with whether it is an error.
fn called(world: &World, calls: &[(&str, Value)]) -> Vec<(String, bool)> {
    let mut lines = vec![
        json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" },
        } }),
        json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }),
    ];
    for (number, (name, arguments)) in (1..).zip(calls) {
        let params = json!({ "name": name, "arguments": arguments });
        lines.push(
            json!({ "jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params }),
        );
    }
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let mut command = program(&["mcp", "--base-url", &world.server.uri()]);
    command.env("NOTION_TOKEN", world.server.token());
    let out = run_with_input(command, &input).well();
    assert!(!out.contains(world.server.token()));
    let mut answers: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    answers.sort_by_key(|answer| answer["id"].as_u64());
    let answers = answers.into_iter().skip(1);
    answers
        .map(|answer| {
            let result = &answer["result"];
            let text = result["content"][0]["text"].as_str();
            (
                text.unwrap_or_else(|| panic!("{answer}")).to_owned(),
                result["isError"] == true,
            )
        })
        .collect()
}

fn call(world: &World, name: &str, arguments: Value) -> (String, bool) {
    called(world, &[(name, arguments)]).remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_reads_creates_and_edits_by_the_schema() {
    let world = World::new().await;
    let (schema, _) = call(&world, "describe_database", json!({ "database": "Tasks" }));
    assert!(
        schema.contains("- \"Stage\": select, options [\"Backlog\",\"Done\"]"),
        "{schema}"
    );
    let properties = json!({ "Stage": "Dome", "Estimate": "soon" });
    let (text, is_error) = call(
        &world,
        "create",
        json!({ "parent": "Tasks", "title": "Write", "properties": properties }),
    );
    assert!(
        is_error
            && text.contains("did you mean \"Done\"?")
            && text.contains("\"soon\" is not a number"),
        "{text}"
    );

    let new = json!({ "parent": "Tasks", "title": "Write", "properties": { "Stage": "Done" }, "markdown": "# A\n\nb\n" });
    let mut dry = new.clone();
    dry["dry_run"] = true.into();
    let (text, _) = call(&world, "create", dry);
    assert!(text.starts_with("nothing was sent"), "{text}");
    assert_eq!(world.tasks.query().count().await.unwrap(), 0);
    call(&world, "create", new);
    let (rows, _) = call(
        &world,
        "query",
        json!({ "database": "Tasks", "where": "Stage = Done", "columns": ["Task"] }),
    );
    assert!(rows.contains("{\"Task\":\"Write\"}"), "{rows}");

    let (text, _) = call(
        &world,
        "get_page",
        json!({ "page": "Write", "editable": true }),
    );
    assert_eq!(text, "# A\n\nb\n");
    let (changes, _) = call(
        &world,
        "edit",
        json!({ "page": "Write", "markdown": "# A\n\nc\n" }),
    );
    assert!(
        changes.starts_with("~ ") && changes.ends_with(" paragraph: c\n"),
        "{changes}"
    );
    call(
        &world,
        "set",
        json!({ "page": "Write", "properties": { "Done": true, "Stage": null } }),
    );
    call(
        &world,
        "append",
        json!({ "page": "Write", "markdown": "d" }),
    );
    let (page, _) = call(&world, "get_page", json!({ "page": "Write" }));
    assert!(
        page.contains("\"Done\": true")
            && page.contains("\"Stage\": null")
            && page.ends_with("# A\n\nc\n\nd\n"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_is_reported() {
    let world = World::new().await;
    for number in 0..3 {
        let task = super::Task {
            task: format!("t{number}"),
            ..Default::default()
        };
        world.tasks.insert(task).await.unwrap();
    }
    let (rows, _) = call(&world, "query", json!({ "database": "Tasks", "limit": 2 }));
    assert!(
        rows.ends_with("omitted: there are more than 2 rows; narrow where or raise limit\n"),
        "{rows}"
    );
    let (rows, _) = call(&world, "query", json!({ "database": "Tasks", "limit": 3 }));
    assert!(!rows.contains("omitted"), "{rows}");
    let (page, _) = call(
        &world,
        "get_page",
        json!({ "page": "Home", "max_characters": 20 }),
    );
    assert!(
        page.contains("omitted: ") && page.contains(" characters; raise max_characters"),
        "{page}"
    );
    let (text, is_error) = call(&world, "get_page", json!({}));
    assert!(is_error && text.contains("\"page\" is missing"), "{text}");
    let (plan, _) = call(
        &world,
        "plan",
        json!({ "schema": "Projects", "database": "Tasks" }),
    );
    assert!(plan.contains("rename from \"Task\""), "{plan}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tools_describe_the_schemas_of_the_databases() {
    let world = World::new().await;
    let input = [
        json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" },
        } }),
        json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }),
        json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list" }),
    ];
    let input: String = input.iter().map(|line| format!("{line}\n")).collect();
    let mut command = program(&["mcp", "--base-url", &world.server.uri()]);
    command.env("NOTION_TOKEN", world.server.token());
    let out = run_with_input(command, &input).well();
    let listed: Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    let tools = listed["result"]["tools"].as_array().unwrap();
    let names: Vec<&str> = tools
        .iter()
        .filter_map(|tool| tool["name"].as_str())
        .collect();
    for name in [
        "search", "get_page", "query", "create", "set", "append", "edit", "plan",
    ] {
        assert!(names.contains(&name), "{names:?}");
    }
    for tool in tools {
        let about = tool["description"].as_str().unwrap();
        let takes_values = ["query", "create", "set"].contains(&tool["name"].as_str().unwrap());
        let schema = "\"Stage\" select of [\"Backlog\",\"Done\"]";
        assert_eq!(about.contains(schema), takes_values, "{about}");
        // What changes something has a dry run.
        let writes = tool["annotations"]["readOnlyHint"] == false;
        let has_dry_run = tool["inputSchema"]["properties"]["dry_run"].is_object();
        assert_eq!(writes, has_dry_run, "{tool}");
    }
}
