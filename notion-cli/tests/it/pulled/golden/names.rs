// Made by `notion pull` from databases in Notion.

use notion_session::prelude::*;

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "fn")]
pub struct FnRow {
    #[notion(title)]
    pub self_: String,
    #[notion(name = "2024 goal")]
    pub _2024_goal: Option<f64>,
    #[notion(name = "Due-Date!")]
    pub due_date: Option<DateRange>,
    #[notion(rollup = show_original(r#in.r#match))]
    pub r#dyn: Rollup<Vec<bool>>,
    #[notion(name = "Größe (m²)")]
    pub größe_m: Option<f64>,
    #[notion(two_way = r#box)]
    pub r#in: Relation<FilesRow>,
    #[notion(rollup = count(r#in.r#match))]
    pub r#loop: Rollup<f64>,
    pub row: bool,
    pub r#type: String,
    #[notion(formula = "{type} + {in}.length()")]
    pub r#where: Formula<String>,
    #[notion(name = "crate")]
    pub crate_: String,
    #[notion(name = "due date")]
    pub due_date_2: Option<DateRange>,
    #[notion(name = r#"say "hi" \ {d}"#)]
    pub say_hi_d: String,
    #[notion(formula = "{row}")]
    pub ω: Formula<bool>,
    #[notion(name = "क्षि")]
    pub property: String,
    #[notion(name = "√", formula = "if({property_4}, {_2024_goal} + {größe_m}, 0)")]
    pub property_2: Formula<f64>,
    #[notion(name = "✅")]
    pub property_3: bool,
    pub 日付: Option<DateRange>,
    #[notion(name = "🚀")]
    pub property_4: bool,
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Files")]
pub struct FilesRow {
    #[notion(title)]
    pub file: String,
    #[notion(two_way = r#in)]
    pub r#box: Relation<FnRow>,
    pub r#match: bool,
    pub status: Option<FilesRowStatus>,
}

/// The options of [`FilesRow::status`].
#[derive(NotionOptions, Clone, Debug, PartialEq)]
pub enum FilesRowStatus {
    #[notion(name = "self", color = red)]
    Self_,
    #[notion(name = "Self!", color = red)]
    Self2,
    #[notion(name = "100 %", color = red)]
    _100,
    #[notion(name = "🚀", color = red)]
    Unnamed,
    #[notion(color = red)]
    None,
    #[notion(name = "other", color = red)]
    Other,
    #[notion(name = r#"""#, color = red)]
    Unnamed2,
    /// What is added in Notion.
    #[notion(other)]
    Other2(String),
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Files row columns")]
pub struct FilesRowColumns2 {
    #[notion(title, name = "🔑")]
    pub property: String,
    pub status: Option<FilesRowColumns2Status>,
    #[notion(name = "status")]
    pub status_2: Option<FilesRowColumns2Status2>,
}

/// The options of [`FilesRowColumns2::status`].
#[derive(NotionOptions, Clone, Debug, PartialEq)]
pub enum FilesRowColumns2Status {
    #[notion(name = "self", color = red)]
    Self_,
    #[notion(name = "Self!", color = red)]
    Self2,
    #[notion(name = "100 %", color = red)]
    _100,
    #[notion(name = "🚀", color = red)]
    Unnamed,
    #[notion(color = red)]
    None,
    #[notion(name = "other", color = red)]
    Other,
    #[notion(name = r#"""#, color = red)]
    Unnamed2,
    /// What is added in Notion.
    #[notion(other)]
    Other2(String),
}

/// The options of [`FilesRowColumns2::status_2`].
#[derive(NotionOptions, Clone, Debug, PartialEq)]
pub enum FilesRowColumns2Status2 {
    #[notion(name = "self", color = red)]
    Self_,
    #[notion(name = "Self!", color = red)]
    Self2,
    #[notion(name = "100 %", color = red)]
    _100,
    #[notion(name = "🚀", color = red)]
    Unnamed,
    #[notion(color = red)]
    None,
    #[notion(name = "other", color = red)]
    Other,
    #[notion(name = r#"""#, color = red)]
    Unnamed2,
    /// What is added in Notion.
    #[notion(other)]
    Other2(String),
}
