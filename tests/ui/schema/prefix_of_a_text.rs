// A prefix is given to a text.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(prefix = "TASK")]
    number: String,
}

fn main() {}
