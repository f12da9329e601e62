// The formula gives a text, and is asked as one.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(formula = "{name} + \"!\"")]
    loud: Formula<String>,
}

fn mistake() {
    let _ = Task::COL.loud.past_week();
}

fn main() {}
