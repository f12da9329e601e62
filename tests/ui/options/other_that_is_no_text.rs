// The variant for other names holds a number.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    Open,
    #[notion(other)]
    Other(u32),
}

fn main() {}
