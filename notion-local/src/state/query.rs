//! Results of queries that have further pages.

use std::collections::VecDeque;

use uuid::Uuid;

/// How many results are kept. Of others the next page is computed anew.
const KEPT: usize = 32;

/// The result of a query, by the id in its cursors.
#[derive(Debug)]
pub(crate) struct StoredQuery {
    pub(crate) id: Uuid,
    pub(crate) data_source: Uuid,
    /// Filter, sorts and whatever else tells one query from another.
    pub(crate) question: String,
    pub(crate) rows: Vec<Uuid>,
    /// Whether there were more rows than a query gives.
    pub(crate) capped: bool,
}

/// The latest results.
#[derive(Debug, Default)]
pub(crate) struct StoredQueries(VecDeque<StoredQuery>);

impl StoredQueries {
    /// Keeps a result, and forgets the oldest one if there are many.
    pub(crate) fn keep(&mut self, query: StoredQuery) {
        if self.0.len() >= KEPT {
            self.0.pop_front();
        }
        self.0.push_back(query);
    }

    /// The result that a cursor belongs to, if the same is asked.
    pub(crate) fn find(
        &self,
        cursor: &str,
        data_source: Uuid,
        question: &str,
    ) -> Option<&StoredQuery> {
        let id = cursor.strip_prefix("s:")?.split(':').next()?;
        let id = Uuid::try_parse(id).ok()?;
        let found = self.0.iter().find(|query| query.id == id)?;
        (found.data_source == data_source && found.question == question).then_some(found)
    }
}
