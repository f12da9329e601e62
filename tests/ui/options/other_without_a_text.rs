// The variant for other names holds no name.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    Open,
    #[notion(other)]
    Other,
}

fn main() {}
