// A status is declared as a text.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(status)]
    status: String,
}

fn main() {}
