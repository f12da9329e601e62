// One struct of a set is no schema.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
}

struct Note {
    name: Title,
}

async fn work(session: &Session, home: PageId) {
    let _ = session.create_dbs::<(Task, Note)>(home).await;
}

fn main() {}
