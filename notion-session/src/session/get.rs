//! Getting one object by its id: from the store, or fresh.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;

use super::Session;
use crate::error::Result;

/// Gets one object by its id when it is awaited: from the object store if it is there, else from Notion.
///
/// Made by [`Session::get_page`], [`get_block`](Session::get_block), [`get_db`](Session::get_db) and
/// [`get_user`](Session::get_user).
#[must_use = "nothing is sent until it is awaited"]
pub struct Get<T: Gettable> {
    session: Session,
    id: Result<T::Id>,
    fresh: bool,
}

impl<T: Gettable> Get<T> {
    pub(super) fn new(session: &Session, id: Result<T::Id>) -> Self {
        Self {
            session: session.clone(),
            id,
            fresh: false,
        }
    }

    /// Asks Notion, whatever the object store has.
    pub fn fresh(mut self) -> Self {
        self.fresh = true;
        self
    }
}

impl<T: Gettable> IntoFuture for Get<T> {
    type Output = Result<T>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { session, id, fresh } = self;
        Box::pin(async move {
            session.ensure_open()?;
            let id = id?;
            if !fresh && let Some(found) = T::from_store(&session, &id)? {
                return Ok(found);
            }
            T::fetch(session, id).await
        })
    }
}

impl<T: Gettable> fmt::Debug for Get<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Get")
            .field("id", &self.id)
            .field("fresh", &self.fresh)
            .finish()
    }
}

/// What can be got by its id. The session's own handles are; the trait is sealed.
pub trait Gettable: Sized + sealed::Gettable {}

impl<T: sealed::Gettable> Gettable for T {}

pub(super) mod sealed {
    use super::{Result, Session};

    /// How one kind of object is got.
    pub trait Gettable: Sized + Send + 'static {
        /// What it is got by.
        type Id: Send + std::fmt::Debug + 'static;
        /// The object, if the store has it.
        fn from_store(session: &Session, id: &Self::Id) -> Result<Option<Self>>;
        /// The object as Notion has it now.
        fn fetch(session: Session, id: Self::Id) -> impl Future<Output = Result<Self>> + Send;
    }
}
