// The description of a field has more than 280 characters.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(description = "so long that Notion will not have it, so long that Notion will not have it, so long that Notion will not have it, so long that Notion will not have it, so long that Notion will not have it, so long that Notion will not have it, so long that Notion will not have it, so long that Notion will not have it, ")]
    done: bool,
}

fn main() {}
