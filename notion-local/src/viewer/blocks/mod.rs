//! The content of a page: read as a tree of blocks, then rendered.
//!
//! `notion_content::html` writes documents for export: it loads pictures from other hosts, links to Notion and uses inline
//! styles. The viewer's content security policy forbids the first and the last, and its links lead into the workspace, so it
//! has a renderer of its own.

mod show;
mod text;

use notion_model::{Block, BlockKind, LinkToPageKind};
use uuid::Uuid;

use super::names::Named;
use crate::exchange::Version;
use crate::render;
use crate::state::Workspace;

pub(super) use show::show;

/// The maximum depth of nested blocks. Browsers have such a limit too.
const MAX_DEPTH: usize = 60;

/// A block with its children.
#[derive(Debug)]
pub(super) struct Node {
    block: Block,
    children: Vec<Node>,
    /// The target, if it is a link, a page or a database.
    leads_to: Option<Named>,
}

/// Reads the block with this ID and its descendants.
pub(super) fn read(workspace: &Workspace, id: Uuid) -> Option<Node> {
    node(workspace, id, &mut Vec::new())
}

/// `open` contains the ancestors: a synced copy may be inside its own original.
fn node(workspace: &Workspace, id: Uuid, open: &mut Vec<Uuid>) -> Option<Node> {
    let json = render::block_without_text(workspace, id, Version::V2026)?.into();
    let mut block: Block = serde_json::from_value(json).ok()?;
    if let Some(text) = workspace.blocks.get(&id).and_then(|kept| kept.text())
        && let Some(shown) = block.kind.rich_text_mut()
    {
        *shown = text::runs(workspace, text);
    }
    let inside = match &block.kind {
        BlockKind::ChildPage(_) | BlockKind::ChildDatabase(_) => None,
        BlockKind::SyncedBlock(copy) => match &copy.synced_from {
            Some(original) => Some(original.block_id.uuid()),
            None => Some(id),
        },
        _ => Some(id),
    };
    let leads_to = match &block.kind {
        BlockKind::ChildPage(_) | BlockKind::ChildDatabase(_) => Some(id),
        BlockKind::LinkToPage(link) => match &link.kind {
            LinkToPageKind::Page(id) => Some(id.uuid()),
            LinkToPageKind::Database(id) => Some(id.uuid()),
            _ => None,
        },
        _ => None,
    };
    let mut children = Vec::new();
    if let Some(inside) = inside.filter(|inside| !open.contains(inside))
        && open.len() < MAX_DEPTH
    {
        open.push(inside);
        let all = workspace.children_of(inside);
        children = all
            .into_iter()
            .filter_map(|child| node(workspace, child, open))
            .collect();
        open.pop();
    }
    Some(Node {
        block,
        children,
        leads_to: leads_to.and_then(|id| Named::of(workspace, id)),
    })
}
