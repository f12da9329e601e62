// A field is of a type that no Notion property can be read into.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    takes: std::time::Duration,
}

fn main() {}
