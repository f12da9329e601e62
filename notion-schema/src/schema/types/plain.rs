//! URLs, e-mail addresses, phone numbers and statuses as types of their own, for places where no
//! attribute can say what a text or an option is: in the list that a rollup shows.

use std::fmt;
use std::ops::Deref;

use super::text::Plain;
use crate::schema::property::property_via;
use crate::schema::{NotionOptions, OneOption, kind};

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident $attribute:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// A field of this type needs no attribute; it is the same property as a `String` with
        #[doc = concat!("`#[notion(", $attribute, ")]`. It is what a rollup shows of one:")]
        #[doc = concat!("`Rollup<Vec<Option<", stringify!($name), ">>>`.")]
        #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub String);

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> $name {
                $name(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> $name {
                $name(text)
            }
        }

        property_via! { #[diagnostic::do_not_recommend] [] $name(String) = Plain<kind::$name> }
    )*};
}
texts! {
    /// A web address.
    Url "url";
    /// An e-mail address.
    Email "email";
    /// A phone number.
    PhoneNumber "phone_number";
}

/// An option of a status.
///
/// A field of type `Option<Status<E>>` is the same property as an `Option<E>` with
/// `#[notion(status)]`. It is what a rollup shows of one: `Rollup<Vec<Option<Status<E>>>>`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status<E>(pub E);

impl<E> Deref for Status<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.0
    }
}

impl<E: NotionOptions> From<E> for Status<E> {
    fn from(option: E) -> Status<E> {
        Status(option)
    }
}

property_via! { #[diagnostic::do_not_recommend] [E: NotionOptions] Status<E>(E) = OneOption<E, kind::Status<E>> }
