// An attribute of fields is put on the struct.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(number = euro)]
struct Task {
    name: Title,
}

fn main() {}
