//! The tree of the workspace: pages and databases, without rows.

use maud::{Markup, html};
use uuid::Uuid;

use super::icons;
use super::names::Named;
use crate::state::{Map, PageParent, Parent, Workspace};

/// The maximum number of items on one level.
const MAX_LEVEL: usize = 100;
/// The number of items up to which all levels are rendered. Larger trees contain only the path to the current page.
const MAX_OPEN: usize = 300;

/// A page or a database in the tree.
#[derive(Debug)]
struct Item {
    id: Uuid,
    named: Named,
    children: Level,
    is_open: bool,
}

/// One level of the tree, and the number of items that are omitted.
#[derive(Debug, Default)]
struct Level {
    items: Vec<Item>,
    left_out: usize,
}

/// The tree, open up to the current page.
#[derive(Debug)]
pub(super) struct Tree {
    top: Level,
    current: Option<Uuid>,
    is_empty: bool,
}

/// Children with their sort keys, by parent. The key of the top level is `None`.
type Below = Map<Option<Uuid>, Vec<((jiff::Timestamp, u64), Uuid)>>;

impl Tree {
    /// Builds the tree, open up to this page or database.
    pub(super) fn of(workspace: &Workspace, current: Option<Uuid>) -> Self {
        let mut below = Below::default();
        let mut count = 0;
        for page in workspace.pages.values() {
            let parent = match page.parent {
                PageParent::DataSource(_) => continue,
                PageParent::Workspace => None,
                PageParent::Page(id) => Some(id),
                PageParent::Block(id) => workspace.page_of(id),
            };
            if !page.face.in_trash {
                let order = (page.history.created, page.history.order);
                below.entry(parent).or_default().push((order, page.id));
                count += 1;
            }
        }
        for database in workspace.databases.values() {
            let parent = match database.parent {
                Parent::Workspace => None,
                Parent::Page(id) => Some(id),
                Parent::Block(id) => workspace.page_of(id),
            };
            if !database.face.in_trash {
                let order = (database.history.created, database.history.order);
                below.entry(parent).or_default().push((order, database.id));
                count += 1;
            }
        }
        for level in below.values_mut() {
            level.sort_unstable();
        }
        let path = way(workspace, current);
        let top = level(workspace, &below, None, &path, count <= MAX_OPEN);
        Self {
            is_empty: top.items.is_empty(),
            top,
            current: path.first().copied(),
        }
    }

    pub(super) fn show(&self) -> Markup {
        html! {
            @if self.is_empty { p.hint { "Nothing is here yet." } }
            (self.level(&self.top))
        }
    }

    fn level(&self, level: &Level) -> Markup {
        html! {
            ul {
                @for item in &level.items { li { (self.item(item)) } }
                @if level.left_out > 0 { li.hint { (level.left_out) " more" } }
            }
        }
    }

    fn item(&self, item: &Item) -> Markup {
        let is_current = self.current == Some(item.id);
        let link = html! {
            a href=(item.named.href) aria-current=[is_current.then_some("page")] {
                (icons::icon(item.named.icon.as_ref(), item.named.usual))
                span { (item.named.title) }
            }
        };
        let has_more = !item.children.items.is_empty() || item.children.left_out > 0;
        html! {
            @if has_more {
                details id={ "tree-" (item.id) } open[item.is_open] {
                    summary aria-label={ "Inside " (item.named.title) } {}
                    (self.level(&item.children))
                }
            }
            (link)
        }
    }
}

/// Returns the items of the tree from the current page or database upwards. A row is not in the tree; its database is.
fn way(workspace: &Workspace, current: Option<Uuid>) -> Vec<Uuid> {
    let mut way = Vec::new();
    let mut at = current;
    while let Some(id) = at {
        let is_row = workspace
            .pages
            .get(&id)
            .is_some_and(|page| page.data_source().is_some());
        let is_item = workspace.pages.contains_key(&id) || workspace.databases.contains_key(&id);
        if is_item && !is_row {
            way.push(id);
        }
        at = workspace.parent_of(id);
    }
    way
}

fn level(
    workspace: &Workspace,
    below: &Below,
    parent: Option<Uuid>,
    path: &[Uuid],
    shows_all: bool,
) -> Level {
    let all = below.get(&parent).map(Vec::as_slice).unwrap_or_default();
    let kept = |(at, (_, id)): &(usize, &(_, Uuid))| *at < MAX_LEVEL || path.contains(id);
    let shown: Vec<Uuid> = all
        .iter()
        .enumerate()
        .filter(kept)
        .map(|(_, (_, id))| *id)
        .collect();
    let items: Vec<Item> = shown
        .iter()
        .filter_map(|id| {
            let is_open = path.contains(id);
            let children = if shows_all || is_open {
                level(workspace, below, Some(*id), path, shows_all)
            } else {
                Level {
                    items: Vec::new(),
                    left_out: below.get(&Some(*id)).map_or(0, Vec::len),
                }
            };
            Some(Item {
                id: *id,
                named: Named::of(workspace, *id)?,
                children,
                is_open: is_open || parent.is_none(),
            })
        })
        .collect();
    Level {
        left_out: all.len() - shown.len(),
        items,
    }
}

/// Returns the pages and databases from the top of the workspace down to an object.
pub(super) fn breadcrumbs(workspace: &Workspace, id: Uuid) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = Some(id);
    while let Some(id) = at {
        // A data source is shown with its database.
        if !workspace.data_sources.contains_key(&id) {
            found.extend(Named::of(workspace, id));
        }
        at = workspace.parent_of(id);
    }
    found.reverse();
    found
}

/// Renders breadcrumbs.
pub(super) fn show_breadcrumbs(all: &[Named]) -> Markup {
    html! {
        @for (at, named) in all.iter().enumerate() {
            @if at > 0 { span.slash aria-hidden="true" { "/" } }
            a href=(named.href) aria-current=[(at + 1 == all.len()).then_some("page")] {
                (icons::icon(named.icon.as_ref(), named.usual)) span { (named.title) }
            }
        }
    }
}
