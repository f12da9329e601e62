// The struct has two unique ids.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    number: UniqueId,
    #[notion(prefix = "TASK")]
    id: UniqueId,
}

fn main() {}
