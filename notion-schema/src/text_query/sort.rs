//! Sorts written as text.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use notion_model::PropertySchemas;
use serde_json::{Value, json};

use super::error::TextQueryError;
use super::grammar::{SortKey, parse_sorts};
use super::property::{find, key, own_time};

/// Sorts written as text: names with commas between them, a `-` before what is sorted in descending order.
///
/// ```
/// use notion_schema::model::{Empty, PropertySchema, PropertySchemas, SchemaKind};
/// use notion_schema::text_query::TextSort;
///
/// let due = PropertySchema::new("d%3A", "Due date", SchemaKind::Date(Empty::default()));
/// let properties = PropertySchemas::from_iter([("Due date".to_owned(), due)]);
/// let sorts = TextSort::parse("-Due date, created_time")?.check(&properties)?;
/// assert_eq!(sorts[0].to_json(), serde_json::json!({"property": "d%3A", "direction": "descending"}));
/// assert_eq!(sorts[1].to_json(), serde_json::json!({"timestamp": "created_time", "direction": "ascending"}));
/// # Ok::<(), notion_schema::text_query::TextQueryError>(())
/// ```
#[derive(Debug, Clone)]
pub struct TextSort {
    source: Arc<str>,
    keys: Vec<SortKey>,
}

/// A sort by a property of a data source, or by one of the page's own times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveSort {
    by: By,
    is_descending: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum By {
    Property(Arc<str>),
    Time(&'static str),
}

impl TextSort {
    /// Parses sorts.
    ///
    /// # Errors
    ///
    /// If the text is not a list of names: what was expected, what was found, and where.
    pub fn parse(text: &str) -> Result<TextSort, TextQueryError> {
        Ok(TextSort {
            keys: parse_sorts(text)?,
            source: text.into(),
        })
    }

    /// Returns the text that it was parsed from.
    pub fn text(&self) -> &str {
        &self.source
    }

    /// Checks the sorts against the properties of a data source.
    ///
    /// # Errors
    ///
    /// If a name is not that of a property: which, and where.
    pub fn check(&self, properties: &PropertySchemas) -> Result<Vec<LiveSort>, TextQueryError> {
        let sort = |key: &SortKey| {
            Ok(LiveSort {
                by: self.by(key, properties)?,
                is_descending: key.is_descending,
            })
        };
        self.keys.iter().map(sort).collect()
    }

    fn by(&self, sort: &SortKey, properties: &PropertySchemas) -> Result<By, TextQueryError> {
        let name = sort.property.text(&self.source);
        if let Some(time) = own_time(properties, name) {
            return Ok(By::Time(time));
        }
        let span = sort.property.span.clone();
        let (name, property) = find(&self.source, properties, name, span)?;
        Ok(By::Property(key(properties, name, property).into()))
    }
}

impl LiveSort {
    /// Returns the sort in Notion's JSON.
    pub fn to_json(&self) -> Value {
        let direction = if self.is_descending {
            "descending"
        } else {
            "ascending"
        };
        match &self.by {
            By::Property(key) => json!({ "property": &**key, "direction": direction }),
            By::Time(name) => json!({ "timestamp": name, "direction": direction }),
        }
    }

    /// Returns the ID of the property that it is by, or its name if the ID is not known; `None` if it is by one of the page's own
    /// times.
    pub fn property(&self) -> Option<&str> {
        match &self.by {
            By::Property(key) => Some(key),
            By::Time(_) => None,
        }
    }

    /// Returns `Some` for the creation time: true if the latest comes first.
    pub fn by_creation(&self) -> Option<bool> {
        (self.by == By::Time("created_time")).then_some(self.is_descending)
    }
}

impl FromStr for TextSort {
    type Err = TextQueryError;

    fn from_str(text: &str) -> Result<TextSort, TextQueryError> {
        TextSort::parse(text)
    }
}

impl fmt::Display for TextSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.source)
    }
}
