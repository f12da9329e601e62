//! Blocks and texts as the real API took them and gave them back.
//!
//! The recordings are found in the folder that the environment variable `NOTION_RECORDINGS` names. Without it these tests
//! say that they did not run.

use notion_content::model::{Block as BlockData, BlockRequest};
use notion_content::{Block, Plan, Reason, Step, check, update, writable};
use serde_json::Value;

use crate::support::recordings::folder;

/// What the interactions are whose method and path begin and end so; `None` where there are no recordings.
fn recorded(method: &str, end: impl Fn(&str) -> bool) -> Option<Vec<Value>> {
    let folder = folder()?;
    let lines = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let all = lines("recordings.jsonl") + &lines("recordings-2025-09-03.jsonl");
    let interactions = all
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let wanted = |one: &Value| {
        one["method"] == method && one["status"] == 200 && end(one["path"].as_str().unwrap())
    };
    Some(interactions.filter(wanted).collect())
}

fn answered(block: &Value) -> Block {
    serde_json::from_value::<BlockData>(block.clone())
        .unwrap()
        .into()
}

#[test]
fn what_was_appended_is_taken_and_is_what_was_answered() {
    let Some(appends) = recorded("PATCH", |path| path.ends_with("/children")) else {
        return;
    };
    let mut compared = 0;
    for append in &appends {
        let place = format!("{} {}", append["recording"], append["index"]);
        let requests: Vec<BlockRequest> =
            serde_json::from_value(append["request"]["children"].clone()).unwrap();
        let blocks: Vec<Block> = requests.into_iter().map(Block::from).collect();
        // Each alone, because what they stand in is not recorded with them.
        match check(&blocks) {
            Ok(()) => {
                let plan = Plan::append(None, &blocks).unwrap();
                let [Step::Append(planned)] = &plan.steps[..] else {
                    panic!("{place}: {} requests", plan.requests())
                };
                let planned: Vec<Block> =
                    planned.children.iter().cloned().map(Block::from).collect();
                assert_eq!(planned, blocks, "{place}");
            }
            Err(refusal) => assert!(
                matches!(
                    refusal.reason,
                    Reason::OnlyIn { .. } | Reason::IconOutsideOfTab
                ),
                "{place}: {refusal}"
            ),
        }
        let results = append["response"]["results"].as_array().unwrap();
        for (block, result) in blocks.iter().zip(results) {
            assert_eq!(
                answered(result),
                block.clone().without_children(),
                "{place}"
            );
            compared += 1;
        }
    }
    assert!(compared > 50, "{compared}");
}

#[test]
fn what_was_listed_is_what_can_be_written_or_has_a_name() {
    let Some(lists) = recorded("GET", |path| path.ends_with("/children")) else {
        return;
    };
    let mut kept = 0;
    for list in &lists {
        let blocks: Vec<Block> = list["response"]["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(answered)
            .collect();
        // What stands in tables, columns and tabs is listed by itself, and tables and lists of columns without what is in them.
        let loose = ["table_row", "column", "table", "column_list"];
        let icons = |block: &Block| matches!(check(std::slice::from_ref(block)), Err(refusal) if refusal.reason == Reason::IconOutsideOfTab);
        let blocks: Vec<Block> = blocks
            .into_iter()
            .filter(|block| !loose.contains(&block.kind.type_name()) && !icons(block))
            .collect();
        let place = format!("{} {}", list["recording"], list["index"]);
        let writable = writable(blocks.clone());
        check(&writable.document).unwrap();
        assert_eq!(
            writable.document.len() + writable.refused.len(),
            blocks.len(),
            "{place}: {:?}",
            writable.refused
        );
        for refusal in &writable.refused {
            assert!(
                matches!(
                    refusal.reason,
                    Reason::NotCreatable { .. } | Reason::HostedFile
                ),
                "{place}: {refusal}"
            );
        }
        kept += writable.document.len();
    }
    assert!(kept > 50, "{kept}");
}

#[test]
fn a_change_that_was_recorded_can_be_said() {
    let Some(changes) = recorded("PATCH", |path| {
        path.starts_with("/v1/blocks/") && !path.ends_with("/children")
    }) else {
        return;
    };
    let mut compared = 0;
    for change in &changes {
        let place = format!("{} {}", change["recording"], change["index"]);
        let after = answered(&change["response"]);
        let kind = after.kind.type_name().to_owned();
        let Some(sent) = change["request"].get(&kind) else {
            continue;
        };
        // To make the block what it became: all that was sent is said, and what is said beyond it is what the block is.
        let said = match update(&after.kind, false, &after) {
            Ok(request) => serde_json::to_value(request).unwrap(),
            Err(refusal) => {
                assert_eq!(refusal.reason, Reason::HostedFile, "{place}");
                continue;
            }
        };
        for key in sent.as_object().unwrap().keys() {
            // An empty list of children says nothing, and a file that stays is not sent again.
            let silent = ["children", "type", "external", "file"].contains(&key.as_str());
            assert!(
                silent || said[&kind].get(key).is_some(),
                "{place}: {key} is not in {said}"
            );
        }
        compared += 1;
    }
    assert!(compared > 10, "{compared}");
}
