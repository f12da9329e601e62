// Notion takes one unique id in a database.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(prefix = "A")]
    number: UniqueId,
    #[notion(prefix = "B")]
    other: UniqueId,
}

fn main() {}
