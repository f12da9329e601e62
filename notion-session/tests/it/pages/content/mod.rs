//! Content of any size, depth and length of text, written to the local server and read back.

mod changing;
mod reading;
mod writing;

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::TryStreamExt;
use notion_local::{Fault, FaultRule, Server};
use notion_session::content::{
    Block, MAX_SIBLINGS, Plan, Reason, audio, bold, bookmark, breadcrumb, bulleted, callout, code,
    column, columns, divider, embed, equation, file, heading, heading_2, heading_3, heading_4,
    image, link, link_to_page, mention, numbered, paragraph, pdf, quote, synced, synced_copy, tab,
    table, table_of_contents, table_row, tabs, template, todo, toggle, video, writable,
};
use notion_session::model::{BlockKind, Color, Icon, UserId};
use notion_session::{Error, Session};
use proptest::prelude::*;

use crate::support::documents::{Documents, Fewest, fewest};
use crate::support::{Cost, documents, home, open};

/// One request for each list of blocks, and one more for each further 100 blocks in it.
fn reads(blocks: &[Block]) -> usize {
    let lists = blocks.iter().filter(|block| !block.children.is_empty());
    blocks.len().div_ceil(MAX_SIBLINGS).max(1)
        + lists.map(|block| reads(&block.children)).sum::<usize>()
}
