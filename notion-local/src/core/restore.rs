//! Another workspace in the place of the present one, and changes that no request can make.

use notion_model::DataSourceId;
use serde_json::Value;
use uuid::Uuid;

use super::Core;
use super::changes::Part;
use super::fault::Faults;
use super::formulas::{SaveFormulaError, save_formula};
use super::open::replay;
use super::options::{MoveOptionError, move_option};
use crate::snapshot::{self, Opened, SnapshotError};
use crate::state::Workspace;
use crate::store::Change;
use crate::sync::lock;

impl Core {
    /// The whole workspace.
    pub(crate) fn snapshot(&self) -> Value {
        let mut workspace = lock(&self.workspace);
        workspace.0.free_expired();
        snapshot::export(&workspace.0, workspace.1)
    }

    /// Puts the workspace of a snapshot in the place of the present one.
    pub(crate) fn restore(&self, snapshot: &Value) -> Result<(), SnapshotError> {
        let (workspace, written) = snapshot::open(snapshot, self.settings.seed)?;
        self.put(workspace, Change::Restore(written))
    }

    /// Brings everything back to where the server began.
    pub(crate) fn reset(&self) -> Result<(), SnapshotError> {
        let settings = &self.settings;
        let beginning = match &self.store {
            Some(store) => {
                let text = store
                    .beginning()
                    .map_err(|error| SnapshotError::new("", error))?;
                snapshot::read(text, settings.seed)?
            }
            None => settings.workspace()?,
        };
        self.put(beginning, Change::Reset)?;
        self.forget(settings.seed);
        Ok(())
    }

    /// The same with a fresh workspace, whose ids come from this seed.
    pub(crate) fn reset_with(&self, seed: u64) -> Result<(), SnapshotError> {
        let mut fresh = Workspace::fresh(seed);
        fresh.0.accept(&self.token);
        if let Some(token) = &self.settings.token {
            fresh.0.make_private(token);
        }
        let written = snapshot::write(&fresh.0, fresh.1);
        self.put(fresh, Change::Restore(written))?;
        self.forget(seed);
        Ok(())
    }

    /// After something could not be written: brings back what is in the data file. What was refused is not there any
    /// more when this is done.
    pub(super) async fn recover(&self) {
        let Some(store) = &self.store else {
            return;
        };
        store
            .recovery()
            .get_or_init(async || {
                let Ok(reader) = store.reread() else { return };
                // If the file cannot be read either, nothing is known that is better than what is in memory.
                if let Ok(workspace) = replay(&reader, reader.seed).await {
                    let mut present = lock(&self.workspace);
                    let clock = present.0.clock;
                    self.replace(&mut present, workspace);
                    present.0.clock = clock;
                }
            })
            .await;
    }

    /// Adds an integration. Returns its token, and whether it was added.
    pub(crate) fn integrate(&self, name: &str, given: Vec<Uuid>) -> (String, bool) {
        let mut state = lock(&self.workspace);
        let workspace = &mut state.0;
        let before = (
            workspace.ids.clone(),
            workspace.users.clone(),
            workspace.integrations.clone(),
        );
        let token = workspace.integrate(name, given);
        let is_kept = self.store.as_ref().is_none_or(|store| {
            let written = snapshot::write(&state.0, state.1);
            snapshot::reopen(&written, self.settings.seed).is_ok()
                && store.write_now(Change::Restore(written))
        });
        if !is_kept {
            let workspace = &mut state.0;
            (workspace.ids, workspace.users, workspace.integrations) = before;
        }
        self.changes.note(Part::Workspace);
        (token, is_kept)
    }

    /// Moves an option of a status to the end of another of its groups.
    pub(crate) fn move_option(
        &self,
        data_source: Uuid,
        property: &str,
        option: &str,
        group: &str,
    ) -> Result<(), MoveOptionError> {
        let mut state = lock(&self.workspace);
        let source = state.0.data_sources.get(&data_source);
        let before = source.map(|source| source.schema.clone());
        move_option(&mut state.0, data_source, property, option, group)?;
        if self.keep(&state) {
            return Ok(());
        }
        let source = state.0.data_sources.get_mut(&data_source);
        if let (Some(source), Some(before)) = (source, before) {
            source.schema = before;
        }
        Err(MoveOptionError::not_kept())
    }

    /// Saves a formula as if somebody had opened it in Notion's UI and saved it.
    pub(crate) fn save_formula(
        &self,
        data_source: DataSourceId,
        property: &str,
    ) -> Result<(), SaveFormulaError> {
        let mut state = lock(&self.workspace);
        let before = save_formula(&mut state.0, data_source, property, true)?;
        if self.keep(&state) {
            return Ok(());
        }
        save_formula(&mut state.0, data_source, property, before)?;
        Err(SaveFormulaError::NotKept)
    }

    /// Writes the workspace into the data file. Returns whether it is kept where all is kept.
    fn keep(&self, state: &Opened) -> bool {
        self.changes.note(Part::Workspace);
        self.store.as_ref().is_none_or(|store| {
            let written = snapshot::write(&state.0, state.1);
            store.write_now(Change::Restore(written))
        })
    }

    fn forget(&self, seed: u64) {
        self.clear_log();
        *lock(&self.faults) = Faults::new(seed);
        self.clear_webhooks();
        self.limit_rate(self.settings.limit);
    }

    /// Puts a workspace in the place of the present one, if that is kept where all is kept.
    fn put(&self, workspace: Opened, change: Change) -> Result<(), SnapshotError> {
        // The lock is held: nothing may come between in the file either.
        let mut present = lock(&self.workspace);
        let store = self.store.as_ref();
        if store.is_none_or(|store| store.write_now(change)) {
            self.replace(&mut present, workspace);
            Ok(())
        } else {
            Err(SnapshotError::not_kept())
        }
    }

    /// A workspace in the place of the present one, at the same address.
    fn replace(&self, present: &mut Opened, mut workspace: Opened) {
        match &self.settings.token {
            Some(token) => {
                workspace.0.make_private(token);
            }
            None => workspace.0.accept(&self.token),
        }
        workspace.0.base_url = std::mem::take(&mut present.0.base_url);
        workspace.0.is_served = present.0.is_served;
        workspace.0.ignores_synced_names = present.0.ignores_synced_names;
        if let Some(bytes) = self.settings.max_upload {
            workspace.0.max_upload = bytes;
        }
        workspace.0.max_query_results = present.0.max_query_results;
        *present = workspace;
        self.changes.note(Part::Workspace);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use serde_json::json;

    use crate::store::tests::{Folder, core};

    const SOURCE: &str = "38c9ce7b-60a4-8100-8000-000000000001";

    #[tokio::test]
    async fn an_option_that_cannot_be_written_is_not_moved() {
        let folder = Folder::new("option");
        let (core, left) = core(&folder).await;
        let option = |id: &str, name: &str| json!({ "id": id, "name": name, "color": "gray" });
        let group = |id: &str, name: &str, options: &[&str]| json!({ "id": id, "name": name, "color": "gray", "option_ids": options });
        let stage = json!({ "id": "abcd", "type": "status", "status": {
            "options": [option("1", "Open"), option("2", "Done")],
            "groups": [group("3", "To-do", &["1", "2"]), group("4", "Complete", &[])],
        } });
        let snapshot =
            json!({ "data_sources": [{ "id": SOURCE, "properties": { "Stage": stage } }] });
        core.restore(&snapshot).unwrap();
        let before = core.snapshot();
        let source = SOURCE.parse().unwrap();

        left.store(0, Ordering::SeqCst);
        let moved = core.move_option(source, "Stage", "Done", "Complete");
        assert!(moved.unwrap_err().to_string().contains("cannot be written"));
        assert_eq!(core.snapshot(), before);
    }
}
