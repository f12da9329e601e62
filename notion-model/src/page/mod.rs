//! Pages.

mod markdown;

pub use markdown::{
    ContentUpdate, InsertContent, MarkdownChange, MarkdownRequest, PageMarkdown, ReplaceContent,
    ReplaceContentRange, UpdateContent,
};

use indexmap::IndexMap;

use crate::file::File;
use crate::icon::Icon;
use crate::id::PageId;
use crate::json::object;
use crate::parent::Parent;
use crate::property::PropertyValue;
use crate::text::RichText;
use crate::time::Timestamp;
use crate::user::User;

/// The property values of a page by the names of the properties, in Notion's order.
pub type PropertyValues = IndexMap<String, PropertyValue>;

object! {
    /// A page: a document, or a row of a data source. A page that the integration may not read has its id only.
    pub struct Page is "page" (
        /// The page's id.
        id: PageId,
    ) {
        /// When the page was made, to the minute.
        absent created_time: Option<Timestamp>,
        /// When the page was changed last, to the minute.
        absent last_edited_time: Option<Timestamp>,
        /// Who made the page.
        absent created_by: Option<User>,
        /// Who changed the page last.
        absent last_edited_by: Option<User>,
        /// The picture above the page.
        null cover: Option<File>,
        /// The page's icon.
        null icon: Option<Icon>,
        /// What the page lives in.
        absent parent: Option<Parent>,
        /// Whether the page is in the trash.
        written in_trash: bool,
        /// Whether the page is archived, which is not the trash.
        written is_archived: bool,
        /// Whether the page is locked for editing in Notion's apps.
        written is_locked: bool,
        /// The values of the page's properties. A page that is no row has one, `title`.
        written properties: PropertyValues,
        /// The page's address in Notion.
        absent url: Option<String>,
        /// The page's address on the web, if it is published.
        null public_url: Option<String>,
        /// The former name of `in_trash`, in API versions before 2026-03-11.
        absent archived: Option<bool>,
        /// The id of the request that this answers.
        absent request_id: Option<String>,
    }
}

impl Page {
    /// Returns the page's title: the value of the property of the type title, whatever its name is.
    pub fn title(&self) -> Option<&[RichText]> {
        self.properties.values().find_map(PropertyValue::as_title)
    }
}
