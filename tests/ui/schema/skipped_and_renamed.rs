// A field that is no property had no name in Notion.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(skip, renamed_from = "Deadline")]
    due: Option<String>,
}

fn main() {}
