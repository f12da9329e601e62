// The cover is a file on this machine.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(cover = "images/tasks.png")]
struct Task {
    name: Title,
}

fn main() {}
