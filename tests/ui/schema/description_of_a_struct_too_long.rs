// The description of the database has more than 280 characters.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(description = "so long that Notion will not have it, so long that Notion will not have it, so long that Notion will not have it, so long that Notion will not have it, so long that Notion will not have it, so long that Notion will not have it, so long that Notion will not have it, so long that Notion will not have it, ")]
struct Task {
    name: Title,
}

fn main() {}
