//! A running query: one answer after the other.
//!
//! Three things can change the request between two answers, which is why this is not a plain list with a cursor:
//!
//! * *Windows* (`window.rs`): at Notion's limit of 10,000 rows a query of the next window follows, with a new cursor.
//! * *Refused formulas* (`refused.rs`): if Notion rejects a formula in the filter, the same request is sent again without it,
//!   and from then on each row is checked here before it counts.
//! * *A lost cursor*: if the row that the cursor points at was deleted, Notion rejects the cursor, and windows resume the
//!   query if the rows come in the order of their creation.
//!
//! `limit` counts rows that pass, so a request asks for fewer than 100 rows only if nothing is filtered here.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use notion_model::PageId;
use notion_schema::internal::{Found, Layout, PageValues, PropertyIds, QueryPage, read_query};
use serde_json::{Map, Value};

use super::place::Naming;
use super::refused::Refused;
use super::window::{Next, Way, Windows};
use super::{MOST, PAGE, Query};
use crate::column::timestamp;
use crate::error::{Error, Result};
use crate::http::{Request, Response};
use crate::row::Shape;
use notion_rest::internal::{Cursors, requests};

/// A running query.
pub(super) struct Run<S, Z> {
    query: Arc<Query<S, Z>>,
    ids: Arc<PropertyIds>,
    layout: Arc<Layout>,
    /// The windows, if the order of the rows allows to continue beyond Notion's limit.
    windows: Option<Windows>,
    /// True if the sorts are left out, because all rows are read and sorted here.
    unsorted: bool,
    /// What of the filter is left to Notion, and what is decided here.
    refused: Refused<S>,
    cursor: Option<String>,
    /// The cursors of the present window; the next window is another query.
    cursors: Cursors,
    given: usize,
    /// Notion's reason for truncating a sorted query, as long as the rows so far may be enough for the limit.
    cut_short: Option<String>,
    done: bool,
}

/// A row of an answer.
pub(super) struct Item<T> {
    pub(super) id: PageId,
    pub(super) row: Result<T>,
    /// The keys to sort by, if rows are sorted here.
    pub(super) keys: Vec<super::sorting::Key>,
}

impl<S: Naming, Z: Shape> Run<S, Z> {
    pub(super) fn new(query: Arc<Query<S, Z>>) -> Run<S, Z> {
        let windows = query.way().map(Windows::new);
        Run::of(query, windows, false)
    }

    /// Reads the rows in the order of their creation, to be sorted after all of them are read.
    pub(super) fn gathering(query: Arc<Query<S, Z>>) -> Run<S, Z> {
        Run::of(query, Some(Windows::new(Way::Back)), true)
    }

    fn of(query: Arc<Query<S, Z>>, windows: Option<Windows>, unsorted: bool) -> Run<S, Z> {
        let ids = S::ids(&query.place);
        Run {
            layout: Arc::new(Layout::bound(query.shape.names(), &ids)),
            refused: Refused::of(&query.place, &ids, query.filter.as_ref()),
            ids,
            query,
            windows,
            unsorted,
            cursor: None,
            cursors: Cursors::default(),
            given: 0,
            cut_short: None,
            done: false,
        }
    }

    /// Returns the rows of the next answer; `None` after the last one.
    pub(super) async fn next(
        &mut self,
        sorting: Option<&super::sorting::Sorting>,
    ) -> Result<Option<Vec<Item<Z::Item>>>> {
        let limit = if self.unsorted {
            None
        } else {
            self.query.limit
        };
        if self.done || limit.is_some_and(|limit| self.given >= limit) {
            return Ok(None);
        }
        // An error ends the query as well.
        self.done = true;
        let (request, answer) = loop {
            if self.query.pushdown_only {
                self.refused.check(&self.query.place.title)?;
            }
            let request = self.request(limit)?;
            match self
                .query
                .client()
                .send(&request)
                .await
                .map_err(Error::from)
            {
                Ok(answer) => break (request, answer),
                Err(error) if self.resumes(&error) => return Ok(Some(Vec::new())),
                Err(error) if error.is_unfilterable_formula() => self.refuse(error)?,
                Err(error) => return Err(error),
            }
        };
        let now = time_of(&answer);
        let QueryPage {
            pages,
            next_cursor,
            incomplete,
        } = read_query(answer.body(), &mut self.layout, &self.query.shape)
            .map_err(|error| Error::decode_answer(&request, &answer, error))?;

        // A sorted query cannot be continued. If Notion reports early that it truncates the list, this is an error, unless the
        // rows may be enough for the limit: then it is decided at the end.
        if let (Some(reason), None) = (&incomplete, &self.windows) {
            match limit {
                Some(limit) if limit <= MOST || self.refused.rest().is_some() => {
                    self.cut_short = Some(reason.clone());
                }
                _ => return Err(Error::query_limit(&self.query.place.title, reason)),
            }
        }

        let learnt = Arc::make_mut(&mut self.layout).learnt();
        S::learn(&self.query.place, learnt);

        let mut rows = Vec::with_capacity(pages.len());
        for Found {
            id,
            created_time,
            item,
            json,
        } in pages
        {
            let new = self
                .windows
                .as_mut()
                .is_none_or(|windows| windows.take(id, created_time));
            if !new || limit.is_some_and(|limit| self.given >= limit) {
                continue;
            }
            if self.refused.rest().is_some() {
                let reader = self.query.shape.reader();
                let decode = |error| Error::decode_page(reader, id, error);
                let page: PageValues<'_> = serde_json::from_str(json).map_err(decode)?;
                let passes = self.refused.passes(
                    &self.query.place,
                    &self.ids,
                    (id, created_time),
                    &page,
                    now,
                    reader,
                );
                if !passes.await? {
                    continue;
                }
            }
            self.given += 1;
            let keys = match sorting {
                Some(sorting) => sorting
                    .keys(json)
                    .map_err(|error| Error::decode_answer(&request, &answer, error))?,
                None => Vec::new(),
            };
            let reader = self.query.shape.reader();
            let row = item.map_err(|failure| failure.into_error(reader).into());
            rows.push(Item { id, row, keys });
        }
        self.done = !self.go_on(next_cursor, incomplete.is_some())?;
        match &self.cut_short {
            Some(reason) if self.done && limit.is_some_and(|limit| self.given < limit) => {
                Err(Error::query_limit(&self.query.place.title, reason))
            }
            _ => Ok(Some(rows)),
        }
    }

    /// Removes from the filter what Notion has refused, so that the query can be sent again.
    fn refuse(&mut self, error: Error) -> Result<()> {
        let query = &self.query;
        let is_first = self.cursor.is_none();
        if !self
            .refused
            .leave_out(&query.place, &self.ids, query.filter.as_ref())
        {
            return Err(error);
        }
        // A formula was changed while the rows were read: the cursor belongs to another query.
        if !is_first && !self.windows.as_mut().is_some_and(Windows::resume) {
            return Err(error);
        }
        self.cursor = None;
        self.cursors.clear();
        Ok(())
    }

    /// Resumes after Notion has rejected the cursor, because the row that it points at was deleted. Returns false if the rows
    /// are not in the order of their creation.
    fn resumes(&mut self, error: &Error) -> bool {
        let lost = self.cursor.is_some() && error.is_lost_cursor();
        let resumed = lost && self.windows.as_mut().is_some_and(Windows::resume);
        if resumed {
            self.cursor = None;
            self.cursors.clear();
            self.done = false;
        }
        resumed
    }

    /// Returns true if more rows have to be requested.
    fn go_on(&mut self, cursor: Option<String>, cut_short: bool) -> Result<bool> {
        // The list ends where there is no cursor; `has_more` is redundant.
        if let Some(cursor) = cursor {
            let begins_anew = self.windows.as_mut().is_some_and(Windows::begins_anew);
            if begins_anew {
                self.cursor = None;
                self.cursors.clear();
                return Ok(true);
            }
            self.cursors.note(&cursor)?;
            self.cursor = Some(cursor);
            return Ok(true);
        }
        self.cursor = None;
        self.cursors.clear();
        let next = match &mut self.windows {
            Some(windows) => windows.go_on(cut_short),
            None => Next::End,
        };
        match next {
            Next::End => Ok(false),
            Next::Query => Ok(true),
            Next::Repeated(minute) => Err(Error::endless_list(&minute.to_string())),
            Next::Crowded(minute) => Err(Error::crowded_minute(&self.query.place.title, minute)),
        }
    }

    fn request(&self, limit: Option<usize>) -> Result<Request> {
        let query = &self.query;
        let mut body = Map::new();
        if let (Some(filter), Some(_)) = (&query.filter, self.refused.rest()) {
            // A filter that Notion would reject for another reason is rejected here, too.
            filter.to_json_by(&self.ids)?;
        }
        let window = self.windows.as_ref().and_then(Windows::filter::<S>);
        let filter = match (self.refused.filter(), window) {
            (Some(filter), Some(window)) => Some(filter.clone().within(window)),
            (Some(filter), None) => Some(filter.clone()),
            (None, window) => window,
        };
        if let Some(filter) = filter {
            body.insert("filter".to_owned(), filter.to_json_by(&self.ids)?);
        }
        let sorts = self.sorts();
        if !sorts.is_empty() {
            body.insert("sorts".to_owned(), sorts.into());
        }
        // The number of rows that pass here is not known in advance.
        let limit = limit.filter(|_| self.refused.rest().is_none());
        let rows = limit.map_or(PAGE, |limit| {
            limit.saturating_sub(self.given).clamp(1, PAGE)
        });
        body.insert("page_size".to_owned(), rows.into());
        if let Some(cursor) = &self.cursor {
            body.insert("start_cursor".to_owned(), cursor.as_str().into());
        }
        let mut request = requests::query(query.place.source).json(Value::Object(body));
        if query.shape.is_part() {
            // Rows that are sorted or filtered here need what they are sorted and filtered by.
            let sorts = query.sorts.iter().filter(|_| self.unsorted);
            let refused = self.refused.properties();
            let names = query.shape.names().into_iter();
            let mut keys: Vec<&str> = Vec::new();
            for key in names
                .map(|name| self.ids.key(name))
                .chain(sorts.filter_map(|sort| sort.key(&self.ids)))
                .chain(refused.iter().map(|property| self.ids.key(&property.key)))
            {
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
            for key in keys {
                request = request.query("filter_properties", key);
            }
        }
        Ok(request)
    }

    /// Windows need the order of creation, so it is requested explicitly. It is also Notion's order without sorts
    /// (recorded), but no page of Notion promises that.
    fn sorts(&self) -> Vec<Value> {
        if !self.unsorted && !self.query.sorts.is_empty() {
            let sorts = self.query.sorts.iter();
            return sorts.map(|sort| sort.to_json(&self.ids)).collect();
        }
        match &self.windows {
            Some(_) => vec![timestamp::created().desc::<S>().to_json()],
            None => Vec::new(),
        }
    }
}

/// Returns the time of the answer by Notion's clock, which decides what "today" is.
fn time_of(answer: &Response) -> Timestamp {
    static DATES: DateTimeParser = DateTimeParser::new();
    let date = answer.header("date");
    date.and_then(|date| DATES.parse_timestamp(date).ok())
        .unwrap_or_else(Timestamp::now)
}
