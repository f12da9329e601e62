// The variant for other names stands for options of any group.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Stage {
    Backlog,
    #[notion(other, group = complete)]
    Other(String),
}

fn main() {}
