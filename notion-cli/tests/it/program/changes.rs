//! `notion plan` and `notion apply`.

use serde_json::{Value, json};

use super::{World, file, run};

/// A world whose tasks were changed after their schema was written to a file of this name.
async fn changed(name: &str) -> (World, String) {
    let world = World::new().await;
    let path = file(name).to_str().unwrap().to_owned();
    let tasks = world.tasks.id().to_string();
    assert_eq!(
        world
            .run(&["pull", &tasks, "--json", "--out", &path])
            .well(),
        ""
    );
    assert!(
        world
            .run(&["plan", &path, &tasks])
            .well()
            .ends_with("nothing to change\n")
    );
    patch(
        &world,
        &json!({ "Estimate": { "name": "Days" }, "Done": null, "Hours": { "number": {} } }),
    )
    .await;
    (world, path)
}

async fn patch(world: &World, properties: &Value) {
    let address = format!("/v1/data_sources/{}", world.tasks.data_source_id());
    let update = json!({ "properties": properties });
    let api = world.session.api();
    api.patch::<Value>(address, &update).send().await.unwrap();
}

/// The names of the properties of the tasks.
async fn names(world: &World) -> Vec<String> {
    let source = world
        .session
        .api()
        .data_sources()
        .retrieve(world.tasks.data_source_id());
    let mut names: Vec<_> = source.await.unwrap().properties.into_keys().collect();
    names.sort_unstable();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_printed_written_and_carried_out() {
    let (world, schema) = changed("wanted.json").await;
    let tasks = world.tasks.id().to_string();
    let shown = world.run(&["plan", &schema, &tasks]);
    assert_eq!((shown.code, &*shown.err), (Some(3), ""));
    for line in ["\n  + Done", "\n  > Estimate", "\n  ? Hours"] {
        assert!(shown.out.contains(line), "{line} in {}", shown.out);
    }
    let written = world.run(&["plan", &schema, &tasks, "--json"]);
    assert_eq!(written.code, Some(3));
    let plan = file("plan.json");
    std::fs::write(&plan, written.out).unwrap();
    let plan = plan.to_str().unwrap();

    // Nobody is there to be asked.
    assert!(
        world
            .run(&["apply", plan])
            .badly()
            .ends_with("confirm with --yes")
    );
    assert_eq!(
        names(&world).await,
        ["Days", "Hours", "Project", "Stage", "Task"]
    );
    assert_eq!(
        world.run(&["apply", plan, "--yes"]).well(),
        "Tasks: 2 done, 1 kept\n"
    );
    assert_eq!(
        names(&world).await,
        ["Done", "Estimate", "Hours", "Project", "Stage", "Task"]
    );
    // It was made for another state.
    let sentence = world.run(&["apply", plan, "--yes"]).badly();
    assert!(sentence.contains("Tasks"), "{sentence}");
    assert!(
        world
            .run(&["plan", &schema, &tasks])
            .out
            .contains("? Hours")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_loses_values_is_done_when_it_is_named() {
    let (world, schema) = changed("dropping.json").await;
    let tasks = world.tasks.id().to_string();
    let plan = file("dropping-plan.json");
    std::fs::write(&plan, world.run(&["plan", &schema, &tasks, "--json"]).out).unwrap();
    let words = ["apply", plan.to_str().unwrap(), "--yes", "--drop-unknown"];
    assert_eq!(world.run(&words).well(), "Tasks: 3 done, 0 kept\n");
    assert_eq!(
        names(&world).await,
        ["Done", "Estimate", "Project", "Stage", "Task"]
    );

    patch(&world, &json!({ "Estimate": { "rich_text": {} } })).await;
    std::fs::write(&plan, world.run(&["plan", &schema, &tasks, "--json"]).out).unwrap();
    let words = ["apply", plan.to_str().unwrap(), "--yes"];
    let refused = world.run(&words);
    assert_eq!((refused.code, &*refused.out), (Some(1), ""));
    assert!(refused.err.contains("--convert"), "{}", refused.err);
    let words = [&words[..], &["--convert"]].concat();
    assert_eq!(world.run(&words).well(), "Tasks: 1 done, 0 kept\n");
    assert!(
        world
            .run(&["plan", &schema, &tasks])
            .well()
            .ends_with("nothing to change\n")
    );
}

#[test]
fn a_file_that_is_no_plan_is_told_as_such() {
    let path = file("no-plan.json");
    std::fs::write(&path, "[]").unwrap();
    let path = path.to_str().unwrap();
    let sentence = run(None, &["apply", path]).badly();
    assert!(
        sentence.starts_with(&format!("{path}: ")) && sentence.contains("no plan"),
        "{sentence}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_prints_the_plan_and_what_would_be_refused() {
    let (world, schema) = changed("wanted-dry.json").await;
    let tasks = world.tasks.id().to_string();
    let plan = world.run(&["plan", &schema, &tasks, "--json"]);
    let path = file("dry.json");
    std::fs::write(&path, &plan.out).unwrap();
    let path = path.to_str().unwrap();
    let shown = world.run(&["plan", &schema, &tasks]).out;
    let before = world.server.requests().len();
    let ran = world.run(&["apply", path, "--dry-run"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.out, format!("{shown}\nnothing was sent\n"));
    assert_eq!(world.server.requests().len(), before);
}
