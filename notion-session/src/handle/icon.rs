//! The arguments of methods that take an icon.

use notion_model::{CustomEmoji, CustomEmojiId, FileUploadId, Icon};
use url::Url;

/// Anything that can be an icon: an emoji, one of Notion's own icons, an emoji of the workspace, or a picture.
///
/// A string is an emoji, the name of one of Notion's own icons with or without its color (`snake:purple`), or the URL of a
/// picture. Anything else is rejected before anything is sent.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # let session = notion_session::Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// use notion_session::model::{Icon, IconColor};
///
/// let mut page = session.create_page(&home, "Plans").icon("📐").await?;
/// page.set_icon("compass:blue").await?;
/// assert_eq!(page.icon(), Some(&Icon::native("compass", Some(IconColor::Blue))));
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
                Icon::parse(self.as_ref())
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
    use notion_content::icon_request;
    use notion_model::IconColor;

    #[test]
    fn what_is_neither_an_emoji_nor_an_icon_is_refused_where_it_is_sent() {
        for text in [
            "",
            " ",
            "Snake",
            "snake:",
            "snake:mauve",
            ":purple",
            "two words",
            "é",
            "日本",
            "😀😀",
            "1",
        ] {
            assert!(icon_request(&text.into_icon()).is_err(), "{text}");
        }
        for text in [
            "😀",
            "snake",
            "arrow-up:lightgray",
            "https://example.com/a.png",
        ] {
            assert!(icon_request(&text.into_icon()).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_text_is_an_emoji_or_an_address() {
        assert_eq!("📐".into_icon(), Icon::emoji("📐"));
        assert_eq!("1️⃣".into_icon(), Icon::emoji("1️⃣"));
        assert_eq!("snake".into_icon(), Icon::native("snake", None));
        let purple = Icon::native("snake", Some(IconColor::Purple));
        assert_eq!("snake:purple".into_icon(), purple);
        let address = "https://example.com/a.png";
        assert_eq!(address.into_icon(), Icon::external(address));
        let url: Url = address.parse().unwrap();
        assert_eq!((&url).into_icon(), Icon::external(address));
    }
}
