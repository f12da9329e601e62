// Two views with one name, by which a plan could not tell them apart.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(view(table, name = "All"), view(list, name = "All"))]
struct Task {
    name: Title,
}

fn main() {}
