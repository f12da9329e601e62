//! Sessions of several tokens over one HTTP client.

use notion_session::{Error, Session};

/// One program, two workspaces' connections: nothing of the one is seen by the other.
#[tokio::test]
async fn a_session_of_another_token_shares_nothing_but_the_settings() {
    let server = notion_local::Server::new();
    let first = Session::builder()
        .local_server(server.clone())
        .cache_bytes(1234)
        .build()
        .unwrap();
    let home = first.search_page("Home").await.unwrap().item().unwrap();
    let guest = first
        .with_token(server.add_integration("Guest", []))
        .unwrap();
    assert_ne!(first, guest);
    assert_eq!(guest.cache().stats().capacity, 1234);
    assert!(
        guest.cache().is_empty(),
        "what the first one read is not its"
    );
    assert_eq!(guest.whoami().await.unwrap().name(), "Guest");
    // The page is not shared with this integration.
    let error = guest.get_page(home.id()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert!(guest.client().requests_sent() >= 2);
    assert_eq!(first.client().requests_sent(), 1, "each counts its own");
    guest.close();
    assert!(!first.is_closed());
    first.whoami().await.unwrap();
    assert!(matches!(first.with_token("\n"), Err(Error::NoToken)));
}
