//! Creating pages, and rows of databases without a struct.

use notion_content::{Block as Content, IntoContent, IntoFile, Plan, RichText, check};
use notion_model::{
    BlockId, BlockPosition, BlockPositionKind, DataSourceId, PageId, Parent, ParentKind,
    PropertyValues, ValueKind,
};
use serde::de::Error as _;

use super::Page;
use super::value::AnyValue;
use crate::api::{CreatePage, UseTemplate};
use crate::awaitable::awaitable;
use crate::error::{Error, Result};
use crate::handle::content::{blocks, write};
use crate::handle::parent::{IntoParent, ParentRef};
use crate::handle::picture;
use crate::handle::text;
use crate::session::{Database, IntoIcon, IntoId, Session};

/// Creates a page when it is awaited. Made by [`Session::create_page`].
#[must_use = "nothing is sent until it is awaited"]
pub struct NewPage {
    session: Session,
    parent: Result<ParentRef>,
    page: Result<CreatePage>,
    /// Values that are converted by the schema when the page is created.
    values: Vec<(String, AnyValue)>,
    content: Vec<Content>,
}

impl Session {
    /// Creates a page in another page, or as a row of a database. The builder sets its icon, cover, properties and content.
    ///
    /// One request. One more to find the data source if the parent is the ID of a database that is not in the object store,
    /// one more to read the schema if properties are [set](NewPage::set) and the store does not have it, and one more for the error
    /// message if Notion does not know the parent.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// let page = session.create_page(&home, "Plans").await?;
    /// assert_eq!(page.title(), "Plans");
    ///
    /// let database = session.create_untyped_db(&page, "Tasks").await?;
    /// let row = session.create_page(&database, "Read").icon("📖").await?;
    /// assert_eq!(row.parent().and_then(|parent| parent.database_id()), Some(database.id()));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When it is awaited: [`Error::Refused`] if the title is longer than Notion takes, the
    /// icon or the cover is not one that Notion accepts, or a value does not fit its property
    /// (nothing is created);
    /// [`Error::DataSourceCount`] if the database does not have exactly one data source;
    /// [`is_not_found`](crate::Error::is_not_found) if the parent does not exist;
    /// [`Error::WrongKind`] if the ID of the parent belongs to another kind of object; a validation
    /// error if the parent is in the trash; [`Error::OutcomeUnknown`] if Notion's answer was
    /// lost; those of [`Client::send`](crate::http::Client::send).
    pub fn create_page(&self, parent: impl IntoParent, title: impl Into<RichText>) -> NewPage {
        let title = text::runs(title, "title", "create_page");
        let page = title.map(|runs| CreatePage {
            // `title` is the ID of the title property, whatever its name is.
            properties: [("title".to_owned(), ValueKind::Title(runs).into())].into(),
            ..CreatePage::default()
        });
        NewPage {
            session: self.clone(),
            parent: parent.into_parent(),
            page,
            values: Vec::new(),
            content: Vec::new(),
        }
    }
}

impl<S> Database<S> {
    /// Creates a row by the names of its properties. One request, and one more if the data source is not known to the
    /// session.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # session.create_db::<Task>(&home).await?;
    /// let tasks = session.search_db("Task").await?.item()?;
    /// let row = tasks.insert_untyped().set("Task", "Write").set("Estimate", 3).await?;
    /// assert_eq!((row.title(), row.text("Estimate")), ("Write".to_owned(), "3".to_owned()));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When it is awaited, as [`Session::create_page`]; [`Error::Refused`] if the database does not have a property of a name,
    /// or a value is not one of its type.
    pub fn insert_untyped(&self) -> NewPage {
        NewPage {
            session: self.session().clone(),
            parent: Ok(ParentRef::DataSource(self.data_source_id().cast())),
            page: Ok(CreatePage::default()),
            values: Vec::new(),
            content: Vec::new(),
        }
    }
}

impl NewPage {
    /// Sets the icon.
    pub fn icon(self, icon: impl IntoIcon) -> Self {
        let icon = picture::icon(icon, "create_page");
        self.change(|page| {
            page.icon = Some(icon?);
            Ok(())
        })
    }

    /// Sets the cover: the picture above it.
    pub fn cover(self, cover: impl IntoFile) -> Self {
        let cover = picture::cover(cover, "create_page");
        self.change(|page| {
            page.cover = Some(cover?);
            Ok(())
        })
    }

    /// Sets a property by its name, in a row of a database.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64>, done: bool }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # session.create_db::<Task>(&home).await?;
    /// let tasks = session.search_db("Task").await?.item()?;
    /// let row = session.create_page(&tasks, "Write").set("Estimate", 3).set("Done", true).await?;
    /// assert_eq!(row.get::<Option<f64>>("Estimate")?, Some(3.0));
    /// # Ok(())
    /// # }
    /// ```
    pub fn set(mut self, property: &str, value: impl Into<AnyValue>) -> Self {
        self.values.push((property.to_owned(), value.into()));
        self
    }

    /// Adds content, after that of earlier calls.
    ///
    /// No further request if Notion accepts all content together with the page: up to 100 blocks at each level, 1,000 in all,
    /// two levels of children, 500 KB. The rest is appended by as few further requests as possible.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// use notion_session::content::{heading, todo};
    ///
    /// let home = session.search_page("Home").await?.item()?;
    /// let before = session.client().requests_sent();
    /// let page = session.create_page(&home, "Plans").content([heading("Goals"), todo("Write it")]).await?;
    /// assert_eq!(session.client().requests_sent(), before + 1);
    /// assert_eq!(page.content().await?, [heading("Goals"), todo("Write it")]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Awaiting it can then fail with the errors of [`Page::append`] as well: [`Error::RefusedContent`] before anything is
    /// sent, and [`Error::PartlyWritten`], which has the ID of the page, if the page was created without all of its content.
    /// Content cannot be combined with Markdown or a template.
    pub fn content<Form>(mut self, content: impl IntoContent<Form>) -> Self {
        self.content.extend(blocks(content));
        self
    }

    /// Sets the content as Notion's Markdown, which Notion parses.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let page = session.create_page(&home, "Plans").markdown("## Goals\n- fewer meetings").await?;
    /// assert_eq!(page.children().await?.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    pub fn markdown(self, markdown: impl Into<String>) -> Self {
        let markdown = markdown.into();
        self.with(|page| page.markdown = Some(markdown))
    }

    /// Inserts the page at the start of the parent page instead of at its end.
    pub fn at_start(self) -> Self {
        self.with(|page| page.position = Some(BlockPositionKind::PageStart.into()))
    }

    /// Inserts the page after a block of the parent page instead of at its end.
    pub fn after(mut self, block: impl IntoId<BlockId>) -> Self {
        match block.into_id() {
            Ok(id) => self.with(|page| page.position = Some(BlockPosition::after(id))),
            Err(error) => {
                self.page = self.page.and(Err(error));
                self
            }
        }
    }

    /// Applies a template of the database. Notion fills in its content asynchronously, after the page was created.
    pub fn template(mut self, template: impl IntoId<PageId>) -> Self {
        match template.into_id() {
            Ok(template_id) => self.with(|page| {
                page.template = Some(UseTemplate::Id {
                    template_id,
                    timezone: None,
                });
            }),
            Err(error) => {
                self.page = self.page.and(Err(error));
                self
            }
        }
    }

    /// Applies the database's default template. Notion fills in its content asynchronously.
    pub fn default_template(self) -> Self {
        self.with(|page| page.template = Some(UseTemplate::Default { timezone: None }))
    }

    fn with(self, change: impl FnOnce(&mut CreatePage)) -> Self {
        self.change(|page| {
            change(page);
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

    async fn send(self) -> Result<Page> {
        let Self {
            session,
            parent,
            page,
            values,
            content,
        } = self;
        session.ensure_open()?;
        let mut page = page?;
        // Checked before anything is sent, although the split into requests is computed later.
        check(&content)?;
        let source = match parent? {
            ParentRef::Page(id) => Err(id),
            ParentRef::Database(id) => Ok(session.single_data_source(id).await?),
            ParentRef::DataSource(id) => Ok(id),
        };
        let taken_for = match source {
            Ok(id) => {
                page.parent = Parent::data_source(id);
                set_values(&session, id, values, &mut page.properties).await?;
                (id.uuid(), "data source")
            }
            Err(id) => {
                page.parent = Parent::page(id);
                if let Some((name, _)) = values.first() {
                    let reason = "a page in a page has a title and no other properties";
                    return Err(Error::refused(name, "create_page", reason));
                }
                (id.uuid(), "page")
            }
        };
        let plan;
        (page.children, plan) = Plan::page(&content, json_length(&page))?;
        let effect = session.effect().on_parent(Some(&page.parent));
        let call = session.api().pages().create(&page);
        let data = match effect.of(call.send()).await {
            Ok(data) => {
                check_created(&data, &page.parent)?;
                session.keep(data)
            }
            Err(error) => return Err(session.explain(error, taken_for.0, taken_for.1).await),
        };
        write(&session, data.id.into(), &plan, 1).await?;
        Ok(Page::new(session, data))
    }
}

/// Checks that the answer to a creation is a page in the parent. If it is another page, the outcome of the creation is
/// unknown, and content would be appended to the wrong page.
fn check_created(created: &notion_model::Page, parent: &Parent) -> Result<()> {
    let found = created.parent.as_ref();
    let is_there = match &parent.kind {
        ParentKind::DataSource { id, .. } => found.and_then(Parent::data_source_id) == Some(*id),
        _ => found.and_then(Parent::page_id) == parent.page_id(),
    };
    if is_there {
        return Ok(());
    }
    let problem = format!(
        "the page {} is not in the parent of the new page",
        created.id
    );
    let problem = serde_json::Error::custom(problem);
    Err(Error::other_object("POST /v1/pages", problem))
}

/// Returns the size of a page in a request, in bytes.
fn json_length(page: &CreatePage) -> usize {
    // A page that cannot be serialized leaves no room for content, and fails when it is sent.
    serde_json::to_vec(page).map_or(usize::MAX / 4, |json| json.len())
}

awaitable! {
    NewPage, send -> Page;
    |this| parent: this.parent, page: this.page, values: this.values, content: this.content
}

/// Sets values by the schema of the data source, which is requested only if the type of a value is not known.
async fn set_values(
    session: &Session,
    source: DataSourceId,
    values: Vec<(String, AnyValue)>,
    properties: &mut PropertyValues,
) -> Result<()> {
    if values.is_empty() {
        return Ok(());
    }
    let schema = session.source(source).await?;
    for (name, value) in values {
        let found = schema.properties.get_key_value(name.as_str());
        let Some((name, property)) = found else {
            let names: Vec<_> = schema.properties.keys().map(String::as_str).collect();
            let reason = format!(
                "the database has no such property, but has: {}",
                names.join(", ")
            );
            return Err(Error::refused(name, "create_page", reason));
        };
        let wire = property.kind.type_name();
        let kind = value.into_kind(wire, name, "create_page")?;
        // Otherwise the title would be sent twice, by its ID and by its name.
        let name = if wire == "title" { "title" } else { name };
        properties.insert(name.to_owned(), kind.into());
    }
    Ok(())
}
