// A property is given an empty name.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(name = "")]
    done: bool,
}

fn main() {}
