//! Random documents there and back, and random text read.

use super::*;

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
