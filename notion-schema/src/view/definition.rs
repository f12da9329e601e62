//! A view of a schema, with its columns.

use std::fmt;
use std::marker::PhantomData;

use notion_model::{ChartType, ViewType};
use serde_json::{Value, json};

use super::groups::{GroupsRows, PlacesInTime, PlacesOnMap};
use super::node::ViewNode;
use crate::column::{Column, Filter, Sort};
use crate::schema::{Codec, NotionSchema};

/// A view of the database of schema `S`. The attribute `#[notion(view(..))]` writes one; so does a function that
/// `#[notion(views = function)]` names, for what the attribute cannot say.
///
/// A column of another schema does not compile, nor does a calendar by a property that is not a date.
///
/// ```
/// use notion_session::column::{Filter, Sort};
/// use notion_session::prelude::*;
/// use notion_session::view::ViewDefinition;
///
/// #[derive(NotionSchema)]
/// #[notion(views = views)]
/// struct Task {
///     #[notion(title)]
///     name: String,
///     done: bool,
///     due: Option<Date>,
/// }
///
/// fn views() -> Vec<ViewDefinition<Task>> {
///     let t = Task::COL;
///     vec![
///         ViewDefinition::calendar("Due", t.due).filter(t.done.eq(false)),
///         ViewDefinition::table("All").sort(t.due.desc()).show(t.name).show(t.due),
///     ]
/// }
///
/// assert_eq!(Task::schema().views().len(), 2);
/// ```
pub struct ViewDefinition<S> {
    node: ViewNode,
    of: PhantomData<fn() -> S>,
}

impl<S: NotionSchema> ViewDefinition<S> {
    fn new(name: impl Into<String>, kind: ViewType) -> Self {
        Self {
            node: ViewNode::new(name, kind),
            of: PhantomData,
        }
    }

    fn with(mut self, key: &str, value: Value) -> Self {
        self.node.configuration.insert(key.to_owned(), value);
        self
    }

    /// A table.
    pub fn table(name: impl Into<String>) -> Self {
        Self::new(name, ViewType::Table)
    }

    /// A list.
    pub fn list(name: impl Into<String>) -> Self {
        Self::new(name, ViewType::List)
    }

    /// A gallery: cards.
    pub fn gallery(name: impl Into<String>) -> Self {
        Self::new(name, ViewType::Gallery)
    }

    /// A form.
    pub fn form(name: impl Into<String>) -> Self {
        Self::new(name, ViewType::Form)
    }

    /// A dashboard, without the views in it.
    pub fn dashboard(name: impl Into<String>) -> Self {
        Self::new(name, ViewType::Dashboard).with("rows", json!([]))
    }

    /// A board, with a column for each value of the property.
    pub fn board<V: Codec>(name: impl Into<String>, by: Column<S, V>) -> Self
    where
        V::Kind: GroupsRows,
    {
        Self::new(name, ViewType::Board).group_by(by)
    }

    /// A calendar, with the rows on the days of a date.
    pub fn calendar<V: Codec>(name: impl Into<String>, by: Column<S, V>) -> Self
    where
        V::Kind: PlacesInTime,
    {
        Self::new(name, ViewType::Calendar).with("date_property_id", by.name().into())
    }

    /// A timeline, with the rows from a date on.
    pub fn timeline<V: Codec>(name: impl Into<String>, from: Column<S, V>) -> Self
    where
        V::Kind: PlacesInTime,
    {
        Self::new(name, ViewType::Timeline).with("date_property_id", from.name().into())
    }

    /// A map, with the rows at their places.
    pub fn map<V: Codec>(name: impl Into<String>, by: Column<S, V>) -> Self
    where
        V::Kind: PlacesOnMap,
    {
        Self::new(name, ViewType::Map).with("map_by", by.name().into())
    }

    /// A chart that counts the rows of each group.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a type of chart is a word; `ChartType::Bar` reads better than a reference to it"
    )]
    pub fn chart<V: Codec>(name: impl Into<String>, kind: ChartType, by: Column<S, V>) -> Self
    where
        V::Kind: GroupsRows,
    {
        Self::new(name, ViewType::Chart)
            .with("chart_type", kind.as_str().into())
            .with("x_axis", V::Kind::group(by.name()))
            .with("y_axis", json!({ "aggregator": "count" }))
    }

    /// A chart of one number: how many rows there are.
    pub fn count(name: impl Into<String>) -> Self {
        Self::new(name, ViewType::Chart)
            .with("chart_type", ChartType::Number.as_str().into())
            .with("value", json!({ "aggregator": "count" }))
    }

    /// Groups the rows by a property: of a table or a board.
    #[must_use]
    pub fn group_by<V: Codec>(self, by: Column<S, V>) -> Self
    where
        V::Kind: GroupsRows,
    {
        self.with("group_by", V::Kind::group(by.name()))
    }

    /// Groups the cards of each column of a board by another property.
    #[must_use]
    pub fn sub_group_by<V: Codec>(self, by: Column<S, V>) -> Self
    where
        V::Kind: GroupsRows,
    {
        self.with("sub_group_by", V::Kind::group(by.name()))
    }

    /// Lets the rows of a timeline end at another date.
    #[must_use]
    pub fn until<V: Codec>(self, by: Column<S, V>) -> Self
    where
        V::Kind: PlacesInTime,
    {
        self.with("end_date_property_id", by.name().into())
    }

    /// Shows the rows that this filter lets through.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "as for a query: a filter is made to be given away"
    )]
    pub fn filter(mut self, filter: Filter<S>) -> Self {
        match filter.to_json() {
            Ok(filter) => self.node.filter = Some(filter),
            Err(error) => self.node.invalid = Some(error.to_string()),
        }
        self
    }

    /// Shows them in this order; of several sorts the first counts most.
    #[must_use]
    pub fn sort(mut self, sort: Sort<S>) -> Self {
        self.node.sorts.push(sort.to_json());
        self
    }

    /// Shows a property; of several, in the order of the calls.
    #[must_use]
    pub fn show<V>(self, column: Column<S, V>) -> Self {
        self.property(column.name(), true)
    }

    /// Hides a property.
    #[must_use]
    pub fn hide<V>(self, column: Column<S, V>) -> Self {
        self.property(column.name(), false)
    }

    fn property(mut self, name: &str, visible: bool) -> Self {
        let shown = json!({ "property_id": name, "visible": visible });
        let properties = self.node.configuration.entry("properties");
        if let Value::Array(properties) = properties.or_insert_with(|| json!([])) {
            properties.push(shown);
        }
        self
    }

    /// Sets a key of Notion's configuration of views, with property names where Notion takes IDs.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Task { #[notion(title)] name: String, due: Option<Date> }
    /// use notion_session::view::ViewDefinition;
    ///
    /// let weekly = ViewDefinition::calendar("Week", Task::COL.due).set("view_range", "week");
    /// ```
    #[must_use]
    pub fn set(self, key: &str, value: impl Into<Value>) -> Self {
        self.with(key, value.into())
    }

    /// The view as owned data.
    #[must_use]
    pub fn into_node(self) -> ViewNode {
        self.node
    }
}

/// Makes a filter of a closure: what the derive writes.
#[doc(hidden)]
pub fn filter_with<S: NotionSchema>(filter: impl FnOnce(S::Columns) -> Filter<S>) -> Filter<S> {
    filter(S::COLUMNS)
}

/// The views of a schema without views.
#[doc(hidden)]
pub fn no_views() -> Vec<ViewNode> {
    Vec::new()
}

// By hand, because deriving would ask the same of `S`.
impl<S> Clone for ViewDefinition<S> {
    fn clone(&self) -> Self {
        Self {
            node: self.node.clone(),
            of: PhantomData,
        }
    }
}

impl<S> fmt::Debug for ViewDefinition<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ViewDefinition").field(&self.node).finish()
    }
}
