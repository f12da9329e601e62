// An alias stands for a type that no property can be read into.
use notion_session::prelude::*;

type Minutes = std::time::Duration;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    takes: Option<Minutes>,
}

fn main() {}
