// The time of a page is compared with a time.
use notion_session::column::timestamp;
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
}

fn mistake() {
    let _ = timestamp::created().before::<Task>(3);
}

fn main() {}
