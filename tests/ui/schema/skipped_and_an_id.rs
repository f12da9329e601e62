// The field is skipped, and has the id of a property.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(skip, id = "a%3Ab")]
    note: String,
}

fn main() {}
