// Two fields of one struct are the sides of one relation through an alias.
use notion_session::prelude::*;

type Others = Relation<Task>;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(two_way = next)]
    next: Others,
}

fn main() {}
