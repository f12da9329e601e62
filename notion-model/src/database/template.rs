//! Templates: pages from which a data source makes new ones.

use crate::id::PageId;
use crate::json::object;

object! {
    /// The templates of a data source. Unlike other lists it has no `object` and no `results`.
    pub struct TemplateList {
        /// The templates.
        written templates: Vec<Template>,
        /// Whether there are more.
        written has_more: bool,
        /// Where the next page begins.
        null next_cursor: Option<String>,
        /// The id of the request that this answers; not seen so far.
        absent request_id: Option<String>,
    }
}

object! {
    /// A template of a data source.
    pub struct Template (
        /// The id of the page that is the template.
        id: PageId,
    ) {
        /// Its name.
        written name: String,
        /// Whether new pages are made from it if nobody says otherwise.
        written is_default: bool,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    #[test]
    fn templates_are_known() {
        let list: TemplateList = known(
            r#"{"templates": [{"id": "00000000-0000-4000-8000-0000000000fa", "name": "Bug", "is_default": true}],
                "has_more": false, "next_cursor": null}"#,
        );
        assert!(list.templates[0].is_default);
    }
}
