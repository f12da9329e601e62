//! Addresses: which ones are safe as links, and which ones lead to objects of this workspace.

use notion_model::File;
use uuid::Uuid;

use crate::state::{UPLOADS, id};

/// The target of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Link {
    /// A page of the viewer, or a file on this server.
    Here(String),
    /// Another host.
    Elsewhere(String),
}

/// Returns the address of the object with this ID in the viewer.
pub(super) fn object(id: impl std::fmt::Display) -> String {
    format!("/_viewer/page/{id}")
}

/// Returns the target of an address, or `None` for schemes that are not safe as links, such as `javascript:`.
pub(super) fn follow(url: &str) -> Option<Link> {
    // Browsers ignore control characters: `java\tscript:` is a scheme for them.
    let url: String = url.chars().filter(|c| !c.is_control()).collect();
    let url = url.trim();
    if let Some(path) = upload(url) {
        return Some(Link::Here(path));
    }
    if let Some(id) = notion(url) {
        return Some(Link::Here(object(id)));
    }
    let (scheme, _) = url.split_once(':')?;
    let is_safe = ["http", "https", "mailto", "tel"]
        .iter()
        .any(|safe| scheme.eq_ignore_ascii_case(safe));
    is_safe.then(|| Link::Elsewhere(url.to_owned()))
}

/// Returns the path of an uploaded file. The host is ignored: the browser may use another name for this server.
fn upload(url: &str) -> Option<String> {
    let rest = url.strip_prefix("http://")?;
    let (_, path) = rest.split_at(rest.find('/')?);
    let id = path.strip_prefix(UPLOADS)?.split(['/', '?']).next()?;
    id::parse(id)?;
    Some(path.to_owned())
}

/// Returns the ID in an address of Notion: `https://app.notion.com/p/Title-ID`, or its path.
fn notion(url: &str) -> Option<Uuid> {
    let path = match url.strip_prefix("https://") {
        Some(rest) => {
            let (host, path) = rest.split_once('/')?;
            let known = ["app.notion.com", "www.notion.so", "notion.so"];
            known.contains(&host).then_some(path)?
        }
        None => url
            .strip_prefix('/')
            .filter(|path| !path.starts_with('/'))?,
    };
    let path = path.split(['?', '#']).next()?;
    let last = path.rsplit('/').next()?;
    let start = last.len().checked_sub(32)?;
    Uuid::try_parse(last.get(start..)?).ok()
}

/// Returns the path of a file if this server hosts it.
pub(super) fn hosted(file: &File) -> Option<String> {
    upload(file.url()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "38c9ce7b60a481008000000000000001";

    #[test]
    fn addresses_lead_here_or_to_another_host_or_nowhere() {
        let here = Some(Link::Here(object("38c9ce7b-60a4-8100-8000-000000000001")));
        for url in [
            format!("https://app.notion.com/p/Home-{ID}"),
            format!("https://app.notion.com/p/{ID}?v=1#x"),
            format!("https://www.notion.so/team/Home-{ID}"),
            format!("/{ID}"),
        ] {
            assert_eq!(follow(&url), here, "{url}");
        }
        let file = format!("/_local/files/{ID}/a.png?expires=1");
        assert_eq!(
            follow(&format!("http://127.0.0.1:8080{file}")),
            Some(Link::Here(file))
        );
        for url in ["https://example.com/a", "mailto:a@example.com", "TEL:1"] {
            assert_eq!(follow(url), Some(Link::Elsewhere(url.to_owned())));
        }
        for url in [
            "javascript:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,x",
            "//example.com/",
            "/x",
            "",
        ] {
            assert_eq!(follow(url), None, "{url}");
        }
    }
}
