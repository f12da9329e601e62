// Made by `notion pull` from databases in Notion.

use notion_session::prelude::*;

/// What we have promised to whom.
#[derive(NotionSchema, Clone, Debug, Default)]
pub struct Project {
    #[notion(title)]
    pub name: String,
    #[notion(formula = "{effort} + {through}")]
    pub both: Formula<f64>,
    #[notion(number = euro)]
    pub budget: Option<f64>,
    /// Over all tasks.
    #[notion(rollup = sum(tasks.estimate))]
    pub effort: Rollup<f64>,
    #[notion(rollup = latest_date(tasks.due))]
    pub end: Rollup<DateRange>,
    #[notion(rollup = percent_checked(tasks.done))]
    pub progress: Rollup<f64>,
    #[notion(two_way = project)]
    pub tasks: Relation<Task>,
    #[notion(formula = r#"{tasks}.map(current.prop("Estimate")).sum() * 2"#)]
    pub through: Formula<f64>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
pub struct Task {
    #[notion(title)]
    pub task: String,
    #[notion(rollup = sum(project.both))]
    pub all: Rollup<f64>,
    #[notion(two_way = doing)]
    pub doer: Relation<Person>,
    pub done: bool,
    pub due: Option<DateRange>,
    pub estimate: Option<f64>,
    #[notion(rollup = show_unique(doer.mail))]
    pub mails: Rollup<Vec<Option<notion_session::schema::Email>>>,
    #[notion(two_way = tasks)]
    pub project: Relation<Project>,
    #[notion(two_way = watching)]
    pub watchers: Relation<Person>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
pub struct Person {
    #[notion(title)]
    pub name: String,
    #[notion(two_way = doer)]
    pub doing: Relation<Task>,
    pub home: Relation<Nodes>,
    #[notion(email)]
    pub mail: Option<String>,
    #[notion(two_way = watchers)]
    pub watching: Relation<Task>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
pub struct Nodes {
    #[notion(title)]
    pub node: String,
    pub below: Relation<Nodes>,
    pub cost: Option<f64>,
    #[notion(rollup = max(below.cost))]
    pub dearest: Rollup<f64>,
}
