// A schema is derived on a struct that borrows.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task<'a> {
    name: &'a str,
}

fn main() {}
