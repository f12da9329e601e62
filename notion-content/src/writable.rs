//! The part of a document that can be written.

use std::iter::Enumerate;
use std::vec::IntoIter;

use notion_model::{
    BlockKind, Color, Icon, IconColor, IconKind, Language, Link, MentionKind, RichText as Run,
    RichTextKind, Text,
};

use crate::block::{heading_mut, texts_mut};
use crate::check::request;
use crate::limit::MAX_FILE_NAME_BYTES;
use crate::nesting::{check_count, check_place};
use crate::text::{check_date, reference};
use crate::{Block, Reason, Refusal, address};

/// The part of a document that Notion accepts, and the reasons for the rest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Writable {
    /// The document without what cannot be written; it passes [`check`](crate::check).
    pub document: Vec<Block>,
    /// What was left out or changed, its place in the original document, and the reason.
    pub refused: Vec<Refusal>,
}

/// Removes from a document what Notion would not accept, and reports it: to copy a page that cannot be copied completely.
///
/// A block that cannot be written is removed with its children. If only a part of a block cannot be written, the block stays
/// without that part: a mention of a link becomes a text with the link, a link to an address that Notion does not accept
/// becomes text, a date that it does not accept becomes text, a numbered list starts at 1, a heading with children becomes a
/// toggle, unknown colors and languages become the default ones.
///
/// ```
/// use notion_content::{Block, Reason, check, model::{BlockKind, UnsupportedBlock}, paragraph, toggle, writable};
///
/// let button: Block = BlockKind::Unsupported(UnsupportedBlock::default()).into();
/// let page = vec![toggle("A").children([button, paragraph("B")])];
/// assert!(check(&page).is_err());
///
/// let copy = writable(page);
/// assert_eq!(copy.document, [toggle("A").children([paragraph("B")])]);
/// assert_eq!(copy.refused[0].path, "[0].toggle.children[0].unsupported");
/// assert!(matches!(copy.refused[0].reason, Reason::NotCreatable { .. }));
/// ```
pub fn writable(document: Vec<Block>) -> Writable {
    let mut writable = Writable::default();
    // The blocks that hold the next one, from the top down. Not recursive, so that deep documents do not overflow the stack.
    let mut path: Vec<Open> = Vec::new();
    let mut siblings = document.into_iter().enumerate();
    let mut kept = Vec::new();
    loop {
        if let Some((index, mut block)) = siblings.next() {
            let name = block.kind.type_name().to_owned();
            let holder = path.last().map(|above| &above.block.kind);
            let mut reasons = Vec::new();
            let stays = make_writable(holder, &mut block, |reason| reasons.push(reason));
            for reason in reasons {
                let path = place(&path, index, &name);
                writable.refused.push(Refusal { path, reason });
            }
            if stays {
                let inner = std::mem::take(&mut block.children);
                path.push(Open {
                    block,
                    index,
                    siblings: std::mem::replace(&mut siblings, inner.into_iter().enumerate()),
                    kept: std::mem::take(&mut kept),
                });
            }
            continue;
        }
        let Some(mut done) = path.pop() else {
            break;
        };
        done.block.children = std::mem::replace(&mut kept, done.kept);
        siblings = done.siblings;
        match check_count(&done.block) {
            Ok(()) => kept.push(done.block),
            Err(reason) => {
                let path = place(&path, done.index, done.block.kind.type_name());
                writable.refused.push(Refusal { path, reason });
            }
        }
    }
    writable.document = kept;
    writable
}

/// A block whose children are looked at.
struct Open {
    block: Block,
    /// Its place among its siblings.
    index: usize,
    /// The siblings after it.
    siblings: Enumerate<IntoIter<Block>>,
    /// The siblings before it that can be written.
    kept: Vec<Block>,
}

/// The place of a block in the document, as in a [`Refusal`].
fn place(path: &[Open], index: usize, name: &str) -> String {
    let mut place = String::new();
    for open in path {
        place.push_str(&format!(
            "[{}].{}.children",
            open.index,
            open.block.kind.type_name()
        ));
    }
    place + &format!("[{index}].{name}")
}

/// Removes optional parts of a block until Notion accepts it. Returns whether it does.
fn make_writable(
    holder: Option<&BlockKind>,
    block: &mut Block,
    mut refuse: impl FnMut(Reason),
) -> bool {
    if !block.children.is_empty()
        && let Some(heading) = heading_mut(&mut block.kind)
        && !heading.is_toggleable
    {
        heading.is_toggleable = true;
        refuse(Reason::StaticHeading);
    }
    mend(holder, &mut block.kind, refuse)
}

/// Removes optional parts of a block until Notion accepts it. Returns whether it does.
fn mend(holder: Option<&BlockKind>, kind: &mut BlockKind, mut refuse: impl FnMut(Reason)) -> bool {
    if let Err(reason) = check_place(holder, kind) {
        refuse(reason);
        return false;
    }
    loop {
        let Err(reason) = request(holder, kind) else {
            return true;
        };
        let mended = match (&reason, &mut *kind) {
            (Reason::Mention { .. } | Reason::UnknownRun { .. } | Reason::Date { .. }, kind) => {
                texts_mut(kind)
                    .into_iter()
                    .flatten()
                    .for_each(without_mention);
                true
            }
            (Reason::Address { .. } | Reason::TooLong { .. }, kind) => {
                remove_bad_links(kind)
                    || file_name_mut(kind).and_then(Option::take).is_some()
                    || icon_mut(kind).and_then(Option::take).is_some()
            }
            (Reason::Value { .. }, kind) => {
                replace_unknown_keywords(kind);
                true
            }
            (Reason::Emoji { .. }, kind) => icon_mut(kind).and_then(Option::take).is_some(),
            (Reason::NotWritable { .. }, BlockKind::NumberedListItem(item)) => {
                (item.list_start_index, item.list_format) = (None, None);
                true
            }
            (Reason::IconOutsideOfTab | Reason::HostedFile | Reason::Missing { .. }, kind) => {
                icon_mut(kind).and_then(Option::take).is_some()
            }
            _ => false,
        };
        let again = mended && request(holder, kind).err().as_ref() != Some(&reason);
        refuse(reason);
        if !again {
            return false;
        }
    }
}

fn icon_mut(kind: &mut BlockKind) -> Option<&mut Option<Icon>> {
    match kind {
        BlockKind::Paragraph(paragraph) => Some(&mut paragraph.icon),
        BlockKind::Callout(callout) => Some(&mut callout.icon),
        _ => None,
    }
}

/// Replaces a mention that requests do not support by its text, with its link if it is a mention of a link.
fn without_mention(run: &mut Run) {
    let mut content = run.to_plain_text().to_owned();
    let url = match &mut run.kind {
        RichTextKind::Mention(mention) if reference(mention).is_ok() => return,
        RichTextKind::Mention(mention) => match &mut mention.kind {
            MentionKind::LinkPreview(preview) => Some(preview.url.clone()),
            MentionKind::LinkMention(link) => Some(link.href.clone()),
            MentionKind::Date(date) => {
                // A time zone adds nothing to an offset, and does not apply to a day.
                let zone = date.time_zone.take();
                let start = &date.start;
                let is_told = start.is_date_only() || start.to_timestamp().is_ok();
                if is_told && check_date(date).is_ok() {
                    return;
                }
                content = start.to_string();
                if let Some(end) = &date.end {
                    content.push_str(&format!(" → {end}"));
                }
                if let Some(zone) = zone {
                    content.push_str(&format!(" ({zone})"));
                }
                None
            }
            _ => None,
        },
        RichTextKind::Untyped | RichTextKind::Unknown(_) => None,
        RichTextKind::Text(_) | RichTextKind::Equation(_) => return,
    };
    run.kind = RichTextKind::Text(Text {
        content,
        link: url.map(|url| Link {
            url,
            ..Link::default()
        }),
        ..Text::default()
    });
}

/// The name of a file, if it is longer than Notion accepts.
fn file_name_mut(kind: &mut BlockKind) -> Option<&mut Option<String>> {
    match kind {
        BlockKind::File(file) => {
            let name = &mut file.name;
            let is_long = name
                .as_ref()
                .is_some_and(|name| name.len() > MAX_FILE_NAME_BYTES);
            is_long.then_some(name)
        }
        _ => None,
    }
}

/// Replaces unknown colors and languages by Notion's defaults.
fn replace_unknown_keywords(kind: &mut BlockKind) {
    if let Some(color) = kind.color_mut()
        && matches!(color, Some(Color::Unknown(_)))
    {
        *color = None;
    }
    for run in texts_mut(kind).into_iter().flatten() {
        if let Some(looks) = &mut run.annotations
            && matches!(looks.color, Color::Unknown(_))
        {
            looks.color = Color::Default;
        }
    }
    if let BlockKind::Code(code) = kind
        && matches!(code.language, Some(Language::Unknown(_)))
    {
        code.language = None;
    }
    if let Some(Some(icon)) = icon_mut(kind)
        && let IconKind::Native(native) = &mut icon.kind
        && matches!(native.color, Some(IconColor::Unknown(_)))
    {
        native.color = None;
    }
}

/// Removes the links to addresses that Notion does not accept. Returns whether there were any.
fn remove_bad_links(kind: &mut BlockKind) -> bool {
    let mut removed = false;
    for run in texts_mut(kind).into_iter().flatten() {
        let RichTextKind::Text(text) = &mut run.kind else {
            continue;
        };
        let is_bad = |link: &mut Link| !link.url.is_empty() && address::link(&link.url).is_err();
        removed |= text.link.take_if(is_bad).is_some();
    }
    removed
}

#[cfg(test)]
mod tests {
    use notion_model::{
        ExternalFile, File, FileKind, HostedFile, IconKind, LinkPreview, NumberedItem,
    };

    use super::*;
    use crate::*;

    fn unsupported() -> Block {
        BlockKind::Unsupported(notion_model::UnsupportedBlock::default()).into()
    }

    fn hosted() -> HostedFile {
        HostedFile {
            url: "https://files.example.com/a.png?signature=x".into(),
            ..HostedFile::default()
        }
    }

    #[track_caller]
    fn assert_writable(document: Block, expected: &[Block], refused: &[&str]) {
        let writable = writable(vec![document]);
        check(&writable.document).unwrap();
        assert_eq!(writable.document, expected);
        let paths: Vec<_> = writable
            .refused
            .iter()
            .map(|refusal| refusal.path.as_str())
            .collect();
        assert_eq!(paths, refused);
    }

    #[test]
    fn what_cannot_be_made_goes_and_takes_along_what_cannot_stand_without_it() {
        assert_writable(
            quote("A").children([paragraph("B"), unsupported().children([paragraph("C")])]),
            &[quote("A").children([paragraph("B")])],
            &["[0].quote.children[1].unsupported"],
        );
        // One column is no list of columns.
        assert_writable(
            columns([column([paragraph("A")]), unsupported()]),
            &[],
            &["[0].column_list.children[1].unsupported", "[0].column_list"],
        );
        let image = File {
            kind: FileKind::Hosted(hosted()),
            ..File::default()
        };
        assert_writable(BlockKind::Image(image).into(), &[], &["[0].image"]);
        assert_writable(paragraph("x".repeat(200_001)), &[], &["[0].paragraph"]);
    }

    #[test]
    fn a_block_stays_without_the_part_that_cannot_be_written() {
        let preview = MentionKind::LinkPreview(LinkPreview {
            url: "https://example.com".into(),
            ..LinkPreview::default()
        });
        assert_writable(
            callout("See " + mention(preview.clone())).icon(Icon {
                kind: IconKind::Hosted(hosted()),
                ..Icon::default()
            }),
            &[callout(
                "See " + link("https://example.com", "https://example.com"),
            )],
            &["[0].callout", "[0].callout"],
        );
        assert_writable(
            table([[mention(preview)]]),
            &[table([[link(
                "https://example.com",
                "https://example.com",
            )]])],
            &["[0].table.children[0].table_row"],
        );
        let item = NumberedItem {
            list_start_index: Some(3.into()),
            ..NumberedItem::default()
        };
        assert_writable(
            BlockKind::NumberedListItem(item).into(),
            &[numbered("")],
            &["[0].numbered_list_item"],
        );
        let icon = Icon {
            kind: IconKind::External(ExternalFile::default()),
            ..Icon::default()
        };
        assert_writable(
            tabs([tab("A", []).icon(icon)]),
            &[tabs([tab("A", [])])],
            &["[0].tab.children[0].paragraph"],
        );
    }

    #[test]
    fn a_text_stays_without_a_link_to_an_address_that_notion_refuses() {
        let good = link("good", "https://example.com");
        for bad in [
            "./b.md",
            "www.example.com",
            "data:,x",
            &"https://a".repeat(300),
        ] {
            assert_writable(
                paragraph("a " + link("bad", bad) + good.clone()),
                &[paragraph("a bad" + good.clone())],
                &["[0].paragraph"],
            );
        }
        assert_writable(
            callout("x").icon(Icon::external("a.png")),
            &[callout("x")],
            &["[0].callout"],
        );
        assert_writable(image("a.png"), &[], &["[0].image"]);
    }

    #[test]
    fn what_can_be_written_stays_as_it_is() {
        let document = quote("A").children([table([["B"]]), tabs([tab("C", [todo("D")])])]);
        assert_writable(document.clone(), &[document], &[]);
    }
}
