//! The session: the entry point of the crate.

// First, so that the documentation of `Session` begins with its constructors.
mod open;

#[cfg(feature = "local")]
mod local;
#[cfg(not(feature = "local"))]
mod local_missing;

mod active;
mod bound;
mod builder;
mod config;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

pub use crate::handle::blocks::Block;
pub use crate::items::Items;

pub use crate::handle::comments::{Comment, Discussion, NewComment};
pub use crate::rows::complete::{Completable, Complete};
pub use builder::Builder;

pub use crate::binding::apply::Applied;
pub use crate::binding::apply_set::AppliedSet;
pub use crate::binding::create::{CreateDb, CreateDbs};
pub use crate::binding::get_or_create::{GetOrCreateDb, OnDrift};
pub use crate::binding::get_or_create_dbs::GetOrCreateDbs;
pub use crate::binding::set::{Parents, Schemas};
pub use crate::find::found::Found;
pub use crate::find::get::{Get, Gettable};
pub use crate::find::partial::PartialObject;
pub use crate::find::search::{Search, Searchable};
pub use crate::handle::content::{Append, BlockUpdate, Visit, Walk};
pub use crate::handle::database::{Database, DatabaseUpdate, NewDatabase, Untyped};
pub use crate::handle::files::{
    Download, FileLink, FileSource, FileUpload, ImportUrl, Upload, UploadProgress,
};
pub use crate::handle::icon::IntoIcon;
pub use crate::handle::id::{DatabaseRef, IntoId};
pub use crate::handle::page::{
    Ancestor, AnyValue, EditMarkdown, GetParent, NewPage, Page, PageUpdate,
};
pub use crate::handle::parent::{IntoParent, ParentRef};
pub use crate::handle::tasks::Task;
pub use crate::handle::users::User;
pub use crate::handle::views::{NewView, View, ViewUpdate};
pub use crate::rows::bulk::Progress;
pub use crate::rows::change::{Change, ChangeAll, SaveAll};
pub use crate::rows::insert::{InsertAll, Outcome};
pub use crate::rows::insert_one::Insert;
pub use crate::rows::key::KeyColumns;
pub use crate::rows::load::{LeadsTo, Load, RelationMap};
pub use crate::rows::upsert::{Upsert, UpsertAll, Upserts};
pub use crate::store::{Store, StoreStats, Stored};
pub use config::{Config, TOKEN_VARIABLE};

use notion_model::User as UserData;
use tokio::sync::OnceCell;

use crate::api::Api;
use crate::binding::store::{Bindings, NamesOtherSides};
use crate::error::{Error, Result};
use crate::http::Client;
use crate::query::unfilterable::Unfilterable;

/// The future of methods whose type parameters the compiler checks. Nothing is sent until it is awaited.
///
/// Its type names the output only, so that a type that does not fit is one error, where it is written. For an
/// `async fn` the compiler reports each such error three times.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A connection to a Notion workspace: the entry point of the crate.
///
/// ```
/// use notion_session::prelude::*;
///
/// #[derive(NotionSchema, Clone, Debug, Default)]
/// #[notion(title = "Tasks")]
/// struct Task {
///     #[notion(title)]
///     task: String,
///     done: bool,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// let session = Session::local();                                 // or `Session::from_env()?`
/// let home = session.search_page("Home").await?.item()?;
/// let tasks = session.get_or_create_db::<Task>(&home).await?;
/// let mut row = tasks.insert(Task { task: "Write".into(), done: false }).await?;
/// row.done = true;
/// tasks.save(&mut row).await?;
/// # Ok(())
/// # }
/// ```
///
/// A session is a handle: its clones share one connection, one object store and one rate limit, and can be used from any
/// thread. Pages, databases and users that came from it contain a clone. It is closed by [`close`](Self::close), or when
/// the last clone is dropped.
///
/// # Overview
///
/// | task | methods |
/// |---|---|
/// | open and close | [`from_env`](Self::from_env), [`builder`](Self::builder), [`new`](Self::new), [`local`](Self::local), [`close`](Self::close) |
/// | share one session in a process | [`activate`](Self::activate), [`get_active`](Self::get_active), [`get_or_create`](Self::get_or_create) |
/// | check the token | [`whoami`](Self::whoami), [`raise_for_status`](Self::raise_for_status) |
/// | find by title | [`search_page`](Self::search_page), [`search_db`](Self::search_db), [`all_pages`](Self::all_pages), [`all_dbs`](Self::all_dbs) |
/// | get by ID or URL | [`get_page`](Self::get_page), [`get_db`](Self::get_db), [`get_block`](Self::get_block), [`get_user`](Self::get_user) |
/// | create databases | [`create_db`](Self::create_db), [`create_dbs`](Self::create_dbs), [`get_or_create_db`](Self::get_or_create_db), [`get_or_create_dbs`](Self::get_or_create_dbs), [`create_untyped_db`](Self::create_untyped_db) |
/// | use existing databases | [`bind`](Self::bind), [`bind_all`](Self::bind_all), [`plan`](Self::plan) |
/// | write rows | [`Database::insert`], [`save`](Self::save), [`update`](Self::update), [`trash`](Self::trash), [`save_all`](Self::save_all) |
/// | read what Notion truncates or relates | [`complete`](Self::complete), [`load`](Self::load) |
/// | create pages | [`create_page`](Self::create_page), [`get_or_create_page`](Self::get_or_create_page) |
/// | files | [`upload`](Self::upload), [`import_url`](Self::import_url), [`list_uploads`](Self::list_uploads) |
/// | users | [`all_users`](Self::all_users), [`search_user`](Self::search_user) |
/// | asynchronous tasks of Notion | [`finish`](Self::finish), [`get_task`](Self::get_task) |
/// | lower layers | [`api`](Self::api): every endpoint; [`client`](Self::client): HTTP; [`cache`](Self::cache): the object store |
#[derive(Clone)]
pub struct Session {
    inner: Arc<Inner>,
}

/// The state that all clones of a session share.
struct Inner {
    client: Client,
    store: Store,
    bindings: Bindings,
    names_other_sides: NamesOtherSides,
    unfilterable: Unfilterable,
    me: OnceCell<Arc<UserData>>,
}

/// The layers below.
impl Session {
    /// Returns the endpoints of Notion's API, typed, without the object store. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let me = session.api().users().me().await?;
    /// assert_eq!(me.id, session.whoami().await?.id());
    /// # Ok(())
    /// # }
    /// ```
    pub fn api(&self) -> Api {
        Api::new(&self.inner.client)
    }

    /// Returns the HTTP client, which counts the requests, and sends requests that no method covers. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// use notion_session::http::Request;
    ///
    /// let answer = session.client().send(&Request::get("/v1/users/me")).await?;
    /// assert!(answer.body().starts_with(b"{"));
    /// assert_eq!(session.client().requests_sent(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn client(&self) -> &Client {
        &self.inner.client
    }

    /// Returns the object store: objects that the session has read, and need not request again. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// assert!(session.cache().is_empty());
    /// session.search_page("Home").await?;
    /// assert_eq!(session.cache().len(), 1);
    /// session.close();
    /// assert!(session.cache().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn cache(&self) -> &Store {
        &self.inner.store
    }
}

/// For the rest of the crate.
impl Session {
    pub(crate) fn ensure_open(&self) -> Result<()> {
        if self.is_closed() {
            Err(Error::SessionClosed)
        } else {
            Ok(())
        }
    }

    /// Stores an object that Notion sent, unless the session was closed in the meantime, and returns it shared. The ID of
    /// the request is removed, because it is not part of the object.
    pub(crate) fn keep<T: Stored>(&self, mut object: T) -> Arc<T> {
        object.forget_request();
        let object = Arc::new(object);
        if !self.is_closed() {
            self.inner.store.put(&object);
        }
        object
    }

    pub(crate) fn bindings(&self) -> &Bindings {
        &self.inner.bindings
    }

    pub(crate) fn names_other_sides(&self) -> &NamesOtherSides {
        &self.inner.names_other_sides
    }

    pub(crate) fn unfilterable(&self) -> &Unfilterable {
        &self.inner.unfilterable
    }

    /// Returns the cell for the token's own user, which is set by the first request for it.
    pub(crate) fn me(&self) -> &OnceCell<Arc<UserData>> {
        &self.inner.me
    }

    fn open(client: Client, cache_bytes: usize) -> Self {
        Self::from_inner(Arc::new(Inner {
            client,
            store: Store::new(cache_bytes),
            bindings: Bindings::default(),
            names_other_sides: NamesOtherSides::default(),
            unfilterable: Unfilterable::default(),
            me: OnceCell::new(),
        }))
    }

    fn from_inner(inner: Arc<Inner>) -> Self {
        Self { inner }
    }
}

/// Two handles are equal if they are clones of one session.
impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }
}

impl Eq for Session {}

/// Without the token.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("client", self.client())
            .finish_non_exhaustive()
    }
}

/// Dropping the last handle closes the session, including clients and endpoints that were taken out of it.
impl Drop for Inner {
    fn drop(&mut self) {
        self.client.close();
    }
}
