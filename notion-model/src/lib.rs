//! The JSON objects of Notion's API, version 2026-03-11, as Rust types: lossless, tolerant, without I/O.
//!
//! ```
//! use notion_model::{Page, ValueKind, plain_text};
//!
//! let json = r#"{
//!     "object": "page", "id": "38c9ce7b-60a4-815a-8d3b-f2a1c0d4e5f6", "icon": null, "in_trash": false,
//!     "properties": {
//!         "Name": {"id": "title", "type": "title", "title": [{"type": "text", "text": {"content": "Launch"}}]},
//!         "Size": {"id": "%5B%3Dyq", "type": "number", "number": 3},
//!         "Mood": {"id": "abcd", "type": "mood", "mood": "a type of tomorrow"}
//!     },
//!     "a_key_of_tomorrow": [1, 2, 3]
//! }"#;
//!
//! let mut page: Page = serde_json::from_str(json)?;
//! assert_eq!(page.title().map(plain_text).as_deref(), Some("Launch"));
//! assert!(matches!(&page.properties["Size"].kind, ValueKind::Number(Some(size)) if size.as_u64() == Some(3)));
//! assert_eq!(page.properties["Mood"].kind.type_name(), "mood");
//!
//! // What was read and not changed is written as it came.
//! let before: serde_json::Value = serde_json::from_str(json)?;
//! assert_eq!(serde_json::to_value(&page)?, before);
//!
//! page.properties["Size"].kind = ValueKind::Number(Some(4.into()));
//! assert_eq!(serde_json::to_value(&page)?["properties"]["Size"]["number"], 4);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # How it is made
//!
//! **One struct for an object of the API**, with the API's names: [`Page`], [`Database`], [`DataSource`], [`Block`], [`User`],
//! [`Comment`], [`View`], [`FileUpload`], … [`List`] is the envelope around results, [`ErrorBody`] an error, and [`Object`] any of
//! these. The few shapes that Notion takes and does not give end in `Request`: [`BlockRequest`], [`PropertySchemaRequest`].
//!
//! **An enum for what has a `type`.** Where the JSON says `"type": "number", "number": 3`, the struct has a field `kind` with an
//! enum: [`PropertyValue`] has [`ValueKind`], [`PropertySchema`] has [`SchemaKind`], [`Block`] has [`BlockKind`], [`RichText`] has
//! [`RichTextKind`]. Each has two more variants: `Untyped`, where no type is given, and `Unknown`.
//!
//! **Nothing is dropped, nothing fails for being new.** A type, or a content, that this version does not know is an [`Unknown`]; a
//! word is the variant `Unknown` of its enum ([`Color`], [`ErrorCode`], [`NumberFormat`], …); a key is in the field `extra` of its
//! struct. So is a known key whose value does not fit its field, while the field is `None`. All of it is written back. Only an object
//! that lacks what every such object has (its id), or that has another type of value where `None` cannot stand for it, is an error;
//! the error names the place.
//!
//! **Absent is not `null`.** Fields are plain (`Option<T>`, `Vec<T>`, `bool`), and yet what came as `null` goes back as `null`, and
//! what was not there stays away: [`Extra`] remembers. What is made in Rust has the form that Notion expects; `with_form` says another.
//!
//! **Numbers are [`serde_json::Number`]s, times are texts.** An integer stays an integer. [`Timestamp`] and [`Moment`] give
//! [`jiff`]'s types when asked.
//!
//! **Ids have types**: a [`PageId`] is no [`DatabaseId`]. They are parsed from UUIDs with and without dashes, and from Notion's URLs.
//!
//! Objects are built with `..Default::default()`, or `..Page::new(id)` where there is something that every such object has:
//!
//! ```
//! use notion_model::{BlockKind, BlockRequest, RichText, ToDo};
//!
//! let block = BlockRequest::from(BlockKind::ToDo(ToDo {
//!     rich_text: vec!["Write the ".into(), RichText::text("README").bold()],
//!     checked: true,
//!     ..ToDo::default()
//! }));
//! assert_eq!(serde_json::to_value(&block)?["to_do"]["checked"], true);
//! # Ok::<(), serde_json::Error>(())
//! ```

mod any_object;
mod async_task;
mod block;
mod color;
mod comment;
mod database;
mod error;
mod file;
mod icon;
mod id;
mod json;
mod list;
#[cfg(test)]
mod lossless;
mod page;
mod parent;
mod property;
mod query;
#[cfg(test)]
mod testing;
mod text;
mod time;
mod user;
mod view;

pub use any_object::Object;
pub use async_task::{AsyncOperation, AsyncTask, AsyncTaskStatus};
pub use block::*;
pub use color::{Color, IconColor, SelectColor};
pub use comment::{
    Attachment, AttachmentCategory, AttachmentRequest, Comment, CustomName, DisplayName,
    DisplayNameType,
};
pub use database::{
    CreateDatabase, DataSource, DataSourceReference, Database, InitialDataSource, Template,
    TemplateList,
};
pub use error::{ErrorBody, ErrorCode};
pub use file::*;
pub use icon::{CustomEmoji, Icon, IconKind, NativeIcon};
pub use id::{
    AsyncTaskId, BlockId, CommentId, CustomEmojiId, DataSourceId, DatabaseId, DiscussionId,
    FileUploadId, GroupId, OptionId, PageId, ParseIdError, PropertyId, UserId, ViewId, ViewQueryId,
};
pub use json::{Empty, Extra, Form, Unknown};
pub use list::{IncompleteReason, List, ListKind, RequestStatus, RequestStatusType};
pub use page::*;
pub use parent::{Parent, ParentKind};
pub use property::*;
pub use query::*;
pub use text::*;
pub use time::{DateValue, Moment, Timestamp};
pub use user::*;
pub use view::*;

/// The crate in whose types times are given.
pub use jiff;
/// The crate of the closed lists that enums of words are made from.
pub use notion_vocabulary as vocabulary;
/// The crate in whose types ids are given.
pub use uuid;

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
