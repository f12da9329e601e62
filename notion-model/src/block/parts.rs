//! What blocks of several types have: their text, children, colour and caption.

use super::{BlockKind, BlockRequest};
use crate::color::Color;
use crate::text::RichText;

/// Makes the accessors of a field that the contents of these types have.
macro_rules! part {
    (
        $(#[$doc:meta])* $get:ident -> $target:ty, $(#[$mut_doc:meta])* $get_mut:ident -> $held:ty, $field:ident by $read:ident:
        $($variant:ident)+
    ) => {
        impl BlockKind {
            $(#[$doc])*
            pub fn $get(&self) -> Option<&$target> {
                match self {
                    $( Self::$variant(block) => block.$field.$read(), )+
                    _ => None,
                }
            }

            $(#[$mut_doc])*
            pub fn $get_mut(&mut self) -> Option<&mut $held> {
                match self {
                    $( Self::$variant(block) => Some(&mut block.$field), )+
                    _ => None,
                }
            }
        }
    };
}

/// A list as a part that is always there.
trait AsPart<T> {
    fn as_part(&self) -> Option<&[T]>;
}

impl<T> AsPart<T> for Vec<T> {
    fn as_part(&self) -> Option<&[T]> {
        Some(self)
    }
}

part! {
    /// The text; `None` if blocks of this type have none. The cells of a table's row are not a text.
    rich_text -> [RichText],
    /// The text, to change it; `None` if blocks of this type have none.
    rich_text_mut -> Vec<RichText>,
    rich_text by as_part:
    Paragraph Heading1 Heading2 Heading3 Heading4 BulletedListItem NumberedListItem Quote ToDo Toggle Template Callout Code
}

part! {
    /// The blocks in it, in a request; `None` if blocks of this type hold none.
    children -> [BlockRequest],
    /// The blocks in it, in a request, to change them; `None` if blocks of this type hold none.
    children_mut -> Vec<BlockRequest>,
    children by as_part:
    Paragraph Heading1 Heading2 Heading3 Heading4 BulletedListItem NumberedListItem Quote ToDo Toggle Template Callout
    SyncedBlock Tab ColumnList Column Table
}

part! {
    /// The colour; `None` if there is none, or if blocks of this type have none.
    color -> Color,
    /// The colour, to change it; `None` if blocks of this type have none.
    color_mut -> Option<Color>,
    color by as_ref:
    Paragraph Heading1 Heading2 Heading3 Heading4 BulletedListItem NumberedListItem Quote ToDo Toggle Callout TableOfContents
}

part! {
    /// The caption; `None` if blocks of this type have none.
    caption -> [RichText],
    /// The caption, to change it; `None` if blocks of this type have none.
    caption_mut -> Vec<RichText>,
    caption by as_part:
    Embed Bookmark Image Video Pdf File Audio Code
}

#[cfg(test)]
mod tests {
    use notion_vocabulary::BlockType;

    use super::*;

    #[test]
    fn blocks_have_the_parts_that_the_vocabulary_says() {
        let mut types = BlockKind::TYPES.to_vec();
        let mut words = BlockType::WORDS.to_vec();
        types.sort_unstable();
        words.sort_unstable();
        assert_eq!(types, words);
        for block in BlockType::ALL {
            let word = block.as_str();
            let json = serde_json::json!({ "type": word, word: {} });
            let mut kind = serde_json::from_value::<BlockRequest>(json).unwrap().kind;
            assert!(!matches!(kind, BlockKind::Unknown(_)), "{word}");
            assert_eq!(kind.rich_text().is_some(), block.has_rich_text(), "{word}");
            assert_eq!(
                kind.rich_text_mut().is_some(),
                block.has_rich_text(),
                "{word}"
            );
            assert_eq!(kind.children().is_some(), block.has_children(), "{word}");
            assert_eq!(
                kind.children_mut().is_some(),
                block.has_children(),
                "{word}"
            );
            assert_eq!(kind.caption().is_some(), block.has_caption(), "{word}");
            assert_eq!(kind.caption_mut().is_some(), block.has_caption(), "{word}");
            assert_eq!(kind.color(), None, "{word}");
            assert_eq!(kind.color_mut().is_some(), block.has_color(), "{word}");
            if let Some(color) = kind.color_mut() {
                *color = Some(Color::Red);
                assert_eq!(kind.color(), Some(&Color::Red), "{word}");
            }
        }
    }
}
