// `grey` is spelt `gray` in Notion.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    #[notion(color = grey)]
    Open,
    Done,
}

fn main() {}
