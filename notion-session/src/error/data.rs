//! Data that is not what it should be: answers, ids, lists, values.

use std::fmt;

use notion_rest::internal::conceal_cause;

use super::Cause;

/// Notion's answer does not fit what it was read as.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// What was read: a request, or the schema of a row.
    pub schema: String,
    /// The property whose value does not fit, where it is one.
    pub property: Option<String>,
    /// The id of the page that the value is from, where it is from one.
    pub page: Option<String>,
    /// The place in the JSON: `results[3].properties.Name`, where that is known.
    pub path: Option<String>,
    /// What the request did to the page all the same, where it was one that writes.
    pub effect: Option<WriteEffect>,
    pub(super) source: Cause,
}

/// What a request did whose answer does not fit the struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteEffect {
    /// The page was created.
    Created,
    /// The page was changed.
    Changed,
}

impl DecodeError {
    /// An answer of Notion that the REST client could not read.
    pub(super) fn of_answer(error: notion_rest::error::DecodeError) -> Self {
        Self {
            schema: format!("the answer to {}", error.request),
            property: None,
            page: None,
            effect: None,
            path: error.path.clone(),
            source: error.into_cause(),
        }
    }

    /// JSON that does not fit a schema.
    pub(super) fn of_schema(error: notion_schema::error::DecodeError) -> Self {
        let (property, page) = error.property.unzip();
        Self {
            schema: error.schema,
            property,
            page: page.map(|page| page.to_string()),
            effect: None,
            path: None,
            source: conceal_cause(Box::new(error.source)),
        }
    }

    pub(super) fn page(
        schema: impl Into<String>,
        page: impl fmt::Display,
        error: serde_json::Error,
    ) -> Self {
        Self {
            schema: schema.into(),
            property: None,
            page: Some(page.to_string()),
            effect: None,
            path: None,
            source: Box::new(error),
        }
    }

    pub(super) fn property(
        schema: impl Into<String>,
        property: impl Into<String>,
        page: impl fmt::Display,
        source: impl Into<Cause>,
    ) -> Self {
        Self {
            schema: schema.into(),
            property: Some(property.into()),
            page: Some(page.to_string()),
            effect: None,
            path: None,
            source: conceal_cause(source.into()),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}", self.schema)?;
        if let Some(property) = &self.property {
            write!(f, ", property `{property}`")?;
        }
        if let Some(page) = &self.page {
            write!(f, ", page {page}")?;
        }
        if let Some(path) = &self.path {
            write!(f, ", at `{path}`")?;
        }
        write!(f, ": {}", self.source)?;
        let page = self.page.as_deref().unwrap_or_default();
        match self.effect {
            None => Ok(()),
            Some(WriteEffect::Created) => write!(
                f,
                ". The row was created and exists as page {page}: do not insert it again; change the field's type to \
                 one that holds the value, then read the row"
            ),
            Some(WriteEffect::Changed) => write!(
                f,
                ". The row was changed, page {page}: change the field's type to one that holds the value, then read \
                 the row"
            ),
        }
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// An id that is none.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct InvalidId {
    /// What was given, what it should have been, and why it is not.
    pub message: String,
}

/// The single element of a list was asked for, and there were none or several.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CountMismatch {
    /// What the list was asked for: `page "Home"`.
    pub what: String,
    /// What is in it, in the words that tell the elements apart.
    pub found: Vec<String>,
    /// Whether these are rows of a query, which finds what is there, and of which no more than two were asked for.
    pub(super) is_query: bool,
}

impl fmt::Display for CountMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 5;
        write!(f, "expected one {}, found {}", self.what, self.found.len())?;
        if self.is_query {
            return match &self.found[..] {
                [] => Ok(()),
                found => write!(f, " or more: {}", found.join(", ")),
            };
        }
        if self.found.is_empty() {
            return f.write_str(
                " (what was made seconds ago may not be found yet; what is not shared never is)",
            );
        }
        write!(
            f,
            ": {}",
            self.found
                .iter()
                .take(SHOWN)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", ")
        )?;
        if self.found.len() > SHOWN {
            f.write_str(", …")
        } else {
            Ok(())
        }
    }
}

impl std::error::Error for CountMismatch {}

/// The id is that of something else.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WrongKind {
    /// The id.
    pub id: String,
    /// What it should have been the id of.
    pub wanted: &'static str,
    /// What it is the id of.
    pub found: &'static str,
    /// What to do.
    pub hint: Option<String>,
}

impl fmt::Display for WrongKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            id,
            wanted,
            found,
            hint,
        } = self;
        write!(f, "`{id}` is the id of a {found}, not of a {wanted}")?;
        hint.as_ref().map_or(Ok(()), |hint| write!(f, ": {hint}"))
    }
}

impl std::error::Error for WrongKind {}

/// A name that is not a column of a table.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UnknownColumn {
    /// The name.
    pub name: String,
    /// The columns of the table.
    pub columns: Vec<String>,
}

impl fmt::Display for UnknownColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, columns } = self;
        write!(f, "`{name}` is not a column of the table")?;
        match notion_formula::suggest(name, columns.iter().map(String::as_str)) {
            Some(near) => write!(f, "; did you mean `{near}`? It has: ")?,
            None => f.write_str("; it has: ")?,
        }
        let columns: Vec<_> = columns.iter().map(|column| format!("`{column}`")).collect();
        f.write_str(&columns.join(", "))
    }
}

impl std::error::Error for UnknownColumn {}

/// A database that is asked for as one table, and has none or several.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DataSourceCount {
    /// The database, by title and id.
    pub database: String,
    /// Its data sources, by name and id.
    pub data_sources: Vec<String>,
}

impl fmt::Display for DataSourceCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            database,
            data_sources,
        } = self;
        match data_sources.as_slice() {
            [] => write!(
                f,
                "the database {database} has no data source that the integration may see: it may be a linked view, or \
                 its original is not shared with the integration"
            ),
            several => write!(
                f,
                "the database {database} has {} data sources, give the id of the one that is meant: {}",
                several.len(),
                several.join(", ")
            ),
        }
    }
}

impl std::error::Error for DataSourceCount {}

/// Somebody else has changed what was to be written, since it was read; nothing was written.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Conflict {
    /// The id of the page.
    pub page: String,
    /// Whether the page was put into the trash.
    pub in_trash: bool,
    /// The properties that both have changed.
    pub properties: Vec<PropertyConflict>,
}

/// A property that both have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PropertyConflict {
    /// The property.
    pub property: String,
    /// What it is in Notion now, as a person would read it.
    pub in_notion: String,
    /// What was to be written.
    pub to_be_written: String,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "page {} was changed since it was read", self.page)?;
        if self.in_trash {
            f.write_str(": it is in the trash")?;
        }
        for PropertyConflict {
            property,
            in_notion,
            to_be_written,
        } in &self.properties
        {
            write!(
                f,
                "; `{property}` is \"{in_notion}\" in Notion and was to be \"{to_be_written}\""
            )?;
        }
        f.write_str("; nothing was written: read it again, or save it without the check")
    }
}

impl std::error::Error for Conflict {}
