//! Handles on objects of a workspace, with their methods.
//!
//! | folder or file | what it has |
//! |---|---|
//! | `page`, `database`, `blocks`, `users`, `views`, `comments`, `files`, `tasks` | the handles themselves |
//! | `content` | the content of pages and blocks: reading, appending, changing |
//! | `templates`, `emojis` | lists of objects that have no handle |
//! | `id`, `parent`, `icon` | conversions of arguments: IDs, parents, icons |
//! | `text`, `picture` | strings and pictures within Notion's limits |
//! | `wait` | waiting for asynchronous work of Notion |

// In the order in which the documentation of `Session` shows their methods.
pub(crate) mod page;

pub(crate) mod database;

pub(crate) mod blocks;
pub(crate) mod comments;
pub(crate) mod content;
pub(crate) mod emojis;
pub(crate) mod files;
pub(crate) mod icon;
pub(crate) mod id;
pub(crate) mod parent;
pub(crate) mod picture;
pub(crate) mod tasks;
pub(crate) mod templates;
pub(crate) mod text;
pub(crate) mod users;
pub(crate) mod views;
pub(crate) mod wait;
