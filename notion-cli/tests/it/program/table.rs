//! `notion rows` and `notion ls`.

use super::{Project, Stage, Task, World, sorted};

async fn filled() -> World {
    let world = World::new().await;
    let launch = Project {
        name: "Launch, \"soon\"".into(),
        ..Default::default()
    };
    let launch = world.projects.insert(launch).await.unwrap();
    let task = |task: &str, estimate, stage| Task {
        task: task.into(),
        estimate,
        stage,
        ..Default::default()
    };
    let mut first = task("Write", Some(2.5), Some(Stage::Done));
    first.done = true;
    first.project = launch.id().into();
    world.tasks.insert(first).await.unwrap();
    world
        .tasks
        .insert(task("Read\non", None, None))
        .await
        .unwrap();
    world
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn rows_are_printed_as_a_table_on_a_terminal() {
    let world = filled().await;
    let out = world.show(&["rows", &world.projects.id().to_string()]);
    let out = super::terminal::without_color(&out);
    let mut lines = out.lines();
    assert!(lines.next().unwrap().starts_with('┌'), "{out}");
    let header = lines.next().unwrap();
    assert!(
        header.starts_with("│ Name ") && header.contains("┆ Tasks "),
        "{out}"
    );
    assert!(
        lines.nth(1).unwrap().starts_with("│ Launch, \"soon\" ┆ "),
        "{out}"
    );
    assert!(lines.next().unwrap().starts_with('└'), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_plain_lines_in_a_pipe_and_a_table_in_markdown() {
    let world = filled().await;
    let tasks = world.tasks.id().to_string();
    let words = [
        "rows",
        &tasks,
        "--columns",
        "task,Done,Stage",
        "--sort",
        "-Task",
    ];
    assert_eq!(
        world.run(&words).well(),
        "Task\tDone\tStage\nWrite\ttrue\tDone\nRead on\tfalse\t\n"
    );
    assert_eq!(
        world.run(&[&words[..], &["--md"]].concat()).well(),
        "| Task | Done | Stage |\n|---|---|---|\n| Write | true | Done |\n| Read<br>on | false |  |\n"
    );
    let sentence = world.run(&["rows", &tasks, "--columns", "Tsk"]).badly();
    assert!(sentence.contains("did you mean \"Task\"?"), "{sentence}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_printed_as_csv() {
    let world = filled().await;
    let out = world
        .run(&["rows", &world.projects.id().to_string(), "--csv"])
        .well();
    let task = world
        .tasks
        .query()
        .filter(Task::COL.done.eq(true))
        .first()
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        out,
        format!("Name,Tasks\r\n\"Launch, \"\"soon\"\"\",{}\r\n", task.id())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_printed_as_lines_of_json() {
    let world = filled().await;
    let tasks = world.tasks.id().to_string();
    let out = world.run(&["rows", &tasks, "--json"]).well();
    let mut rows: Vec<serde_json::Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    rows.sort_by_key(|row| row["properties"]["Task"].to_string());
    let project = world.projects.query().first().await.unwrap().unwrap();
    assert_eq!(rows[0]["properties"]["Task"], "Read\non");
    assert_eq!(
        rows[1]["properties"],
        serde_json::json!({
            "Task": "Write", "Estimate": 2.5, "Stage": "Done", "Done": true, "Project": [project.id()],
        })
    );
    assert!(
        rows[1]["url"].as_str().unwrap().starts_with("https://"),
        "{out}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_rows_are_printed_as_asked_for() {
    let world = filled().await;
    let tasks = world.tasks.id().to_string();
    for (limit, rows) in [("0", 0), ("1", 1), ("2", 2), ("200", 2)] {
        let out = world
            .run(&["rows", &tasks, "--json", "--limit", limit])
            .well();
        assert_eq!(out.lines().count(), rows, "{limit}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn databases_are_listed() {
    let world = World::new().await;
    let line = |id: String, title: &str| format!("{id}  {title}");
    let projects = line(world.projects.id().to_string(), "Projects");
    let tasks = line(world.tasks.id().to_string(), "Tasks");
    let mut expected = vec![&*projects, &*tasks];
    expected.sort_unstable();
    assert_eq!(sorted(&world.run(&["ls"]).well()), expected);
    let home = world.server.home().to_string();
    assert_eq!(sorted(&world.run(&["ls", &home]).well()), expected);
}
