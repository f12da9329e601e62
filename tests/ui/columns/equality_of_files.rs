// Of files Notion says only whether there are any.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    papers: Files,
}

fn mistake() {
    let _ = Task::COL.papers.eq("a.pdf");
}

fn main() {}
