//! The active session of the process.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Config, Session};
use crate::error::{Error, Result};

/// The registry holds the session, so that it stays active until it is closed or another takes its place.
static ACTIVE: Mutex<Option<Session>> = Mutex::new(None);

impl Session {
    /// Returns the active session of the process. No request.
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
    /// [`Error::NoActiveSession`] if no session was made active, or if it was closed.
    pub fn get_active() -> Result<Self> {
        find(&registry()).ok_or(Error::NoActiveSession)
    }

    /// Returns the active session of the process; if there is none, opens one with the configuration of the environment
    /// ([`Config::from_env`]) and makes it active. No request.
    ///
    /// ```no_run
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::Session;
    ///
    /// let session = Session::get_or_create()?; // reads NOTION_TOKEN
    /// assert_eq!(Session::get_or_create()?, session);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Session::from_env`].
    pub fn get_or_create() -> Result<Self> {
        get_or_open(Self::from_env)
    }

    /// Returns the active session of the process, whatever its configuration; if there is none, opens one with this
    /// configuration and makes it active. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::{Config, Session};
    ///
    /// let first = Session::get_or_create_with(Config::new("ntn_example"))?;
    /// let second = Session::get_or_create_with(Config::new("ntn_other"))?;
    /// assert_eq!(first, second);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Session::new`].
    pub fn get_or_create_with(config: Config) -> Result<Self> {
        get_or_open(|| Self::new(config))
    }

    /// Makes this session the active one of the process, replacing any other. No request.
    ///
    /// It stays active, and open, until it is [closed](Session::close) or another one takes its place, even if the last
    /// handle on it is dropped.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// use notion_session::Session;
    ///
    /// let session = Session::local();
    /// session.activate();
    /// drop(session);
    /// let session = Session::get_active()?;
    /// session.close();
    /// assert!(Session::get_active().is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn activate(&self) {
        let before = registry().replace(self.clone());
        // Dropped outside of the lock, since dropping the last handle closes a session.
        drop(before);
    }

    /// Unsets the active session, if it is this one.
    pub(super) fn deactivate(&self) {
        let mut registry = registry();
        let active = registry.take_if(|active| active == self);
        drop(registry);
        drop(active);
    }
}

fn get_or_open(open: impl FnOnce() -> Result<Session>) -> Result<Session> {
    // The lock is held until the end, so that only one of two concurrent callers opens a session.
    let mut registry = registry();
    if let Some(session) = find(&registry) {
        return Ok(session);
    }
    let session = open()?;
    *registry = Some(session.clone());
    Ok(session)
}

fn registry() -> MutexGuard<'static, Option<Session>> {
    ACTIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn find(registry: &Option<Session>) -> Option<Session> {
    registry.clone().filter(|session| !session.is_closed())
}
