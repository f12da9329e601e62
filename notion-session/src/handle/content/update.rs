//! Changing a block: several things with one request.

use notion_content::{Block as Content, update};
use notion_model::{BlockKind, Color, Language};

use crate::awaitable::awaitable;
use crate::content::RichText;
use crate::error::{Error, Result};
use crate::session::Block;

/// Changes a block when it is awaited. Made by [`Block::update`].
#[must_use = "nothing is sent until it is awaited"]
pub struct BlockUpdate<'a> {
    block: &'a mut Block,
    new: Result<Content>,
}

/// Changing it. Each method is one request; [`update`](Block::update) makes several changes with one.
impl Block {
    /// Changes several things with one request. What is not named stays, and so do the blocks in it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use notion_session::content::{model::Color, todo};
    ///
    /// let mut task = home.append([todo("Write it")]).await?.remove(0);
    /// task.update().text("Write it well").checked(true).color(Color::Blue).await?;
    /// let expected = todo("Write it well").checked().color(Color::Blue);
    /// assert_eq!(home.content().await?, [expected]);
    ///
    /// let error = task.update().language("rust").await.unwrap_err();
    /// assert!(error.to_string().contains("a `to_do` block has no language"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When it is awaited: [`Error::Refused`] if blocks of its type do not have what is set, and
    /// [`Error::RefusedContent`] if it breaks a rule of Notion's: nothing was sent; a validation error if the block is in
    /// the trash; those of [`Client::send`](crate::http::Client::send).
    pub fn update(&mut self) -> BlockUpdate<'_> {
        let new = Ok(Content::from(&*self));
        BlockUpdate { block: self, new }
    }

    /// Sets the text. One request.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn set_text(&mut self, text: impl Into<RichText>) -> Result<()> {
        self.update().text(text).await
    }

    /// Checks a to-do item, or unchecks it. One request.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn set_checked(&mut self, checked: bool) -> Result<()> {
        self.update().checked(checked).await
    }

    /// Sets the color of the text or of the background. One request.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn set_color(&mut self, color: Color) -> Result<()> {
        self.update().color(color).await
    }

    /// Sets the language of code. One request.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn set_language(&mut self, language: impl Into<Language>) -> Result<()> {
        self.update().language(language).await
    }

    /// Sets the caption of a file, an embed, a bookmark or code. One request.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn set_caption(&mut self, caption: impl Into<RichText>) -> Result<()> {
        self.update().caption(caption).await
    }
}

impl BlockUpdate<'_> {
    /// Another text.
    pub fn text(self, text: impl Into<RichText>) -> Self {
        self.set("text", |new| {
            *new.runs_mut()? = text.into().into_runs();
            Some(())
        })
    }

    /// Checked, or not: a to-do item.
    pub fn checked(self, checked: bool) -> Self {
        self.set("check mark", |new| match &mut new.kind {
            BlockKind::ToDo(todo) => {
                todo.checked = checked;
                Some(())
            }
            _ => None,
        })
    }

    /// Another color of the text or of the background.
    pub fn color(self, color: Color) -> Self {
        self.set("color", |new| {
            *new.kind.color_mut()? = Some(color);
            Some(())
        })
    }

    /// Another language: of code.
    pub fn language(self, language: impl Into<Language>) -> Self {
        self.set("language", |new| match &mut new.kind {
            BlockKind::Code(code) => {
                code.language = Some(language.into());
                Some(())
            }
            _ => None,
        })
    }

    /// Another caption: of a file, an embed, a bookmark or code.
    pub fn caption(self, caption: impl Into<RichText>) -> Self {
        self.set("caption", |new| {
            *new.kind.caption_mut()? = caption.into().into_runs();
            Some(())
        })
    }

    /// All of the block's own as in another block of its type: a color, a caption or a check mark that the other does not
    /// have is removed.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use notion_session::content::todo;
    ///
    /// let mut task = home.append([todo("Write it").checked()]).await?.remove(0);
    /// task.update().content(todo("Write it well")).await?;
    /// assert_eq!(home.content().await?, [todo("Write it well")]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn content(mut self, new: impl Into<Content>) -> Self {
        self.new = self.new.map(|_| new.into());
        self
    }

    /// Sets something that blocks of this type have.
    fn set(mut self, what: &str, set: impl FnOnce(&mut Content) -> Option<()>) -> Self {
        if let Ok(new) = &mut self.new
            && set(new).is_none()
        {
            let kind = new.kind.type_name();
            let place = format!("block {}", self.block.id());
            let reason = format!("a `{kind}` block has no {what}");
            self.new = Err(Error::refused(what, place, reason));
        }
        self
    }

    async fn send(self) -> Result<()> {
        let Self { block, new } = self;
        let session = block.session().clone();
        session.ensure_open()?;
        let change = update(block.kind(), block.has_children(), &new?)?;
        let effect = session.effect().on(block.id().uuid());
        let call = session.api().blocks().update(block.id(), &change);
        let data = effect.of(call.send()).await?;
        block.set(data);
        Ok(())
    }
}

awaitable! {
    ['a] BlockUpdate<'a>, send -> ();
    |this| block: this.block.id(), new: this.new
}
