//! The properties that Notion refused to filter by.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use notion_model::DataSourceId;
use notion_schema::internal::PropertyIds;

/// Formulas, and rollups of formulas, that Notion cannot filter by because it does not know the types of their results. Queries
/// do not try them a second time in the session.
///
/// The key is the ID of a property, or its name as long as Notion has not sent the ID, as after a creation.
#[derive(Debug, Default)]
pub(crate) struct Unfilterable(Mutex<HashSet<(DataSourceId, Box<str>)>>);

impl Unfilterable {
    pub(crate) fn clear(&self) {
        self.with(HashSet::clear);
    }

    fn with<T>(&self, f: impl FnOnce(&mut HashSet<(DataSourceId, Box<str>)>) -> T) -> T {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns whether Notion has refused to filter by a property of a data source.
    pub(crate) fn contains(&self, source: DataSourceId, ids: &PropertyIds, name: &str) -> bool {
        self.with(|known| {
            if known.is_empty() {
                return false;
            }
            let id = ids.id(name).map(|id| (source, id.as_str().into()));
            let by_name = known.contains(&(source, name.into()));
            match id {
                Some(id) if by_name => {
                    known.insert(id);
                    true
                }
                Some(id) => known.contains(&id),
                None => by_name,
            }
        })
    }

    /// Remembers that Notion has refused to filter by a property of a data source.
    pub(crate) fn insert(&self, source: DataSourceId, ids: &PropertyIds, name: &str) {
        let key = ids.id(name).map_or(name, |id| id.as_str());
        self.with(|known| known.insert((source, key.into())));
    }
}
