// One colour is misspelt; the struct that has the options is not blamed for it.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Priority {
    #[notion(color = redd)]
    High,
    Low,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(select)]
    priority: Option<Priority>,
    former: Vec<Priority>,
}

fn main() {
    let _ = Task::COL.priority.eq(Priority::High);
}
