//! Texts and documents without bounds.

use super::*;

#[test]
fn what_is_longer_than_notion_accepts_goes_on_in_the_next_block() {
    let word = "word ".repeat(50_000);
    let word = word.trim_end();
    let kanji = "漢字".repeat(90_000);
    let looks = "*a*b".repeat(200);
    let links = "[a](https://a.b)b".repeat(200);
    let formula = "x+".repeat(700) + "x";
    let row = format!("| {} |", vec!["漢字".repeat(1_000); 100].join(" | "));
    for (text, count) in [
        (word.to_owned(), 2),
        (kanji.clone(), 2),
        (looks.clone(), 4),
        (links.clone(), 4),
        (format!("# {word}"), 2),
        (format!("- {word}"), 1),
        (format!("1. {looks}"), 1),
        (format!("- [x] {word}"), 1),
        (format!("> {word}"), 1),
        (format!("> [!NOTE]\n> {word}"), 1),
        (
            format!("<details><summary>{word}</summary>\n\na\n\n</details>"),
            1,
        ),
        (
            format!("<details><summary><h1>{word}</h1></summary></details>"),
            1,
        ),
        (format!("![{word}](https://a.b)"), 2),
        (format!("```\n{word}\n```"), 2),
        (format!("```rust\n{}\n```", "a\n".repeat(150_000)), 2),
        (format!("$${formula}$$"), 1),
        (format!("a ${formula}$ b"), 1),
        (format!("| {word} | b |\n|---|---|\n| c | {looks} |"), 5),
        (format!("|{}\n|{}", "a|".repeat(150), "-|".repeat(150)), 1),
        (format!("{row}\n|{}", "-|".repeat(100)), 101),
    ] {
        let start: String = text.chars().take(40).collect();
        let document = read(&text);
        assert_eq!(check(&document.blocks), Ok(()), "{start}");
        assert!(document.blocks.len() >= count, "{start}");
        assert!(
            document
                .lost
                .iter()
                .any(|loss| loss.place.starts_with("line ")),
            "{start}: {:?}",
            document.lost
        );
        let mut all = String::new();
        text_of(&document.blocks, &mut all);
        for (unit, total) in [
            ("word", word),
            ("漢字", &*kanji),
            ("a", &*looks),
            ("x+", &*formula),
        ] {
            let expected = if text.contains(total) {
                total.matches(unit).count()
            } else {
                0
            };
            assert!(all.matches(unit).count() >= expected, "{start}: {unit}");
        }
        let back = read(&write(&document.blocks).text);
        assert!(back.blocks == document.blocks, "{start}");
    }
    // What fits exactly is one block.
    for text in [
        "a".repeat(200_000),
        "*a*b".repeat(50),
        format!("$${}$$", "x".repeat(1_000)),
    ] {
        let document = read(&text);
        assert_eq!((document.blocks.len(), document.lost.len()), (1, 0));
        assert_eq!(check(&document.blocks), Ok(()));
    }
}

fn depth(blocks: &[Block]) -> usize {
    let mut deepest = 0;
    let mut open: Vec<(&Block, usize)> = blocks.iter().map(|block| (block, 1)).collect();
    while let Some((block, depth)) = open.pop() {
        deepest = deepest.max(depth);
        open.extend(block.children.iter().map(|child| (child, depth + 1)));
    }
    deepest
}

#[test]
fn no_text_costs_more_than_its_length_is_worth() {
    let many = 50_000;
    let rows = format!(
        "|{}\n|{}\n{}",
        "a|".repeat(1_000),
        "-|".repeat(1_000),
        "|\n".repeat(many)
    );
    let bombs = [
        ("nested quotes", ">".repeat(many)),
        ("nested lists in a line", "- ".repeat(many)),
        (
            "nested lists",
            (0..700)
                .map(|depth| format!("{}- x\n", "  ".repeat(depth)))
                .collect(),
        ),
        ("nested quotes in lists", "> - ".repeat(many / 2)),
        ("emphasis", "*".repeat(many)),
        ("emphasis that never closes", "*a _b ".repeat(many)),
        (
            "emphasis within emphasis",
            format!("{}x{}", "*a **b ".repeat(many / 4), "** *".repeat(many / 4)),
        ),
        ("brackets", "[".repeat(many)),
        ("brackets that never lead anywhere", "[a](".repeat(many)),
        (
            "images in images",
            format!("{}{}", "![".repeat(many), "](u)".repeat(many)),
        ),
        ("ticks", "`".repeat(many)),
        (
            "ticks of all lengths",
            (1..400).map(|length| "`".repeat(length) + " ").collect(),
        ),
        ("formulas", "$a{".repeat(many)),
        ("tags", "<a ".repeat(many)),
        ("comments", "<!--".repeat(many)),
        ("comments in blocks", "<!--\n\n".repeat(many)),
        ("details", "<details>\n".repeat(many)),
        ("details and more", "<details><summary>".repeat(many)),
        ("details apart", "<details>\n\n".repeat(many)),
        (
            "details that end",
            format!(
                "{}{}",
                "<details>\n\n".repeat(many / 4),
                "</details>\n\n".repeat(many / 4)
            ),
        ),
        ("callouts", "<callout icon=\"".repeat(many)),
        (
            "references",
            format!("[a]: {}\n\n{}", "u".repeat(many), "[a]".repeat(many)),
        ),
        (
            "a long link of many runs",
            format!("[{}]({})", "*a*b".repeat(many), "u".repeat(1_900)),
        ),
        (
            "many long links of many runs",
            format!("[{}]({})\n\n", "*a*b".repeat(500), "u".repeat(1_900)).repeat(100),
        ),
        ("footnotes", "[^a]".repeat(many) + "\n\n[^a]: x"),
        (
            "footnotes in footnotes",
            (0..2_000)
                .map(|n| format!("[^{n}]: [^{}]\n\n", n + 1))
                .collect(),
        ),
        ("a wide table", rows),
        ("entities", "&#x".repeat(many)),
        ("spans", "<span color=\"red\">".repeat(many) + "x"),
        ("mentions", "<mention-page id=\"x\">".repeat(many)),
        ("backslashes", "\\".repeat(many)),
        ("line ends", "a\\\n".repeat(many)),
    ];
    for (name, text) in bombs {
        let start = Instant::now();
        let document = read(&text);
        let read_in = start.elapsed();
        assert!(
            depth(&document.blocks) <= DEPTH + 2,
            "{name}: {} deep",
            depth(&document.blocks)
        );
        let bytes: usize = document
            .blocks
            .iter()
            .map(|block| block.plain_text().len())
            .sum();
        assert!(bytes <= 8 * text.len(), "{name}: {bytes} of {}", text.len());
        let written = write(&document.blocks);
        let took = start.elapsed();
        // Seconds where milliseconds are needed: what is out of all proportion takes minutes.
        assert!(
            took < Duration::from_secs(60),
            "{name}: read in {read_in:?}, all in {took:?}"
        );
        assert!(
            written.text.len() < 400 * (text.len() + 100),
            "{name}: {} of {}",
            written.text.len(),
            text.len()
        );
    }
}

#[test]
fn a_document_of_any_depth_is_written() {
    let mut deep = paragraph("x");
    for _ in 0..3_000 {
        deep = toggle("x").children([deep]);
    }
    let written = write(std::slice::from_ref(&deep));
    assert_eq!(written.lost.len(), 1);
    let back = read(&written.text);
    assert_eq!((depth(&back.blocks), back.lost.len()), (DEPTH, 0));
}
