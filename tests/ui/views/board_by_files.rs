// A board by a property that makes no groups.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(view(board, name = "By files", group_by = attachments))]
struct Task {
    name: Title,
    attachments: Files,
}

fn main() {}
