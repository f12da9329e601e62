// `nmae` is a slip of `name`.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(nmae = "Is done")]
    done: bool,
}

fn main() {}
