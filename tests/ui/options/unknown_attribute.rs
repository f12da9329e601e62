// `colour` is spelt `color`, as in Notion.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    #[notion(colour = green)]
    Done,
}

fn main() {}
