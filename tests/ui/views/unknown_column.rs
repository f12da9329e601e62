// A view that is grouped by a field that the struct does not have.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(view(table, name = "By state", group_by = stat))]
struct Task {
    name: Title,
    state: Option<Date>,
}

fn main() {}
