//! Unexpected data: answers, IDs, lists, values.

use std::fmt;

use notion_rest::internal::conceal_cause;

use super::Cause;

/// Notion's answer does not fit the type that it was read as.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// The type that was read: the answer to a request, or the schema of a row.
    pub schema: String,
    /// The property whose value does not fit, if it is one.
    pub property: Option<String>,
    /// The ID of the page that the value is from, if it is from one.
    pub page: Option<String>,
    /// The place in the JSON, if it is known: `results[3].properties.Name`.
    pub path: Option<String>,
    /// What the request did to the page, if it was a write.
    pub effect: Option<WriteEffect>,
    pub(super) source: Cause,
}

/// The effect of a write whose answer does not fit the struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteEffect {
    /// The page was created.
    Created,
    /// The page was changed.
    Changed,
}

impl DecodeError {
    /// Creates the error for an answer that the REST client could not read.
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

    /// Creates the error for JSON that does not fit a schema.
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

/// The string is not a valid ID.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct InvalidId {
    /// The string, the expected kind of ID, and the reason.
    pub message: String,
}

/// A list does not have exactly one element.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CountMismatch {
    /// What was searched for: `page "Home"`.
    pub what: String,
    /// The elements, each described so that they can be distinguished.
    pub found: Vec<String>,
    /// True for the rows of a query, of which at most two were requested. A search is eventually consistent, a query is not.
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
                " (objects that were created seconds ago may not be found yet, and objects that are not shared are never found)",
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

/// The ID belongs to an object of another kind.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WrongKind {
    /// The ID.
    pub id: String,
    /// The expected kind.
    pub wanted: &'static str,
    /// The kind of the object.
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

/// The name is not a column of the table.
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

/// A database does not have exactly one data source.
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
                "the database {database} has no data source that the integration can see: it may be a linked view, or \
                 the original is not shared with the integration"
            ),
            several => write!(
                f,
                "the database {database} has {} data sources: pass the ID of one of them: {}",
                several.len(),
                several.join(", ")
            ),
        }
    }
}

impl std::error::Error for DataSourceCount {}

/// Somebody else has changed the same properties since the row was read. Nothing was written.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Conflict {
    /// The ID of the page.
    pub page: String,
    /// True if the page is in the trash.
    pub in_trash: bool,
    /// The properties that were changed on both sides.
    pub properties: Vec<PropertyConflict>,
}

/// A property that was changed on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PropertyConflict {
    /// The property.
    pub property: String,
    /// Its present value in Notion, as a person would read it.
    pub in_notion: String,
    /// The value that should have been written.
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
