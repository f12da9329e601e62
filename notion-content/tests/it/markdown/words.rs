//! What Markdown looks like, and what either side has no words for.

use super::*;

#[test]
fn a_person_would_write_it_so() {
    both_ways(
        "# One\n\n## Two\n\n### Three\n\n#### Four",
        &[
            heading("One"),
            heading_2("Two"),
            heading_3("Three"),
            heading_4("Four"),
        ],
    );
    both_ways(
        "Some **bold**, *italic*, ~~gone~~, `code` and [a **link**](https://example.com).",
        &[paragraph(
            "Some "
                + bold("bold")
                + ", "
                + italic("italic")
                + ", "
                + strikethrough("gone")
                + ", "
                + inline_code("code")
                + " and "
                + link("a ", "https://example.com")
                + bold("link").link("https://example.com")
                + ".",
        )],
    );
    both_ways(
        "- one\n  - half\n    1. a\n    2. b\n- two\n\n1. three\n\n   and more\n2. four\n\n- [x] done\n- [ ] open",
        &[
            bulleted("one").children([bulleted("half").children([numbered("a"), numbered("b")])]),
            bulleted("two"),
            numbered("three").children([paragraph("and more")]),
            numbered("four"),
            todo("done").checked(),
            todo("open"),
        ],
    );
    both_ways(
        "> To be\n>\n> - or not",
        &[quote("To be").children([bulleted("or not")])],
    );
    both_ways("> one\n\n> two", &[quote("one"), quote("two")]);
    both_ways(
        "> [!WARNING]\n> Mind the *gap*",
        &[callout("Mind the " + italic("gap")).icon(Icon::emoji("⚠️"))],
    );
    both_ways("> [!TIP]\n> Eat", &[callout("Eat")]);
    both_ways(
        "<callout icon=\"🐱\" color=\"red_background\">\n\nMeow\n\n- twice\n\n</callout>",
        &[callout("Meow")
            .icon(Icon::emoji("🐱"))
            .color(Color::RedBackground)
            .children([bulleted("twice")])],
    );
    both_ways(
        "<details>\n<summary>More</summary>\n\nHidden\n\n</details>",
        &[toggle("More").children([paragraph("Hidden")])],
    );
    both_ways(
        "<details>\n<summary><h2>Part</h2></summary>\n\nHidden\n\n</details>",
        &[heading_2("Part").children([paragraph("Hidden")])],
    );
    both_ways(
        "```rust\nfn main() {}\n\n// end\n```",
        &[code("rust", "fn main() {}\n\n// end")],
    );
    both_ways(
        "````markdown\n```\ncode\n```\n````",
        &[code("markdown", "```\ncode\n```")],
    );
    both_ways("$$\ne = mc^2\n$$", &[equation("e = mc^2")]);
    both_ways(
        "Mass is $e = mc^2$ here.",
        &[paragraph(
            "Mass is " + inline_equation("e = mc^2") + " here.",
        )],
    );
    both_ways(
        "one\n\n---\n\ntwo",
        &[paragraph("one"), divider(), paragraph("two")],
    );
    both_ways("one\\\ntwo", &[paragraph("one\ntwo")]);
    both_ways(
        "one\n\n<empty-block/>\n\ntwo",
        &[paragraph("one"), paragraph(""), paragraph("two")],
    );
    both_ways(
        "| Name | Days |\n|---|---|\n| a \\| b | **3** |\n|  | x |",
        &[table([
            vec!["Name".into(), "Days".into()],
            vec!["a | b".into(), bold("3")],
            vec![RichText::new(), "x".into()],
        ])
        .column_header()],
    );
    both_ways("|  |\n|---|\n| only |", &[table([["only"]])]);
    both_ways(
        "![A *cat*](https://example.com/cat.png)",
        &[image("https://example.com/cat.png").caption("A " + italic("cat"))],
    );
    both_ways(
        "<u>under</u> <span color=\"red\">red</span>",
        &[paragraph(
            underline("under") + " " + text("red").color(Color::Red),
        )],
    );
    // What means something to Markdown, and is meant as it stands.
    both_ways(
        "\\# no heading\n\n\\- no list\n\n1\\. no list\n\n\\> no quote, 2 * 3_000 \\<b> snake_case a & b",
        &[
            paragraph("# no heading"),
            paragraph("- no list"),
            paragraph("1. no list"),
            paragraph("> no quote, 2 * 3_000 <b> snake_case a & b"),
        ],
    );
}

#[test]
fn other_ways_to_write_the_same_are_read() {
    for (text, blocks) in [
        (
            "Title\n=====\n\nSub\n---",
            vec![heading("Title"), heading_2("Sub")],
        ),
        (
            "* a\n* b\n\n+ c",
            vec![bulleted("a"), bulleted("b"), bulleted("c")],
        ),
        ("- a\n\n- b", vec![bulleted("a"), bulleted("b")]),
        (
            "__bold__ _italic_ <b>b</b><i>i</i>",
            vec![paragraph(
                bold("bold") + " " + italic("italic") + " " + bold("b") + italic("i"),
            )],
        ),
        ("one\ntwo  \nthree", vec![paragraph("one two\nthree")]),
        (
            "    indented\n",
            vec![code(Language::PlainText, "indented")],
        ),
        (
            "```\r\nx\r\ny\r\n```\r\n",
            vec![code(Language::PlainText, "x\ny")],
        ),
        ("~~~py\nx\n~~~", vec![code("python", "x")]),
        ("```math\nx\n```", vec![equation("x")]),
        ("$$x$$", vec![equation("x")]),
        (
            "<https://example.com>",
            vec![paragraph(link(
                "https://example.com",
                "https://example.com",
            ))],
        ),
        (
            "[a][b]\n\n[b]: https://example.com",
            vec![paragraph(link("a", "https://example.com"))],
        ),
        (
            "![](https://a.b/c) ![b](http://a.b/d)",
            vec![image("https://a.b/c"), image("http://a.b/d").caption("b")],
        ),
        (
            "<img src=\"https://a.b/c\" alt=\"cat\">",
            vec![image("https://a.b/c").caption("cat")],
        ),
        (
            "<details><summary><b>x</b></summary>\ny\n</details>",
            vec![toggle(bold("x")).children([paragraph("y")])],
        ),
        (
            "<details open>\n<summary>x</summary>\n\n> y\n\n</details>\n\nz",
            vec![toggle("x").children([quote("y")]), paragraph("z")],
        ),
        (
            "> <details>\n> <summary>x</summary>\n>\n> y\n\nz",
            vec![
                quote("").children([toggle("x").children([paragraph("y")])]),
                paragraph("z"),
            ],
        ),
        ("1. [ ] task", vec![todo("task")]),
        ("<kbd>Ctrl</kbd>", vec![paragraph("<kbd>Ctrl</kbd>")]),
        ("</details>\n\nx", vec![paragraph("x")]),
    ] {
        let document = read(text);
        assert_eq!(document.blocks, blocks, "{text}");
        assert_eq!(document.lost, [], "{text}");
    }
}

#[test]
fn what_notion_has_no_words_for_is_told() {
    for (text, blocks, place) in [
        (
            "A[^1]\n\n[^1]: note",
            vec![paragraph("A[1]"), paragraph("[1] note")],
            "line 1: a footnote becomes text in Notion",
        ),
        (
            "\n\n##### five",
            vec![heading_4("five")],
            "line 3: a heading below the fourth level is of the fourth in Notion",
        ),
        (
            "3. a\n4. b",
            vec![numbered("a"), numbered("b")],
            "line 1: a list of numbers starts at 1 in Notion",
        ),
        (
            "|a|\n|:-:|",
            vec![table([["a"]]).column_header()],
            "line 1: the columns of a table are not aligned in Notion",
        ),
        (
            "see ![a cat](https://a.b)",
            vec![paragraph("see " + link("a cat", "https://a.b"))],
            "line 1: an image inside text becomes a link in Notion",
        ),
        (
            "a\n\n<!-- hidden -->",
            vec![paragraph("a")],
            "line 3: a comment that is not shown",
        ),
    ] {
        let document = read(text);
        assert_eq!(document.blocks, blocks, "{text}");
        assert_eq!(document.lost[0].to_string(), place, "{text}");
    }
}

#[test]
fn what_markdown_has_no_words_for_is_told() {
    let id = "00000000-0000-4000-8000-0000000000fa";
    for (block, text, what) in [
        (
            paragraph("a").color(Color::Red),
            "a",
            "the colour of a block",
        ),
        (
            paragraph("a").children([paragraph("b")]),
            "a\n\nb",
            "the blocks in a paragraph follow it in Markdown",
        ),
        (
            columns([column([paragraph("a")]), column([paragraph("b")])]),
            "a\n\nb",
            "columns follow each other in Markdown",
        ),
        (
            tabs([tab("a", [])]),
            "a",
            "tabs follow each other in Markdown",
        ),
        (
            synced([paragraph("a")]),
            "a",
            "a synced block is a copy of what is in it in Markdown",
        ),
        (
            table([["a"]]).row_header(),
            "|  |\n|---|\n| a |",
            "the heading column of a table",
        ),
        (
            code("rust", "a").caption("b"),
            "```rust\na\n```",
            "the caption of code",
        ),
        (
            code("rust", bold("a")),
            "```rust\na\n```",
            "looks, links and mentions inside of code",
        ),
        (
            video("https://a.b/c.mp4"),
            "[https://a.b/c.mp4](https://a.b/c.mp4)",
            "a video is a link in Markdown",
        ),
        (
            file("https://a.b/c.txt").named("c"),
            "[c](https://a.b/c.txt)",
            "a file is a link in Markdown",
        ),
        (
            bookmark("https://a.b").caption("B"),
            "[B](https://a.b)",
            "a bookmark is a link in Markdown",
        ),
        (
            embed("https://a.b"),
            "[https://a.b](https://a.b)",
            "an embed is a link in Markdown",
        ),
        (paragraph("a\0"), "a\0", "a character of number 0"),
        (table_of_contents(), "", "a table of contents"),
        (breadcrumb(), "", "a breadcrumb"),
        (
            link_to_page(id.parse::<PageId>().unwrap()),
            "[https://app.notion.com/p/000000000000400080000000000000fa](https://app.notion.com/p/000000000000400080000000000000fa)",
            "a link to a page is a link like others in Markdown",
        ),
        (
            template("a", [paragraph("b")]),
            "<details>\n<summary>a</summary>\n\nb\n\n</details>",
            "a template button is a toggle in Markdown",
        ),
    ] {
        let written = write(std::slice::from_ref(&block));
        assert_eq!(written.text.trim_end(), text);
        assert_eq!(
            written
                .lost
                .iter()
                .map(|loss| loss.what)
                .collect::<Vec<_>>(),
            [what]
        );
        // It is Markdown all the same.
        read(&written.text);
    }
    let inside = quote("a").children([paragraph("b"), paragraph("c").color(Color::Red)]);
    assert_eq!(write(&[divider(), inside]).lost[0].place, "[1].children[1]");
}

/// An empty item at the end of a list keeps what follows the list in its place.
#[test]
fn an_empty_item_inside_of_other_blocks_ends_its_own_list_only() {
    for list in [bulleted(""), numbered(""), todo("")] {
        for around in [
            bulleted("a"),
            numbered("a"),
            quote("a"),
            callout("a"),
            toggle("a"),
        ] {
            for inside in [quote("b"), callout("b"), bulleted("b"), toggle("b")] {
                // The item before it makes the list a loose one.
                let first = list.clone().children([paragraph("c")]);
                let inside = inside.children([first, list.clone()]);
                let document = vec![around.clone().children([inside, paragraph("after")])];
                let written = write(&document);
                assert_eq!(read(&written.text).blocks, document, "{}", written.text);
            }
        }
    }
}
