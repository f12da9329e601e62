//! Page sizes and cursors.

use std::sync::LazyLock;

use serde_json::Value;
use uuid::Uuid;

use super::check::check_query;
use super::shape::{Field, Shape, optional};
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
pub(crate) const MAX_PAGE: usize = 100;

impl Paging {
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

/// The size and the cursor of a page, as a body has them. 0 asks for as much as nothing does.
pub(crate) fn paging_fields() -> Vec<Field> {
    vec![
        optional("start_cursor", Shape::nullable(Shape::TEXT)),
        optional(
            "page_size",
            Shape::Number {
                min: Some(0),
                max: Some(100),
            },
        ),
    ]
}

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
    check_query(
        if cursor == Cursor::Id {
            &BY_ID
        } else {
            &OPAQUE
        },
        &given,
        request.version,
    )?;
    Ok(paging_of_body(&given))
}

static OPAQUE: LazyLock<Shape> = LazyLock::new(|| Shape::Object(paging_fields()));

static BY_ID: LazyLock<Shape> = LazyLock::new(|| {
    Shape::Object(vec![
        optional("start_cursor", Shape::Uuid),
        optional(
            "page_size",
            Shape::Number {
                min: Some(0),
                max: Some(100),
            },
        ),
    ])
});

/// Reads `page_size` and `start_cursor` from a body or a query whose shape has been checked.
pub(crate) fn paging_of_body(body: &Value) -> Paging {
    let size = body.get("page_size").and_then(Value::as_f64);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let size = size.filter(|size| *size >= 1.0).map(|size| size as usize);
    let cursor = body
        .get("start_cursor")
        .and_then(Value::as_str)
        .map(str::to_owned);
    Paging { size, cursor }
}
