// The property of that name is another field's.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(renamed_from = "Deadline")]
    due: Option<Date>,
    deadline: Option<Date>,
}

fn main() {}
