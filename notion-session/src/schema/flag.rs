//! The kinds that an attribute can choose for a field, as the names of [`super::PropertyAs`].
//!
//! `#[notion(url)] link: String` asks for `String: PropertyAs<flag::Url>`.

macro_rules! flags {
    ($($name:ident $attribute:literal,)*) => {$(
        #[doc = concat!("`#[notion(", $attribute, ")]`.")]
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
    )*};
}

flags! {
    Title "title",
    RichText "rich_text",
    Url "url",
    Email "email",
    PhoneNumber "phone_number",
    Number "number",
    Select "select",
    Status "status",
    MultiSelect "multi_select",
    UniqueId "prefix = \"..\"",
    Relation "two_way = ..",
    Rollup "rollup = ..",
    Formula "formula = \"..\"",
}
