//! The kinds that an attribute can choose for a field, as the names of [`super::PropertyAs`].
//!
//! `#[notion(url)] link: String` asks for `String: PropertyAs<flag::Url>`.

use super::kind;

macro_rules! flags {
    ($($name:ident $kind:ident $attribute:literal,)*) => {$(
        #[doc = concat!("`#[notion(", $attribute, ")]`.")]
        pub type $name = kind::$kind;
    )*};
}

flags! {
    Title title "title",
    RichText rich_text "rich_text",
    Url url "url",
    Email email "email",
    PhoneNumber phone_number "phone_number",
    Number number "number",
    Select select "select",
    Status status "status",
    MultiSelect multi_select "multi_select",
    UniqueId unique_id "prefix = \"..\"",
    Relation relation "two_way = ..",
    Rollup rollup "rollup = ..",
    Formula formula "formula = \"..\"",
}
