// The set is empty.
use notion_session::prelude::*;

async fn work(session: &Session, home: PageId) {
    let _ = session.create_dbs::<()>(home).await;
}

fn main() {}
