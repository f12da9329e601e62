//! The addresses that Notion accepts.
//!
//! One address that Notion does not accept fails the whole request, with a message that names no block ("Content creation
//! Failed. Fix the following: …", "Invalid image url.", published by users of other clients). So every address is checked
//! before anything is sent, and only here:
//!
//! * Files, embeds, bookmarks, covers and icons have `http:` and `https:` addresses.
//! * Links in texts have these, and `mailto:` and `tel:`. What Notion does with the latter two is not recorded. They are
//!   accepted because Notion's apps make such links, so that a page that has one can be copied.
//! * A path that ends with an id, `/1f0c…`, is what Notion's answers have for a link to a page of the same workspace.
//!   Requests have the whole address instead ([`absolute`]), because Notion refuses relative addresses.
//!
//! An address with a space or a control character is refused although browsers accept some of them: Notion's rule for
//! those is not known, and `%20` is always right.

use std::borrow::Cow;

use url::Url;

use crate::Reason;
use crate::limit::MAX_URL_CHARACTERS;
use crate::text::fits;

/// Where the paths that Notion's answers have for its own pages lead to.
const NOTION: &str = "https://app.notion.com/p";

/// The most characters of an address that an error shows.
const MAX_SHOWN: usize = 60;

/// Checks the address of a link in a text.
///
/// # Errors
///
/// The rule that the address breaks.
pub(crate) fn link(url: &str) -> Result<(), Reason> {
    if path_in_notion(url).is_some() {
        return fits_address(&absolute(url));
    }
    let others = [("mailto", 1), ("tel", 1)];
    check("a link", url, &others)
}

/// Checks the address of a file, a cover or an icon.
///
/// # Errors
///
/// The rule that the address breaks.
pub(crate) fn file(url: &str) -> Result<(), Reason> {
    check("a file", url, &[])
}

/// Checks the address of an embed or a bookmark.
///
/// # Errors
///
/// The rule that the address breaks.
pub(crate) fn web_page(url: &str) -> Result<(), Reason> {
    check("an embed or a bookmark", url, &[])
}

/// The address of a link as a request has it: whole, also for a link between pages of the workspace.
pub(crate) fn absolute(url: &str) -> Cow<'_, str> {
    match path_in_notion(url) {
        Some(path) => Cow::Owned(format!("{NOTION}{path}")),
        None => Cow::Borrowed(url),
    }
}

/// The path of a page in the workspace: `/1f0c…`, `/Title-1f0c…` or `/p/1f0c…`, perhaps with a query or a fragment.
fn path_in_notion(url: &str) -> Option<&str> {
    let path = url.strip_prefix("/p").filter(|path| path.starts_with('/'));
    let path = path.unwrap_or(url);
    let rest = path.strip_prefix('/')?;
    let page = rest.split(['?', '#']).next()?;
    let plain = page
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let hex: String = page.chars().filter(|character| *character != '-').collect();
    let id = hex.get(hex.len().checked_sub(32)?..)?;
    let is_id = id.bytes().all(|byte| byte.is_ascii_hexdigit());
    (plain && is_id && !rest.contains(forbidden)).then_some(path)
}

/// Checks an address: `http:`, `https:`, or one of these schemes with at least so many characters after it.
fn check(place: &'static str, url: &str, others: &[(&str, usize)]) -> Result<(), Reason> {
    if url.is_empty() {
        return Err(Reason::Missing {
            what: "the address",
        });
    }
    fits_address(url)?;
    problem(url, others).map_or(Ok(()), |problem| {
        Err(Reason::Address {
            place,
            address: shown(url),
            problem,
        })
    })
}

fn fits_address(url: &str) -> Result<(), Reason> {
    fits("characters in an address", MAX_URL_CHARACTERS, url)
}

/// What is wrong with an address.
fn problem(url: &str, others: &[(&str, usize)]) -> Option<&'static str> {
    if url.contains(forbidden) {
        return Some("it has spaces or control characters; write a space as `%20`");
    }
    let Some((scheme, rest)) = scheme(url) else {
        return Some("it is relative; write the whole address, which begins with `https://`");
    };
    if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") {
        // The parser skips further slashes, and so would take the first part of a path for a host.
        let host = rest.strip_prefix("//").unwrap_or_default();
        let names_a_host = !host.is_empty() && !host.starts_with(['/', '\\', '?', '#']);
        let is_valid = names_a_host && Url::parse(url).is_ok();
        return (!is_valid).then_some("it does not have a valid host");
    }
    if scheme.eq_ignore_ascii_case("data") {
        return Some("Notion does not accept `data:` addresses; upload the content instead");
    }
    let is_other =
        |(other, least): &(&str, usize)| scheme.eq_ignore_ascii_case(other) && rest.len() >= *least;
    if others.iter().any(is_other) {
        return None;
    }
    Some("Notion accepts `http:` and `https:` addresses only")
}

fn scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    let mut bytes = scheme.bytes();
    let is_scheme = bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    // `localhost:8080` and `example.com:80/a` are hosts with a port.
    let is_port = rest
        .bytes()
        .next()
        .is_some_and(|first| first.is_ascii_digit());
    let is_host = scheme.contains('.') || scheme.eq_ignore_ascii_case("localhost");
    (is_scheme && !(is_port && is_host)).then_some((scheme, rest))
}

fn forbidden(character: char) -> bool {
    character.is_whitespace() || character.is_control()
}

/// The beginning of an address for an error. The query of an address on the web may hold a signature, and is left out.
fn shown(url: &str) -> String {
    let is_web =
        scheme(url).is_some_and(|(scheme, _)| scheme.to_ascii_lowercase().starts_with("http"));
    let (visible, query) = match url.find('?') {
        Some(at) if is_web => (url.get(..at).unwrap_or_default(), "?…"),
        _ => (url, ""),
    };
    let mut characters = visible.chars();
    let start: String = characters.by_ref().take(MAX_SHOWN).collect();
    let start = start.escape_debug();
    if characters.next().is_some() {
        format!("{start}…")
    } else {
        format!("{start}{query}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WEB: [&str; 12] = [
        "https://example.com",
        "http://example.com/a/b.png?x=1&y=2#z",
        "HTTPS://EXAMPLE.COM/",
        "https://user@example.com/",
        "https://example.com:8443/a",
        "http://localhost:3000/a",
        "http://127.0.0.1/a",
        "http://[::1]/a",
        "https://例え.jp/ä/😀?q=ü",
        "https://en.wikipedia.org/wiki/Rust_(programming_language)",
        "https://example.com/a%20b",
        "https://example.com/a|b\"c{d}",
    ];

    const REFUSED: [&str; 38] = [
        "./b.md",
        "b.md",
        "../a/b",
        "a.png",
        "www.example.com",
        "example.com/a",
        "example.com:80/a",
        "localhost:8080",
        "?page=2",
        "#section",
        "/docs/a",
        "/",
        "//example.com/a",
        "/\\example.com",
        "data:image/png;base64,iVBORw0KGgo=",
        "data:,",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.com/a",
        "blob:https://example.com/1",
        "notion://www.notion.so/a",
        "about:blank",
        "http:",
        "http:example.com",
        "http:/example.com",
        "http://",
        "https://?a",
        "https:///a",
        "https:\\\\example.com",
        "https://exa mple.com",
        "https://example.com/a b",
        " https://example.com",
        "https://example.com/\n",
        "java\tscript:alert(1)",
        "https://[::1/a",
        "http://example.com:99999/",
    ];

    #[test]
    fn web_addresses_are_accepted_everywhere() {
        for url in WEB {
            for check in [link, file, web_page] {
                assert_eq!(check(url), Ok(()), "{url}");
            }
        }
    }

    #[test]
    fn other_addresses_are_refused_everywhere() {
        for url in REFUSED {
            for check in [link, file, web_page] {
                let refused = matches!(check(url), Err(Reason::Address { .. }));
                assert!(refused, "{url}: {:?}", check(url));
            }
        }
    }

    #[test]
    fn mail_and_telephone_addresses_are_accepted_in_links_only() {
        for url in [
            "mailto:ada@example.com",
            "MAILTO:ada@example.com?subject=x",
            "tel:+49123",
        ] {
            assert_eq!(link(url), Ok(()), "{url}");
            assert!(file(url).is_err() && web_page(url).is_err(), "{url}");
        }
        assert!(link("mailto:").is_err() && link("tel:").is_err());
    }

    #[test]
    fn a_path_to_a_page_of_the_workspace_becomes_a_whole_address() {
        let id = "00000000000040008000000000000001";
        let dashed = "00000000-0000-4000-8000-000000000001";
        for (url, expected) in [
            (format!("/{id}"), format!("https://app.notion.com/p/{id}")),
            (
                format!("/{dashed}"),
                format!("https://app.notion.com/p/{dashed}"),
            ),
            (format!("/p/{id}"), format!("https://app.notion.com/p/{id}")),
            (
                format!("/A-title-{id}?pvs=25#{id}"),
                format!("https://app.notion.com/p/A-title-{id}?pvs=25#{id}"),
            ),
        ] {
            assert_eq!(link(&url), Ok(()), "{url}");
            assert_eq!(absolute(&url), expected);
            assert!(file(&url).is_err(), "{url}");
        }
        for url in [
            format!("/a/b/{id}"),
            format!("//{id}"),
            format!("/{id}?a b"),
            "/1f0c".to_owned(),
        ] {
            assert!(link(&url).is_err(), "{url}");
            assert_eq!(absolute(&url), url);
        }
    }

    #[test]
    fn each_length_is_accepted_up_to_the_limit() {
        let url = |length: usize| format!("https://example.com/{}", "ü".repeat(length - 20));
        for check in [link, file, web_page] {
            assert_eq!(check(&url(2_000)), Ok(()));
            assert!(matches!(
                check(&url(2_001)),
                Err(Reason::TooLong {
                    limit: 2_000,
                    length: 2_001,
                    ..
                })
            ));
            assert_eq!(
                check(""),
                Err(Reason::Missing {
                    what: "the address"
                })
            );
        }
    }

    #[test]
    fn an_error_shows_the_address_without_its_query_and_at_most_its_beginning() {
        let message = |url: &str| link(url).unwrap_err().to_string();
        assert_eq!(
            message("./b.md"),
            "`./b.md` is not an address that Notion accepts for a link: it is relative; write the whole address, which \
             begins with `https://`"
        );
        assert!(message("?page=2").contains("`?page=2`"));
        let signed = message("https://example.com/a b?signature=secret");
        assert!(
            signed.contains("`https://example.com/a b?…`") && !signed.contains("secret"),
            "{signed}"
        );
        let data = format!("data:image/png;base64,{}", "A".repeat(1_900));
        let message = file(&data).unwrap_err().to_string();
        assert!(
            message.len() < 250 && message.contains("`data:image/png;base64,AAAA"),
            "{message}"
        );
        let message = link("https://\u{202e}\n").unwrap_err().to_string();
        assert!(!message.contains(['\n', '\u{202e}']), "{message}");
    }

    proptest! {
        /// What is accepted names a host, so that nothing relative and no other scheme gets through.
        #[test]
        fn an_accepted_address_leads_to_a_host(url in "([a-zA-Z:/.?#\\\\ \t@0-9-]|https?://|ü){0,24}") {
            if file(&url).is_ok() {
                let parsed = Url::parse(&url).unwrap();
                prop_assert!(matches!(parsed.scheme(), "http" | "https"));
                prop_assert!(parsed.host_str().is_some_and(|host| !host.is_empty()));
                let (_, rest) = url.split_once("://").unwrap();
                prop_assert!(!rest.starts_with(['/', '\\']));
            }
        }
    }
}
