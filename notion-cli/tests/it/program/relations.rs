//! Relations by the titles of pages, in `set`, `new --set` and `import`.

use super::{Project, World, file};

/// A world with projects of these titles, and their ids.
async fn projects(titles: &[&str]) -> (World, Vec<String>) {
    let world = World::new().await;
    let mut ids = Vec::new();
    for title in titles {
        let project = Project {
            name: (*title).to_owned(),
            ..Default::default()
        };
        let row = world.projects.insert(project).await.unwrap();
        ids.push(row.id().to_string());
    }
    (world, ids)
}

/// The tasks with the ids of their projects, by title.
fn tasks(world: &World) -> Vec<String> {
    let words = [
        "rows",
        "Tasks",
        "--columns",
        "Task,Project",
        "--sort",
        "Task",
    ];
    let out = world.run(&words).well();
    out.lines().skip(1).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_related_by_its_title() {
    let (world, ids) = projects(&["Launch", "Plan, second", "Twin", "Twin"]).await;
    let out = world
        .run(&["new", "Tasks", "--title", "a", "--set", "Project=Launch"])
        .well();
    let task = out.split(' ').next().unwrap();
    assert_eq!(tasks(&world), [format!("a\t{}", ids[0])]);
    // A title with a comma, by itself and in a list.
    world.run(&["set", task, "Project=Plan, second"]).well();
    assert_eq!(tasks(&world), [format!("a\t{}", ids[1])]);
    world.run(&["set", task, "Project+=Launch"]).well();
    assert_eq!(tasks(&world), [format!("a\t{}, {}", ids[1], ids[0])]);
    world
        .run(&["set", task, "Project-=[\"Plan, second\"]"])
        .well();
    assert_eq!(tasks(&world), [format!("a\t{}", ids[0])]);

    // Two pages have the title: their ids are listed.
    let failure = world.run(&["set", task, "Project=Twin"]).badly();
    assert!(
        failure.contains("2 pages have the title \"Twin\": write the id of one: ")
            && failure.contains(&ids[2])
            && failure.contains(&ids[3]),
        "{failure}"
    );
    world
        .run(&["set", task, &format!("Project={}", ids[3])])
        .well();
    let failure = world.run(&["set", task, "Project=Lunch"]).badly();
    assert_eq!(
        failure,
        "\"Project\": \"Lunch\" is not the title, id or URL of a page of the related database"
    );
    assert_eq!(tasks(&world), [format!("a\t{}", ids[3])]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_names_related_pages_by_their_titles() {
    let titles: Vec<String> = (0..30).map(|number| format!("p{number}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let (world, ids) = projects(&titles).await;
    // Two titles are looked up, thirty are found among the rows.
    for (name, count) in [("few", 2), ("many", 30)] {
        let path = file(&format!("related-{name}.csv"));
        let lines: String = (0..count)
            .map(|number| format!("{name}{number:02},p{number}\n"))
            .collect();
        std::fs::write(&path, format!("Task,Project\n{lines}")).unwrap();
        let words = ["import", "Tasks", path.to_str().unwrap(), "--key", "Task"];
        let out = world.run(&words).well();
        assert_eq!(
            out,
            format!("Tasks: {count} inserted, 0 updated, 0 unchanged\n")
        );
        let out = world.run(&words).well();
        assert_eq!(
            out,
            format!("Tasks: 0 inserted, 0 updated, {count} unchanged\n")
        );
        let expected: Vec<String> = (0..count)
            .map(|number| format!("{name}{number:02}\t{}", ids[number]))
            .collect();
        let found = tasks(&world);
        assert!(
            expected.iter().all(|line| found.contains(line)),
            "{found:?}"
        );
    }
    let path = file("related-unknown.csv");
    std::fs::write(&path, "Task,Project\nx,p1\ny,p99\n").unwrap();
    let failure = world
        .run(&["import", "Tasks", path.to_str().unwrap()])
        .failed();
    assert!(
        failure
            .contains("line 3, column \"Project\": \"p99\" is not the title, id or URL of a page"),
        "{failure}"
    );
    assert_eq!(tasks(&world).len(), 32);
}
