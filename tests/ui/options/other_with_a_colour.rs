// The variant for other names stands for options of any colour.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Stage {
    Backlog,
    #[notion(other, color = red)]
    Other(String),
}

fn main() {}
