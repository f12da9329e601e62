// The name in Notion, by the word that serde has for it.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(rename = "Is done")]
    done: bool,
}

fn main() {}
