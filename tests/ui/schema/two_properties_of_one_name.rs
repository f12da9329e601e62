// Two fields have the same name in Notion.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    due: Option<Date>,
    #[notion(name = "Due")]
    due_again: Option<Date>,
}

fn main() {}
