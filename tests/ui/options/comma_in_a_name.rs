// An option has a comma in its name.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    Open,
    #[notion(name = "Done, and checked")]
    Done,
}

fn main() {}
