//! The pages that list pages and databases: home, search, trash.

use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::Timestamp;
use maud::{Markup, html};
use uuid::Uuid;

use super::Ask;
use super::names::Named;
use super::shell::{self, Content, Shell};
use super::{cells, time};
use crate::query::Words;
use crate::state::{Workspace, text};

/// How many pages and databases a list has.
const MAX_LISTED: usize = 50;

/// A page or a database of a list.
#[derive(Debug)]
struct Listed {
    named: Named,
    /// The database of a row.
    within: Option<Named>,
    edited: Timestamp,
}

/// The last that fit, and how many fit.
type Found = (Vec<Listed>, usize);

/// The home: what has changed last.
pub(super) async fn show(ask: &Ask<'_>) -> Response<Bytes> {
    let found = |workspace: &Workspace| find(workspace, false, |_| true);
    let main = |(listed, count): &Found| {
        html! {
            h1 { "Home" }
            @if *count == 0 {
                p.empty { "Nothing is in this workspace. What your program writes appears here as it happens." }
            } @else {
                h2 { "Edited last" }
                (list(listed))
            }
        }
    };
    page(ask, "home", "Home", found, main).await
}

/// What has a title with the words of `q`.
pub(super) async fn search(ask: &Ask<'_>) -> Response<Bytes> {
    let query = ask.query("q").unwrap_or_default().trim().to_owned();
    let lower = query.to_lowercase();
    let words = Words::of(&query);
    // What Notion's search finds, and what has the beginning of a word, as people type it.
    let fits = |title: &str| {
        title.to_lowercase().contains(&lower)
            || words.as_ref().is_some_and(|words| words.match_title(title))
    };
    let found = |workspace: &Workspace| find(workspace, false, fits);
    let main = |(listed, count): &Found| {
        html! {
            h1 { "Search" }
            p { (count) @if *count == 1 { " title" } @else { " titles" } " with “" (query) "”"
                @if *count > listed.len() { ", the last " (listed.len()) " edited are shown" } }
            (list(listed))
        }
    };
    page(ask, "search", "Search", found, main).await
}

/// What is in the trash.
pub(super) async fn trash(ask: &Ask<'_>) -> Response<Bytes> {
    let found = |workspace: &Workspace| find(workspace, true, |_| true);
    let main = |(listed, count): &Found| {
        html! {
            h1 { "Trash" }
            @if *count == 0 { p.empty { "The trash is empty." } } @else { (list(listed)) }
        }
    };
    page(ask, "trash", "Trash", found, main).await
}

async fn page(
    ask: &Ask<'_>,
    place: &'static str,
    title: &str,
    found: impl Fn(&Workspace) -> Found,
    main: impl FnOnce(&Found) -> Markup,
) -> Response<Bytes> {
    let versions = shell::versions(ask);
    let (shell, found) = ask
        .core
        .look(|computing| {
            let workspace = computing.workspace;
            (Shell::of(workspace, None), found(workspace))
        })
        .await;
    let content = Content {
        title: title.to_owned(),
        live: "workspace",
        place,
        main: main(&found),
    };
    shell::show(ask, versions, StatusCode::OK, &shell, &content)
}

/// The pages and databases whose titles fit, what was edited last first.
fn find(workspace: &Workspace, trash: bool, fits: impl Fn(&str) -> bool) -> Found {
    let mut found: Vec<((Timestamp, u64), Uuid)> = Vec::new();
    for page in workspace.pages.values() {
        if page.face.in_trash == trash
            && fits(&text::plain(workspace, page.title()))
            && (trash || !workspace.in_trash(page.id))
        {
            found.push(((page.history.edited, page.history.order), page.id));
        }
    }
    for database in workspace.databases.values() {
        if database.face.in_trash == trash
            && fits(&text::plain(workspace, &database.face.title))
            && (trash || !workspace.in_trash(database.id))
        {
            let order = (database.history.edited, database.history.order);
            found.push((order, database.id));
        }
    }
    let count = found.len();
    if count > MAX_LISTED {
        found.select_nth_unstable_by(MAX_LISTED, |a, b| b.cmp(a));
        found.truncate(MAX_LISTED);
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    let listed = found.into_iter().filter_map(|((edited, _), id)| {
        let page = workspace.pages.get(&id);
        let source = page.and_then(crate::state::Page::data_source);
        Some(Listed {
            named: Named::of(workspace, id)?,
            within: source.and_then(|source| Named::of(workspace, source)),
            edited,
        })
    });
    (listed.collect(), count)
}

fn list(listed: &[Listed]) -> Markup {
    html! {
        ul.listed {
            @for one in listed {
                li {
                    (cells::named(&one.named))
                    @if let Some(within) = &one.within { span.within { "in " (within.title) } }
                    span.edited { (time::instant(one.edited)) }
                }
            }
        }
    }
}
