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

/// The rows of a data source.
pub(super) struct Rows {
    pub(super) pages: Vec<Page>,
    /// Why there are more rows that cannot be read.
    pub(super) failure: Option<Failure>,
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

/// Reads rows, newest first, up to a limit. One request for each 100 rows, and two more for each 10,000.
pub(super) async fn read(session: &Session, source: DataSourceId, limit: usize) -> Result<Rows> {
    let mut rows = Rows {
        pages: Vec::new(),
        failure: None,
    };
    let mut seen = HashSet::new();
    let mut window = Window::All;
    while rows.pages.len() < limit {
        let query = QueryDataSource {
            filter: window.filter(),
            sorts: vec![Sort::by_timestamp(
                TimestampName::CreatedTime,
                Direction::Descending,
            )],
            ..QueryDataSource::default()
        };
        let mut call = session.api().data_sources().query(source, &query);
        if let Ok(size @ 1..100) = u32::try_from(limit - rows.pages.len()) {
            call = call.page_size(size);
        }
        let mut is_cut = false;
        let mut answers = pin!(call.pages());
        while rows.pages.len() < limit
            && let Some(part) = answers.try_next().await?
        {
            let status = part.request_status;
            is_cut |= status.is_some_and(|status| status.incomplete_reason.is_some());
            for result in part.results {
                if let PageOrDataSource::Page(page) = result
                    && seen.insert(page.id)
                    && rows.pages.len() < limit
                {
                    rows.pages.push(page);
                }
            }
        }
        let last = rows
            .pages
            .last()
            .and_then(|page| page.created_time.as_ref());
        window = match (window, is_cut, last.and_then(minute)) {
            _ if rows.pages.len() >= limit => break,
            (Window::Minute(minute), false, _) => Window::Before(minute),
            (_, false, _) => break,
            (Window::All | Window::Before(_), true, Some(minute)) => Window::Minute(minute),
            (Window::Minute(_), true, _) | (_, true, None) => {
                let when = last.map(|last| format!(" in the minute of {last}"));
                rows.failure = Some(Failure::new(format!(
                    "these are the newest {} rows, and there are more: Notion gives at most 10,000 rows for one query, and \
                     more than that were created{}, where they cannot be told apart",
                    rows.pages.len(),
                    when.unwrap_or_default(),
                )));
                break;
            }
        };
    }
    Ok(rows)
}

/// The minute of a time.
fn minute(time: &Timestamp) -> Option<jiff::Timestamp> {
    let second = time.to_jiff().ok()?.as_second();
    jiff::Timestamp::from_second(second - second.rem_euclid(60)).ok()
}
