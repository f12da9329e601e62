//! What becomes of the blocks of a page whose text was edited.
//!
//! A block of the new text is a block of the page if it begins on the same line. If all its lines are the same, it stays
//! as it is, whatever it is. Else what the text says differently is changed in it, and its children are compared in turn.
//! Blocks of the new text that begin on new lines take the place of blocks that went at the same place, if they are of
//! the same type; the rest is made, and what is left over goes.
//!
//! Only what the text *says* differently is changed: a value that Markdown cannot show (the name of a file, the share of a
//! column) is the same in what was written and in what is read.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::edit::Edit;
use super::read::{self, Node, What};
use super::write::{Shown, Written};
use super::{diff, read::is_copy};
use crate::block::{Draft, draft};
use crate::error::{ApiError, Result};
use crate::state::{FieldValue, Run, Workspace};

/// A change of the blocks of a page.
#[derive(Debug)]
pub(crate) struct BlockChanges {
    pub(super) placed: Vec<Placed>,
    /// Blocks, pages and databases that the text does not have any more.
    pub(super) gone: Vec<Uuid>,
}

/// A block in its place.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) block: Placing,
    /// What its children are in, and those, unless they stay as they are.
    pub(super) children: Option<(Option<Uuid>, Vec<Placed>)>,
}

#[derive(Debug)]
pub(super) enum Placing {
    New(Draft),
    Kept(Uuid),
    /// A block whose values change, and perhaps its type.
    Changed(Uuid, &'static str, Fields),
}

type Fields = Vec<(&'static str, FieldValue)>;

/// Types whose blocks may become each other.
const TEXTS: &[&str] = &[
    "paragraph",
    "heading_1",
    "heading_2",
    "heading_3",
    "heading_4",
    "bulleted_list_item",
    "numbered_list_item",
    "to_do",
    "quote",
    "toggle",
    "callout",
];

/// Compares the blocks of a page with the text that it is to have.
///
/// # Errors
/// If pages or databases would go and may not.
pub(crate) fn plan(
    workspace: &Workspace,
    written: &Written,
    edit: &Edit,
    may_delete: bool,
) -> Result<BlockChanges> {
    let text = edit.text();
    let new_lines = read::lines(&text);
    let old_lines: Vec<&str> = written.lines.iter().map(String::as_str).collect();
    let nodes = read::nodes(&new_lines, workspace);

    let mut matcher = Matcher {
        workspace,
        old: Vec::new(),
        starts: HashMap::new(),
        ids: HashMap::new(),
        claimed: HashSet::new(),
        before: HashMap::new(),
        numbered: (HashSet::new(), HashSet::new()),
        lines: Vec::new(),
        old_lines,
        new_lines,
    };
    let roots = matcher.add(&written.blocks, None);
    let before = read::nodes(&matcher.old_lines.clone(), workspace);
    matcher.learn(before);
    numbered(&nodes, &mut matcher.numbered.1);
    matcher.lines = edit.lines().unwrap_or_else(|| matcher.compare());
    matcher.claim(&nodes);
    let placed = matcher.place(nodes, &roots);
    let gone = matcher.gone();
    if !may_delete && gone.iter().any(|id| holds_page(workspace, *id)) {
        return Err(ApiError::would_delete_pages());
    }
    Ok(BlockChanges { placed, gone })
}

/// A block of the page, and what becomes of it.
struct Old {
    id: Uuid,
    kind: Option<&'static str>,
    start: usize,
    end: usize,
    depth: usize,
    inside: Uuid,
    parent: Option<usize>,
    children: Vec<usize>,
    is_used: bool,
}

struct Matcher<'a> {
    workspace: &'a Workspace,
    old: Vec<Old>,
    /// The blocks of the page by their first lines, and by their ids.
    starts: HashMap<usize, usize>,
    ids: HashMap<Uuid, usize>,
    /// Blocks of the page that the new text has on a line of theirs.
    claimed: HashSet<usize>,
    /// What the old text says of its blocks, by their first lines.
    before: HashMap<usize, (&'static str, Fields)>,
    /// The first lines of numbered items. Their numbers say nothing.
    numbered: (HashSet<usize>, HashSet<usize>),
    /// For each line of the new text, the line of the old one.
    lines: Vec<Option<usize>>,
    old_lines: Vec<&'a str>,
    new_lines: Vec<&'a str>,
}

impl Matcher<'_> {
    fn add(&mut self, blocks: &[Shown], parent: Option<usize>) -> Vec<usize> {
        let mut added = Vec::with_capacity(blocks.len());
        for block in blocks {
            let at = self.old.len();
            self.old.push(Old {
                id: block.id,
                kind: block.kind,
                start: block.start,
                end: block.end,
                depth: block.depth,
                inside: block.inside,
                parent,
                children: Vec::new(),
                is_used: false,
            });
            self.starts.insert(block.start, at);
            self.ids.entry(block.id).or_insert(at);
            let children = self.add(&block.children, Some(at));
            if let Some(old) = self.old.get_mut(at) {
                old.children = children;
            }
            added.push(at);
        }
        added
    }

    /// Notes what the old text says.
    fn learn(&mut self, nodes: Vec<Node>) {
        for node in nodes {
            if let What::Block(kind, fields) = node.what {
                if kind == "numbered_list_item" {
                    self.numbered.0.insert(node.start);
                }
                self.before.insert(node.start, (kind, fields));
            }
            self.learn(node.children);
        }
    }

    /// The lines of the old text in the new one, without their tabs and the numbers of items.
    fn compare(&self) -> Vec<Option<usize>> {
        let keys = |lines: &[&str], numbered: &HashSet<usize>| -> Vec<String> {
            let key = |(at, line): (usize, &&str)| {
                let text = line.trim_start_matches('\t');
                without_number(text, numbered.contains(&at)).to_owned()
            };
            lines.iter().enumerate().map(key).collect()
        };
        let old = keys(&self.old_lines, &self.numbered.0);
        let new = keys(&self.new_lines, &self.numbered.1);
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        let new: Vec<&str> = new.iter().map(String::as_str).collect();
        diff::lines(&old, &new)
    }

    /// The block of the page that a block of the text is, going by its first line or its id.
    fn candidate(&self, node: &Node) -> Option<usize> {
        match &node.what {
            What::Existing(id) => self.ids.get(id).copied(),
            What::Block(kind, _) => {
                let line = self.lines.get(node.start).copied().flatten()?;
                let at = *self.starts.get(&line)?;
                (self.old.get(at)?.kind == Some(*kind)).then_some(at)
            }
        }
    }

    fn claim(&mut self, nodes: &[Node]) {
        for node in nodes {
            if let Some(at) = self.candidate(node) {
                self.claimed.insert(at);
            }
            self.claim(&node.children);
        }
    }

    fn place(&mut self, nodes: Vec<Node>, siblings: &[usize]) -> Vec<Placed> {
        let mut found: Vec<Option<usize>> = Vec::with_capacity(nodes.len());
        for node in &nodes {
            let at = self.candidate(node).filter(|at| !self.is_used(*at));
            if let Some(at) = at {
                self.take(at);
            }
            found.push(at);
        }
        self.fill_gaps(&nodes, &mut found, siblings);
        let placed = nodes.into_iter().zip(found);
        placed
            .filter_map(|(node, at)| self.place_one(node, at))
            .collect()
    }

    fn is_used(&self, at: usize) -> bool {
        self.old.get(at).is_none_or(|old| old.is_used)
    }

    fn take(&mut self, at: usize) {
        if let Some(old) = self.old.get_mut(at) {
            old.is_used = true;
        }
    }

    /// Gives blocks of the text that are on new lines to blocks of the page that are on none, between the same
    /// neighbours.
    fn fill_gaps(&mut self, nodes: &[Node], found: &mut [Option<usize>], siblings: &[usize]) {
        let places: HashMap<usize, usize> = siblings
            .iter()
            .enumerate()
            .map(|(place, at)| (*at, place))
            .collect();
        let mut at = 0;
        let mut first = 0;
        while at < nodes.len() {
            let end = (at..nodes.len())
                .find(|at| found.get(*at).copied().flatten().is_some())
                .unwrap_or(nodes.len());
            let next = found.get(end).copied().flatten();
            let last = next.and_then(|next| places.get(&next).copied());
            // A neighbour that comes from elsewhere is in no place here.
            let until = match next {
                Some(_) => last.unwrap_or(first),
                None => siblings.len(),
            };
            let free: Vec<usize> = siblings
                .get(first..until.max(first))
                .unwrap_or_default()
                .iter()
                .copied()
                .filter(|at| !self.is_used(*at) && !self.claimed.contains(at))
                .collect();
            self.pair(nodes, found, at..end, &free);
            first = last.map_or(first, |last| last + 1).max(first);
            at = end + 1;
        }
    }

    fn pair(
        &mut self,
        nodes: &[Node],
        found: &mut [Option<usize>],
        range: std::ops::Range<usize>,
        free: &[usize],
    ) {
        let is_even = range.len() == free.len();
        let mut next = 0;
        for (count, at) in range.enumerate() {
            let Some(What::Block(kind, _)) = nodes.get(at).map(|node| &node.what) else {
                continue;
            };
            let fits = |old: &usize| {
                let of = self.old.get(*old).and_then(|old| old.kind);
                of == Some(*kind)
                    || (is_even && TEXTS.contains(kind) && of.is_some_and(|of| TEXTS.contains(&of)))
            };
            let rest = free.get(next..).unwrap_or_default();
            let place = if is_even {
                free.get(count).filter(|old| fits(old)).map(|_| count)
            } else {
                rest.iter().position(fits).map(|place| next + place)
            };
            if let Some(place) = place
                && let Some(old) = free.get(place).copied()
                && let Some(found) = found.get_mut(at)
            {
                *found = Some(old);
                self.take(old);
                next = place + 1;
            }
        }
    }

    fn place_one(&mut self, node: Node, at: Option<usize>) -> Option<Placed> {
        let Some(at) = at else {
            return self.place_new(node);
        };
        let old = self.old.get(at)?;
        let (id, inside, start, own) = (old.id, old.inside, old.start, old.kind);
        let What::Block(kind, fields) = node.what else {
            self.take_all(at);
            return Some(kept(id));
        };
        if self.is_same(at, node.start..node.end, node.depth) {
            self.take_all(at);
            return Some(kept(id));
        }
        let old_children = old.children.clone();
        let changed = self.changed(id, own, kind, fields, start);
        let block = match changed {
            Some(fields) => Placing::Changed(id, kind, fields),
            None => Placing::Kept(id),
        };
        let children = self.place(node.children, &old_children);
        Some(Placed {
            block,
            children: Some((Some(inside), children)),
        })
    }

    fn place_new(&mut self, node: Node) -> Option<Placed> {
        let What::Block(kind, fields) = node.what else {
            // A page that is elsewhere stays there.
            return None;
        };
        let children = if is_copy(&fields) {
            Vec::new()
        } else {
            self.place(node.children, &[])
        };
        Some(Placed {
            block: Placing::New(draft(kind, fields)),
            children: Some((None, children)),
        })
    }

    fn take_all(&mut self, at: usize) {
        let mut open = vec![at];
        while let Some(at) = open.pop() {
            if let Some(old) = self.old.get_mut(at) {
                old.is_used = true;
                open.extend(&old.children);
            }
        }
    }

    /// Returns true if all lines of a block are the same, seen from its own depth.
    fn is_same(&self, at: usize, new: std::ops::Range<usize>, depth: usize) -> bool {
        let Some(old) = self
            .old
            .get(at)
            .filter(|old| old.end - old.start == new.len())
        else {
            return false;
        };
        !new.is_empty()
            && (old.start..old.end).zip(new).all(|(old_line, new_line)| {
                let one = self.old_lines.get(old_line).copied().unwrap_or_default();
                let other = self.new_lines.get(new_line).copied().unwrap_or_default();
                let one = without_tabs(one, old.depth);
                let other = without_tabs(other, depth);
                one == other
                    || (self.numbered.0.contains(&old_line)
                        && self.numbered.1.contains(&new_line)
                        && without_number(one.trim_start_matches('\t'), true)
                            == without_number(other.trim_start_matches('\t'), true)
                        && one.len() - one.trim_start_matches('\t').len()
                            == other.len() - other.trim_start_matches('\t').len())
            })
    }

    /// The values of a block that differ between the old and the new text.
    fn changed(
        &self,
        id: Uuid,
        own: Option<&'static str>,
        kind: &'static str,
        fields: Fields,
        start: usize,
    ) -> Option<Fields> {
        let block = self.workspace.blocks.get(&id)?;
        let said = self
            .before
            .get(&start)
            .map(|(kind, fields)| draft(kind, fields.clone()).fields)
            .unwrap_or_default();
        let value = |fields: &Fields, key: &str| {
            let found = fields.iter().find(|(name, _)| *name == key);
            found.map(|(_, value)| value.clone())
        };
        let mut is_changed = own != Some(kind);
        let wanted = draft(kind, fields).fields.into_iter();
        let fields = wanted.map(|(key, new)| {
            let old = block.field(key);
            let value = match (value(&said, key), old) {
                (Some(said), Some(old)) if said == new => old.clone(),
                (Some(FieldValue::Text(said)), Some(FieldValue::Text(old))) => {
                    let FieldValue::Text(new) = new else {
                        return (key, new);
                    };
                    FieldValue::Text(changed_runs(&said, old, new))
                }
                _ => new,
            };
            is_changed |= old != Some(&value);
            (key, value)
        });
        let fields = fields.collect();
        is_changed.then_some(fields)
    }

    /// The outermost blocks that the new text does not have, on any of its lines.
    fn gone(&self) -> Vec<Uuid> {
        let kept: HashSet<Uuid> = self
            .old
            .iter()
            .filter(|old| old.is_used)
            .map(|old| old.id)
            .collect();
        let is_outermost = |old: &&Old| {
            let above = old.parent.and_then(|parent| self.old.get(parent));
            above.is_none_or(|above| above.is_used)
        };
        self.old
            .iter()
            .filter(|old| !old.is_used && !kept.contains(&old.id))
            .filter(is_outermost)
            .map(|old| old.id)
            .collect()
    }
}

fn kept(id: Uuid) -> Placed {
    Placed {
        block: Placing::Kept(id),
        children: None,
    }
}

fn numbered(nodes: &[Node], starts: &mut HashSet<usize>) {
    for node in nodes {
        if matches!(node.what, What::Block("numbered_list_item", _)) {
            starts.insert(node.start);
        }
        numbered(&node.children, starts);
    }
}

/// Runs that the old text and the new one both begin and end with stay as they are: Markdown may not show all of them.
fn changed_runs(said: &[Run], old: &[Run], new: Vec<Run>) -> Vec<Run> {
    if said.len() != old.len() {
        return new;
    }
    let pairs = said.iter().zip(&new);
    let first = pairs.take_while(|(said, new)| said == new).count();
    let most = said.len().min(new.len()) - first;
    let pairs = said.iter().rev().zip(new.iter().rev());
    let last = pairs
        .take(most)
        .take_while(|(said, new)| said == new)
        .count();
    let middle = new.get(first..new.len() - last).unwrap_or_default();
    let mut runs = old.get(..first).unwrap_or_default().to_vec();
    runs.extend_from_slice(middle);
    runs.extend_from_slice(old.get(old.len() - last..).unwrap_or_default());
    crate::state::text::merge(runs)
}

/// Returns true if a page or a database is in a block, in the trash or not.
fn holds_page(workspace: &Workspace, id: Uuid) -> bool {
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if !workspace.blocks.contains_key(&id) {
            return true;
        }
        open.extend(workspace.children_of(id));
    }
    false
}

fn without_tabs(line: &str, depth: usize) -> &str {
    let tabs = line.len() - line.trim_start_matches('\t').len();
    line.get(tabs.min(depth)..).unwrap_or_default()
}

/// An item without its number.
fn without_number(text: &str, is_numbered: bool) -> &str {
    if is_numbered {
        text.trim_start_matches(|c: char| c.is_ascii_digit())
    } else {
        text
    }
}
