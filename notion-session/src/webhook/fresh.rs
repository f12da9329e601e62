//! Removing outdated objects from the object store after an event.

use uuid::Uuid;

use super::{EntityKind, Event, EventKind};
use crate::Session;

impl Session {
    /// Removes the objects that an event makes outdated from the object store, so that the next `get_…` reads them from Notion.
    /// Returns the number of removed objects. No request.
    ///
    /// These are the object of the event, its parent, the blocks that the event names, and everything inside a trashed
    /// object. Every event can be passed, known or not, in any order and more than once. Existing handles do not change.
    pub fn forget_stale(&self, event: &Event) -> usize {
        let store = self.cache();
        let before = store.len();
        if let Some(entity) = &event.entity {
            // An unknown type of event may be a deletion.
            let with_its_tree = match event.kind {
                EventKind::PageDeleted
                | EventKind::DatabaseDeleted
                | EventKind::DataSourceDeleted => true,
                EventKind::Unknown(_) => may_be_a_tree(&entity.kind),
                _ => false,
            };
            if with_its_tree {
                store.forget_tree(entity.id);
            } else {
                store.forget_id(entity.id);
            }
        }
        stale(event).for_each(|id| store.forget_id(id));
        before.saturating_sub(store.len())
    }
}

fn may_be_a_tree(kind: &EntityKind) -> bool {
    !matches!(
        kind,
        EntityKind::View | EntityKind::Comment | EntityKind::FileUpload
    )
}

/// Returns the IDs of outdated objects other than the object of the event.
fn stale(event: &Event) -> impl Iterator<Item = Uuid> {
    let parent = event.parent.iter();
    let parents = parent.flat_map(|parent| {
        let source = parent.data_source_id.map(|id| id.uuid());
        [Some(parent.entity.id), source].into_iter().flatten()
    });
    let blocks = match &event.kind {
        EventKind::PageContentUpdated { blocks }
        | EventKind::DatabaseContentUpdated { blocks }
        | EventKind::DataSourceContentUpdated { blocks } => blocks.as_slice(),
        EventKind::PageTranscriptDeleted { target, .. } => target.as_slice(),
        _ => &[],
    };
    parents.chain(blocks.iter().map(|entity| entity.id))
}
