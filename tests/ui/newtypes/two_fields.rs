use notion_session::prelude::*;

#[derive(NotionProperty)]
struct Point(f64, f64);

fn main() {}
