//! Handles: things of a workspace that a session gives, with what can be done with them.
//!
//! | folder or file | what it has |
//! |---|---|
//! | `page`, `database`, `blocks`, `users`, `views`, `comments`, `files`, `tasks` | the handles themselves |
//! | `content` | the content of pages and blocks: reading, appending, changing |
//! | `templates`, `emojis` | what is listed and has no handle of its own |
//! | `id`, `parent`, `icon` | what methods take for an id, a parent, an icon |
//! | `text`, `picture` | texts and pictures within Notion's limits |
//! | `wait` | waiting for what Notion does later |

pub(crate) mod blocks;
pub(crate) mod comments;
pub(crate) mod content;
pub(crate) mod database;
pub(crate) mod emojis;
pub(crate) mod files;
pub(crate) mod icon;
pub(crate) mod id;
pub(crate) mod page;
pub(crate) mod parent;
pub(crate) mod picture;
pub(crate) mod tasks;
pub(crate) mod templates;
pub(crate) mod text;
pub(crate) mod users;
pub(crate) mod views;
pub(crate) mod wait;
