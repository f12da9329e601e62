//! Ids that are no UUIDs.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::json::{FromJson, Json, Misfit};

/// Ids that are text of Notion's making.
macro_rules! text_ids {
    ($( $(#[$meta:meta])* $name:ident; )+) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl FromJson for $name {
            fn from_json(json: Json<'_>) -> Result<Self, Misfit> {
                String::from_json(json).map(Self)
            }
        }

        impl $name {
            /// Returns the id as Notion wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    )+ };
}

text_ids! {
    /// The id of a property, percent-encoded as Notion writes it nearly everywhere: `title`, `%5B%3Dyq`.
    ///
    /// ```
    /// use notion_model::PropertyId;
    ///
    /// let id = PropertyId::from("%5B%3Dyq");
    /// assert_eq!(id.decoded(), "[=yq");
    /// assert_eq!(PropertyId::encode("[=yq"), id);
    /// ```
    PropertyId;
    /// The id of an option of a select, multi-select or status property, or of a group of such options.
    OptionId;
    /// The id of a task that Notion carries out later: `task_` and 32 digits.
    AsyncTaskId;
}

impl PropertyId {
    /// Returns the id without percent-encoding, as Notion writes it in the ids of a rollup. Properties of an object come in
    /// the order of these. What is no percent-encoding is left as it is.
    pub fn decoded(&self) -> String {
        match percent_decode_str(&self.0).decode_utf8() {
            Ok(decoded) => decoded.into_owned(),
            Err(_) => self.0.clone(),
        }
    }

    /// The id for a text without percent-encoding.
    pub fn encode(decoded: &str) -> Self {
        Self(utf8_percent_encode(decoded, COMPONENT).to_string())
    }
}

/// What JavaScript's `encodeURIComponent` encodes.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn property_ids_are_decoded() {
        for (id, decoded) in [
            ("title", "title"),
            ("v_%5D%3C", "v_]<"),
            ("%3AJ%7B%3a", ":J{:"),
            (
                "notion%3A%2F%2Fwiki%2Fowner_property",
                "notion://wiki/owner_property",
            ),
            // No percent-encoding, or none of a text.
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
            ("%+1%-1", "%+1%-1"),
            ("%FF", "%FF"),
        ] {
            assert_eq!(PropertyId::from(id).decoded(), decoded);
        }
    }

    proptest! {
        #[test]
        fn encoding_is_undone_by_decoding(text in any::<String>()) {
            let id = PropertyId::encode(&text);
            let unreserved = |c: char| c.is_ascii_alphanumeric() || "-_.!~*'()%".contains(c);
            prop_assert!(id.as_str().chars().all(unreserved));
            prop_assert_eq!(id.decoded(), text);
        }

        #[test]
        fn decoding_takes_any_text(text in any::<String>()) {
            let _ = PropertyId::from(text).decoded();
        }
    }
}
