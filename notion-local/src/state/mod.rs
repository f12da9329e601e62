//! The workspace: plain structs, with ids where one thing refers to another. What can be computed is not kept.

mod block;
mod cell;
pub(crate) mod clock;
mod comment;
mod data_source;
mod database;
pub(crate) mod date;
mod face;
mod file;
pub(crate) mod id;
pub(crate) mod integration;
mod page;
mod query;
mod task;
pub(crate) mod text;
mod upload;
mod user;
mod view;
mod workspace;

pub(crate) use block::{Block, FieldValue, TEXT};
pub(crate) use cell::{Cell, OptionId, Place, PropertyId, Verification};
pub(crate) use comment::{Comment, ShownAs};
pub(crate) use data_source::{DataSource, Property, Schema, Template};
pub(crate) use database::{Database, Parent};
pub(crate) use date::DateValue;
pub(crate) use face::Face;
pub(crate) use file::{CustomEmoji, FileSource, Icon, NamedFile};
pub(crate) use page::{History, Page, PageParent, TITLE};
pub(crate) use query::{StoredQueries, StoredQuery};
pub(crate) use task::AsyncTask;
pub(crate) use text::{Annotations, Content, Mention, Run};
pub(crate) use upload::{Content as UploadContent, UPLOADS, Upload};
pub(crate) use user::{User, UserKind};
pub(crate) use view::{View, ViewQuery};
pub(crate) use workspace::Workspace;

/// A map by ids: they are random already, so that a plain hash does.
pub(crate) type OrderedMap<K, V> = indexmap::IndexMap<K, V, foldhash::fast::RandomState>;

/// The same, in no order.
pub(crate) type Map<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;
