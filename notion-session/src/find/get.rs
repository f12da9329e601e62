//! Getting one object by its ID.

use crate::awaitable::awaitable;
use crate::error::{Error, Result};
use crate::session::Session;

/// Gets one object by its ID when it is awaited: from the object store if it has the object, otherwise from Notion.
///
/// Made by [`Session::get_page`], [`get_block`](Session::get_block), [`get_db`](Session::get_db),
/// [`get_user`](Session::get_user), [`get_user_or_unknown`](Session::get_user_or_unknown),
/// [`get_view`](Session::get_view), [`get_comment`](Session::get_comment), [`get_upload`](Session::get_upload) and
/// [`get_task`](Session::get_task).
#[must_use = "nothing is sent until it is awaited"]
pub struct Get<T: Gettable> {
    session: Session,
    id: Result<T::Id>,
    fresh: bool,
    /// What stands in for an object that Notion does not show.
    unknown: Option<fn(&T::Id) -> T>,
}

impl<T: Gettable> Get<T> {
    pub(crate) fn new(session: &Session, id: Result<T::Id>) -> Self {
        Self {
            session: session.clone(),
            id,
            fresh: false,
            unknown: None,
        }
    }

    /// Gives this for what is unknown, in place of an error.
    pub(crate) fn or_unknown(mut self, unknown: fn(&T::Id) -> T) -> Self {
        self.unknown = Some(unknown);
        self
    }

    /// Reads the object from Notion even if the object store has it.
    pub fn fresh(mut self) -> Self {
        self.fresh = true;
        self
    }

    pub(crate) fn fresh_if(mut self, fresh: bool) -> Self {
        self.fresh |= fresh;
        self
    }

    async fn send(self) -> Result<T> {
        let Self {
            session,
            id,
            fresh,
            unknown,
        } = self;
        session.ensure_open()?;
        let id = id?;
        if !fresh && let Some(found) = T::from_store(&session, &id)? {
            return Ok(found);
        }
        let unknown = unknown.map(|unknown| unknown(&id));
        match (T::fetch(session, id).await, unknown) {
            (Err(Error::UnknownUser(_)), Some(unknown)) => Ok(unknown),
            (got, _) => got,
        }
    }
}

awaitable! {
    [T: Gettable] Get<T>, send -> T;
    |this| id: this.id, fresh: this.fresh
}

/// Handles that can be obtained by an ID. The trait is sealed.
pub trait Gettable: Sized + sealed::Gettable {}

impl<T: sealed::Gettable> Gettable for T {}

pub(crate) mod sealed {
    use crate::error::Result;
    use crate::session::Session;

    /// How to get one kind of object.
    pub trait Gettable: Sized + Send + 'static {
        /// The type of its ID.
        type Id: Send + std::fmt::Debug + 'static;
        /// Returns the object, if the store has it.
        fn from_store(session: &Session, id: &Self::Id) -> Result<Option<Self>>;
        /// Reads the object from Notion.
        fn fetch(session: Session, id: Self::Id) -> impl Future<Output = Result<Self>> + Send;
    }
}
