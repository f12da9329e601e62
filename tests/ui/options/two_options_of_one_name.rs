// Two variants are the same option in Notion, which does not look at letter case.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    Done,
    #[notion(name = "done")]
    Finished,
}

fn main() {}
