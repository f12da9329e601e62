//! Every example of CommonMark and of GitHub's extensions as the content of a page.

use notion_session::content::markdown;

use crate::support::{commonmark, local};

#[tokio::test]
async fn what_is_read_is_accepted_and_comes_back() {
    let mut blocks = Vec::new();
    for example in commonmark::all() {
        blocks.append(&mut markdown::read(&example.markdown).blocks);
    }
    let (session, home) = local().await;
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
