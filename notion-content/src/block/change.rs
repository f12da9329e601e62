//! Changing blocks.

use notion_model::{BlockKind, Color, Heading, Icon};
use serde_json::Number;

use super::Block;
use crate::RichText;

/// What can be said of a block. What does not apply to a block of its type changes nothing.
impl Block {
    /// With these blocks in it, behind those that are. A heading becomes a toggle by it, for no other can hold blocks.
    ///
    /// ```
    /// use notion_content::{bulleted, check, divider, todo};
    ///
    /// let list = bulleted("One").children([bulleted("Half"), bulleted("The other half")]);
    /// assert_eq!(list.count(), 3);
    ///
    /// // A block that cannot hold others takes them, and is refused before it is sent.
    /// assert!(check(&[divider().children([todo("Rest")])]).is_err());
    /// ```
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = Block>) -> Self {
        self.children.extend(children);
        if self.children.is_empty() {
            self
        } else {
            self.toggleable()
        }
    }

    /// Without the blocks in it.
    #[must_use]
    pub fn without_children(mut self) -> Self {
        self.children.clear();
        self
    }

    /// A heading that can hide the blocks in it.
    #[must_use]
    pub fn toggleable(mut self) -> Self {
        if let Some(heading) = heading_mut(&mut self.kind) {
            heading.is_toggleable = true;
        }
        self
    }

    /// In a colour, or on one.
    #[must_use]
    pub fn color(mut self, color: Color) -> Self {
        if let Some(place) = color_mut(&mut self.kind) {
            *place = Some(color);
        }
        self
    }

    /// Something to do that is done.
    #[must_use]
    pub fn checked(mut self) -> Self {
        if let BlockKind::ToDo(todo) = &mut self.kind {
            todo.checked = true;
        }
        self
    }

    /// A callout or a tab with an icon.
    ///
    /// ```
    /// use notion_content::{callout, model::Icon};
    ///
    /// let block = callout("Mind the gap").icon(Icon::emoji("⚠️"));
    /// # assert_ne!(block, callout("Mind the gap"));
    /// ```
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        match &mut self.kind {
            BlockKind::Callout(callout) => callout.icon = Some(icon),
            BlockKind::Paragraph(paragraph) => paragraph.icon = Some(icon),
            _ => {}
        }
        self
    }

    /// A file, an embed, a bookmark or code with a caption.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<RichText>) -> Self {
        let caption = caption.into().into_runs();
        match &mut self.kind {
            BlockKind::Image(file)
            | BlockKind::Video(file)
            | BlockKind::Audio(file)
            | BlockKind::Pdf(file)
            | BlockKind::File(file) => file.caption = caption,
            BlockKind::Embed(link) | BlockKind::Bookmark(link) => link.caption = caption,
            BlockKind::Code(code) => code.caption = caption,
            _ => {}
        }
        self
    }

    /// A file with a name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        if let BlockKind::File(file) = &mut self.kind {
            file.name = Some(name.into());
        }
        self
    }

    /// A column that takes a part of the width, from 0 to 1. A number that is none changes nothing.
    #[must_use]
    pub fn width(mut self, ratio: f64) -> Self {
        if let (BlockKind::Column(column), Some(ratio)) = (&mut self.kind, Number::from_f64(ratio))
        {
            column.width_ratio = Some(ratio);
        }
        self
    }

    /// A table whose first row is a heading.
    #[must_use]
    pub fn column_header(mut self) -> Self {
        if let BlockKind::Table(table) = &mut self.kind {
            table.has_column_header = true;
        }
        self
    }

    /// A table whose first column is a heading.
    #[must_use]
    pub fn row_header(mut self) -> Self {
        if let BlockKind::Table(table) = &mut self.kind {
            table.has_row_header = true;
        }
        self
    }
}

pub(crate) fn heading_mut(kind: &mut BlockKind) -> Option<&mut Heading> {
    match kind {
        BlockKind::Heading1(heading)
        | BlockKind::Heading2(heading)
        | BlockKind::Heading3(heading)
        | BlockKind::Heading4(heading) => Some(heading),
        _ => None,
    }
}

pub(crate) fn color_mut(kind: &mut BlockKind) -> Option<&mut Option<Color>> {
    Some(match kind {
        BlockKind::Paragraph(block) => &mut block.color,
        BlockKind::Heading1(block)
        | BlockKind::Heading2(block)
        | BlockKind::Heading3(block)
        | BlockKind::Heading4(block) => &mut block.color,
        BlockKind::BulletedListItem(block) | BlockKind::Quote(block) | BlockKind::Toggle(block) => {
            &mut block.color
        }
        BlockKind::NumberedListItem(block) => &mut block.color,
        BlockKind::ToDo(block) => &mut block.color,
        BlockKind::Callout(block) => &mut block.color,
        BlockKind::TableOfContents(block) => &mut block.color,
        _ => return None,
    })
}
