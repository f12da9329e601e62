//! Copying and showing deeply nested blocks.
//!
//! The functions that the compiler derives call themselves for each level, so that a few thousand levels overflow the stack of
//! a thread, which is 2 MiB by default. These keep a list of what is open instead. [`PartialEq`] is in `same.rs`. Dropping
//! is left to the compiler: it needs about 100 bytes a level, which [`MAX_DEPTH`](crate::MAX_DEPTH) takes into account. With
//! a `Drop` of its own, no field could be moved out of a block.

use std::fmt;

use super::Block;

/// The most levels of blocks that `Debug` shows.
const MAX_SHOWN_LEVELS: usize = 30;

impl Clone for Block {
    fn clone(&self) -> Self {
        /// A block, and what is cloned of the blocks in it.
        struct Open<'a> {
            block: &'a Block,
            rest: std::slice::Iter<'a, Block>,
            children: Vec<Block>,
        }
        fn open(block: &Block) -> Open<'_> {
            Open {
                block,
                rest: block.children.iter(),
                children: Vec::with_capacity(block.children.len()),
            }
        }
        let mut path = vec![open(self)];
        while let Some(last) = path.last_mut() {
            if let Some(child) = last.rest.next() {
                path.push(open(child));
                continue;
            }
            let Some(done) = path.pop() else {
                break;
            };
            let clone = Self {
                id: done.block.id,
                kind: done.block.kind.clone(),
                children: done.children,
            };
            match path.last_mut() {
                Some(above) => above.children.push(clone),
                None => return clone,
            }
        }
        Self::default()
    }
}

/// Shows 30 levels of blocks, and of deeper ones how many there are.
impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self, 0, f)
    }
}

fn show(block: &Block, level: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_struct("Block")
        .field("id", &block.id)
        .field("kind", &block.kind)
        .field("children", &Children(&block.children, level + 1))
        .finish()
}

/// Blocks and the level that they are on.
struct Children<'a>(&'a [Block], usize);

impl fmt::Debug for Children<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(blocks, level) = self;
        if *level >= MAX_SHOWN_LEVELS && !blocks.is_empty() {
            let count: usize = blocks.iter().map(Block::count).sum();
            return write!(f, "[… {count} blocks]");
        }
        let blocks = blocks.iter().map(|block| Child(block, *level));
        f.debug_list().entries(blocks).finish()
    }
}

/// A block and the level that it is on.
struct Child<'a>(&'a Block, usize);

impl fmt::Debug for Child<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self.0, self.1, f)
    }
}
