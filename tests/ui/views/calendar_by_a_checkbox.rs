// A calendar by a property that is not a date.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(view(calendar, name = "Due", date = done))]
struct Task {
    name: Title,
    done: bool,
}

fn main() {}
