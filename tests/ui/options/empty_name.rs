// An option is given an empty name.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    #[notion(name = " ")]
    Nothing,
    Done,
}

fn main() {}
