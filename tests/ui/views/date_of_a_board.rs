// A setting that belongs to another type of view.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(view(board, name = "Due", group_by = done, date = due))]
struct Task {
    name: Title,
    due: Option<Date>,
    done: bool,
}

fn main() {}
