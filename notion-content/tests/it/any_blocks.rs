//! Every function that takes blocks, with arbitrary ones: nothing panics, and nothing is lost without a word.

use notion_content::model::{BlockRequest, RichTextKind};
use notion_content::{
    Block, Plan, RichText, Step, check, check_in, html, markdown, update, writable,
};
use proptest::prelude::*;

use crate::support::arbitrary::{Ids, document};

/// All blocks, each before those in it.
fn all(blocks: &[Block]) -> Vec<&Block> {
    let mut all = Vec::new();
    let mut open: Vec<&Block> = blocks.iter().rev().collect();
    while let Some(block) = open.pop() {
        all.push(block);
        open.extend(block.children.iter().rev());
    }
    all
}

/// The texts that stand in blocks, without what only Notion knows.
fn words(blocks: &[Block]) -> String {
    let mut words = String::new();
    for block in all(blocks) {
        for run in block
            .runs()
            .into_iter()
            .chain(block.caption_runs())
            .flatten()
        {
            if let RichTextKind::Text(text) = &run.kind {
                words.push_str(&text.content);
            }
        }
    }
    words
}

/// The blocks that the requests of a plan hold.
fn sent(along: Vec<BlockRequest>, plan: Plan) -> usize {
    let steps = plan.steps.into_iter().filter_map(|step| match step {
        Step::Append(append) => Some(append.children),
        Step::List(_) => None,
    });
    let requests = steps.flatten().chain(along);
    requests.map(|request| Block::from(request).count()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_function_panics_and_what_is_accepted_is_sent_whole(
        blocks in document(Ids::default(), 25),
        other in document(Ids::default(), 25),
        at in 0_usize..9,
    ) {
        let count: usize = blocks.iter().map(Block::count).sum();
        prop_assert_eq!(&blocks.clone(), &blocks);
        prop_assert_eq!(format!("{blocks:?}").is_empty(), false);
        let checked = check(&blocks);
        let planned = Plan::append(None, &blocks);
        prop_assert_eq!(checked.as_ref().err(), planned.as_ref().err());
        if let Ok(plan) = planned {
            prop_assert_eq!(sent(Vec::new(), plan), count);
            let (along, plan) = Plan::page(&blocks, 1_000).unwrap();
            prop_assert_eq!(sent(along, plan), count);
        }
        if let Err(refusal) = checked {
            prop_assert!(refusal.to_string().len() < 1_000);
        }
        let _ = html::document("x", &blocks);
        let _ = markdown::write(&blocks);
        for (block, new) in all(&blocks).into_iter().zip(all(&other)) {
            let _ = check_in(Some(&block.kind), &other);
            let _ = update(&block.kind, true, new);
            let _ = update(&block.kind, false, &block.clone().without_children());
            let _ = block.to_request();
            let text = block.text().unwrap_or_default();
            prop_assert_eq!(text.slice(..at) + text.slice(at..), text.merged());
            let _ = text.to_request();
        }
    }

    /// What a copy leaves out or changes, it names.
    #[test]
    fn a_copy_without_refusals_is_the_document(blocks in document(Ids::default(), 3)) {
        let copy = writable(blocks.clone());
        prop_assert_eq!(check(&copy.document), Ok(()));
        prop_assert_eq!(copy.refused.is_empty(), check(&blocks).is_ok());
        if copy.refused.is_empty() {
            prop_assert_eq!(&copy.document, &blocks);
            prop_assert_eq!(words(&copy.document), words(&blocks));
        }
        let again = writable(copy.document.clone());
        prop_assert_eq!(again.refused, []);
        prop_assert_eq!(again.document, copy.document);
    }

    /// What a change sends is the block, or an error says why not.
    #[test]
    fn a_change_to_an_accepted_block_is_that_block(blocks in document(Ids::default(), 0)) {
        for block in all(&blocks) {
            let new = block.clone().without_children();
            if let Ok(request) = update(&block.kind, !block.children.is_empty(), &new) {
                let sent = Block::from(request);
                prop_assert_eq!(sent.kind.type_name(), new.kind.type_name());
                prop_assert_eq!(sent.text(), new.text());
                prop_assert_eq!(sent.text().map(|text: RichText| text.length()), new.text().map(|text| text.length()));
            }
        }
    }
}
