//! Webhooks: a receiver that keeps the objects of its session fresh.
//!
//! `cargo run --example webhooks` starts a receiver on this machine, lets the local server send to it, and shows what
//! happens when somebody else changes a page. With `NOTION_TOKEN` it waits for Notion instead: give the address, which
//! must be reachable from the internet by HTTPS, to Notion in the settings of the integration, and paste the token that
//! is printed there; from the second start on, give it in `NOTION_WEBHOOK_TOKEN`.

#![expect(clippy::print_stdout, reason = "a program prints")]

use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use notion_examples::Result;
use notion_session::Session;
use notion_session::http::ExposeSecret;
use notion_session::webhook::{Event, EventKind, Received, Receiver, SIGNATURE_HEADER};
use tokio::net::TcpListener;
use tokio::sync::watch;

#[tokio::main]
async fn main() -> Result {
    let (session, home) = notion_examples::open().await?;
    let token = std::env::var("NOTION_WEBHOOK_TOKEN").ok();
    let app = Arc::new(App::new(session.clone(), token));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/notion", listener.local_addr()?);
    let receiving = tokio::spawn(axum::serve(listener, router(&app)).into_future());
    println!("Receiving webhooks at {url}");

    let Some(server) = session.local_server() else {
        receiving.await??;
        return Ok(());
    };
    server.subscribe(&url, &[]).await?;
    println!("The local server has shaken hands and sends what happens.\n");

    // Our session knows the page; somebody else, in a session of their own, changes it.
    let page = session.create_page(&home, "Plans").await?;
    app.handled_of(&EventKind::PageCreated).await;
    let somebody = Session::builder().local_server(server.clone()).build()?;
    let mut theirs = somebody.get_page(page.id()).await?;
    theirs.set_title("Plans for winter").await?;
    app.handled_of(&EventKind::PagePropertiesUpdated {
        properties: Vec::new(),
    })
    .await;

    // Without asking Notion again: the receiver has, as soon as the event came.
    let before = session.client().requests_sent();
    let title = session.get_page(page.id()).await?.title();
    let asked = session.client().requests_sent() - before;
    println!("\nOur session knows it as {title:?}, after {asked} more requests.");
    server.clear_webhooks();
    Ok(())
}

/// What the receiver goes by.
struct App {
    session: Session,
    receiver: RwLock<Receiver>,
    /// The events that were handled so far.
    handled: watch::Sender<Vec<Event>>,
}

impl App {
    fn new(session: Session, token: Option<String>) -> Self {
        let receiver = token.map_or_else(Receiver::before_the_handshake, Receiver::new);
        Self {
            session,
            receiver: RwLock::new(receiver),
            handled: watch::Sender::default(),
        }
    }

    /// Waits until an event of this kind was handled.
    async fn handled_of(&self, kind: &EventKind) {
        let came =
            |events: &Vec<Event>| events.iter().any(|event| event.kind.name() == kind.name());
        // The sender lives as long as the app does.
        let _ = self.handled.subscribe().wait_for(came).await;
    }

    /// Takes what an event names out of the object store, and gets the page anew that it happened to.
    async fn handle(&self, event: Event) {
        let forgotten = self.session.forget_stale(&event);
        println!("{event}: {forgotten} objects forgotten");
        if let Some(page) = event.page_id()
            && event.kind != EventKind::PageDeleted
            && let Err(error) = self.session.get_page(page).await
        {
            println!("the page could not be fetched: {error}");
        }
        self.handled.send_modify(|events| events.push(event));
    }
}

fn router(app: &Arc<App>) -> Router {
    Router::new()
        .route("/notion", post(receive))
        .with_state(Arc::clone(app))
}

/// Answers at once, and works afterwards: Notion repeats what is not answered.
async fn receive(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers
        .get(SIGNATURE_HEADER)
        .and_then(|value| value.to_str().ok());
    let received = {
        let receiver = app.receiver.read().unwrap_or_else(PoisonError::into_inner);
        receiver.receive(signature, &body)
    };
    match received {
        Ok(Received::Handshake(token)) => {
            // Only here is it shown: somebody has to paste it in Notion.
            if app.session.local_server().is_none() {
                println!("To be pasted in Notion: {}", token.expose_secret());
            }
            *app.receiver.write().unwrap_or_else(PoisonError::into_inner) = Receiver::new(token);
            StatusCode::OK
        }
        Ok(Received::Event(event)) => {
            tokio::spawn(async move { app.handle(*event).await });
            StatusCode::OK
        }
        Ok(_) => StatusCode::OK,
        Err(refused) => {
            println!("refused: {refused}");
            StatusCode::from_u16(refused.status()).unwrap_or(StatusCode::BAD_REQUEST)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    /// A receiver that the local server of a session sends to.
    async fn receiving() -> (Session, Arc<App>) {
        let session = Session::local();
        let app = Arc::new(App::new(session.clone(), None));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/notion", listener.local_addr().unwrap());
        tokio::spawn(axum::serve(listener, router(&app)).into_future());
        session
            .local_server()
            .unwrap()
            .subscribe(&url, &[])
            .await
            .unwrap();
        (session, app)
    }

    /// Waits for an event, but not for ever.
    async fn wait(app: &App, kind: EventKind) {
        let wait = timeout(Duration::from_secs(60), app.handled_of(&kind));
        wait.await.unwrap();
    }

    #[tokio::test]
    async fn what_somebody_else_changed_is_known() {
        let (session, app) = receiving().await;
        let home = session.search_page("Home").await.unwrap().item().unwrap();
        let page = session.create_page(&home, "Plans").await.unwrap();
        wait(&app, EventKind::PageCreated).await;
        let server = session.local_server().unwrap().clone();
        let somebody = Session::builder().local_server(server).build().unwrap();
        let mut theirs = somebody.get_page(page.id()).await.unwrap();
        theirs.set_title("Plans for winter").await.unwrap();
        let properties = Vec::new();
        wait(&app, EventKind::PagePropertiesUpdated { properties }).await;
        // From the object store, or asked for again: not as it was.
        let ours = session.get_page(page.id()).await.unwrap();
        assert_eq!(ours.title(), "Plans for winter");

        theirs.trash().await.unwrap();
        wait(&app, EventKind::PageDeleted).await;
        assert!(session.get_page(page.id()).await.unwrap().is_in_trash());
    }

    #[tokio::test]
    async fn what_is_not_from_the_server_is_refused() {
        let (_session, app) = receiving().await;
        let body = r#"{"id": "1", "type": "page.created", "entity": {"type": "page", "id": "x"}}"#;
        let mut headers = HeaderMap::new();
        let send =
            |headers: HeaderMap| receive(State(Arc::clone(&app)), headers, Bytes::from(body));
        assert_eq!(send(headers.clone()).await, StatusCode::UNAUTHORIZED);
        let forged = notion_session::webhook::sign(&"another".into(), body.as_bytes());
        headers.insert(SIGNATURE_HEADER, forged.parse().unwrap());
        assert_eq!(send(headers.clone()).await, StatusCode::UNAUTHORIZED);
        // Another handshake does not take the token away.
        let handshake = Bytes::from(r#"{"verification_token": "another"}"#);
        let answer = receive(State(Arc::clone(&app)), HeaderMap::new(), handshake).await;
        assert_eq!(answer, StatusCode::UNAUTHORIZED);
        assert_eq!(send(headers).await, StatusCode::UNAUTHORIZED);
        assert!(app.handled.borrow().is_empty());
    }
}
