// The struct has no fields.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task;

fn main() {}
