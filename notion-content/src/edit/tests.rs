//! Random documents, edited at random.

use std::collections::HashSet;

use notion_model::{BlockId, Color};
use proptest::prelude::*;

use super::*;
use crate::*;

fn numbered(blocks: &mut [Block], next: &mut u128) {
    for block in blocks {
        *next += 1;
        block.id = Some(BlockId::from(uuid::Uuid::from_u128(*next)));
        numbered(&mut block.children, next);
    }
}

/// A document as it was read: each block has an ID.
fn read(mut blocks: Vec<Block>) -> Vec<Block> {
    numbered(&mut blocks, &mut 0);
    blocks
}

fn id(number: u128) -> BlockId {
    BlockId::from(uuid::Uuid::from_u128(number))
}

/// What Notion has after the changes.
fn applied(document: &mut Vec<Block>, changes: Vec<BlockChange>) {
    fn find(blocks: &mut [Block], wanted: BlockId) -> Option<&mut Block> {
        for block in blocks {
            if block.id == Some(wanted) {
                return Some(block);
            }
            if let Some(found) = find(&mut block.children, wanted) {
                return Some(found);
            }
        }
        None
    }
    fn remove(blocks: &mut Vec<Block>, wanted: BlockId) {
        blocks.retain(|block| block.id != Some(wanted));
        for block in blocks {
            remove(&mut block.children, wanted);
        }
    }
    for change in changes {
        match change {
            BlockChange::Update { id, block } => {
                let old = find(document, id).expect("the block to update is there");
                assert!(update(&old.kind, !old.children.is_empty(), &block).is_ok());
                old.kind = block.kind.clone();
            }
            BlockChange::Delete { id } => remove(document, id),
            BlockChange::Insert {
                parent,
                after,
                blocks,
            } => {
                let list = match parent {
                    None => &mut *document,
                    Some(id) => &mut find(document, id).expect("the parent is there").children,
                };
                let place = match after {
                    None => 0,
                    Some(id) => {
                        1 + list
                            .iter()
                            .position(|it| it.id == Some(id))
                            .expect("the block before is there")
                    }
                };
                list.splice(place..place, blocks);
            }
        }
    }
}

fn all_ids(blocks: &[Block]) -> HashSet<BlockId> {
    let mut found = HashSet::new();
    let mut open: Vec<&Block> = blocks.iter().collect();
    while let Some(block) = open.pop() {
        found.extend(block.id);
        open.extend(&block.children);
    }
    found
}

fn text() -> impl Strategy<Value = String> {
    "[abc]{1,2}( [abc]{1,2})?"
}

fn leaf() -> impl Strategy<Value = Block> {
    prop_oneof![
        4 => text().prop_map(paragraph),
        1 => text().prop_map(heading),
        2 => (text(), any::<bool>()).prop_map(|(text, checked)| if checked { todo(text).checked() } else { todo(text) }),
        1 => Just(divider()),
        1 => text().prop_map(|text| code("rust", text)),
        // What Markdown cannot express.
        1 => text().prop_map(|text| paragraph(text).color(Color::Red)),
        1 => Just(table_of_contents()),
    ]
}

fn block() -> impl Strategy<Value = Block> {
    leaf().prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            (text(), prop::collection::vec(inner.clone(), 0..4))
                .prop_map(|(text, inner)| bulleted(text).children(inner)),
            (text(), prop::collection::vec(inner.clone(), 0..4))
                .prop_map(|(text, inner)| toggle(text).children(inner)),
            (text(), prop::collection::vec(inner, 0..3))
                .prop_map(|(text, inner)| quote(text).children(inner)),
        ]
    })
}

fn document() -> impl Strategy<Value = Vec<Block>> {
    prop::collection::vec(block(), 0..8)
}

proptest! {
    #[test]
    fn changes_turn_the_old_document_into_the_new_one(old in document(), new in document()) {
        let mut page = read(old);
        let before = all_ids(&page);
        let changes = changes(&page, &new).unwrap();
        let deleted = changes.iter().any(|change| matches!(change, BlockChange::Delete { .. }));
        applied(&mut page, changes);
        prop_assert_eq!(&page, &new);
        prop_assert!(deleted || all_ids(&page).is_superset(&before));
    }

    #[test]
    fn a_document_that_did_not_change_has_no_changes(old in document()) {
        let page = read(old);
        let editable = Editable::new(&page);
        prop_assert_eq!(editable.changes(editable.text()).unwrap(), []);
    }

    #[test]
    fn few_edits_are_few_changes_and_all_other_blocks_keep_their_ids(
        old in document(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), text(), 0..3), 1..4),
    ) {
        let page = read(old);
        let before = all_ids(&page);
        let mut new = page.clone();
        let mut done = 0;
        for (place, text, action) in edits {
            match action {
                0 => {
                    new.insert(place.index(new.len() + 1), paragraph(text));
                    done += 1;
                }
                _ if new.is_empty() => {}
                1 => {
                    done += new.remove(place.index(new.len())).count();
                }
                _ => {
                    let at = place.index(new.len());
                    if let Some(runs) = new[at].runs_mut() {
                        *runs = vec![Run::text(text)];
                        done += 1;
                    }
                }
            }
        }
        let changes = changes(&page, &new).unwrap();
        let count: usize = changes.iter().map(|change| match change {
            BlockChange::Insert { blocks, .. } => blocks.iter().map(Block::count).sum(),
            BlockChange::Update { .. } => 1,
            BlockChange::Delete { .. } => 0,
        }).sum();
        let mut after = page;
        applied(&mut after, changes);
        let gone = before.difference(&all_ids(&after)).count();
        prop_assert!(count + gone <= done, "{} blocks for {} edits", count + gone, done);
        prop_assert_eq!(after, new);
    }

    #[test]
    fn marked_blocks_survive_every_edit_of_the_text(old in document(), line in text(), place in any::<prop::sample::Index>()) {
        let mut page = read(old);
        let editable = Editable::new(&page);
        let marked: Vec<BlockId> = editable.text().split('⟦').skip(1).map(|rest| rest[..32].parse().unwrap()).collect();
        let mut paragraphs: Vec<&str> = editable.text().split("\n\n").collect();
        paragraphs.insert(place.index(paragraphs.len() + 1), &line);
        let edited = paragraphs.join("\n\n");
        // A paragraph in between may part a list, and then a mark stands elsewhere.
        if let Ok(changes) = editable.changes(&edited) {
            applied(&mut page, changes);
            let after = all_ids(&page);
            for id in marked {
                prop_assert!(after.contains(&id));
            }
        }
    }
}

#[test]
fn a_mark_has_to_be_kept_in_its_place() {
    let page = read(vec![
        paragraph("a"),
        paragraph("red").color(Color::Red),
        toggle("t").children([table_of_contents()]),
    ]);
    let editable = Editable::new(&page);
    let red = format!("⟦{} paragraph with red⟧", id(2).uuid().as_simple());
    let contents = format!("⟦{} table of contents⟧", id(4).uuid().as_simple());
    let text = editable.text();
    assert!(
        text.starts_with(&format!("a\n\n{red}\n\n")) && text.contains(&contents),
        "{text}"
    );
    let error = |text: &str| editable.changes(text).unwrap_err();
    assert_eq!(
        error(&text.replace(&red, "")),
        EditError::MissingMark(red.clone())
    );
    assert_eq!(
        error(&format!("{text}\n\n{red}\n")),
        EditError::RepeatedMark(red.clone())
    );
    assert_eq!(
        error(&format!("{}\n\n{contents}\n", text.replace(&contents, ""))),
        EditError::MovedMark
    );
    // What is typed after the ID does not count, and text around it is edited.
    let edited = text
        .replace("with red", "with blue")
        .replacen("a\n", "b\n", 1);
    let changes = editable.changes(&edited).unwrap();
    assert_eq!(
        changes,
        [BlockChange::Update {
            id: id(1),
            block: Box::new(paragraph("b"))
        }]
    );
}

#[test]
fn changes_of_a_table_are_changes_of_its_rows() {
    let page = read(vec![table([
        ["Fruit", "Price"],
        ["Apple", "2"],
        ["Pear", "3"],
    ])]);
    let editable = Editable::new(&page);
    let edited = editable.text().replace("| 3 ", "| 4 ");
    let changes = editable.changes(&edited).unwrap();
    assert!(
        matches!(&changes[..], [BlockChange::Update { id: changed, .. }] if *changed == id(4)),
        "{changes:?}"
    );
}

#[test]
fn somebody_elses_edit_is_a_conflict_where_both_are_about_one_block() {
    let page = read(vec![
        paragraph("a"),
        bulleted("b").children([bulleted("c")]),
        paragraph("d"),
    ]);
    let mut now = read(vec![
        paragraph("a"),
        bulleted("b").children([bulleted("changed")]),
        paragraph("d"),
    ]);
    let update = |number, text: &str| BlockChange::Update {
        id: id(number),
        block: Box::new(paragraph(text)),
    };
    assert_eq!(
        conflicts(
            &page,
            &now,
            &[update(1, "x"), update(2, "x"), update(4, "x")]
        ),
        []
    );
    let found = conflicts(
        &page,
        &now,
        &[update(3, "x"), BlockChange::Delete { id: id(2) }],
    );
    let ids: Vec<BlockId> = found.iter().map(|conflict| conflict.id).collect();
    assert_eq!(ids, [id(3), id(2)]);
    assert_eq!(found[0].now.as_deref(), Some("bulleted list item: changed"));
    now.remove(2);
    let insert = BlockChange::Insert {
        parent: None,
        after: Some(id(4)),
        blocks: vec![divider()],
    };
    let found = conflicts(&page, &now, &[insert]);
    assert_eq!((found.len(), &found[0].now), (1, &None));
}
