// `two_way` is put on a number.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(two_way = tasks)]
    estimate: f64,
}

fn main() {}
