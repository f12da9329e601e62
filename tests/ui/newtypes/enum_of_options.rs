use notion_session::prelude::*;

#[derive(NotionProperty)]
enum Stage {
    Idea,
    Done,
}

fn main() {}
