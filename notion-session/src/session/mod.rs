//! The session: the way to everything else.

mod active;
mod bound;
mod builder;
mod config;
#[cfg(feature = "local")]
mod local;
#[cfg(not(feature = "local"))]
mod local_missing;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

pub use crate::handle::blocks::Block;
pub use crate::items::Items;

pub use crate::handle::comments::{Comment, Discussion, NewComment};
pub use crate::rows::complete::{Completable, Complete};
pub use builder::Builder;

pub use crate::binding::apply::Applied;
pub use crate::binding::create::{CreateDb, CreateDbs};
pub use crate::binding::get_or_create::{GetOrCreateDb, OnDrift};
pub use crate::binding::get_or_create_dbs::GetOrCreateDbs;
pub use crate::binding::set::{Parents, Schemas};
pub use crate::find::found::Found;
pub use crate::find::get::{Get, Gettable};
pub use crate::find::search::{Search, Searchable};
pub use crate::handle::content::{Append, Visit, Walk};
pub use crate::handle::database::{Database, DatabaseUpdate, NewDatabase, Untyped};
pub use crate::handle::files::{
    Download, FileLink, FileSource, FileUpload, ImportUrl, Upload, UploadProgress,
};
pub use crate::handle::icon::IntoIcon;
pub use crate::handle::id::{DatabaseRef, IntoId};
pub use crate::handle::page::{Ancestor, AnyValue, EditMarkdown, NewPage, Page, PageUpdate};
pub use crate::handle::parent::{IntoParent, ParentRef};
pub use crate::handle::tasks::Task;
pub use crate::handle::users::User;
pub use crate::handle::views::{NewView, View};
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

/// What is sent once it is awaited: the future of methods whose type parameters the compiler checks.
///
/// It names no parameter but that of what comes of it, so that a type which does not fit is one error,
/// where it is written. Of an `async fn` the compiler says each such error three times.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A connection to a Notion workspace: what everything else is asked of.
///
/// A handle: clones share one session, which may be used from any thread. It is closed by [`close`](Self::close), or
/// when the last handle is dropped; pages and databases that came from it are handles too.
#[derive(Clone)]
pub struct Session {
    inner: Arc<Inner>,
}

/// What the handles share.
struct Inner {
    client: Client,
    store: Store,
    bindings: Bindings,
    names_other_sides: NamesOtherSides,
    unfilterable: Unfilterable,
    me: OnceCell<Arc<UserData>>,
}

/// Opening and closing.
impl Session {
    /// Opens a session setting by setting. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use std::time::Duration;
    /// use notion_session::{Error, Session};
    ///
    /// let session = Session::builder().token("ntn_example").timeout(Duration::from_secs(20)).build()?;
    /// assert_eq!(session.client().requests_sent(), 0);
    ///
    /// assert!(matches!(Session::builder().build(), Err(Error::NoToken)));
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Opens a session with these settings. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::{Config, Session};
    ///
    /// let config = Config::from_toml("token = 'ntn_example'\ntimeout = 20")?;
    /// let session = Session::new(config)?;
    /// assert_eq!(session.client().origin(), "https://api.notion.com");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NoToken`] without a token; [`Error::Config`] where a setting cannot be used.
    pub fn new(config: Config) -> Result<Self> {
        Self::builder().config(config).build()
    }

    /// Opens a session with the token of the environment variable `NOTION_TOKEN`. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::{Error, Session};
    ///
    /// let session = Session::from_env();
    /// match std::env::var("NOTION_TOKEN") {
    ///     Ok(token) if !token.trim().is_empty() => assert!(session.is_ok()),
    ///     _ => assert!(matches!(session, Err(Error::NoToken))),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NoToken`] if the variable is not set or empty.
    pub fn from_env() -> Result<Self> {
        Self::new(Config::from_env()?)
    }

    /// Closes the session for all its handles. No request.
    ///
    /// Later calls fail with [`Error::SessionClosed`], and so do those that still wait for their turn. The object
    /// store is emptied; if this was the active session of the process, there is none any more.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::{Error, Session};
    ///
    /// let session = Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// session.close();
    /// assert!(matches!(session.get_page(home.id()).await, Err(Error::SessionClosed)));
    /// assert!(session.cache().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn close(&self) {
        self.inner.client.close();
        self.inner.store.clear();
        self.inner.bindings.clear();
        self.inner.unfilterable.clear();
        self.deactivate();
    }

    /// Whether the session was closed. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::Session;
    ///
    /// let session = Session::local();
    /// let other_handle = session.clone();
    /// assert!(!session.is_closed());
    /// other_handle.close();
    /// assert!(session.is_closed());
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_closed(&self) -> bool {
        self.inner.client.is_closed()
    }
}

/// What lies under everything.
impl Session {
    /// The raw endpoints: every one that Notion has, without the object store. No request.
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

    /// The HTTP client under everything: it counts the requests, and sends what no method covers. No request.
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

    /// The object store: what the session has seen and need not ask for again. No request.
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

/// What the rest of the crate needs.
impl Session {
    pub(crate) fn ensure_open(&self) -> Result<()> {
        if self.is_closed() {
            Err(Error::SessionClosed)
        } else {
            Ok(())
        }
    }

    /// Keeps in the object store what Notion sent, unless the session was closed meanwhile, and makes it ready to be
    /// shared. The id of the request goes: it is not the object's.
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

    /// The token's own user, once it was asked for.
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

/// Clones of one session are equal, and nothing else is.
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

/// Dropping the last handle closes the session: a client or an endpoint that was taken out of it is closed too.
impl Drop for Inner {
    fn drop(&mut self) {
        self.client.close();
    }
}
