// A schema is derived on a tuple struct, whose fields have no names.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task(Title, bool);

fn main() {}
