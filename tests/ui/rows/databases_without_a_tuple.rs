// A set of one schema is written without its parentheses.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
}

async fn work(session: &Session, home: PageId) {
    let _ = session.create_dbs::<Task>(home).await;
}

fn main() {}
