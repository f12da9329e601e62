//! Finding the id in what people paste: a UUID or a URL.

use std::fmt;

use uuid::Uuid;

/// A text that is no id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseIdError {
    what: &'static str,
    given: String,
}

impl ParseIdError {
    pub(super) fn new(what: &'static str, given: &str) -> Self {
        /// Enough to recognise what was given.
        const SHOWN: usize = 100;
        let mut shown: String = given.chars().take(SHOWN).collect();
        if shown.len() < given.len() {
            shown.push('…');
        }
        Self { what, given: shown }
    }
}

impl fmt::Display for ParseIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is not the id of a {}: expected a UUID, with or without dashes, or a Notion URL that has one",
            self.given, self.what
        )
    }
}

impl std::error::Error for ParseIdError {}

/// The part of a Notion URL that contains the ID.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// The end of the path.
    Path,
    /// `?p=`, as in the URL of a page or a database at which another page is peeked; else the path.
    Page,
    /// `?dataSource=`, as in the URL of a database that shows one of its data sources; else the path.
    DataSource,
    /// `?v=`, as in the URL of a database that shows a certain view.
    View,
    /// `#`, as in the link to a block of a page; otherwise as of a page.
    Fragment,
}

/// A UUID with or without dashes, and in no other form.
pub(super) fn parse_uuid(text: &str) -> Option<Uuid> {
    matches!(text.len(), 32 | 36)
        .then(|| Uuid::try_parse(text).ok())
        .flatten()
}

pub(super) fn parse_id(text: &str, place: Place) -> Option<Uuid> {
    let text = text.trim();
    parse_uuid(text).or_else(|| parse_url(text, place))
}

/// The id in a URL like `https://app.notion.com/p/Some-title-0123…cdef?v=…#…`.
fn parse_url(url: &str, place: Place) -> Option<Uuid> {
    // The last is what opens the app: `notion://www.notion.so/…`.
    let url = ["https://", "http://", "notion://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme))
        .unwrap_or(url);
    let (url, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (url, query) = url.split_once('?').unwrap_or((url, ""));
    let (host, path) = url.split_once('/')?;
    let of_notion = ["notion.so", "notion.com", "notion.site"]
        .iter()
        .any(|domain| {
            host.strip_suffix(domain)
                .is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
        });
    if !of_notion {
        return None;
    }
    let of_path = || {
        let segment = path.trim_end_matches('/').rsplit('/').next()?;
        uuid_at_end(segment)
    };
    let of_query = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find_map(|(key, value)| (key == name).then_some(value))
    };
    // A peek at something that is not an id is not the page under it, which later writes would hit.
    let or_path = |value: Option<&str>| match value {
        None | Some("") => of_path(),
        Some(value) => parse_uuid(value),
    };
    match place {
        Place::Path => of_path(),
        Place::Page => or_path(of_query("p")),
        Place::DataSource => or_path(of_query("dataSource")),
        Place::View => of_query("v").and_then(parse_uuid),
        Place::Fragment => parse_uuid(fragment).or_else(|| or_path(of_query("p"))),
    }
}

/// The data source that a URL names beside its database.
pub(super) fn named_data_source(url: &str) -> Option<Uuid> {
    let is_named = url.contains("?dataSource=") || url.contains("&dataSource=");
    is_named
        .then(|| parse_url(url.trim(), Place::DataSource))
        .flatten()
}

/// The id that ends a segment of a path: all of it, or what follows the title and a dash.
fn uuid_at_end(segment: &str) -> Option<Uuid> {
    [32, 36].into_iter().find_map(|length| {
        let start = segment.len().checked_sub(length)?;
        let title = segment.get(..start)?;
        (title.is_empty() || title.ends_with('-'))
            .then(|| parse_uuid(segment.get(start..)?))
            .flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "38c9ce7b-60a4-815a-8d3b-f2a1c0d4e5f6";
    const BARE: &str = "38c9ce7b60a4815a8d3bf2a1c0d4e5f6";
    const OTHER: &str = "00000000000040008000000000000001";

    fn id(text: &str, place: Place) -> Option<String> {
        parse_id(text, place).map(|id| id.to_string())
    }

    #[test]
    fn uuids_are_found_with_and_without_dashes() {
        for text in [ID, BARE, &ID.to_uppercase(), &format!("  {BARE}\n")] {
            assert_eq!(id(text, Place::Path).as_deref(), Some(ID), "{text}");
        }
    }

    #[test]
    fn other_spellings_of_uuids_are_refused() {
        for text in [
            format!("{{{ID}}}"),
            format!("urn:uuid:{ID}"),
            BARE[1..].to_owned(),
            format!("{BARE}0"),
            String::new(),
            "ü".repeat(16),
        ] {
            assert_eq!(id(&text, Place::Path), None, "{text}");
        }
    }

    #[test]
    fn urls_of_old_and_new_hosts_are_read() {
        for url in [
            format!("https://www.notion.so/{BARE}"),
            format!("https://www.notion.so/team/Some-Title-{BARE}?v={OTHER}&pvs=4#{OTHER}"),
            format!("https://notion.so/{ID}"),
            format!("http://www.notion.so/Title-{ID}/"),
            format!("https://app.notion.com/p/Title-with-2-words-{BARE}"),
            format!("https://team.notion.site/Title-{BARE}"),
            format!("www.notion.so/{BARE}"),
            format!("https://www.notion.so/Täglich-ß-{BARE}"),
        ] {
            assert_eq!(id(&url, Place::Path).as_deref(), Some(ID), "{url}");
        }
    }

    #[test]
    fn what_only_looks_like_an_id_is_refused() {
        for url in [
            format!("https://example.com/{BARE}"),
            format!("https://evil-notion.so/{BARE}"),
            format!("https://www.notion.so/abcdef{BARE}"),
            format!("https://www.notion.so/?v={BARE}"),
            format!("https://www.notion.so/Title#{BARE}"),
            format!("https://www.notion.so/{BARE}/settings"),
            "https://www.notion.so/".to_owned(),
            "https://www.notion.so".to_owned(),
            "https://www.notion.so/Räume-und-mehr-äöüäöüäöüäöüäöü".to_owned(),
        ] {
            assert_eq!(id(&url, Place::Path), None, "{url}");
        }
    }

    #[test]
    fn views_and_blocks_stand_elsewhere_in_a_url() {
        let url = format!("https://www.notion.so/{OTHER}?p=x&v={BARE}#{BARE}");
        assert_eq!(id(&url, Place::View).as_deref(), Some(ID));
        assert_eq!(id(&url, Place::Fragment).as_deref(), Some(ID));
        let page = format!("https://www.notion.so/{BARE}");
        assert_eq!(id(&page, Place::View), None);
        assert_eq!(id(&page, Place::Fragment).as_deref(), Some(ID));
    }

    #[test]
    fn a_url_names_what_it_shows() {
        let third = "111111111111400080000000000000aa";
        let uuid = |text: &str| Some(Uuid::try_parse(text).unwrap());
        let (path, peek, source) = (Place::Path, Place::Page, Place::DataSource);
        for host in [
            "https://app.notion.com/p/",
            "https://www.notion.so/team/",
            "notion://www.notion.so/",
            "notion://app.notion.com/p/",
        ] {
            for (rest, place, expected) in [
                (format!("Home-{OTHER}?p={BARE}&pm=s"), peek, BARE),
                (format!("Home-{OTHER}?pm=s&p={ID}"), peek, BARE),
                (format!("{OTHER}?v={third}&p={BARE}&pm=c"), peek, BARE),
                (format!("Home-{OTHER}?p={BARE}&pm=s"), path, OTHER),
                (format!("Home-{BARE}?pvs=4"), peek, BARE),
                (format!("Home-{BARE}?p=&pm=s"), peek, BARE),
                (format!("{OTHER}?v={third}&p={BARE}"), Place::View, third),
                (format!("{OTHER}?p={BARE}&pm=s"), Place::Fragment, BARE),
                (
                    format!("{OTHER}?p={third}&pm=s#{BARE}"),
                    Place::Fragment,
                    BARE,
                ),
                (format!("{OTHER}#{BARE}"), peek, OTHER),
                (format!("{OTHER}?v={third}&dataSource={BARE}"), source, BARE),
                (format!("{OTHER}?dataSource={BARE}&v={third}"), path, OTHER),
                (format!("{BARE}?v={third}"), source, BARE),
            ] {
                let url = format!("{host}{rest}");
                assert_eq!(parse_id(&url, place), uuid(expected), "{url}");
            }
            for rest in [format!("{OTHER}?p=x"), format!("{OTHER}?p={BARE}0&pm=s")] {
                let url = format!("{host}{rest}");
                assert_eq!(parse_id(&url, peek), None, "{url}");
                assert_eq!(parse_id(&url, path), uuid(OTHER), "{url}");
            }
            let url = format!("{host}{OTHER}?dataSource={BARE}");
            assert_eq!(named_data_source(&url), uuid(BARE));
            assert_eq!(named_data_source(&format!("{host}{OTHER}")), None);
        }
        assert_eq!(
            parse_id(&format!("notion://example.com/{BARE}"), peek),
            None
        );
    }

    #[test]
    fn the_error_quotes_what_was_given() {
        let error = ParseIdError::new("page", "\"tasks\"");
        assert_eq!(
            error.to_string(),
            "\"\\\"tasks\\\"\" is not the id of a page: expected a UUID, with or without dashes, or a Notion URL that has one"
        );
        let long = ParseIdError::new("page", &"x".repeat(5000)).to_string();
        assert!(long.len() < 300 && long.contains("xx…\""));
    }
}
