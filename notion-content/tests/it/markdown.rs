//! Markdown both ways: random documents there and back, what a person would write, and what nobody should.

use std::time::{Duration, Instant};

use notion_content::markdown::{DEPTH, read, write};
use notion_content::model::{
    self, Color, CustomEmojiId, DatabaseId, DateValue, Icon, IconColor, Language, PageId, UserId,
};
use notion_content::*;
use proptest::prelude::*;

use crate::support::documents;

/// Characters that mean something somewhere, and some that do not.
fn any_text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        8 => "[a-z]".prop_map(|text| text),
        3 => Just(" ".to_owned()),
        4 => r"[\\`*_{}\[\]<>()#+.!|&;:$~='/-]".prop_map(|text| text),
        1 => Just("\n".to_owned()),
        1 => prop::sample::select(vec!["\t", "\r", "é", "🐱", "\u{a0}", "\u{2028}", "日", "&amp;", "**", "~~", "$$", "[x]",
            "1. ", "- ", "<br>", "</u>", "```", "\"", "http://a.b", "https://a.b/_c_", "www.a.b", "a@b.c", "$5", "://", "@"]).prop_map(str::to_owned),
        1 => any::<char>().prop_filter("Markdown has no NUL", |c| *c != '\0').prop_map(String::from),
    ];
    prop::collection::vec(character, 1..12).prop_map(|parts| parts.concat())
}

fn id() -> impl Strategy<Value = String> {
    "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"
}

/// Addresses that Notion accepts, tame and wild.
fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just("https://example.com/a?b=1&c=2#d".to_owned()),
        2 => r"https://example\.com/[a-z()<>\\\[\]*_|&;$`'~^{}]{0,8}[a-z]",
        1 => any_text().prop_map(|text| format!("https://example.com/{}", text.replace(|c: char| c.is_whitespace() || c.is_control(), ""))),
    ]
}

/// Addresses of links: those of images, and others.
fn link_address() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => address(),
        1 => Just("mailto:ada@example.com?subject=a_b".to_owned()),
        1 => Just("tel:+49123".to_owned()),
    ]
}

fn color() -> impl Strategy<Value = Color> {
    prop::sample::select(Color::ALL)
}

fn run() -> impl Strategy<Value = RichText> {
    let plain = prop_oneof![
        10 => any_text().prop_map(RichText::from),
        4 => "[a-z]{1,6}( [a-z]{1,6}){0,2}".prop_map(RichText::from),
        2 => (any_text(), link_address()).prop_map(|(text, url)| link(text, url)),
        1 => any_text().prop_map(inline_equation),
        1 => r"[a-z]\^\{[0-9]\}( = [a-z])?".prop_map(inline_equation),
        1 => id().prop_map(|id| mention(id.parse::<UserId>().unwrap())),
        1 => id().prop_map(|id| mention(id.parse::<PageId>().unwrap())),
        1 => id().prop_map(|id| mention(id.parse::<DatabaseId>().unwrap())),
        1 => id().prop_map(|id| custom_emoji(id.parse::<CustomEmojiId>().unwrap())),
        1 => Just(mention_date("2026-11-22")),
        1 => Just(mention_date(DateValue::range("2026-11-22T10:00:00Z", "2026-11-24T10:00:00Z"))),
    ];
    let looks = (
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.1),
        prop::option::weighted(0.1, color()),
    );
    (plain, looks).prop_map(
        |(mut text, (bold, italic, strike, underline, code, color))| {
            if bold {
                text = text.bold();
            }
            if italic {
                text = text.italic();
            }
            if strike {
                text = text.strikethrough();
            }
            if underline {
                text = text.underline();
            }
            if code {
                text = text.code();
            }
            match color {
                Some(color) => text.color(color),
                None => text,
            }
        },
    )
}

fn rich_text() -> impl Strategy<Value = RichText> {
    prop::collection::vec(run(), 0..4).prop_map(|runs| runs.into_iter().collect())
}

/// What Markdown keeps of code: everything but returns, which it takes for line ends.
fn code_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any_text(),
        Just(String::new()),
        "(\n|```|    a|\t|~~~|> |- ){0,6}"
    ]
    .prop_map(|text| text.replace('\r', ""))
}

fn icon() -> impl Strategy<Value = Option<Icon>> {
    prop_oneof![
        Just(None),
        prop::sample::select(vec!["ℹ️", "💡", "❗", "⚠️", "🛑", "🐱"])
            .prop_map(|icon| Some(Icon::emoji(icon))),
        address()
            .prop_filter("an icon has an address", |url| !url.is_empty())
            .prop_map(|url| Some(Icon::external(url))),
        id().prop_map(|id| Some(Icon::custom_emoji(id.parse().unwrap()))),
        prop::option::of(prop::sample::select(IconColor::ALL))
            .prop_map(|color| Some(Icon::native("snake", color))),
    ]
}

fn leaf() -> impl Strategy<Value = Block> {
    let heading = (0..4_usize, rich_text()).prop_map(|(level, text)| match level {
        0 => heading(text),
        1 => heading_2(text),
        2 => heading_3(text),
        _ => heading_4(text),
    });
    let table = (1..4_usize, any::<bool>()).prop_flat_map(|(width, header)| {
        let row = prop::collection::vec(rich_text(), width);
        prop::collection::vec(row, 1..4).prop_map(move |rows| {
            let table = table(rows);
            if header { table.column_header() } else { table }
        })
    });
    prop_oneof![
        4 => rich_text().prop_map(paragraph),
        2 => heading,
        1 => (prop::sample::select(Language::ALL), code_text()).prop_map(|(language, text)| code(language, text)),
        1 => prop_oneof![any_text().prop_map(|text| text.replace('\r', "")), Just("\\frac{a}{b}\n= c".to_owned())]
            .prop_map(equation),
        1 => Just(divider()),
        1 => table,
        1 => (address(), rich_text()).prop_map(|(url, caption)| image(url).caption(caption)),
    ]
}

fn holder(children: impl Strategy<Value = Vec<Block>> + Clone) -> impl Strategy<Value = Block> {
    let inside = move || children.clone();
    prop_oneof![
        (rich_text(), inside()).prop_map(|(text, inside)| bulleted(text).children(inside)),
        (rich_text(), inside()).prop_map(|(text, inside)| numbered(text).children(inside)),
        (rich_text(), inside(), any::<bool>()).prop_map(|(text, inside, done)| {
            let todo = todo(text).children(inside);
            if done { todo.checked() } else { todo }
        }),
        (rich_text(), inside()).prop_map(|(text, inside)| quote(text).children(inside)),
        (rich_text(), inside()).prop_map(|(text, inside)| toggle(text).children(inside)),
        (rich_text(), inside())
            .prop_map(|(text, inside)| heading_2(text).toggleable().children(inside)),
        (rich_text(), inside(), icon(), prop::option::of(color())).prop_map(
            |(text, inside, icon, color)| {
                let mut block = callout(text).children(inside);
                if let Some(icon) = icon {
                    block = block.icon(icon);
                }
                match color {
                    Some(color) => block.color(color),
                    None => block,
                }
            }
        ),
    ]
}

fn block() -> impl Strategy<Value = Block> {
    leaf().prop_recursive(4, 24, 3, |inner| holder(prop::collection::vec(inner, 0..4)))
}

fn document() -> impl Strategy<Value = Vec<Block>> {
    prop::collection::vec(block(), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_markdown_can_say_comes_back_as_it_was(document in document()) {
        let written = write(&document);
        prop_assert!(written.lost.is_empty(), "{:?}\n{}", written.lost, written.text);
        let back = read(&written.text);
        prop_assert!(back.blocks == document, "{}\n==== was read as\n{}", written.text, write(&back.blocks).text);
        prop_assert!(back.lost.is_empty(), "{:?}\n{}", back.lost, written.text);
    }

    #[test]
    fn any_text_is_read_and_what_was_read_stays(text in prop::collection::vec(any_text(), 0..30)) {
        let text = text.concat();
        let document = read(&text).blocks;
        let written = write(&document);
        prop_assert!(read(&written.text).blocks == document, "{}\n==== was written as\n{}", text, written.text);
        prop_assert_eq!(check(&document), Ok(()), "{}", text);
    }
}

/// A text with an `@` is not read as an email address, whatever stands beside it.
#[test]
fn texts_with_an_at_sign_stay_texts() {
    for before in ["", "a", "1", "a.", "a+", "a-", "a_", "é", "a ", "a\\", "a&"] {
        for after in [
            "", "b.c", ".b", "-b.c", "_b.c", "..b", "é.c", "1.c", " b.c", "@b.c",
        ] {
            let text = RichText::from(format!("{before}@{after}"));
            let document = places(&text);
            let written = write(&document);
            assert_eq!(read(&written.text).blocks, document, "{}", written.text);
        }
    }
}

#[test]
fn a_return_in_a_text_stays_a_return() {
    for text in ["\r", "a\rb", "\r\n", "\n\r", "a\r", "\ra", " \r "] {
        for text in [RichText::from(text), RichText::from(text).bold()] {
            let document = places(&text);
            let written = write(&document);
            assert_eq!(read(&written.text).blocks, document, "{}", written.text);
        }
    }
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

/// Everything but space.
fn letters(blocks: &[Block]) -> String {
    let mut text = String::new();
    text_of(blocks, &mut text);
    text.replace(char::is_whitespace, "")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is in a document, of all types of blocks: its text is in what is read of it, in the same order, and what
    /// was lost once is not lost again.
    #[test]
    fn no_text_of_any_document_is_lost(documents in documents::of(60)) {
        let document = documents.make();
        let written = write(&document);
        let back = read(&written.text);
        let (text, all) = (letters(&document), letters(&back.blocks));
        let mut characters = all.chars();
        let is_there = text.chars().all(|character| characters.any(|other| other == character));
        prop_assert!(is_there, "{text}\n==== was written as\n{}\n==== and read as\n{all}", written.text);
        prop_assert_eq!(check(&back.blocks), Ok(()), "{}", written.text);
        let again = write(&back.blocks);
        prop_assert!(again.lost.is_empty(), "{:?}\n{}", again.lost, written.text);
        prop_assert!(read(&again.text).blocks == back.blocks, "{}\n==== then\n{}", written.text, again.text);
    }
}

/// A text in every place that has one.
fn places(text: &RichText) -> Vec<Block> {
    vec![
        paragraph(text),
        heading(text),
        heading_4(text),
        bulleted(text),
        numbered(text).children([paragraph(text)]),
        todo(text),
        quote(text).children([bulleted(text)]),
        callout(text).icon(Icon::emoji("🐱")),
        toggle(text),
        heading_2(text).toggleable(),
        table([
            [text.clone(), text.clone()],
            [text.clone(), RichText::new()],
        ])
        .column_header(),
        image("https://example.com/a_b").caption(text),
    ]
}

#[track_caller]
fn comes_back(text: &RichText) {
    let blocks = places(text);
    let written = write(&blocks);
    assert_eq!(written.lost, [], "{}", written.text);
    let back = read(&written.text);
    for (back, block) in back.blocks.iter().zip(&blocks) {
        assert_eq!(back, block, "{}", write(std::slice::from_ref(block)).text);
    }
    assert_eq!(back.blocks.len(), blocks.len(), "{}", written.text);
    assert_eq!(back.lost, [], "{}", written.text);
}

#[test]
fn every_sign_comes_back_in_every_place() {
    let signs = ('!'..='~')
        .filter(char::is_ascii_punctuation)
        .map(String::from);
    let more = [
        "\n",
        "\t",
        "\u{a0}",
        "1.",
        "12)",
        "[ ]",
        "[x]",
        "[^a]",
        "![",
        "](",
        "**",
        "~~",
        "$$",
        "``",
        "<!--",
        "&lt;",
        "<br>",
        "</details>",
        "://",
        "www.",
        "@",
    ]
    .map(str::to_owned);
    for sign in signs.chain(more) {
        for text in [
            sign.clone(),
            format!("{sign} a"),
            format!("a {sign}"),
            format!("{sign}a{sign} {sign}b"),
            format!("a{sign}1"),
            format!("a\n{sign} b\n{sign}"),
            format!(" {sign}{sign} "),
            sign.repeat(3),
        ] {
            comes_back(&text.into());
        }
    }
}

#[test]
fn every_style_comes_back_beside_every_other() {
    let styled = |text: &str, set: u32| {
        let mut text = RichText::from(text);
        let styles: [fn(RichText) -> RichText; 6] = [
            RichText::bold,
            RichText::italic,
            RichText::strikethrough,
            RichText::underline,
            RichText::code,
            |text| text.link("https://example.com/a_(b)"),
        ];
        for (index, style) in styles.into_iter().enumerate() {
            if set & 1 << index != 0 {
                text = style(text);
            }
        }
        text
    };
    let both = |text: RichText| {
        let document = [paragraph(text)];
        let written = write(&document);
        assert_eq!(read(&written.text).blocks, document, "{}", written.text);
    };
    for one in 0..64 {
        for other in 0..64 {
            both(styled("one", one) + styled("two", other));
            both("a" + styled(" one ", one) + styled("(two)", other) + "b");
        }
        both(
            styled("one", one)
                + styled(" ", 1)
                + styled("two", one)
                + inline_equation("x").bold()
                + styled("*", one),
        );
    }
}

#[test]
fn styles_in_each_other_and_awkward_texts_come_back_everywhere() {
    for text in [
        bold("a") + bold("b").italic() + italic("c"),
        italic("a") + bold("b").italic() + bold("c"),
        bold("a ") + "b",
        "a" + bold(" b ") + "c",
        bold("a") + " " + bold("b"),
        strikethrough("a") + strikethrough("b").bold(),
        inline_code("`"),
        inline_code("``a`` `"),
        inline_code(" a "),
        inline_code("a|b"),
        inline_code("\\"),
        inline_code("a\nb"),
        link("a|b", "https://example.com/a|b"),
        link(
            "[a]",
            "https://en.wikipedia.org/wiki/Rust_(programming_language)",
        ),
        link("a", "https://example.com/(("),
        link("a", "https://example.com/a\"b'<c>"),
        link("https://example.com", "https://example.com"),
        link("a", "https://example.com/a") + link("b", "https://example.com/b"),
        link("a\nb", "https://example.com"),
        "a|b\\|c".into(),
        "a\nb\n\nc\n".into(),
        "\na".into(),
        "a  ".into(),
        "  a".into(),
        "trailing\\".into(),
        "https://example.com/_a_ www.example.com a@b.example $5-$10 $x$".into(),
        text("red").color(Color::Red) + text("blue").color(Color::BlueBackground).bold(),
        underline("a" + bold("b" + italic("c") + "d") + "e"),
        inline_equation("a_1 | b")
            + "5"
            + inline_equation("\\frac{a}{b}")
            + "c"
            + inline_equation("x"),
        "US" + inline_equation("5") + "6",
        mention_date("2026-11-22") + bold("a"),
    ] {
        comes_back(&text);
    }
}

/// That a text is read as these blocks, and that they are written as this text.
fn both_ways(text: &str, blocks: &[Block]) {
    let document = read(text);
    assert_eq!(document.blocks, blocks, "{text}");
    assert_eq!(document.lost, [], "{text}");
    let written = write(blocks);
    assert_eq!(written.text.trim_end(), text);
    assert_eq!(written.lost, [], "{text}");
}

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
            "line 1: a footnote is a text in Notion",
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
            "line 1: an image inside of a text is a link in Notion",
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
            "the blocks in a paragraph stand behind it in Markdown",
        ),
        (
            columns([column([paragraph("a")]), column([paragraph("b")])]),
            "a\n\nb",
            "columns stand one behind the other in Markdown",
        ),
        (
            tabs([tab("a", [])]),
            "a",
            "tabs stand one behind the other in Markdown",
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

#[test]
fn a_dollar_sign_is_money_unless_two_of_them_hold_a_formula() {
    let x = || inline_equation("x");
    for text in [
        "costs $5-$10",
        "$5 or ($6)",
        "US$5 and US$6",
        "US$5 or US$ 6",
        "from $5 to $10, or 20 $ more",
        "$ x $",
        "$x $",
        "$ x$",
        "$5",
        "5$",
        "$",
        "$$",
        "a$b$ c",
        "1$x$",
        "$1,000.00-$2,000.00 and A$3",
        "$HOME1 $2",
        "(US$5-US$10)",
        "costs **$5**-$10",
    ] {
        let document = read(text);
        assert_eq!(document.lost, [], "{text}");
        assert_eq!(document.blocks.len(), 1, "{text}");
        assert_eq!(
            document.blocks[0].plain_text(),
            text.replace('*', ""),
            "{text}"
        );
        let runs = document.blocks[0].runs().unwrap();
        assert!(
            runs.iter()
                .all(|run| matches!(run.kind, model::RichTextKind::Text(_))),
            "{text}"
        );
    }
    for (text, expected) in [
        ("$x$", x()),
        ("the $x$th", "the " + x() + "th"),
        ("$x$, $x$-$x$.", x() + ", " + x() + "-" + x() + "."),
        ("($x$)", "(" + x() + ")"),
        ("**$x$**", x().bold()),
        ("质量$x$是", "质量" + x() + "是"),
        ("$5-$10 is $x$", "$5-$10 is " + x()),
        ("$x$ costs $5-$6", x() + " costs $5-$6"),
        (
            "$5 *and* $6 and $x$",
            "$5 " + italic("and") + " $6 and " + x(),
        ),
        ("`$5`$x$", inline_code("$5") + x()),
        ("\\$5 is $x$", "$5 is " + x()),
        (
            "$a_1 * b_1$ and $\\$$",
            inline_equation("a_1 * b_1") + " and " + inline_equation("\\$"),
        ),
        ("$[a](https://b.c)$", inline_equation("[a](https://b.c)")),
        ("$$x$$ a", x() + " a"),
        ("$\\text{for $x$}$", inline_equation("\\text{for $x$}")),
        ("$5 {$x$}", "$5 {" + x() + "}"),
        ("*$*a", "*$*a".into()),
        (
            "[$x$](https://a.b) [$5-$6](https://a.b)",
            x() + " " + link("$5-$6", "https://a.b"),
        ),
    ] {
        assert_eq!(read(text).blocks, [paragraph(expected)], "{text}");
    }
    let cells = read("| $5 | $6 |\n|---|---|\n| $x$ | a |").blocks;
    assert_eq!(
        cells,
        [table([
            vec!["$5".into(), RichText::from("$6")],
            vec![x(), "a".into()]
        ])
        .column_header()]
    );
}

#[test]
fn addresses_are_links_as_on_github() {
    let to = |text: &str| link(text, text);
    let www = |text: &str| link(text, format!("http://{text}"));
    let mail = |text: &str| link(text, format!("mailto:{text}"));
    for (text, expected) in [
        (
            "see https://example.com/_a_/b_c*d*e",
            "see " + to("https://example.com/_a_/b_c*d*e"),
        ),
        ("www.example.com", www("www.example.com")),
        (
            "ask a.b_c+d@e-f.example.",
            "ask " + mail("a.b_c+d@e-f.example") + ".",
        ),
        ("a_b_c@d.example", mail("a_b_c@d.example")),
        ("**https://a.b/_c_/**", to("https://a.b/_c_/").bold()),
        // Punctuation at the end is not part of an address.
        ("**https://a.b/c_**", to("https://a.b/c").bold() + bold("_")),
        (
            "*see https://a.b/*",
            italic("see ") + to("https://a.b/").italic(),
        ),
        ("*a https://a.b/c*d", "*a " + to("https://a.b/c*d")),
        (
            "(https://a.b/c_(d)_e)",
            "(" + to("https://a.b/c_(d)_e") + ")",
        ),
        (
            "https://a.b/?c=$d&e=$f~~g~~h",
            to("https://a.b/?c=$d&e=$f~~g~~h"),
        ),
        (
            "https://a.b/`c` `d`",
            to("https://a.b/`c`") + " " + inline_code("d"),
        ),
        (
            "https://a.b/?c[]=1&d[0]=[e](f)",
            to("https://a.b/?c[]=1&d[0]=[e](f)"),
        ),
        ("https://a.b/c\\_d", to("https://a.b/c\\_d")),
        ("https://a.b/?c&amp;d", to("https://a.b/?c&amp;d")),
        ("`https://a.b/_c_`", inline_code("https://a.b/_c_")),
        (
            "[https://a.b](https://c.d)",
            link("https://a.b", "https://c.d"),
        ),
        (
            "<a href=\"https://c.d\">https://a.b</a>",
            link("https://a.b", "https://c.d"),
        ),
        ("<https://a.b/_c_>", to("https://a.b/_c_")),
        (
            "https\\://a.b www\\.a.b a\\@b.c",
            "https://a.b www.a.b a@b.c".into(),
        ),
        ("https&#58;//a.b", "https://a.b".into()),
        ("ftp://a.b/_c_", "ftp://a.b/_c_".into()),
        ("~~www.a.b/c~~", www("www.a.b/c").strikethrough()),
    ] {
        let document = read(text);
        assert_eq!(document.blocks, [paragraph(expected)], "{text}");
        assert_eq!(document.lost, [], "{text}");
    }
    assert_eq!(
        read("| https://a.b/c_d_e|e |\n|---|---|\n| www.a.b | x |").blocks,
        [table([
            vec![to("https://a.b/c_d_e"), "e".into()],
            vec![www("www.a.b"), "x".into()]
        ])
        .column_header()]
    );
    assert_eq!(
        read("# https://a.b/_c").blocks,
        [heading(to("https://a.b/_c"))]
    );
    assert_eq!(
        read("![https://a.b](https://c.d)").blocks,
        [image("https://c.d").caption("https://a.b")]
    );
    // Code is as it is.
    let code_of = "```\nhttps://a.b/_c_ $5-$10\n```";
    assert_eq!(
        read(code_of).blocks,
        [code(Language::PlainText, "https://a.b/_c_ $5-$10")]
    );
}

#[test]
fn addresses_that_notion_does_not_accept_are_reported_and_their_texts_stay() {
    const LINK: &str = "line 1: an address of a link that Notion does not accept";
    const IMAGE: &str = "line 1: an address of an image that Notion does not accept";
    let long = format!("https://a.b/{}", "c".repeat(2_000));
    for (text, blocks, lost) in [
        ("- [Building](./b.md)", vec![bulleted("Building")], LINK),
        ("[w](www.example.com)", vec![paragraph("w")], LINK),
        ("[q](?page=2)", vec![paragraph("q")], LINK),
        ("[*a* b](#x)", vec![paragraph(italic("a") + " b")], LINK),
        ("[a](/docs/b)", vec![paragraph("a")], LINK),
        ("[a](//b.c)", vec![paragraph("a")], LINK),
        ("[a](javascript:alert%281%29)", vec![paragraph("a")], LINK),
        ("[a](data:text/plain,b)", vec![paragraph("a")], LINK),
        ("[a](ftp://b.c)", vec![paragraph("a")], LINK),
        ("[a]()", vec![paragraph("a")], LINK),
        ("[a](<https://b c>)", vec![paragraph("a")], LINK),
        (&format!("[a]({long})"), vec![paragraph("a")], LINK),
        ("[a][b]\n\n[b]: ../c.md", vec![paragraph("a")], LINK),
        ("<a href=\"./b\">a</a> c", vec![paragraph("a c")], LINK),
        ("# [a](b.md)", vec![heading("a")], LINK),
        (
            "| [a](b.md) |\n|---|",
            vec![table([["a"]]).column_header()],
            LINK,
        ),
        (
            "<details><summary><a href=\"b\">a</a></summary></details>",
            vec![toggle("a")],
            LINK,
        ),
        ("![i](a.png)", vec![paragraph("i")], IMAGE),
        ("![](a.png)", vec![paragraph("a.png")], IMAGE),
        (
            "![x](data:image/png;base64,AAAA)",
            vec![paragraph("x")],
            IMAGE,
        ),
        ("![](data:image/png;base64,AAAA)", vec![], IMAGE),
        (
            "a ![*b*](c.png) d",
            vec![paragraph("a " + italic("b") + " d")],
            IMAGE,
        ),
        ("![a](mailto:b@c.d)", vec![paragraph("a")], IMAGE),
        ("[![a](b.svg)](https://c.d)", vec![paragraph("a")], IMAGE),
        ("<img src=\"a.png\" alt=\"b\">", vec![paragraph("b")], IMAGE),
        (
            "<callout icon-url=\"a.png\">\n\nb\n\n</callout>",
            vec![callout("b").icon(Icon::emoji("💡"))],
            "line 1: an icon that Notion does not accept",
        ),
        (
            "<callout icon=\"abc\">\n\nb\n\n</callout>",
            vec![callout("b").icon(Icon::emoji("💡"))],
            "line 1: an icon that Notion does not accept",
        ),
        (
            "<callout color=\"pinkish\">\n\nb\n\n</callout>",
            vec![callout("b").icon(Icon::emoji("💡"))],
            "line 1: a colour that Notion does not have",
        ),
    ] {
        let document = read(text);
        assert_eq!(document.blocks, blocks, "{text}");
        let all: Vec<String> = document.lost.iter().map(ToString::to_string).collect();
        assert_eq!(all, [lost], "{text}");
        assert_eq!(check(&document.blocks), Ok(()), "{text}");
    }
}

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
    const AFTER: &str = "the blocks in a block that cannot hold any stand after it";
    const ROW: &str = "a block in a table that is not a row stands after the table";
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
        (
            column([paragraph("a")]),
            "a",
            "[0]",
            "a column that stands alone",
        ),
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
            "tabs stand one behind the other in Markdown",
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

/// All text of a document, in order, but for the captions of code, which are lost and reported.
fn text_of(blocks: &[Block], out: &mut String) {
    for block in blocks {
        let is_code = matches!(block.kind, model::BlockKind::Code(_));
        let caption = block.caption_runs().filter(|_| !is_code);
        for runs in [block.runs(), caption].into_iter().flatten() {
            runs.iter()
                .for_each(|run| out.push_str(run.to_plain_text()));
        }
        match &block.kind {
            model::BlockKind::TableRow(row) => {
                row.cells
                    .iter()
                    .flatten()
                    .for_each(|run| out.push_str(run.to_plain_text()));
            }
            model::BlockKind::Equation(equation) => out.push_str(&equation.expression),
            _ => {}
        }
        text_of(&block.children, out);
    }
}

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
