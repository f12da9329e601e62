// Two fields are marked as the title.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    #[notion(title)]
    name: String,
    #[notion(title)]
    label: String,
}

fn main() {}
