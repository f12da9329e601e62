// A board needs a property to group by.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(view(board, name = "By state"))]
struct Task {
    name: Title,
}

fn main() {}
