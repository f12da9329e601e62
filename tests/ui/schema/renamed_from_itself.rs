// A property was not renamed from the name that it has.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(renamed_from = "Due")]
    due: Option<Date>,
}

fn main() {}
