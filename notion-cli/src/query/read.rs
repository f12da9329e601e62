//! All rows of a data source, more than Notion gives for one query too.
//!
//! Notion gives at most 10,000 rows for one query and reports that there are more. The rows come in the order of their
//! creation, newest first, and the creation time is kept to the minute: so the minute of the last row is read by a query of
//! its own, and what was created before it by the next.

use std::collections::HashSet;
use std::pin::pin;

use futures_util::TryStreamExt;
use notion_session::Session;
use notion_session::api::QueryDataSource;
use notion_session::model::jiff::{self, SignedDuration};
use notion_session::model::{
    DataSourceId, DateCondition, DateOperand, Direction, Filter, Page, PageOrDataSource, Sort,
    Timestamp, TimestampName,
};

use crate::failure::{Failure, Result};

/// Which rows are read, and in which order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    pub(crate) filter: Option<Filter>,
    /// Without any, newest first.
    pub(crate) sorts: Vec<Sort>,
    /// How many at most.
    pub(crate) limit: Option<usize>,
}

/// Which rows a query is about.
#[derive(Clone, Copy)]
enum Window {
    All,
    /// Those that were created in this minute.
    Minute(jiff::Timestamp),
    /// Those that were created before this minute.
    Before(jiff::Timestamp),
}

impl Window {
    fn filter(self) -> Option<Filter> {
        let time = |at: jiff::Timestamp| DateOperand::from(at);
        match self {
            Window::All => None,
            Window::Minute(minute) => {
                let end = minute.checked_add(SignedDuration::from_mins(1));
                let end = end.unwrap_or(jiff::Timestamp::MAX);
                Some(Filter::And(vec![
                    Filter::created_time(DateCondition::OnOrAfter(time(minute))),
                    Filter::created_time(DateCondition::Before(time(end))),
                ]))
            }
            Window::Before(minute) => {
                Some(Filter::created_time(DateCondition::Before(time(minute))))
            }
        }
    }
}

/// Reads rows and hands them on one by one. One request for each 100 rows, and two more for each 10,000.
///
/// It fails if there are more rows than Notion gives, after it has handed on those that it gives.
pub(crate) async fn read(
    session: &Session,
    source: DataSourceId,
    question: &Question,
    mut sink: impl AsyncFnMut(Page) -> Result<()>,
) -> Result<()> {
    let limit = question.limit.unwrap_or(usize::MAX);
    let is_windowed = question.sorts.is_empty();
    let mut count = 0;
    let mut last = None;
    let mut seen = HashSet::new();
    let mut window = Window::All;
    while count < limit {
        let sorts = match is_windowed {
            true => vec![Sort::by_timestamp(
                TimestampName::CreatedTime,
                Direction::Descending,
            )],
            false => question.sorts.clone(),
        };
        let query = QueryDataSource {
            filter: both(question.filter.clone(), window.filter()),
            sorts,
            ..QueryDataSource::default()
        };
        let mut call = session.api().data_sources().query(source, &query);
        if let Ok(size @ 1..100) = u32::try_from(limit - count) {
            call = call.page_size(size);
        }
        let mut is_cut = false;
        let mut answers = pin!(call.pages());
        while count < limit
            && let Some(part) = answers.try_next().await?
        {
            let status = part.request_status;
            is_cut |= status.is_some_and(|status| status.incomplete_reason.is_some());
            for result in part.results {
                if let PageOrDataSource::Page(page) = result
                    && seen.insert(page.id)
                    && count < limit
                {
                    count += 1;
                    last.clone_from(&page.created_time);
                    sink(page).await?;
                }
            }
        }
        window = match (window, is_cut, last.as_ref().and_then(minute)) {
            _ if count >= limit => break,
            (_, true, _) if !is_windowed => {
                return Err(Failure::new(format!(
                    "these are the first {count} rows, and there are more: Notion gives at most 10,000 rows of a sorted \
                     query; leave --sort out to get all of them"
                )));
            }
            (Window::Minute(minute), false, _) => Window::Before(minute),
            (_, false, _) => break,
            (Window::All | Window::Before(_), true, Some(minute)) => Window::Minute(minute),
            (Window::Minute(_), true, _) | (_, true, None) => {
                let when = last.map(|last| format!(" in the minute of {last}"));
                return Err(Failure::new(format!(
                    "these are the newest {count} rows, and there are more: Notion gives at most 10,000 rows for one query, \
                     and more than that were created{}, where they cannot be told apart",
                    when.unwrap_or_default(),
                )));
            }
        };
    }
    Ok(())
}

/// A filter that has both conditions.
fn both(filter: Option<Filter>, window: Option<Filter>) -> Option<Filter> {
    match (filter, window) {
        (Some(Filter::And(mut filters)), Some(Filter::And(window))) => {
            filters.extend(window);
            Some(Filter::And(filters))
        }
        (Some(filter), Some(Filter::And(mut window))) => {
            window.insert(0, filter);
            Some(Filter::And(window))
        }
        (Some(filter), Some(window)) => Some(Filter::And(vec![filter, window])),
        (filter, window) => filter.or(window),
    }
}

/// The minute of a time.
fn minute(time: &Timestamp) -> Option<jiff::Timestamp> {
    let second = time.to_jiff().ok()?.as_second();
    jiff::Timestamp::from_second(second - second.rem_euclid(60)).ok()
}
