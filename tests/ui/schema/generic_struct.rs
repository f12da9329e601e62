// A schema is derived on a generic struct.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task<T> {
    name: Title,
    extra: T,
}

fn main() {}
