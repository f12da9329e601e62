// Made by `notion pull` from databases in Notion.

use notion_session::prelude::*;

/// One of each.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(icon = "🚀", inline)]
pub struct Everything {
    #[notion(title, description = "What *it* is called.")]
    pub name: String,
    #[notion(formula = r#"dateAdd({due}, 1, "days")"#)]
    pub after: Formula<DateRange>,
    #[notion(formula = r#"if({done}, "✅ \"yes\"", format({priority}))"#)]
    pub badge: Formula<String>,
    pub by: CreatedBy,
    #[notion(formula = "{tags}.length() + {who}.length()")]
    pub count: Formula<f64>,
    pub created: CreatedTime,
    #[notion(formula = "({double} > 3) and not {done}")]
    pub dear: Formula<bool>,
    pub done: bool,
    #[notion(formula = "({price} * 2) + {plain}")]
    pub double: Formula<f64>,
    pub due: Option<DateRange>,
    pub edited: LastEditedTime,
    pub editor: LastEditedBy,
    pub files: Files,
    #[notion(url)]
    pub link: Option<String>,
    #[notion(email)]
    pub mail: Option<String>,
    pub notes: String,
    #[notion(prefix = "EV")]
    pub number: UniqueId,
    #[notion(phone_number)]
    pub phone: Option<String>,
    pub plain: Option<f64>,
    /// In Norwegian money.
    #[notion(number = norwegian_krone)]
    pub price: Option<f64>,
    pub priority: Option<EverythingPriority>,
    #[notion(status)]
    pub stage: Option<EverythingStage>,
    pub tags: Vec<EverythingTags>,
    pub who: People,
}

/// The options of [`Everything::priority`].
#[derive(NotionOptions, Clone, Debug, PartialEq)]
pub enum EverythingPriority {
    #[notion(color = red)]
    High,
    #[notion(name = "some day", color = default)]
    SomeDay,
    /// What is added in Notion.
    #[notion(other)]
    Other(String),
}

/// The options of [`Everything::stage`].
#[derive(NotionOptions, Clone, Debug, PartialEq)]
pub enum EverythingStage {
    #[notion(color = gray)]
    Backlog,
    #[notion(color = brown)]
    InReview,
    /// What is added in Notion.
    #[notion(other)]
    Other(String),
}

/// The options of [`Everything::tags`].
#[derive(NotionOptions, Clone, Debug, PartialEq)]
pub enum EverythingTags {
    #[notion(color = blue)]
    Home,
    #[notion(name = "1:1", color = pink)]
    _11,
    #[notion(name = "🎉", color = green)]
    Unnamed,
    #[notion(color = green)]
    Other,
    /// What is added in Notion.
    #[notion(other)]
    Other2(String),
}
