// The name of an option has 101 characters.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    Open,
    #[notion(
        name = "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x"
    )]
    Done,
}

fn main() {}
