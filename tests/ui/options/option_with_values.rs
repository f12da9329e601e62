// A variant holds a value.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    Open,
    Done(String),
}

fn main() {}
