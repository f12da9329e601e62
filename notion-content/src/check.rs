//! Checks documents against Notion's rules.

use std::ops::Range;

use notion_model::{BlockKind, BlockRequest};

use crate::limit::MAX_BLOCKS_BYTES;
use crate::nesting::{check_count, check_place};
use crate::{Block, Reason, Refusal, own};

/// Checks the content of a page against Notion's rules: which blocks may hold which, what the API can create, how long texts
/// are, and which addresses, dates, emoji, colors and languages Notion accepts. One value that it does not accept would fail a
/// whole request. The size of the document does not matter: it is sent in as many requests as needed.
///
/// ```
/// use notion_content::{Reason, check, column, columns, paragraph, table_row};
///
/// check(&[columns([column([paragraph("Left")]), column([paragraph("Right")])])])?;
///
/// let refusal = check(&[paragraph("A row:").children([table_row(["Left", "Right"])])]).unwrap_err();
/// assert_eq!(refusal.path, "[0].paragraph.children[0].table_row");
/// assert!(matches!(refusal.reason, Reason::OnlyIn { .. }));
/// # Ok::<(), notion_content::Refusal>(())
/// ```
///
/// # Errors
///
/// The first rule that the document breaks, and where.
pub fn check(document: &[Block]) -> Result<(), Refusal> {
    check_in(None, document)
}

/// Checks the blocks that a block of this kind is to hold, or a page for `None`. Otherwise as [`check`].
///
/// # Errors
///
/// The first rule that the blocks break, and where.
pub fn check_in(parent: Option<&BlockKind>, blocks: &[Block]) -> Result<(), Refusal> {
    drafts(parent, blocks).map(|_| ())
}

/// A block as a request has it, before it is decided which of its children are in the same request.
pub(crate) struct Draft {
    pub(crate) request: BlockKind,
    /// How many bytes it takes without the blocks in it.
    pub(crate) bytes: usize,
    /// The index of its parent among all drafts, unless it is on the first level.
    pub(crate) parent: Option<usize>,
    /// The indices of its children among all drafts.
    pub(crate) children: Range<usize>,
}

/// Returns all blocks of a document as requests have them, level by level, so that siblings are next to each other.
pub(crate) fn drafts(parent: Option<&BlockKind>, blocks: &[Block]) -> Result<Vec<Draft>, Refusal> {
    let nodes = nodes(blocks);
    let draft = |(at, node): (usize, &Node<'_>)| {
        let holder = node.parent.and_then(|above| nodes.get(above));
        let holder = holder.map_or(parent, |holder| Some(&holder.block.kind));
        check_place(holder, &node.block.kind)
            .and_then(|()| check_count(node.block))
            .and_then(|()| request(holder, &node.block.kind))
            .map(|(request, bytes)| Draft {
                request,
                bytes,
                parent: node.parent,
                children: node.children.clone(),
            })
            .map_err(|reason| Refusal {
                path: path(&nodes, at),
                reason,
            })
    };
    nodes.iter().enumerate().map(draft).collect()
}

/// A block of a document, and its place in it.
struct Node<'a> {
    block: &'a Block,
    parent: Option<usize>,
    children: Range<usize>,
}

/// All blocks of a document, level by level. Without recursion, so that no depth is too much.
fn nodes(blocks: &[Block]) -> Vec<Node<'_>> {
    let node = |parent, block| Node {
        block,
        parent,
        children: 0..0,
    };
    let mut nodes: Vec<Node<'_>> = blocks.iter().map(|block| node(None, block)).collect();
    let mut at = 0;
    while let Some(block) = nodes.get(at).map(|node| node.block) {
        let first = nodes.len();
        nodes.extend(block.children.iter().map(|child| node(Some(at), child)));
        let end = nodes.len();
        if let Some(node) = nodes.get_mut(at) {
            node.children = first..end;
        }
        at += 1;
    }
    nodes
}

/// A block as a request has it, and how many bytes it takes.
pub(crate) fn request(
    holder: Option<&BlockKind>,
    kind: &BlockKind,
) -> Result<(BlockKind, usize), Reason> {
    let request = own::to_request(holder, kind)?;
    let bytes = bytes(&request);
    // A table is made with a row in it at least, and what is around it takes some bytes.
    let around = match holder {
        Some(table @ BlockKind::Table(_)) => bytes_around_rows(table),
        _ => 0,
    };
    if bytes + around > MAX_BLOCKS_BYTES {
        return Err(Reason::TooLarge {
            limit: MAX_BLOCKS_BYTES,
            length: bytes + around,
        });
    }
    Ok((request, bytes))
}

fn bytes(request: &BlockKind) -> usize {
    /// The bytes of `,"children":[…]` around the children of a block.
    const CHILDREN: usize = 14;
    let json = serde_json::to_vec(&BlockRequest::from(request.clone()));
    // What cannot be written counts as too large for any request.
    json.map_or(usize::MAX / 4, |json| json.len()) + CHILDREN
}

fn bytes_around_rows(table: &BlockKind) -> usize {
    bytes(table) + 1
}

/// Returns the place of a block, from the top down.
fn path(nodes: &[Node<'_>], at: usize) -> String {
    let mut steps = Vec::new();
    let mut next = nodes.get(at).map(|node| (at, node));
    while let Some((at, node)) = next {
        let above = node
            .parent
            .and_then(|above| Some((above, nodes.get(above)?)));
        let first = above.map_or(0, |(_, above)| above.children.start);
        steps.push(format!("[{}].{}", at - first, node.block.kind.type_name()));
        next = above;
    }
    steps.reverse();
    steps.join(".children")
}

#[cfg(test)]
mod tests {
    use notion_model::{
        BlockKind, ChildTitle, File, FileKind, HostedFile, Icon, LinkPreview, MeetingNotes,
        UnsupportedBlock,
    };

    use super::*;
    use crate::*;

    fn reason(document: Block) -> Option<Reason> {
        check(&[document]).err().map(|refusal| refusal.reason)
    }

    #[test]
    fn what_the_api_cannot_make_is_refused() {
        for kind in [
            BlockKind::ChildPage(ChildTitle::default()),
            BlockKind::ChildDatabase(ChildTitle::default()),
            BlockKind::MeetingNotes(MeetingNotes::default()),
            BlockKind::Transcription(MeetingNotes::default()),
            BlockKind::LinkPreview(LinkPreview::default()),
            BlockKind::Unsupported(UnsupportedBlock::default()),
            BlockKind::Unknown(notion_model::Unknown::new("poem", 1)),
            BlockKind::Untyped,
        ] {
            let name = kind.type_name().to_owned();
            let refusal =
                check(&[paragraph("A"), toggle("B").children([kind.into()])]).unwrap_err();
            assert_eq!(refusal.path, format!("[1].toggle.children[0].{name}"));
            assert_eq!(refusal.reason, Reason::NotCreatable { kind: name });
        }
    }

    #[test]
    fn each_block_holds_what_it_can_and_nothing_else() {
        let inside = || [paragraph("Inside")];
        for holder in [
            paragraph("A"),
            heading("A"),
            heading_2("A"),
            heading_3("A"),
            heading_4("A"),
            bulleted("A"),
            numbered("A"),
            quote("A"),
            todo("A"),
            toggle("A"),
            template("A", []),
            callout("A"),
            synced([]),
        ] {
            assert_eq!(
                reason(holder.clone().children(inside())),
                None,
                "{holder:?}"
            );
            assert!(matches!(
                reason(holder.children([table_row(["a"])])),
                Some(Reason::OnlyIn { parent, .. }) if parent == "table"
            ));
        }
        let user: notion_model::PageId = "00000000-0000-4000-8000-0000000000fa".parse().unwrap();
        for leaf in [
            divider(),
            breadcrumb(),
            table_of_contents(),
            equation("x"),
            code("rust", "x"),
            image("https://example.com/a.png"),
            video("https://example.com/a.mp4"),
            audio("https://example.com/a.mp3"),
            file("https://example.com/a.txt"),
            pdf("https://example.com/a.pdf"),
            bookmark("https://example.com"),
            embed("https://example.com"),
            link_to_page(user),
            synced_copy(user.into()),
        ] {
            assert_eq!(reason(leaf.clone()), None, "{leaf:?}");
            assert!(matches!(
                reason(leaf.children(inside())),
                Some(Reason::CannotHold { child, .. }) if child == "paragraph"
            ));
        }
        for (holder, other) in [
            (table([["a"]]), paragraph("b")),
            (columns([column([]), column([])]), paragraph("b")),
            (tabs([tab("a", [])]), todo("b")),
        ] {
            assert_eq!(reason(holder.clone()), None);
            assert!(matches!(
                reason(holder.children([other])),
                Some(Reason::CannotHold { .. })
            ));
        }
        assert!(
            matches!(reason(column([])), Some(Reason::OnlyIn { parent, .. }) if parent == "column_list")
        );
    }

    #[test]
    fn a_heading_that_holds_blocks_is_a_toggle() {
        let mut block = heading("A").children([paragraph("B")]);
        assert_eq!(reason(block.clone()), None);
        if let BlockKind::Heading1(heading) = &mut block.kind {
            heading.is_toggleable = false;
        }
        assert_eq!(reason(block), Some(Reason::StaticHeading));
    }

    #[test]
    fn a_block_has_what_it_needs() {
        assert!(matches!(
            reason(columns([column([])])),
            Some(Reason::TooFew {
                least: 2,
                count: 1,
                ..
            })
        ));
        assert!(matches!(
            reason(table([] as [[&str; 0]; 0])),
            Some(Reason::TooFew {
                least: 1,
                count: 0,
                ..
            })
        ));
        assert_eq!(
            reason(table([["a", "b"]]).children([table_row(["c"])])),
            Some(Reason::Width { width: 2, cells: 1 })
        );
        assert!(matches!(
            reason(table([[""; 0]])),
            Some(Reason::Missing { .. })
        ));
        assert_eq!(reason(table([vec![""; 100]])), None);
        assert!(matches!(
            reason(table([vec![""; 101]])),
            Some(Reason::TooLong {
                limit: 100,
                length: 101,
                ..
            })
        ));
        assert!(matches!(reason(bookmark("")), Some(Reason::Missing { .. })));
        assert!(matches!(
            reason(BlockKind::Image(File::default()).into()),
            Some(Reason::Missing { .. })
        ));
        assert!(matches!(
            reason(BlockKind::LinkToPage(notion_model::LinkToPage::default()).into()),
            Some(Reason::Missing { .. })
        ));
    }

    #[test]
    fn each_length_holds_on_either_side() {
        let url = |length: usize| format!("https://example.com/{}", "u".repeat(length - 20));
        for make in [
            (|url| bookmark(url)) as fn(String) -> Block,
            |url| embed(url),
            |url| image(url),
        ] {
            assert_eq!(reason(make(url(2_000))), None);
            assert!(matches!(
                reason(make(url(2_001))),
                Some(Reason::TooLong {
                    limit: 2_000,
                    length: 2_001,
                    ..
                })
            ));
        }
        assert_eq!(reason(equation("x".repeat(1_000))), None);
        assert!(matches!(
            reason(equation("x".repeat(1_001))),
            Some(Reason::TooLong { limit: 1_000, .. })
        ));
        assert_eq!(reason(quote("x".repeat(200_000))), None);
        assert!(matches!(
            reason(quote("x".repeat(200_001))),
            Some(Reason::TooManyRuns {
                runs: 101,
                characters: 200_001
            })
        ));
        assert!(matches!(
            reason(image(url(100)).caption("x".repeat(200_001))),
            Some(Reason::TooManyRuns { runs: 101, .. })
        ));
        assert!(matches!(
            reason(table([["x".repeat(200_001)]])),
            Some(Reason::TooManyRuns { runs: 101, .. })
        ));
    }

    #[test]
    fn what_cannot_be_put_elsewhere_is_refused() {
        let hosted = FileKind::Hosted(HostedFile {
            url: "https://files.example.com/a.png?signature=x".into(),
            ..HostedFile::default()
        });
        let image = File {
            kind: hosted,
            ..File::default()
        };
        assert_eq!(
            reason(BlockKind::Image(image).into()),
            Some(Reason::HostedFile)
        );
        assert_eq!(
            reason(paragraph("A").icon(Icon::emoji("🐱"))),
            Some(Reason::IconOutsideOfTab)
        );
        assert_eq!(reason(tabs([tab("A", []).icon(Icon::emoji("🐱"))])), None);
        let numbered = |start: u64| {
            BlockKind::NumberedListItem(notion_model::NumberedItem {
                list_start_index: Some(start.into()),
                ..notion_model::NumberedItem::default()
            })
        };
        assert_eq!(reason(numbered(1).into()), None);
        assert!(matches!(
            reason(numbered(3).into()),
            Some(Reason::NotWritable { .. })
        ));
    }

    /// Values that Notion refuses in a text, wherever the text is.
    fn bad_texts() -> Vec<RichText> {
        let date = |start: &str, end: Option<&str>, zone: Option<&str>| {
            mention_date(notion_model::DateValue {
                start: start.into(),
                end: end.map(Into::into),
                time_zone: zone.map(str::to_owned),
                ..notion_model::DateValue::default()
            })
        };
        let mention_of = |kind| mention(notion_model::MentionKind::TemplateMention(kind));
        vec![
            link("x", "./b.md"),
            link("x", "www.example.com"),
            link("x", "?page=2"),
            link("x", "data:text/plain,x"),
            link("x", format!("https://{}", "a".repeat(2_000))),
            text("x").color(notion_model::Color::from("teal")),
            inline_equation("x").color(notion_model::Color::from("")),
            inline_equation("x".repeat(1_001)),
            date("2026-11-22 10:30", None, None),
            date("0000-01-01", None, None),
            date("2026-11-22", None, Some("Europe/Berlin")),
            date("2026-11-22T10:30+01:00", None, Some("Europe/Berlin")),
            date("2026-11-22T10:30", None, Some("Berlin Time")),
            date("2026-11-22", Some("2026-11-21"), None),
            date("", None, None),
            mention(notion_model::MentionKind::LinkPreview(
                LinkPreview::default(),
            )),
            mention(notion_model::MentionKind::LinkMention(
                notion_model::LinkMention::default(),
            )),
            mention_of(notion_model::TemplateMention::default()),
            mention_of(notion_model::TemplateMention {
                kind: notion_model::TemplateMentionKind::Date("yesterday".into()),
                ..notion_model::TemplateMention::default()
            }),
            (0..101)
                .map(|n| if n % 2 == 0 { bold("x") } else { text("x") })
                .collect(),
        ]
    }

    /// One block for each place that a text can have.
    fn holders(text: &RichText) -> Vec<Block> {
        let make: [fn(RichText) -> Block; 22] = [
            |text| paragraph(text),
            |text| heading(text),
            |text| heading_2(text),
            |text| heading_3(text),
            |text| heading_4(text),
            |text| bulleted(text),
            |text| numbered(text),
            |text| todo(text),
            |text| toggle(text),
            |text| quote(text),
            |text| callout(text),
            |text| template(text, []),
            |text| code("rust", text),
            |text| code("rust", "x").caption(text),
            |text| image("https://example.com/a.png").caption(text),
            |text| video("https://example.com/a.mp4").caption(text),
            |text| audio("https://example.com/a.mp3").caption(text),
            |text| file("https://example.com/a.txt").caption(text),
            |text| pdf("https://example.com/a.pdf").caption(text),
            |text| bookmark("https://example.com").caption(text),
            |text| embed("https://example.com").caption(text),
            |text| tabs([tab(text, [])]),
        ];
        let mut blocks: Vec<Block> = make.iter().map(|make| make(text.clone())).collect();
        blocks.push(table([["x".into(), text.clone()]]));
        blocks
    }

    /// Blocks with a value of their own that Notion refuses.
    fn bad_blocks() -> Vec<Block> {
        let teal = || notion_model::Color::from("teal");
        let mut bad = Vec::new();
        for url in [
            "",
            "a.png",
            "data:image/png;base64,AAAA",
            "mailto:a@example.com",
            "ftp://example.com/a",
        ] {
            bad.extend([
                image(url),
                video(url),
                audio(url),
                file(url),
                pdf(url),
                bookmark(url),
                embed(url),
                callout("x").icon(Icon::external(url)),
                tabs([tab("x", []).icon(Icon::external(url))]),
            ]);
        }
        for emoji in ["", "x", "snake:purple", "😀😀", "1"] {
            bad.push(callout("x").icon(Icon::emoji(emoji)));
            bad.push(tabs([tab("x", []).icon(Icon::emoji(emoji))]));
        }
        for block in [
            paragraph("x"),
            heading("x"),
            bulleted("x"),
            numbered("x"),
            todo("x"),
            toggle("x"),
            quote("x"),
            callout("x"),
            table_of_contents(),
        ] {
            bad.push(block.color(teal()));
        }
        bad.extend([
            callout("x").icon(Icon::native("snake", Some("teal".into()))),
            callout("x").icon(Icon::native("", None)),
            code("brainfuck", "x"),
            code("", "x"),
            equation("x".repeat(1_001)),
            file("https://example.com/a").named("x".repeat(901)),
        ]);
        bad
    }

    #[test]
    fn each_bad_value_is_named_by_its_place() {
        let texts = bad_texts();
        let bad = bad_blocks()
            .into_iter()
            .chain(texts.iter().flat_map(holders));
        for block in bad {
            let name = block.kind.type_name().to_owned();
            let document = [paragraph("good"), toggle("x").children([divider(), block])];
            let refusal = check(&document).unwrap_err();
            let place = format!("[1].toggle.children[1].{name}");
            assert!(refusal.path.starts_with(&place), "{refusal}");
            assert!(refusal.to_string().len() < 400, "{refusal}");
        }
    }

    #[test]
    fn one_bad_value_among_3_000_blocks_is_named_by_its_place() {
        let mut document: Vec<Block> = (0..1_500)
            .map(|n| toggle(format!("{n}")).children([paragraph("x")]))
            .collect();
        assert_eq!(check(&document), Ok(()));
        document[1_499].children = vec![paragraph("see " + link("the plan", "./plan.md"))];
        assert_eq!(
            check(&document).unwrap_err().to_string(),
            "[1499].toggle.children[0].paragraph: `./plan.md` is not an address that Notion accepts for a link: it is \
             relative; write the whole address, which begins with `https://`"
        );
    }

    #[test]
    fn what_notion_refuses_is_left_out_of_a_copy_and_the_text_stays() {
        let texts = bad_texts();
        for block in bad_blocks()
            .into_iter()
            .chain(texts.iter().flat_map(holders))
        {
            let copy = writable(vec![paragraph("before"), block.clone()]);
            assert_eq!(check(&copy.document), Ok(()), "{block:?}");
            assert!(!copy.refused.is_empty(), "{block:?}");
            assert_eq!(copy.document[0], paragraph("before"));
        }
        for (text, expected) in [
            (link("x", "./b.md"), text("x")),
            (
                text("x").color(notion_model::Color::from("teal")).bold(),
                bold("x"),
            ),
            (mention_date("0000-01-01"), text("0000-01-01")),
            (
                mention_date(notion_model::DateValue::range("2026-11-22", "2026-11-21")),
                text("2026-11-22 → 2026-11-21"),
            ),
        ] {
            let copy = writable(vec![quote(text)]);
            assert_eq!(copy.document, [quote(expected)]);
        }
        let zone = |start: &str, zone: &str| notion_model::DateValue {
            time_zone: Some(zone.to_owned()),
            ..start.into()
        };
        let copied = |date| writable(vec![quote(mention_date(date))]).document;
        let start = "2026-11-22T10:30+01:00";
        assert_eq!(
            copied(zone(start, "Europe/Berlin")),
            [quote(mention_date(start))]
        );
        let start = "2026-11-22T10:30";
        assert_eq!(
            copied(zone(start, "Berlin Time")),
            [quote(text("2026-11-22T10:30 (Berlin Time)"))]
        );
        let copied = |block| writable(vec![block]).document;
        assert_eq!(copied(code("brainfuck", "+")), [code("plain text", "+")]);
        assert_eq!(copied(callout("x").icon(Icon::emoji("x"))), [callout("x")]);
        let named = file("https://example.com/a").named("x".repeat(901));
        assert_eq!(copied(named), [file("https://example.com/a")]);
    }

    #[test]
    fn an_emoji_is_sent_in_full() {
        let json = serde_json::to_value(
            crate::Plan::append(None, &[callout("x").icon(Icon::emoji("⚙"))])
                .unwrap()
                .steps
                .into_iter()
                .find_map(|step| match step {
                    crate::Step::Append(append) => Some(append.children),
                    crate::Step::List(_) => None,
                })
                .unwrap(),
        )
        .unwrap();
        assert_eq!(json[0]["callout"]["icon"]["emoji"], "⚙️");
        assert_eq!(
            callout("x").icon(Icon::emoji("⚙")),
            callout("x").icon(Icon::emoji("⚙️"))
        );
    }

    #[test]
    fn what_stands_in_a_block_that_is_there_is_checked_too() {
        let table = table([["a", "b"]]).kind;
        assert!(check_in(Some(&table), &[table_row(["c", "d"])]).is_ok());
        let refusal = check_in(Some(&table), &[table_row(["c"])]).unwrap_err();
        assert_eq!(refusal.path, "[0].table_row");
        assert!(check_in(Some(&divider().kind), &[paragraph("a")]).is_err());
        assert!(
            check_in(
                Some(&tabs([]).kind),
                &[tab("a", []).icon(Icon::emoji("🐱"))]
            )
            .is_ok()
        );
    }

    #[test]
    fn no_depth_is_too_much() {
        let mut document = paragraph("x");
        for _ in 0..2_000 {
            document = quote("x").children([document]);
        }
        assert_eq!(document.count(), 2_001);
        assert!(check(std::slice::from_ref(&document)).is_ok());
    }
}
