//! Creating a view.

use notion_model::{
    Filter as FilterData, Sort as SortData, ViewConfiguration, ViewPosition, ViewPositionKind,
    ViewType,
};

use super::View;
use crate::api::CreateView;
use crate::awaitable::awaitable;
use crate::column::{Filter, Sort};
use crate::error::{Error, Result};
use crate::schema::NotionSchema;
use crate::session::Database;

impl<S> Database<S> {
    /// Creates a view of the data source, after the other views of the database. One request when it is awaited.
    ///
    /// # Errors
    ///
    /// When it is awaited: [`Error::FilterTooLarge`] if Notion would not accept the filter; a validation error if it does
    /// not fit the data source or has a condition on a formula that [Notion cannot filter
    /// by](crate::query::Query#filters-by-formulas); [`Error::OutcomeUnknown`] if Notion's answer was lost; those of
    /// [`Client::send`](crate::http::Client::send).
    pub fn create_view(&self, name: impl Into<String>, kind: ViewType) -> NewView<'_, S> {
        NewView {
            database: self,
            view: Ok(CreateView::in_database(
                self.id(),
                self.data_source_id(),
                name,
                kind,
            )),
        }
    }
}

/// Creates a view when it is awaited. Made by [`Database::create_view`].
#[must_use = "nothing is sent until it is awaited"]
pub struct NewView<'a, S> {
    database: &'a Database<S>,
    view: Result<CreateView>,
}

impl<S: NotionSchema> NewView<'_, S> {
    /// Sets the filter of the rows.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "as for a query: a filter is made to be given away"
    )]
    pub fn filter(mut self, filter: Filter<S>) -> Self {
        let json = filter.to_json();
        self.view = self.view.and_then(|view| {
            let filter = serde_json::from_value(json?)
                .map_err(|error| Error::config(format!("the filter cannot be written: {error}")))?;
            Ok(CreateView {
                filter: Some(filter),
                ..view
            })
        });
        self
    }

    /// Adds a sort. A second sort orders the rows that are equal by the first.
    pub fn sort(mut self, sort: Sort<S>) -> Self {
        let json = sort.to_json();
        self.view = self.view.and_then(|mut view| {
            let sort = serde_json::from_value(json)
                .map_err(|error| Error::config(format!("the sort cannot be written: {error}")))?;
            view.sorts.push(sort);
            Ok(view)
        });
        self
    }
}

impl<S> NewView<'_, S> {
    /// Sets the filter of the rows, as Notion's JSON type.
    pub fn filter_model(self, filter: FilterData) -> Self {
        self.with(|view| view.filter = Some(filter))
    }

    /// Adds a sort, as Notion's JSON type.
    pub fn sort_model(self, sort: SortData) -> Self {
        self.with(|view| view.sorts.push(sort))
    }

    /// Sets the configuration: the property that groups a board, the values of a chart, …
    pub fn configuration(self, configuration: ViewConfiguration) -> Self {
        self.with(|view| view.configuration = Some(configuration))
    }

    /// Inserts the view before the other views of the database.
    pub fn at_start(self) -> Self {
        self.with(|view| {
            view.position = Some(ViewPosition {
                kind: ViewPositionKind::Start,
                ..ViewPosition::default()
            });
        })
    }

    fn with(mut self, change: impl FnOnce(&mut CreateView)) -> Self {
        if let Ok(view) = &mut self.view {
            change(view);
        }
        self
    }

    async fn send(self) -> Result<View> {
        let session = self.database.session();
        session.ensure_open()?;
        let data = session.api().views().create(&self.view?).await?;
        Ok(View::new(session.clone(), data))
    }
}

awaitable! {
    ['a, S] NewView<'a, S>, send -> View;
    |this| database: this.database, view: this.view
}
