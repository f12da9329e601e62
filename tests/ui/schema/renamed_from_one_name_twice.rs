// One property cannot have become two.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(renamed_from = "Deadline")]
    due: Option<Date>,
    #[notion(renamed_from = "Deadline")]
    until: Option<Date>,
}

fn main() {}
