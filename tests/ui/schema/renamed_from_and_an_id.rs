// What is found by its id needs no former name.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(id = "a%3Ab", renamed_from = "Deadline")]
    due: Option<Date>,
}

fn main() {}
