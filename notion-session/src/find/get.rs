//! Getting one object by its id: from the store, or fresh.

use crate::awaitable::awaitable;
use crate::error::Result;
use crate::session::Session;

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
    pub(crate) fn new(session: &Session, id: Result<T::Id>) -> Self {
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

    async fn send(self) -> Result<T> {
        let Self { session, id, fresh } = self;
        session.ensure_open()?;
        let id = id?;
        if !fresh && let Some(found) = T::from_store(&session, &id)? {
            return Ok(found);
        }
        T::fetch(session, id).await
    }
}

awaitable! {
    [T: Gettable] Get<T>, send -> T;
    |this| id: this.id, fresh: this.fresh
}

/// What can be got by its id. The session's own handles are; the trait is sealed.
pub trait Gettable: Sized + sealed::Gettable {}

impl<T: sealed::Gettable> Gettable for T {}

pub(crate) mod sealed {
    use crate::error::Result;
    use crate::session::Session;

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
