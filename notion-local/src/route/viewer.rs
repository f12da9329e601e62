//! The table of the pages for the browser, under `/` and `/_viewer/`.

use http::Method;

/// The prefix of every path except `/`.
const PREFIX: &str = "/_viewer/";

/// The target of a browser's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View<'a> {
    Home,
    Search,
    Trash,
    /// The page with this ID; other objects redirect.
    Page(&'a str),
    Database(&'a str),
    Schema(&'a str),
    /// The JSON of the object with this ID.
    Json(&'a str),
    Requests,
    /// The request with this number in the log.
    Request(&'a str),
    Controls,
    Snapshot,
    Events,
    Asset(Asset),
    SignIn,
    Command(Form),
    /// An unknown path, or a path with another method.
    Nothing,
}

/// An asset of the viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asset {
    Style,
    Script,
    Icon,
}

/// A form in the controls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Clock,
    AddFault,
    ClearFaults,
    RateLimit,
    Reset,
    Restore,
    AddIntegration,
    Subscribe,
    ClearWebhooks,
    ClearRequests,
}

/// Every form.
static FORMS: &[(&str, Form)] = &[
    ("clock", Form::Clock),
    ("fault", Form::AddFault),
    ("clear-faults", Form::ClearFaults),
    ("rate-limit", Form::RateLimit),
    ("reset", Form::Reset),
    ("restore", Form::Restore),
    ("integration", Form::AddIntegration),
    ("webhook", Form::Subscribe),
    ("clear-webhooks", Form::ClearWebhooks),
    ("clear-requests", Form::ClearRequests),
];

impl<'a> View<'a> {
    /// Looks up a request; `None` if it is not one of the viewer's.
    pub(crate) fn of(method: &Method, path: &'a str) -> Option<Self> {
        let reads = method == Method::GET || method == Method::HEAD;
        let rest = match path {
            "/" => return Some(if reads { Self::Home } else { Self::Nothing }),
            // Browsers request it for pages that are not HTML.
            "/favicon.ico" => return Some(Self::Asset(Asset::Icon)),
            path => path.strip_prefix(PREFIX)?,
        };
        let found = if reads {
            Self::read(rest)
        } else if method == Method::POST {
            Self::written(rest)
        } else {
            None
        };
        Some(found.unwrap_or(Self::Nothing))
    }

    fn read(rest: &'a str) -> Option<Self> {
        Some(match rest.split_once('/') {
            Some(("page", id)) => Self::Page(id),
            Some(("database", id)) => Self::Database(id),
            Some(("schema", id)) => Self::Schema(id),
            Some(("json", id)) => Self::Json(id),
            Some(("requests", number)) => Self::Request(number),
            Some(_) => return None,
            None => match rest {
                "search" => Self::Search,
                "trash" => Self::Trash,
                "requests" => Self::Requests,
                "controls" => Self::Controls,
                "snapshot.json" => Self::Snapshot,
                "events" => Self::Events,
                "style.css" => Self::Asset(Asset::Style),
                "script.js" => Self::Asset(Asset::Script),
                "icon.svg" => Self::Asset(Asset::Icon),
                _ => return None,
            },
        })
    }

    fn written(rest: &str) -> Option<Self> {
        if rest == "sign-in" {
            return Some(Self::SignIn);
        }
        let name = rest.strip_prefix("do/")?;
        let form = FORMS.iter().find(|form| form.0 == name)?.1;
        Some(Self::Command(form))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(path: &str) -> Option<View<'_>> {
        View::of(&Method::GET, path)
    }

    #[test]
    fn paths_of_the_viewer_are_found_and_others_are_not() {
        assert_eq!(get("/"), Some(View::Home));
        assert_eq!(get("/_viewer/page/x"), Some(View::Page("x")));
        assert_eq!(get("/_viewer/style.css"), Some(View::Asset(Asset::Style)));
        assert_eq!(get("/_viewer/nowhere"), Some(View::Nothing));
        assert_eq!(get("/_viewer/do/reset"), Some(View::Nothing));
        assert_eq!(get("/v1/users"), None);
        assert_eq!(get("/_viewer"), None);
        assert_eq!(View::of(&Method::POST, "/"), Some(View::Nothing));
        assert_eq!(
            View::of(&Method::DELETE, "/_viewer/page/x"),
            Some(View::Nothing)
        );
    }

    #[test]
    fn what_changes_something_is_posted() {
        for (name, form) in FORMS {
            let path = format!("{PREFIX}do/{name}");
            assert_eq!(
                View::of(&Method::POST, &path),
                Some(View::Command(*form)),
                "{name}"
            );
            assert_eq!(get(&path), Some(View::Nothing), "{name}");
        }
        assert_eq!(
            View::of(&Method::POST, "/_viewer/sign-in"),
            Some(View::SignIn)
        );
    }
}
