//! Rows: pages of a data source, read into a struct.
//!
//! A row is read from the bytes of Notion's answer in one pass. Properties that the struct does not have are skipped, and no
//! intermediate values are built.

use notion_model::DataSource;
use notion_schema::row;

use crate::error::{Error, Result};
use crate::schema::NotionSchema;
use crate::session::{Get, Page, Session};

#[doc(hidden)]
pub use notion_schema::row::{Head, Shape};
pub use notion_schema::row::{Row, Whole};

/// Methods of a row that need a session.
pub trait RowExt {
    /// Returns the page of the row, with its content, comments and files, as [`Session::get_page`] does. No request if the
    /// object store has it, otherwise one.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// let row = tasks.insert(Task { task: "Write".into() }).await?;
    /// let page = row.page(&session).await?;
    /// page.append("First thoughts.").await?;
    /// assert_eq!(page.children().await?.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    fn page(&self, session: &Session) -> Get<Page>;
}

impl<S> RowExt for Row<S> {
    fn page(&self, session: &Session) -> Get<Page> {
        session.get_page(self.id().cast::<()>())
    }
}

/// Reads rows from the answer to a query that comes from elsewhere, such as a file. No request.
///
/// If the data source is passed, properties are found by their IDs, so that renamed ones are found as well; otherwise by
/// their names.
///
/// ```
/// # use notion_session::prelude::*;
/// # #[derive(NotionSchema, Debug, Default)]
/// # struct Task { #[notion(title)] task: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # let session = Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// # let tasks = session.create_db::<Task>(&home).await?;
/// # tasks.insert(Task { task: "Write".into() }).await?;
/// # let query = format!("/v1/data_sources/{}/query", tasks.data_source_id());
/// # let request = notion_session::http::Request::post(query).json(serde_json::json!({}));
/// # let answer = session.client().send(&request).await?;
/// # let json = answer.body();
/// use notion_session::row::read_rows;
///
/// let rows: Vec<Row<Task>> = read_rows(json, None)?.into_iter().collect::<Result<_, _>>()?;
/// assert_eq!(rows[0].task, "Write");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`Error::Decode`] if the bytes are not a list of pages. A page that does not fit the struct is an error at its place in
/// the list.
pub fn read_rows<S: NotionSchema>(
    json: &[u8],
    source: Option<&DataSource>,
) -> Result<Vec<Result<Row<S>>>> {
    let rows = row::read_rows(json, source)?;
    Ok(rows
        .into_iter()
        .map(|row| row.map_err(Error::from))
        .collect())
}
