// What the picture of a plan shows: `tests/it/pictures.rs` builds and runs this program.

use notion_session::plan::Allow;
use notion_session::prelude::*;

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Status {
    Backlog,
    #[notion(color = green)]
    Done,
}

/// The struct that the database was created from.
mod before {
    use super::{Date, NotionSchema, Status};

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    pub struct Task {
        #[notion(title)]
        pub task: String,
        pub estimate: String,
        pub status: Option<Status>,
        pub deadline: Option<Date>,
    }
}

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Stage {
    Backlog,
    Doing,
    #[notion(color = green)]
    Done,
}

// The struct as it is now.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Tasks")]
struct Task {
    #[notion(title)]
    task: String,
    /// In days.
    estimate: Option<f64>,
    status: Option<Stage>,
    #[notion(renamed_from = "Deadline")]
    due: Option<Date>,
    #[notion(formula = "if({status} == \"Done\", 0, {estimate})")]
    left: Formula<f64>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = Session::local();
    let home = session.search_page("Home").await?.item()?;
    let tasks = session.create_db::<before::Task>(&home).await?;
    let tasks = session.get_db(tasks.id()).await?;

    let plan = session.plan::<Task>(&tasks).await?;
    println!("{plan}");
    if let Err(error) = plan.apply(&session, Allow::additive()).await {
        println!("\nerror: {error}");
    }
    Ok(())
}
