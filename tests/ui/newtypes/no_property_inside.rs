use notion_session::prelude::*;

#[derive(NotionProperty)]
struct Takes(std::time::Duration);

fn main() {}
