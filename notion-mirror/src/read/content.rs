//! The content of pages, and comments on them: a page is written as a whole, in one transaction.

use std::collections::HashSet;

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use notion_session::Session;
use notion_session::model::BlockId;
use serde_json::Value;

use super::answer::{get_part, id, is_refusal, request, send};
use super::source::{SourceRun, plain};
use crate::error::Result;
use crate::mirror::Mirror;
use crate::plan::time;
use crate::store::contents::{self, Block, Comment};

/// Pages that are read concurrently, within the session's rate limit.
const CONCURRENCY: usize = 6;

/// What is read of a page besides its properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Contents {
    pub(crate) content: bool,
    pub(crate) comments: bool,
}

/// The blocks of a page.
struct Tree {
    blocks: Vec<Block>,
    /// When the first request was answered.
    answered: Option<Timestamp>,
    /// Why blocks are missing, if some are.
    incomplete: Option<String>,
}

impl SourceRun<'_> {
    /// Reads the content of pages whose content is not the one of their last edit, and the comments on all pages.
    ///
    /// What has been read is known by the page's edit time, so that a run that was broken off goes on where it was.
    pub(crate) async fn contents(&mut self, wanted: Contents) -> Result<()> {
        if wanted.content {
            self.each_page(true).await?;
        }
        if wanted.comments {
            self.each_page(false).await?;
        }
        Ok(())
    }

    async fn each_page(&mut self, is_content: bool) -> Result<()> {
        let mut last = None;
        loop {
            let pages = {
                let mut store = self.mirror.store().await;
                contents::pages(&mut store, &self.source, is_content, last.as_deref()).await?
            };
            let Some((highest, _)) = pages.last() else {
                return Ok(());
            };
            last = Some(highest.clone());
            let (mirror, session) = (self.mirror, self.session);
            let mut done = stream::iter(pages)
                .map(|(id, edited)| async move {
                    if is_content {
                        read_content(mirror, session, &id, &edited).await
                    } else {
                        read_comments(mirror, session, &id).await
                    }
                })
                .buffer_unordered(CONCURRENCY);
            while let Some(result) = done.next().await {
                if let Some(reason) = result? {
                    self.report.incomplete_because(reason);
                }
                self.report.contents += u64::from(is_content);
            }
        }
    }
}

/// Reads and writes the content of a page. Returns why it is incomplete, if it is.
async fn read_content(
    mirror: &Mirror,
    session: &Session,
    page: &str,
    edited: &str,
) -> Result<Option<String>> {
    let tree = tree(session, page).await?;
    // Blocks may change once more within the minute of the edit time: then it is read again by the next run.
    let is_final = tree.incomplete.is_none() && time::is_settled(edited, tree.answered);
    let edited = is_final.then_some(edited);
    let mut store = mirror.store().await;
    contents::write_blocks(
        &mut store,
        page,
        &tree.blocks,
        edited,
        tree.incomplete.as_deref(),
    )
    .await?;
    Ok(tree
        .incomplete
        .map(|reason| format!("page {page}: {reason}")))
}

/// Reads all blocks of a page, each before those in it. One request for each 100 blocks of a list.
///
/// Pages and databases in the page are blocks of a title; what is in them is theirs. What a copy of a synced block shows is in its
/// original.
async fn tree(session: &Session, page: &str) -> Result<Tree> {
    let mut tree = Tree {
        blocks: Vec::new(),
        answered: None,
        incomplete: None,
    };
    let mut seen = HashSet::new();
    // Lists that are open: the rest of their blocks, in reverse.
    let mut open: Vec<Vec<Value>> = vec![children(session, page, &mut tree).await?];
    while let Some(list) = open.last_mut() {
        let Some(block) = list.pop() else {
            open.pop();
            continue;
        };
        let (Some(id), Some(kind)) = (block["id"].as_str(), block["type"].as_str()) else {
            continue;
        };
        if !seen.insert(id.to_owned()) {
            continue;
        }
        let (id, kind) = (id.to_owned(), kind.to_owned());
        let is_copy = block[&kind]["synced_from"].is_object();
        let is_page = matches!(kind.as_str(), "child_page" | "child_database");
        let has_children = block["has_children"] == true && !is_copy && !is_page;
        let parent = ["block_id", "page_id"]
            .iter()
            .find_map(|key| block["parent"][key].as_str());
        tree.blocks.push(Block {
            id: id.clone(),
            parent: parent.unwrap_or(page).to_owned(),
            kind: kind.clone(),
            text: text(&block[&kind]),
            raw: block.to_string(),
        });
        if has_children {
            let inner = match children(session, &id, &mut tree).await {
                Ok(inner) => inner,
                Err(error) if is_refusal(&error) => {
                    tree.incomplete =
                        Some(format!("the blocks in block {id} cannot be read: {error}"));
                    continue;
                }
                Err(error) => return Err(error),
            };
            open.push(inner);
        }
    }
    Ok(tree)
}

/// The blocks in a page or block, the last first.
async fn children(session: &Session, block: &str, tree: &mut Tree) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let list = request(&session.api().blocks().children(id::<BlockId>(block)?))?;
        let answer = send(session, get_part(list, cursor.as_deref())).await?;
        tree.answered = tree.answered.or(answer.answered);
        let part = answer.part()?;
        all.extend(
            part.results
                .iter()
                .filter_map(|raw| serde_json::from_str::<Value>(raw.get()).ok()),
        );
        let next = part.next();
        if next.is_none() || next == cursor {
            all.reverse();
            return Ok(all);
        }
        cursor = next;
    }
}

/// The text that a block shows.
fn text(payload: &Value) -> String {
    let mut text = String::new();
    let mut add = |part: &str| {
        if !part.is_empty() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(part);
        }
    };
    for key in ["rich_text", "caption"] {
        add(&plain(payload.get(key)));
    }
    for key in ["title", "expression", "name", "url"] {
        add(payload[key].as_str().unwrap_or_default());
    }
    for cell in payload["cells"].as_array().into_iter().flatten() {
        add(&plain(Some(cell)));
    }
    text
}

/// Reads and writes the comments on a page. Returns why they cannot be read, if the integration may not.
async fn read_comments(mirror: &Mirror, session: &Session, page: &str) -> Result<Option<String>> {
    let mut comments = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let list = request(&session.api().comments().list(id::<BlockId>(page)?))?;
        let answer = match send(session, get_part(list, cursor.as_deref())).await {
            Ok(answer) => answer,
            Err(error) if is_refusal(&error) => {
                return Ok(Some(format!("comments on page {page}: {error}")));
            }
            Err(error) => return Err(error),
        };
        let part = answer.part()?;
        for raw in &part.results {
            let Ok(comment) = serde_json::from_str::<Value>(raw.get()) else {
                continue;
            };
            let text = |value: &Value| value.as_str().map(str::to_owned);
            let Some(id) = text(&comment["id"]) else {
                continue;
            };
            let parent = ["block_id", "page_id"]
                .iter()
                .find_map(|key| text(&comment["parent"][key]));
            comments.push(Comment {
                id,
                parent: parent.unwrap_or_else(|| page.to_owned()),
                discussion: text(&comment["discussion_id"]),
                created: text(&comment["created_time"]),
                author: text(&comment["created_by"]["id"]),
                text: plain(comment.get("rich_text")),
                raw: raw.get().to_owned(),
            });
        }
        let next = part.next();
        if next.is_none() || next == cursor {
            break;
        }
        cursor = next;
    }
    let mut store = mirror.store().await;
    contents::write_comments(&mut store, page, &comments).await?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn blocks_have_the_text_that_they_show() {
        let runs = json!([{ "plain_text": "a" }, { "plain_text": "b" }]);
        assert_eq!(text(&json!({ "rich_text": runs, "color": "red" })), "ab");
        assert_eq!(
            text(&json!({ "url": "https://x", "caption": runs })),
            "ab\nhttps://x"
        );
        assert_eq!(text(&json!({ "cells": [runs, [], runs] })), "ab\nab");
        assert_eq!(text(&json!({ "expression": "x^2" })), "x^2");
        assert_eq!(text(&json!({})), "");
    }
}
