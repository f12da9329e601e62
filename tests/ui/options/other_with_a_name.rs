// The variant for other names is given a name.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    Open,
    #[notion(other, name = "Other")]
    Other(String),
}

fn main() {}
