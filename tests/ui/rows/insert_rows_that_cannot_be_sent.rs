// The iterator of the new rows holds an `Rc`.
use notion_session::prelude::*;

use std::rc::Rc;

#[derive(NotionSchema, Default)]
struct Task {
    name: Title,
    done: bool,
}

async fn mistake(tasks: &Database<Task>) {
    let names = Rc::new(["Write", "Read"]);
    let rows = (0..2).map(move |index| Task { name: names[index].into(), done: false });
    tasks.insert_all(rows).await;
}

fn main() {}
