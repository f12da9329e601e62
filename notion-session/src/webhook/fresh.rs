//! What an event makes stale in the object store.

use uuid::Uuid;

use super::{EntityKind, Event, EventKind};
use crate::Session;

impl Session {
    /// Forgets what an event says is no longer as it was, so that the next `get_…` asks Notion. No request.
    ///
    /// What the event happened to leaves the object store, with what that lives in and the blocks that the event names;
    /// with what went into the trash, all that lived in it. What was not in the store costs nothing, so every event may
    /// be given here, known or not, in any order and more than once. Handles that were got before keep what they have.
    ///
    /// Gives how many objects left.
    pub fn forget_stale(&self, event: &Event) -> usize {
        let store = self.cache();
        let before = store.len();
        if let Some(entity) = &event.entity {
            // What an unknown kind of event says may be a deletion.
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

/// The ids that are stale beside the one that the event is about.
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
