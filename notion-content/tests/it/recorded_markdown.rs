//! Blocks that the real API sent, to Markdown and back.
//!
//! The recordings are found in the folder that the environment variable `NOTION_RECORDINGS` names. Without it this test
//! says that it did not run.

use std::collections::BTreeMap;

use notion_content::model::Block as BlockData;
use notion_content::{Block, html, markdown};
use serde_json::Value;

use crate::support::recordings::folder;

/// Every list of blocks in some JSON, and every block that stands alone.
fn blocks(json: &Value, found: &mut Vec<Vec<Block>>) {
    let block = |json: &Value| -> Option<Block> {
        (json["object"] == "block" && json.get("type").is_some())
            .then(|| serde_json::from_value::<BlockData>(json.clone()).ok())
            .flatten()
            .map(Into::into)
    };
    match json {
        Value::Array(list) => {
            let all: Vec<Block> = list.iter().filter_map(block).collect();
            if !all.is_empty() {
                found.push(all);
            }
            list.iter().for_each(|json| blocks(json, found));
        }
        Value::Object(map) => {
            found.extend(block(json).map(|block| vec![block]));
            map.values().for_each(|json| blocks(json, found));
        }
        _ => {}
    }
}

/// A block with the blocks in it, as far as they were asked for.
fn grown(block: &Block, inside: &BTreeMap<String, Vec<Block>>, depth: usize) -> Block {
    let id = block.id.map(|id| id.to_string().replace('-', ""));
    let children = id.and_then(|id| inside.get(&id)).filter(|_| depth < 10);
    let children = children.into_iter().flatten();
    Block {
        children: children
            .map(|child| grown(child, inside, depth + 1))
            .collect(),
        ..block.clone()
    }
}

#[test]
fn what_notion_sent_comes_back_from_markdown_unless_a_loss_was_told() {
    let Some(folder) = folder() else {
        return;
    };
    let mut documents = Vec::new();
    let mut inside = BTreeMap::new();
    for file in ["recordings.jsonl", "recordings-2025-09-03.jsonl"] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        for line in text.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            blocks(&line["response"], &mut documents);
            let path = line["path"].as_str().unwrap_or_default();
            if let Some(id) = path
                .strip_prefix("/v1/blocks/")
                .and_then(|path| path.strip_suffix("/children"))
                && line["method"] == "GET"
            {
                let mut lists = Vec::new();
                blocks(&line["response"]["results"], &mut lists);
                inside.insert(
                    id.replace('-', ""),
                    lists.into_iter().next().unwrap_or_default(),
                );
            }
        }
    }
    assert!(documents.len() > 100, "{}", documents.len());
    let trees: Vec<Vec<Block>> = documents
        .iter()
        .map(|list| list.iter().map(|block| grown(block, &inside, 0)).collect())
        .collect();
    documents.extend(trees);
    let mut kept: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for document in &documents {
        html::document("A page", document);
        let written = markdown::write(document);
        if written.lost.is_empty() {
            let back = markdown::read(&written.text);
            assert!(back.blocks == *document, "{}\n{document:#?}", written.text);
            assert!(back.lost.is_empty(), "{}", written.text);
        }
        for block in document {
            let counts = kept.entry(block.kind.type_name().to_owned()).or_default();
            let lost = markdown::write(std::slice::from_ref(block)).lost;
            *(if lost.is_empty() {
                &mut counts.0
            } else {
                &mut counts.1
            }) += 1;
        }
    }
    eprintln!("blocks without and with a loss: {kept:#?}");
    for kind in [
        "paragraph",
        "heading_1",
        "heading_2",
        "heading_3",
        "bulleted_list_item",
        "numbered_list_item",
        "to_do",
        "toggle",
        "quote",
        "callout",
        "code",
        "equation",
        "divider",
        "table",
    ] {
        assert!(
            kept.get(kind).is_some_and(|(whole, _)| *whole > 0),
            "{kind}: {kept:?}"
        );
    }
}
