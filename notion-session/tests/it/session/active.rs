//! The active session. It is the process's, and no other test of this program asks for it: so this is one test.

use notion_session::{Config, Error, Session, rest};

#[tokio::test]
async fn the_active_session_lives_until_it_is_closed() {
    assert!(matches!(Session::get_active(), Err(Error::NoActiveSession)));

    // A session is active only when it is told to be.
    let quiet = Session::local();
    assert!(Session::get_active().is_err());

    assert!(matches!(
        Session::get_or_create_with(Config::default()),
        Err(Error::NoToken)
    ));
    assert!(Session::get_active().is_err());
    let first = Session::get_or_create_with(Config::new("ntn_a")).unwrap();
    assert_eq!(
        Session::get_or_create_with(Config::new("ntn_b")).unwrap(),
        first
    );
    assert_eq!(Session::get_active().unwrap(), first);

    // Another takes its place, and closing the first does not unset it.
    quiet.activate();
    assert_eq!(Session::get_active().unwrap(), quiet);
    first.close();
    assert_eq!(Session::get_active().unwrap(), quiet);

    quiet.close();
    assert!(matches!(Session::get_active(), Err(Error::NoActiveSession)));
    let second = Session::get_or_create_with(Config::new("ntn_c")).unwrap();
    assert_ne!(second, quiet);

    // The process keeps it open, until it is closed.
    let client = second.client().clone();
    drop(second);
    assert!(!client.is_closed());
    Session::get_active().unwrap().close();
    assert!(matches!(Session::get_active(), Err(Error::NoActiveSession)));
    let request = notion_session::http::Request::get("/v1/users");
    assert!(matches!(
        client.send(&request).await,
        Err(rest::Error::Closed)
    ));

    // Of many at once, one makes the session.
    let threads: Vec<_> = (0..8)
        .map(|_| std::thread::spawn(|| Session::get_or_create_with(Config::new("ntn_d")).unwrap()))
        .collect();
    let sessions: Vec<_> = threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect();
    let built = Session::builder().token("ntn_e").activate().unwrap();
    assert_eq!(Session::get_active().unwrap(), built);
    built.close();
    assert!(sessions.windows(2).all(|pair| pair[0] == pair[1]));
}
