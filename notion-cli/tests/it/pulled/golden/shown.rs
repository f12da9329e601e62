// Made by `notion pull` from databases in Notion.

use notion_session::prelude::*;

#[derive(NotionSchema, Clone, Debug, Default)]
pub struct Parts {
    #[notion(title)]
    pub part: String,
    #[notion(formula = "{made}")]
    pub born: Formula<DateRange>,
    pub done: bool,
    #[notion(formula = "{number} * 2")]
    pub double: Formula<f64>,
    pub kind: Option<PartsKind>,
    pub kinds: Vec<PartsKinds>,
    #[notion(url)]
    pub link: Option<String>,
    pub made: CreatedTime,
    #[notion(email)]
    pub mail: Option<String>,
    pub maker: CreatedBy,
    pub next: Relation<Parts>,
    pub number: Option<f64>,
    #[notion(status)]
    pub stage: Option<PartsStage>,
    pub text: String,
    pub when: Option<DateRange>,
    pub who: People,
}

/// The options of [`Parts::kind`].
#[derive(NotionOptions, Clone, Debug, PartialEq)]
pub enum PartsKind {
    #[notion(color = red)]
    Big,
    #[notion(color = blue)]
    Small,
    /// What is added in Notion.
    #[notion(other)]
    Other(String),
}

/// The options of [`Parts::kinds`].
#[derive(NotionOptions, Clone, Debug, PartialEq)]
pub enum PartsKinds {
    #[notion(color = red)]
    Big,
    #[notion(color = blue)]
    Small,
    /// What is added in Notion.
    #[notion(other)]
    Other(String),
}

/// The options of [`Parts::stage`].
#[derive(NotionOptions, Clone, Debug, PartialEq)]
pub enum PartsStage {
    #[notion(color = red)]
    Big,
    #[notion(color = blue)]
    Small,
    /// What is added in Notion.
    #[notion(other)]
    Other(String),
}

#[derive(NotionSchema, Clone, Debug, Default)]
pub struct Wholes {
    #[notion(title)]
    pub whole: String,
    #[notion(rollup = show_original(parts.part))]
    pub a: Rollup<Vec<Title>>,
    #[notion(rollup = show_original(parts.text))]
    pub b: Rollup<Vec<String>>,
    #[notion(rollup = show_unique(parts.number))]
    pub c: Rollup<Vec<Option<f64>>>,
    #[notion(rollup = show_original(parts.kind))]
    pub d: Rollup<Vec<Option<PartsKind>>>,
    #[notion(rollup = show_original(parts.kinds))]
    pub e: Rollup<Vec<Vec<PartsKinds>>>,
    #[notion(rollup = show_original(parts.stage))]
    pub f: Rollup<Vec<Option<notion_session::schema::Status<PartsStage>>>>,
    #[notion(rollup = show_original(parts.when))]
    pub g: Rollup<Vec<Option<DateRange>>>,
    #[notion(rollup = show_original(parts.done))]
    pub h: Rollup<Vec<bool>>,
    #[notion(rollup = show_original(parts.link))]
    pub i: Rollup<Vec<Option<notion_session::schema::Url>>>,
    #[notion(rollup = show_original(parts.mail))]
    pub j: Rollup<Vec<Option<notion_session::schema::Email>>>,
    #[notion(rollup = show_original(parts.who))]
    pub k: Rollup<Vec<People>>,
    #[notion(rollup = show_original(parts.made))]
    pub l: Rollup<Vec<CreatedTime>>,
    #[notion(rollup = show_original(parts.maker))]
    pub m: Rollup<Vec<CreatedBy>>,
    #[notion(rollup = show_original(parts.double))]
    pub n: Rollup<Vec<Formula<f64>>>,
    #[notion(rollup = show_original(parts.next))]
    pub o: Rollup<Vec<Relation<Parts>>>,
    #[notion(rollup = median(parts.double))]
    pub p: Rollup<f64>,
    pub parts: Relation<Parts>,
    #[notion(rollup = earliest_date(parts.made))]
    pub q: Rollup<DateRange>,
    #[notion(rollup = date_range(parts.when))]
    pub r: Rollup<DateRange>,
    #[notion(rollup = latest_date(parts.born))]
    pub s: Rollup<DateRange>,
    #[notion(rollup = checked(parts.done))]
    pub t: Rollup<f64>,
    #[notion(formula = "{c}.length() + {p}")]
    pub u: Formula<f64>,
}
