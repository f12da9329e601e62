//! Pages and query results, read into rows.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use notion_model::{DataSourceId, PageId};
use serde::Deserialize;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use super::layout::Layout;
use super::read::Values;
use super::write::fingerprints;
use super::{ReadError, Row};
use crate::error::Error;
use crate::schema::NotionSchema;

/// A row that does not fit its struct.
#[derive(Debug)]
pub(crate) struct RowFailure {
    pub(crate) page: PageId,
    pub(crate) error: ReadError,
}

impl RowFailure {
    pub(crate) fn into_error<S: NotionSchema>(self) -> Error {
        Error::decode(
            S::SCHEMA.type_name,
            self.error.property,
            self.page,
            self.error.source,
        )
    }
}

/// One page of a query's results.
pub(crate) struct QueryPage<S> {
    pub(crate) rows: Vec<Result<Row<S>, RowFailure>>,
    pub(crate) next_cursor: Option<String>,
    pub(crate) has_more: bool,
    /// Why there are no more rows although not all were sent.
    pub(crate) incomplete: Option<String>,
}

/// Reads one page object.
///
/// # Errors
///
/// Where the bytes are no page; a page that does not fit the struct is the inner error.
pub(crate) fn read_page<S: NotionSchema>(
    json: &[u8],
) -> Result<Result<Row<S>, RowFailure>, serde_json::Error> {
    let mut layout = Layout::new(S::SCHEMA.properties);
    let mut reader = serde_json::Deserializer::from_slice(json);
    let row = Page::<S> {
        layout: &mut layout,
        of: PhantomData,
    }
    .deserialize(&mut reader)?;
    reader.end()?;
    Ok(row)
}

/// Reads the answer to a query.
///
/// # Errors
///
/// Where the bytes are no list of pages.
pub(crate) fn read_query<S: NotionSchema>(json: &[u8]) -> Result<QueryPage<S>, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let page = reader.deserialize_map(List::<S>(PhantomData))?;
    reader.end()?;
    Ok(page)
}

/// `{"object": "list", "results": [..], "next_cursor": .., "has_more": ..}`.
struct List<S>(PhantomData<S>);

impl<'de, S: NotionSchema> Visitor<'de> for List<S> {
    type Value = QueryPage<S>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer to a query")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<QueryPage<S>, A::Error> {
        #[derive(Deserialize)]
        struct Status {
            #[serde(default)]
            incomplete_reason: Option<String>,
        }
        let mut rows = None;
        let mut page = QueryPage {
            rows: Vec::new(),
            next_cursor: None,
            has_more: false,
            incomplete: None,
        };
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                "results" => rows = Some(map.next_value_seed(Rows::<S>(PhantomData))?),
                "next_cursor" => page.next_cursor = map.next_value()?,
                "has_more" => page.has_more = map.next_value()?,
                "request_status" => {
                    page.incomplete = map.next_value::<Status>()?.incomplete_reason;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        page.rows = rows.ok_or_else(|| A::Error::missing_field("results"))?;
        Ok(page)
    }
}

struct Rows<S>(PhantomData<S>);

impl<'de, S: NotionSchema> DeserializeSeed<'de> for Rows<S> {
    type Value = Vec<Result<Row<S>, RowFailure>>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de, S: NotionSchema> Visitor<'de> for Rows<S> {
    type Value = Vec<Result<Row<S>, RowFailure>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of pages")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut pages: A) -> Result<Self::Value, A::Error> {
        let mut layout = Layout::new(S::SCHEMA.properties);
        let mut rows = Vec::new();
        while let Some(row) = pages.next_element_seed(Page::<S> {
            layout: &mut layout,
            of: PhantomData,
        })? {
            rows.push(row);
        }
        Ok(rows)
    }
}

struct Page<'l, S> {
    layout: &'l mut Layout,
    of: PhantomData<S>,
}

impl<'de, S: NotionSchema> DeserializeSeed<'de> for Page<'_, S> {
    type Value = Result<Row<S>, RowFailure>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de, S: NotionSchema> Visitor<'de> for Page<'_, S> {
    type Value = Result<Row<S>, RowFailure>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        #[derive(Deserialize)]
        struct Parent {
            data_source_id: DataSourceId,
        }
        let mut id: Option<PageId> = None;
        let (mut created_time, mut last_edited_time) = (None, None);
        let mut parent: Option<Parent> = None;
        let mut in_trash = false;
        let mut url = String::new();
        let mut values = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                "id" => id = Some(map.next_value()?),
                "created_time" => created_time = Some(time(&mut map)?),
                "last_edited_time" => last_edited_time = Some(time(&mut map)?),
                "parent" => parent = Some(map.next_value()?),
                "in_trash" => in_trash = map.next_value()?,
                "url" => url = map.next_value()?,
                "properties" => {
                    let properties = Properties {
                        schema: S::schema(),
                        layout: self.layout,
                    };
                    values = Some(map.next_value_seed(properties)?);
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let missing = A::Error::missing_field;
        let id = id.ok_or_else(|| missing("id"))?;
        let values = values.ok_or_else(|| missing("properties"))?;
        let value = match S::read(&values) {
            Ok(value) => value,
            Err(error) => return Ok(Err(RowFailure { page: id, error })),
        };
        Ok(Ok(Row {
            id: id.cast(),
            data_source_id: parent
                .ok_or_else(|| missing("parent"))?
                .data_source_id
                .cast(),
            created_time: created_time.ok_or_else(|| missing("created_time"))?,
            last_edited_time: last_edited_time.ok_or_else(|| missing("last_edited_time"))?,
            in_trash,
            url,
            fingerprints: fingerprints(&value),
            value,
        }))
    }
}

fn time<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Timestamp, A::Error> {
    map.next_value::<Cow<'de, str>>()?
        .parse()
        .map_err(A::Error::custom)
}

/// The property values of a page, by their columns. What the struct does not have is skipped.
struct Properties<'l> {
    schema: &'static crate::schema::Schema,
    layout: &'l mut Layout,
}

impl<'de> DeserializeSeed<'de> for Properties<'_> {
    type Value = Values<'de>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Values<'de>, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Properties<'_> {
    type Value = Values<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("property values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values<'de>, A::Error> {
        let mut values = Values::new(self.schema);
        let mut place = 0;
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            match self.layout.column(place, &name) {
                Some(column) => values.set(column, map.next_value::<&'de RawValue>()?),
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            place += 1;
        }
        Ok(values)
    }
}
