// A view without a type.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(view(name = "All"))]
struct Task {
    name: Title,
}

fn main() {}
