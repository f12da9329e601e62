//! Three related databases, with views, through five versions of their structs and back to the first: each step planned, read as
//! a review would read it, applied, and planned again.
//!
//! ```sh
//! cargo run --example plan              # every version, one after the other
//! cargo run --example plan -- --check   # only plans the first version: 0 nothing to change, 2 something, 1 an error
//! ```

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program prints"
)]

use std::process::ExitCode;

use notion_examples::Result;
use notion_session::Page;
use notion_session::plan::Allow;
use notion_session::prelude::*;
use notion_session::session::Schemas;

/// Two related databases and one alone.
mod v1 {
    use notion_session::prelude::*;

    #[derive(NotionSchema, Debug, Default)]
    #[notion(title = "Projects")]
    pub(super) struct Project {
        #[notion(title)]
        pub(super) name: String,
        #[notion(two_way = project)]
        pub(super) tasks: Relation<Task>,
    }

    #[derive(NotionSchema, Debug, Default)]
    #[notion(title = "Tasks")]
    pub(super) struct Task {
        #[notion(title)]
        pub(super) name: String,
        pub(super) estimate: String,
        pub(super) deadline: Option<Date>,
        #[notion(two_way = tasks)]
        pub(super) project: Relation<Project>,
    }

    #[derive(NotionSchema, Debug, Default)]
    #[notion(title = "People")]
    pub(super) struct Person {
        #[notion(title)]
        pub(super) name: String,
    }
}

/// People own tasks, tasks have a state, and a board shows it.
mod v2 {
    use notion_session::prelude::*;

    #[derive(NotionSchema)]
    #[notion(title = "Projects")]
    pub(super) struct Project {
        #[notion(title)]
        name: String,
        #[notion(two_way = project)]
        tasks: Relation<Task>,
    }

    #[derive(NotionOptions)]
    pub(super) enum State {
        Open,
        Doing,
        Done,
    }

    #[derive(NotionSchema)]
    #[notion(title = "Tasks")]
    #[notion(view(board, name = "By state", group_by = state))]
    pub(super) struct Task {
        #[notion(title)]
        name: String,
        estimate: String,
        deadline: Option<Date>,
        state: Option<State>,
        #[notion(two_way = tasks)]
        project: Relation<Project>,
        #[notion(two_way = tasks)]
        owner: Relation<Person>,
    }

    #[derive(NotionSchema)]
    #[notion(title = "People")]
    pub(super) struct Person {
        #[notion(title)]
        name: String,
        #[notion(two_way = owner)]
        tasks: Relation<Task>,
    }
}

/// Estimates become numbers, and both sides of the relation get other names.
mod v3 {
    use notion_session::prelude::*;

    #[derive(NotionSchema)]
    #[notion(title = "Projects")]
    pub(super) struct Project {
        #[notion(title)]
        name: String,
        #[notion(two_way = part_of, renamed_from = "Tasks")]
        work: Relation<Task>,
    }

    #[derive(NotionOptions)]
    pub(super) enum State {
        Open,
        Doing,
        Done,
    }

    #[derive(NotionSchema)]
    #[notion(title = "Tasks")]
    #[notion(view(board, name = "By state", group_by = state, sort = due))]
    #[notion(view(calendar, name = "Due", date = due, filter = |t| t.state.ne(State::Done)))]
    pub(super) struct Task {
        #[notion(title)]
        name: String,
        estimate: Option<f64>,
        #[notion(renamed_from = "Deadline")]
        due: Option<Date>,
        state: Option<State>,
        #[notion(two_way = work)]
        part_of: Relation<Project>,
        #[notion(two_way = tasks)]
        owner: Relation<Person>,
    }

    #[derive(NotionSchema)]
    #[notion(title = "People")]
    pub(super) struct Person {
        #[notion(title)]
        name: String,
        #[notion(two_way = owner)]
        tasks: Relation<Task>,
    }
}

/// Projects add up their work.
mod v4 {
    use notion_session::prelude::*;

    #[derive(NotionSchema)]
    #[notion(title = "Projects", description = "What we work on.")]
    #[notion(view(table, name = "Largest first", sort = effort.desc()))]
    pub(super) struct Project {
        #[notion(title)]
        name: String,
        #[notion(two_way = part_of)]
        work: Relation<Task>,
        #[notion(rollup = sum(work.estimate))]
        effort: Rollup<f64>,
        #[notion(formula = "{effort} * 1.5")]
        planned: Formula<f64>,
    }

    #[derive(NotionOptions)]
    pub(super) enum State {
        Open,
        Doing,
        Waiting,
        Done,
    }

    #[derive(NotionSchema)]
    #[notion(title = "Tasks")]
    #[notion(view(board, name = "By state", group_by = state, sort = due))]
    pub(super) struct Task {
        #[notion(title)]
        name: String,
        estimate: Option<f64>,
        due: Option<Date>,
        state: Option<State>,
        #[notion(two_way = work)]
        part_of: Relation<Project>,
        #[notion(two_way = tasks)]
        owner: Relation<Person>,
    }

    #[derive(NotionSchema)]
    #[notion(title = "People")]
    pub(super) struct Person {
        #[notion(title)]
        name: String,
        #[notion(two_way = owner)]
        tasks: Relation<Task>,
        #[notion(rollup = sum(tasks.estimate))]
        load: Rollup<f64>,
    }
}

/// Tasks have an owner who is one of Notion's users, and the board is grouped by it.
mod v5 {
    use notion_session::prelude::*;

    #[derive(NotionSchema)]
    #[notion(title = "Projects", description = "What we work on.")]
    pub(super) struct Project {
        #[notion(title)]
        name: String,
        #[notion(two_way = part_of)]
        work: Relation<Task>,
        #[notion(rollup = sum(work.estimate))]
        effort: Rollup<f64>,
        #[notion(formula = "{effort} * 2")]
        planned: Formula<f64>,
    }

    #[derive(NotionOptions)]
    pub(super) enum State {
        Open,
        Doing,
        Waiting,
        Done,
    }

    #[derive(NotionSchema)]
    #[notion(title = "Tasks")]
    #[notion(view(board, name = "By state", group_by = state, sub_group_by = assignee))]
    pub(super) struct Task {
        #[notion(title)]
        name: String,
        estimate: Option<f64>,
        due: Option<Date>,
        state: Option<State>,
        #[notion(two_way = work)]
        part_of: Relation<Project>,
        assignee: People,
        #[notion(two_way = tasks)]
        owner: Relation<Person>,
    }

    #[derive(NotionSchema)]
    #[notion(title = "People")]
    pub(super) struct Person {
        #[notion(title)]
        name: String,
        #[notion(two_way = owner)]
        tasks: Relation<Task>,
        #[notion(rollup = sum(tasks.estimate))]
        load: Rollup<f64>,
    }
}

/// The first version again, which knows the names that properties have had since.
mod back {
    use notion_session::prelude::*;

    #[derive(NotionSchema)]
    #[notion(title = "Projects")]
    pub(super) struct Project {
        #[notion(title)]
        name: String,
        #[notion(two_way = project, renamed_from = "Work")]
        tasks: Relation<Task>,
    }

    #[derive(NotionSchema)]
    #[notion(title = "Tasks")]
    pub(super) struct Task {
        #[notion(title)]
        name: String,
        estimate: String,
        #[notion(renamed_from = "Due")]
        deadline: Option<Date>,
        #[notion(two_way = tasks)]
        project: Relation<Project>,
    }

    #[derive(NotionSchema)]
    #[notion(title = "People")]
    pub(super) struct Person {
        #[notion(title)]
        name: String,
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let only_check = match &arguments[..] {
        [] => false,
        [argument] if argument == "--check" => true,
        // A misspelt argument must not apply what was only to be looked at.
        _ => {
            eprintln!("the only argument is `--check`, which plans and changes nothing");
            return ExitCode::FAILURE;
        }
    };
    match run(only_check).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}

/// Returns whether nothing is left to change.
async fn run(only_check: bool) -> Result<bool> {
    let (session, home) = notion_examples::open().await?;
    type First = (v1::Project, v1::Task, v1::Person);
    if only_check {
        let plan = session.plan_all::<First>(&home).await?;
        println!("{plan}");
        return Ok(plan.is_empty());
    }
    let additive = Allow::additive();
    evolve::<First>(&session, &home, "Version 1", additive).await?;
    fill(&session, &home).await?;
    evolve::<(v2::Project, v2::Task, v2::Person)>(&session, &home, "Version 2", additive).await?;
    // Text becomes a number: text that is not one is lost.
    let convert = additive.convert();
    evolve::<(v3::Project, v3::Task, v3::Person)>(&session, &home, "Version 3", convert).await?;
    evolve::<(v4::Project, v4::Task, v4::Person)>(&session, &home, "Version 4", additive).await?;
    evolve::<(v5::Project, v5::Task, v5::Person)>(&session, &home, "Version 5", additive).await?;
    // What the first version does not have is dropped, since the policy names it.
    let all = convert.drop_unknown();
    evolve::<(back::Project, back::Task, back::Person)>(&session, &home, "Version 1 again", all)
        .await?;

    let (_, tasks, _) = session.bind_all::<First>(&home).await?;
    println!("What is left:");
    let mut rows = tasks.query().all().await?;
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    for row in &rows {
        let deadline = row.deadline.map_or_else(String::new, |day| day.to_string());
        println!("  {}: {:?}, {deadline}", row.name, row.estimate);
    }
    Ok(session.plan_all::<First>(&home).await?.is_empty())
}

/// Plans a version, prints the plan, applies it, and sees that nothing is left to plan.
async fn evolve<T: Schemas>(session: &Session, home: &Page, name: &str, allow: Allow) -> Result {
    let plan = session.plan_all::<T>(home).await?;
    println!("# {name}\n\n{plan}\n");
    plan.apply(session, allow).await?;
    let again = session.plan_all::<T>(home).await?;
    if !again.is_empty() {
        println!("Still to do:\n{again}");
    }
    Ok(())
}

/// A project with two tasks. The estimate of one is not a number.
async fn fill(session: &Session, home: &Page) -> Result {
    let (projects, tasks, _) = session
        .bind_all::<(v1::Project, v1::Task, v1::Person)>(home)
        .await?;
    let house = v1::Project {
        name: "House".into(),
        ..Default::default()
    };
    let house = projects.insert(house).await?;
    for (name, estimate) in [("Build", "12"), ("Dream", "some days")] {
        let task = v1::Task {
            name: name.into(),
            estimate: estimate.into(),
            deadline: Some("2026-12-24".parse()?),
            project: Relation::from(house.id()),
        };
        tasks.insert(task).await?;
    }
    Ok(())
}
