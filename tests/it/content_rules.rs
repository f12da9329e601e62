//! What the client's check of documents accepts, the local server accepts.

use crate::support::arbitrary::{Ids, document};
use notion_session::content::{Block, check, synced, text, writable};
use notion_session::{Page, Session};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

struct Workspace {
    session: Session,
    home: Page,
    ids: Ids,
}

/// A server with an object of each kind that a document can name.
async fn workspace() -> Workspace {
    let session = Session::local();
    let home = session.search_page("Home").await.unwrap().item().unwrap();
    let database = session.create_untyped_db(&home, "Tasks").await.unwrap();
    let original = home.append([synced([text("x").into()])]).await.unwrap();
    let ids = Ids {
        user: session.whoami().await.unwrap().id(),
        page: home.id(),
        database: database.id(),
        original: original[0].id(),
    };
    Workspace { session, home, ids }
}

/// Sends documents of which this part of the values is not valid, in percent. Returns how many of them were accepted.
async fn send(broken: u32, count: usize) -> usize {
    let Workspace { session, home, ids } = workspace().await;
    let page = session.create_page(&home, "Documents").await.unwrap();
    let strategy = document(ids, broken);
    let mut runner = TestRunner::deterministic();
    let mut accepted = 0;
    for _ in 0..count {
        let blocks: Vec<Block> = strategy.new_tree(&mut runner).unwrap().current();
        if check(&blocks).is_ok() {
            accepted += 1;
            if let Err(error) = page.append(blocks.clone()).await {
                panic!("the check accepts what the server refuses: {error}\n{blocks:#?}");
            }
        }
        // The rest of a document that is copied is accepted too.
        let copy = writable(blocks).document;
        assert_eq!(check(&copy), Ok(()));
        if let Err(error) = page.append(copy.clone()).await {
            panic!("the server refuses what is left for a copy: {error}\n{copy:#?}");
        }
    }
    accepted
}

#[tokio::test]
async fn valid_documents_are_accepted_by_the_check_and_by_the_server() {
    assert_eq!(send(0, 150).await, 150);
}

#[tokio::test]
async fn of_broken_documents_the_server_accepts_what_the_check_accepts() {
    for broken in [1, 4, 15, 40] {
        let accepted = send(broken, 100).await;
        assert!(accepted > 0, "{broken}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// The same from other beginnings each time.
    #[test]
    fn whatever_the_document(blocks in document(Ids::default(), 10)) {
        // Nothing is sent here: the objects that these documents name do not exist on any server.
        let copy = writable(blocks.clone());
        prop_assert_eq!(check(&copy.document), Ok(()));
        prop_assert_eq!(check(&blocks).is_ok(), copy.refused.is_empty());
    }
}
