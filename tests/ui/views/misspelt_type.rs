// A type of view that Notion does not have.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(view(calender, name = "Due", date = due))]
struct Task {
    name: Title,
    due: Option<Date>,
}

fn main() {}
