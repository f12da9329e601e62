//! `notion edit`: the smallest set of block changes, and nobody's work lost.

#![cfg(unix)]

use notion_session::Page;
use notion_session::content::{Block, bulleted, heading, paragraph, table_of_contents, toggle};
use notion_session::model::Color;

use super::{Ran, World, file, finished, program};

async fn with_page() -> (World, Page) {
    let world = World::new().await;
    let home = world.session.get_page(world.server.home()).await.unwrap();
    let page = world.session.create_page(&home, "Plans").content([
        heading("Goals"),
        paragraph("Write it."),
        paragraph("A red one.").color(Color::Red),
        toggle("More").children([bulleted("one"), bulleted("two")]),
        table_of_contents(),
    ]);
    let page = page.await.unwrap();
    (world, page)
}

/// Runs `notion edit` with an editor that runs these commands of a shell on the file.
fn edited(world: &World, name: &str, commands: &str) -> Ran {
    let script = file(name);
    std::fs::write(&script, format!("#!/bin/sh\nset -e\n{commands}\n")).unwrap();
    let mut command = program(&["edit", "Plans", "--base-url", &world.server.uri()]);
    command.env("NOTION_TOKEN", world.server.token());
    command.env("EDITOR", format!("sh {}", script.display()));
    finished(command)
}

fn ids(blocks: &[Block]) -> Vec<String> {
    blocks
        .iter()
        .map(|block| block.id.unwrap().to_string())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn blocks_that_did_not_change_keep_their_ids_and_comments() {
    let (world, page) = with_page().await;
    let before = page.content().await.unwrap();
    let block = world
        .session
        .get_block(before[1].id.unwrap())
        .await
        .unwrap();
    block.comment("Really?").await.unwrap();

    let commands = "sed -i -e 's/Write it/Write **it** well/' -e 's/^- one/- one\\n- one and a half/' \"$1\"\nprintf '\\nAn end.\\n' >> \"$1\"";
    let out = edited(&world, "few.sh", commands).well();
    assert_eq!(
        out.lines().filter(|line| line.starts_with('+')).count(),
        2,
        "{out}"
    );
    assert_eq!(
        out.lines().filter(|line| line.starts_with('~')).count(),
        1,
        "{out}"
    );
    assert!(!out.contains("\n- "), "{out}");

    let after = page.content().await.unwrap();
    assert_eq!(ids(&after)[..5], ids(&before));
    assert_eq!(after[1].plain_text(), "Write it well.");
    assert_eq!(after[2].kind.color(), Some(&Color::Red));
    let texts: Vec<String> = after[3].children.iter().map(Block::plain_text).collect();
    assert_eq!(texts, ["one", "one and a half", "two"]);
    assert_eq!(after[3].children[0].id, before[3].children[0].id);
    assert_eq!(after[5].plain_text(), "An end.");
    assert_eq!(block.comments().await.unwrap().len(), 1);

    assert_eq!(
        edited(&world, "none.sh", "true").well(),
        "nothing has changed\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_marked_line_has_to_be_kept_and_the_text_is_not_lost() {
    let (world, page) = with_page().await;
    let before = page.content().await.unwrap();
    let failure = edited(&world, "mark.sh", "grep -v 'table of contents' \"$1\" > \"$1.new\"; mv \"$1.new\" \"$1\"; echo mine >> \"$1\"").failed();
    assert!(
        failure.contains("table of contents⟧ is missing"),
        "{failure}"
    );
    let (_, path) = failure.rsplit_once("your text is in ").unwrap();
    assert!(std::fs::read_to_string(path).unwrap().ends_with("mine\n"));
    assert_eq!(page.content().await.unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_edit_of_the_same_block_is_shown_and_not_overwritten() {
    let (world, page) = with_page().await;
    let before = page.content().await.unwrap();
    let notion = env!("CARGO_BIN_EXE_notion");
    let (first, second) = (before[0].id.unwrap(), before[1].id.unwrap());
    let patch = |id, kind: &str, text: &str| {
        format!(
            "{notion} api PATCH /v1/blocks/{id} '{{\"{kind}\": {{\"rich_text\": [{{\"text\": {{\"content\": \"{text}\"}}}}]}}}}' --base-url {} > /dev/null",
            world.server.uri()
        )
    };
    // Another block: both edits hold.
    let commands = format!(
        "{}\nsed -i 's/Write it/Read it/' \"$1\"",
        patch(first, "heading_1", "Aims")
    );
    edited(&world, "both.sh", &commands).well();
    let after = page.content().await.unwrap();
    assert_eq!(
        (after[0].plain_text(), after[1].plain_text()),
        ("Aims".into(), "Read it.".into())
    );

    // The same block.
    let commands = format!(
        "{}\nsed -i 's/Read it/Mine/' \"$1\"",
        patch(second, "paragraph", "Theirs.")
    );
    let ran = edited(&world, "same.sh", &commands);
    assert_eq!(ran.code, Some(1));
    for part in [
        "somebody else",
        "was  paragraph: Read it.",
        "is   paragraph: Theirs.",
        "your text is in ",
    ] {
        assert!(ran.err.contains(part), "{part} is missing in {}", ran.err);
    }
    assert_eq!(page.content().await.unwrap()[1].plain_text(), "Theirs.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_taken_in_place_of_an_editor() {
    let (world, page) = with_page().await;
    let sentence = world.run(&["edit", "Plans"]).badly();
    assert!(
        sentence.contains("set the environment variable EDITOR"),
        "{sentence}"
    );
    let sentence = edited(&world, "fails.sh", "exit 3").badly();
    assert!(
        sentence.contains("failed, so nothing was changed"),
        "{sentence}"
    );

    let home = world.session.get_page(world.server.home()).await.unwrap();
    world
        .session
        .create_page(&home, "Plain")
        .content([paragraph("a"), paragraph("b")])
        .await
        .unwrap();
    let text = world.run(&["get", "Plain"]).well();
    let path = file("plain.md");
    std::fs::write(&path, text.replace("\nb\n", "\nc\n")).unwrap();
    let words = ["edit", "Plain", "--md", path.to_str().unwrap()];
    let out = world.run(&[&words[..], &["--dry-run"]].concat()).well();
    assert!(
        out.starts_with("~ ") && out.ends_with(" paragraph: c\n"),
        "{out}"
    );
    assert!(world.run(&["get", "Plain"]).well().ends_with("\na\n\nb\n"));
    world.run(&words).well();
    assert!(world.run(&["get", "Plain"]).well().ends_with("\na\n\nc\n"));
    drop(page);
}
