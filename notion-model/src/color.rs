//! Colours.

use crate::open_enum::open_enum;

open_enum! {
    /// The colour of text or of a block, or of its background.
    #[derive(Default)]
    pub enum Color {
        #[default]
        Default = "default",
        Gray = "gray",
        Brown = "brown",
        Orange = "orange",
        Yellow = "yellow",
        Green = "green",
        Blue = "blue",
        Purple = "purple",
        Pink = "pink",
        Red = "red",
        DefaultBackground = "default_background",
        GrayBackground = "gray_background",
        BrownBackground = "brown_background",
        OrangeBackground = "orange_background",
        YellowBackground = "yellow_background",
        GreenBackground = "green_background",
        BlueBackground = "blue_background",
        PurpleBackground = "purple_background",
        PinkBackground = "pink_background",
        RedBackground = "red_background",
    }
}

open_enum! {
    /// The colour of an option of a select, multi-select or status property.
    #[derive(Default)]
    pub enum SelectColor {
        #[default]
        Default = "default",
        Gray = "gray",
        Brown = "brown",
        Orange = "orange",
        Yellow = "yellow",
        Green = "green",
        Blue = "blue",
        Purple = "purple",
        Pink = "pink",
        Red = "red",
    }
}

open_enum! {
    /// The colour of one of Notion's own icons.
    pub enum IconColor {
        Gray = "gray",
        LightGray = "lightgray",
        Brown = "brown",
        Yellow = "yellow",
        Orange = "orange",
        Green = "green",
        Blue = "blue",
        Purple = "purple",
        Pink = "pink",
        Red = "red",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::FromJson;

    #[test]
    fn there_are_as_many_as_notion_has() {
        assert_eq!(Color::ALL.len(), 20);
        assert_eq!(SelectColor::ALL.len(), 10);
        assert_eq!(IconColor::ALL.len(), 10);
    }

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
            Color::from_json(&7.into()).unwrap_err().to_string(),
            "expected a word, found 7"
        );
    }
}
