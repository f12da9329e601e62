use notion_session::prelude::*;

#[derive(NotionProperty)]
#[notion(url, email)]
struct Link(String);

fn main() {}
