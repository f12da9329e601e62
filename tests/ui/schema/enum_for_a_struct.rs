// A schema is derived on an enum.
use notion_session::prelude::*;

#[derive(NotionSchema)]
enum Task {
    Open,
    Done,
}

fn main() {}
