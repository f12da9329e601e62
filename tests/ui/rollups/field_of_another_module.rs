// A rollup goes over a field that only its own module can see.
use notion_session::prelude::*;

mod tasks {
    use notion_session::prelude::*;

    #[derive(NotionSchema)]
    pub struct Task {
        name: Title,
        estimate: Option<f64>,
    }
}

#[derive(NotionSchema)]
struct Project {
    name: Title,
    tasks: Relation<tasks::Task>,
    #[notion(rollup = sum(tasks.estimate))]
    effort: Rollup<f64>,
}

fn main() {}
