// Two variants take the other names.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    #[notion(other)]
    Old(String),
    #[notion(other)]
    New(String),
}

fn main() {}
