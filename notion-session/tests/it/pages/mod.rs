//! Pages and what is in and at them: content, files, comments, views.

mod block_updates;
mod comments;
mod commonmark;
mod content;
mod files;
mod handles;
mod markdown;
mod views;
