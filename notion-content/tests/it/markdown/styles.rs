//! Every sign and every style in every place that has a text.

use super::*;

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
