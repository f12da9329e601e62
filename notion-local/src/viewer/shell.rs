//! The frame of every page: tree, search, breadcrumbs, clock.

use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::Timestamp;
use maud::{Markup, html};
use uuid::Uuid;

use super::names::Named;
use super::tree::{self, Tree};
use super::{Ask, respond, time};
use crate::core::changes::Versions;
use crate::state::Workspace;

/// The data of the frame.
#[derive(Debug)]
pub(super) struct Shell {
    tree: Tree,
    way: Vec<Named>,
    now: Timestamp,
    is_frozen: bool,
}

impl Shell {
    /// Reads the data of the frame around this page or database, or around another page of the viewer.
    pub(super) fn of(workspace: &Workspace, current: Option<Uuid>) -> Self {
        Self {
            tree: Tree::of(workspace, current),
            way: current.map_or_else(Vec::new, |id| tree::breadcrumbs(workspace, id)),
            now: workspace.clock.now(),
            is_frozen: workspace.clock.is_frozen(),
        }
    }
}

/// A page without its frame.
pub(super) struct Content {
    pub(super) title: String,
    /// The parts of the server that the page depends on, as named in events.
    pub(super) live: &'static str,
    /// The entry of the sidebar that is current, or an empty string.
    pub(super) place: &'static str,
    pub(super) main: Markup,
}

/// Returns the versions. Called before the workspace is read, so that later changes have newer versions.
pub(super) fn versions(ask: &Ask<'_>) -> Versions {
    *ask.core.watch().borrow()
}

/// Renders a page with its frame.
pub(super) fn show(
    ask: &Ask<'_>,
    versions: Versions,
    status: StatusCode,
    shell: &Shell,
    content: &Content,
) -> Response<Bytes> {
    let title = format!("{} – Notion, locally", content.title);
    let head = html! { script src="/_viewer/script.js" defer {} };
    let body = html! {
        body data-live=(content.live) data-state=(ask.run.state(versions)) {
            a.skip href="#main" { "Skip to the content" }
            (side(ask, shell, content))
            header #top {
                button #menu type="button" aria-expanded="false" aria-controls="side" aria-label="Menu" { "☰" }
                nav.way aria-label="Where you are" { (tree::show_breadcrumbs(&shell.way)) }
                a.clock.frozen[shell.is_frozen] href="/_viewer/controls#clock" title="The server's clock" {
                    @if shell.is_frozen { "Frozen: " }
                    (time::moment(&shell.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()))
                }
                span #live role="status" {}
            }
            main #main tabindex="-1" { (content.main) }
        }
    };
    respond::html(status, &respond::page(&title, &head, &body))
}

fn side(ask: &Ask<'_>, shell: &Shell, content: &Content) -> Markup {
    let place = |name: &str| (content.place == name).then_some("page");
    html! {
        nav #side aria-label="Workspace" {
            form role="search" action="/_viewer/search" {
                input #search type="search" name="q" placeholder="Search titles" aria-label="Search titles"
                    aria-keyshortcuts="/" value=(ask.query("q").unwrap_or_default());
            }
            ul.places {
                li { a href="/" aria-current=[place("home")] { "Recent" } }
                li { a href="/_viewer/requests" aria-current=[place("requests")] { "Requests" } }
                li { a href="/_viewer/controls" aria-current=[place("controls")] { "Controls" } }
                li { a href="/_viewer/trash" aria-current=[place("trash")] { "Trash" } }
            }
            div.tree { h2 { "Workspace" } (shell.tree.show()) }
            p.keys { kbd { "/" } " search · " kbd { "j" } kbd { "k" } " next, previous · " kbd { "[" } kbd { "]" } " pages" }
        }
    }
}

/// Returns 404 with the frame around it.
pub(super) async fn not_found(ask: &Ask<'_>, reason: &str) -> Response<Bytes> {
    let versions = versions(ask);
    let shell = ask
        .core
        .look(|computing| Shell::of(computing.workspace, None));
    let content = Content {
        title: "Not found".into(),
        live: "workspace",
        place: "",
        main: html! { h1 { "Not found" } p { (reason) } p { a href="/" { "Recently edited pages" } } },
    };
    show(ask, versions, StatusCode::NOT_FOUND, &shell.await, &content)
}
