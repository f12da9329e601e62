// A list of texts is no property: a multi-select is a list of options.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    tags: Vec<String>,
}

fn main() {}
