// `{field}` is used for a property of another page, whose struct the formula cannot know.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    parts: Relation<Task>,
    #[notion(formula = r#"{parts}.map(current.{name}).join(", ")"#)]
    names: Formula<String>,
}

fn main() {}
