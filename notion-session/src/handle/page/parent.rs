//! What an object lives in.

use notion_model::Parent;

use super::tree::Ancestor;
use crate::awaitable::awaitable;
use crate::error::Result;
use crate::session::Session;

/// Gets what an object lives in when it is awaited: from the object store if it is there, else from Notion.
///
/// Made by the method `get_parent` of pages, blocks and databases.
#[must_use = "nothing is sent until it is awaited"]
pub struct GetParent {
    session: Session,
    parent: Option<Parent>,
    fresh: bool,
}

impl GetParent {
    pub(crate) fn new(session: &Session, parent: Option<&Parent>) -> GetParent {
        GetParent {
            session: session.clone(),
            parent: parent.cloned(),
            fresh: false,
        }
    }

    /// Asks Notion, whatever the object store has.
    pub fn fresh(mut self) -> GetParent {
        self.fresh = true;
        self
    }

    async fn send(self) -> Result<Option<Ancestor>> {
        match &self.parent {
            Some(parent) => self.session.ancestor(parent, self.fresh).await,
            None => Ok(None),
        }
    }
}

awaitable! {
    GetParent, send -> Option<Ancestor>;
    |this| parent: this.parent, fresh: this.fresh
}
