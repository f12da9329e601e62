//! The place of the rows of a query, and the keys of their properties.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use notion_model::{DataSourceId, PropertyId};
use notion_schema::internal::PropertyIds;
use serde_json::Value;

use crate::column::Sort;
use crate::schema::NotionSchema;
use crate::session::{Database, Session, Untyped};
use notion_schema::text_query::LiveSort;

/// The place of rows: a session and a data source.
pub(crate) struct Place<S> {
    pub(crate) session: Session,
    pub(crate) source: DataSourceId<S>,
    /// The name of the database in errors.
    pub(super) title: Cow<'static, str>,
}

impl<S: NotionSchema> Place<S> {
    pub(crate) fn typed(session: Session, source: DataSourceId<S>) -> Place<S> {
        Place {
            session,
            source,
            title: S::SCHEMA.title.into(),
        }
    }
}

impl Place<Untyped> {
    pub(super) fn untyped(database: &Database) -> Place<Untyped> {
        Place {
            session: database.session().clone(),
            source: database.data_source_id(),
            title: database.title().into(),
        }
    }
}

impl<S> Clone for Place<S> {
    fn clone(&self) -> Place<S> {
        Place {
            session: self.session.clone(),
            source: self.source,
            title: self.title.clone(),
        }
    }
}

impl<S> fmt::Debug for Place<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Place")
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

/// The kind of names in a query's filters and sorts: those of a struct, whose IDs the session learns, or those of a live data
/// source, which are IDs from the start.
pub(crate) trait Naming: Sized + 'static {
    /// The IDs of the properties, as far as the session knows them.
    fn ids(place: &Place<Self>) -> Arc<PropertyIds>;

    /// Remembers IDs that an answer brought.
    fn learn(place: &Place<Self>, learnt: Vec<(&'static str, PropertyId)>);
}

impl<S: NotionSchema> Naming for S {
    fn ids(place: &Place<S>) -> Arc<PropertyIds> {
        place.session.property_ids(place.source)
    }
    fn learn(place: &Place<S>, learnt: Vec<(&'static str, PropertyId)>) {
        place.session.learn_ids(place.source, learnt);
    }
}

impl Naming for Untyped {
    fn ids(_: &Place<Untyped>) -> Arc<PropertyIds> {
        Arc::default()
    }
    fn learn(_: &Place<Untyped>, _: Vec<(&'static str, PropertyId)>) {}
}

/// A sort by a column of a struct, or by a property of a data source.
pub(super) enum Order<S> {
    Column(Sort<S>),
    Live(LiveSort),
}

impl<S> Order<S> {
    pub(super) fn to_json(&self, ids: &PropertyIds) -> Value {
        match self {
            Order::Column(sort) => sort.to_json_by(ids),
            Order::Live(sort) => sort.to_json(),
        }
    }

    /// Returns the key of the property that the rows are sorted by; `None` for the page's own times.
    pub(super) fn key<'a>(&'a self, ids: &'a PropertyIds) -> Option<&'a str> {
        match self {
            Order::Column(sort) => sort.property().map(|name| ids.key(name)),
            Order::Live(sort) => sort.property(),
        }
    }

    /// Returns `Some` if the rows are sorted by their creation time: true if the latest comes first.
    pub(super) fn by_creation(&self) -> Option<bool> {
        match self {
            Order::Column(sort) => sort.by_creation(),
            Order::Live(sort) => sort.by_creation(),
        }
    }
}

impl<S> fmt::Debug for Order<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Order::Column(sort) => sort.fmt(f),
            Order::Live(sort) => sort.fmt(f),
        }
    }
}
