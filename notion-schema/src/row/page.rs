//! Reads pages and query results into rows.
//!
//! A page is walked once. Its own members (ID, times, parent, URL) are kept as they come. At `properties` the code of the
//! derive takes over: it asks [`Values`] for the next property that the struct has, and the type of the field reads the
//! value at its position. The [`Layout`] says which field that is.
//!
//! ```text
//! read_query   {"results":[ page, page, .. ],"next_cursor":..,"request_status":..}
//! page         {"id":..,"created_time":..,"properties":{ .. },"url":..}
//! Values       "Name":{"id":"title","type":"title","title":[..]}   ──► the field, or skipped
//! ```
//!
//! A value that does not fit its field must not spoil the list: the other rows are good, and the error has to name the page.
//! But the walk stops at the value, in the middle of the page. So the page is walked a second time from its start with its
//! properties skipped, which gives the ID and finds the end. This costs nothing unless there is an error.

use std::marker::PhantomData;
use std::str::FromStr;
use std::sync::Arc;

use jiff::Timestamp;
use notion_model::{DataSource, DataSourceId, PageId, RequestStatus};
use serde::Deserialize;
use serde_json::Error;
use uuid::Uuid;

use super::Row;
use super::write::fingerprints;
use crate::codec::{Layout, PropertyIds, Scan, parse_instant, read_id};
use crate::error::{DecodeError, Error as SchemaError};
use crate::schema::{NotionSchema, ReadError, Values};

/// A page without its properties.
#[doc(hidden)]
#[derive(Debug, Clone)]
pub struct Head {
    pub id: PageId,
    pub data_source_id: DataSourceId,
    pub created_time: Timestamp,
    pub last_edited_time: Timestamp,
    pub in_trash: bool,
    pub url: String,
}

/// The type that pages are read as: rows of a schema, or some of their columns.
#[doc(hidden)]
pub trait Shape: Send + Sync + 'static {
    /// The type of a page.
    type Item: Send + 'static;
    /// The type of its properties, before the rest of the page is known.
    type Content;

    /// The name of the type, for errors.
    fn reader(&self) -> &'static str;

    /// The properties that are read.
    fn names(&self) -> Vec<&'static str>;

    /// Returns true if a request asks for these properties only.
    fn is_part(&self) -> bool {
        false
    }

    /// Reads the properties.
    fn read(&self, values: &mut Values<'_, '_>) -> Result<Self::Content, ReadError>;

    /// Combines the properties with the rest of the page. `json` is the page as it was sent.
    fn finish(&self, head: Head, content: Self::Content, json: &str) -> Self::Item;
}

/// Pages read as rows of a schema.
#[derive(Debug)]
pub struct Whole<S>(PhantomData<fn() -> S>);

impl<S> Whole<S> {
    #[doc(hidden)]
    pub const fn new() -> Whole<S> {
        Whole(PhantomData)
    }
}

impl<S: NotionSchema> Shape for Whole<S> {
    type Item = Row<S>;
    type Content = S;

    fn reader(&self) -> &'static str {
        S::SCHEMA.type_name
    }
    fn names(&self) -> Vec<&'static str> {
        S::SCHEMA
            .properties
            .iter()
            .map(|property| property.name)
            .collect()
    }
    fn read(&self, values: &mut Values<'_, '_>) -> Result<S, ReadError> {
        S::read(values)
    }
    fn finish(&self, head: Head, value: S, _json: &str) -> Row<S> {
        Row {
            id: head.id.cast(),
            data_source_id: head.data_source_id.cast(),
            created_time: head.created_time,
            last_edited_time: head.last_edited_time,
            in_trash: head.in_trash,
            url: head.url,
            fingerprints: fingerprints(&value),
            value,
        }
    }
}

/// A page that does not fit.
#[derive(Debug)]
pub struct RowFailure {
    /// The page.
    pub page: PageId,
    /// The property whose value does not fit.
    pub property: &'static str,
    /// What is wrong with the value.
    pub source: Error,
}

impl RowFailure {
    /// Converts the failure into an error with the name of the type that was read.
    pub fn into_error(self, reader: &str) -> SchemaError {
        DecodeError {
            schema: reader.to_owned(),
            property: Some((self.property.to_owned(), self.page)),
            source: self.source,
        }
        .into()
    }
}

/// One page of a query's results.
#[derive(Debug)]
pub struct QueryPage<'t, T> {
    /// The pages.
    pub pages: Vec<Found<'t, T>>,
    /// The cursor of the next part; `None` at the end.
    pub next_cursor: Option<String>,
    /// Notion's reason for ending the list early, if it did.
    pub incomplete: Option<String>,
}

/// A page of the results.
#[derive(Debug)]
pub struct Found<'t, T> {
    /// The ID.
    pub id: PageId,
    /// When it was created.
    pub created_time: Timestamp,
    /// The row, or why the page does not fit.
    pub item: Result<T, RowFailure>,
    /// The page as it was sent.
    pub json: &'t str,
}

/// Reads rows from the answer to a query. If the data source is passed, properties are found by their IDs, so that renamed
/// ones are found as well; otherwise by their names.
///
/// ```
/// use notion_schema::Row;
/// use notion_schema::row::read_rows;
/// # use notion_derive::NotionSchema;
///
/// #[derive(NotionSchema)]
/// #[notion(crate = "notion_schema")]
/// struct Task {
///     #[notion(title)]
///     task: String,
///     done: bool,
/// }
///
/// let answer = serde_json::json!({
///     "object": "list",
///     "results": [{
///         "object": "page", "id": "38c9ce7b-60a4-8100-8000-000000000001",
///         "parent": { "type": "data_source_id", "data_source_id": "38c9ce7b-60a4-8100-8000-000000000002" },
///         "created_time": "2026-03-01T09:00:00.000Z", "last_edited_time": "2026-03-01T09:00:00.000Z",
///         "properties": {
///             "Task": { "id": "title", "type": "title", "title": [
///                 { "type": "text", "text": { "content": "Write" }, "plain_text": "Write" }
///             ] },
///             "Done": { "id": "a", "type": "checkbox", "checkbox": true },
///         },
///     }],
///     "next_cursor": null,
/// });
/// let rows = read_rows(answer.to_string().as_bytes(), None)?;
/// let rows: Vec<Row<Task>> = rows.into_iter().collect::<Result<_, _>>()?;
/// assert!(rows[0].task == "Write" && rows[0].done);
/// # Ok::<(), notion_schema::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Decode`](crate::Error::Decode) if the bytes are not a list of pages. A page that does not fit the struct is an
/// error at its place in the list.
pub fn read_rows<S: NotionSchema>(
    json: &[u8],
    source: Option<&DataSource>,
) -> crate::Result<Vec<crate::Result<Row<S>>>> {
    let shape = Whole::<S>::new();
    let mut ids = PropertyIds::default();
    if let Some(source) = source {
        ids.learn_from(source, shape.names());
    }
    let mut layout = Arc::new(Layout::bound(shape.names(), &ids));
    let page = read_query(json, &mut layout, &shape).map_err(|source| DecodeError {
        schema: "the answer to a query".to_owned(),
        property: None,
        source,
    })?;
    let row = |found: Found<'_, Row<S>>| {
        found
            .item
            .map_err(|failure| failure.into_error(S::SCHEMA.type_name))
    };
    Ok(page.pages.into_iter().map(row).collect())
}

/// Reads one page object.
///
/// # Errors
///
/// If the bytes are not a page. A page that does not fit is the inner error.
pub fn read_page<Z: Shape>(
    json: &[u8],
    layout: &mut Arc<Layout>,
    shape: &Z,
) -> Result<Result<Z::Item, RowFailure>, Error> {
    let mut scan = Scan::new(text(json)?);
    let found = page(&mut scan, layout, shape)?;
    scan.end()?;
    Ok(found.item)
}

/// Reads the answer to a query: `{"object": "list", "results": [..], "next_cursor": .., ..}`.
///
/// # Errors
///
/// If the bytes are not a list of pages.
pub fn read_query<'t, Z: Shape>(
    json: &'t [u8],
    layout: &mut Arc<Layout>,
    shape: &Z,
) -> Result<QueryPage<'t, Z::Item>, Error> {
    let mut scan = Scan::new(text(json)?);
    let (mut pages, mut next_cursor, mut incomplete) = (None, None, None);
    let mut members = scan.open(b'{')?;
    while let Some(key) = scan.next_key(&mut members)? {
        match &*key {
            "results" => {
                let mut list = Vec::new();
                let mut elements = scan.open(b'[')?;
                while scan.next_element(&mut elements)? {
                    list.push(page(&mut scan, layout, shape)?);
                }
                pages = Some(list);
            }
            "next_cursor" => next_cursor = scan.value()?,
            "request_status" => {
                let status = scan.value::<Option<RequestStatus>>()?;
                incomplete = status
                    .as_ref()
                    .and_then(RequestStatus::truncation)
                    .map(str::to_owned);
            }
            _ => scan.skip()?,
        }
    }
    scan.end()?;
    Ok(QueryPage {
        pages: pages.ok_or_else(|| missing("results"))?,
        next_cursor,
        incomplete,
    })
}

/// Checks that the bytes are UTF-8, once for everything that is read from them.
fn text(json: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(json).map_err(serde::de::Error::custom)
}

fn missing(key: &'static str) -> Error {
    serde::de::Error::missing_field(key)
}

/// Reads a page in one pass. If a property does not fit, a second pass reads the rest of the page.
fn page<'t, Z: Shape>(
    scan: &mut Scan<'t>,
    layout: &mut Arc<Layout>,
    shape: &Z,
) -> Result<Found<'t, Z::Item>, Error> {
    scan.peek();
    let start = scan.at();
    match page_once(scan, layout, Some(shape)) {
        Ok((head, content)) => {
            let content = content.ok_or_else(|| missing("properties"))?;
            let json = scan.since(start);
            Ok(Found {
                id: head.id,
                created_time: head.created_time,
                item: Ok(shape.finish(head, content, json)),
                json,
            })
        }
        Err(ReadError {
            property: None,
            source,
        }) => Err(source),
        Err(ReadError {
            property: Some(property),
            source,
        }) => {
            scan.back_to(start);
            let (head, _) =
                page_once::<Z>(scan, layout, None).map_err(|error: ReadError| error.source)?;
            Ok(Found {
                id: head.id,
                created_time: head.created_time,
                item: Err(RowFailure {
                    page: head.id,
                    property,
                    source,
                }),
                json: scan.since(start),
            })
        }
    }
}

/// Reads a page; without a shape, its properties are skipped.
fn page_once<Z: Shape>(
    scan: &mut Scan<'_>,
    layout: &mut Arc<Layout>,
    shape: Option<&Z>,
) -> Result<(Head, Option<Z::Content>), ReadError> {
    #[derive(Deserialize)]
    struct Parent {
        #[serde(deserialize_with = "read_id")]
        data_source_id: DataSourceId,
    }
    let mut id: Option<Uuid> = None;
    let (mut created_time, mut last_edited_time) = (None, None);
    let mut parent = None;
    let mut in_trash = false;
    let mut url = String::new();
    let mut content = None;
    let mut members = scan.open(b'{')?;
    while let Some(key) = scan.next_key(&mut members)? {
        match &*key {
            "id" => id = Some(parse(scan)?),
            "created_time" => created_time = Some(instant(scan)?),
            "last_edited_time" => last_edited_time = Some(instant(scan)?),
            "parent" => parent = Some(scan.value::<Parent>()?.data_source_id),
            "in_trash" => in_trash = scan.value()?,
            "url" => url = scan.value::<Option<String>>()?.unwrap_or_default(),
            "properties" => match shape {
                Some(shape) => {
                    let mut values = Values::new(scan, layout, shape.reader())?;
                    content = Some(shape.read(&mut values)?);
                }
                None => scan.skip()?,
            },
            _ => scan.skip()?,
        }
    }
    let head = Head {
        id: id.ok_or_else(|| missing("id"))?.into(),
        data_source_id: parent.ok_or_else(|| missing("parent"))?,
        created_time: created_time.ok_or_else(|| missing("created_time"))?,
        last_edited_time: last_edited_time.ok_or_else(|| missing("last_edited_time"))?,
        in_trash,
        url,
    };
    Ok((head, content))
}

fn instant(scan: &mut Scan<'_>) -> Result<Timestamp, Error> {
    parse_instant(&scan.string()?).map_err(serde::de::Error::custom)
}

fn parse<T: FromStr<Err: std::fmt::Display>>(scan: &mut Scan<'_>) -> Result<T, Error> {
    scan.string()?.parse().map_err(serde::de::Error::custom)
}
