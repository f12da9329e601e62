//! Every example of CommonMark and of GitHub's extensions as the content of a page.

// Helpers outside of test functions may stop a test too.
#![allow(clippy::unwrap_used)]

#[path = "../../notion-content/tests/commonmark/examples.rs"]
mod examples;

use notion_session::Session;
use notion_session::content::markdown;

#[tokio::test]
async fn what_is_read_is_accepted_and_comes_back() {
    let mut blocks = Vec::new();
    for example in examples::all() {
        blocks.append(&mut markdown::read(&example.markdown).blocks);
    }
    let session = Session::local();
    let home = session.search_page("Home").await.unwrap().item().unwrap();
    let page = session.create_page(&home, "Examples").await.unwrap();

    let before = session.client().requests_sent();
    page.append(blocks.clone()).await.unwrap();
    // 100 blocks of the first level fit into a request, and those with deep blocks in them take more.
    let sent = session.client().requests_sent() - before;
    assert!(
        sent <= blocks.len() as u64 / 20 + 1,
        "{sent} requests for {} blocks",
        blocks.len()
    );

    let content = page.content().await.unwrap();
    assert_eq!(content.len(), blocks.len());
    for (back, block) in content.iter().zip(&blocks) {
        assert_eq!(back, block);
    }
}
