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
use crate::state::{Map, Run, Workspace, text};

/// The maximum length of a list.
const MAX_LISTED: usize = 50;

/// A page or a database in a list.
#[derive(Debug)]
struct Listed {
    named: Named,
    /// The database, if it is a row.
    within: Option<Named>,
    edited: Timestamp,
}

/// The most recently edited matches, and the number of all matches.
type Found = (Vec<Listed>, usize);

/// Renders the home page: what was edited most recently.
pub(super) async fn show(ask: &Ask<'_>) -> Response<Bytes> {
    let found = |workspace: &Workspace| find(workspace, false, None);
    let main = |(listed, count): &Found| {
        html! {
            h1 { "Recently edited" }
            @if *count == 0 {
                p.empty { "Nothing is in this workspace. What your program writes appears here as it happens." }
            } @else {
                (list(listed))
            }
        }
    };
    page(ask, "home", "Recently edited", found, main).await
}

/// Renders the pages and databases whose titles match `q`.
pub(super) async fn search(ask: &Ask<'_>) -> Response<Bytes> {
    let query = ask.query("q").unwrap_or_default().trim().to_owned();
    let lower = query.to_lowercase();
    let words = Words::of(&query);
    // Notion's search matches whole words; here, parts of words match too.
    let fits = |title: &str| {
        title.to_lowercase().contains(&lower)
            || words.as_ref().is_some_and(|words| words.match_title(title))
    };
    let found = |workspace: &Workspace| find(workspace, false, Some(&fits));
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

/// Renders the trash.
pub(super) async fn trash(ask: &Ask<'_>) -> Response<Bytes> {
    let found = |workspace: &Workspace| find(workspace, true, None);
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

/// Finds pages and databases by title, the most recently edited first.
fn find(workspace: &Workspace, trash: bool, fits: Option<&dyn Fn(&str) -> bool>) -> Found {
    let mut found: Vec<((Timestamp, u64), Uuid)> = Vec::new();
    let fits = |title: &[Run]| fits.is_none_or(|fits| fits(&text::plain(workspace, title)));
    // Whether a parent is in the trash is looked up once for all rows of a data source.
    let mut parents: Map<Uuid, bool> = Map::default();
    let mut is_inside_trash = |id: Uuid| {
        workspace.parent_of(id).is_some_and(|parent| {
            *parents
                .entry(parent)
                .or_insert_with(|| workspace.in_trash(parent))
        })
    };
    for page in workspace.pages.values() {
        if page.face.in_trash == trash && fits(page.title()) && (trash || !is_inside_trash(page.id))
        {
            found.push(((page.history.edited, page.history.order), page.id));
        }
    }
    for database in workspace.databases.values() {
        if database.face.in_trash == trash
            && fits(&database.face.title)
            && (trash || !is_inside_trash(database.id))
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
