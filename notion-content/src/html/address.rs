//! Addresses in HTML: which of them a browser may follow or load.

use std::borrow::Cow;

use url::Url;

use crate::address::absolute;

/// The most characters of an address that is shown and does not lead anywhere: what Notion accepts of one.
const MAX_SHOWN: usize = 2_000;

/// The address that a link may lead to; `None` if a browser would do something other than go there.
pub(super) fn link(url: &str) -> Option<String> {
    let url = cleaned(&absolute(url));
    // Between pages of a workspace, Notion leaves out where they are.
    if url.starts_with('/') {
        let leads_elsewhere = url.starts_with("//") || url.contains('\\');
        return (!leads_elsewhere).then(|| format!("https://app.notion.com{url}"));
    }
    let (scheme, _) = url.split_once(':')?;
    let is_other = ["mailto", "tel"]
        .iter()
        .any(|other| scheme.eq_ignore_ascii_case(other));
    (is_other || is_web(&url)).then_some(url)
}

/// The address that a video or a sound may be loaded from.
pub(super) fn media(url: &str) -> Option<String> {
    let url = cleaned(url);
    is_web(&url).then_some(url)
}

/// The address that a picture may be loaded from: on the web, or a picture in the address itself.
pub(super) fn picture(url: &str) -> Option<String> {
    /// The beginning of a picture's `data:` address.
    const IMAGE: &str = "data:image/";
    let url = cleaned(url);
    let start = url.get(..IMAGE.len()).unwrap_or_default();
    (is_web(&url) || start.eq_ignore_ascii_case(IMAGE)).then_some(url)
}

/// An address as a text, where it does not lead anywhere.
pub(super) fn shown(url: &str) -> Cow<'_, str> {
    match url.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", url.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(url),
    }
}

/// The address as a browser reads it. Browsers ignore tabs and line ends anywhere and other control characters around an
/// address, so that `java\tscript:` is a scheme; no address needs any of them.
fn cleaned(url: &str) -> String {
    let kept: String = url
        .chars()
        .filter(|character| !character.is_control())
        .collect();
    kept.trim().to_owned()
}

fn is_web(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let is_http = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    is_http && !rest.starts_with(['/', '\\']) && Url::parse(url).is_ok()
}
