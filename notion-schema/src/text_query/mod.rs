//! Filters and sorts written as text, for databases without a Rust struct and for command lines.
//!
//! ```text
//! Status = Done and (Due < 2026-12-01 or Estimate > 5) and not Tags contains "later" and Owner = me
//! ```
//!
//! A text is parsed at once, and checked against the properties of a data source when it becomes a filter. Errors say what
//! is wrong and at which column.
//!
//! # Names and values
//!
//! A name is the name of a property, and a value follows an operator. Both are words (`Due date`, `In progress`, `3.5`) or
//! a string in quotes (`"a, b"`, `'Salt and pepper'`; with `\"`, `\'`, `\\`, `\n` and `\t` in it). Quotes are needed around
//! a name with an operator's word in it, around a value with `and` or `or` in it, and around signs: `= < > ! ( ) ,` and `"`.
//!
//! `created_time` and `last_edited_time` are the page's own times, unless a property has that name.
//!
//! # Operators
//!
//! | properties | operators | values |
//! |---|---|---|
//! | title, text, URL, e-mail, phone number | `=` `!=` `contains` `not contains` `starts_with` `ends_with` `in (..)` `not in (..)` `is empty` `is not empty` | strings |
//! | number, unique ID | `=` `!=` `<` `<=` `>` `>=` `between .. and ..` `in (..)` `is empty` | `5`, `-0.5`, `TASK-5` |
//! | checkbox | the name alone, `=` `!=` | `true`, `false` |
//! | select, status | `=` `!=` `in (..)` `not in (..)` `is empty` | options of the property |
//! | multi-select | `contains` `not contains`, of one option or several in parentheses; `is empty` | options of the property |
//! | date, created and last edited time | `=` `!=` `<` `<=` `>` `>=` `between .. and ..` `within ..` `is empty` | `2026-12-01`, `2026-12-01T18:00+01:00`, `today`, `tomorrow`, `yesterday`, `one_week_ago`, `one_week_from_now`, `one_month_ago`, `one_month_from_now` |
//! | | after `within`: | `this_week`, `past_week`, `past_month`, `past_year`, `next_week`, `next_month`, `next_year` |
//! | people, created and last edited by | `contains` `not contains` `is empty` | `me`, a name, an e-mail address, an ID |
//! | relation | `contains` `not contains` `is empty` | a title, an ID or URL of a page |
//! | files | `is empty` `is not empty` | |
//! | verification | `=` `!=` | `verified`, `expired`, `none` |
//! | formula, rollup | those of the type of the result | |
//! | rollup that shows values | those of the values, after `any of`, `every of` or `none of`: `any of Prices > 5` | |
//!
//! `=`, `!=` and `in` with multi-select, people and relation are `contains`: `Owner = me`. A time without an offset is one
//! in UTC, as Notion takes it. `contains (a, b)` holds if one of the values is contained.
//!
//! # Logic
//!
//! `not` binds closer than `and`, and `and` closer than `or`. A comparison does not hold for an empty value, except `!=`,
//! `not contains` and `not in`, which do. `not` in front of a condition holds for exactly the other rows, so that
//! `not Estimate > 5` includes rows without an estimate. What Notion has no condition for is an error, such as
//! `not Name starts_with A`.

mod check;
pub(crate) mod error;
mod formula;
mod grammar;
mod lookup;
mod property;
mod sort;
#[cfg(test)]
mod tests;
mod token;
mod value;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

pub use check::Checked;
pub use error::TextQueryError;
pub use lookup::{Known, Lookup};
pub use sort::{LiveSort, TextSort};

use notion_model::PropertySchemas;

use self::check::Check;
use self::grammar::{Node, parse_filter};

/// A filter written as text, parsed and not yet checked against a schema. The [module](self) describes the language.
///
/// ```
/// use notion_schema::model::{Empty, PropertySchema, PropertySchemas, SchemaKind};
/// use notion_schema::text_query::{Checked, Known, TextFilter};
///
/// let property = |id: &str, name: &str, kind| (name.to_owned(), PropertySchema::new(id, name, kind));
/// let properties = PropertySchemas::from_iter([
///     property("title", "Name", SchemaKind::Title(Empty::default())),
///     property("a%3A", "Done", SchemaKind::Checkbox(Empty::default())),
/// ]);
///
/// let filter = TextFilter::parse("Name contains report and not Done")?;
/// let Checked::Filter(filter) = filter.check::<()>(&properties, &Known::default())? else {
///     unreachable!("it names no users, pages or other schemas");
/// };
/// assert_eq!(
///     filter.to_json()?,
///     serde_json::json!({"and": [
///         {"property": "title", "rich_text": {"contains": "report"}},
///         {"property": "a%3A", "checkbox": {"does_not_equal": true}},
///     ]}),
/// );
///
/// let error = TextFilter::parse("Nmae = x")?.check::<()>(&properties, &Known::default()).unwrap_err();
/// assert_eq!(error.to_string(), "`Nmae` is not a property; did you mean `Name`? (column 1)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct TextFilter {
    source: Arc<str>,
    root: Arc<Node>,
}

impl TextFilter {
    /// Parses a filter.
    ///
    /// # Errors
    ///
    /// If the text is not a filter: what was expected, what was found, and where.
    pub fn parse(text: &str) -> Result<TextFilter, TextQueryError> {
        Ok(TextFilter {
            root: Arc::new(parse_filter(text)?),
            source: text.into(),
        })
    }

    /// Returns the text that it was parsed from.
    pub fn text(&self) -> &str {
        &self.source
    }

    /// Checks the filter against the properties of a data source, and returns it in the form that queries take, or what
    /// has to be looked up first. `known` has what was looked up before; to look up what a call returns and call again
    /// ends after two rounds.
    ///
    /// # Errors
    ///
    /// If a name is not that of a property or an option, a property does not have an operator, a value does not fit, or
    /// Notion has no such condition: what is wrong, and where.
    pub fn check<S>(
        &self,
        properties: &PropertySchemas,
        known: &Known,
    ) -> Result<Checked<S>, TextQueryError> {
        Check::new(&self.source, properties, known).filter(&self.root)
    }
}

impl FromStr for TextFilter {
    type Err = TextQueryError;

    fn from_str(text: &str) -> Result<TextFilter, TextQueryError> {
        TextFilter::parse(text)
    }
}

impl fmt::Display for TextFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.source)
    }
}
