//! The structs that databases are created from.
#![allow(clippy::large_enum_variant)]

/// Every kind of property.
pub mod kinds {
    use notion_session::prelude::*;
    use notion_session::schema;

    /// One of each.
    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(icon = "🚀", inline)]
    pub struct Everything {
        #[notion(title, description = "What *it* is called.")]
        pub name: String,
        pub notes: RichText,
        /// In Norwegian money.
        #[notion(number = norwegian_krone)]
        pub price: Option<f64>,
        pub plain: Option<i64>,
        pub done: bool,
        pub due: Option<Date>,
        pub link: Option<schema::Url>,
        #[notion(email)]
        pub mail: String,
        #[notion(phone_number)]
        pub phone: Option<String>,
        pub priority: Option<Priority>,
        pub tags: Vec<Tag>,
        #[notion(status)]
        pub stage: Option<Stage>,
        pub who: People,
        pub files: Files,
        #[notion(prefix = "EV")]
        pub number: UniqueId,
        pub created: CreatedTime,
        pub by: CreatedBy,
        pub edited: LastEditedTime,
        pub editor: LastEditedBy,
        #[notion(formula = "{price} * 2 + {plain}")]
        pub double: Formula<f64>,
        #[notion(formula = r#"if({done}, "✅ \"yes\"", format({priority}))"#)]
        pub badge: Formula<String>,
        #[notion(formula = "{double} > 3 and not {done}")]
        pub dear: Formula<bool>,
        #[notion(formula = "dateAdd({due}, 1, \"days\")")]
        pub after: Formula<Date>,
        #[notion(formula = "{tags}.length() + {who}.length()")]
        pub count: Formula<f64>,
    }

    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    pub enum Priority {
        #[notion(color = red)]
        High,
        #[notion(name = "some day", color = default)]
        Someday,
    }

    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    pub enum Tag {
        #[notion(color = blue)]
        Home,
        #[notion(name = "1:1", color = pink)]
        OneToOne,
        #[notion(name = "🎉", color = green)]
        Party,
        #[notion(color = green)]
        Other,
    }

    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    pub enum Stage {
        #[notion(color = gray)]
        Backlog,
        #[notion(color = brown)]
        InReview,
    }
}

/// Names that are hard to say.
pub mod names {
    use notion_session::prelude::*;

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "fn")]
    pub struct FnRow {
        #[notion(title, name = "Self")]
        pub a: String,
        pub r#type: String,
        #[notion(name = "crate")]
        pub b: String,
        #[notion(name = "2024 goal")]
        pub c: Option<f64>,
        #[notion(name = "🚀")]
        pub d: bool,
        #[notion(name = "✅")]
        pub e: bool,
        #[notion(name = "due date")]
        pub f: Option<Date>,
        #[notion(name = "Due-Date!")]
        pub g: Option<Date>,
        #[notion(name = "Größe (m²)")]
        pub h: Option<f64>,
        #[notion(name = "日付")]
        pub i: Option<Date>,
        #[notion(name = "क्षि")]
        pub j: String,
        #[notion(two_way = r#box)]
        pub r#in: Relation<FilesRow>,
        #[notion(name = "say \"hi\" \\ {d}")]
        pub k: String,
        #[notion(formula = "if({d}, {c} + {h}, 0)", name = "√")]
        pub l: Formula<f64>,
        #[notion(formula = "{r}", name = "Ω")]
        pub m: Formula<bool>,
        #[notion(name = "Row")]
        pub r: bool,
        #[notion(rollup = count(r#in.r#match))]
        pub r#loop: Rollup<f64>,
        #[notion(rollup = show_original(r#in.r#match))]
        pub r#dyn: Rollup<Vec<bool>>,
        #[notion(formula = "{type} + {in}.length()")]
        pub r#where: Formula<String>,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Files")]
    pub struct FilesRow {
        pub file: Title,
        #[notion(two_way = r#in)]
        pub r#box: Relation<FnRow>,
        pub r#match: bool,
        pub status: Option<Word>,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Files row columns")]
    pub struct FilesRowColumns2 {
        #[notion(name = "🔑")]
        pub file: Title,
        pub status: Option<Word>,
        #[notion(name = "status")]
        pub status2: Option<Word>,
    }

    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    pub enum Word {
        #[notion(name = "self", color = red)]
        A,
        #[notion(name = "Self!", color = red)]
        B,
        #[notion(name = "100 %", color = red)]
        C,
        #[notion(name = "🚀", color = red)]
        D,
        #[notion(name = "None", color = red)]
        E,
        #[notion(name = "other", color = red)]
        F,
        #[notion(name = "\"", color = red)]
        G,
    }
}

/// Relations, and what goes through them.
pub mod related {
    use notion_session::prelude::*;

    /// What we have promised to whom.
    #[derive(NotionSchema, Clone, Debug, Default)]
    pub struct Project {
        #[notion(title)]
        pub name: String,
        #[notion(number = euro)]
        pub budget: Option<f64>,
        #[notion(two_way = project)]
        pub tasks: Relation<Task>,
        /// Over all tasks.
        #[notion(rollup = sum(tasks.estimate))]
        pub effort: Rollup<f64>,
        #[notion(rollup = latest_date(tasks.due))]
        pub end: Rollup<Date>,
        #[notion(rollup = percent_checked(tasks.done))]
        pub progress: Rollup<f64>,
        #[notion(formula = r#"{tasks}.map(current.prop("Estimate")).sum() * 2"#)]
        pub through: Formula<f64>,
        #[notion(formula = r#"{effort} + {through}"#)]
        pub both: Formula<f64>,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    pub struct Task {
        #[notion(title)]
        pub task: String,
        pub estimate: Option<f64>,
        pub due: Option<DateRange>,
        pub done: bool,
        #[notion(two_way = tasks)]
        pub project: Relation<Project>,
        #[notion(two_way = doing)]
        pub doer: Relation<Person>,
        #[notion(two_way = watching)]
        pub watchers: Relation<Person>,
        #[notion(rollup = show_unique(doer.mail))]
        pub mails: Rollup<Vec<Option<notion_session::schema::Email>>>,
        #[notion(rollup = sum(project.both))]
        pub all: Rollup<f64>,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    pub struct Person {
        pub name: Title,
        #[notion(email)]
        pub mail: Option<String>,
        #[notion(two_way = doer)]
        pub doing: Relation<Task>,
        #[notion(two_way = watchers)]
        pub watching: Relation<Task>,
        pub home: Relation<Nodes>,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(description = "")]
    pub struct Nodes {
        pub node: Title,
        pub cost: Option<f64>,
        pub below: Relation<Self>,
        #[notion(rollup = max(below.cost))]
        pub dearest: Rollup<f64>,
    }
}

/// Rollups that show what the related pages have.
pub mod shown {
    use notion_session::prelude::*;
    use notion_session::schema::{Email, Status, Url};

    #[derive(NotionSchema, Clone, Debug, Default)]
    pub struct Parts {
        pub part: Title,
        pub text: String,
        pub number: Option<f64>,
        pub kind: Option<Kind>,
        pub kinds: Vec<Kind>,
        pub stage: Option<Status<Kind>>,
        pub when: Option<Date>,
        pub done: bool,
        pub link: Option<Url>,
        pub mail: Option<Email>,
        pub who: People,
        pub made: CreatedTime,
        pub maker: CreatedBy,
        #[notion(formula = "{number} * 2")]
        pub double: Formula<f64>,
        #[notion(formula = "{made}")]
        pub born: Formula<DateTime>,
        pub next: Relation<Self>,
    }

    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    pub enum Kind {
        #[notion(color = red)]
        Big,
        #[notion(color = blue)]
        Small,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    pub struct Wholes {
        pub whole: Title,
        pub parts: Relation<Parts>,
        #[notion(rollup = show_original(parts.part))]
        pub a: Rollup<Vec<Title>>,
        #[notion(rollup = show_original(parts.text))]
        pub b: Rollup<Vec<String>>,
        #[notion(rollup = show_unique(parts.number))]
        pub c: Rollup<Vec<Option<f64>>>,
        #[notion(rollup = show_original(parts.kind))]
        pub d: Rollup<Vec<Option<Kind>>>,
        #[notion(rollup = show_original(parts.kinds))]
        pub e: Rollup<Vec<Vec<Kind>>>,
        #[notion(rollup = show_original(parts.stage))]
        pub f: Rollup<Vec<Option<Status<Kind>>>>,
        #[notion(rollup = show_original(parts.when))]
        pub g: Rollup<Vec<Option<Date>>>,
        #[notion(rollup = show_original(parts.done))]
        pub h: Rollup<Vec<bool>>,
        #[notion(rollup = show_original(parts.link))]
        pub i: Rollup<Vec<Option<Url>>>,
        #[notion(rollup = show_original(parts.mail))]
        pub j: Rollup<Vec<Option<Email>>>,
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
        #[notion(rollup = earliest_date(parts.made))]
        pub q: Rollup<DateTime>,
        #[notion(rollup = date_range(parts.when))]
        pub r: Rollup<DateRange>,
        #[notion(rollup = latest_date(parts.born))]
        pub s: Rollup<DateTime>,
        #[notion(rollup = checked(parts.done))]
        pub t: Rollup<f64>,
        #[notion(formula = "{c}.length() + {p}")]
        pub u: Formula<f64>,
    }
}

/// Rollups of numbers, whole and with a fraction.
pub mod counted {
    use notion_session::prelude::*;

    #[derive(NotionSchema, Clone, Debug, Default)]
    pub struct Game {
        pub game: Title,
        pub points: Option<i32>,
        pub won: bool,
        #[notion(formula = "{points} * 2")]
        pub double: Formula<i64>,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    pub struct Player {
        pub player: Title,
        pub games: Relation<Game>,
        #[notion(rollup = count(games.points))]
        pub count: Rollup<u32>,
        #[notion(rollup = count_values(games.points))]
        pub count_values: Rollup<u32>,
        #[notion(rollup = empty(games.points))]
        pub empty: Rollup<u32>,
        #[notion(rollup = not_empty(games.points))]
        pub not_empty: Rollup<u32>,
        #[notion(rollup = unique(games.points))]
        pub unique: Rollup<u32>,
        #[notion(rollup = checked(games.won))]
        pub checked: Rollup<u64>,
        #[notion(rollup = unchecked(games.won))]
        pub unchecked: Rollup<u64>,
        #[notion(rollup = sum(games.points))]
        pub sum: Rollup<i32>,
        #[notion(rollup = min(games.points))]
        pub min: Rollup<i32>,
        #[notion(rollup = max(games.points))]
        pub max: Rollup<i32>,
        #[notion(rollup = range(games.double))]
        pub range: Rollup<i64>,
        #[notion(rollup = average(games.points))]
        pub average: Rollup<f64>,
        #[notion(rollup = median(games.points))]
        pub median: Rollup<f64>,
        #[notion(rollup = percent_empty(games.points))]
        pub percent_empty: Rollup<f64>,
        #[notion(rollup = percent_not_empty(games.points))]
        pub percent_not_empty: Rollup<f64>,
        #[notion(rollup = percent_checked(games.won))]
        pub percent_checked: Rollup<f32>,
        #[notion(rollup = percent_unchecked(games.won))]
        pub percent_unchecked: Rollup<f32>,
        #[notion(rollup = show_original(games.points))]
        pub shown: Rollup<Vec<Option<i32>>>,
    }
}
