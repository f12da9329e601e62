// `titel` is a slip of `title`.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(titel = "Tasks")]
struct Task {
    name: Title,
}

fn main() {}
