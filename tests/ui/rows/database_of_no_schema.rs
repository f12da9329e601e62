// A database is created of a struct that is no schema.
use notion_session::prelude::*;

struct Note {
    name: Title,
}

async fn work(session: &Session, home: PageId) {
    let _ = session.create_db::<Note>(home).await;
}

fn main() {}
