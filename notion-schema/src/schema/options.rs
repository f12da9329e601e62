//! An enum as the options of a select, status or multi-select.

use std::borrow::Cow;
use std::marker::PhantomData;

use notion_formula::suggest;
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize, Serializer};

use super::{Choice, Codec, Kind, PropertyAs, Refusal, flag, kind, rule};

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
    /// if there is none.
    fn from_name(name: &str) -> Option<Self>;

    /// The option's name in Notion.
    fn name(&self) -> &str;

    /// The variants in their order, without the one for other names.
    ///
    /// ```
    /// use notion_session::prelude::*;
    ///
    /// #[derive(NotionOptions, Debug, PartialEq)]
    /// enum Stage {
    ///     Backlog,
    ///     InProgress,
    /// }
    ///
    /// assert_eq!(Stage::all(), [Stage::Backlog, Stage::InProgress]);
    /// assert_eq!(Stage::InProgress.to_string(), "In Progress");
    /// assert_eq!("in progress".parse(), Ok(Stage::InProgress));
    /// let error = "Done".parse::<Stage>().unwrap_err().to_string();
    /// assert_eq!(error, "`Done` is not an option of `Stage`; it has: `Backlog`, `In Progress`");
    /// ```
    fn all() -> Vec<Self> {
        let options = Self::OPTIONS.iter();
        options
            .filter_map(|option| Self::from_name(option.name))
            .collect()
    }
}

/// The string is not the name of an option.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an option of `{options}`; {hint}it has: {known}")]
pub struct ParseOptionError {
    text: String,
    options: &'static str,
    /// What was meant, perhaps.
    hint: String,
    known: String,
}

/// Parses the name of an option, in capital or small letters: Notion does not tell options apart by them. What
/// `FromStr` of enums of options does.
#[doc(hidden)]
pub fn parse_option<E: NotionOptions>(text: &str) -> Result<E, ParseOptionError> {
    let folded = text.to_lowercase();
    let names = || E::OPTIONS.iter().map(|option| option.name);
    let exact = names().find(|name| *name == text);
    let same = exact.or_else(|| names().find(|name| name.to_lowercase() == folded));
    E::from_name(same.unwrap_or(text)).ok_or_else(|| ParseOptionError {
        text: text.to_owned(),
        options: short_name::<E>(),
        hint: suggest(text, names())
            .map(|near| format!("did you mean `{near}`? "))
            .unwrap_or_default(),
        known: names()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", "),
    })
}

/// What the variant for other names holds.
#[diagnostic::on_unimplemented(
    message = "the variant for other names holds a string, not a `{Self}`",
    label = "not a string",
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
pub(super) fn decode<'de, E: NotionOptions, D: Deserializer<'de>>(
    content: D,
) -> Result<E, D::Error> {
    #[derive(Deserialize)]
    struct Written<'a> {
        #[serde(borrow)]
        name: Cow<'a, str>,
    }
    let Written { name } = Written::deserialize(content)?;
    E::from_name(&name).ok_or_else(|| {
        let known: Vec<_> = E::OPTIONS.iter().map(|option| option.name).collect();
        D::Error::custom(format!(
            "the option \"{name}\" is not an option of `{}` ({}); add it to the enum, or a \
             variant `#[notion(other)] Other(String)`",
            short_name::<E>(),
            known.join(", ")
        ))
    })
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

/// The enum's name without its path.
fn short_name<E>() -> &'static str {
    let path = std::any::type_name::<E>();
    path.rsplit("::").next().unwrap_or(path)
}

/// The codec of one option, of a select or a status: `K` is the kind.
pub struct OneOption<E, K>(PhantomData<(E, K)>);

#[diagnostic::do_not_recommend]
impl<E: NotionOptions, K: Kind> Codec for OneOption<E, K> {
    type Value = E;
    type Kind = K;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<E, D::Error> {
        decode(content)
    }
    fn encode<Z: Serializer>(option: &E, content: Z) -> Result<Z::Ok, Z::Error> {
        Named::of(option).serialize(content)
    }
    /// The name is all that is sent.
    fn fingerprint(option: &E) -> u64 {
        super::fingerprint::of_value(rule::folded(option.name()))
    }
    fn check(option: &E) -> Result<(), Refusal> {
        rule::option_name(option.name())
    }
}

impl<E: NotionOptions> PropertyAs<flag::Select> for E {
    type Codec = OneOption<E, kind::Select<E>>;
}

impl<E: NotionOptions> PropertyAs<flag::Status> for E {
    type Codec = OneOption<E, kind::Status<E>>;
}

/// What `#[derive(NotionOptions)]` adds so that the enum is the value of a select.
#[doc(hidden)]
#[macro_export]
macro_rules! __options_as_property {
    ($options:ty) => {
        $crate::__property_via!(
            #[automatically_derived] #[diagnostic::do_not_recommend]
            [] $options = $crate::__private::OneOption<$options, $crate::schema::kind::Select<$options>>
        );
    };
}
