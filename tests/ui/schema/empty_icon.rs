// The icon is empty.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(icon = "")]
struct Task {
    name: Title,
}

fn main() {}
