//! Changing blocks.

use notion_model::{BlockKind, Color, Heading, Icon};
use serde_json::Number;

use super::Block;
use crate::RichText;

/// Values of a block. A method that does not apply to the type of the block changes nothing.
impl Block {
    /// Appends children. A heading becomes a toggle, because others cannot hold blocks.
    ///
    /// ```
    /// use notion_content::{bulleted, check, divider, todo};
    ///
    /// let list = bulleted("One").children([bulleted("Half"), bulleted("The other half")]);
    /// assert_eq!(list.count(), 3);
    ///
    /// // A block that cannot hold others is refused before it is sent.
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

    /// Removes the children.
    #[must_use]
    pub fn without_children(mut self) -> Self {
        self.children.clear();
        self
    }

    /// Makes a heading a toggle, which can hold blocks and hide them.
    #[must_use]
    pub fn toggleable(mut self) -> Self {
        if let Some(heading) = heading_mut(&mut self.kind) {
            heading.is_toggleable = true;
        }
        self
    }

    /// Sets the color of the text or of the background.
    #[must_use]
    pub fn color(mut self, color: Color) -> Self {
        if let Some(place) = self.kind.color_mut() {
            *place = Some(color);
        }
        self
    }

    /// Checks a to-do item.
    #[must_use]
    pub fn checked(mut self) -> Self {
        if let BlockKind::ToDo(todo) = &mut self.kind {
            todo.checked = true;
        }
        self
    }

    /// Sets the icon of a callout or a tab.
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

    /// Sets the caption of a file, an embed, a bookmark or code.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<RichText>) -> Self {
        if let Some(place) = self.kind.caption_mut() {
            *place = caption.into().into_runs();
        }
        self
    }

    /// Sets the name of a file.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        if let BlockKind::File(file) = &mut self.kind {
            file.name = Some(name.into());
        }
        self
    }

    /// Sets the width of a column, as a part of the width of its list from 0 to 1. NaN and infinity change nothing.
    #[must_use]
    pub fn width(mut self, ratio: f64) -> Self {
        if let (BlockKind::Column(column), Some(ratio)) = (&mut self.kind, Number::from_f64(ratio))
        {
            column.width_ratio = Some(ratio);
        }
        self
    }

    /// Makes the first row of a table a header.
    #[must_use]
    pub fn column_header(mut self) -> Self {
        if let BlockKind::Table(table) = &mut self.kind {
            table.has_column_header = true;
        }
        self
    }

    /// Makes the first column of a table a header.
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
