//! A struct that has changed, and the database that follows it: planned, read, applied.
//!
//! ```sh
//! cargo run --example plan              # plans, applies, and looks again
//! cargo run --example plan -- --check   # plans only: 0 nothing to change, 2 something, 1 an error
//! ```

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program prints"
)]

use std::process::ExitCode;

use notion_examples::Result;
use notion_session::plan::Allow;
use notion_session::prelude::*;
use notion_session::{Database, Page};

/// The struct as it was last year, and the databases that were made from it.
mod last_year {
    use super::{Date, NotionOptions, NotionSchema, Title};

    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    pub(super) enum Priority {
        Low,
        High,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Planned tasks")]
    pub(super) struct Task {
        pub(super) task: Title,
        pub(super) deadline: Option<Date>,
        pub(super) priority: Option<Priority>,
        pub(super) estimate: String,
    }
}

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Priority {
    Low,
    High,
    #[notion(color = red)]
    Urgent,
}

/// The same struct today: a new name, another option, a text that became a number, two properties more.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Planned tasks", description = "")]
struct Task {
    task: Title,
    #[notion(renamed_from = "Deadline")]
    due: Option<Date>,
    priority: Option<Priority>,
    /// In days.
    estimate: Option<f64>,
    done: bool,
    #[notion(formula = "if({done}, 0, {estimate})")]
    left: Formula<f64>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let only_check = match &words[..] {
        [] => false,
        [word] if word == "--check" => true,
        // A slip of the pen must not apply what was only to be looked at.
        _ => {
            eprintln!("the only argument is `--check`, which plans and changes nothing");
            return ExitCode::FAILURE;
        }
    };
    match work(only_check).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the database has today's schema in the end.
async fn work(only_check: bool) -> Result<bool> {
    let (session, home) = notion_examples::open().await?;
    let tasks = database_of_last_year(&session, &home).await?;

    let plan = session.plan::<Task>(&tasks).await?;
    println!("{plan}\n");
    if only_check || plan.is_empty() {
        return Ok(plan.is_empty());
    }

    // A text becomes a number: values may be lost, so that it has to be allowed.
    let refused: Vec<_> = plan.refused(Allow::additive()).collect();
    println!("{} of these may lose values.\n", refused.len());
    let applied = plan.apply(&session, Allow::additive().convert()).await?;
    println!("Applied {} changes. The rows:", applied.done.len());
    for row in applied.database.query().all().await? {
        let days = row.estimate.map(|days| format!("{days} days"));
        println!(
            "  {}: {}",
            row.task,
            days.as_deref().unwrap_or("no estimate")
        );
    }

    let plan = session.plan::<Task>(&applied.database).await?;
    println!("\n{plan}");
    Ok(plan.is_empty())
}

/// A database as it was made last year, with two rows.
async fn database_of_last_year(session: &Session, home: &Page) -> Result<Database> {
    let tasks = session.create_db::<last_year::Task>(home).await?;
    for (task, estimate) in [("Write", "2.5"), ("Read", "some days")] {
        tasks
            .insert(last_year::Task {
                task: task.into(),
                deadline: Some("2026-12-24".parse()?),
                priority: Some(last_year::Priority::High),
                estimate: estimate.into(),
            })
            .await?;
    }
    Ok(session.get_db(tasks.id()).await?)
}
