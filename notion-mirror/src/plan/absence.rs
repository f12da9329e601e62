//! What became of a row that a listing did not have.

use serde_json::Value;

/// What became of a row, by what Notion answers when it is asked for by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is a row of the data source after all.
    Here,
    /// It is in the trash.
    Trashed,
    /// It is somewhere else.
    Moved,
    /// It was deleted, or is no longer shared with the integration: Notion does not say which.
    Unreachable,
}

impl Fate {
    /// The value of `_state`.
    pub(crate) fn state(&self) -> &'static str {
        match self {
            Self::Here => "live",
            Self::Trashed => "trashed",
            Self::Moved => "moved",
            Self::Unreachable => "unreachable",
        }
    }
}

/// Judges by a page that Notion gave.
pub(crate) fn judge(page: &Value, source: &str) -> Fate {
    if page["in_trash"] == true {
        return Fate::Trashed;
    }
    match page["parent"]["data_source_id"].as_str() {
        Some(parent) if parent == source => Fate::Here,
        _ => Fate::Moved,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_page_says_what_became_of_it() {
        let page = |trash: bool, parent: &str| json!({ "in_trash": trash, "parent": { "data_source_id": parent } });
        assert_eq!(judge(&page(false, "s"), "s"), Fate::Here);
        assert_eq!(judge(&page(true, "s"), "s"), Fate::Trashed);
        assert_eq!(judge(&page(false, "t"), "s"), Fate::Moved);
        let below_page = json!({ "in_trash": false, "parent": { "page_id": "p" } });
        assert_eq!(judge(&below_page, "s"), Fate::Moved);
    }
}
