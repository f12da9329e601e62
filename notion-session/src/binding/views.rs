//! Reading and writing the views of a plan.

use futures_util::stream::{self, StreamExt, TryStreamExt};
use notion_model::{Parent, View};
use notion_schema::internal::SetView;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::api::{Change, CreateView, UpdateView};
use crate::error::{Error, Result};
use crate::rows::complete::AT_ONCE;
use crate::session::{Database, Session};

impl Session {
    /// The views of a data source in its own database. One request for each 100, and one for each view.
    pub(super) async fn views_of_source(&self, database: &Database) -> Result<Vec<View>> {
        let source = database.data_source_id();
        let listed = self.api().views().of_data_source(source).all().await?;
        let views = listed
            .into_iter()
            .map(|view| self.api().views().retrieve(view.id));
        let views: Vec<_> = views.collect();
        let views: Vec<View> = stream::iter(views)
            .map(IntoFuture::into_future)
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        // A linked view elsewhere shows the same data source.
        let is_own = |view: &View| {
            let parent = view.parent.as_ref().and_then(Parent::database_id);
            parent.is_none_or(|parent| parent == database.id())
        };
        Ok(views.into_iter().filter(is_own).collect())
    }

    /// Creates a view, or changes one. One request.
    pub(super) async fn write_view(&self, database: &Database, view: SetView) -> Result<()> {
        let SetView { id, view, .. } = view;
        let filter = view.filter.map(read).transpose()?;
        let sorts: Vec<_> = view.sorts.into_iter().map(read).collect::<Result<_>>()?;
        let configuration = match view.configuration.is_empty() {
            true => None,
            false => {
                let mut settings = view.configuration;
                settings.insert("type".to_owned(), view.kind.as_str().into());
                Some(read(Value::Object(settings))?)
            }
        };
        let api = self.api();
        let views = api.views();
        match id {
            None => {
                let new = CreateView {
                    filter,
                    sorts,
                    configuration,
                    ..CreateView::in_database(
                        database.id(),
                        database.data_source_id(),
                        view.name,
                        view.kind,
                    )
                };
                views.create(&new).await?;
            }
            Some(id) => {
                let update = UpdateView {
                    filter: filter.map_or(Change::Clear, Change::Set),
                    sorts: match sorts.is_empty() {
                        true => Change::Clear,
                        false => Change::Set(sorts),
                    },
                    configuration,
                    ..UpdateView::default()
                };
                views.update(id, &update).await?;
            }
        }
        Ok(())
    }
}

/// A part of a view as Notion's JSON objects have it.
fn read<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value)
        .map_err(|error| Error::config(format!("the view cannot be written: {error}")))
}
