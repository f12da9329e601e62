//! The macro [`open_enum!`](crate::open_enum): words of which Notion has a list that may grow.

/// Makes an enum of words, with a variant `Unknown` for every other word.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$vmeta:meta])* $variant:ident = $word:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $( #[doc = concat!("`", $word, "`")] $(#[$vmeta])* $variant, )+
            /// A word that this version of the crate does not know.
            Unknown(String),
        }

        impl $name {
            /// Every known word, in Notion's order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// The word as Notion writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $word, )+
                    Self::Unknown(word) => word,
                }
            }

            fn known(word: &str) -> Option<Self> {
                match word {
                    $( $word => Some(Self::$variant), )+
                    _ => None,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                Self::known(word).unwrap_or_else(|| Self::Unknown(word.to_owned()))
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                Self::known(&word).unwrap_or(Self::Unknown(word))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<Z: serde::Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Into::into)
            }
        }

        impl $crate::json::FromJson for $name {
            fn from_json(json: &serde_json::Value) -> Result<Self, $crate::json::Misfit> {
                json.as_str().map(Into::into).ok_or_else(|| $crate::json::Misfit::expected("a word", json))
            }
        }
    };
}
pub(crate) use open_enum;
