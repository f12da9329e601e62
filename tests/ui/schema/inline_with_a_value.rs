// `inline` is given a text.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(inline = "yes")]
struct Task {
    name: Title,
}

fn main() {}
