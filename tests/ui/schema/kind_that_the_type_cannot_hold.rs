// A checkbox cannot be read into a number property.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(number)]
    done: bool,
}

fn main() {}
