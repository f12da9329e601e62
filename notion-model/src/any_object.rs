//! Any object.

use crate::async_task::AsyncTask;
use crate::block::Block;
use crate::comment::Comment;
use crate::database::{DataSource, Database};
use crate::error::ErrorBody;
use crate::file::FileUpload;
use crate::json::by_object;
use crate::list::List;
use crate::page::{Page, PageMarkdown};
use crate::property::PropertyItem;
use crate::user::{Group, User};
use crate::view::{View, ViewQuery};

by_object! {
    /// Any object that says in the key `object` what it is: for an answer of which the question is not known.
    ///
    /// ```
    /// use notion_model::Object;
    ///
    /// let json = r#"{"object": "error", "status": 401, "code": "unauthorized", "message": "API token is invalid."}"#;
    /// let Object::Error(error) = serde_json::from_str(json)? else { panic!() };
    /// assert_eq!(error.to_string(), "unauthorized: API token is invalid.");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub enum Object {
        /// A page.
        Page(Page) = "page",
        /// A database.
        Database(Database) = "database",
        /// A data source.
        DataSource(DataSource) = "data_source",
        /// A block.
        Block(Block) = "block",
        /// A user.
        User(User) = "user",
        /// A group of users.
        Group(Group) = "group",
        /// A comment.
        Comment(Comment) = "comment",
        /// A property of a page.
        PropertyItem(PropertyItem) = "property_item",
        /// A file upload.
        FileUpload(FileUpload) = "file_upload",
        /// A view.
        View(View) = "view",
        /// A query of a view.
        ViewQuery(ViewQuery) = "view_query",
        /// A page as Markdown.
        PageMarkdown(PageMarkdown) = "page_markdown",
        /// A task that Notion carries out later.
        AsyncTask(AsyncTask) = "async_task",
        /// A list of any of these.
        List(List<Object>) = "list",
        /// An error.
        Error(ErrorBody) = "error",
    }
}
