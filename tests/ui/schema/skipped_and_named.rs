// A skipped field is given a name in Notion.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(skip, name = "Seen")]
    seen: bool,
}

fn main() {}
