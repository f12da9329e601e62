//! The JSON of objects, as the API returns it, and the snapshot of the workspace.

use bytes::Bytes;
use http::{Response, StatusCode};
use maud::{Markup, html};
use serde_json::Value;
use uuid::Uuid;

use super::shell::{self, Content, Shell};
use super::{Ask, respond};
use crate::compute::Computing;
use crate::core::Core;
use crate::exchange::Version;
use crate::render;
use crate::state::id;

/// Renders the JSON of the object with this ID and of its parts.
pub(super) async fn show(ask: &Ask<'_>, id: &str) -> Response<Bytes> {
    let Some(id) = id::parse(id) else {
        return shell::not_found(ask, "This is not an ID.").await;
    };
    let versions = shell::versions(ask);
    let (shell, found) = ask
        .core
        .look(|computing| {
            (
                Shell::of(computing.workspace, Some(id)),
                objects(computing, id),
            )
        })
        .await;
    if found.is_empty() {
        return shell::not_found(ask, "Nothing in this workspace has this ID.").await;
    }
    let content = Content {
        title: "JSON".into(),
        live: "workspace",
        place: "",
        main: html! {
            h1 { "JSON" }
            p.hint { "As the API answers it, in version 2026-03-11." }
            @for (name, value) in &found {
                section { h2 { (name) } (code(&format!("{value:#}"))) }
            }
        },
    };
    shell::show(ask, versions, StatusCode::OK, &shell, &content)
}

/// Renders code with a button to copy it.
pub(super) fn code(text: &str) -> Markup {
    html! { div.copied { button.copy type="button" { "Copy" } pre tabindex="0" { code { (text) } } } }
}

fn objects(computing: &Computing<'_>, id: Uuid) -> Vec<(&'static str, Value)> {
    const NEWEST: Version = Version::V2026;
    let workspace = computing.workspace;
    let mut found: Vec<(&'static str, Value)> = Vec::new();
    if let Some(page) = workspace.pages.get(&id) {
        found.push(("Page", render::page(computing, page, NEWEST).into()));
    }
    if let Some(database) = workspace.databases.get(&id) {
        found.push((
            "Database",
            render::database(workspace, database, NEWEST).into(),
        ));
        let sources = database.data_sources.iter();
        for source in sources.filter_map(|id| workspace.data_sources.get(id)) {
            let source = render::data_source(workspace, source, NEWEST);
            found.push(("Data source", source.into()));
        }
        for view in workspace.views.values().filter(|view| view.database == id) {
            found.push(("View", render::view(view).into()));
        }
    }
    if let Some(source) = workspace.data_sources.get(&id) {
        let source = render::data_source(workspace, source, NEWEST);
        found.push(("Data source", source.into()));
    }
    if workspace.blocks.contains_key(&id)
        && let Some(block) = render::block(workspace, id, NEWEST)
    {
        found.push(("Block", block.into()));
    }
    if let Some(comment) = workspace.comments.get(&id) {
        found.push(("Comment", render::comment(workspace, comment).into()));
    }
    if let Some(upload) = workspace.uploads.get(&id) {
        found.push((
            "File upload",
            render::upload(workspace, upload, NEWEST).into(),
        ));
    }
    found
}

/// Returns the snapshot of the workspace as a download.
pub(super) fn snapshot(core: &Core) -> Response<Bytes> {
    respond::download(
        "attachment; filename=\"notion-snapshot.json\"",
        format!("{:#}\n", core.snapshot()),
    )
}
