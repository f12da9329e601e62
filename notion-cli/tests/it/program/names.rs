//! What pages and databases are called: by ids, by URLs, and by titles.

use super::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_database_is_named_by_id_url_or_title() {
    let world = World::new().await;
    let tasks = &world.tasks;
    let undashed = tasks.id().to_string().replace('-', "");
    let source = tasks.data_source_id();
    for name in [
        tasks.id().to_string(),
        source.to_string(),
        tasks.url().unwrap().to_owned(),
        format!("https://app.notion.com/p/{undashed}?dataSource={source}"),
        format!("notion://www.notion.so/Tasks-{undashed}"),
        "Tasks".to_owned(),
        "tasks".to_owned(),
    ] {
        let out = world.run(&["rows", &name, "--csv"]).well();
        assert_eq!(out, "Task,Done,Estimate,Project,Stage\r\n", "{name}");
    }
    let pulled = world.run(&["pull", "Tasks"]).well();
    assert!(pulled.contains("pub struct Tasks {"), "{pulled}");
    assert_eq!(world.run(&["ls", "Home"]).well().lines().count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ambiguous_title_lists_the_candidates_with_their_ids() {
    let world = World::new().await;
    let home = world.session.get_page(world.server.home()).await.unwrap();
    let other = world
        .session
        .create_untyped_db(&home, "Tasks")
        .await
        .unwrap();
    let failure = world.run(&["rows", "Tasks"]).failed();
    assert!(
        failure.starts_with("2 objects have the title \"Tasks\""),
        "{failure}"
    );
    for id in [
        world.tasks.data_source_id().to_string(),
        other.data_source_id().to_string(),
    ] {
        assert!(failure.contains(&format!("\n  {id}  Tasks  ")), "{failure}");
        world.run(&["rows", &id]).well();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_that_nothing_has_says_how_to_find_it() {
    let world = World::new().await;
    let sentence = world.run(&["rows", "Nothing"]).badly();
    assert!(
        sentence.starts_with("no database has the title \"Nothing\""),
        "{sentence}"
    );
    assert!(sentence.contains("`notion search`"), "{sentence}");
}
