// The type of a skipped field has no `Default`.
use notion_session::prelude::*;

struct Window;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(skip)]
    window: Window,
}

fn main() {}
