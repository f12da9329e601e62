// A field has a type that is not in scope.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    done: Boolean,
}

fn main() {}
