//! `notion listen`.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use notion_session::http::{ExposeSecret as _, Method, Request};
use notion_session::webhook::{Event, EventKind, Received, Receiver, SIGNATURE_HEADER};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::show::{print, report};

/// The environment variable with the verification token of a subscription.
const TOKEN_VARIABLE: &str = "NOTION_WEBHOOK_TOKEN";

/// How many events wait to be printed. Further ones are answered with 503, and Notion sends them again later.
const MAX_WAITING: usize = 1_000;

/// Receive webhooks and print each event as a line of JSON.
///
/// Notion sends to an https address that the internet reaches, such as that of a tunnel to this port. Enter the address in the
/// settings of the integration under Webhooks. Notion then sends a verification token, which is printed: paste it there, and set
/// NOTION_WEBHOOK_TOKEN to it the next time. Events whose signature does not match the token are refused and reported.
///
/// With --subscribe, a local server sends the events. Ctrl-C ends the program.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Which events to print, with commas between: `page.created,comment` prints the creation of pages and everything about
    /// comments. Default: all.
    #[arg(long, value_name = "TYPES", value_delimiter = ',')]
    events: Vec<String>,
    /// The port to listen at; 0 picks a free one.
    #[arg(long, default_value_t = 8090)]
    port: u16,
    /// The address to listen at.
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    host: std::net::IpAddr,
    /// Subscribe at the local server of --base-url, in place of the settings of an integration in Notion.
    #[arg(long)]
    subscribe: bool,
    /// End after this many events.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    limit: Option<u64>,
    #[command(flatten)]
    connection: Connection,
}

/// One request with --subscribe, and otherwise none.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    for name in &arguments.events {
        check(name)?;
    }
    let session = match arguments.subscribe {
        true => Some(arguments.connection.open()?),
        false => None,
    };
    let address = SocketAddr::new(arguments.host, arguments.port);
    let about = |error| Failure::about(format!("cannot listen at {address}"), error);
    let listener = TcpListener::bind(address).await.map_err(about)?;
    let url = format!("http://{}/", listener.local_addr().map_err(about)?);
    let token = std::env::var(TOKEN_VARIABLE).unwrap_or_default();
    let receiver = match token.trim() {
        "" => Receiver::before_the_handshake(),
        // A new subscription has a token of its own.
        _ if arguments.subscribe => Receiver::before_the_handshake(),
        token => Receiver::new(token),
    };
    let (queue, mut events) = mpsc::channel(MAX_WAITING);
    let endpoint = Arc::new(Endpoint {
        receiver: RwLock::new(receiver),
        queue,
        shows_token: !arguments.subscribe,
    });
    let router = Router::new().fallback_service(post(receive).with_state(endpoint));
    tokio::spawn(axum::serve(listener, router).into_future());
    let mut interrupt = std::pin::pin!(tokio::signal::ctrl_c());
    // Ctrl-C is handled from its first poll on: before the address is printed.
    tokio::select! {
        biased;
        _ = &mut interrupt => return Ok(ExitCode::SUCCESS),
        () = std::future::ready(()) => report(&format!("listening at {url}")),
    }
    if let Some(session) = session {
        let subscription =
            Request::new(Method::Post, "/_local/webhooks").json(json!({ "url": url }));
        session
            .client()
            .send(&subscription)
            .await
            .map_err(|error| {
                let failure = Failure::from(error);
                Failure::new(format!(
                    "--subscribe: {} takes no subscription, as a local server does: {failure}",
                    session.client().origin()
                ))
            })?;
    }
    let mut count = 0;
    while arguments.limit.is_none_or(|limit| count < limit) {
        let event: Box<Event> = tokio::select! {
            _ = &mut interrupt => break,
            event = events.recv() => match event {
                Some(event) => event,
                None => break,
            },
        };
        if is_chosen(&arguments.events, event.kind.name()) {
            print(&format!("{}\n", Value::from(event.json().clone())))?;
            count += 1;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What the requests of Notion arrive at.
struct Endpoint {
    receiver: RwLock<Receiver>,
    queue: mpsc::Sender<Box<Event>>,
    /// Whether somebody has to paste the verification token in Notion.
    shows_token: bool,
}

/// Answers immediately: what is not answered in time is sent again.
async fn receive(
    State(endpoint): State<Arc<Endpoint>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let signature = headers.get(SIGNATURE_HEADER);
    let signature = signature.and_then(|value| value.to_str().ok());
    let received = {
        let receiver = endpoint.receiver.read();
        let receiver = receiver.unwrap_or_else(PoisonError::into_inner);
        receiver.receive(signature, &body)
    };
    match received {
        Ok(Received::Handshake(token)) => {
            // The only place where it is shown: somebody has to paste it.
            if endpoint.shows_token {
                report(&format!(
                    "verification token: {}\npaste it in the settings of the integration, and set {TOKEN_VARIABLE} to it the \
                     next time; Notion accepts the right one only",
                    token.expose_secret()
                ));
            }
            let receiver = endpoint.receiver.write();
            *receiver.unwrap_or_else(PoisonError::into_inner) = Receiver::new(token);
            StatusCode::OK
        }
        Ok(Received::Event(event)) => match endpoint.queue.try_send(event) {
            Ok(()) => StatusCode::OK,
            Err(_) => StatusCode::SERVICE_UNAVAILABLE,
        },
        Ok(_) => StatusCode::OK,
        Err(refused) => {
            report(&format!("refused: {refused}"));
            StatusCode::from_u16(refused.status()).unwrap_or(StatusCode::BAD_REQUEST)
        }
    }
}

/// What a type of events is about: `page` of `page.created`.
fn subject(name: &str) -> &str {
    name.split_once('.').map_or(name, |(subject, _)| subject)
}

fn is_chosen(chosen: &[String], name: &str) -> bool {
    let mut chosen_names = chosen.iter();
    chosen.is_empty() || chosen_names.any(|one| one == name || one == subject(name))
}

/// Whether events have this type, or are about this.
fn check(name: &str) -> Result<()> {
    let known = || EventKind::NAMES.iter().copied();
    if known().any(|one| one == name || subject(one) == name) {
        return Ok(());
    }
    let mut subjects: Vec<&str> = known().map(subject).collect();
    subjects.dedup();
    let near = notion_formula::suggest(name, known().chain(subjects.iter().copied()));
    let near = near.map(|near| format!("; did you mean {near:?}?"));
    Err(Failure::usage(format!(
        "--events {name:?} is not a type of events{} The types are {}; {} mean all about these",
        near.unwrap_or_else(|| ".".to_owned()),
        EventKind::NAMES.join(", "),
        subjects.join(", ")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_chosen_by_type_or_by_what_they_are_about() {
        let chosen = ["page.created", "comment"].map(str::to_owned);
        for (name, expected) in [
            ("page.created", true),
            ("page.deleted", false),
            ("comment.deleted", true),
            ("database.created", false),
        ] {
            assert_eq!(is_chosen(&chosen, name), expected, "{name}");
            assert!(is_chosen(&[], name));
        }
        let error = check("page.create").err().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.contains("did you mean \"page.created\"?")));
        assert!(check("data_source").is_ok());
    }
}
