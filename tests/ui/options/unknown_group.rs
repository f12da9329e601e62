// A status in Notion has no such group.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Stage {
    Backlog,
    #[notion(group = completed)]
    Done,
}

fn main() {}
