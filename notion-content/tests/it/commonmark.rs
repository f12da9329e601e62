//! What holds for each example of CommonMark and of GitHub's extensions.

use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use notion_content::markdown::{read, write};
use notion_content::model::{BlockKind, RichText as Run};
use notion_content::{Block, check};

use crate::support::commonmark::{self, Example};

/// Runs a check over all examples, and shows all that fail.
fn for_each(check: impl Fn(&Example) -> Result<(), String>) {
    let failures: Vec<String> = commonmark::all()
        .iter()
        .filter_map(|example| {
            let error = check(example).err()?;
            Some(format!(
                "== {}\n{}\n-- {error}\n",
                example.name, example.markdown
            ))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn what_is_read_can_be_sent() {
    for_each(|example| {
        check(&read(&example.markdown).blocks).map_err(|refusal| refusal.to_string())
    });
}

#[test]
fn what_was_read_is_the_same_after_it_was_written() {
    for_each(|example| {
        let blocks = read(&example.markdown).blocks;
        let written = write(&blocks);
        let again = read(&written.text);
        if !written.lost.is_empty() {
            return Err(format!("{:?}", written.lost));
        }
        if again.blocks != blocks {
            return Err(format!(
                "{}\nwhich is\n{}",
                written.text,
                write(&again.blocks).text
            ));
        }
        if !again.lost.is_empty() {
            return Err(format!("{}\n{:?}", written.text, again.lost));
        }
        Ok(())
    });
}

/// Whatever a browser would show of the example is in the blocks, in the same order. Tags that mean nothing to Notion are
/// in them as well.
#[test]
fn no_visible_text_is_lost() {
    for_each(|example| {
        // Here code goes before formulas that begin in front of it, as on GitHub, and the parser has it the other way.
        if example.name == "math 17" {
            return Ok(());
        }
        let mut shown = String::new();
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(example.html.as_str());
        visible(&dom.document, &mut shown);
        let mut text = String::new();
        text_of(&read(&example.markdown).blocks, &mut text);
        let without_space = |text: &str| text.replace(char::is_whitespace, "");
        let (shown, text) = (without_space(&shown), without_space(&text));
        let mut characters = text.chars();
        let is_there = shown
            .chars()
            .all(|character| characters.any(|other| other == character));
        if is_there {
            Ok(())
        } else {
            Err(format!("{shown}\n-- {text}"))
        }
    });
}

fn visible(node: &Handle, out: &mut String) {
    match &node.data {
        NodeData::Text { contents } => out.push_str(&contents.borrow()),
        NodeData::Element { name, attrs, .. } => {
            // What footnotes are called is up to whoever shows them.
            let is_number = attrs.borrow().iter().any(|attribute| {
                &*attribute.name.local == "class"
                    && attribute.value.contains("footnote-")
                    && !attribute.value.ends_with("definition")
            });
            if is_number || matches!(&*name.local, "script" | "style" | "head") {
                return;
            }
            if &*name.local == "img" {
                let attributes = attrs.borrow();
                let alt = attributes
                    .iter()
                    .find(|attribute| &*attribute.name.local == "alt");
                out.push_str(alt.map_or("", |alt| &alt.value));
            }
        }
        _ => {}
    }
    for child in node.children.borrow().iter() {
        visible(child, out);
    }
}

fn text_of(blocks: &[Block], out: &mut String) {
    for block in blocks {
        for runs in [block.runs(), block.caption_runs()].into_iter().flatten() {
            push(runs, out);
        }
        match &block.kind {
            BlockKind::Equation(equation) => out.push_str(&equation.expression),
            BlockKind::TableRow(row) => row.cells.iter().for_each(|cell| push(cell, out)),
            _ => {}
        }
        text_of(&block.children, out);
    }
}

fn push(runs: &[Run], out: &mut String) {
    for run in runs {
        out.push_str(run.to_plain_text());
    }
}
