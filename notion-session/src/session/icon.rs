//! What the session's methods take for an icon.

use notion_model::{CustomEmoji, CustomEmojiId, FileUploadId, Icon};
use url::Url;

/// What can be taken for an icon: an emoji, one of Notion's own icons, an emoji of the workspace, or a picture.
///
/// A text is an emoji, or the address of a picture where it begins with `https://` or `http://`. [`Icon`] makes the
/// others: `Icon::native("snake", None)`.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # let session = notion_session::Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// use notion_session::model::{Icon, IconColor};
///
/// let mut page = session.create_page(&home, "Plans").icon("📐").await?;
/// page.set_icon(Icon::native("compass", Some(IconColor::Blue))).await?;
/// page.set_icon("https://example.com/plan.png").await?;
/// assert_eq!(page.icon(), Some(&Icon::external("https://example.com/plan.png")));
/// # Ok(())
/// # }
/// ```
pub trait IntoIcon {
    /// The icon.
    fn into_icon(self) -> Icon;
}

macro_rules! texts {
    ($($text:ty),*) => {$(
        impl IntoIcon for $text {
            fn into_icon(self) -> Icon {
                let text: &str = self.as_ref();
                if text.starts_with("https://") || text.starts_with("http://") {
                    Icon::external(text)
                } else {
                    Icon::emoji(text)
                }
            }
        }
    )*};
}

texts!(&str, String, &String);

macro_rules! icons {
    ($($from:ty, |$icon:ident| $value:expr;)*) => {$(
        impl IntoIcon for $from {
            fn into_icon(self) -> Icon {
                let $icon = self;
                $value
            }
        }
    )*};
}

icons! {
    Icon, |icon| icon;
    &Icon, |icon| icon.clone();
    CustomEmojiId, |id| Icon::custom_emoji(id);
    CustomEmoji, |emoji| Icon::custom_emoji(emoji.id);
    &CustomEmoji, |emoji| Icon::custom_emoji(emoji.id);
    FileUploadId, |id| Icon::upload(id);
    Url, |url| Icon::external(url);
    &Url, |url| Icon::external(url.as_str());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_an_emoji_or_an_address() {
        assert_eq!("📐".into_icon(), Icon::emoji("📐"));
        let address = "https://example.com/a.png";
        assert_eq!(address.into_icon(), Icon::external(address));
        let url: Url = address.parse().unwrap();
        assert_eq!((&url).into_icon(), Icon::external(address));
    }
}
