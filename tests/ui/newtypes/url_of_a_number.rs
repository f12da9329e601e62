use notion_session::prelude::*;

#[derive(NotionProperty)]
#[notion(url)]
struct Link(f64);

fn main() {}
