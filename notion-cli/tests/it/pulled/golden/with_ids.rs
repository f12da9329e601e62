// Made by `notion pull` from databases in Notion.

use notion_session::prelude::*;

/// One of each.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(icon = "🚀", inline)]
pub struct Everything {
    #[notion(title, id = "title", description = "What *it* is called.")]
    pub name: String,
    #[notion(id = "Lnyt", formula = r#"dateAdd({due}, 1, "days")"#)]
    pub after: Formula<DateRange>,
    #[notion(id = "RuJP", formula = r#"if({done}, "✅ \"yes\"", format({priority}))"#)]
    pub badge: Formula<String>,
    #[notion(id = "uhI%40")]
    pub by: CreatedBy,
    #[notion(id = "%3EsiP", formula = "{tags}.length() + {who}.length()")]
    pub count: Formula<f64>,
    #[notion(id = "DL%7Bs")]
    pub created: CreatedTime,
    #[notion(id = "%7BBSm", formula = "({double} > 3) and not {done}")]
    pub dear: Formula<bool>,
    #[notion(id = "poej")]
    pub done: bool,
    #[notion(id = "swJe", formula = "({price} * 2) + {plain}")]
    pub double: Formula<f64>,
    #[notion(id = "NH%3C%60")]
    pub due: Option<DateRange>,
    #[notion(id = "qJl%40")]
    pub edited: LastEditedTime,
    #[notion(id = "dYUE")]
    pub editor: LastEditedBy,
    #[notion(id = "%3Ad_P")]
    pub files: Files,
    #[notion(id = "d%3Buy", url)]
    pub link: Option<String>,
    #[notion(id = "S%3AeB", email)]
    pub mail: Option<String>,
    #[notion(id = "v%40Mq")]
    pub notes: String,
    #[notion(id = "mKef", prefix = "EV")]
    pub number: UniqueId,
    #[notion(id = "srE%3A", phone_number)]
    pub phone: Option<String>,
    #[notion(id = "Jvaf")]
    pub plain: Option<f64>,
    /// In Norwegian money.
    #[notion(id = "f%60%3F%40", number = norwegian_krone)]
    pub price: Option<f64>,
    #[notion(id = "v%5EH%3C")]
    pub priority: Option<EverythingPriority>,
    #[notion(id = "quD%3F", status)]
    pub stage: Option<EverythingStage>,
    #[notion(id = "~gi%5D")]
    pub tags: Vec<EverythingTags>,
    #[notion(id = "%3Bqau")]
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
