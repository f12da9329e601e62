//! Colours.

use crate::json::open_enum;

open_enum! {
    /// The colour of text or of a block, or of its background.
    #[derive(Default)]
    pub enum Color from notion_vocabulary::Color {
        #[default]
        Default,
        Gray,
        Brown,
        Orange,
        Yellow,
        Green,
        Blue,
        Purple,
        Pink,
        Red,
        DefaultBackground,
        GrayBackground,
        BrownBackground,
        OrangeBackground,
        YellowBackground,
        GreenBackground,
        BlueBackground,
        PurpleBackground,
        PinkBackground,
        RedBackground,
    }
}

open_enum! {
    /// The colour of an option of a select, multi-select or status property.
    #[derive(Default)]
    pub enum SelectColor from notion_vocabulary::OptionColor {
        #[default]
        Default,
        Gray,
        Brown,
        Orange,
        Yellow,
        Green,
        Blue,
        Purple,
        Pink,
        Red,
    }
}

open_enum! {
    /// The colour of one of Notion's own icons.
    pub enum IconColor from notion_vocabulary::IconColor {
        Gray,
        LightGray,
        Brown,
        Yellow,
        Orange,
        Green,
        Blue,
        Purple,
        Pink,
        Red,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::from_json;

    #[test]
    fn words_and_colours_are_the_same() {
        for color in Color::ALL {
            assert_eq!(Color::from(color.as_str()), *color);
            assert_eq!(color.to_string(), color.as_str());
        }
        assert_eq!(
            Color::from("teal".to_owned()),
            Color::Unknown("teal".to_owned())
        );
        assert_eq!(
            from_json::<Color>(7).unwrap_err().to_string(),
            "expected a word, found 7"
        );
    }
}
