//! When two blocks are the same: if they show the same.

use notion_model::{
    BlockKind, Color, CustomEmoji, File, FileKind, HostedFile, Icon, IconKind, Language,
};

use super::{Block, texts_mut};
use crate::{RichText, emoji};

impl PartialEq for Block {
    fn eq(&self, other: &Self) -> bool {
        // Without recursion, so that a deep document is compared on any stack.
        let mut open = vec![(self, other)];
        while let Some((one, other)) = open.pop() {
            if one.children.len() != other.children.len() || !same_kind(&one.kind, &other.kind) {
                return false;
            }
            open.extend(one.children.iter().zip(&other.children));
        }
        true
    }
}

fn same_kind(one: &BlockKind, other: &BlockKind) -> bool {
    let (mut one, mut other) = (one.clone(), other.clone());
    take_texts(&mut one) == take_texts(&mut other) && {
        fill_in(&mut one);
        fill_in(&mut other);
        one == other
    }
}

/// Takes out all texts, to be compared as texts.
fn take_texts(kind: &mut BlockKind) -> Vec<RichText> {
    texts_mut(kind)
        .into_iter()
        .map(|runs| RichText::from(std::mem::take(runs)))
        .collect()
}

/// Puts in what Notion takes for what is left out, and takes out what changes from answer to answer.
fn fill_in(kind: &mut BlockKind) {
    if let Some(color) = kind.color_mut()
        && *color == Some(Color::Default)
    {
        *color = None;
    }
    match kind {
        BlockKind::Callout(block) => {
            fill_in_icon(block.icon.get_or_insert_with(|| Icon::emoji("💡")));
        }
        BlockKind::Paragraph(block) => {
            if let Some(icon) = &mut block.icon {
                fill_in_icon(icon);
            }
        }
        BlockKind::Code(block) => {
            block.language.get_or_insert(Language::PlainText);
        }
        BlockKind::SyncedBlock(block) => {
            if let Some(original) = &mut block.synced_from {
                original.kind = None;
            }
        }
        BlockKind::File(file) => {
            if file.name.is_none() {
                file.name = file.url().and_then(last_segment);
            }
            settle(file);
        }
        BlockKind::Image(file)
        | BlockKind::Video(file)
        | BlockKind::Pdf(file)
        | BlockKind::Audio(file) => settle(file),
        _ => {}
    }
}

/// Of a custom emoji, only the id counts; an emoji is compared in full, with its variation selector.
fn fill_in_icon(icon: &mut Icon) {
    match &mut icon.kind {
        IconKind::CustomEmoji(emoji) => *emoji = CustomEmoji::new(emoji.id),
        IconKind::Emoji(emoji) => {
            if let Ok(qualified) = emoji::qualified(emoji) {
                qualified.clone_into(emoji);
            }
        }
        _ => {}
    }
}

/// The link to a file that Notion holds is signed anew in each answer.
fn settle(file: &mut File) {
    if let FileKind::Hosted(hosted) = &mut file.kind {
        let url = hosted.url.split('?').next().unwrap_or_default().to_owned();
        *hosted = HostedFile {
            url,
            ..HostedFile::default()
        };
    }
}

/// The name that Notion gives a file without one: what stands at the end of its address.
fn last_segment(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    Some(path.rsplit('/').next()?.to_owned())
}

#[cfg(test)]
mod tests {
    use notion_model::{Block as BlockData, Icon};
    use serde_json::json;

    use super::*;
    use crate::*;

    fn read(kind: &str, content: serde_json::Value) -> Block {
        let mut block = json!({"object": "block", "id": "00000000-0000-4000-8000-0000000000fa", "has_children": false,
            "in_trash": false, "type": kind});
        block[kind] = content;
        serde_json::from_value::<BlockData>(block).unwrap().into()
    }

    #[test]
    fn what_is_left_out_is_what_notion_takes_for_it() {
        let run = json!([{"type": "text", "text": {"content": "x", "link": null}, "plain_text": "x", "href": null,
            "annotations": {"bold": false, "italic": false, "strikethrough": false, "underline": false, "code": false,
                "color": "default"}}]);
        assert_eq!(
            paragraph("x"),
            read(
                "paragraph",
                json!({"rich_text": run, "icon": null, "color": "default"})
            )
        );
        assert_eq!(
            callout("x"),
            read(
                "callout",
                json!({"rich_text": run, "icon": {"type": "emoji", "emoji": "💡"}, "color": "default"})
            )
        );
        assert_ne!(
            callout("x").icon(Icon::emoji("🐱")),
            read(
                "callout",
                json!({"rich_text": run, "icon": {"type": "emoji", "emoji": "💡"}})
            )
        );
        let mut plain = code("plain text", "x");
        if let BlockKind::Code(code) = &mut plain.kind {
            code.language = None;
        }
        assert_eq!(
            plain,
            read(
                "code",
                json!({"rich_text": run, "caption": [], "language": "plain text"})
            )
        );
        assert_eq!(
            file("https://example.com/robots.txt?x=1"),
            read(
                "file",
                json!({"caption": [], "type": "external", "name": "robots.txt",
                "external": {"url": "https://example.com/robots.txt?x=1"}})
            )
        );
    }

    #[test]
    fn a_link_that_is_signed_anew_leads_to_the_same_file() {
        let signed = |signature: &str| {
            let url = format!("https://files.example.com/a.png?signature={signature}");
            read(
                "image",
                json!({"type": "file", "file": {"url": url, "expiry_time": "2026-06-27T16:53:00.000Z"}}),
            )
        };
        assert_eq!(signed("a"), signed("b"));
        assert_ne!(signed("a"), image("https://files.example.com/a.png"));
    }

    #[test]
    fn blocks_differ_in_type_text_order_and_depth() {
        assert_ne!(quote("a"), paragraph("a"));
        assert_ne!(table([["a", "b"]]), table([["ab", ""]]));
        let inside = toggle("a").children([paragraph("b"), paragraph("c")]);
        assert_ne!(
            inside,
            toggle("a").children([paragraph("c"), paragraph("b")])
        );
        assert_ne!(
            inside,
            toggle("a").children([paragraph("b").children([paragraph("c")])])
        );
        assert_ne!(todo("a"), todo("a").checked());
    }
}
