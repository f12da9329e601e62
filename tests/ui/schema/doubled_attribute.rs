// An attribute is given twice.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(name = "Is done", name = "Done?")]
    done: bool,
}

fn main() {}
