//! The macro [`open_enum!`](crate::json::open_enum): words of which Notion has a list that may grow.

/// Makes an enum of words, with a variant `Unknown` for every other word. `from` a list of `notion-vocabulary` it has the variants of that
/// list: one that is missing here, or there, is a compile error.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident from $known:ty {
            $( $(#[$vmeta:meta])* $variant:ident ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $(
                #[doc = concat!("[`", stringify!($known), "::", stringify!($variant), "`]")]
                $(#[$vmeta])*
                $variant,
            )+
            /// A word that this version of the crate does not know.
            Unknown(String),
        }

        impl $name {
            /// Every known word, in Notion's order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// Returns the word as Notion writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => <$known>::$variant.as_str(), )+
                    Self::Unknown(word) => word,
                }
            }

            /// Returns the word in the closed list; `None` if it is unknown.
            pub fn known(&self) -> Option<$known> {
                match self {
                    $( Self::$variant => Some(<$known>::$variant), )+
                    Self::Unknown(_) => None,
                }
            }

            fn parse(word: &str) -> Option<Self> {
                <$known>::parse(word).map(Self::from)
            }
        }

        impl From<$known> for $name {
            fn from(known: $known) -> Self {
                match known {
                    $( <$known>::$variant => Self::$variant ),+
                }
            }
        }

        $crate::json::open_enum!(@traits $name);
    };
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

            /// Returns the word as Notion writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $word, )+
                    Self::Unknown(word) => word,
                }
            }

            fn parse(word: &str) -> Option<Self> {
                match word {
                    $( $word => Some(Self::$variant), )+
                    _ => None,
                }
            }
        }

        $crate::json::open_enum!(@traits $name);
    };
    (@traits $name:ident) => {
        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                Self::parse(word).unwrap_or_else(|| Self::Unknown(word.to_owned()))
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                Self::parse(&word).unwrap_or(Self::Unknown(word))
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
            fn from_json(json: $crate::json::Json<'_>) -> Result<Self, $crate::json::Misfit> {
                json.as_str().map(Into::into).ok_or_else(|| $crate::json::Misfit::expected("a word", json))
            }
        }
    };
}
pub(crate) use open_enum;
