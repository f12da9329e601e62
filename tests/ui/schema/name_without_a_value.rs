// `name` is given no name.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(name)]
    done: bool,
}

fn main() {}
