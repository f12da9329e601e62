//! Inserting one row, with the icon, cover and content of its page in the same request.

use std::fmt;
use std::future::IntoFuture;

use notion_content::{Block as Content, IntoContent, IntoFile, Plan, check};
use notion_model::PageId;
use notion_rest::internal::requests;
use serde_json::Value;

use super::write::unwritten;
use crate::api::{CreatePage, UseTemplate};
use crate::error::Result;
use crate::handle::content::{blocks, write};
use crate::handle::picture;
use crate::http::{Body, Request};
use crate::row::Row;
use crate::schema::NotionSchema;
use crate::session::{Database, IntoIcon, IntoId, Pending};

/// Inserts a row when it is awaited. Made by [`Database::insert`] and [`Database::insert_with`].
#[must_use = "nothing is inserted until it is awaited"]
pub struct Insert<S> {
    database: Database<S>,
    /// The request with the properties.
    request: Result<Request>,
    /// The page without its properties. Its own properties and parent are not used.
    page: Result<CreatePage>,
    content: Vec<Content>,
}

impl<S> Insert<S> {
    pub(super) fn new(database: Database<S>, request: Result<Request>) -> Insert<S> {
        Insert {
            database,
            request,
            page: Ok(CreatePage::default()),
            content: Vec::new(),
        }
    }

    /// Sets the icon of the row's page.
    pub fn icon(self, icon: impl IntoIcon) -> Self {
        let icon = picture::icon(icon, "insert");
        self.change(|page| {
            page.icon = Some(icon?);
            Ok(())
        })
    }

    /// Sets the cover of the row's page: the picture above it.
    pub fn cover(self, cover: impl IntoFile) -> Self {
        let cover = picture::cover(cover, "insert");
        self.change(|page| {
            page.cover = Some(cover?);
            Ok(())
        })
    }

    /// Adds content to the row's page, after that of an earlier call.
    ///
    /// No further request where Notion takes all of the content with the page: up to 100 blocks side by side, 1,000 in all,
    /// two levels deep in those of the first level, 500 KB. The rest follows in as few requests as possible.
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
    /// use notion_session::content::{heading, todo};
    ///
    /// let before = session.client().requests_sent();
    /// let row = tasks
    ///     .insert(Task { task: "Write".into(), done: false })
    ///     .icon("📝")
    ///     .content([heading("Outline"), todo("Introduction")])
    ///     .await?;
    /// assert_eq!(session.client().requests_sent() - before, 1);
    /// let page = row.page(&session).await?;
    /// assert_eq!(page.content().await?, [heading("Outline"), todo("Introduction")]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Content goes with neither Markdown nor a template. Awaiting the insertion then gives the errors of
    /// [`Page::append`](crate::Page::append), too: [`Error::RefusedContent`](crate::Error::RefusedContent) before anything is sent, and
    /// [`Error::PartlyWritten`](crate::Error::PartlyWritten) where the row was inserted without all of its content.
    pub fn content<Form>(mut self, content: impl IntoContent<Form>) -> Self {
        self.content.extend(blocks(content));
        self
    }

    /// Sets the content of the row's page as Notion's Markdown, which Notion reads.
    pub fn markdown(self, markdown: impl Into<String>) -> Self {
        let markdown = markdown.into();
        self.change(|page| {
            page.markdown = Some(markdown);
            Ok(())
        })
    }

    /// Fills the row's page from a template of the database. Notion does it asynchronously, after the row was inserted.
    pub fn template(self, template: impl IntoId<PageId>) -> Self {
        let template = template.into_id();
        self.change(|page| {
            page.template = Some(UseTemplate::Id {
                template_id: template?,
                timezone: None,
            });
            Ok(())
        })
    }

    /// Fills the row's page from the database's default template, as [`template`](Self::template).
    pub fn default_template(self) -> Self {
        self.change(|page| {
            page.template = Some(UseTemplate::Default { timezone: None });
            Ok(())
        })
    }

    fn change(mut self, change: impl FnOnce(&mut CreatePage) -> Result<()>) -> Self {
        if let Ok(page) = &mut self.page
            && let Err(error) = change(page)
        {
            self.page = Err(error);
        }
        self
    }
}

impl<S: NotionSchema> IntoFuture for Insert<S> {
    type Output = Result<Row<S>>;
    type IntoFuture = Pending<'static, Row<S>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<S: NotionSchema> Insert<S> {
    async fn send(self) -> Result<Row<S>> {
        let Insert {
            database,
            request,
            page,
            content,
        } = self;
        let (request, mut page) = (request?, page?);
        check(&content)?;
        let (session, source) = (database.session(), database.data_source_id());
        let length = body(&request).len() + length(&page)?;
        let plan;
        (page.children, plan) = Plan::page(&content, length)?;
        let row = session.row(source, &with_page(request, &page)?).await?;
        write(session, row.id().cast::<()>().into(), &plan, 1).await?;
        Ok(row)
    }
}

/// How many bytes the parts of a page beside its properties take.
fn length(page: &CreatePage) -> Result<usize> {
    let json = serde_json::to_vec(page).map_err(|_| unwritten())?;
    Ok(json.len())
}

/// The body that the properties were written into.
fn body(request: &Request) -> &[u8] {
    match &request.body {
        Body::JsonText(text) => text,
        _ => &[],
    }
}

/// The request with the icon, the cover and the content of the page. The properties stay the bytes that they are.
fn with_page(request: Request, page: &CreatePage) -> Result<Request> {
    let Ok(Value::Object(page)) = serde_json::to_value(page) else {
        return Err(unwritten());
    };
    let is_more = |(key, _): &(&String, &Value)| !["parent", "properties"].contains(&key.as_str());
    let mut more = page.iter().filter(is_more).peekable();
    if more.peek().is_none() {
        return Ok(request);
    }
    let Some(object) = body(&request).strip_suffix(b"}") else {
        return Err(unwritten());
    };
    let mut body = object.to_vec();
    for (key, value) in more {
        body.push(b',');
        serde_json::to_writer(&mut body, key).map_err(|_| unwritten())?;
        body.push(b':');
        serde_json::to_writer(&mut body, value).map_err(|_| unwritten())?;
    }
    body.push(b'}');
    Ok(requests::create_page().json_text(body))
}

impl<S> fmt::Debug for Insert<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Insert")
            .field("database", &self.database)
            .field("page", &self.page)
            .field("content", &self.content)
            .finish_non_exhaustive()
    }
}
