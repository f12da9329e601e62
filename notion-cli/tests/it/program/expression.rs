//! `--where`: rows that an expression finds are printed, changed, and moved to the trash.

use super::{Stage, Task, World, program};

async fn filled() -> World {
    let world = World::new().await;
    for (name, estimate, stage) in [
        ("Write", Some(2.5), Some(Stage::Done)),
        ("Read", Some(8.0), Some(Stage::Backlog)),
        ("Rest", None, None),
    ] {
        let task = Task {
            task: name.into(),
            estimate,
            stage,
            ..Default::default()
        };
        world.tasks.insert(task).await.unwrap();
    }
    world
}

fn titles(out: &str) -> Vec<&str> {
    out.lines().skip(1).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_found_by_an_expression_and_sorted() {
    let world = filled().await;
    let rows = |filter: &str| {
        world
            .run(&[
                "rows",
                "Tasks",
                "--where",
                filter,
                "--columns",
                "Task",
                "--sort",
                "-Task",
            ])
            .well()
    };
    assert_eq!(
        titles(&rows("Stage = Done or Estimate > 5")),
        ["Write", "Read"]
    );
    assert_eq!(titles(&rows("not Estimate > 5")), ["Write", "Rest"]);
    assert_eq!(
        titles(&rows("Task starts_with R and Stage is empty")),
        ["Rest"]
    );
    for (filter, part) in [
        ("Stag = Done", "did you mean `Stage`? (column 1)"),
        ("Stage = Dome", "did you mean `Done`? (column 9)"),
        ("Stage =", "(column 8)"),
    ] {
        let sentence = world.run(&["rows", "Tasks", "--where", filter]).badly();
        assert!(
            sentence.starts_with(&format!("--where {filter:?}: ")) && sentence.contains(part),
            "{sentence}"
        );
    }
    let sentence = world.run(&["rows", "Tasks", "--sort", "-Tsk"]).badly();
    assert!(sentence.contains("Tsk"), "{sentence}");
    assert!(
        super::run(None, &["where"])
            .well()
            .contains("within past_week")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_rows_are_changed_when_that_is_confirmed() {
    let world = filled().await;
    let words = [
        "set",
        "Tasks",
        "--where",
        "Estimate > 1",
        "Stage=Done",
        "Done=yes",
    ];
    let dry = world.run(&[&words[..], &["--dry-run"]].concat()).well();
    // Each row, what would change in it, and that nothing has.
    assert_eq!(dry.lines().count(), 6, "{dry}");
    let changes = dry.lines().filter(|line| line.starts_with("  ~ "));
    let mut changes: Vec<&str> = changes.collect();
    changes.sort_unstable();
    changes.dedup();
    assert_eq!(
        changes,
        [
            "  ~ Done: \"false\" becomes \"true\"",
            "  ~ Stage: \"Backlog\" becomes \"Done\""
        ]
    );
    assert!(dry.ends_with("nothing was sent\n"), "{dry}");
    let refused = world.run(&words);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.err.contains("in 2 rows of \"Tasks\"?") && refused.err.contains("--yes"),
        "{}",
        refused.err
    );
    let done = || async {
        world
            .tasks
            .query()
            .filter(Task::COL.done.eq(true))
            .count()
            .await
            .unwrap()
    };
    assert_eq!(done().await, 0);
    world.run(&[&words[..], &["--yes"]].concat()).well();
    assert_eq!(done().await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_rows_go_to_the_trash_when_that_is_confirmed() {
    let world = filled().await;
    let words = [
        "trash",
        "Tasks",
        "--where",
        "Estimate is empty",
        "--base-url",
        &world.server.uri(),
    ];
    #[cfg(unix)]
    {
        let out = super::terminal::typed(program(&words), world.server.token(), 80, "no\n");
        assert!(
            out.contains("Move 1 rows of \"Tasks\" to the trash? [y/N]"),
            "{out}"
        );
        assert_eq!(world.tasks.query().count().await.unwrap(), 3);
    }
    world.run(&[&words[..4], &["--yes"]].concat()).well();
    assert_eq!(world.tasks.query().count().await.unwrap(), 2);
}
