// Notion has its icons in ten colours, and this is none of them.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(icon = "rocket:grey")]
struct Task {
    name: Title,
}

fn main() {}
