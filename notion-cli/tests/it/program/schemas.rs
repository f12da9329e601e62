//! `notion pull`.

use super::{World, file, run};

const TASKS: &str = "\
// Made by `notion pull` from databases in Notion.

use notion_session::prelude::*;

/// What is to be done.
#[derive(NotionSchema, Clone, Debug, Default)]
pub struct Tasks {
    #[notion(title)]
    pub task: String,
    pub done: bool,
    pub estimate: Option<f64>,
    #[notion(two_way = tasks)]
    pub project: Relation<Projects>,
    pub stage: Option<TasksStage>,
}

/// The options of [`Tasks::stage`].
#[derive(NotionOptions, Clone, Debug, PartialEq)]
pub enum TasksStage {
    #[notion(color = gray)]
    Backlog,
    #[notion(color = green)]
    Done,
    /// What is added in Notion.
    #[notion(other)]
    Other(String),
}
";

const PROJECTS: &str = "
#[derive(NotionSchema, Clone, Debug, Default)]
pub struct Projects {
    #[notion(title)]
    pub name: String,
    #[notion(two_way = project)]
    pub tasks: Relation<Tasks>,
}
";

#[tokio::test(flavor = "multi_thread")]
async fn databases_are_pulled_by_id_by_url_and_by_their_data_sources() {
    let world = World::new().await;
    let both = format!("{TASKS}{PROJECTS}");
    let (tasks, projects) = (
        world.tasks.id().to_string(),
        world.projects.id().to_string(),
    );
    assert_eq!(world.run(&["pull", &tasks, &projects]).well(), both);
    let url = world.tasks.url().unwrap().to_owned();
    let source = world.projects.data_source_id().to_string();
    // Twice is once.
    assert_eq!(world.run(&["pull", &url, &source, &tasks]).well(), both);
}

#[tokio::test(flavor = "multi_thread")]
async fn relations_are_followed_when_asked_for() {
    let world = World::new().await;
    let tasks = world.tasks.id().to_string();
    let related = world.run(&["pull", &tasks, "--with-related"]).well();
    assert_eq!(related, format!("{TASKS}{PROJECTS}"));
    let alone = world.run(&["pull", &tasks]).well();
    let reason = format!(
        "    // \"Project\" is left out: the relation leads to the data source {}, which was not pulled.\n",
        world.projects.data_source_id()
    );
    let relation = "    #[notion(two_way = tasks)]\n    pub project: Relation<Projects>,\n";
    assert_eq!(alone, TASKS.replace(relation, &reason));
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_are_written_when_asked_for() {
    let world = World::new().await;
    let tasks = world.tasks.id().to_string();
    let text = world.run(&["pull", &tasks, "--ids"]).well();
    assert!(
        text.contains("    #[notion(title, id = \"title\")]\n    pub task: String,\n"),
        "{text}"
    );
    let live = world
        .session
        .get_db(world.tasks.id())
        .await
        .unwrap()
        .properties()
        .await
        .unwrap();
    let id = live["Estimate"].id.as_str().to_owned();
    assert!(
        text.contains(&format!("    #[notion(id = {id:?})]\n    pub estimate:")),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_schemas_stands_for_the_databases() {
    let world = World::new().await;
    let path = file("schemas.json");
    let path = path.to_str().unwrap();
    let tasks = world.tasks.id().to_string();
    let words = ["pull", &tasks, "--with-related", "--json", "--out", path];
    assert_eq!(world.run(&words).well(), "");
    // Without a token, and without a server.
    drop(world);
    assert_eq!(
        run(None, &["pull", path]).well(),
        format!("{TASKS}{PROJECTS}")
    );
    let again = run(None, &["pull", path, "--json"]).well();
    assert_eq!(again, std::fs::read_to_string(path).unwrap());
    // When it was made and by whom is no part of a schema.
    assert!(
        !again.contains("_time\"") && !again.contains("request_id"),
        "{again}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_rust_is_held_against_notion() {
    let world = World::new().await;
    let path = file("checked.rs");
    let path = path.to_str().unwrap();
    let tasks = world.tasks.id().to_string();
    let pull = ["pull", &tasks, "--with-related", "--out", path];
    assert_eq!(world.run(&pull).well(), "");
    let check = [&pull[..], &["--check"]].concat();
    assert_eq!(world.run(&check).well(), "");

    let update = serde_json::json!({ "properties": { "Hours": { "number": {} } } });
    let address = format!("/v1/data_sources/{}", world.tasks.data_source_id());
    let api = world.session.api();
    api.patch::<serde_json::Value>(address, &update)
        .send()
        .await
        .unwrap();
    let ran = world.run(&check);
    assert_eq!((ran.code, &*ran.out), (Some(3), ""));
    assert_eq!(
        ran.err,
        format!("{path} is not what Notion has now: pull it again, and look at what has changed\n")
    );
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        format!("{TASKS}{PROJECTS}")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn all_data_sources_of_a_database_are_pulled() {
    let world = World::new().await;
    let new = serde_json::json!({
        "parent": { "type": "database_id", "database_id": world.projects.id() },
        "title": [{ "text": { "content": "Dreams" } }],
        "properties": { "Dream": { "title": {} } },
    });
    let api = world.session.api();
    api.post::<serde_json::Value>("/v1/data_sources", &new)
        .send()
        .await
        .unwrap();
    let projects = world.projects.id().to_string();
    let text = world.run(&["pull", &projects]).well();
    assert!(text.contains("pub struct Projects {"), "{text}");
    assert!(
        text.contains("pub struct Dreams {\n    #[notion(title)]\n    pub dream: String,\n}"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_relations_lead_to_and_is_not_shared_is_warned_of() {
    let world = World::new().await;
    let source = world.projects.data_source_id();
    let given = [world.tasks.id().uuid().into()];
    let token = world.server.add_integration("Half", given);
    let (tasks, uri) = (world.tasks.id().to_string(), world.server.uri());
    let words = ["pull", &tasks, "--with-related", "--base-url", &uri];
    let ran = run(Some(&token), &words);
    assert_eq!(ran.code, Some(0));
    assert_eq!(
        ran.err,
        format!("warning: the data source {source} is not shared with the integration\n")
    );
    assert!(ran.out.contains("pub struct Tasks {"), "{}", ran.out);
    assert!(!ran.out.contains("Projects>"), "{}", ran.out);
}
