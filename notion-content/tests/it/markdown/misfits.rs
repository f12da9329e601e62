//! HTML, languages and blocks that do not fit where they are.

use super::*;

#[test]
fn blocks_of_html_are_text_as_it_stands() {
    for (text, blocks) in [
        (
            "<table>\n<tr><td>a*b*c</td></tr>\n</table>",
            vec![paragraph("<table>\n<tr><td>a*b*c</td></tr>\n</table>")],
        ),
        (
            "<div>\n  **a** `b` [c](d) $e$ ~~f~~\n</div>\n\n*g*",
            vec![
                paragraph("<div>\n  **a** `b` [c](d) $e$ ~~f~~\n</div>"),
                paragraph(italic("g")),
            ],
        ),
        (
            "<p align=\"center\">a &lt; b &amp; https://c.d <b>*e*</b><br>f</p>",
            vec![paragraph(
                "<p align=\"center\">a < b & https://c.d " + bold("*e*") + "\nf</p>",
            )],
        ),
        (
            "<pre>\n*a*\n\n_b_</pre>",
            vec![paragraph("<pre>\n*a*\n\n_b_</pre>")],
        ),
        (
            "<details><summary>*a* <em>b</em></summary>*c*\nd</details>",
            vec![toggle("*a* " + italic("b")).children([paragraph("*c* d")])],
        ),
        (
            "<details>\n<summary>a</summary>\n\n*b*\n\n</details>",
            vec![toggle("a").children([paragraph(italic("b"))])],
        ),
        (
            "<details><summary>a</summary><summary>b</summary></details>",
            vec![toggle("a").children([paragraph("b")])],
        ),
        (
            "> <div>\n> *a*\n> </div>",
            vec![quote("<div>\n*a*\n</div>")],
        ),
        ("<?php *a* ?>", vec![paragraph("<?php *a* ?>")]),
        ("<![CDATA[*a*]]>", vec![paragraph("<![CDATA[*a*]]>")]),
        ("<!DOCTYPE html>", vec![paragraph("<!DOCTYPE html>")]),
    ] {
        let document = read(text);
        assert_eq!(document.blocks, blocks, "{text}");
        assert_eq!(document.lost, [], "{text}");
        let written = write(&blocks).text;
        assert_eq!(
            read(&written).blocks,
            blocks,
            "{text}\n==== was written as\n{written}"
        );
    }
}

#[test]
fn languages_that_notion_does_not_have_are_reported() {
    const LOST: &str = "line 1: what is after a fence is approximated by a language of Notion";
    for (info, language, lost) in [
        ("rust", Language::Rust, None),
        ("py", Language::Python, None),
        ("", Language::PlainText, None),
        ("c++17", Language::CPlusPlus, Some(LOST)),
        ("{.rust}", Language::Rust, Some(LOST)),
        ("vue", Language::Html, Some(LOST)),
        ("rust,ignore", Language::Rust, Some(LOST)),
        ("js title=\"a.js\"", Language::JavaScript, Some(LOST)),
        ("klingon", Language::PlainText, Some(LOST)),
    ] {
        let document = read(&format!("```{info}\nx\n```"));
        assert_eq!(document.blocks, [code(language, "x")], "{info}");
        let all: Vec<String> = document.lost.iter().map(ToString::to_string).collect();
        assert_eq!(all, Vec::from_iter(lost), "{info}");
    }
}

#[test]
fn blocks_where_they_cannot_be_keep_their_text_and_are_reported() {
    const AFTER: &str = "the blocks in a block that cannot have any follow it";
    const ROW: &str = "a block in a table that is not a row follows the table";
    let id = "00000000-0000-4000-8000-0000000000fa"
        .parse::<PageId>()
        .unwrap();
    let row = |text: &str| table_row([text]);
    for (block, text, place, what) in [
        (
            table([["a"]]).column_header().children([paragraph("b")]),
            "| a |\n|---|\n\nb",
            "[0].children[1]",
            ROW,
        ),
        (
            table([["a"]]).children([quote("b").children([todo("c")])]),
            "|  |\n|---|\n| a |\n\n> b\n>\n> - [ ] c",
            "[0].children[1]",
            ROW,
        ),
        (
            table([["a"]])
                .column_header()
                .children([paragraph("b"), row("c")]),
            "| a |\n|---|\n| c |\n\nb",
            "[0].children[1]",
            ROW,
        ),
        (
            table([["a"]])
                .column_header()
                .children([row("b").children([paragraph("c")])]),
            "| a |\n|---|\n| b |\n\nc",
            "[0].children[1]",
            AFTER,
        ),
        (
            columns([column([paragraph("a")])]).children([paragraph("b")]),
            "a\n\nb",
            "[0].children[1]",
            "a block among columns that is not a column",
        ),
        (column([paragraph("a")]), "a", "[0]", "a single column"),
        (
            table_row(["a", "b"]),
            "a b",
            "[0]",
            "a row that is not in a table",
        ),
        (
            quote("a").children([table_row(["b", "c"])]),
            "> a\n>\n> b c",
            "[0].children[0]",
            "a row that is not in a table",
        ),
        (
            divider().children([paragraph("a")]),
            "---\n\na",
            "[0]",
            AFTER,
        ),
        (
            code("rust", "a").children([paragraph("b")]),
            "```rust\na\n```\n\nb",
            "[0]",
            AFTER,
        ),
        (
            equation("a").children([paragraph("b")]),
            "$$\na\n$$\n\nb",
            "[0]",
            AFTER,
        ),
        (
            image("https://a.b").children([bulleted("c")]),
            "![](https://a.b)\n\n- c",
            "[0]",
            AFTER,
        ),
        (
            bookmark("https://a.b").children([paragraph("c")]),
            "[https://a.b](https://a.b)\n\nc",
            "[0]",
            AFTER,
        ),
        (breadcrumb().children([paragraph("a")]), "a", "[0]", AFTER),
        (
            table_of_contents().children([paragraph("a")]),
            "a",
            "[0]",
            AFTER,
        ),
        (
            Block::from(model::BlockKind::Unsupported(
                model::UnsupportedBlock::default(),
            ))
            .children([paragraph("a")]),
            "a",
            "[0]",
            AFTER,
        ),
        (
            tabs([]).children([todo("a").children([paragraph("b")])]),
            "- [ ] a\n\n  b",
            "[0]",
            "tabs follow each other in Markdown",
        ),
        (
            synced_copy(id.into()).children([paragraph("a")]),
            "a",
            "[0]",
            "a synced block is a copy of what is in it in Markdown",
        ),
        (
            synced_copy(id.into()),
            "",
            "[0]",
            "the original of a synced block, which is not readable or empty",
        ),
    ] {
        let written = write(std::slice::from_ref(&block));
        assert_eq!(written.text.trim_end(), text);
        let is_reported = written
            .lost
            .iter()
            .any(|loss| loss.place == place && loss.what == what);
        assert!(is_reported, "{text}: {:?}", written.lost);
    }
}
