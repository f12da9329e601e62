// The enum has no variants.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {}

fn main() {}
