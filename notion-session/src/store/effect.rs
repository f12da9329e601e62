//! Invalidation of the object store: what a write may have changed is removed when the write ends.

use notion_model::{Block, BlockId, DatabaseId, Parent};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::session::Session;
use crate::store::parent_ids;

/// The objects that a write may change, whatever its outcome.
///
/// They leave the object store when the write ends: after success, because the stored objects are older than the write;
/// after an error, because Notion may have applied the write and the answer was lost; and if the write is dropped
/// half-way, because the request may have been sent. An error that proves that nothing was applied is not treated
/// separately: a write may be sent several times, and the last answer does not report on the earlier attempts.
#[must_use = "nothing leaves the store unless a write runs within it"]
pub(crate) struct Effect {
    session: Session,
    objects: Vec<Uuid>,
    holders: Vec<BlockId>,
    databases: Vec<DatabaseId>,
    trees: Vec<Uuid>,
}

impl Session {
    /// Creates an effect on no object.
    pub(crate) fn effect(&self) -> Effect {
        Effect {
            session: self.clone(),
            objects: Vec::new(),
            holders: Vec::new(),
            databases: Vec::new(),
            trees: Vec::new(),
        }
    }
}

impl Effect {
    /// Adds every object with this ID: the page, and its block in the parent.
    pub(crate) fn on(mut self, id: Uuid) -> Self {
        self.objects.push(id);
        self
    }

    /// Adds the children of a page or block. Only its block reports whether it has children.
    pub(crate) fn on_children(mut self, of: Uuid) -> Self {
        self.holders.push(of.into());
        self
    }

    /// Adds the children of an object's parent.
    pub(crate) fn on_parent(mut self, parent: Option<&Parent>) -> Self {
        let ids = parent.into_iter().flat_map(parent_ids);
        self.holders.extend(ids.map(BlockId::from));
        self
    }

    /// Adds a database and its data sources, which have its title, icon, cover and parent.
    pub(crate) fn on_database(mut self, id: DatabaseId) -> Self {
        self.objects.push(id.uuid());
        self.databases.push(id);
        self
    }

    /// Adds every object with this ID, and everything inside it.
    pub(crate) fn on_tree(mut self, id: Uuid) -> Self {
        self.trees.push(id);
        self
    }

    /// Runs the write. The caller stores the answer afterwards.
    pub(crate) async fn of<T, E: Into<Error>>(
        self,
        write: impl Future<Output = Result<T, E>>,
    ) -> Result<T> {
        write.await.map_err(Into::into)
        // `self` is dropped here, and also if this future is dropped before its end.
    }
}

impl Drop for Effect {
    fn drop(&mut self) {
        let store = self.session.cache();
        self.objects.iter().for_each(|id| store.forget_id(*id));
        let holders = self.holders.iter();
        holders.for_each(|id| store.remove::<Block>(*id));
        let databases = self.databases.iter();
        databases.for_each(|id| store.forget_sources(*id));
        self.trees.iter().for_each(|id| store.forget_tree(*id));
    }
}
