// Options are derived on a struct.
use notion_session::prelude::*;

#[derive(NotionOptions)]
struct Status {
    name: String,
}

fn main() {}
