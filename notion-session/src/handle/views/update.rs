//! Changing a view: several things with one request.

use notion_model::{Filter as FilterData, Sort as SortData, ViewConfiguration};

use super::View;
use crate::api::{Change, UpdateView};
use crate::awaitable::awaitable;
use crate::column::{Filter, Sort};
use crate::error::{Error, Result};
use crate::schema::NotionSchema;

/// Changes a view when it is awaited. Made by [`View::update`].
#[must_use = "nothing is sent until it is awaited"]
pub struct ViewUpdate<'a> {
    view: &'a mut View,
    changes: Result<UpdateView>,
}

impl View {
    /// Changes several things with one request. What is not named stays.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, done: bool }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// use notion_session::model::ViewType;
    ///
    /// let mut view = tasks.create_view("All", ViewType::Table).await?;
    /// let t = Task::COL;
    /// view.update().name("Open").filter(t.done.eq(false)).sorts([t.task.asc()]).await?;
    /// assert_eq!((view.name(), view.sorts().len()), ("Open", 1));
    /// view.update().no_filter().await?;
    /// assert_eq!(view.filter(), None);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When it is awaited: [`Error::FilterTooLarge`] if Notion would not take the filter; a validation error if a filter or
    /// a sort does not fit the data source; those of [`Client::send`](crate::http::Client::send).
    pub fn update(&mut self) -> ViewUpdate<'_> {
        ViewUpdate {
            view: self,
            changes: Ok(UpdateView::default()),
        }
    }

    /// Gives the view another name. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn set_name(&mut self, name: impl Into<String>) -> Result<()> {
        self.update().name(name).await
    }
}

impl ViewUpdate<'_> {
    /// Another name.
    pub fn name(self, name: impl Into<String>) -> Self {
        self.with(|changes| changes.name = Some(name.into()))
    }

    /// The rows that this filter lets through.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "as for a query: a filter is made to be given away"
    )]
    pub fn filter<S: NotionSchema>(self, filter: Filter<S>) -> Self {
        let json = filter.to_json();
        self.change(|changes| {
            let filter = serde_json::from_value(json?)
                .map_err(|error| Error::config(format!("the filter cannot be written: {error}")))?;
            changes.filter = Change::Set(filter);
            Ok(())
        })
    }

    /// The rows that one of Notion's own filters lets through.
    pub fn filter_model(self, filter: FilterData) -> Self {
        self.with(|changes| changes.filter = Change::Set(filter))
    }

    /// All rows.
    pub fn no_filter(self) -> Self {
        self.with(|changes| changes.filter = Change::Clear)
    }

    /// In this order, in place of that of before; the first sort counts most.
    pub fn sorts<S: NotionSchema>(self, sorts: impl IntoIterator<Item = Sort<S>>) -> Self {
        let sorts = sorts
            .into_iter()
            .map(|sort| serde_json::from_value(sort.to_json()));
        let sorts: std::result::Result<Vec<SortData>, _> = sorts.collect();
        self.change(|changes| {
            let sorts = sorts
                .map_err(|error| Error::config(format!("a sort cannot be written: {error}")))?;
            changes.sorts = Change::Set(sorts);
            Ok(())
        })
    }

    /// In the order of Notion's own sorts, in place of that of before; the first sort counts most.
    pub fn sort_models(self, sorts: impl IntoIterator<Item = SortData>) -> Self {
        self.with(|changes| changes.sorts = Change::Set(sorts.into_iter().collect()))
    }

    /// In no order of its own.
    pub fn no_sorts(self) -> Self {
        self.with(|changes| changes.sorts = Change::Clear)
    }

    /// Shown so: by which property a board is grouped, what a chart counts, …
    pub fn configuration(self, configuration: ViewConfiguration) -> Self {
        self.with(|changes| changes.configuration = Some(configuration))
    }

    fn with(self, change: impl FnOnce(&mut UpdateView)) -> Self {
        self.change(|changes| {
            change(changes);
            Ok(())
        })
    }

    fn change(mut self, change: impl FnOnce(&mut UpdateView) -> Result<()>) -> Self {
        if let Ok(changes) = &mut self.changes
            && let Err(error) = change(changes)
        {
            self.changes = Err(error);
        }
        self
    }

    async fn send(self) -> Result<()> {
        let Self { view, changes } = self;
        let session = view.session.clone();
        session.ensure_open()?;
        let data = session.api().views().update(view.id(), &changes?).await?;
        *view = View::new(session, data);
        Ok(())
    }
}

awaitable! {
    ['a] ViewUpdate<'a>, send -> ();
    |this| view: this.view.id(), changes: this.changes
}
