// The enum of a field is no set of options yet.
use notion_session::prelude::*;

enum Priority {
    High,
    Low,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    priority: Option<Priority>,
}

fn main() {}
