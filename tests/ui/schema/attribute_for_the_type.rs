// An attribute for what the field's type determines.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(date)]
    due: Option<Date>,
}

fn main() {}
