//! Deeply nested blocks on a thread with the usual stack of 2 MiB.

use notion_content::model::{Block as BlockData, BlockRequest};
use notion_content::*;

/// What threads have unless they are told otherwise.
const STACK_BYTES: usize = 2 << 20;

fn on_a_usual_stack(test: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
    thread.spawn(test).unwrap().join().unwrap();
}

/// One block in the other, of types by turns.
fn deep(levels: usize) -> Vec<Block> {
    let mut block = heading("the last");
    for level in 1..levels {
        block = match level % 4 {
            0 => quote("x").children([block]),
            1 => toggle("x").children([paragraph("before"), block]),
            2 => columns([column([block]), column([])]),
            _ => todo("x").children([block, paragraph("after")]),
        };
    }
    vec![block]
}

/// Tables, tabs and synced blocks in each other, which Notion would not have.
fn odd(levels: usize) -> Vec<Block> {
    let mut block = heading("the last");
    for level in 1..levels {
        block = match level % 4 {
            0 => table([["x"]]).children([block]),
            1 => tabs([block]),
            2 => table([["x"]]).children([table_row(["y"]).children([block])]),
            _ => divider().children([block]),
        };
    }
    vec![block]
}

#[test]
fn ten_thousand_levels_are_made_cloned_compared_shown_and_dropped() {
    on_a_usual_stack(|| {
        let document = deep(MAX_DEPTH / 2);
        let copy = document.clone();
        assert_eq!(document, copy);
        assert!(document[0].count() > MAX_DEPTH / 2);
        for shown in [format!("{document:?}"), format!("{document:#?}")] {
            assert!(shown.contains(" blocks]"));
        }
        assert_eq!(document[0].plain_text(), "x");
        // A column list is two levels, so these are more than the half.
        drop(document);
        let mut block = paragraph("x");
        for _ in 1..MAX_DEPTH {
            block = quote("x").children([block]);
        }
        assert_eq!(block.count(), MAX_DEPTH);
        assert_eq!(block.clone(), block);
    });
}

#[test]
fn deep_documents_are_checked_planned_copied_and_written() {
    on_a_usual_stack(|| {
        let document = deep(MAX_DEPTH / 2);
        assert_eq!(check(&document), Ok(()));
        assert!(Plan::append(None, &document).unwrap().requests() > 1_000);
        let (along, _) = Plan::page(&document, 0).unwrap();
        assert_eq!(along.len(), 0);
        let writable = writable(document.clone());
        assert_eq!(writable.document, document);
        assert_eq!(writable.refused, []);
        assert!(html::document("x", &document).contains("the last"));
        assert!(html::fragment(&odd(MAX_DEPTH / 2)).contains("the last"));
        assert!(check(&odd(MAX_DEPTH / 2)).is_err());
    });
}

#[test]
fn the_last_of_many_levels_is_named_by_its_place() {
    on_a_usual_stack(|| {
        let mut block = image("a.png");
        for _ in 0..1_000 {
            block = quote("x").children([paragraph("y"), block]);
        }
        let refusal = check(std::slice::from_ref(&block)).unwrap_err();
        assert!(
            refusal
                .path
                .ends_with(".children[1].quote.children[1].image")
        );
        assert_eq!(refusal.path.matches("quote").count(), 1_000);
        let copy = writable(vec![block]);
        assert_eq!(copy.refused, [refusal]);
        assert_eq!(copy.document[0].count(), 2_000);
    });
}

#[test]
fn a_request_takes_a_hundred_levels() {
    on_a_usual_stack(|| {
        let nested =
            |levels: usize| (1..levels).fold(quote("x"), |inner, _| toggle("x").children([inner]));
        let request = nested(100).to_request().unwrap();
        assert_eq!(Block::from(request.clone()), nested(100));
        assert_eq!(request.clone(), request);
        assert!(!format!("{request:?}").is_empty());
        assert!(serde_json::to_string(&request).unwrap().len() > 100 * 30);
        for levels in [101, 1_000, MAX_DEPTH] {
            assert_eq!(
                nested(levels).to_request().unwrap_err(),
                Reason::TooDeep { limit: 100 }
            );
        }
    });
}

#[test]
fn json_of_any_depth_is_an_error_and_not_an_overflow() {
    on_a_usual_stack(|| {
        let open = r#"{"type": "quote", "quote": {"rich_text": [], "children": ["#;
        for levels in [200, 100_000] {
            let json = open.repeat(levels) + &"]}}".repeat(levels);
            assert!(serde_json::from_str::<BlockRequest>(&json).is_err());
            let json = r#"{"a": ["#.repeat(levels) + &"]}".repeat(levels);
            assert!(serde_json::from_str::<BlockData>(&json).is_err());
        }
    });
}

#[test]
fn markdown_of_any_depth_is_read_and_written() {
    on_a_usual_stack(|| {
        for levels in [1_000, 100_000] {
            for open in ["> ", "- ", "1. ", "<details>\n<summary>x</summary>\n\n"] {
                let read = markdown::read(&open.repeat(levels));
                assert!(!read.blocks.is_empty(), "{open}");
                assert_eq!(read.blocks.clone(), read.blocks, "{open}");
            }
        }
        // What is too deep for Markdown is put beside what it is in, and reported.
        let written = markdown::write(&deep(MAX_DEPTH / 2));
        assert!(!written.lost.is_empty());
    });
}
