//! The viewer: pages for the browser that show the workspace, the log of requests, and the controls.
//!
//! A page is rendered in two steps. First, under the workspace's lock, its data is collected, in the types of `notion-model`: the
//! viewer shows the JSON that a client gets. Then, without the lock, the data becomes HTML. When the server reports a change,
//! the script fetches the same address again and applies the differences to the page. Without the script everything
//! works except live updates.
//!
//! [`access`] authenticates browsers; [`respond`] sets the security headers.

mod access;
mod blocks;
mod cells;
mod controls;
mod curl;
mod database;
mod events;
mod forms;
mod home;
mod icons;
mod inline;
mod json;
mod links;
mod names;
mod page;
mod requests;
mod respond;
mod shell;
mod time;
mod tree;
mod words;

use bytes::Bytes;
use http::{Method, Response, StatusCode, request};

use crate::core::Core;
use crate::route::viewer::View;

use access::Keys;

pub(crate) use events::Events;

/// The state of the viewer between requests.
#[derive(Debug, Default)]
pub(crate) struct Viewer {
    keys: Keys,
    /// Identifies this run of the server.
    run: events::Run,
}

/// The response to a browser.
pub(crate) enum Answer {
    Whole(Response<Bytes>),
    Events(Response<()>, Events),
}

/// A request of a browser.
struct Ask<'a> {
    core: &'a Core,
    query: Vec<(String, String)>,
    /// The header `Host`.
    host: &'a str,
    run: events::Run,
}

impl Ask<'_> {
    /// Returns a query parameter that is not empty.
    fn query(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Returns a query parameter that is a number.
    fn number(&self, name: &str) -> Option<usize> {
        self.query(name)?.parse().ok()
    }
}

impl Viewer {
    /// Creates a one-time key.
    pub(crate) fn new_key(&self) -> String {
        self.keys.make()
    }

    /// Returns true if the body of a request may be read.
    pub(crate) fn may_send(
        &self,
        core: &Core,
        view: View<'_>,
        parts: &request::Parts,
        size: Option<u64>,
    ) -> bool {
        if !access::is_from_here(parts) {
            return false;
        }
        match view {
            // Before signing in, a browser sends a token and nothing else.
            View::SignIn => size.is_some_and(|size| size <= access::MAX_SIGN_IN),
            View::Command(_) => access::is_signed_in(core, &parts.headers),
            _ => false,
        }
    }

    /// Answers a request of a browser.
    pub(crate) async fn answer(
        &self,
        core: &Core,
        view: View<'_>,
        parts: &request::Parts,
        body: &Bytes,
    ) -> Answer {
        if let (View::Events, true) = (view, access::is_signed_in(core, &parts.headers))
            && access::is_from_here(parts)
        {
            let events = Events::new(core.watch(), self.run);
            return Answer::Events(respond::event_stream(), events);
        }
        let mut response = self.whole(core, view, parts, body).await;
        if parts.method == Method::HEAD {
            *response.body_mut() = Bytes::new();
        }
        Answer::Whole(response)
    }

    async fn whole(
        &self,
        core: &Core,
        view: View<'_>,
        parts: &request::Parts,
        body: &Bytes,
    ) -> Response<Bytes> {
        if !access::is_from_here(parts) {
            return respond::refused("the request comes from a page of another server");
        }
        let query = parts.uri.query().unwrap_or_default();
        let ask = Ask {
            core,
            query: forms::parse(query.as_bytes()),
            host: access::host(&parts.headers),
            run: self.run,
        };
        match view {
            View::Asset(asset) => return respond::asset(asset),
            View::SignIn => return access::sign_in(core, &parts.headers, body),
            // Programs that preview links send `HEAD`, which must not use the key up.
            View::Home if parts.method == Method::GET => {
                if let Some(key) = ask.query("key") {
                    let is_good =
                        self.keys.spend(key) || access::is_signed_in(core, &parts.headers);
                    return access::open(core, &parts.headers, is_good);
                }
            }
            _ => {}
        }
        if !access::is_signed_in(core, &parts.headers) {
            return access::ask_to_sign_in(StatusCode::UNAUTHORIZED, None);
        }
        match view {
            View::Home => home::show(&ask).await,
            View::Search => home::search(&ask).await,
            View::Trash => home::trash(&ask).await,
            View::Page(id) => page::show(&ask, id).await,
            View::Database(id) => database::show(&ask, id).await,
            View::Schema(id) => database::show_schema(&ask, id).await,
            View::Json(id) => json::show(&ask, id).await,
            View::Snapshot => json::snapshot(core),
            View::Requests => requests::list(&ask).await,
            View::Request(number) => requests::show(&ask, number).await,
            View::Controls => controls::show(&ask, None).await,
            View::Command(form) => forms::run(&ask, form, &parts.headers, body).await,
            View::Asset(_) | View::SignIn | View::Events | View::Nothing => {
                shell::not_found(&ask, "There is nothing under this address.").await
            }
        }
    }
}
