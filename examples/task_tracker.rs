//! Projects and tasks: structs become related databases, rows are written, queried and changed with
//! types, and a table is printed.
//!
//! ```sh
//! cargo run --example task_tracker
//! cargo run --example task_tracker -- --view # and look at it in the browser
//! ```

#![expect(clippy::print_stdout, reason = "a program prints")]

use notion_session::prelude::*;
use notion_session::table::Table;

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
enum Status {
    Backlog,
    #[notion(color = blue)]
    InProgress,
    #[notion(color = green)]
    Done,
}

/// What we have promised to whom.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Projects", icon = "🚀")]
struct Project {
    #[notion(title)]
    name: String,
    #[notion(number = euro)]
    budget: Option<f64>,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
    #[notion(rollup = sum(tasks.estimate))]
    effort: Rollup<f64>,
}

/// What is to be done.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Tasks", icon = "✅")]
struct Task {
    #[notion(title)]
    task: String,
    status: Option<Status>,
    due: Option<Date>,
    /// In days.
    estimate: Option<f64>,
    #[notion(two_way = tasks)]
    project: Relation<Project>,
}

const TASKS: [(&str, Status, &str, f64, usize); 12] = [
    ("Write the README", Status::Done, "2026-11-02", 2.0, 0),
    ("Record the traffic", Status::Done, "2026-11-03", 1.5, 0),
    (
        "Publish the crates",
        Status::InProgress,
        "2026-11-30",
        0.5,
        0,
    ),
    (
        "Announce the release",
        Status::Backlog,
        "2026-12-04",
        1.0,
        0,
    ),
    (
        "Answer the first issues",
        Status::Backlog,
        "2026-12-11",
        3.0,
        0,
    ),
    ("Draw the floor plan", Status::Done, "2026-11-09", 4.0, 1),
    (
        "Ask for three offers",
        Status::InProgress,
        "2026-11-27",
        1.0,
        1,
    ),
    ("Choose the chairs", Status::Backlog, "2027-01-15", 2.0, 1),
    ("Move the servers", Status::Backlog, "2027-02-01", 2.5, 1),
    ("Read the audit", Status::InProgress, "2026-11-25", 1.0, 2),
    ("Mend what it found", Status::Backlog, "2026-12-18", 8.0, 2),
    ("Write the report", Status::Backlog, "2026-12-22", 2.0, 2),
];

#[tokio::main]
async fn main() -> notion_examples::Result {
    let wants_view = notion_examples::wants_view()?;
    let (session, home) = notion_examples::open().await?;

    // Two databases that relate to each other, in an order that their relations allow.
    let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await?;

    let mut ids = Vec::new();
    for (name, budget) in [
        ("Launch", 12_000.0),
        ("New office", 48_500.0),
        ("Audit", 9_000.0),
    ] {
        let project = Project {
            name: name.into(),
            budget: Some(budget),
            ..Project::default()
        };
        ids.push(projects.insert(project).await?.id());
    }
    for (task, status, due, estimate, project) in TASKS {
        tasks
            .insert(Task {
                task: task.into(),
                status: Some(status),
                due: due.parse().ok(),
                estimate: Some(estimate),
                project: ids[project].into(),
            })
            .await?;
    }

    // What is open and due this year, the most urgent first. The compiler knows the columns, what
    // each can be compared with, and that a filter of projects is none of tasks.
    let t = Task::COL;
    let this_year = tasks
        .query()
        .filter(t.status.ne(Status::Done) & t.due.on_or_before(Date::new(2026, 12, 31)?))
        .sort(t.due.asc());
    let mut open = this_year.all().await?;

    // One field changes, so one field is sent.
    if let Some(urgent) = open.first_mut() {
        urgent.estimate = Some(1.5);
        println!("Changing {:?} of {:?}.\n", urgent.changes(), urgent.task);
        session.save(urgent).await?;
    }

    println!("Open tasks that are due in 2026:");
    let columns = [
        t.task.name(),
        t.status.name(),
        t.due.name(),
        t.estimate.name(),
    ];
    println!("{}\n", Table::of(&open).columns(&columns)?);

    println!("Projects, with the days that Notion sums up over their tasks:");
    let p = Project::COL;
    let all = projects.query().sort(p.name.asc()).all().await?;
    println!(
        "{}\n",
        Table::of(&all).columns(&[p.name.name(), p.budget.name(), p.effort.name()])?
    );

    println!(
        "That took {} API requests.",
        session.client().requests_sent()
    );
    notion_examples::view(&session, "task_tracker", wants_view).await
}
