// The struct has two title properties.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(title)]
    label: String,
}

fn main() {}
