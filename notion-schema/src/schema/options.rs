//! An enum as the options of a select, status or multi-select.

use std::borrow::Cow;

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize, Serializer};

use super::{Choice, PropertyAs, Refusal, flag, kind, rule};

/// An enum whose variants are the options of a property. Derive it.
///
/// The derive's documentation is the reference of its attributes:
/// `notion_derive::NotionOptions`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a set of options",
    label = "not an enum of options",
    note = "write `#[derive(NotionOptions)]` on the enum"
)]
pub trait NotionOptions: Sized + 'static {
    /// The options, in the order of the variants.
    const OPTIONS: &'static [Choice];

    /// The variant of an option's name in Notion; the catch-all variant for other names, `None`
    /// where there is none.
    fn from_name(name: &str) -> Option<Self>;

    /// The option's name in Notion.
    fn name(&self) -> &str;
}

/// What the variant for other names holds.
#[diagnostic::on_unimplemented(
    message = "the variant for other names holds a text, not a `{Self}`",
    label = "not a text",
    note = "write `#[notion(other)] Other(String)`"
)]
pub trait OtherName {
    /// The text as this type.
    fn from_name(name: &str) -> Self;
    /// The text.
    fn as_name(&self) -> &str;
}

#[diagnostic::do_not_recommend]
impl<T: for<'a> From<&'a str> + AsRef<str>> OtherName for T {
    fn from_name(name: &str) -> T {
        T::from(name)
    }
    fn as_name(&self) -> &str {
        self.as_ref()
    }
}

/// Reads one option, `{"id": "..", "name": "Done", "color": "green"}`.
pub fn decode<'de, E: NotionOptions, D: Deserializer<'de>>(content: D) -> Result<E, D::Error> {
    #[derive(Deserialize)]
    struct Written<'a> {
        #[serde(borrow)]
        name: Cow<'a, str>,
    }
    let Written { name } = Written::deserialize(content)?;
    E::from_name(&name).ok_or_else(|| {
        let known: Vec<_> = E::OPTIONS.iter().map(|option| option.name).collect();
        D::Error::custom(format!(
            "the option \"{name}\" is none of those that `{}` knows ({}); add it to the enum, or a \
             variant `#[notion(other)] Other(String)`",
            short_name::<E>(),
            known.join(", ")
        ))
    })
}

/// Writes the content that names an option.
pub fn encode<E: NotionOptions, Z: Serializer>(option: &E, content: Z) -> Result<Z::Ok, Z::Error> {
    Named::of(option).serialize(content)
}

/// An option as it is sent.
#[derive(Serialize)]
pub(super) struct Named<'a> {
    name: &'a str,
}

impl<'a> Named<'a> {
    pub(super) fn of<E: NotionOptions>(option: &'a E) -> Named<'a> {
        Named {
            name: option.name(),
        }
    }
}

/// The fingerprint of an option: its name is all that is sent.
pub fn fingerprint<E: NotionOptions>(option: &E) -> u64 {
    super::fingerprint::of_value(folded(option.name()))
}

/// Checks that Notion would take an option.
///
/// # Errors
///
/// Where its name is empty, has a comma or is too long.
pub fn check<E: NotionOptions>(option: &E) -> Result<(), Refusal> {
    rule::option_name(option.name())
}

/// The name of an option as Notion compares it: two names that differ in letter case alone are the same option.
pub(super) fn folded(name: &str) -> Cow<'_, str> {
    if name.is_ascii() && !name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.to_lowercase())
}

/// The enum's name without its path.
fn short_name<E>() -> &'static str {
    let path = std::any::type_name::<E>();
    path.rsplit("::").next().unwrap_or(path)
}

impl<E: NotionOptions> PropertyAs<flag::Select> for E {
    type Kind = kind::Select<E>;

    fn decode_as<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        decode(content)
    }
    fn encode_as<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        encode(self, content)
    }
    fn fingerprint_as(&self) -> u64 {
        fingerprint(self)
    }
    fn check_as(&self) -> Result<(), Refusal> {
        check(self)
    }
}

impl<E: NotionOptions> PropertyAs<flag::Status> for E {
    type Kind = kind::Status<E>;

    fn decode_as<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        decode(content)
    }
    fn encode_as<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        encode(self, content)
    }
    fn fingerprint_as(&self) -> u64 {
        fingerprint(self)
    }
    fn check_as(&self) -> Result<(), Refusal> {
        check(self)
    }
}

/// What `#[derive(NotionOptions)]` adds so that the enum is the value of a select.
#[doc(hidden)]
#[macro_export]
macro_rules! __options_as_property {
    ($options:ty) => {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl $crate::schema::Property for $options {
            type Kind = $crate::schema::kind::Select<$options>;

            fn decode<'de, D: $crate::__private::Deserializer<'de>>(
                content: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::decode_option(content)
            }
            fn encode<Z: $crate::__private::Serializer>(
                &self,
                content: Z,
            ) -> ::core::result::Result<Z::Ok, Z::Error> {
                $crate::__private::encode_option(self, content)
            }
            fn fingerprint(&self) -> u64 {
                $crate::__private::option_fingerprint(self)
            }
            fn check(&self) -> ::core::result::Result<(), $crate::schema::Refusal> {
                $crate::__private::check_option(self)
            }
        }
    };
}
