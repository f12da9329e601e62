//! Property items: the value of one property of a page, asked for by itself.

use serde_json::Number;

use crate::file::File;
use crate::id::PropertyId;
use crate::json::{Empty, by_object, object, tagged};
use crate::list::List;
use crate::property::{FormulaValue, Place, RollupValue, SelectOption, UniqueId, Verification};
use crate::text::{PageReference, RichText};
use crate::time::{DateValue, Timestamp};
use crate::user::{User, UserOrGroup};

by_object! {
    /// The answer to the question for one property of a page: a single item, or, of a title, a text, people, a relation
    /// or a rollup, a list with an item for each element.
    pub enum PropertyItemResponse {
        /// One item.
        Item(PropertyItem) = "property_item",
        /// A page of items.
        List(List<PropertyItem>) = "list",
    }
}

object! {
    /// The value of a property, or one element of it.
    pub struct PropertyItem is "property_item" {
        /// The property's id.
        absent id: Option<PropertyId>,
        /// The value or the element.
        tagged kind: ItemKind,
        /// The id of the request that this answers.
        absent request_id: Option<String>,
    }
}

tagged! {
    /// What a [`PropertyItem`] is: like a value in a page, but of a title, a text, people and a relation one element.
    pub enum ItemKind {
        /// A run of the title.
        Title(RichText) = "title",
        /// A run of a text.
        RichText(RichText) = "rich_text",
        /// A number.
        Number(Option<Number>) = "number",
        /// The chosen option.
        Select(Option<SelectOption>) = "select",
        /// The chosen options.
        MultiSelect(Vec<SelectOption>) = "multi_select",
        /// The chosen status.
        Status(Option<SelectOption>) = "status",
        /// A date or a range of dates.
        Date(Option<DateValue>) = "date",
        /// A user or a group.
        People(UserOrGroup) = "people",
        /// Files.
        Files(Vec<File>) = "files",
        /// Checked or not.
        Checkbox(bool) = "checkbox",
        /// A web address.
        Url(Option<String>) = "url",
        /// An e-mail address.
        Email(Option<String>) = "email",
        /// A telephone number.
        PhoneNumber(Option<String>) = "phone_number",
        /// A related page.
        Relation(PageReference) = "relation",
        /// What a rollup came to.
        Rollup(RollupValue) = "rollup",
        /// What a formula came to.
        Formula(FormulaValue) = "formula",
        /// When the page was made.
        CreatedTime(Timestamp) = "created_time",
        /// Who made the page.
        CreatedBy(User) = "created_by",
        /// When the page was changed last.
        LastEditedTime(Timestamp) = "last_edited_time",
        /// Who changed the page last.
        LastEditedBy(User) = "last_edited_by",
        /// The row's number.
        UniqueId(UniqueId) = "unique_id",
        /// Whether the page of a wiki is verified.
        Verification(Option<Box<Verification>>) = "verification",
        /// A place on the map.
        Place(Option<Place>) = "place",
        /// A button; it has no value.
        Button(Empty) = "button",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ItemListKind;
    use crate::testing::known;

    #[test]
    fn single_items_are_known() {
        for item in [
            r#""type": "verification", "verification": {"state": "verified", "verified_by": null, "date": null}"#,
            r#""type": "people", "people": {"object": "user", "id": "00000000-0000-4000-8000-0000000000fa"}"#,
            r#""type": "relation", "relation": {"id": "00000000-0000-4000-8000-0000000000fa"}"#,
            r#""type": "rollup", "rollup": {"type": "array", "array": [{}], "function": "show_original"}"#,
        ] {
            let item = format!(r#"{{"object": "property_item", "id": "a", {item}}}"#);
            let response: PropertyItemResponse = known(&item);
            assert!(matches!(response, PropertyItemResponse::Item(_)));
        }
    }

    #[test]
    fn a_rollup_comes_as_a_list() {
        let response: PropertyItemResponse = known(
            r#"{"object": "list", "results": [{"object": "property_item", "type": "relation", "id": "a",
                "relation": {"id": "00000000-0000-4000-8000-0000000000fa"}}],
                "next_cursor": "00000000-0000-4000-8000-0000000000fa", "has_more": true, "type": "property_item",
                "property_item": {"id": "a", "next_url": "https://api.notion.com/v1/pages/x", "type": "rollup",
                    "rollup": {"type": "incomplete", "incomplete": {}, "function": "sum"}}, "request_id": "r"}"#,
        );
        let PropertyItemResponse::List(list) = response else {
            panic!("not a list");
        };
        assert!(matches!(list.results[0].kind, ItemKind::Relation(_)));
        let crate::ListKind::PropertyItem(info) = list.kind else {
            panic!("not of property items");
        };
        let ItemListKind::Rollup(rollup) = info.kind else {
            panic!("not a rollup");
        };
        assert_eq!(rollup.kind.type_name(), "incomplete");
    }
}
