//! Page sizes and cursors.

use serde_json::Value;
use uuid::Uuid;

use super::body::{Body, read_query};
use super::macros::body;
use super::parts::{Nullable, Number};
use super::shape::Shape;
use crate::error::{ApiError, Result};
use crate::exchange::Incoming;
use crate::state::id;

/// How much of a list is asked for, and from where.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paging {
    pub(crate) size: Option<usize>,
    pub(crate) cursor: Option<String>,
}

/// The most that a page holds, and what it holds when nothing is said.
pub(crate) const MAX_PAGE: usize = notion_vocabulary::limits::MAX_PAGE_ITEMS;

impl Paging {
    /// What a body or a query says.
    pub(crate) fn of(size: Option<PageSize>, cursor: Option<Nullable<&str>>) -> Self {
        Self {
            size: size.map(|size| size.truncated).filter(|size| *size > 0),
            cursor: cursor.and_then(|cursor| cursor.0).map(str::to_owned),
        }
    }

    /// Cuts one page out of a list. A cursor is the id of the first item of its page, either alone or after
    /// the name of the list that it belongs to (`s:<uuid>:<id>`).
    pub(crate) fn cut<'a, T>(
        &self,
        items: &'a [T],
        id_of: impl Fn(&T) -> Uuid,
    ) -> Result<(&'a [T], Option<String>)> {
        let start = match &self.cursor {
            None => 0,
            Some(cursor) => {
                let id = cursor_id(cursor).ok_or_else(|| ApiError::invalid_cursor(cursor))?;
                items
                    .iter()
                    .position(|item| id_of(item) == id)
                    .ok_or_else(|| ApiError::invalid_cursor(cursor))?
            }
        };
        let rest = items.get(start..).unwrap_or_default();
        let size = self.size.unwrap_or(MAX_PAGE).min(rest.len());
        let next = rest.get(size).map(|item| id_of(item).to_string());
        Ok((rest.get(..size).unwrap_or_default(), next))
    }
}

/// The id in a cursor: `<id>` or `s:<uuid>:<id>`.
fn cursor_id(cursor: &str) -> Option<Uuid> {
    match cursor.split(':').collect::<Vec<_>>().as_slice() {
        [id] => id::parse(id),
        ["s", list, id] => Uuid::try_parse(list).ok().and_then(|_| id::parse(id)),
        _ => None,
    }
}

/// The number of items that is asked for. 0 asks for as much as nothing does.
pub(crate) type PageSize = Number<0, { MAX_PAGE as i64 }>;

/// What a cursor of a list looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cursor {
    /// The id of a block or a comment.
    Id,
    /// Anything: it is only known whether it fits.
    Opaque,
}

/// Reads `page_size` and `start_cursor` from the query string.
pub(crate) fn paging_of_query(request: &Incoming<'_>, cursor: Cursor) -> Result<Paging> {
    let mut given = serde_json::Map::new();
    if let Some(text) = request.query("page_size") {
        let number = text.parse::<i64>().map(Value::from);
        let number = number.or_else(|_| text.parse::<f64>().map(Value::from));
        given.insert("page_size".into(), number.unwrap_or_else(|_| text.into()));
    }
    if let Some(text) = request
        .query("start_cursor")
        .filter(|text| !text.is_empty())
    {
        given.insert("start_cursor".into(), text.into());
    }
    let given = Value::Object(given);
    match cursor {
        Cursor::Id => {
            let query: ById<'_> = read_query(&given, request.version)?;
            let cursor = query.start_cursor.map(|cursor| Nullable(Some(cursor.0)));
            Ok(Paging::of(query.page_size, cursor))
        }
        Cursor::Opaque => {
            let query: Opaque<'_> = read_query(&given, request.version)?;
            Ok(Paging::of(query.page_size, query.start_cursor))
        }
    }
}

body! {
    /// The query string of a list whose cursors are not looked at.
    struct Opaque<'a> {
        start_cursor: Option<Nullable<&'a str>>,
        page_size: Option<PageSize>,
    }
}

body! {
    /// The query string of a list whose cursors are ids.
    struct ById<'a> {
        start_cursor: Option<IdText<'a>>,
        page_size: Option<PageSize>,
    }
}

/// An id, as it was written.
#[derive(Debug, Clone, Copy)]
struct IdText<'a>(&'a str);

impl<'a> Body<'a> for IdText<'a> {
    fn shape() -> Shape {
        Shape::Uuid
    }

    fn read(value: &'a Value) -> Option<Self> {
        value.as_str().map(Self)
    }
}
