// `status` asks whether a page of a wiki is verified; an option is compared with `eq`.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    Open,
    Done,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(status)]
    status: Option<Status>,
}

fn mistake() {
    let _ = Task::COL.status.status(Status::Open);
}

fn main() {}
