// A filter by columns of another struct.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    done: bool,
}

#[derive(NotionSchema)]
#[notion(view(table, name = "Open", filter = |_| Project::COL.done.eq(false)))]
struct Task {
    name: Title,
}

fn main() {}
