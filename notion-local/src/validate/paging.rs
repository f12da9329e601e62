//! Page sizes and cursors.

use serde_json::Value;
use uuid::Uuid;

use crate::error::{ApiError, Result};
use crate::id;
use crate::request::Incoming;

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
                let last = cursor.rsplit(':').next().unwrap_or_default();
                let id = id::parse(last).ok_or_else(|| ApiError::invalid_cursor(cursor))?;
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

/// Reads `page_size` and `start_cursor` from the query string.
pub(crate) fn paging_of_query(request: &Incoming) -> Result<Paging> {
    let size = match request.query("page_size") {
        None => None,
        Some(text) => Some(page_size(
            text.parse::<f64>().ok(),
            &Value::from(text),
            "query",
        )?),
    };
    let cursor = request
        .query("start_cursor")
        .filter(|text| !text.is_empty())
        .map(str::to_owned);
    Ok(Paging { size, cursor })
}

/// Reads `page_size` and `start_cursor` from a body whose shape has been checked.
pub(crate) fn paging_of_body(body: &Value) -> Paging {
    let size = body
        .get("page_size")
        .and_then(Value::as_u64)
        .and_then(|size| usize::try_from(size).ok());
    let cursor = body
        .get("start_cursor")
        .and_then(Value::as_str)
        .map(str::to_owned);
    Paging { size, cursor }
}

fn page_size(number: Option<f64>, given: &Value, place: &str) -> Result<usize> {
    let complaint = match number {
        None => "should be a number or `undefined`",
        Some(n) if n < 1.0 => "should be ≥ `1`",
        Some(n) if n > 100.0 => "should be ≤ `100`",
        Some(n) if n.fract() != 0.0 => "should be an integer",
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Some(n) => return Ok(n as usize),
    };
    Err(ApiError::validation(format!(
        "{place} failed validation: {place}.page_size {complaint}, instead was `{given}`."
    )))
}
