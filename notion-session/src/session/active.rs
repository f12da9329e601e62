//! The active session of the process.

use std::sync::{Mutex, MutexGuard, PoisonError, Weak};

use super::{Config, Inner, Session};
use crate::error::{Error, Result};

/// Weak, so that the registry keeps no session open.
static ACTIVE: Mutex<Weak<Inner>> = Mutex::new(Weak::new());

impl Session {
    /// The active session of the process. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::{Error, Session};
    ///
    /// assert!(matches!(Session::get_active(), Err(Error::NoActiveSession)));
    /// let session = Session::local();
    /// session.activate();
    /// assert_eq!(Session::get_active()?, session);
    /// session.close();
    /// assert!(Session::get_active().is_err());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NoActiveSession`] if none was made active, or the one that was is closed.
    pub fn get_active() -> Result<Self> {
        find(&registry()).ok_or(Error::NoActiveSession)
    }

    /// The active session of the process, whatever it was opened with; if there is none, a new one with these
    /// settings, which becomes the active one. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::{Config, Session};
    ///
    /// let first = Session::get_or_create(Config::new("ntn_example"))?;
    /// let second = Session::get_or_create(Config::new("ntn_other"))?;
    /// assert_eq!(first, second);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Session::new`].
    pub fn get_or_create(config: Config) -> Result<Self> {
        // Held all the while, so that of two callers at once only one makes a session.
        let mut registry = registry();
        if let Some(session) = find(&registry) {
            return Ok(session);
        }
        let session = Self::new(config)?;
        *registry = session.downgrade();
        Ok(session)
    }

    /// Makes this session the active one of the process, in the place of any other. No request.
    ///
    /// The process does not keep it open: when the last handle is dropped, there is no active session.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::Session;
    ///
    /// let session = Session::local();
    /// session.activate();
    /// assert!(Session::get_active().is_ok());
    /// drop(session);
    /// assert!(Session::get_active().is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn activate(&self) {
        *registry() = self.downgrade();
    }

    /// Unsets the active session, if it is this one.
    pub(super) fn deactivate(&self) {
        let mut registry = registry();
        if registry.ptr_eq(&self.downgrade()) {
            *registry = Weak::new();
        }
    }
}

fn registry() -> MutexGuard<'static, Weak<Inner>> {
    ACTIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn find(registry: &Weak<Inner>) -> Option<Session> {
    registry
        .upgrade()
        .map(Session::from_inner)
        .filter(|session| !session.is_closed())
}
