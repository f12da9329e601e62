//! Arbitrary blocks: of all types, valid and broken, with values that Notion accepts and others, in any nesting.

use notion_content::model::{
    Annotations, BlockId, BlockKind, ChildTitle, Color, CustomEmoji, CustomEmojiId, DatabaseId,
    DateValue, File, FileKind, HostedFile, Icon, IconColor, Language, LinkMention, LinkPreview,
    LinkToPage, MeetingNotes, MentionKind, Moment, NumberedItem, PageId, RichText as Run,
    RichTextKind, Table, TemplateMention, TemplateMentionKind, Unknown, UnsupportedBlock, UserId,
};
use notion_content::{
    Block, IntoMention, RichText, audio, bookmark, breadcrumb, bulleted, callout, code, column,
    columns, divider, embed, equation, file, heading, heading_2, heading_3, heading_4, image,
    inline_equation, link, link_to_page, mention, mention_date, numbered, paragraph, pdf, quote,
    synced, synced_copy, tab, table, table_of_contents, table_row, tabs, template, todo, toggle,
    video,
};
use proptest::prelude::*;
use proptest::sample::select;

/// Objects that exist where the blocks are sent to, to mention and to link to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ids {
    pub(crate) user: UserId,
    pub(crate) page: PageId,
    pub(crate) database: DatabaseId,
    pub(crate) original: BlockId,
}

impl Default for Ids {
    fn default() -> Self {
        let id = "00000000-0000-4000-8000-0000000000fa";
        Self {
            user: id.parse().unwrap(),
            page: id.parse().unwrap(),
            database: id.parse().unwrap(),
            original: id.parse().unwrap(),
        }
    }
}

/// A document: up to a few dozens of blocks. `broken` is the part of the values that are not valid, in percent.
pub(crate) fn document(ids: Ids, broken: u32) -> impl Strategy<Value = Vec<Block>> {
    let leaf = block(ids, broken);
    let block = leaf.prop_recursive(4, 40, 5, move |inner| {
        (
            block(ids, broken),
            prop::collection::vec(inner, 0..5),
            0..100_u32,
        )
            .prop_map(move |(mut block, inner, chance)| {
                // As Notion has it, or wherever it falls.
                if chance >= broken {
                    return fitting(block, inner);
                }
                block.children.extend(inner);
                block
            })
    });
    prop::collection::vec(block, 0..6)
}

/// Blocks in a block that can hold them.
fn fitting(block: Block, inner: Vec<Block>) -> Block {
    let inner: Vec<Block> = inner
        .into_iter()
        .filter(|block| !matches!(block.kind, BlockKind::TableRow(_) | BlockKind::Column(_)))
        .collect();
    match &block.kind {
        BlockKind::ColumnList(_) => columns([column(inner.clone()), column(inner)]),
        BlockKind::Tab(_) => tabs([tab("x", inner)]),
        BlockKind::Paragraph(_)
        | BlockKind::Heading1(_)
        | BlockKind::Heading2(_)
        | BlockKind::Heading3(_)
        | BlockKind::Heading4(_)
        | BlockKind::BulletedListItem(_)
        | BlockKind::NumberedListItem(_)
        | BlockKind::ToDo(_)
        | BlockKind::Toggle(_)
        | BlockKind::Quote(_)
        | BlockKind::Callout(_) => block.children(inner),
        _ => block,
    }
}

/// One of some values, or in `broken` of a hundred cases one of others.
fn mostly<T: std::fmt::Debug + Clone + 'static>(
    broken: u32,
    good: impl Strategy<Value = T> + 'static,
    bad: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<T> {
    match broken {
        0 => good.boxed(),
        broken => prop_oneof![(100 - broken) => good, broken => bad].boxed(),
    }
}

pub(crate) const GOOD_ADDRESSES: &[&str] = &[
    "https://example.com",
    "http://example.com:8080/a/b.png?x=1&y=2#z",
    "HTTPS://EXAMPLE.COM/A",
    "https://例え.jp/ä?q=ü",
    "https://user@example.com/a%20b",
    "https://www.notion.so/00000000000040008000000000000001",
];

pub(crate) const BAD_ADDRESSES: &[&str] = &[
    "",
    " ",
    "./b.md",
    "b.png",
    "www.example.com",
    "example.com:80",
    "?page=2",
    "#a",
    "/a",
    "//example.com",
    "/\t/example.com",
    "\u{1}javascript:alert(1)",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/png;base64,AAAA",
    "mailto:ada@example.com",
    "tel:+49123",
    "notion://a",
    "ftp://example.com",
    "file:///a",
    "http:",
    "http:///a",
    "https://exa mple.com",
    "https://example.com/a b",
    "https://example.com/\"onerror=\"alert(1)",
    "\\\\example.com\\a",
];

fn address(broken: u32) -> BoxedStrategy<String> {
    let random = "[a-z:/.?#\\\\ \t\n%@-]{0,20}";
    mostly(
        broken,
        select(GOOD_ADDRESSES).prop_map(str::to_owned),
        prop_oneof![
            4 => select(BAD_ADDRESSES).prop_map(str::to_owned),
            2 => random,
            1 => Just(format!("https://{}", "a".repeat(2_000))),
        ],
    )
}

fn color(broken: u32) -> BoxedStrategy<Color> {
    let bad = select(vec!["teal", "", "red_", "RED"]).prop_map(Color::from);
    mostly(broken, select(Color::ALL.to_vec()), bad)
}

fn emoji(broken: u32) -> BoxedStrategy<String> {
    let good = ["💡", "⚙️", "⚙", "👍🏽", "🇩🇪", "1️⃣", "👨‍👩‍👧"];
    let bad = ["", "x", "snake:purple", "😀😀", "1", "🇽🇽", "e\u{301}"];
    mostly(
        broken,
        select(good.to_vec()).prop_map(str::to_owned),
        select(bad.to_vec()).prop_map(str::to_owned),
    )
}

fn moment(broken: u32) -> BoxedStrategy<Moment> {
    let good = [
        "2026-11-22",
        "2026-11-23",
        "2026-11-22T10:30",
        "2026-11-22T10:30:15.377",
        "2026-11-22T10:30:00Z",
        "2026-11-22T10:30:00.000+01:00",
        "0001-01-01",
        "9999-12-31",
    ];
    let bad = [
        "",
        "today",
        "2026-11-22 10:30",
        "2026-13-01",
        "0000-01-01",
        "-009999-01-01",
        "20261122",
        "2026-11-22T10",
        "2026-11-22T10:30[Europe/Berlin]",
    ];
    let random = "[0-9T:Z+. -]{0,24}";
    mostly(
        broken,
        select(good.to_vec()).prop_map(Moment::from),
        prop_oneof![
            select(bad.to_vec()).prop_map(Moment::from),
            random.prop_map(Moment::from)
        ],
    )
}

fn date(broken: u32) -> BoxedStrategy<DateValue> {
    let zoned = |date: DateValue, zone: &str| DateValue {
        time_zone: Some(zone.to_owned()),
        ..date
    };
    let good = vec![
        "2026-11-22".into(),
        "2026-11-22T10:30:00Z".into(),
        DateValue::range("2026-11-22", "2026-11-23"),
        DateValue::range("2026-11-22T10:30", "2026-11-22T10:30"),
        DateValue::range("2026-11-22T10:30+01:00", "2026-11-22T09:30:00Z"),
        zoned("2026-11-22T10:30".into(), "Europe/Berlin"),
        zoned(
            DateValue::range("2026-11-22T10:30", "2026-11-23T10:30"),
            "UTC",
        ),
    ];
    let ends = (moment(broken), prop::option::of(moment(broken)));
    let zone = select(vec![
        "Europe/Berlin",
        "UTC",
        "",
        "Berlin",
        "+01:00",
        "posix/UTC",
    ]);
    let random = (ends, prop::option::of(zone)).prop_map(|((start, end), zone)| DateValue {
        start,
        end,
        time_zone: zone.map(str::to_owned),
        ..DateValue::default()
    });
    mostly(broken, select(good), random)
}

fn content() -> BoxedStrategy<String> {
    prop_oneof![
        8 => "[a-zé😀 \\n<>&\"'*_$-]{0,12}",
        1 => Just("\u{0}\u{1b}\u{202e}\u{fffe}".to_owned()),
        1 => Just("x".repeat(2_001)),
    ]
    .boxed()
}

fn run(ids: Ids, broken: u32) -> BoxedStrategy<Run> {
    let first = |text: RichText| text.into_runs().into_iter().next().unwrap_or_default();
    let words = content().prop_map(Run::text).boxed();
    let linked =
        (content(), address(broken)).prop_map(|(content, url)| Run::text(content).link(url));
    let expression = mostly(broken, "[a-z^_{}\\\\]{0,9}", Just("x".repeat(1_001)));
    let known: Vec<MentionKind> = vec![
        ids.user.into_mention(),
        ids.page.into_mention(),
        ids.database.into_mention(),
        MentionKind::TemplateMention(TemplateMention {
            kind: TemplateMentionKind::Date("today".into()),
            ..TemplateMention::default()
        }),
    ];
    let other = (address(broken), content()).prop_flat_map(move |(url, title)| {
        select(vec![
            MentionKind::LinkPreview(LinkPreview {
                url: url.clone(),
                ..LinkPreview::default()
            }),
            MentionKind::LinkMention(LinkMention {
                href: url.clone(),
                title: Some(title),
                icon_url: Some(url.clone()),
                thumbnail_url: Some(url.clone()),
                iframe_url: Some(url.clone()),
                ..LinkMention::default()
            }),
            MentionKind::CustomEmoji(CustomEmoji {
                name: "party".into(),
                url,
                ..CustomEmoji::new(CustomEmojiId::from(ids.page.uuid()))
            }),
            MentionKind::TemplateMention(TemplateMention::default()),
            MentionKind::Untyped,
            MentionKind::Unknown(Unknown::new("poem", 1)),
        ])
    });
    let unknown = select(vec![
        RichTextKind::Untyped,
        RichTextKind::Unknown(Unknown::new("poem", 1)),
        RichTextKind::Mention(Box::default()),
    ]);
    let unknown = unknown.prop_map(|kind| Run {
        kind,
        plain_text: "unknown <run>".into(),
        ..Run::default()
    });
    let good = prop_oneof![
        4 => words,
        2 => linked,
        1 => expression.prop_map(move |text| first(inline_equation(text))),
        1 => date(broken).prop_map(move |date| first(mention_date(date))),
        1 => select(known).prop_map(move |kind| first(mention(kind))),
    ];
    let bad = prop_oneof![2 => other.prop_map(move |kind| first(mention(kind))), 1 => unknown];
    let looks = (any::<u8>(), color(broken)).prop_map(|(bits, color)| Annotations {
        bold: bits & 1 > 0,
        italic: bits & 2 > 0,
        code: bits & 4 > 0,
        underline: bits & 8 > 0,
        strikethrough: bits & 16 > 0,
        color,
        ..Annotations::default()
    });
    (mostly(broken, good, bad), prop::option::of(looks))
        .prop_map(|(run, annotations)| Run { annotations, ..run })
        .boxed()
}

pub(crate) fn text(ids: Ids, broken: u32) -> BoxedStrategy<RichText> {
    prop::collection::vec(run(ids, broken), 0..4)
        .prop_map(RichText::from)
        .boxed()
}

fn hosted(url: &str) -> HostedFile {
    HostedFile {
        url: url.to_owned(),
        ..HostedFile::default()
    }
}

fn source(broken: u32) -> BoxedStrategy<File> {
    let external = address(broken).prop_map(File::external).boxed();
    let bad = address(broken).prop_flat_map(|url| {
        let kinds = vec![
            FileKind::Hosted(hosted(&url)),
            FileKind::Untyped,
            FileKind::Unknown(Unknown::new("poem", 1)),
        ];
        select(kinds).prop_map(|kind| File {
            kind,
            ..File::default()
        })
    });
    mostly(broken, external, bad)
}

fn icon(broken: u32) -> BoxedStrategy<Icon> {
    let colors = mostly(
        broken,
        select(IconColor::ALL.to_vec()),
        Just(IconColor::from("teal")),
    );
    let good = prop_oneof![
        emoji(broken).prop_map(Icon::emoji),
        address(broken).prop_map(Icon::external),
        prop::option::of(colors).prop_map(|color| Icon::native("snake", color)),
    ];
    mostly(broken, good, Just(Icon::default()))
}

/// A block without blocks in it, or one of a type that needs some, with those.
fn block(ids: Ids, broken: u32) -> BoxedStrategy<Block> {
    let texts = || text(ids, broken);
    let of_text = (texts(), 0..15_usize, color(broken), any::<bool>()).prop_map(
        |(text, kind, color, flag)| {
            let block = match kind {
                0 => heading(text),
                1 => heading_2(text),
                2 => heading_3(text),
                3 => heading_4(text),
                4 => bulleted(text),
                5 => numbered(text),
                6 => todo(text),
                7 => toggle(text),
                8 => quote(text),
                9 => callout(text),
                10 => template(text, []),
                _ => paragraph(text),
            };
            let block = block.color(color);
            if flag {
                block.checked().toggleable()
            } else {
                block
            }
        },
    );
    let languages = mostly(
        broken,
        select(Language::ALL.to_vec()),
        Just(Language::from("brainfuck")),
    );
    let of_code = (texts(), texts(), languages)
        .prop_map(|(text, caption, language)| code(language, text).caption(caption));
    let names = mostly(broken, "[a-z. /]{0,8}", Just("x".repeat(901)));
    let of_file = (source(broken), texts(), prop::option::of(names), 0..5_usize).prop_map(
        |(source, caption, name, kind)| {
            let make: [fn(File) -> Block; 5] = [
                |file| image(file),
                |file| video(file),
                |file| audio(file),
                |file| pdf(file),
                |source| file(source),
            ];
            let block = make.get(kind).map(|make| make(source)).unwrap();
            let block = block.caption(caption);
            match name {
                Some(name) => block.named(name),
                None => block,
            }
        },
    );
    let of_link = (address(broken), texts(), any::<bool>()).prop_map(|(url, caption, is_embed)| {
        let block = if is_embed { embed(url) } else { bookmark(url) };
        block.caption(caption)
    });
    let of_icon = (icon(broken), texts()).prop_map(|(icon, text)| callout(text).icon(icon));
    let of_tab = (icon(broken), texts()).prop_map(|(icon, text)| tabs([tab(text, []).icon(icon)]));
    let rows = prop::collection::vec(prop::collection::vec(texts(), 1..3), 1..3);
    let of_table = (rows, any::<bool>(), any::<bool>()).prop_map(|(rows, columns, rows_too)| {
        let table = table(rows);
        let table = if columns {
            table.column_header()
        } else {
            table
        };
        if rows_too { table.row_header() } else { table }
    });
    let expressions = mostly(broken, "[a-z^_{}]{0,9}", Just("x".repeat(1_001)));
    let plain = select(vec![
        divider(),
        breadcrumb(),
        table_of_contents(),
        columns([column([]), column([])]),
        synced([paragraph("x")]),
        synced_copy(ids.original),
        link_to_page(ids.page),
        link_to_page(ids.database),
    ]);
    let odd = (address(broken), texts()).prop_flat_map(|(url, text)| {
        let kinds = vec![
            BlockKind::ChildPage(ChildTitle::default()),
            BlockKind::ChildDatabase(ChildTitle::default()),
            BlockKind::LinkPreview(LinkPreview {
                url,
                ..LinkPreview::default()
            }),
            BlockKind::LinkToPage(LinkToPage::default()),
            BlockKind::MeetingNotes(MeetingNotes {
                title: text.clone().into_runs(),
                ..MeetingNotes::default()
            }),
            BlockKind::Unsupported(UnsupportedBlock::default()),
            BlockKind::Untyped,
            BlockKind::Unknown(Unknown::new("poem", 1)),
            BlockKind::Table(Table::default()),
            BlockKind::NumberedListItem(NumberedItem {
                list_start_index: Some(7.into()),
                ..NumberedItem::default()
            }),
        ];
        let mut blocks: Vec<Block> = kinds.into_iter().map(Block::from).collect();
        blocks.extend([
            table_row([text.clone()]),
            table_row([text.clone(), text.clone()]),
            column([paragraph(text.clone())]),
            columns([column([])]),
            tabs([]),
            paragraph(text).icon(Icon::emoji("💡")),
        ]);
        select(blocks)
    });
    let good = prop_oneof![
        8 => of_text,
        2 => of_code,
        2 => of_file,
        2 => of_link,
        1 => of_icon,
        1 => of_tab,
        2 => of_table,
        1 => expressions.prop_map(equation),
        2 => plain,
        1 => (texts(), address(broken)).prop_map(|(text, url)| paragraph(link(text, url))),
    ];
    mostly(broken, good, odd)
}
