//! Colours.

use crate::words::words;

words! {
    /// The colour of text or of a block, or of its background.
    pub enum Color {
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

words! {
    /// The colour of an option of a select, multi-select or status property, and of a group of a status.
    pub enum OptionColor {
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

words! {
    /// The colour of one of Notion's own icons, and of a reference line in a chart.
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

impl Color {
    /// Returns true if this is the colour of a background.
    pub fn is_background(self) -> bool {
        self.as_str().ends_with("_background")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_has_the_colours_of_options_and_each_as_a_background() {
        let plain = OptionColor::WORDS.iter().map(|word| (*word).to_owned());
        let backgrounds = OptionColor::WORDS
            .iter()
            .map(|word| format!("{word}_background"));
        let expected: Vec<String> = plain.chain(backgrounds).collect();
        assert_eq!(Color::WORDS, expected);
        let (backgrounds, plain): (Vec<Color>, Vec<Color>) =
            Color::ALL.iter().partition(|color| color.is_background());
        assert_eq!(backgrounds.len(), plain.len());
    }
}
