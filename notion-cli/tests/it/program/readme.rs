//! The session that the README shows.

#![cfg(unix)]

use std::path::Path;

use notion_session::prelude::*;

use super::World;

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Status {
    Backlog,
    #[notion(color = green)]
    Done,
}

/// What we have promised to whom.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Projects")]
struct Project {
    #[notion(title)]
    name: String,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
    #[notion(rollup = sum(tasks.estimate))]
    effort: Rollup<f64>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Tasks")]
struct Task {
    #[notion(title)]
    task: String,
    /// In days.
    estimate: Option<f64>,
    status: Option<Status>,
    due: Option<Date>,
    #[notion(two_way = tasks)]
    project: Relation<Project>,
}

#[tokio::test(flavor = "multi_thread")]
async fn the_readme_shows_what_the_program_prints() {
    let world = World::new().await;
    let home = world.server.home();
    let databases = world
        .session
        .create_dbs::<(Project, Task)>(&world.session.get_page(home).await.unwrap());
    let (projects, tasks) = databases.await.unwrap();
    let launch = Project {
        name: "Launch".into(),
        ..Default::default()
    };
    let launch = projects.insert(launch).await.unwrap();
    let task = Task {
        task: "Write the README".into(),
        estimate: Some(2.0),
        status: Some(Status::Done),
        due: Some("2026-12-01".parse().unwrap()),
        project: launch.id().into(),
    };
    tasks.insert(task).await.unwrap();

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (_, from) = readme.split_once("```console\n").unwrap();
    let (shown, _) = from.split_once("```\n").unwrap();
    let mut printed = String::new();
    for line in shown
        .lines()
        .filter_map(|line| line.strip_prefix("$ notion "))
    {
        let words: Vec<_> = line
            .split(' ')
            .map(|word| match word {
                "$TASKS" => tasks.id().to_string(),
                "$PROJECTS" => projects.id().to_string(),
                word => word.to_owned(),
            })
            .collect();
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        // The reader looks at a terminal.
        let out = match words[0] {
            "rows" => super::terminal::without_color(&world.show(&words)).replace("\r\n", "\n"),
            _ => world.run(&words).well(),
        };
        printed += &format!("$ notion {line}\n{out}");
    }
    assert!(shown.replace("$ notion", "").len() < shown.len());
    assert!(printed == shown, "the README should show\n{printed}");
}
