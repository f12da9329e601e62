//! Templates of databases, and waiting until Notion has applied one.

use notion_model::{BlockId, PageId, Template};

use crate::api::ListTemplates;
use crate::error::Result;
use crate::handle::wait::{self, Look};
use crate::session::{Database, Found, IntoId, Page, Session};
use notion_rest::internal::Cursors;

/// Templates.
impl<S> Database<S> {
    /// Returns the templates for rows of the data source. One request for each 100.
    ///
    /// A row is made from one with [`NewPage::template`](crate::session::NewPage::template):
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let bugs = session.create_untyped_db(&home, "Bugs").await?;
    /// for template in bugs.templates().await? {
    ///     let mut bug = session.create_page(&bugs, "It does not start").template(&template).await?;
    ///     bug.wait_for_template(&template).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn templates(&self) -> Result<Found<Template>> {
        let session = self.session();
        session.ensure_open()?;
        let mut found = Vec::new();
        let mut list = ListTemplates::default();
        let mut cursors = Cursors::default();
        loop {
            let api = session.api();
            let part = api
                .data_sources()
                .templates(self.data_source_id(), &list)
                .await?;
            found.extend(part.templates);
            match part.next_cursor {
                Some(next) => {
                    cursors.note(&next)?;
                    list.start_cursor = Some(next);
                }
                None => return Ok(Found::new("template", found, label)),
            }
        }
    }
}

/// Templates.
impl Page {
    /// Waits until Notion has applied a template to this new page, at most five minutes, and reads it again.
    ///
    /// Notion does not report when it is finished: the page counts as filled once it has as many blocks as the template. One
    /// request for each 100 blocks of the template; each time, one for each 100 blocks of the page, first immediately and
    /// then after pauses that grow to five seconds; and one for the page.
    ///
    /// # Errors
    ///
    /// [`Error::NotReady`](crate::Error::NotReady) if it takes longer; those of [`Client::send`](crate::http::Client::send).
    pub async fn wait_for_template(&mut self, template: impl IntoId<PageId>) -> Result<()> {
        let template = template.into_id()?;
        let (session, page) = (self.session().clone(), self.id());
        session.ensure_open()?;
        let wanted = session.count_children(template.into()).await?;
        let look = || async {
            let there = session.count_children(page.into()).await?;
            Ok(if there >= wanted {
                Look::Done(())
            } else {
                Look::NotYet
            })
        };
        let what = format!("filling {:?} from its template", self.title());
        wait::until(what, wait::LONG, look).await?;
        self.reload().await
    }
}

impl Session {
    async fn count_children(&self, id: BlockId) -> Result<usize> {
        Ok(self.api().blocks().children(id).all().await?.len())
    }
}

fn label(template: &Template) -> String {
    format!("{:?} ({})", template.name, template.id)
}
