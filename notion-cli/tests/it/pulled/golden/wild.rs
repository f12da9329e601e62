// Made by `notion pull` from databases in Notion.

use notion_session::prelude::*;

/// x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "wild!", icon = "🦊")]
pub struct Wild {
    #[notion(title)]
    pub name: String,
    // " " is left out: it has no name.
    #[notion(name = r#""quoted" \ */ {name}"#)]
    pub quoted_name: String,
    // "Away" is left out: the relation leads to the data source 38c9ce7b-60a4-8100-8000-0000000000ff, which was not pulled.
    // "Broken" is left out: what the formula gives cannot be told, or is no text, number, date or yes and no: prop("Gone") +.
    // Read only, since its rollup cannot be said here (its relation is left out): count(Away.Cost)
    #[notion(name = "Count away")]
    pub count_away: Rollup<f64>,
    pub done: bool,
    // "Go" is left out: Notion's API neither creates buttons nor reads them.
    pub many: Option<WildMany>,
    // "Mirror" is left out: a two-way relation of a database to itself cannot be said.
    // "Mixed" is left out: what the formula gives cannot be told, or is no text, number, date or yes and no: if(prop("Done"), 1, "one").
    // "Mood" is left out: properties of the type "mood" are not known here.
    pub none: Vec<WildNone>,
    #[notion(status)]
    pub odd: Option<WildOdd>,
    // "Place to be" is left out: properties of the type "location" are not known here.
    // Read only, since its formula cannot be said here ("Mood" is no field of this struct): 1 + length(prop("Mood"))
    pub pressed: Formula<f64>,
    // "Show away" is left out: its relation is left out: show_original(Away.Cost).
    #[notion(name = r#"Use "Done" & Type"#, formula = r#"if({done}, "a\"b", {é})"#)]
    pub use_done_type: Formula<String>,
    // Its format, "stone", is not known here.
    #[notion(description = "in *stones*\n`14` [lb]")]
    pub weight: Option<f64>,
    #[notion(name = "é")]
    pub e: String,
    #[notion(name = "line\nbreak \u{202e}")]
    pub line_break: String,
    #[notion(name = "Åİſ")]
    pub åi: String,
    #[notion(name = "é")]
    pub é: String,
}

/// The options of [`Wild::many`].
#[derive(NotionOptions, Clone, Debug, PartialEq)]
pub enum WildMany {
    #[notion(name = "Option 0", color = blue)]
    Option0,
    #[notion(name = "Option 1", color = blue)]
    Option1,
    #[notion(name = "Option 2", color = blue)]
    Option2,
    #[notion(name = "Option 3", color = blue)]
    Option3,
    #[notion(name = "Option 4", color = blue)]
    Option4,
    #[notion(name = "Option 5", color = blue)]
    Option5,
    #[notion(name = "Option 6", color = blue)]
    Option6,
    #[notion(name = "Option 7", color = blue)]
    Option7,
    #[notion(name = "Option 8", color = blue)]
    Option8,
    #[notion(name = "Option 9", color = blue)]
    Option9,
    #[notion(name = "Option 10", color = blue)]
    Option10,
    #[notion(name = "Option 11", color = blue)]
    Option11,
    #[notion(name = "Option 12", color = blue)]
    Option12,
    #[notion(name = "Option 13", color = blue)]
    Option13,
    #[notion(name = "Option 14", color = blue)]
    Option14,
    #[notion(name = "Option 15", color = blue)]
    Option15,
    #[notion(name = "Option 16", color = blue)]
    Option16,
    #[notion(name = "Option 17", color = blue)]
    Option17,
    #[notion(name = "Option 18", color = blue)]
    Option18,
    #[notion(name = "Option 19", color = blue)]
    Option19,
    #[notion(name = "Option 20", color = blue)]
    Option20,
    #[notion(name = "Option 21", color = blue)]
    Option21,
    #[notion(name = "Option 22", color = blue)]
    Option22,
    #[notion(name = "Option 23", color = blue)]
    Option23,
    #[notion(name = "Option 24", color = blue)]
    Option24,
    #[notion(name = "Option 25", color = blue)]
    Option25,
    #[notion(name = "Option 26", color = blue)]
    Option26,
    #[notion(name = "Option 27", color = blue)]
    Option27,
    #[notion(name = "Option 28", color = blue)]
    Option28,
    #[notion(name = "Option 29", color = blue)]
    Option29,
    #[notion(name = "Option 30", color = blue)]
    Option30,
    #[notion(name = "Option 31", color = blue)]
    Option31,
    #[notion(name = "Option 32", color = blue)]
    Option32,
    #[notion(name = "Option 33", color = blue)]
    Option33,
    #[notion(name = "Option 34", color = blue)]
    Option34,
    #[notion(name = "Option 35", color = blue)]
    Option35,
    #[notion(name = "Option 36", color = blue)]
    Option36,
    #[notion(name = "Option 37", color = blue)]
    Option37,
    #[notion(name = "Option 38", color = blue)]
    Option38,
    #[notion(name = "Option 39", color = blue)]
    Option39,
    #[notion(name = "Option 40", color = blue)]
    Option40,
    #[notion(name = "Option 41", color = blue)]
    Option41,
    #[notion(name = "Option 42", color = blue)]
    Option42,
    #[notion(name = "Option 43", color = blue)]
    Option43,
    #[notion(name = "Option 44", color = blue)]
    Option44,
    #[notion(name = "Option 45", color = blue)]
    Option45,
    #[notion(name = "Option 46", color = blue)]
    Option46,
    #[notion(name = "Option 47", color = blue)]
    Option47,
    #[notion(name = "Option 48", color = blue)]
    Option48,
    #[notion(name = "Option 49", color = blue)]
    Option49,
    #[notion(name = "Option 50", color = blue)]
    Option50,
    #[notion(name = "Option 51", color = blue)]
    Option51,
    #[notion(name = "Option 52", color = blue)]
    Option52,
    #[notion(name = "Option 53", color = blue)]
    Option53,
    #[notion(name = "Option 54", color = blue)]
    Option54,
    #[notion(name = "Option 55", color = blue)]
    Option55,
    #[notion(name = "Option 56", color = blue)]
    Option56,
    #[notion(name = "Option 57", color = blue)]
    Option57,
    #[notion(name = "Option 58", color = blue)]
    Option58,
    #[notion(name = "Option 59", color = blue)]
    Option59,
    #[notion(name = "Option 60", color = blue)]
    Option60,
    #[notion(name = "Option 61", color = blue)]
    Option61,
    #[notion(name = "Option 62", color = blue)]
    Option62,
    #[notion(name = "Option 63", color = blue)]
    Option63,
    #[notion(name = "Option 64", color = blue)]
    Option64,
    #[notion(name = "Option 65", color = blue)]
    Option65,
    #[notion(name = "Option 66", color = blue)]
    Option66,
    #[notion(name = "Option 67", color = blue)]
    Option67,
    #[notion(name = "Option 68", color = blue)]
    Option68,
    #[notion(name = "Option 69", color = blue)]
    Option69,
    #[notion(name = "Option 70", color = blue)]
    Option70,
    #[notion(name = "Option 71", color = blue)]
    Option71,
    #[notion(name = "Option 72", color = blue)]
    Option72,
    #[notion(name = "Option 73", color = blue)]
    Option73,
    #[notion(name = "Option 74", color = blue)]
    Option74,
    #[notion(name = "Option 75", color = blue)]
    Option75,
    #[notion(name = "Option 76", color = blue)]
    Option76,
    #[notion(name = "Option 77", color = blue)]
    Option77,
    #[notion(name = "Option 78", color = blue)]
    Option78,
    #[notion(name = "Option 79", color = blue)]
    Option79,
    #[notion(name = "Option 80", color = blue)]
    Option80,
    #[notion(name = "Option 81", color = blue)]
    Option81,
    #[notion(name = "Option 82", color = blue)]
    Option82,
    #[notion(name = "Option 83", color = blue)]
    Option83,
    #[notion(name = "Option 84", color = blue)]
    Option84,
    #[notion(name = "Option 85", color = blue)]
    Option85,
    #[notion(name = "Option 86", color = blue)]
    Option86,
    #[notion(name = "Option 87", color = blue)]
    Option87,
    #[notion(name = "Option 88", color = blue)]
    Option88,
    #[notion(name = "Option 89", color = blue)]
    Option89,
    #[notion(name = "Option 90", color = blue)]
    Option90,
    #[notion(name = "Option 91", color = blue)]
    Option91,
    #[notion(name = "Option 92", color = blue)]
    Option92,
    #[notion(name = "Option 93", color = blue)]
    Option93,
    #[notion(name = "Option 94", color = blue)]
    Option94,
    #[notion(name = "Option 95", color = blue)]
    Option95,
    #[notion(name = "Option 96", color = blue)]
    Option96,
    #[notion(name = "Option 97", color = blue)]
    Option97,
    #[notion(name = "Option 98", color = blue)]
    Option98,
    #[notion(name = "Option 99", color = blue)]
    Option99,
    // 100 more are read as another option: the derive takes 100.
    /// What is added in Notion.
    #[notion(other)]
    Other(String),
}

/// The options of [`Wild::none`].
#[derive(NotionOptions, Clone, Debug, PartialEq)]
pub enum WildNone {
    /// What is added in Notion.
    #[notion(other)]
    Other(String),
}

/// The options of [`Wild::odd`].
#[derive(NotionOptions, Clone, Debug, PartialEq)]
pub enum WildOdd {
    // "a, b" is read as another option: the derive takes no commas in names.
    #[notion(color = red, group = in_progress)]
    X,
    // "x" is read as another option: its name differs from another one's in its letter case alone.
    Other,
    // "other" is read as another option: its name differs from another one's in its letter case alone.
    /// When all is done.
    #[notion(name = "🎉", color = default)]
    Unnamed,
    #[notion(name = "🚀", color = default)]
    Unnamed2,
    #[notion(name = "self", color = gray)]
    Self_,
    // " " is read as another option: it has no name.
    #[notion(name = r#"1st "one""#, color = gray)]
    _1stOne,
    /// What is added in Notion.
    #[notion(other)]
    Other2(String),
}
