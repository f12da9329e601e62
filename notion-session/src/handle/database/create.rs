//! Creating databases without a struct.

use notion_content::{IntoFile, RichText};
use notion_model::{Empty, Parent, PropertySchemaRequest, SchemaKind};
use notion_schema::internal::rule;

use super::Database;
use crate::api::{CreateDatabase, InitialDataSource};
use crate::awaitable::awaitable;
use crate::error::{Error, Result};
use crate::find::databases::{no_page, single};
use crate::handle::parent::{IntoParent, ParentRef};
use crate::handle::picture;
use crate::handle::text;
use crate::session::{IntoIcon, Session};

/// Creates a database when it is awaited. Made by [`Session::create_untyped_db`].
#[must_use = "nothing is sent until it is awaited"]
pub struct NewDatabase {
    session: Session,
    parent: Result<ParentRef>,
    database: Result<CreateDatabase>,
    /// The properties except the title.
    properties: Vec<(String, PropertySchemaRequest)>,
    title_property: String,
}

impl Session {
    /// Creates a database at the end of a page, with a title property called "Name". The builder sets everything else.
    /// One request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// use notion_session::model::{Empty, SchemaKind};
    ///
    /// let home = session.search_page("Home").await?.item()?;
    /// let before = session.client().requests_sent();
    /// let tasks = session
    ///     .create_untyped_db(&home, "Tasks")
    ///     .icon("🔨")
    ///     .property("Done", SchemaKind::Checkbox(Empty::default()))
    ///     .await?;
    /// assert_eq!(session.client().requests_sent(), before + 1);
    /// assert_eq!(tasks.title(), "Tasks");
    /// assert_eq!(tasks.properties().await?.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When it is awaited: [`Error::WrongKind`] if the parent is a database; [`Error::Refused`] if a text is longer
    /// than Notion accepts, or two properties have the same name; otherwise those of [`create_page`](Self::create_page).
    pub fn create_untyped_db(
        &self,
        parent: impl IntoParent,
        title: impl Into<RichText>,
    ) -> NewDatabase {
        let title = text::runs(title, "title", "create_untyped_db");
        NewDatabase {
            session: self.clone(),
            parent: parent.into_parent(),
            database: title.map(|title| CreateDatabase {
                title,
                ..CreateDatabase::default()
            }),
            properties: Vec::new(),
            title_property: "Name".to_owned(),
        }
    }
}

impl NewDatabase {
    /// Sets the description.
    pub fn description(mut self, description: impl Into<RichText>) -> Self {
        let description = text::runs(description, "description", "create_untyped_db");
        self.database = self.database.and_then(|database| {
            Ok(CreateDatabase {
                description: description?,
                ..database
            })
        });
        self
    }

    /// Sets the icon.
    pub fn icon(self, icon: impl IntoIcon) -> Self {
        let icon = picture::icon(icon, "create_untyped_db");
        self.change(|database| {
            database.icon = Some(icon?);
            Ok(())
        })
    }

    /// Sets the cover: the picture above it.
    pub fn cover(self, cover: impl IntoFile) -> Self {
        let cover = picture::cover(cover, "create_untyped_db");
        self.change(|database| {
            database.cover = Some(cover?);
            Ok(())
        })
    }

    /// Shows the database inside its page instead of as a page of its own.
    pub fn inline(self) -> Self {
        self.with(|database| database.is_inline = Some(true))
    }

    /// Sets the name of the title property.
    pub fn title_property(mut self, name: impl Into<String>) -> Self {
        self.title_property = name.into();
        self
    }

    /// Adds a property.
    pub fn property(
        mut self,
        name: impl Into<String>,
        property: impl Into<PropertySchemaRequest>,
    ) -> Self {
        self.properties.push((name.into(), property.into()));
        self
    }

    fn with(self, change: impl FnOnce(&mut CreateDatabase)) -> Self {
        self.change(|database| {
            change(database);
            Ok(())
        })
    }

    fn change(mut self, change: impl FnOnce(&mut CreateDatabase) -> Result<()>) -> Self {
        if let Ok(database) = &mut self.database
            && let Err(error) = change(database)
        {
            self.database = Err(error);
        }
        self
    }

    async fn send(self) -> Result<Database> {
        let session = self.session;
        session.ensure_open()?;
        let page = match self.parent? {
            ParentRef::Page(id) => id,
            ParentRef::Database(id) => return Err(no_page(id.uuid())),
            ParentRef::DataSource(id) => return Err(no_page(id.uuid())),
        };
        let mut database = self.database?;
        database.parent = Parent::page(page);
        let title = SchemaKind::Title(Empty::default()).into();
        let mut source = InitialDataSource::default();
        for (name, property) in [(self.title_property, title)]
            .into_iter()
            .chain(self.properties)
        {
            if source.properties.contains_key(&name) {
                let reason = "two properties have this name";
                return Err(Error::refused(name, "create_untyped_db", reason));
            }
            if let Err(refusal) = rule::schema(&property.kind) {
                return Err(Error::refused(name, "create_untyped_db", refusal.0));
            }
            source.properties.insert(name, Some(property));
        }
        database.initial_data_source = Some(source);
        let call = session.api().databases().create(&database);
        let effect = session.effect().on_children(page.uuid());
        let data = match effect.of(call.send()).await {
            Ok(data) => session.keep(data),
            Err(error) => return Err(session.explain(error, page.uuid(), "page").await),
        };
        let source = single(&data)?;
        Ok(Database::from_database(session, data, source))
    }
}

awaitable! {
    NewDatabase, send -> Database;
    |this| parent: this.parent, database: this.database, properties: this.properties
}
